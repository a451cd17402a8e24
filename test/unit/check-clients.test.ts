/** At night each client of a partner has its months checked: nobody is left out, and nobody twice. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import type { OwnMessage } from '../../functions/domain/message.ts';
import { usual } from '../builders.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { createWorker, topics } from './worker.ts';

const { partnerSpace } = usual;
const client = (index: number) => `c0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** A partner with so many clients, in the middle of a month. */
function aWorldOf(count: number, now = '2026-03-15T02:00:00Z'): FakeWorld {
  const world = createFakeWorld({ clock: createFakeClock(new Date(now)) });
  world.connect();
  for (let index = 1; index <= count; index += 1) {
    world.activate({ clientSpace: client(index), company: { name: `Company ${index % 7}` } });
  }
  return world;
}

/** Delivers a message, and those for further pages. Answers how many there were. */
async function deliverAll(world: FakeWorld, first: OwnMessage): Promise<number> {
  const queue = [first];
  let pages = 0;
  for (let message = queue.shift(); message; message = queue.shift()) {
    const before = world.topic.messages.length;
    await createWorker(world).push(topics.own, message);
    pages += 1;
    queue.push(...world.topic.messages.slice(before).filter(({ kind }) => kind === 'checkClients'));
  }
  return pages;
}

const checks = (world: FakeWorld) => world.topic.messages.flatMap((one) => (one.kind === 'check' ? [one] : []));

describe('the clients of a partner', () => {
  test.each([
    [0, 1],
    [1, 1],
    [99, 1],
    [100, 2],
    [250, 3],
  ])('are each checked once: %d in %d messages', async (count, messages) => {
    const world = aWorldOf(count);
    expect(await deliverAll(world, { kind: 'checkClients', partnerSpace })).toBe(messages);
    const clients = checks(world).map(({ clientSpace }) => clientSpace);
    expect(clients.sort()).toEqual(Array.from({ length: count }, (_, index) => client(index + 1)));
    for (const check of checks(world)) {
      expect(check).toEqual({
        kind: 'check',
        partnerSpace,
        clientSpace: check.clientSpace,
        month: '2026-03',
        exports: 'unseen',
      });
    }
  });

  test('have the month before looked at too, in the first days of a month', async () => {
    const world = aWorldOf(1, '2026-03-02T02:00:00Z');
    await deliverAll(world, { kind: 'checkClients', partnerSpace });
    expect(checks(world).map(({ month }) => month)).toEqual(['2026-03', '2026-02']);
  });

  test('are those of this partner that are on', async () => {
    const world = aWorldOf(1);
    world.activate({ clientSpace: client(2), active: false });
    world.activate({ clientSpace: client(3), partnerSpace: 'a0000000-0000-4000-8000-000000000002' });
    await deliverAll(world, { kind: 'checkClients', partnerSpace });
    expect(checks(world).map(({ clientSpace }) => clientSpace)).toEqual([client(1)]);
  });

  test('are not begun with anew where the one to go on behind is gone', async () => {
    const world = aWorldOf(3);
    expect(await deliverAll(world, { kind: 'checkClients', partnerSpace, after: 'gone' })).toBe(1);
    expect(checks(world)).toEqual([]);
  });

  test('have each of their months looked at whatever dies, when the message comes again', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorldOf(101);
      return {
        work: createWorker(world, hooks).push(topics.own, { kind: 'checkClients', partnerSpace }),
        afterwards: async () => {
          await deliverAll(world, { kind: 'checkClients', partnerSpace });
          expect(new Set(checks(world).map(({ clientSpace }) => clientSpace)).size).toBe(101);
        },
      };
    });
  });

  test('do not hold up each other: one whose message cannot be sent is left to the next time', async () => {
    const world = aWorldOf(3);
    world.addFault({ on: 'publisher.publish', failure: new Failure('storageUnavailable', 'down') });
    await deliverAll(world, { kind: 'checkClients', partnerSpace });
    expect(checks(world)).toHaveLength(2);
  });
});
