/** Ending a link is slow, or is gone over again by the sweep: what came under a link signed in since is not its to end (protocol, rule 10). */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { clockSkewSeconds, secondsAfter, workerLifeSeconds } from '../../functions/domain/life.ts';
import { usual } from '../builders.ts';
import { createFakeClock } from '../fakes/clock.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const second = { documentId: 'd0000000-0000-4000-8000-000000000002', fileId: 'f0000000-0000-4000-8000-000000000002' };
const full = new Failure('driveFull', 'full');
const stateOf = (world: FakeWorld) => world.database.connections.get(usual.partnerSpace)?.value.state;

/** A partner with a document that waits under the link that is to be ended. */
async function aWorldWaiting(): Promise<FakeWorld> {
  const world = aWorld();
  world.addFault({ on: 'drive.createFile', failure: full });
  await createWorker(world).deliver();
  expect(entryOf(world)?.state).toBe('parked');
  world.clock.advance(60);
  return world;
}

/** The owner signs in again, and a document comes that waits. */
async function beginAnew(world: FakeWorld, afterSeconds = 60): Promise<void> {
  world.clock.advance(afterSeconds);
  await createOwner(world).signIn();
  world.clock.advance(1);
  world.addDocument({ ...second, releasedAt: world.clock.now() });
  world.addFault({ on: 'drive.createFile', failure: full });
  await createWorker(world).deliver(second);
  expect(entryOf(world, second.documentId)?.state).toBe('parked');
}

describe('what comes under a link signed in since', () => {
  test('is not cancelled by the run that ended the link before, however slow', async () => {
    await interruptedAtEachCall(() => {
      let world = aWorld();
      return {
        work: async (hooks) => {
          world = await aWorldWaiting();
          await createOwner(world, hooks).disconnect();
        },
        meanwhile: async () => {
          await createOwner(world).disconnect();
          // Where the slow one has destroyed the token, nobody can revoke: a life has to pass.
          world.clock.advance(workerLifeSeconds + 1);
          await createOwner(world).disconnect();
          await beginAnew(world);
        },
        afterwards: async (at) => {
          expect(entryOf(world)?.state).toBe('cancelled');
          // Until it has written that the link ends it has ended nothing: then it is the new one that it ends.
          if (at === undefined || at <= 2) return;
          expect([at, stateOf(world), entryOf(world, second.documentId)?.state]).toEqual([at, 'on', 'parked']);
          world.clock.advance(3600);
          await createWorker(world).resume();
          expect(filesOf(world)).toHaveLength(1);
        },
      };
    });
  });

  test('is not cancelled by a sweep that goes over the end again', async () => {
    await interruptedAtEachCall(() => {
      let world = aWorld();
      return {
        work: async (hooks) => {
          world = await aWorldWaiting();
          await createOwner(world).disconnect();
          world.clock.advance(60);
          await createWorker(world, hooks).sweep();
        },
        meanwhile: () => beginAnew(world),
        afterwards: (at) => {
          if (at === undefined) return;
          expect([at, stateOf(world), entryOf(world, second.documentId)?.state]).toEqual([at, 'on', 'parked']);
        },
      };
    });
  });
});

describe('what waits', () => {
  test('is cancelled also where it came a moment before its owner ended the link', async () => {
    const world = aWorld();
    world.addDocument({ releasedAt: world.clock.now() });
    world.addFault({ on: 'drive.createFile', failure: full });
    await createWorker(world).deliver();
    await createOwner(world).disconnect();
    expect(entryOf(world)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
  });

  test.each([0, clockSkewSeconds - 5])(
    'under a link that began just after the sweep had looked is left, by a clock that is %d seconds ahead too',
    async (aheadSeconds) => {
      const world = await aWorldWaiting();
      await createOwner(world).disconnect();
      const ahead = { ...world, clock: createFakeClock(secondsAfter(world.clock.now(), aheadSeconds)) };
      let looked = false;
      const onAnswer = async (name: string) => {
        if (name !== 'connections.read' || looked) return;
        looked = true;
        await beginAnew(world, 0);
        ahead.clock.advance(1);
      };
      await createWorker(ahead, { onAnswer }).sweep();
      expect([looked, stateOf(world), entryOf(world, second.documentId)?.state]).toEqual([true, 'on', 'parked']);
    },
  );
});

describe('what an instance that still remembers the link makes after its end', () => {
  /** It came to an instance which has not looked again yet, and which dies over it. */
  async function aLateReservation(): Promise<FakeWorld> {
    const world = aWorld();
    const dying = createWorker(world, {
      onCall: (name) => {
        if (name === 'banqup.ubl') throw new Failure('banqupUnavailable', 'down');
      },
    });
    await expect(dying.deliver()).rejects.toThrow('down');
    await createOwner(world).disconnect();
    world.clock.advance(5);
    world.addDocument({ ...second, releasedAt: world.clock.now() });
    await expect(dying.deliver(second)).rejects.toThrow('down');
    expect([stateOf(world), entryOf(world, second.documentId)?.state]).toEqual(['off', 'reserved']);
    return world;
  }

  test('is cancelled by the sweep, once no link can have begun before it', async () => {
    const world = await aLateReservation();
    world.clock.advance(clockSkewSeconds);
    await createWorker(world).sweep();
    expect(entryOf(world, second.documentId)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
  });

  test('is cancelled also where its owner has signed in again before the sweep', async () => {
    const world = await aLateReservation();
    world.clock.advance(10);
    await createOwner(world).signIn();
    world.clock.advance(3600);
    await createWorker(world).resume();
    expect(entryOf(world, second.documentId)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
    expect(filesOf(world)).toEqual([]);
  });
});

test('what waited under the old link is cancelled, and what waits under the new one goes on waiting', async () => {
  const world = await aWorldWaiting();
  const old = entryOf(world);
  let begun = false;
  const owner = createOwner(world, {
    onCall: async (name) => {
      if (name !== 'exports.open' || begun) return;
      begun = true;
      await createOwner(world).disconnect();
      await beginAnew(world);
    },
  });
  await owner.disconnect();
  expect([old?.state, entryOf(world)?.state]).toEqual(['parked', 'cancelled']);
  expect(entryOf(world, second.documentId)?.state).toBe('parked');
});
