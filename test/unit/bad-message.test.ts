/** Messages that should not have come, or not like this, by the door they come through: a push of Pub/Sub. */
import { describe, expect, test } from '@jest/globals';
import { exportId } from '../../functions/domain/export.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { anExport, usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { everything } from './everything.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker, topics } from './worker.ts';

const { partnerSpace, clientSpace, documentId } = usual;
const approved = { category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } };
const bytes = (text: string) => new TextEncoder().encode(text);
const base64Of = (message: unknown) =>
  Buffer.from(message instanceof Uint8Array ? message : JSON.stringify(message)).toString('base64');
const nobody = 'c0000000-0000-4000-8000-00000000dead';

/** A partner with a document that has just been approved, and another one that waits. */
function aWorldWithWork(): FakeWorld {
  const world = aWorld();
  const entry = anExport({ documentId: 'waiting', state: 'parked', reason: 'driveFull', dueAt: world.clock.now() });
  world.database.exports.put(exportId(entry), entry);
  return world;
}

describe('a message that cannot be understood is kept as it came and told as an error, with nothing else changed:', () => {
  test.each<[string, unknown]>([
    ['nothing', new Uint8Array()],
    ['no JSON', bytes('{"category":')],
    ['bytes that are no UTF-8', Buffer.from(JSON.stringify({ ...approved, subject: '\u00e9' }), 'latin1')],
    ['JSON that is no object', 7],
    ['a list', [approved]],
    ['no category', { ...approved, category: undefined }],
    ['no document', { ...approved, data: { spaceId: clientSpace } }],
    ['no client', { ...approved, data: { documentId } }],
    ['a category that is no text', { ...approved, category: ['document'] }],
    ['ids that are numbers', { ...approved, data: { spaceId: 1, documentId: 2 } }],
    ['ids that are objects', { ...approved, data: { spaceId: { $ne: '' }, documentId: {} } }],
    ['ids that are paths', { ...approved, data: { spaceId: '../x', documentId: `${documentId}/..` } }],
    ['a change of spaces that names none', { category: 'space', type: 'linked', resourceId: 'all' }],
    ["one of ours, on Banqup's topic", { kind: 'resume', partnerSpace }],
    ["our sweep, on Banqup's topic", { kind: 'sweep' }],
  ])('%s', async (_what, message) => {
    const world = aWorldWithWork();
    const before = everything(world);
    const { push, log } = createWorker(world);
    await push(topics.banqup, message);
    expect(everything(world)).toEqual(before);
    expect(world.calls()).toEqual({ 'deadLetters.create': 1 });
    const [letter, ...others] = world.database.deadLetters.all();
    expect(others).toEqual([]);
    const now = world.clock.now();
    expect(letter?.value).toMatchObject({ data: base64Of(message), publishedAt: now, keptAt: now });
    expect(log.lines).toEqual([
      {
        level: 'error',
        message: 'a message cannot be read, and is kept',
        fields: expect.objectContaining({ deadLetter: letter?.id, publishedAt: now }),
      },
    ]);
    // What is right goes on behind it.
    await push(topics.banqup, approved);
    expect(filesOf(world)).toHaveLength(1);
  });

  test.each([
    ['no JSON', 'x'],
    ['brackets', '['],
  ])('10 MB of %s, as far as a record has room for it', async (_what, character) => {
    const world = aWorldWithWork();
    const before = everything(world);
    const { push, log } = createWorker(world);
    await push(topics.banqup, bytes(character.repeat(10_000_000)));
    expect(everything(world)).toEqual(before);
    const [letter] = world.database.deadLetters.all();
    // https://firebase.google.com/docs/firestore/quotas: 1 MiB for a document.
    expect(letter?.value.data.length).toBeLessThan(1_000_000);
    expect(letter?.value.data.startsWith(base64Of(bytes(character.repeat(300_000))))).toBe(true);
    expect(log.lines).toEqual([expect.objectContaining({ level: 'error' })]);
  });
});

describe('a message that came to a topic where it cannot be stays with Pub/Sub, with nothing changed:', () => {
  test.each<[string, string, unknown]>([
    ["one of Banqup's, on ours", topics.own, approved],
    ['one of ours that nobody knows', topics.own, { kind: 'restore', partnerSpace }],
    ['one of ours for no partner space', topics.own, { kind: 'resume', partnerSpace: '../connections' }],
    ["Banqup's, on a topic that nobody knows", 'projects/p/topics/other', approved],
    ['ours, on our topic of another project', 'projects/q/topics/own', { kind: 'resume', partnerSpace }],
    ['ours, without a topic', '', { kind: 'resume', partnerSpace }],
  ])('%s', async (_what, topic, message) => {
    const world = aWorldWithWork();
    const before = everything(world);
    const { push, log } = createWorker(world);
    await expect(push(topic, message)).rejects.toMatchObject({ code: 'badRequest' });
    expect(everything(world)).toEqual(before);
    expect(Object.keys(world.calls())).toEqual([]);
    expect(log.lines).toEqual([expect.objectContaining({ message: 'delivery failed' })]);
    // What is right goes on behind it.
    await push(topics.banqup, approved);
    expect(filesOf(world)).toHaveLength(1);
  });
});

describe('a message that is not for anybody is acknowledged, with nothing changed:', () => {
  test.each<[string, object]>([
    ['of a client that nobody knows', { ...approved, data: { spaceId: nobody, documentId } }],
    ['of another category', { ...approved, category: 'payment' }],
    ['of spaces that nobody knows', { category: 'space', type: 'linked', resourceId: nobody }],
    ['of ours, for a partner that nobody knows', { kind: 'resume', partnerSpace: nobody }],
    ['of ours, to care for a partner that nobody knows', { kind: 'care', partnerSpace: nobody }],
  ])('%s', async (_what, message) => {
    const world = aWorldWithWork();
    const before = everything(world);
    await createWorker(world).push('kind' in message ? topics.own : topics.banqup, message);
    expect(everything(world)).toEqual(before);
  });

  test('of a document that was approved before the switch-on', async () => {
    const world = aWorldWithWork();
    const { releasedAt: _releasedAt, ...document } = world.addDocument();
    world.banqup.put(document);
    const before = everything(world);
    const long = secondsAfter(new Date('2026-01-05T08:00:00.000Z'), -1);
    await createWorker(world).push(topics.banqup, approved, long);
    expect(everything(world)).toEqual(before);
  });
});

test('a message of 10 MB is read for its ids, and nothing else of it is kept or logged', async () => {
  const world = aWorldWithWork();
  const { push, log } = createWorker(world);
  await push(topics.banqup, { ...approved, subject: 'padding'.repeat(1_400_000) });
  expect(filesOf(world)).toHaveLength(1);
  expect(JSON.stringify([world.database.exports.all(), log.lines])).not.toContain('padding');
});

test.each([1, 2, 10])('a message that comes %d times more is one entry and one file', async (more) => {
  const world = aWorld();
  const { push } = createWorker(world);
  await push(topics.banqup, approved);
  const once = everything(world);
  for (let times = 0; times < more; times += 1) await push(topics.banqup, approved);
  await Promise.all(Array.from({ length: more }, () => createWorker(world).push(topics.banqup, approved)));
  expect(everything(world)).toEqual(once);
  expect(entryOf(world)?.state).toBe('done');
});
