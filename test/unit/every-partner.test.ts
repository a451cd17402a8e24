/** Work for every partner comes in small messages, a page of partners each: nobody is left out, and nobody holds up the others. */
import { describe, expect, test } from '@jest/globals';
import { disconnecting } from '../../functions/domain/connection.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { exportId } from '../../functions/domain/export.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import type { OwnMessage } from '../../functions/domain/message.ts';
import { anExport } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { createWorker, topics } from './worker.ts';

const works = [
  ['sweep', 'resume'],
  ['careAll', 'care'],
  ['compareAll', 'compare'],
] as const;

const partner = (index: number) => `a0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const partners = (count: number) => Array.from({ length: count }, (_, index) => partner(index));

/** So many partners, each with a document that is due. */
function aWorldOf(count: number): FakeWorld {
  const world = createFakeWorld();
  for (const partnerSpace of partners(count)) {
    world.connect({ partnerSpace });
    const entry = anExport({ partnerSpace, state: 'parked', reason: 'ublMissing', dueAt: world.clock.now() });
    world.database.exports.put(exportId(entry), entry);
  }
  return world;
}

const isPaged = ({ kind }: OwnMessage) => works.some(([paged]) => paged === kind);

/** Delivers a message, and those that it has published for other pages. Answers how many there were; those that fail are left. */
async function deliverAll(world: FakeWorld, first: OwnMessage[]): Promise<number> {
  const { push } = createWorker(world);
  const queue = [...first];
  let pages = 0;
  for (let message = queue.shift(); message; message = queue.shift()) {
    const before = world.topic.messages.length;
    await push(topics.own, message).catch(() => {});
    pages += 1;
    queue.push(...world.topic.messages.slice(before).filter(isPaged));
  }
  return pages;
}

/** Who was served, by order of their ids. */
const served = (world: FakeWorld, work: string) =>
  world.topic.messages.flatMap((one) => (one.kind === work && 'partnerSpace' in one ? [one.partnerSpace] : [])).sort();

describe.each(works)('%s', (kind, work) => {
  test.each([
    [1, 1],
    [99, 1],
    [101, 2],
    [250, 3],
  ])('reaches each of %d partners once, in %d messages', async (count, messages) => {
    const world = aWorldOf(count);
    expect(await deliverAll(world, [{ kind }])).toBe(messages);
    expect(served(world, work)).toEqual(partners(count));
  });

  test('reaches each once where they just fill their pages', async () => {
    const world = aWorldOf(200);
    await deliverAll(world, [{ kind }]);
    expect(served(world, work)).toEqual(partners(200));
  });

  test('does no more than a page in one delivery, however many partners there are', async () => {
    const world = aWorldOf(250);
    await createWorker(world).push(topics.own, { kind });
    expect(served(world, work)).toEqual(partners(100));
    expect(world.topic.messages.filter(isPaged)).toEqual([{ kind, after: partner(99) }]);
  });

  test('leaves nobody out where a page dies and is delivered again', async () => {
    const world = aWorldOf(250);
    const dead = Promise.withResolvers<void>();
    let published = 0;
    const dying = createWorker(world, {
      onCall: (name) => {
        published += name === 'publisher.publish' ? 1 : 0;
        if (published <= 50) return undefined;
        dead.resolve();
        return new Promise<never>(() => {});
      },
    });
    void dying.push(topics.own, { kind });
    await dead.promise;
    await deliverAll(world, [{ kind }, ...world.topic.messages.filter(isPaged)]);
    expect([...new Set(served(world, work))]).toEqual(partners(250));
  });

  test.each(['connections.page', 'publisher.publish'])(
    'comes again where %s fails before the next page is on its way, and then reaches each once',
    async (on) => {
      const world = aWorldOf(150);
      world.addFault({ on, failure: new Failure('storageUnavailable', 'down') });
      await expect(createWorker(world).push(topics.own, { kind })).rejects.toMatchObject({
        code: 'storageUnavailable',
      });
      expect(world.topic.messages).toEqual([]);
      expect(await deliverAll(world, [{ kind }])).toBe(2);
      expect(served(world, work)).toEqual(partners(150));
    },
  );

  test('never comes again once the next page is on its way, whatever fails: no page is doubled', async () => {
    const world = aWorldOf(150);
    let published = 0;
    const worker = createWorker(world, {
      onCall: (name) => {
        published += name === 'publisher.publish' ? 1 : 0;
        if (published > 1) throw new Failure('storageUnavailable', 'down');
      },
    });
    await worker.push(topics.own, { kind });
    expect(world.topic.messages).toEqual([{ kind, after: partner(99) }]);
    expect(worker.log.lines.filter(({ level }) => level === 'warn').length).toBeGreaterThanOrEqual(100);
    await deliverAll(world, [...world.topic.messages]);
    expect(served(world, work)).toEqual(partners(150).slice(100));
  });

  test('leaves a partner that fails to the next time, told in the log, and reaches all others once', async () => {
    const world = aWorldOf(150);
    let published = 0;
    const worker = createWorker(world, {
      onCall: (name) => {
        published += name === 'publisher.publish' ? 1 : 0;
        if (name === 'publisher.publish' && published === 2) throw new Failure('unexpected', 'at the first partner');
      },
    });
    await worker.push(topics.own, { kind });
    await deliverAll(world, world.topic.messages.filter(isPaged));
    expect(served(world, work)).toEqual(partners(150).slice(1));
    expect(worker.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ partnerSpace: partner(0) }) }),
    );
    world.topic.messages.length = 0;
    await deliverAll(world, [{ kind }]);
    expect(served(world, work)).toEqual(partners(150));
  });

  test('of nobody is done', async () => {
    const world = createFakeWorld();
    expect(await deliverAll(world, [{ kind }])).toBe(1);
    expect(world.topic.messages).toEqual([]);
  });
});

describe('who has ended', () => {
  test.each(works.slice(1))('is not asked for by %s', async (kind, work) => {
    const world = createFakeWorld();
    for (const [index, state] of (['on', 'needsSignIn', 'disconnecting', 'off'] as const).entries())
      world.connect({ partnerSpace: partner(index), state });
    await deliverAll(world, [{ kind }]);
    expect(served(world, work)).toEqual(partners(3));
  });

  test('is gone over again by the sweep: what is open still is cancelled', async () => {
    const world = aWorldOf(120);
    for (const { id, value } of world.database.connections.all())
      world.database.connections.put(id, { ...value, state: 'off' });
    world.clock.advance(60);
    await deliverAll(world, [{ kind: 'sweep' }]);
    for (const { value } of world.database.exports.all())
      expect(value).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
  });

  test('and signs in again while the sweep is on its way stays signed in', async () => {
    await interruptedAtEachCall(() => {
      const world = aWorldOf(1);
      const [stored] = world.database.connections.all();
      if (stored) world.database.connections.put(stored.id, { ...stored.value, state: 'off' });
      return {
        work: (hooks) => createWorker(world, hooks).sweep(),
        meanwhile: () => createOwner(world).signIn(undefined, partner(0)),
        afterwards: (at) => {
          const state = world.database.connections.get(partner(0))?.value.state;
          expect([at, state]).toEqual([at, at === undefined ? 'off' : 'on']);
        },
      };
    });
  });
});

describe('who is being ended', () => {
  function aWorldEnding(count: number): FakeWorld {
    const world = aWorldOf(count);
    for (const { id, value } of world.database.connections.all()) {
      const account = world.google.account(`${id}@x.example`);
      world.database.connections.put(id, disconnecting({ ...value, account }));
    }
    return world;
  }
  const states = (world: FakeWorld) => world.database.connections.all().map(({ value }) => value.state);

  test('is brought to an end by the sweep', async () => {
    const world = aWorldEnding(3);
    await createWorker(world).sweep();
    expect(states(world)).toEqual(['off', 'off', 'off']);
  });

  test('and cannot be, does not keep others from their end, is told in the log, and is left to the next sweep', async () => {
    const world = aWorldEnding(3);
    world.addFault({ on: 'tokens.read', failure: new Failure('unexpected', 'no access to this secret') });
    const worker = createWorker(world);
    await worker.sweep();
    expect(states(world)).toEqual(['disconnecting', 'off', 'off']);
    expect(worker.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ partnerSpace: partner(0) }) }),
    );
    await createWorker(world).sweep();
    expect(states(world)).toEqual(['off', 'off', 'off']);
  });

  test('is ended whatever dies', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorldEnding(2);
      return {
        work: createWorker(world, hooks).sweep(),
        afterwards: async () => {
          await createWorker(world).sweep();
          // Of one whose token was destroyed nobody knows whether its grant is revoked.
          world.clock.advance(workerLifeSeconds + 1);
          await createWorker(world).sweep();
          expect(states(world)).toEqual(['off', 'off']);
        },
      };
    });
  });
});
