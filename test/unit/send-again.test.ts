/** An operator who has mended a cause has everything tried again that nobody could handle (protocol, rule 13). */
import { describe, expect, test } from '@jest/globals';
import { type DeadLetter, deadLetterId } from '../../functions/domain/dead-letter.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { anExport, usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { everything } from './everything.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker, topics } from './worker.ts';

const { partnerSpace, clientSpace, documentId } = usual;
const approved = { category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } };
const other = 'a0000000-0000-4000-8000-000000000002';

/** Kept as it came; one that the reader of today reads was kept by the reader of then. */
function keep(world: FakeWorld, message: unknown, given: Partial<DeadLetter> = {}): string {
  const data = Buffer.from(JSON.stringify(message)).toString('base64');
  const now = world.clock.now();
  const letter = { data, publishedAt: now, reason: 'not understood', keptAt: now, ...given };
  return world.database.deadLetters.put(deadLetterId(letter), letter).id;
}

function addEntry(world: FakeWorld, given: Partial<Export>): Export {
  const dueAt = secondsAfter(world.clock.now(), 86_400);
  const entry = anExport({ state: 'parked', reason: 'unexpected', attempts: 9, dueAt, ...given });
  return world.database.exports.put(exportId(entry), entry).value;
}

const sendAgain = (world: FakeWorld) => createWorker(world).push(topics.own, { kind: 'sendAgain' });
const open = (world: FakeWorld, deadLetter: string, worker = createWorker(world)) =>
  worker.push(topics.own, { kind: 'sendAgain', deadLetter });
const letters = (world: FakeWorld) => world.database.deadLetters.all();

describe('a message that cannot be read', () => {
  test('is kept once, whatever comes twice, on whichever topic', async () => {
    const world = aWorld();
    const publishedAt = world.clock.now();
    const { push } = createWorker(world);
    await push(topics.banqup, { category: 1 }, publishedAt);
    const once = letters(world);
    world.clock.advance(3600);
    await push(topics.banqup, { category: 1 }, publishedAt);
    const attributes = { CloudPubSubDeadLetterSourceTopicPublishTime: publishedAt.toISOString() };
    await push(topics.deadLetters, { category: 1 }, world.clock.now(), attributes);
    expect(letters(world)).toEqual(once);
    expect(once).toHaveLength(1);
  });

  test('is kept for itself where it says something else, or was published at another time', async () => {
    const world = aWorld();
    const { push } = createWorker(world);
    await push(topics.banqup, { category: 1 });
    await push(topics.banqup, { category: 2 });
    await push(topics.banqup, { category: 1 }, secondsAfter(world.clock.now(), 1));
    expect(letters(world)).toHaveLength(3);
  });
});

describe('sending again', () => {
  test('sends a message of its own for each one that was kept, however many there are', async () => {
    const world = aWorld();
    const ids = Array.from({ length: 250 }, (_, index) => keep(world, { category: index }));
    await sendAgain(world);
    const sent = world.topic.messages.map((message) => message.kind === 'sendAgain' && message.deadLetter);
    expect(sent.sort()).toEqual(ids.sort());
    expect(letters(world)).toHaveLength(250);
  });

  test('makes everything due now that waits for what nobody understood, and wakes its partners once', async () => {
    const world = aWorld();
    for (let index = 0; index < 250; index += 1) addEntry(world, { documentId: `document-${index}` });
    addEntry(world, { partnerSpace: other });
    const worker = createWorker(world);
    await worker.push(topics.own, { kind: 'sendAgain' });
    const now = world.clock.now();
    for (const { value } of world.database.exports.all()) expect(value).toMatchObject({ dueAt: now, attempts: 9 });
    expect(world.topic.messages).toEqual(
      expect.arrayContaining([
        { kind: 'resume', partnerSpace },
        { kind: 'resume', partnerSpace: other },
      ]),
    );
    expect(world.topic.messages).toHaveLength(2);
    expect(worker.log.lines).toEqual([
      { level: 'info', message: 'sent again', fields: { messages: 0, documents: 251 } },
    ]);
  });

  test('leaves what waits for another reason, what is being worked on and what is closed', async () => {
    const world = aWorld();
    addEntry(world, { documentId: 'full', reason: 'driveFull' });
    addEntry(world, { documentId: 'reserved', state: 'reserved' });
    addEntry(world, { documentId: 'rejected', state: 'rejected' });
    const before = everything(world);
    await sendAgain(world);
    expect(everything(world)).toEqual(before);
  });

  test('reaches everything whatever dies, when it is asked once more', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorld();
      const id = keep(world, approved);
      addEntry(world, {});
      return {
        work: createWorker(world, hooks).push(topics.own, { kind: 'sendAgain' }),
        afterwards: async () => {
          await sendAgain(world);
          expect(world.topic.messages).toContainEqual({ kind: 'sendAgain', deadLetter: id });
          expect(entryOf(world)?.dueAt).toEqual(world.clock.now());
        },
      };
    });
  });

  test('brings what waited, once its cause is gone', async () => {
    const world = aWorld();
    addEntry(world, { fileIds: {} });
    await sendAgain(world);
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(1);
    expect(entryOf(world)?.state).toBe('done');
  });
});

