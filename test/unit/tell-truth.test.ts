/** What a notice may say: only what is known to be so. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { createOwner } from './owner.ts';
import { aWorld } from './seen.ts';
import { createWorker } from './worker.ts';

const newsOf = ({ noticesTopic }: FakeWorld) => noticesTopic.messages.map(({ kind, news }) => `${kind} ${news}`);

async function full(world: FakeWorld): Promise<void> {
  world.addFault({ on: 'drive.createFile', failure: new Failure('driveFull', 'full') });
  await createWorker(world).deliver();
}

describe('a full Drive', () => {
  test('is not said to have room again because the token has died as well', async () => {
    const world = aWorld();
    await full(world);
    world.google.revoke(usual.email);
    await createWorker(world).care();
    await createWorker(world).sweep();
    expect(newsOf(world)).toEqual(['driveFull trouble', 'signInNeeded trouble']);
  });

  test('is not said to have room again because what waits for it has met the dead token meanwhile', async () => {
    const world = aWorld();
    await full(world);
    world.google.revoke(usual.email);
    world.clock.advance(3601);
    await createWorker(world).resume();
    await createWorker(world).sweep();
    expect(newsOf(world)).toEqual(['driveFull trouble', 'signInNeeded trouble']);
  });

  test('is not said to have room again to a partner who switched off and came back', async () => {
    const world = aWorld();
    await full(world);
    await createOwner(world).disconnect();
    await createWorker(world).tell(usual.partnerSpace);
    world.clock.advance(30 * 86_400);
    await createOwner(world).signIn();
    await createWorker(world).care();
    await createWorker(world).sweep();
    expect(newsOf(world)).toEqual(['driveFull trouble']);
  });
});

test('a connection is not said to be refused to a partner who has signed in by then', async () => {
  const world = aWorld();
  world.google.revoke(usual.email);
  let signedIn = false;
  const worker = createWorker(world, {
    // Right after the connection was written to need its owner, and before the document is parked.
    async onAnswer(name) {
      if (name !== 'connections.replace' || signedIn) return;
      signedIn = true;
      await createOwner(world).signIn();
    },
  });
  await worker.deliver();
  expect([signedIn, newsOf(world)]).toEqual([true, []]);
});
