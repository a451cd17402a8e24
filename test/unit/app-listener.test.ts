/** Banqup's messages over HTTP: who may send them, what is made of them, and when they are acknowledged. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { usual } from '../builders.ts';
import { fakeCallToken } from '../fakes/banqup-calls.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { createConnectApp, listenerKey } from './connect-app.ts';

const { clientSpace, documentId, partnerSpace } = usual;
const path = `/listener/${listenerKey}/messages`;
const approved = {
  id: 'x',
  category: 'document',
  type: 'approved',
  data: { spaceId: clientSpace, documentId, secret: 1 },
  subject: 'An',
};

function send(app: ReturnType<typeof createConnectApp>, message: unknown, { to = path, headers = {} } = {}) {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  return app.request(to, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

describe('a message', () => {
  test('of a document goes on to the topic, with nothing but its ids, and is acknowledged (202)', async () => {
    const app = createConnectApp();
    const answer = await send(app, approved);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([202, { accepted: true }]);
    expect(app.world.banqupTopic.messages).toEqual([
      { category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } },
    ]);
  });

  test('of a re-send stays one', async () => {
    const app = createConnectApp();
    await send(app, { ...approved, type: 'resend' });
    expect(app.world.banqupTopic.messages).toMatchObject([{ type: 'resend' }]);
  });

  test('of spaces goes on with every space that it names', async () => {
    const app = createConnectApp();
    await send(app, { category: 'space', type: 'removed', resourceId: partnerSpace, data: { client: clientSpace } });
    expect(app.world.banqupTopic.messages).toEqual([{ category: 'space', data: { 0: partnerSpace, 1: clientSpace } }]);
  });

  test('that is not for us is acknowledged and goes nowhere (202)', async () => {
    const app = createConnectApp();
    const answer = await send(app, { category: 'payment', type: 'made' });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([202, { accepted: false }]);
    expect(app.world.banqupTopic.messages).toEqual([]);
  });

  test('is not acknowledged where Pub/Sub does not take it (503): Banqup sends it again', async () => {
    const app = createConnectApp();
    app.world.addFault({ on: 'banqupPublisher.publish', failure: new Failure('storageUnavailable', 'down') });
    expect((await send(app, approved)).status).toBe(503);
    expect((await send(app, approved)).status).toBe(202);
  });

  test.each<[string, unknown, number, string]>([
    ['no JSON', '{', 400, 'badRequest'],
    ['nothing', '', 400, 'badRequest'],
    ['text', '"approved"', 400, 'badRequest'],
    ['a list', [approved], 400, 'badRequest'],
    ['without a category', { ...approved, category: undefined }, 400, 'badRequest'],
    ['without ids', { ...approved, data: {} }, 400, 'badRequest'],
    ['with ids that are none', { ...approved, data: { spaceId: '../..', documentId: 7 } }, 400, 'badRequest'],
    ['of 10 MB', { ...approved, more: 'x'.repeat(10_000_000) }, 413, 'tooLarge'],
  ])('that is bad is refused, and goes nowhere: %s', async (_what, message, status, code) => {
    const app = createConnectApp();
    const answer = await send(app, message);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([status, expect.objectContaining({ code })]);
    expect(app.world.banqupTopic.messages).toEqual([]);
  });
});

describe('the path', () => {
  test.each([
    ['a wrong key', `/listener/${'x'.repeat(listenerKey.length)}/messages`],
    ['a key that is cut off', `/listener/${listenerKey.slice(0, -1)}/messages`],
    ['no key', '/listener//messages'],
    ['the key alone', `/listener/${listenerKey}`],
  ])('with %s is an unknown page, as every other one (404)', async (_what, to) => {
    const app = createConnectApp();
    const answer = await send(app, approved, { to });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      404,
      expect.objectContaining({ code: 'notFound', message: 'no such page' }),
    ]);
    expect(app.world.banqupTopic.messages).toEqual([]);
  });

  test('is an unknown page where no key is configured (404)', async () => {
    const app = createConnectApp(createFakeWorld(), { hasListener: false });
    for (const to of [path, '/listener/undefined/messages'])
      expect((await send(app, approved, { to })).status).toBe(404);
  });

  test('answers POST only', async () => {
    const app = createConnectApp();
    expect((await app.request(path)).status).toBe(404);
  });

  test('never stands in the log', async () => {
    const app = createConnectApp();
    await send(app, '{');
    // As a base path with a slash too many would have it.
    for (const to of [`/${path}`, `${path}/`, path.replace('/messages', '//messages')])
      await send(app, approved, { to });
    await send(app, approved);
    app.world.addFault({ on: 'banqupPublisher.publish', failure: new Failure('unexpected', 'down') });
    await send(app, approved);
    expect(app.log.lines.length).toBeGreaterThan(2);
    expect(JSON.stringify(app.log.lines)).not.toContain(listenerKey);
  });
});

describe('where a signed token is asked for besides', () => {
  const withToken = () => createConnectApp(createFakeWorld(), { listenerNeedsToken: true });

  test('a message with it is taken', async () => {
    const headers = { authorization: `Bearer ${fakeCallToken(partnerSpace)}` };
    expect((await send(withToken(), approved, { headers })).status).toBe(202);
  });

  test.each<[string, Record<string, string>]>([
    ['without one', {}],
    ['with one that is not genuine', { authorization: 'Bearer made-up' }],
  ])('a message %s is refused (401), and goes nowhere', async (_how, headers) => {
    const app = withToken();
    expect((await send(app, approved, { headers })).status).toBe(401);
    expect(app.world.banqupTopic.messages).toEqual([]);
  });
});
