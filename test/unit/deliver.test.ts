/** What Pub/Sub pushes, told apart by its topic alone. */
import { describe, expect, test } from '@jest/globals';
import { createMessageReader } from '../../functions/banqup/messages.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { createDeliver } from '../../functions/export/deliver.ts';
import { usual } from '../builders.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeLog } from '../fakes/log.ts';
import { topics } from './worker.ts';

const publishedAt = new Date('2026-03-02T08:59:30.000Z');
const { partnerSpace, clientSpace, documentId } = usual;
const approved = { category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } };

function bytesOf(message: unknown): Uint8Array {
  return message instanceof Uint8Array ? message : new TextEncoder().encode(JSON.stringify(message));
}

/** The handlers' calls, by name, of one push; `done` also keeps those of a push that is refused. */
async function push(
  topic: string,
  message: unknown,
  done: [string, ...unknown[]][] = [],
  attributes: Record<string, string> = {},
  failure?: Failure,
) {
  const note =
    (name: string) =>
    async (...args: unknown[]) => {
      if (failure) throw failure;
      done.push([name, ...args]);
    };
  const clock = createFakeClock();
  const log = createFakeLog();
  const deliver = createDeliver({
    topics,
    readBanqupMessage: createMessageReader({ category: 'document', resendTypes: ['resend'], spaceCategory: 'space' }),
    deliverDocument: note('deliverDocument'),
    resume: note('resume'),
    care: note('care'),
    sweep: note('sweep'),
    compareClients: note('compareClients'),
    checkAll: note('checkAll'),
    eachPartner: note('eachPartner'),
    checkClients: note('checkClients'),
    runCheck: note('runCheck'),
    deadLetters: { bury: note('bury'), keep: note('keep'), sendAgain: note('sendAgain'), open: note('open') },
    spaceChanged: note('spaceChanged'),
    erase: note('erase'),
    tryAgain: { one: async () => false, all: note('tryAgain') },
    now: clock.now,
    log,
  });
  await deliver({ topic, data: bytesOf(message), publishedAt, attributes });
  return { done, log, life: { endsAt: expect.any(Date) }, clock };
}

