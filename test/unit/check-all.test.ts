/** At night every partner's clients are checked, one partner after the other: together they would take all of Drive's quota. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { createWorker, topics } from './worker.ts';

const partner = (index: number) => `a0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const partners = (count: number) => Array.from({ length: count }, (_, index) => partner(index));

function aWorldOf(count: number): FakeWorld {
  const world = createFakeWorld();
  for (const partnerSpace of partners(count)) world.connect({ partnerSpace });
  return world;
}

/** Delivers the scheduler's message, or one for a later page, and those that follow from it. Answers how many there were. */
async function deliverAll(world: FakeWorld, worker = createWorker(world)): Promise<number> {
  const isPaged = ({ kind }: { kind: string }) => kind === 'checkAll';
  const queue: unknown[] = [{ kind: 'checkAll' }];
  let pages = 0;
  for (let message = queue.shift(); message; message = queue.shift()) {
    const before = world.topic.messages.length;
    await worker.push(topics.own, message);
    pages += 1;
    queue.push(...world.topic.messages.slice(before).filter(isPaged));
  }
  return pages;
}

const served = (world: FakeWorld) =>
  world.topic.messages.flatMap((one) => (one.kind === 'checkClients' ? [one.partnerSpace] : []));

describe('the partners', () => {
  test.each([
    [0, 1],
    [1, 1],
    [99, 1],
    [100, 2],
    [250, 3],
  ])('are each served once: %d in %d messages', async (count, messages) => {
    const world = aWorldOf(count);
    expect(await deliverAll(world)).toBe(messages);
    expect(served(world)).toEqual(partners(count));
  });

  test('are served a second apart, on however many pages they are', async () => {
    const world = aWorldOf(150);
    const moments: number[] = [];
    const onCall = (name: string, [message]: readonly unknown[]) => {
      const isPartner = name === 'publisher.publish' && (message as { kind: string }).kind === 'checkClients';
      if (isPartner) moments.push(world.clock.now().getTime());
    };
    await deliverAll(world, createWorker(world, { onCall }));
    const apart = moments.slice(1).map((moment, at) => moment - (moments[at] ?? 0));
    expect([apart.length, new Set(apart)]).toEqual([149, new Set([1000])]);
  });

  test('of one page have all been served before the next one begins', async () => {
    const world = aWorldOf(150);
    await createWorker(world).push(topics.own, { kind: 'checkAll' });
    expect(world.topic.messages).toHaveLength(101);
    expect(world.topic.messages.at(-1)).toEqual({ kind: 'checkAll', after: partner(99) });
  });

  test('are not left out, whatever dies, when the message comes again', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorldOf(101);
      return {
        work: createWorker(world, hooks).push(topics.own, { kind: 'checkAll' }),
        afterwards: async () => {
          await deliverAll(world);
          expect(new Set(served(world)).size).toBe(101);
        },
      };
    });
  });

  test('do not hold up each other: one whose message cannot be sent is left to the next time', async () => {
    const world = aWorldOf(3);
    world.addFault({ on: 'publisher.publish', failure: new Failure('storageUnavailable', 'down') });
    await deliverAll(world);
    expect(served(world)).toEqual([partner(1), partner(2)]);
  });

  test('come again where they cannot be read', async () => {
    const world = aWorldOf(3);
    world.addFault({ on: 'connections.page', failure: new Failure('storageUnavailable', 'down') });
    const work = createWorker(world).push(topics.own, { kind: 'checkAll' });
    await expect(work).rejects.toMatchObject({ code: 'storageUnavailable' });
    expect(world.topic.messages).toEqual([]);
  });

  test('are those whose link has not ended', async () => {
    const world = createFakeWorld();
    for (const [index, state] of (['on', 'needsSignIn', 'disconnecting', 'off'] as const).entries())
      world.connect({ partnerSpace: partner(index), state });
    await deliverAll(world);
    expect(served(world)).toEqual(partners(3));
  });
});
