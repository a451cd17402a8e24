/** Looking after a partner's folders, off the path of documents (protocol, rules 9 and 11). */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { callsOf, companyFolder, foldersOf } from './seen.ts';
import { createWorker } from './worker.ts';

const other = {
  clientSpace: 'c0000000-0000-4000-8000-000000000002',
  company: { name: 'Bakkerij Maes' },
  folder: { key: 'vat-BE0987654394', name: 'Bakkerij Maes_BE0987654394' },
};
const otherFolder = `Invoice_import/${other.folder.name}`;
const usualFolders = ['Invoice_import', companyFolder, `${companyFolder}/AP`, `${companyFolder}/AR`];

function aWorld(): FakeWorld {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  return world;
}

const connectionOf = (world: FakeWorld) => world.database.connections.get(usual.partnerSpace)?.value;

describe('the folders of every client that is switched on', () => {
  test('are there afterwards, also when empty', async () => {
    const world = aWorld();
    world.activate(other);
    await createWorker(world).care();
    const all = [...usualFolders, otherFolder, `${otherFolder}/AP`, `${otherFolder}/AR`];
    expect(foldersOf(world)).toEqual(all.sort());
  });

  test('are made once by ten at once', async () => {
    const world = aWorld();
    await Promise.all(Array.from({ length: 10 }, () => createWorker(world).care()));
    expect(foldersOf(world)).toEqual(usualFolders);
  });

  test('are made once with a document that comes at the same time', async () => {
    const world = aWorld();
    world.addDocument();
    await Promise.all([createWorker(world).care(), createWorker(world).deliver(), createWorker(world).care()]);
    expect(foldersOf(world)).toEqual(usualFolders);
  });

  test('are made once whatever dies', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorld();
      return {
        work: createWorker(world, hooks).care(),
        afterwards: async () => {
          await createWorker(world).care();
          expect(foldersOf(world)).toEqual(usualFolders);
        },
      };
    });
  });

  test('are shared by two client spaces of one company', async () => {
    const world = aWorld();
    world.activate({ clientSpace: other.clientSpace });
    await createWorker(world).care();
    expect(foldersOf(world)).toEqual(usualFolders);
  });

  test('are made in the new Drive when another account signs in', async () => {
    const world = aWorld();
    await createWorker(world).care();
    await createOwner(world).signIn('jan@x.example');
    await createWorker(world).care();
    expect(foldersOf(world, 'jan@x.example')).toEqual(usualFolders);
  });
});

describe('the root folder', () => {
  async function aRoot() {
    const world = createFakeWorld();
    world.connect();
    await createWorker(world).care();
    return { world, person: world.google.person(usual.email), id: world.google.tree(usual.email)[0]?.id ?? '' };
  }

  test('is there from the sign-in on, before any client is active, and then asked for by the list of folders alone', async () => {
    const { world } = await aRoot();
    expect(foldersOf(world)).toEqual(['Invoice_import']);
    expect(world.database.folders.all()).toMatchObject([{ value: { kind: 'root', state: 'made' } }]);
    world.resetCalls();
    await createWorker(world).care();
    expect(callsOf(world, 'drive')).toEqual({ 'drive.folders': 2 });
  });

  test('is made anew where its owner has deleted it', async () => {
    const { world, person, id } = await aRoot();
    person.deleteForGood(id);
    await createWorker(world).care();
    const [root] = world.google.tree(usual.email);
    expect(foldersOf(world)).toEqual(['Invoice_import']);
    expect(root?.id).not.toBe(id);
    expect(world.database.folders.all()).toMatchObject([{ value: { id: root?.id, state: 'made' } }]);
  });

  test('is left in the trash by its owner until something has to be made in it', async () => {
    const { world, person, id } = await aRoot();
    const living = () => world.google.tree(usual.email).filter(({ trashed }) => !trashed);
    person.trash(id);
    await createWorker(world).care();
    expect(living()).toEqual([]);
    world.activate();
    await createWorker(world).care();
    expect(living().map(({ path }) => path)).toEqual(usualFolders);
  });

  test('is left where its owner has moved it, under the name that it has there', async () => {
    const { world, person, id } = await aRoot();
    person.rename(id, 'Facturen');
    await createWorker(world).care();
    expect(foldersOf(world)).toEqual(['Facturen']);
  });
});

describe('no folder', () => {
  test('but the root is made for a client that is off, or of another partner', async () => {
    const world = createFakeWorld();
    world.connect();
    world.activate({ active: false });
    world.activate({ ...other, partnerSpace: 'another partner' });
    await createWorker(world).care();
    expect(foldersOf(world)).toEqual(['Invoice_import']);
  });

  test.each(['needsSignIn', 'disconnecting', 'off'] as const)(
    'is made under a connection that is %s',
    async (state) => {
      const world = createFakeWorld();
      world.connect({ state });
      world.activate();
      await createWorker(world).care();
      expect(callsOf(world, 'drive')).toEqual({});
    },
  );

  test('is made where there is no connection yet', async () => {
    const world = createFakeWorld();
    world.activate();
    await expect(createWorker(world).care()).resolves.toBeUndefined();
  });

  test('is begun once the life is over', async () => {
    const world = aWorld();
    const worker = createWorker(world, {
      onAnswer: (name) => name === 'activations.activeOfPartner' && world.clock.advance(workerLifeSeconds),
    });
    await expect(worker.care()).rejects.toMatchObject({ code: 'lifeOver' });
    expect(foldersOf(world)).toEqual([]);
    expect(world.database.folders.all()).toEqual([]);
  });
});

