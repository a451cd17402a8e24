/**
 * A grant may not show what was made under the one before it (platform facts): then the whole tree is made anew, also where it
 * is empty, and the ledger of folders says since when, so that the page can.
 */
import { describe, expect, test } from '@jest/globals';
import type { Direction } from '../../functions/domain/direction.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { folderId, rootPlace } from '../../functions/domain/folder.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { aConnection, usual } from '../builders.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { callsOf, companyFolder, entryOf, filesOf, foldersOf } from './seen.ts';
import { folderOf, settlingSeconds } from './trash.ts';
import { createWorker } from './worker.ts';

const tree = ['Invoice_import', companyFolder, `${companyFolder}/AP`, `${companyFolder}/AR`];

/** One client with one document in Drive; then *Active off*, which ends the grant, and the same account signs in again. */
async function signedInAgain(regrantSeesOldFiles: boolean): Promise<FakeWorld> {
  const world = createFakeWorld({ regrantSeesOldFiles });
  world.connect();
  world.activate();
  world.addDocument();
  await createWorker(world).care();
  await createWorker(world).deliver();
  await createOwner(world).disconnect();
  await createOwner(world).signIn();
  world.clock.advance(60);
  world.resetCalls();
  return world;
}

function rootOf(world: FakeWorld) {
  const connection = aConnection({ account: world.google.account(usual.email) });
  return world.database.folders.get(folderId(rootPlace(connection)))?.value;
}

describe('signing in again with the same account', () => {
  test('makes a new tree, empty folders too, where the new grant does not show the old one', async () => {
    const world = await signedInAgain(false);
    await createWorker(world).care();
    expect(foldersOf(world)).toEqual([...tree, ...tree].sort());
    expect(rootOf(world)?.replacedAt).toEqual(world.clock.now());
  });

  test('exports into the new tree, and leaves the old one alone', async () => {
    const world = await signedInAgain(false);
    await createWorker(world).care();
    const documentId = 'd0000000-0000-4000-8000-000000000002';
    world.addDocument({ documentId, fileId: documentId, releasedAt: world.clock.now() });
    await createWorker(world).deliver({ documentId });
    const [old, made] = filesOf(world);
    expect(filesOf(world)).toHaveLength(2);
    expect(made?.path).toContain(`${companyFolder}/AP/`);
    expect(made?.parentId).not.toBe(old?.parentId);
  });

  test('keeps the tree where the new grant shows it', async () => {
    const world = await signedInAgain(true);
    await createWorker(world).care();
    expect(foldersOf(world)).toEqual(tree);
    expect(rootOf(world)).not.toHaveProperty('replacedAt');
    expect(callsOf(world, 'drive')).toEqual({ 'drive.folders': 2 });
  });

  test('makes the tree once, whoever looks at the same time', async () => {
    const world = await signedInAgain(false);
    await Promise.all([createWorker(world).care(), createWorker(world).care(), createWorker(world).care()]);
    expect(foldersOf(world)).toEqual([...tree, ...tree].sort());
  });
});

test('a folder in the trash is there still: what its owner has thrown away is not a tree that is gone', async () => {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  await createWorker(world).care();
  world.google.person(usual.email).trash(rootOf(world)?.id ?? '');
  await createWorker(world).care();
  expect(foldersOf(world)).toEqual(tree);
});

