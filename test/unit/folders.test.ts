/** Folders are made once, parents first, whatever dies or races (protocol, rule 4). */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { type FolderKind, folderId } from '../../functions/domain/folder.ts';
import { beginLife, workerLifeSeconds } from '../../functions/domain/life.ts';
import { createFileIds } from '../../functions/export/file-ids.ts';
import { createFolderMaker } from '../../functions/export/folders.ts';
import { createPace } from '../../functions/export/pace.ts';
import { anActivation, usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, failingAtEachCall } from './deaths.ts';
import { callsOf, companyFolder, foldersOf } from './seen.ts';

function aConnectedWorld(): FakeWorld {
  const world = createFakeWorld();
  world.connect();
  return world;
}

const place = (kind: FolderKind, generation = 1) => ({
  partnerSpace: usual.partnerSpace,
  account: `account of ${usual.email}`,
  generation,
  company: anActivation().folder,
  kind,
});

/** A maker of its own, as each instance has one, at work for a link of this generation. */
function aMaker(world: FakeWorld, hooks: Hooks = {}, generation = 1) {
  const { folders, drives } = world.portsFor(hooks);
  const connection = world.database.connections.all()[0]?.value;
  if (!connection) throw new Error('nobody is connected');
  const drive = drives.of(connection);
  const { now } = world.clock;
  const maker = createFolderMaker({
    folders,
    fileIds: createFileIds(),
    pace: createPace({ now, pause: async (milliseconds) => world.clock.advance(milliseconds / 1000) }),
    now,
  });
  const life = beginLife(now());
  return {
    ensure: (kind: FolderKind) => maker.ensure(drive, place(kind, generation), life),
    swap: (kind: FolderKind, deadId: string) => maker.swap(drive, place(kind, generation), deadId, life),
  };
}

const recordOf = (world: FakeWorld, kind: FolderKind) => world.database.folders.get(folderId(place(kind)))?.value;

function expectEachOnce(world: FakeWorld): void {
  expect(foldersOf(world)).toEqual(['Invoice_import', companyFolder, `${companyFolder}/AP`, `${companyFolder}/AR`]);
  for (const kind of ['root', 'company', 'AP', 'AR'] as const) expect(recordOf(world, kind)?.state).toBe('made');
}

async function makeBoth(maker: ReturnType<typeof aMaker>): Promise<void> {
  await maker.ensure('AP');
  await maker.ensure('AR');
}