describe('a dead token', () => {
  test('is found out, and the connection says so', async () => {
    const world = aWorld();
    world.google.revoke(usual.email);
    await createWorker(world).care();
    expect(connectionOf(world)).toMatchObject({ state: 'needsSignIn', generation: 1 });
  });

  test('is found out also when there is no folder left to make', async () => {
    const world = aWorld();
    await createWorker(world).care();
    world.google.revoke(usual.email);
    await createWorker(world).care();
    expect(connectionOf(world)?.state).toBe('needsSignIn');
  });

  test('is found out also when no client is switched on', async () => {
    const world = createFakeWorld();
    world.connect();
    world.google.revoke(usual.email);
    await createWorker(world).care();
    expect(connectionOf(world)?.state).toBe('needsSignIn');
  });

  test('of before a new sign-in does not touch the new connection', async () => {
    await interruptedAtEachCall(() => {
      const world = aWorld();
      world.google.revoke(usual.email);
      return {
        work: (hooks) => createWorker(world, hooks).care(),
        meanwhile: () => createOwner(world).signIn(),
        afterwards: (at) => {
          if (at !== undefined) expect([at, connectionOf(world)?.state]).toEqual([at, 'on']);
        },
      };
    });
  });
});

test('Google being down is thrown, so that the message comes again, and what was made stays', async () => {
  const world = aWorld();
  let created = 0;
  const worker = createWorker(world, {
    onCall: (name) => {
      if (name === 'drive.createFolder') created += 1;
      if (created === 3) throw new Failure('googleUnavailable', 'down');
    },
  });
  await expect(worker.care()).rejects.toMatchObject({ code: 'googleUnavailable' });
  expect(foldersOf(world)).toHaveLength(2);
  await createWorker(world).care();
  expect(foldersOf(world)).toEqual(usualFolders);
});

describe('a folder that cannot be made', () => {
  test.each(['driveFull', 'drivePolicy', 'driveLimit'] as const)(
    'is told to its owner, who has to mend it, and the message is acknowledged: %s',
    async (code) => {
      const world = aWorld();
      world.addFault({ on: 'drive.createFolder', failure: new Failure(code, 'as the test wants it') });
      await createWorker(world).care();
      expect(world.noticesTopic.messages).toMatchObject([{ kind: code, news: 'trouble' }]);
      await createWorker(world).care();
      expect(foldersOf(world)).toEqual(usualFolders);
      expect(world.noticesTopic.messages.map(({ kind, news }) => `${kind} ${news}`)).toEqual([
        `${code} trouble`,
        `${code} good`,
      ]);
    },
  );

  test('is told to be good again only once it is made, whatever sweeps say of documents meanwhile', async () => {
    const world = aWorld();
    const news = () => world.noticesTopic.messages.map((notice) => `${notice.kind} ${notice.news}`);
    world.addDocument();
    const full = new Failure('driveFull', 'full');
    world.addFault({ on: 'drive.createFolder', failure: full, times: Number.POSITIVE_INFINITY });
    await createWorker(world).care();
    for (let hour = 0; hour < 3; hour += 1) {
      world.clock.advance(3600);
      await createWorker(world).sweep();
      // A document that waits for something else.
      world.addFault({ on: 'banqup.ubl', failure: new Failure('ublMissing', 'not yet') });
      await createWorker(world).deliver();
      await createWorker(world).sweep();
      await createWorker(world).care();
    }
    expect(news()).toEqual(['driveFull trouble']);
    world.clearFaults();
    await createWorker(world).care();
    expect(foldersOf(world)).toEqual(usualFolders);
    expect(news()).toEqual(['driveFull trouble', 'driveFull good']);
    world.clock.advance(3600);
    await createWorker(world).sweep();
    expect(news()).toHaveLength(2);
  });

  test.each(['paceLimited', 'googleUnavailable', 'unexpected'] as const)(
    'for no reason of its owner has the message come again, and nobody is told: %s',
    async (code) => {
      const world = aWorld();
      world.addFault({ on: 'drive.createFolder', failure: new Failure(code, 'as the test wants it') });
      await expect(createWorker(world).care()).rejects.toMatchObject({ code });
      expect(world.noticesTopic.messages).toEqual([]);
      world.clock.advance(60);
      await createWorker(world).care();
      expect(foldersOf(world)).toEqual(usualFolders);
    },
  );
});