describe('what was exported under an earlier grant', () => {
  /** Exported an hour ago, and not looked after since. Then the person removes us at Google, and signs in again. */
  async function grantedAgain(regrantSeesOldFiles: boolean): Promise<FakeWorld> {
    const world = createFakeWorld({ regrantSeesOldFiles });
    world.connect();
    world.activate();
    world.addDocument();
    await createWorker(world).deliver();
    world.clock.advance(3600);
    world.google.revoke(usual.email);
    await createWorker(world).care();
    expect(world.database.connections.get(usual.partnerSpace)?.value.state).toBe('needsSignIn');
    await createOwner(world).signIn();
    return world;
  }

  async function afterCare(world: FakeWorld): Promise<void> {
    await createWorker(world).care();
    await createWorker(world).resume();
  }

  test('is not doubled where the new grant does not show it: it looks gone, and is not', async () => {
    const world = await grantedAgain(false);
    const before = entryOf(world);
    for (let passes = 0; passes < 3; passes += 1) {
      await afterCare(world);
      world.clock.advance(3600);
    }
    expect(entryOf(world)).toEqual(before);
    expect(filesOf(world)).toHaveLength(1);
  });

  test('is not doubled either where the link was ended and begun anew', async () => {
    const world = await signedInAgain(false);
    const before = entryOf(world);
    world.clock.advance(3600);
    await afterCare(world);
    expect(entryOf(world)).toEqual(before);
    expect(filesOf(world)).toHaveLength(1);
  });

  test('is not doubled whenever during a pass the grant ends and another one begins', async () => {
    await interruptedAtEachCall(() => {
      const world = createFakeWorld();
      world.connect();
      world.activate();
      world.addDocument();
      return {
        work: async (hooks) => {
          await createWorker(world).deliver();
          world.clock.advance(3600);
          await createWorker(world, hooks)
            .care()
            .catch((error: unknown) => expect(error).toMatchObject({ code: 'contended' }));
        },
        meanwhile: async () => {
          world.google.revoke(usual.email);
          await createOwner(world).signIn();
        },
        afterwards: async (at) => {
          await afterCare(world);
          world.clock.advance(3600);
          await afterCare(world);
          expect([at, filesOf(world).length, entryOf(world)?.state]).toEqual([at, 1, 'done']);
        },
      };
    });
  });

  test.each([
    ['a pass of care', 0],
    ['a document', 1],
  ])('is not doubled where %s makes a folder under the new grant that was reserved then', async (_what, documents) => {
    const world = createFakeWorld();
    world.connect();
    world.activate();
    world.addDocument();
    await createWorker(world).deliver();
    world.addFault({ on: 'drive.createFolder', failure: new Failure('googleUnavailable', 'down') });
    await expect(createWorker(world).care()).rejects.toMatchObject({ code: 'googleUnavailable' });
    expect(world.database.folders.all(({ state }) => state === 'reserved')).toMatchObject([{ value: { kind: 'AR' } }]);
    world.clock.advance(3600);
    world.google.revoke(usual.email);
    await createWorker(world).care();
    await createOwner(world).signIn();
    const documentId = 'd0000000-0000-4000-8000-000000000002';
    if (documents > 0) world.addDocument({ documentId, direction: 'AR', releasedAt: world.clock.now() });
    if (documents > 0) await createWorker(world).deliver({ documentId });
    for (let passes = 0; passes < 3; passes += 1) await afterCare(world);
    expect(filesOf(world)).toHaveLength(1 + documents);
  });

  test('comes again where the last of then was listed in the trash, and is deleted for good while a pass looks at it', async () => {
    const world = createFakeWorld({ regrantSeesOldFiles: true });
    world.connect();
    world.activate();
    world.addDocument();
    await createWorker(world).care();
    world.google.person(usual.email).trash(rootOf(world)?.id ?? '');
    const settled = { AP: 'd0000000-0000-4000-8000-000000000002', AR: 'd0000000-0000-4000-8000-000000000003' };
    for (const [direction, documentId] of Object.entries(settled) as [Direction, string][]) {
      world.addDocument({ documentId, direction });
      await createWorker(world).deliver({ documentId });
    }
    world.clock.advance(settlingSeconds + 60);
    await createWorker(world).deliver();
    // For the sake of what is settled, this pass swaps every folder, and can make none: no record tells of the old ones.
    world.addFault({ on: 'drive.createFolder', failure: new Failure('driveFull', 'full'), times: 100 });
    await afterCare(world);
    world.clearFaults();
    await createOwner(world).signIn();
    world.clock.advance(settlingSeconds + 60);
    const [root, folder] = ['Invoice_import', `${companyFolder}/AP`].map((path) => folderOf(world, path));
    let deleted = 0;
    const onCall = (name: string, [id]: readonly unknown[]) => {
      if (name !== 'drive.folder' || id !== folder || deleted > 0) return;
      deleted += 1;
      world.google.person(usual.email).deleteForGood(root ?? '');
    };
    await createWorker(world, { onCall }).care();
    world.clock.advance(3600);
    await afterCare(world);
    expect(deleted).toBe(1);
    const entries = [entryOf(world), entryOf(world, settled.AP), entryOf(world, settled.AR)];
    const idsOf = (all: { id: string }[]) => all.map(({ id }) => id).sort();
    expect(idsOf(filesOf(world))).toEqual(idsOf(entries.map((entry) => ({ id: entry?.file?.id ?? '' }))));
  });

  test.each(tree.slice(0, 3))('comes again out of the trash where the new grant shows it: %s', async (path) => {
    const world = await grantedAgain(true);
    world.google.person(usual.email).trash(folderOf(world, path));
    await afterCare(world);
    expect(filesOf(world).map(({ trashed }) => trashed)).toEqual([true, false]);
  });

  test('comes again also where the tree of then has been replaced since, and its trash half emptied: its root is shown still', async () => {
    const world = await grantedAgain(true);
    const hand = world.google.person(usual.email);
    hand.trash(folderOf(world, 'Invoice_import'));
    hand.deleteForGood(folderOf(world, companyFolder));
    await afterCare(world);
    expect(filesOf(world)).toMatchObject([{ trashed: false }]);
    expect(entryOf(world)).toMatchObject({ state: 'done', file: { id: filesOf(world)[0]?.id } });
  });

  test('is not doubled by a clock that is behind: the new tree is as old as the database says', async () => {
    const world = await grantedAgain(false);
    const behind = { ...world, clock: createFakeClock(secondsAfter(world.clock.now(), -7200)) };
    await createWorker(behind).care();
    await afterCare(world);
    expect(filesOf(world)).toHaveLength(1);
  });

  test('does not keep what comes under the new one from coming again out of the trash', async () => {
    const world = await grantedAgain(false);
    await afterCare(world);
    const documentId = 'd0000000-0000-4000-8000-000000000002';
    world.addDocument({ documentId, fileId: documentId });
    await createWorker(world).deliver({ documentId });
    const { id = '', parentId = '' } = filesOf(world)[1] ?? {};
    world.google.person(usual.email).deleteForGood(parentId);
    world.clock.advance(3600);
    await afterCare(world);
    expect(filesOf(world)).toHaveLength(2);
    expect(filesOf(world)[1]?.id).not.toBe(id);
    expect(entryOf(world, documentId)).toMatchObject({ state: 'done', file: { id: filesOf(world)[1]?.id } });
  });
});
