/**
 * The accountant asks for a document again, *(re-)send to integrations* (protocol, rule 8): nothing where the file is there,
 * a new one where it was thrown away, other bytes where Banqup has others; and what was closed is tried again.
 */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { claimed, exportId } from '../../functions/domain/export.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { anExport, ublOf, usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, failingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { aWorld, callsOf, companyFolder, entryOf, filesOf } from './seen.ts';
import { folderOf, settlingSeconds } from './trash.ts';
import { createWorker } from './worker.ts';

const [firstVersion, secondVersion, thirdVersion] = [ublOf(), ublOf({ note: 'second' }), ublOf({ note: 'third' })];

/** Exported once, an hour ago. */
async function anExportedWorld(): Promise<FakeWorld> {
  const world = aWorld();
  await createWorker(world).deliver();
  world.clock.advance(3600);
  world.resetCalls();
  return world;
}

const resend = (world: FakeWorld, hooks: Hooks = {}) => createWorker(world, hooks).deliver({ resend: true });
const hands = (world: FakeWorld) => world.google.person(usual.email);
const fileId = (world: FakeWorld) => entryOf(world)?.file?.id ?? '';
const live = (world: FakeWorld) => filesOf(world).filter(({ trashed }) => !trashed);

/** Drive flags no folder that was made inside the trash. */
function isInTrash(world: FakeWorld, id: string | undefined): boolean {
  const folder = world.google.files.find(id ?? '');
  return folder !== undefined && (folder.trashedItself || isInTrash(world, folder.parentId));
}

function needsSignIn(world: FakeWorld): void {
  const { id = '', value } = world.database.connections.all()[0] ?? {};
  if (value) world.database.connections.put(id, { ...value, state: 'needsSignIn' });
}

function replaceUbl(world: FakeWorld, content: Uint8Array): void {
  world.banqup.replaceUbl(world.addDocument(), content);
}

function expectOneLiveFile(world: FakeWorld, content = firstVersion): void {
  expect(live(world).map(({ path }) => path)).toEqual([`${companyFolder}/AP/2026-03-02_INV-1_${usual.documentId}.xml`]);
  expect(live(world)[0]?.content).toEqual(content);
  expect(entryOf(world)).toMatchObject({ state: 'done', file: { id: live(world)[0]?.id } });
  expect(entryOf(world)).not.toHaveProperty('wish');
}

/** What a worker that died left open is taken up in the end. */
async function afterAWhile(world: FakeWorld): Promise<void> {
  world.clock.advance(workerLifeSeconds + 1);
  await createWorker(world).resume();
}

/** The message comes again, as Pub/Sub has it, and what is open still is taken up. */
async function expectOneOnceItCameAgain(world: FakeWorld, content = firstVersion): Promise<void> {
  await resend(world);
  await afterAWhile(world);
  expectOneLiveFile(world, content);
}