describe('making a folder', () => {
  test('makes those above it first, and answers its id', async () => {
    const world = aConnectedWorld();
    const made: unknown[] = [];
    const maker = aMaker(world, { onCall: (name, args) => name === 'drive.createFolder' && made.push(args[0]) });
    const id = await maker.ensure('AP');
    expect(made).toEqual([
      expect.objectContaining({ name: 'Invoice_import' }),
      expect.objectContaining({ name: anActivation().folder.name }),
      expect.objectContaining({ name: 'AP', id }),
    ]);
    expect(world.google.tree(usual.email)[0]?.parentId).toBeUndefined();
  });

  test('that is made costs one read and no call to Drive', async () => {
    const world = aConnectedWorld();
    const id = await aMaker(world).ensure('AP');
    world.resetCalls();
    expect(await aMaker(world).ensure('AP')).toBe(id);
    expect(world.calls()).toEqual({ 'folders.read': 1 });
  });

  test('once, by ten makers at once', async () => {
    const world = aConnectedWorld();
    const ids = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const maker = aMaker(world);
        return Promise.all([maker.ensure('AP'), maker.ensure('AR')]);
      }),
    );
    expectEachOnce(world);
    expect(new Set(ids.map(String)).size).toBe(1);
  });

  test('once, whatever dies', async () => {
    const deaths = await dyingAtEachCall((hooks) => {
      const world = aConnectedWorld();
      return {
        work: makeBoth(aMaker(world, hooks)),
        afterwards: async () => {
          await makeBoth(aMaker(world));
          expectEachOnce(world);
        },
      };
    });
    expect(deaths).toBeGreaterThan(30);
  });

  test('once, whatever fails', async () => {
    await failingAtEachCall(new Failure('googleUnavailable', 'down'), (hooks) => {
      const world = aConnectedWorld();
      return {
        work: makeBoth(aMaker(world, hooks)),
        afterwards: async () => {
          await makeBoth(aMaker(world));
          expectEachOnce(world);
        },
      };
    });
  });

  test("once for those of an instance who ask together, and whose failure is nobody else's", async () => {
    const world = aConnectedWorld();
    world.addFault({ on: 'drive.createFolder', failure: new Failure('signInNeeded', 'an older token') });
    const maker = aMaker(world);
    const [first, ...others] = await Promise.allSettled(Array.from({ length: 10 }, () => maker.ensure('AP')));
    expect(first).toMatchObject({ status: 'rejected' });
    for (const other of others) expect(other).toMatchObject({ status: 'fulfilled' });
    expect(world.database.folders.all()).toHaveLength(3);
  });

  test('costs three writes where ten of an instance ask together', async () => {
    const world = aConnectedWorld();
    const maker = aMaker(world);
    const ids = await Promise.all(Array.from({ length: 10 }, () => maker.ensure('AP')));
    expect(new Set(ids).size).toBe(1);
    expect(world.calls()['drive.createFolder']).toBe(3);
  });

  test('of another Google account makes another tree', async () => {
    const world = aConnectedWorld();
    await makeBoth(aMaker(world));
    const other = { ...place('AP'), account: 'another account' };
    expect(world.database.folders.get(folderId(other))).toBeUndefined();
  });

  test.each(['driveFull', 'signInNeeded', 'googleUnavailable', 'paceLimited'] as const)(
    'throws what Drive throws: %s',
    async (code) => {
      const world = aConnectedWorld();
      world.addFault({ on: 'drive.createFolder', failure: new Failure(code, 'as the test wants it') });
      await expect(aMaker(world).ensure('AP')).rejects.toMatchObject({ code });
      expect(recordOf(world, 'root')?.state).toBe('reserved');
    },
  );

  test('throws when My Drive itself is said to be gone, and goes on the next time', async () => {
    const world = aConnectedWorld();
    const parentGone = new Failure('parentGone', 'as the test wants it');
    world.addFault({ on: 'drive.createFolder', failure: parentGone, times: Number.POSITIVE_INFINITY });
    await expect(aMaker(world).ensure('AP')).rejects.toMatchObject({ code: 'unexpected' });
    world.clearFaults();
    await makeBoth(aMaker(world));
    expectEachOnce(world);
  });

  test.each(['root', 'company', 'AP'] as const)(
    'is tried once more under an id that Drive refuses once: %s',
    async (kind) => {
      const world = aConnectedWorld();
      const above = { root: 0, company: 1, AP: 2 }[kind];
      let made = 0;
      const refusing = aMaker(world, {
        onCall: (name) => {
          if (name !== 'drive.createFolder') return;
          made += 1;
          if (made === above + 1) throw new Failure('idRefused', 'Drive refuses the id');
        },
      });
      await refusing.ensure('AP');
      expect(foldersOf(world)).toEqual(['Invoice_import', companyFolder, `${companyFolder}/AP`]);
      expect(recordOf(world, kind)).not.toHaveProperty('refusedAt');
    },
  );

  /** Refuses the id that a folder was reserved under, until it has another one. */
  function refusingTheIdOf(world: FakeWorld, kind: FolderKind): Hooks {
    let refused = recordOf(world, kind)?.id;
    return {
      onCall: (name, [folder]) => {
        if (name !== 'drive.createFolder') return;
        const { id } = folder as { id: string };
        if (recordOf(world, kind)?.state === 'reserved') refused ??= recordOf(world, kind)?.id;
        if (id === refused) throw new Failure('idRefused', 'Drive refuses the id');
      },
    };
  }

  /** A tree that is made down to this folder, whose id Drive refuses. */
  async function aWorldRefusing(kind: FolderKind): Promise<FakeWorld> {
    const world = aConnectedWorld();
    const refusing = aMaker(world, refusingTheIdOf(world, kind));
    await expect(refusing.ensure('AP')).rejects.toMatchObject({ code: 'idRefusedTwice' });
    expect(recordOf(world, kind)).toMatchObject({ state: 'reserved', refusedAt: world.clock.now() });
    return world;
  }
  const refusable = ['root', 'company', 'AP'] as const;

  test.each(refusable)(
    "keeps an id that Drive refuses twice for a worker's life, in which nobody creates with it: %s",
    async (kind) => {
      const world = await aWorldRefusing(kind);
      const before = recordOf(world, kind);
      world.clock.advance(workerLifeSeconds);
      world.resetCalls();
      await expect(aMaker(world).ensure('AP')).rejects.toMatchObject({ code: 'idRefusedTwice' });
      expect(recordOf(world, kind)).toEqual(before);
      expect(world.calls()['drive.createFolder']).toBeUndefined();
    },
  );

  test.each(refusable)('takes another id once that is over, and is made once: %s', async (kind) => {
    const world = await aWorldRefusing(kind);
    const refused = recordOf(world, kind);
    world.clock.advance(workerLifeSeconds + 1);
    await aMaker(world, refusingTheIdOf(world, kind)).ensure('AP');
    expect(foldersOf(world)).toEqual(['Invoice_import', companyFolder, `${companyFolder}/AP`]);
    expect(recordOf(world, kind)?.state).toBe('made');
    expect(recordOf(world, kind)).not.toHaveProperty('refusedAt');
    expect(recordOf(world, kind)?.id).not.toBe(refused?.id);
  });

  test('takes one other id, whoever finds it refused at the same time, and whatever dies', async () => {
    await dyingAtEachCall((hooks) => {
      let world = aConnectedWorld();
      const work = async () => {
        world = await aWorldRefusing('company');
        world.clock.advance(workerLifeSeconds + 1);
        const { onCall: refuse } = refusingTheIdOf(world, 'company');
        const onCall: Hooks['onCall'] = (name, args) => {
          refuse?.(name, args);
          return hooks.onCall?.(name, args);
        };
        await makeBoth(aMaker(world, { ...hooks, onCall }));
      };
      return {
        work: work(),
        afterwards: async () => {
          await Promise.all([makeBoth(aMaker(world)), makeBoth(aMaker(world))]);
          expectEachOnce(world);
        },
      };
    });
  });

  test('counts as made where it is there under the id that Drive refuses', async () => {
    const world = await aWorldRefusing('company');
    const refused = recordOf(world, 'company')?.id;
    const parentId = recordOf(world, 'root')?.id ?? '';
    const connection = world.database.connections.all()[0]?.value;
    if (connection)
      await world.ports.drives
        .of(connection)
        .createFolder({ id: refused ?? '', name: anActivation().folder.name, parentId });
    world.clock.advance(workerLifeSeconds + 1);
    await aMaker(world, refusingTheIdOf(world, 'company')).ensure('AP');
    expect(recordOf(world, 'company')).toMatchObject({ state: 'made', id: refused });
    expect(foldersOf(world)).toEqual(['Invoice_import', companyFolder, `${companyFolder}/AP`]);
  });

  test('replaces nothing above it because of one 404: a folder that is there stays', async () => {
    const world = aConnectedWorld();
    await aMaker(world).ensure('AP');
    const before = world.database.folders.all();
    world.addFault({ on: 'drive.createFolder', failure: new Failure('parentGone', 'as the test wants it') });
    await aMaker(world).ensure('AR');
    expectEachOnce(world);
    expect(world.database.folders.all()).toEqual(expect.arrayContaining(before));
  });

  test('replaces nothing either where Drive goes on saying so: that comes again', async () => {
    const world = aConnectedWorld();
    await aMaker(world).ensure('AP');
    const before = world.database.folders.all();
    const failure = new Failure('parentGone', 'as the test wants it');
    world.addFault({ on: 'drive.createFolder', failure, times: Number.POSITIVE_INFINITY });
    await expect(aMaker(world).ensure('AR')).rejects.toMatchObject({ code: 'contended' });
    expect(world.database.folders.all()).toEqual(expect.arrayContaining(before));
  });

  test('writes nothing once the life is over', async () => {
    const world = aConnectedWorld();
    const maker = aMaker(world);
    world.clock.advance(workerLifeSeconds);
    await expect(maker.ensure('AP')).rejects.toMatchObject({ code: 'lifeOver' });
    expect(world.database.folders.all()).toEqual([]);
    expect(foldersOf(world)).toEqual([]);
  });
});

