/** *Active off*: nothing more comes, nothing stays open, and the grant ends with its last user (protocol, rule 10). */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { exportId } from '../../functions/domain/export.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { anExport, usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, failingAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { createWorker } from './worker.ts';

const { partnerSpace } = usual;
const other = 'a0000000-0000-4000-8000-000000000002';

/** A connection with an entry in each open state, and one that is done. */
function aWorld(): FakeWorld {
  const world = createFakeWorld();
  world.connect();
  for (const state of ['reserved', 'updating', 'parked'] as const) {
    const entry = anExport({ documentId: state, state });
    world.database.exports.put(exportId(entry), entry);
  }
  const { dueAt: _dueAt, ...finished } = anExport({ documentId: 'done', state: 'done' });
  world.database.exports.put(exportId(finished), finished);
  return world;
}

const connectionOf = (world: FakeWorld, space: string = partnerSpace) => world.database.connections.get(space)?.value;
const openOf = (world: FakeWorld) => world.database.exports.all(({ dueAt }) => dueAt !== undefined);
const tokenOf = (world: FakeWorld, space: string = partnerSpace) =>
  world.vault.read(space, connectionOf(world, space)?.secretVersion ?? '');

function lives(world: FakeWorld, token: string | undefined): boolean {
  try {
    return world.google.grantBehind(token ?? '').ended === false;
  } catch {
    return false;
  }
}

function expectAllEnded(world: FakeWorld, token: string | undefined): void {
  expect(connectionOf(world)).toMatchObject({ state: 'off', generation: 3 });
  expect(connectionOf(world)).not.toHaveProperty('leaving');
  expect(world.vault.versions(partnerSpace)).toEqual([]);
  expect(openOf(world)).toEqual([]);
  expect(lives(world, token)).toBe(false);
}

describe('a disconnect', () => {
  test.each(['on', 'needsSignIn'] as const)('from %s ends everything', async (state) => {
    const world = aWorld();
    const stored = world.database.connections.get(partnerSpace);
    if (stored) world.database.connections.put(partnerSpace, { ...stored.value, state });
    const token = tokenOf(world);
    await createOwner(world).disconnect();
    expectAllEnded(world, token);
  });

  test('cancels every open entry, visibly, and touches no other', async () => {
    const world = aWorld();
    const foreign = anExport({ partnerSpace: other });
    world.database.exports.put(exportId(foreign), foreign);
    await createOwner(world).disconnect();
    const seen = world.database.exports.all().map(({ value }) => [value.documentId, value.state, value.reason]);
    expect(seen.sort()).toEqual([
      [usual.documentId, 'reserved', undefined],
      ['done', 'done', undefined],
      ['parked', 'cancelled', 'disconnected'],
      ['reserved', 'cancelled', 'disconnected'],
      ['updating', 'cancelled', 'disconnected'],
    ]);
  });

  test('cancels however many there are', async () => {
    const world = aWorld();
    for (let index = 0; index < 250; index += 1) {
      const entry = anExport({ documentId: `document-${index}` });
      world.database.exports.put(exportId(entry), entry);
    }
    await createOwner(world).disconnect();
    expect(openOf(world)).toEqual([]);
  });

  test('cancels also what a worker changes or makes meanwhile', async () => {
    const world = aWorld();
    const late = anExport({ documentId: 'late' });
    let replaced = 0;
    const owner = createOwner(world, {
      onCall: (name) => {
        if (name === 'google.revoke') world.database.exports.put(exportId(late), late);
        if (name !== 'exports.replace') return;
        replaced += 1;
        if (replaced === 1) {
          const entry = anExport({ documentId: 'parked', state: 'parked', reason: 'driveFull' });
          world.database.exports.put(exportId(entry), entry);
        }
      },
    });
    await owner.disconnect();
    expect(openOf(world)).toEqual([]);
  });

  test.each(['off', undefined] as const)('where it is %s already changes nothing', async (state) => {
    const world = createFakeWorld();
    if (state) world.connect({ state, generation: 3 });
    await createOwner(world).disconnect();
    expect(connectionOf(world)?.generation).toBe(state && 3);
    expect(world.calls()['google.revoke']).toBeUndefined();
  });

  test('twice at once ends everything once', async () => {
    const world = aWorld();
    const token = tokenOf(world);
    await Promise.all([createOwner(world).disconnect(), createOwner(world).disconnect()]);
    expectAllEnded(world, token);
  });

  test('of one partner does not touch another one', async () => {
    const world = aWorld();
    world.connect({ partnerSpace: other, account: world.google.account('jan@x.example') });
    const [before, token] = [connectionOf(world, other), tokenOf(world, other)];
    await createOwner(world).disconnect();
    expect(connectionOf(world, other)).toEqual(before);
    expect(lives(world, token)).toBe(true);
  });

  test('forbids every new write to Drive before it does anything else', async () => {
    const world = aWorld();
    const states: [string, unknown][] = [];
    const owner = createOwner(world, { onCall: (name) => states.push([name, connectionOf(world)?.state]) });
    await owner.disconnect();
    const afterTheFirstWrite = states.slice(2);
    expect(states.slice(0, 2).map(([name]) => name)).toEqual(['connections.read', 'connections.replace']);
    expect(new Set(afterTheFirstWrite.map(([, state]) => state))).toEqual(new Set(['disconnecting']));
  });
});