describe('a document that is sent again', () => {
  test('is left as it is where its file is there with the same bytes', async () => {
    const world = await anExportedWorld();
    const before = entryOf(world);
    await resend(world);
    expect(callsOf(world, 'drive')).toEqual({ 'drive.file': 1, 'drive.folder': 3 });
    expect(entryOf(world)).toEqual(before);
    expectOneLiveFile(world);
  });

  test('stays where the person has moved it', async () => {
    const world = await anExportedWorld();
    hands(world).move(fileId(world));
    await resend(world);
    expect(live(world).map(({ path }) => path)).toEqual([`2026-03-02_INV-1_${usual.documentId}.xml`]);
  });

  test.each<[string, (world: FakeWorld) => void]>([
    ['deleted', (world) => hands(world).deleteForGood(fileId(world))],
    ['put in the trash', (world) => hands(world).trash(fileId(world))],
  ])('is there again where it was %s', async (_what, throwAway) => {
    const world = await anExportedWorld();
    const before = fileId(world);
    throwAway(world);
    await resend(world);
    expectOneLiveFile(world);
    expect(fileId(world)).not.toBe(before);
  });

  test.each(['Invoice_import', companyFolder, `${companyFolder}/AP`])(
    'is made anew where its folder is in the trash, and is where its owner looks once care has come by: %s',
    async (path) => {
      const world = await anExportedWorld();
      const before = fileId(world);
      await createWorker(world).care();
      hands(world).trash(folderOf(world, path));
      expect(filesOf(world)).toMatchObject([{ id: before, trashed: true }]);
      await resend(world);
      expect(fileId(world)).not.toBe(before);
      world.clock.advance(settlingSeconds);
      await createWorker(world).care();
      await createWorker(world).resume();
      const seen = live(world).filter(({ parentId }) => !isInTrash(world, parentId));
      expect(seen).toMatchObject([{ id: fileId(world), content: firstVersion }]);
      expect(entryOf(world)?.state).toBe('done');
    },
  );

  test('is left in a folder that its owner has put elsewhere, where that is not in the trash', async () => {
    const world = await anExportedWorld();
    const before = entryOf(world);
    hands(world).move(folderOf(world, companyFolder));
    await resend(world);
    expect(entryOf(world)).toEqual(before);
    expect(filesOf(world)).toHaveLength(1);
  });

  test('gets the bytes that Banqup has now, under its id and in its place', async () => {
    const world = await anExportedWorld();
    const before = fileId(world);
    replaceUbl(world, secondVersion);
    await resend(world);
    expectOneLiveFile(world, secondVersion);
    expect(fileId(world)).toBe(before);
  });

  test('is not judged by what its own message once said: an ordinary duplicate changes nothing', async () => {
    const world = await anExportedWorld();
    hands(world).deleteForGood(fileId(world));
    replaceUbl(world, secondVersion);
    await createWorker(world).deliver();
    expect(callsOf(world, 'drive')).toEqual({});
    expect(live(world)).toEqual([]);
  });

  test('is in the Drive of the account that is connected now', async () => {
    const world = await anExportedWorld();
    await createOwner(world).signIn('jan@fiduclaes.example');
    await resend(world);
    expect(filesOf(world, 'jan@fiduclaes.example')).toHaveLength(1);
    expect(live(world)).toHaveLength(1);
  });

  test('is in the Drive of that account also where an instance remembers the one before', async () => {
    const world = await anExportedWorld();
    // Another partner's link keeps the grant alive, and so what the instance remembers still works.
    world.connect({ partnerSpace: 'a0000000-0000-4000-8000-000000000002' });
    const worker = createWorker(world);
    await worker.deliver(world.addDocument({ documentId: 'd0000000-0000-4000-8000-000000000002' }));
    await createOwner(world).signIn('jan@fiduclaes.example');
    world.clock.advance(60);
    await worker.deliver({ documentId: usual.documentId, resend: true });
    expect(filesOf(world, 'jan@fiduclaes.example')).toMatchObject([{ content: firstVersion }]);
  });

  test('is exported where it never was', async () => {
    const world = aWorld();
    await resend(world);
    expectOneLiveFile(world);
  });

  test('is exported though it was approved before the switch-on: the accountant asked for it', async () => {
    const world = aWorld();
    world.addDocument({ releasedAt: new Date('2025-12-01T08:00:00.000Z') });
    await createWorker(world).deliver();
    expect(entryOf(world)).toBeUndefined();
    await resend(world);
    expectOneLiveFile(world);
  });

  test('is not exported where it is not approved, and where the partner has switched off', async () => {
    const world = await anExportedWorld();
    hands(world).deleteForGood(fileId(world));
    world.addDocument({ exportable: false });
    await resend(world);
    expect(live(world)).toEqual([]);
    world.addDocument();
    await createOwner(world).disconnect();
    await resend(world);
    expect(live(world)).toEqual([]);
    expect(entryOf(world)?.state).toBe('done');
  });

  test('is tried again where it was rejected', async () => {
    const world = aWorld();
    replaceUbl(world, new TextEncoder().encode('<html/>'));
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'rejected', reason: 'notUbl' });
    replaceUbl(world, firstVersion);
    await resend(world);
    expectOneLiveFile(world);
    expect(entryOf(world)).not.toHaveProperty('reason');
  });

  test('is exported where it was cancelled, once the partner has signed in again', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: new Failure('driveFull', 'full') });
    await createWorker(world).deliver();
    await createOwner(world).disconnect();
    expect(entryOf(world)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
    await resend(world);
    expect(entryOf(world)?.state).toBe('cancelled');
    await createOwner(world).signIn();
    world.clock.advance(60);
    await resend(world);
    expectOneLiveFile(world);
  });

  /** Reserved under a link that its owner has ended since, and begun anew: as by a worker who still remembered the old one. */
  async function reservedUnderAnOldLink(): Promise<FakeWorld> {
    const world = aWorld();
    await createOwner(world).disconnect();
    await createOwner(world).signIn();
    const entry = anExport();
    world.database.exports.put(exportId(entry), entry);
    world.clock.advance(60);
    return world;
  }

  test('is exported also where a reservation of an earlier link is there still', async () => {
    const world = await reservedUnderAnOldLink();
    await resend(world);
    expectOneLiveFile(world);
    expect(entryOf(world)?.releasedAt).toEqual(world.clock.now());
  });

  test('is one file also where any call dies that meets such a reservation', async () => {
    await dyingAtEachCall((hooks) => {
      let world = aWorld();
      const work = async () => {
        world = await reservedUnderAnOldLink();
        await resend(world, hooks);
      };
      return {
        work: work(),
        afterwards: () => expectOneOnceItCameAgain(world),
      };
    });
  });

  test('is cancelled where it was asked for before the present link began, and such a reservation is there', async () => {
    const world = await reservedUnderAnOldLink();
    await createWorker(world).deliver({ resend: true }, anExport().releasedAt);
    expect(entryOf(world)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
    expect(filesOf(world)).toEqual([]);
  });

  test('waits for its owner where Google refuses the token, and is there once they have signed in', async () => {
    const world = await anExportedWorld();
    hands(world).deleteForGood(fileId(world));
    world.google.revoke(usual.email);
    await resend(world);
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'signInNeeded' });
    expect(entryOf(world)).not.toHaveProperty('doneAt');
    expect(entryOf(world)).not.toHaveProperty('file');
    await resend(world);
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'signInNeeded' });
    await createOwner(world).signIn();
    await createWorker(world).resume();
    expectOneLiveFile(world);
  });

  test('is there again where it waited for its owner, and was put in the trash before', async () => {
    const world = await anExportedWorld();
    hands(world).trash(fileId(world));
    needsSignIn(world);
    await resend(world);
    await createOwner(world).signIn();
    await createWorker(world).resume();
    expectOneLiveFile(world);
  });

  test('is done still where only a duplicate of its first message comes while the connection needs its owner', async () => {
    const world = await anExportedWorld();
    const before = entryOf(world);
    needsSignIn(world);
    await createWorker(world).deliver();
    expect(entryOf(world)).toEqual(before);
  });

  test('keeps its file where Banqup has something unreadable now', async () => {
    const world = await anExportedWorld();
    replaceUbl(world, new TextEncoder().encode('<html/>'));
    await resend(world);
    expectOneLiveFile(world);
  });
});