describe('a folder that is gone', () => {
  test('gets another id, and is to be made again', async () => {
    const world = aConnectedWorld();
    const gone = await aMaker(world).ensure('AP');
    await aMaker(world).swap('AP', gone);
    expect(recordOf(world, 'AP')).toMatchObject({ state: 'reserved', name: 'AP' });
    expect(recordOf(world, 'AP')?.id).not.toBe(gone);
    expect(recordOf(world, 'company')?.state).toBe('made');
  });

  test('gets one other id from two who find it gone', async () => {
    const world = aConnectedWorld();
    const gone = await aMaker(world).ensure('AP');
    const replaced: (string | undefined)[] = [];
    await Promise.all([aMaker(world), aMaker(world)].map((maker) => maker.swap('AP', gone)));
    replaced.push(recordOf(world, 'AP')?.id);
    await aMaker(world).swap('AP', gone);
    replaced.push(recordOf(world, 'AP')?.id);
    expect(replaced[0]).toBe(replaced[1]);
  });

  test('is left alone by who finds it gone after it was made again', async () => {
    const world = aConnectedWorld();
    const gone = await aMaker(world).ensure('AP');
    await aMaker(world).swap('AP', gone);
    const made = await aMaker(world).ensure('AP');
    await aMaker(world).swap('AP', gone);
    expect(recordOf(world, 'AP')).toMatchObject({ state: 'made', id: made });
  });

  test('and is reserved still keeps its id: it is to be made under that one', async () => {
    const world = aConnectedWorld();
    await aMaker(world).swap('AP', await aMaker(world).ensure('AP'));
    const reserved = recordOf(world, 'AP');
    await aMaker(world).swap('AP', reserved?.id ?? '');
    expect(recordOf(world, 'AP')).toEqual(reserved);
  });

  test('remembers the last one of an earlier link, whatever is replaced under this one', async () => {
    const world = aConnectedWorld();
    const first = await aMaker(world).ensure('root');
    expect(recordOf(world, 'root')).not.toHaveProperty('before');
    await aMaker(world).swap('root', first);
    expect(recordOf(world, 'root')).not.toHaveProperty('before');
    const second = await aMaker(world).ensure('root');

    await aMaker(world, {}, 2).swap('root', second);
    expect(recordOf(world, 'root')).toMatchObject({ generation: 2, before: { id: second, generation: 1 } });
    const third = await aMaker(world, {}, 2).ensure('root');
    await aMaker(world, {}, 2).swap('root', third);
    expect(recordOf(world, 'root')?.before).toEqual({ id: second, generation: 1 });

    const fourth = await aMaker(world, {}, 2).ensure('root');
    await aMaker(world, {}, 3).swap('root', fourth);
    expect(recordOf(world, 'root')).toMatchObject({ generation: 3, before: { id: fourth, generation: 2 } });
  });

  test('above costs no folder: each is made anew, parents first', async () => {
    const world = aConnectedWorld();
    const maker = aMaker(world);
    await maker.ensure('AP');
    world.google.person(usual.email).deleteForGood(recordOf(world, 'root')?.id ?? '');
    await maker.ensure('AR');
    expect(foldersOf(world)).toEqual(['Invoice_import', companyFolder, `${companyFolder}/AR`]);
  });
});

test('a folder that the person has renamed or moved is used where it is', async () => {
  const world = aConnectedWorld();
  await makeBoth(aMaker(world));
  const person = world.google.person(usual.email);
  person.rename(recordOf(world, 'company')?.id ?? '', 'Mijn naam');
  person.move(recordOf(world, 'company')?.id ?? '');
  world.resetCalls();
  await makeBoth(aMaker(world));
  expect(callsOf(world, 'drive')).toEqual({});
  expect(foldersOf(world)).toEqual(['Invoice_import', 'Mijn naam', 'Mijn naam/AP', 'Mijn naam/AR']);
});
