/**
 * The ledger remembers: no export ever removes an entry, whatever dies, is delivered twice or was reserved by somebody who
 * remembered an ended connection. What was reserved too late is cancelled, for everybody to see (protocol, rules 1 and 10).
 */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { secondsAfter, workerLifeSeconds } from '../../functions/domain/life.ts';
import { ublOf, usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, failingAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const late = { documentId: 'd0000000-0000-4000-8000-000000000002' };

const expectNothingRemoved = (world: FakeWorld) => expect(world.calls()['exports.remove']).toBeUndefined();

function aMinuteLater(world: FakeWorld): Date {
  world.clock.advance(60);
  return world.clock.now();
}

/** All that comes after a delivery that was cut off: it comes again, and what waits is taken up, until nothing is left. */
async function afterwards(world: FakeWorld, message: { documentId?: string } = {}): Promise<void> {
  await createWorker(world).deliver(message);
  for (let time = 0; time < 3; time += 1) {
    world.clock.advance(3600);
    await createWorker(world).resume();
  }
}

describe('nothing is removed from the ledger', () => {
  const scenarios: [string, (world: FakeWorld, hooks: Hooks) => Promise<void>][] = [
    ['a document is exported', (world, hooks) => createWorker(world, hooks).deliver()],
    [
      'a document is delivered twice at once',
      async (world, hooks) => {
        await Promise.all([createWorker(world, hooks).deliver(), createWorker(world).deliver()]);
      },
    ],
    [
      'other bytes are put into its file',
      async (world, hooks) => {
        world.addFault({ on: 'drive.createFile', when: 'after', failure: new Failure('googleUnavailable', 'lost') });
        await createWorker(world)
          .deliver()
          .catch(() => {});
        world.banqup.replaceUbl(world.addDocument(), ublOf({ note: 'a later version' }));
        await createWorker(world, hooks).deliver();
      },
    ],
    [
      'what waits is taken up',
      async (world, hooks) => {
        world.addFault({ on: 'drive.createFile', failure: new Failure('driveFull', 'full') });
        await createWorker(world).deliver();
        world.clock.advance(3600);
        await createWorker(world, hooks).resume();
      },
    ],
    [
      'the client is switched off and on on the way',
      async (world, hooks) => {
        const worker = createWorker(world, hooks);
        await Promise.all([worker.deliver(), createOwner(world).switchOff()]);
        await createOwner(world).switchOn();
      },
    ],
  ];

  test.each(scenarios)('when %s, whatever dies or fails', async (_what, scenario) => {
    const begin = (hooks: Hooks) => {
      const world = aWorld();
      return {
        work: scenario(world, hooks),
        afterwards: async () => {
          const before = world.database.exports.all().map(({ id }) => id);
          await afterwards(world);
          expectNothingRemoved(world);
          expect(world.database.exports.all().map(({ id }) => id)).toEqual(expect.arrayContaining(before));
          expect(filesOf(world).length).toBeLessThanOrEqual(1);
        },
      };
    };
    expect(await dyingAtEachCall(begin)).toBeGreaterThan(10);
    await failingAtEachCall(new Failure('storageUnavailable', 'down'), begin);
  });
});

describe('a document that came after *Active off*, for an instance that remembers the connection as on', () => {
  /** An instance that has exported one document; then off (and on again), with another document approved meanwhile. */
  async function reservedLate(next: 'off' | 'on again', hooks: Hooks = {}) {
    const world = aWorld();
    let watched = false;
    const stale = createWorker(world, {
      onCall: (...call) => (watched ? hooks.onCall?.(...call) : undefined),
      onAnswer: (...call) => (watched ? hooks.onAnswer?.(...call) : undefined),
    });
    await stale.deliver();
    aMinuteLater(world);
    await createOwner(world).disconnect();
    world.addDocument({ ...late, releasedAt: aMinuteLater(world), fileId: 'another file' });
    aMinuteLater(world);
    if (next === 'on again') await createOwner(world).signIn();
    watched = true;
    return { world, stale };
  }

  function expectCancelled(world: FakeWorld): void {
    expect(entryOf(world, late.documentId)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
    expect(entryOf(world, late.documentId)).not.toHaveProperty('dueAt');
    expect(filesOf(world).map(({ path }) => path)).toEqual([expect.stringContaining(usual.documentId)]);
    expectNothingRemoved(world);
  }

  test.each(['off', 'on again'] as const)('is cancelled, and stays so: %s', async (next) => {
    const { world, stale } = await reservedLate(next);
    await stale.deliver(late);
    expectCancelled(world);
    if (next === 'off') await createOwner(world).signIn();
    for (const worker of [stale, createWorker(world)]) {
      await worker.deliver(late);
      world.clock.advance(3600);
      await worker.resume();
      expectCancelled(world);
    }
  });

  test.each(['off', 'on again'] as const)('is never exported, whatever dies on the way: %s', async (next) => {
    const deaths = await dyingAtEachCall((hooks) => {
      const begun = reservedLate(next, hooks);
      return {
        work: begun.then(({ stale }) => stale.deliver(late)),
        afterwards: async () => {
          const { world } = await begun;
          const wasReserved = entryOf(world, late.documentId) !== undefined;
          if (next === 'off') await createOwner(world).signIn();
          world.clock.set(secondsAfter(world.clock.now(), workerLifeSeconds));
          await createWorker(world).resume();
          await createWorker(world).deliver(late);
          expect(filesOf(world)).toHaveLength(1);
          expectNothingRemoved(world);
          if (wasReserved) expectCancelled(world);
        },
      };
    });
    expect(deaths).toBeGreaterThan(6);
  });
});