describe("a push of Banqup's topic", () => {
  test('is a document of a client, with the time at which it was published and a life of its own', async () => {
    const { done, life } = await push(topics.banqup, approved);
    expect(done).toEqual([
      ['deliverDocument', { kind: 'document', clientSpace, documentId, resend: false }, publishedAt, life],
    ]);
  });

  test("begins a life that ends before the worker's life does", async () => {
    const { done, clock } = await push(topics.banqup, approved);
    const life = done[0]?.[3] as { endsAt: Date };
    expect(life.endsAt.getTime()).toBeGreaterThan(clock.now().getTime());
    expect(life.endsAt.getTime()).toBeLessThan(clock.now().getTime() + workerLifeSeconds * 1000);
  });

  test('may be the wish to have a document sent again', async () => {
    const { done, life } = await push(topics.banqup, { ...approved, type: 'resend' });
    expect(done).toEqual([
      ['deliverDocument', { kind: 'document', clientSpace, documentId, resend: true }, publishedAt, life],
    ]);
  });

  test('may be of spaces: then it is no document', async () => {
    const { done } = await push(topics.banqup, { category: 'space', resourceId: partnerSpace });
    expect(done).toEqual([['spaceChanged', { kind: 'space', spaces: [partnerSpace] }]]);
  });

  test('of another kind is acknowledged', async () => {
    const { done, log } = await push(topics.banqup, { ...approved, category: 'payment' });
    expect(done).toEqual([]);
    expect(log.lines).toEqual([expect.objectContaining({ level: 'info' })]);
  });

  test.each([
    ['which says that it is one of ours', { kind: 'resume', partnerSpace }],
    ['without its fields', {}],
    ['that is no object', 7],
    ['which names no document', { category: 'document', type: 'approved', data: { spaceId: clientSpace } }],
    ['that holds nothing', new Uint8Array()],
    ['that holds no JSON', new TextEncoder().encode('{')],
    ['that holds bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ])('%s is kept as it came, and nothing else is done', async (_what, message) => {
    const { done } = await push(topics.banqup, message);
    const unreadable = expect.objectContaining({ code: 'badRequest' });
    expect(done).toEqual([['keep', expect.objectContaining({ data: bytesOf(message), publishedAt }), unreadable]]);
  });
});

describe('a push of dead letters', () => {
  const givenUp = { CloudPubSubDeadLetterSourceTopicPublishTime: '2026-03-01T07:00:00.123Z' };
  const firstPublishedAt = new Date('2026-03-01T07:00:00.123Z');
  const notUnderstood = expect.objectContaining({ code: 'unexpected' });

  test('of a document is buried, as of when it was first published', async () => {
    const { done } = await push(topics.deadLetters, approved, [], givenUp);
    const message = { kind: 'document', clientSpace, documentId, resend: false };
    expect(done).toEqual([['bury', message, firstPublishedAt, notUnderstood, expect.anything()]]);
  });

  test.each([{}, { CloudPubSubDeadLetterSourceTopicPublishTime: 'yesterday' }])(
    'without a word on when that was is buried as of when it died: %j',
    async (attributes) => {
      const { done } = await push(topics.deadLetters, approved, [], attributes);
      expect(done).toEqual([['bury', expect.anything(), publishedAt, notUnderstood, expect.anything()]]);
    },
  );

  test.each([
    ['of spaces', { category: 'space', resourceId: partnerSpace }],
    ['that was not for us', { ...approved, category: 'payment' }],
  ])('%s is told and no more: the comparison with Banqup heals it', async (_what, message) => {
    const { done, log } = await push(topics.deadLetters, message, [], givenUp);
    expect(done).toEqual([]);
    expect(log.lines).toEqual([expect.objectContaining({ level: 'error', message: 'a message was given up' })]);
  });

  test('that cannot be read is kept as it came, as of when it was first published', async () => {
    const { done } = await push(topics.deadLetters, {}, [], givenUp);
    const letter = { data: bytesOf({}), publishedAt: firstPublishedAt };
    expect(done).toEqual([['keep', expect.objectContaining(letter), expect.objectContaining({ code: 'badRequest' })]]);
  });

  test('that cannot be buried now stays with Pub/Sub', async () => {
    const down = new Failure('storageUnavailable', 'down');
    await expect(push(topics.deadLetters, approved, [], givenUp, down)).rejects.toBe(down);
  });
});

describe('a push of our own topic', () => {
  test.each(['resume', 'care'] as const)('is the work that it names: %s', async (kind) => {
    const { done, life } = await push(topics.own, { kind, partnerSpace });
    expect(done).toEqual([[kind, partnerSpace, life]]);
  });

  test.each(['resume', 'care'] as const)('knows its partner however the id is spelled: %s', async (kind) => {
    const { done } = await push(topics.own, { kind, partnerSpace: partnerSpace.toUpperCase() });
    expect(done).toEqual([[kind, partnerSpace, expect.anything()]]);
  });

  test.each(['sweep', 'checkAll'] as const)('may be for all, and go on behind one of them: %s', async (kind) => {
    expect((await push(topics.own, { kind })).done).toEqual([[kind, undefined]]);
    expect((await push(topics.own, { kind, after: 'x' })).done).toEqual([[kind, 'x']]);
  });

  test.each(['careAll', 'compareAll'] as const)(
    'may be for every partner, and go on behind one of them: %s',
    async (kind) => {
      expect((await push(topics.own, { kind })).done).toEqual([['eachPartner', kind, undefined]]);
      expect((await push(topics.own, { kind, after: 'x' })).done).toEqual([['eachPartner', kind, 'x']]);
    },
  );

  test('may have what nobody could handle tried again: all of it, or one message', async () => {
    expect((await push(topics.own, { kind: 'sendAgain' })).done).toEqual([['sendAgain']]);
    const one = await push(topics.own, { kind: 'sendAgain', deadLetter: 'its id' });
    expect(one.done).toEqual([['open', 'its id', expect.any(Function)]]);
  });

  test('may have what waits for one reason tried again, and go on behind an entry', async () => {
    const message = { kind: 'tryAgain', partnerSpace: partnerSpace.toUpperCase(), reason: 'driveFull' };
    expect((await push(topics.own, message)).done).toEqual([['tryAgain', partnerSpace, 'driveFull', undefined]]);
    const next = await push(topics.own, { ...message, after: 'x' });
    expect(next.done).toEqual([['tryAgain', partnerSpace, 'driveFull', 'x']]);
  });

  test('may ask for a comparison of one partner, however its id is spelled', async () => {
    const { done, life } = await push(topics.own, { kind: 'compare', partnerSpace: partnerSpace.toUpperCase() });
    expect(done).toEqual([['compareClients', partnerSpace, life]]);
  });

  test('may have the clients of one partner checked, and go on behind one of them', async () => {
    const kind = 'checkClients';
    expect((await push(topics.own, { kind, partnerSpace })).done).toEqual([[kind, partnerSpace, undefined]]);
    expect((await push(topics.own, { kind, partnerSpace, after: 'x' })).done).toEqual([[kind, partnerSpace, 'x']]);
  });

  test('may ask for a check of a month of a client, and which of the missing documents are exported', async () => {
    const check = { kind: 'check', partnerSpace, clientSpace, month: '2026-12' };
    const { done, life } = await push(topics.own, { ...check, clientSpace: clientSpace.toUpperCase() });
    expect(done).toEqual([['runCheck', check, life]]);
    for (const exports of ['unseen', 'all']) {
      expect((await push(topics.own, { ...check, exports })).done).toEqual([['runCheck', { ...check, exports }, life]]);
    }
  });

  test.each([true, false])('may have a document delivered again, for one partner; re-sent: %s', async (resend) => {
    const document = { partnerSpace, clientSpace, documentId, resend };
    const { done, life } = await push(topics.own, { kind: 'redeliver', ...document });
    expect(done).toEqual([['deliverDocument', { kind: 'document', ...document }, publishedAt, life]]);
  });

  test('may have a partner erased, as it was when that was asked: when the first message was published', async () => {
    const first = await push(topics.own, { kind: 'erase', partnerSpace: partnerSpace.toUpperCase() });
    expect(first.done).toEqual([['erase', partnerSpace, publishedAt, undefined]]);
    const askedAt = '2026-03-01T09:00:00.000Z';
    const next = await push(topics.own, { kind: 'erase', partnerSpace, askedAt, erased: { exports: 100 } });
    expect(next.done).toEqual([['erase', partnerSpace, new Date(askedAt), { exports: 100 }]]);
  });

  test.each([
    ["of Banqup's kind", approved],
    ['of no known kind', { kind: 'restore', partnerSpace }],
    ['of no kind', { partnerSpace }],
    ['that is no object', null],
    ['without a partner', { kind: 'care' }],
    ['to compare without a partner', { kind: 'compare' }],
    ['to try again without a partner', { kind: 'tryAgain', reason: 'driveFull' }],
    ['to try again without a reason', { kind: 'tryAgain', partnerSpace }],
    ['to try again for what is no reason', { kind: 'tryAgain', partnerSpace, reason: 'switchedOff' }],
    ['to erase without a partner', { kind: 'erase' }],
    ['to erase every partner', { kind: 'erase', partnerSpace: '*' }],
    ['to erase as of no moment', { kind: 'erase', partnerSpace, askedAt: 'yesterday' }],
    ['to check a month that is none', { kind: 'check', partnerSpace, clientSpace, month: '2026-13' }],
    ['to check no client', { kind: 'check', partnerSpace, month: '2026-12' }],
    ['to export what nobody knows', { kind: 'check', partnerSpace, clientSpace, month: '2026-12', exports: 'some' }],
    ['to deliver for every partner', { kind: 'redeliver', clientSpace, documentId, resend: false }],
    ['whose partner is null', { kind: 'resume', partnerSpace: null }],
    ['for what is no partner space', { kind: 'care', partnerSpace: '../connections' }],
  ])('%s is refused, and nothing is done', async (_what, message) => {
    const done: [string, ...unknown[]][] = [];
    await expect(push(topics.own, message, done)).rejects.toMatchObject({ code: 'badRequest' });
    expect(done).toEqual([]);
  });
});

test.each([
  ['another topic', 'projects/p/topics/other'],
  ['no topic', ''],
  ['our topic in another project', 'projects/q/topics/own'],
  ['a topic of that name in another project', 'projects/q/topics/banqup'],
])('a push of %s is refused', async (_what, topic) => {
  await expect(push(topic, { kind: 'resume', partnerSpace })).rejects.toMatchObject({ code: 'badRequest' });
  await expect(push(topic, approved)).rejects.toMatchObject({ code: 'badRequest' });
});