describe('a kept message that is opened', () => {
  test('is handled as when it was published, and thrown away', async () => {
    const world = aWorld();
    const { releasedAt: _releasedAt, ...document } = world.addDocument();
    world.banqup.put(document);
    const publishedAt = secondsAfter(world.clock.now(), -7200);
    await open(world, keep(world, approved, { publishedAt }));
    expect(filesOf(world)).toHaveLength(1);
    expect(entryOf(world)).toMatchObject({ state: 'done', releasedAt: publishedAt });
    expect(letters(world)).toEqual([]);
  });

  test.each([
    ['of before the switch-on', approved],
    ['that is not for us', { ...approved, category: 'payment' }],
  ])('%s is thrown away with nothing exported', async (_what, message) => {
    const world = aWorld();
    const { releasedAt: _releasedAt, ...document } = world.addDocument();
    world.banqup.put(document);
    const id = keep(world, message, { publishedAt: new Date('2025-12-01T08:00:00.000Z') });
    const before = everything(world);
    await open(world, id);
    expect(everything(world)).toEqual(before);
    expect(letters(world)).toEqual([]);
  });

  test('of spaces has those compared that it may concern', async () => {
    const world = aWorld();
    await open(world, keep(world, { category: 'space', type: 'linked', resourceId: partnerSpace }));
    expect(world.topic.messages).toEqual([{ kind: 'compare', partnerSpace }]);
    expect(letters(world)).toEqual([]);
  });

  test('and still cannot be read stays, loudly, and its message is acknowledged', async () => {
    const world = aWorld();
    const id = keep(world, { category: 1 });
    const before = letters(world);
    const worker = createWorker(world);
    await open(world, id, worker);
    expect(letters(world)).toEqual(before);
    expect(worker.log.lines).toEqual([
      {
        level: 'error',
        message: 'a kept message still cannot be read',
        fields: expect.objectContaining({ deadLetter: id }),
      },
    ]);
  });

  test.each(['banqupUnavailable', 'unexpected'] as const)(
    'and fails with %s stays, and its message comes again',
    async (code) => {
      const world = aWorld();
      const id = keep(world, approved);
      world.addFault({ on: 'banqup.document', failure: new Failure(code, 'as the test wants it') });
      await expect(open(world, id)).rejects.toMatchObject({ code });
      expect(letters(world)).toHaveLength(1);
      await open(world, id);
      expect([filesOf(world).length, letters(world)]).toEqual([1, []]);
    },
  );

  test('is one file whatever dies, and thrown away in the end', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorld();
      const id = keep(world, approved);
      return {
        work: open(world, id, createWorker(world, hooks)),
        afterwards: async () => {
          await open(world, id);
          expect([filesOf(world).length, letters(world)]).toEqual([1, []]);
        },
      };
    });
  });

  test('twice, or that was never kept, is nothing', async () => {
    const world = aWorld();
    const id = keep(world, approved);
    await Promise.all([open(world, id), open(world, id), open(world, 'no such id')]);
    expect([filesOf(world).length, letters(world)]).toEqual([1, []]);
  });
});
