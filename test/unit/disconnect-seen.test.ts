/** Who decides from what it has read that a link is over ends that link, and none that was begun since (protocol, rule 10). */
import { describe, expect, test } from '@jest/globals';
import { type Connection, disconnected, disconnecting } from '../../functions/domain/connection.ts';
import { secondsAfter, workerLifeSeconds } from '../../functions/domain/life.ts';
import { usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { aWorld, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const { partnerSpace } = usual;

const connectionOf = (world: FakeWorld) => world.database.connections.get(partnerSpace)?.value;

/** A link begun as the owner does it, also where the one before has to be ended first. False: that is not over yet. */
async function beginAnew(world: FakeWorld): Promise<boolean> {
  if (connectionOf(world)?.state === 'disconnecting') {
    world.clock.advance(workerLifeSeconds + 1);
    await createOwner(world).disconnect();
  }
  world.clock.advance(60);
  return createOwner(world)
    .signIn()
    .then(() => true);
}

async function expectWorking(world: FakeWorld): Promise<void> {
  expect(connectionOf(world)?.state).toBe('on');
  world.addDocument({ releasedAt: world.clock.now() });
  await createOwner(world).switchOn();
  await createWorker(world).deliver();
  expect(filesOf(world)).toHaveLength(1);
}

test('a comparison that found the extension uninstalled leaves a link that was begun while it asked', async () => {
  await interruptedAtEachCall(() => {
    const world = aWorld();
    world.extensions.set(partnerSpace, { installed: false, clients: {} });
    return {
      work: (hooks) => createWorker(world, hooks).compareClients(partnerSpace),
      meanwhile: () => beginAnew(world),
      afterwards: async (at) => {
        // Before it has read the link, what was begun is what it reads.
        if (at === undefined || at === 1) return expect(connectionOf(world)?.state).toBe('off');
        await expectWorking(world);
      },
    };
  });
});

describe('a sweep', () => {
  const states = {
    disconnecting,
    off: (connection: Connection) => disconnected({ ...connection, state: 'disconnecting' }),
  };

  test.each(['disconnecting', 'off'] as const)(
    'that has seen a link %s leaves one that was begun before it came to that',
    async (state) => {
      await interruptedAtEachCall(() => {
        const world = aWorld();
        const stored = world.database.connections.get(partnerSpace);
        if (stored) world.database.connections.put(partnerSpace, states[state](stored.value));
        return {
          work: (hooks) => createWorker(world, hooks).sweep(),
          meanwhile: () => beginAnew(world),
          afterwards: async (at) => {
            if (at === undefined) return expect(connectionOf(world)?.state).toBe('off');
            await expectWorking(world);
          },
        };
      });
    },
  );
});

test('whoever saw the link of a partner that was erased leaves the one with which it has come back', async () => {
  const world = aWorld();
  const seen = connectionOf(world) as Connection;
  // Its generations are counted from the beginning.
  world.connect({ generation: seen.generation, since: secondsAfter(seen.since, 3600) });
  await createOwner(world).disconnect(partnerSpace, seen);
  expect(connectionOf(world)?.state).toBe('on');
});
