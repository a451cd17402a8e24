/** What Pub/Sub has given up that is no document: it is told, nothing is made of it, and nothing of it is kept. */
import { expect, test } from '@jest/globals';
import type { OwnMessage } from '../../functions/domain/message.ts';
import { usual } from '../builders.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { everything } from './everything.ts';
import { createWorker, topics } from './worker.ts';

const { partnerSpace, clientSpace, documentId } = usual;

/** A world with a partner in it, whose worker is pushed one dead letter. */
async function give(message: object) {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  const before = everything(world);
  const worker = createWorker(world);
  await worker.push(topics.deadLetters, message);
  return { world, worker, before };
}

test.each<OwnMessage>([
  { kind: 'resume', partnerSpace },
  { kind: 'care', partnerSpace },
  { kind: 'compare', partnerSpace },
  { kind: 'sweep' },
  { kind: 'careAll', after: partnerSpace },
  { kind: 'compareAll' },
  { kind: 'checkAll' },
  { kind: 'checkClients', partnerSpace },
  { kind: 'check', partnerSpace, clientSpace, month: '2026-03', exports: 'all' },
  { kind: 'redeliver', partnerSpace, clientSpace, documentId, resend: false },
  { kind: 'sendAgain' },
  { kind: 'sendAgain', deadLetter: 'a letter that is still there' },
  { kind: 'erase', partnerSpace },
])('one of ours is told, and neither kept nor obeyed: %j', async (message) => {
  const { world, worker, before } = await give(message);
  expect(worker.log.lines).toEqual([
    { level: 'error', message: 'a message was given up', fields: expect.objectContaining(message) },
  ]);
  expect(everything(world)).toEqual(before);
  expect(world.database.deadLetters.all()).toEqual([]);
});

test("a document's that also looks like one of ours is a document's", async () => {
  const data = { spaceId: clientSpace, documentId };
  const { world } = await give({ category: 'document', type: 'approved', data, kind: 'sweep' });
  expect(world.database.exports.all()).toMatchObject([
    { value: { documentId, state: 'parked', reason: 'unexpected' } },
  ]);
});

test('one of nobody is kept', async () => {
  const { world } = await give({ kind: 'sweeping' });
  expect(world.database.deadLetters.all()).toHaveLength(1);
});
