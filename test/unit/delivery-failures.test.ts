/** Every delivery that fails is told in one line with the ids that a person would search for, whatever failed. */
import { describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode } from '../../functions/domain/errors.ts';
import { exportId } from '../../functions/domain/export.ts';
import { anExport, usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { aWorld } from './seen.ts';
import { createWorker, topics } from './worker.ts';

const { partnerSpace, clientSpace, documentId } = usual;
const approved = { category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } };

/** A push to an instance, and the lines by which it tells that the delivery has failed. */
async function failedPush(world: FakeWorld, topic: string, message: unknown) {
  const worker = createWorker(world);
  const thrown: unknown = await worker.push(topic, message).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { thrown, lines: worker.log.lines.filter(({ message: text }) => text === 'delivery failed') };
}

/** A partner with a client, and a document of theirs that is due. */
function aWorldWithWork(): FakeWorld {
  const world = aWorld();
  const entry = anExport({ documentId: 'waiting', dueAt: world.clock.now() });
  world.database.exports.put(exportId(entry), entry);
  return world;
}

const ids = { kind: 'document', clientSpace, documentId, resend: false };
const spaces = [partnerSpace];
const linked = { category: 'space', type: 'linked', resourceId: partnerSpace };
const one = { kind: 'sendAgain', deadLetter: 'its id' };
const client = { partnerSpace, clientSpace };
const check = { kind: 'check', ...client, month: '2026-03' };
const clients = { kind: 'checkClients', partnerSpace };
const again = { kind: 'redeliver', ...client, documentId, resend: false };
const works: [string, string, unknown, string, object][] = [
  ["a document of which Banqup can't be asked", topics.banqup, approved, 'banqup.document', ids],
  ['a document whose bytes cannot be had', topics.banqup, approved, 'banqup.ubl', ids],
  ['a document whose partners cannot be found', topics.banqup, approved, 'activations.activeOfClient', ids],
  ['a document that cannot be reserved', topics.banqup, approved, 'exports.create', ids],
  ['a document that cannot be written', topics.banqup, approved, 'drive.createFile', ids],
  ['resume', topics.own, { kind: 'resume', partnerSpace }, 'exports.due', { kind: 'resume', partnerSpace }],
  ['care', topics.own, { kind: 'care', partnerSpace }, 'drive.folders', { kind: 'care', partnerSpace }],
  ['compare', topics.own, { kind: 'compare', partnerSpace }, 'extension.state', { kind: 'compare', partnerSpace }],
  ['compareAll', topics.own, { kind: 'compareAll' }, 'connections.page', { kind: 'compareAll' }],
  ['checkAll', topics.own, { kind: 'checkAll' }, 'connections.page', { kind: 'checkAll' }],
  ['checkClients', topics.own, clients, 'activations.activePage', clients],
  ['a check', topics.own, check, 'checks.create', check],
  ['a document delivered again', topics.own, again, 'banqup.document', again],
  ['a change of spaces', topics.banqup, linked, 'connections.read', { kind: 'space', spaces }],
  ['careAll', topics.own, { kind: 'careAll' }, 'connections.page', { kind: 'careAll' }],
  ['a dead letter that cannot be buried', topics.deadLetters, approved, 'activations.activeOfClient', {}],
  ['a dead letter that cannot be kept', topics.deadLetters, {}, 'deadLetters.create', {}],
  ['a message that cannot be kept', topics.banqup, {}, 'deadLetters.create', {}],
  ['sending all again', topics.own, { kind: 'sendAgain' }, 'deadLetters.page', { kind: 'sendAgain' }],
  ['sending one again', topics.own, one, 'deadLetters.read', one],
  ['sweep', topics.own, { kind: 'sweep' }, 'connections.page', { kind: 'sweep' }],
];

describe.each([
  ['banqupUnavailable', 'warn'],
  ['storageUnavailable', 'warn'],
  ['unexpected', 'error'],
] as [FailureCode, string][])('a delivery that meets %s is told once, as a line of level %s', (code, level) => {
  test.each(works)('%s', async (_what, topic, message, on, fields) => {
    const world = aWorldWithWork();
    const failure = new Failure(code, 'as the test wants it');
    world.addFault({ on, failure, times: Number.POSITIVE_INFINITY });
    const { thrown, lines } = await failedPush(world, topic, message);
    expect(thrown).toBe(failure);
    expect(lines).toEqual([
      { level, message: 'delivery failed', fields: { topic, ...fields, failure: code, error: failure } },
    ]);
  });

  test('what is no Failure is told as one that nobody has understood', async () => {
    const world = aWorldWithWork();
    const bug = new TypeError('x is not a function');
    world.addFault({ on: 'connections.page', failure: bug as Failure });
    const { thrown, lines } = await failedPush(world, topics.own, { kind: 'sweep' });
    expect(thrown).toMatchObject({ code: 'unexpected', cause: bug });
    expect(lines).toMatchObject([{ level: 'error', fields: { failure: 'unexpected', kind: 'sweep' } }]);
  });
});

test.each([
  ['what is no JSON', topics.own, new TextEncoder().encode('{')],
  ['nothing at all', topics.own, new Uint8Array()],
  ['a message of ours that nobody knows', topics.own, { kind: 'restore' }],
  ['a message of a topic that nobody knows', 'projects/p/topics/other', approved],
])('%s is told once, with its topic', async (_what, topic, message) => {
  const { thrown, lines } = await failedPush(aWorldWithWork(), topic, message);
  expect(thrown).toMatchObject({ code: 'badRequest' });
  expect(lines).toEqual([
    expect.objectContaining({ fields: expect.objectContaining({ topic, failure: 'badRequest', error: thrown }) }),
  ]);
  expect(['warn', 'error']).toContain(lines[0]?.level);
});

test('a delivery that succeeds tells of no failure', async () => {
  const { thrown, lines } = await failedPush(aWorldWithWork(), topics.banqup, approved);
  expect([thrown, lines]).toEqual([undefined, []]);
});