describe('the grant', () => {
  test.each(['on', 'needsSignIn'] as const)(
    "stays when another partner's connection on the account is %s, and so that worker's life is waited for",
    async (state) => {
      const world = aWorld();
      world.connect({ partnerSpace: other, state });
      const theirs = tokenOf(world, other);
      await createOwner(world).disconnect();
      expect(lives(world, theirs)).toBe(true);
      expect(connectionOf(world)?.state).toBe('disconnecting');
      expect(world.vault.versions(partnerSpace)).toEqual([]);
      expect(openOf(world)).toEqual([]);

      world.clock.advance(workerLifeSeconds + 1);
      await createOwner(world).disconnect();
      expect(connectionOf(world)?.state).toBe('off');
      expect(lives(world, theirs)).toBe(true);
    },
  );

  test('ends with the second of two partners on one account who disconnect at once', async () => {
    const world = aWorld();
    world.connect({ partnerSpace: other });
    const theirs = tokenOf(world, other);
    await Promise.all([createOwner(world).disconnect(), createOwner(world).disconnect(other)]);
    expect(lives(world, theirs)).toBe(false);
  });

  test('ends with the last of them, one after the other', async () => {
    const world = aWorld();
    world.connect({ partnerSpace: other });
    const theirs = tokenOf(world, other);
    await createOwner(world).disconnect();
    await createOwner(world).disconnect(other);
    expect(lives(world, theirs)).toBe(false);
    expect(connectionOf(world, other)?.state).toBe('off');
  });

  test("of an account that the link has left to another partner may still serve a worker: off is said a worker's life later", async () => {
    const world = createFakeWorld();
    world.connect();
    world.connect({ partnerSpace: other });
    const owner = createOwner(world);
    await owner.signIn('jan@fiduclaes.example');
    world.clock.advance(60);
    await owner.disconnect();
    expect(connectionOf(world)?.state).toBe('disconnecting');
    world.clock.advance(workerLifeSeconds + 1);
    await createWorker(world).sweep();
    expect(connectionOf(world)?.state).toBe('off');
    expect(connectionOf(world, other)?.state).toBe('on');
  });

  test("is over at once where the link came to its account longer ago than a worker's life", async () => {
    const world = createFakeWorld();
    world.connect();
    const owner = createOwner(world);
    await owner.signIn('jan@fiduclaes.example');
    world.clock.advance(workerLifeSeconds + 1);
    await owner.disconnect();
    expect(connectionOf(world)?.state).toBe('off');
  });

  test('that the person has ended already counts as ended', async () => {
    const world = aWorld();
    world.google.revoke(usual.email);
    await createOwner(world).disconnect();
    expect(connectionOf(world)?.state).toBe('off');
  });

  test('is looked after for every partner that is on: a connection that came while it ended is found dead', async () => {
    const world = aWorld();
    const owner = createOwner(world, {
      onCall: async (name) => {
        if (name === 'google.revoke') await createOwner(world).signIn(usual.email, other);
      },
    });
    await owner.disconnect();
    const fromSignIn = 1;
    const cares = world.topic.messages.filter((message) => message.kind === 'care' && message.partnerSpace === other);
    expect(cares.length).toBeGreaterThan(fromSignIn);
  });
});