describe('a document that is sent again while somebody is at work on it', () => {
  /** The entry while an update of its file is under way, by a worker that has fetched the second version. */
  function updating(hooks: Hooks) {
    const world = aWorld();
    const begun = createWorker(world)
      .deliver()
      .then(() => replaceUbl(world, secondVersion))
      .then(() => resend(world, hooks));
    return { world, begun };
  }

  test('has the newest bytes in the end, whenever it is asked for again', async () => {
    let wishes = 0;
    await interruptedAtEachCall(() => {
      const world = aWorld();
      return {
        work: async (hooks) => {
          await createWorker(world).deliver();
          replaceUbl(world, secondVersion);
          await resend(world, hooks);
        },
        meanwhile: async () => {
          replaceUbl(world, thirdVersion);
          await resend(world);
          if (entryOf(world)?.wish) wishes += 1;
        },
        afterwards: (at) => expectOneLiveFile(world, at === undefined ? secondVersion : thirdVersion),
      };
    });
    expect(wishes).toBeGreaterThan(0);
  });

  test('is there again where its owner has thrown it away meanwhile, and asks for it once more', async () => {
    const world = await anExportedWorld();
    replaceUbl(world, secondVersion);
    const before = fileId(world);
    const onCall = async (name: string) => {
      if (name !== 'drive.updateFile' || filesOf(world)[0]?.trashed) return;
      hands(world).trash(before);
      await resend(world);
    };
    await resend(world, { onCall });
    expectOneLiveFile(world, secondVersion);
    expect(fileId(world)).not.toBe(before);
  });

  test('is one file with the newest bytes, whatever dies', async () => {
    const deaths = await dyingAtEachCall((hooks) => {
      const { world, begun } = updating(hooks);
      return {
        work: begun,
        afterwards: () => expectOneOnceItCameAgain(world, secondVersion),
      };
    });
    expect(deaths).toBeGreaterThan(10);
  });

  test('is one live file, whatever dies while a deleted one is made anew', async () => {
    const deaths = await dyingAtEachCall((hooks) => {
      const world = aWorld();
      const work = async () => {
        await createWorker(world).deliver();
        hands(world).trash(fileId(world));
        await resend(world, hooks);
      };
      return {
        work: work(),
        afterwards: () => expectOneOnceItCameAgain(world),
      };
    });
    expect(deaths).toBeGreaterThan(10);
  });

  test('is one live file after any call failed', async () => {
    await failingAtEachCall(new Failure('storageUnavailable', 'down'), (hooks) => {
      const { world, begun } = updating(hooks);
      return {
        work: begun,
        afterwards: () => expectOneOnceItCameAgain(world, secondVersion),
      };
    });
  });

  test('at once by ten workers is one live file', async () => {
    const world = await anExportedWorld();
    hands(world).deleteForGood(fileId(world));
    await Promise.all(Array.from({ length: 10 }, () => resend(world)));
    expectOneLiveFile(world);
  });

  test('while it waits is remembered, and does not wake it', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: new Failure('driveFull', 'full') });
    await createWorker(world).deliver();
    const before = entryOf(world);
    await resend(world);
    expect(entryOf(world)).toEqual({ ...before, releasedAt: world.clock.now(), wish: 'resend' });
    world.clock.advance(3601);
    await createWorker(world).resume();
    expectOneLiveFile(world);
  });

  test('while `resume` exports it has the newest bytes in the end', async () => {
    let wishes = 0;
    await interruptedAtEachCall(() => {
      const world = aWorld();
      return {
        work: async (hooks) => {
          world.addFault({ on: 'drive.createFile', failure: new Failure('driveFull', 'full') });
          await createWorker(world).deliver();
          world.clock.advance(3601);
          await createWorker(world, hooks).resume();
        },
        meanwhile: async () => {
          replaceUbl(world, secondVersion);
          await resend(world);
          if (entryOf(world)?.wish) wishes += 1;
        },
        afterwards: async (at) => {
          await afterAWhile(world);
          expectOneLiveFile(world, at === undefined ? firstVersion : secondVersion);
        },
      };
    });
    expect(wishes).toBeGreaterThan(3);
  });

  test.each([
    ['once', 1],
    ['by three at once', 3],
  ])('leaves the claim of another worker alone: %s', async (_how, workers) => {
    const world = await anExportedWorld();
    const { id = '', value } = world.database.exports.all()[0] ?? {};
    const taken = claimed(anExport({ ...value }), world.clock.now(), 'updating');
    world.database.exports.put(id, taken);
    await Promise.all(Array.from({ length: workers }, () => resend(world)));
    expect(callsOf(world, 'drive')).toEqual({});
    expect(entryOf(world)).toEqual({ ...taken, releasedAt: world.clock.now(), wish: 'resend' });
    needsSignIn(world);
    await resend(world);
    expect(entryOf(world)).toEqual({ ...taken, releasedAt: world.clock.now(), wish: 'resend' });
  });
});
