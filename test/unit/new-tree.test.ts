/**
 * A grant may not show what was made under the one before it (platform facts): then the whole tree is made anew, also where it
 * is empty, and the ledger of folders says since when, so that the page can.
 */
import { describe, expect, test } from '@jest/globals';
import { folderId, rootPlace } from '../../functions/domain/folder.ts';
import { usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { createOwner } from './owner.ts';
import { callsOf, companyFolder, filesOf, foldersOf } from './seen.ts';
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
  const account = world.google.account(usual.email).id;
  return world.database.folders.get(folderId(rootPlace(usual.partnerSpace, account)))?.value;
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
    expect(callsOf(world, 'drive')).toEqual({ 'drive.folders': 1 });
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