describe('when Google is down', () => {
  const couldNotRevoke = (error: Failure) => ({
    level: 'error',
    message: 'the grant could not be revoked',
    fields: { partnerSpace, error },
  });

  test('nothing waits any more, the token is kept to try again, and another run ends it', async () => {
    const world = aWorld();
    const token = tokenOf(world);
    world.addFault({ on: 'google.revoke', failure: new Failure('googleUnavailable', 'down') });
    await createOwner(world).disconnect();
    expect(connectionOf(world)?.state).toBe('disconnecting');
    expect(openOf(world)).toEqual([]);
    expect(tokenOf(world)).toBe(token);
    await createOwner(world).disconnect();
    expectAllEnded(world, token);
  });

  test("it is off after a worker's life even when Google does not let go, which every sweep goes on trying", async () => {
    const world = aWorld();
    const refused = new Failure('unexpected', 'an answer of Google that nobody knows');
    world.addFault({ on: 'google.revoke', failure: refused, times: Number.POSITIVE_INFINITY });
    const token = tokenOf(world);
    for (const seconds of [0, workerLifeSeconds - 1]) {
      world.clock.advance(seconds);
      const owner = createOwner(world);
      await owner.disconnect();
      expect(connectionOf(world)?.state).toBe('disconnecting');
      expect(tokenOf(world)).toBe(token);
      expect(owner.log.lines).toEqual([couldNotRevoke(refused)]);
    }
    world.clock.advance(2);
    const owner = createOwner(world);
    await owner.disconnect();
    expect(connectionOf(world)?.state).toBe('off');
    expect(tokenOf(world)).toBe(token);
    expect(owner.log.lines).toContainEqual(couldNotRevoke(refused));
    const sweeping = createWorker(world);
    await sweeping.sweep();
    expect(tokenOf(world)).toBe(token);
    expect(sweeping.log.lines).toContainEqual(couldNotRevoke(refused));
    world.clearFaults();
    await sweeping.sweep();
    expectAllEnded(world, token);
  });

  test("it is off after a worker's life even when its token is gone", async () => {
    const world = aWorld();
    const { secretVersion } = connectionOf(world) ?? { secretVersion: '' };
    world.vault.destroy(partnerSpace, secretVersion);
    await createOwner(world).disconnect();
    expect(connectionOf(world)?.state).toBe('disconnecting');
    world.clock.advance(workerLifeSeconds - 1);
    await createOwner(world).disconnect();
    expect(connectionOf(world)?.state).toBe('disconnecting');
    world.clock.advance(2);
    await createOwner(world).disconnect();
    expect(connectionOf(world)?.state).toBe('off');
  });
});

describe('run again', () => {
  async function ended(world: FakeWorld, token: string | undefined): Promise<void> {
    await createOwner(world).disconnect();
    world.clock.advance(workerLifeSeconds + 1);
    await createOwner(world).disconnect();
    expectAllEnded(world, token);
  }

  test('after it died at any of its calls, it ends everything', async () => {
    const deaths = await dyingAtEachCall((hooks) => {
      const world = aWorld();
      const token = tokenOf(world);
      return { work: createOwner(world, hooks).disconnect(), afterwards: () => ended(world, token) };
    });
    expect(deaths).toBeGreaterThan(20);
  });

  test('after any of its calls failed, it ends everything', async () => {
    await failingAtEachCall(new Failure('storageUnavailable', 'down'), (hooks) => {
      const world = aWorld();
      const token = tokenOf(world);
      return { work: createOwner(world, hooks).disconnect(), afterwards: () => ended(world, token) };
    });
  });

  test('after it died at any of its calls, the grant lives on for another partner', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorld();
      world.connect({ partnerSpace: other });
      const theirs = tokenOf(world, other);
      return {
        work: createOwner(world, hooks).disconnect(),
        afterwards: async () => {
          await createOwner(world).disconnect();
          world.clock.advance(workerLifeSeconds + 1);
          await createOwner(world).disconnect();
          expect(connectionOf(world)?.state).toBe('off');
          expect(lives(world, theirs)).toBe(true);
        },
      };
    });
  });
});
