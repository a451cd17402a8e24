/**
 * What this project relies on in Pub/Sub: published over REST by Google's own client, pushed to an endpoint, pushed again
 * until acknowledged, dead-lettered. Asked once of the embedded stand-in, once of Google's emulator.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type ClientConfig, PubSub } from '@google-cloud/pubsub';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PassThroughClient } from 'google-auth-library';
import { kindsToTest, startKind } from '../local/emulators.ts';
import { createPubsubSimulator } from '../simulators/pubsub/server.ts';

type Push = {
  path: string;
  contentType: string | undefined;
  body: {
    message: { data: string; attributes: Record<string, string>; messageId: string; publishTime: string };
    subscription: string;
  };
  text: string;
};
type Answer = (response: ServerResponse, push: Push) => void;

/** A push endpoint that keeps what it gets, and answers each path as told: 200 where nothing is told. */
async function createEndpoint() {
  const pushes: Push[] = [];
  const answers = new Map<string, Answer>();
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const text = Buffer.concat(chunks).toString();
    const path = request.url ?? '';
    const push = { path, contentType: request.headers['content-type'], body: JSON.parse(text), text };
    pushes.push(push);
    const answer = answers.get(path);
    if (answer) answer(response, push);
    else response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The endpoint has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    to: (path: string) => pushes.filter((push) => push.path === path),
    answer: (path: string, answer: Answer) => answers.set(path, answer),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const respond =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end();

async function until(holds: () => boolean, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`It does not hold after ${withinMs} ms: ${holds}`);
    await pause(10);
  }
}

function connect(host: string, projectId: string): PubSub {
  const options: ClientConfig & { fallback: true; protocol: 'http' } = {
    projectId,
    fallback: true,
    protocol: 'http',
    apiEndpoint: host,
    authClient: new PassThroughClient(),
  };
  return new PubSub(options);
}

describe.each(kindsToTest('pubsub'))('Pub/Sub over REST (%s)', (kind) => {
  let emulator: { url: string; close(): Promise<void> };
  let endpoint: Awaited<ReturnType<typeof createEndpoint>>;
  let pubsub: PubSub;
  let project: string;
  let subscriptions: string[];

  beforeAll(async () => {
    emulator =
      kind === 'embedded'
        ? await createPubsubSimulator({ minBackoffMs: 20 })
        : await startKind('pubsub', kind, () => {});
  });
  afterAll(() => emulator.close());
  beforeEach(async () => {
    project = `p-${randomUUID()}`;
    subscriptions = [];
    endpoint = await createEndpoint();
    pubsub = connect(new URL(emulator.url).host, project);
  });
  afterEach(async () => {
    for (const id of subscriptions) await call('DELETE', `subscriptions/${id}`);
    await pubsub.close();
    await endpoint.close();
  });

  async function call(method: string, resource: string, body?: object) {
    const headers = { 'content-type': 'application/json' };
    const url = `${emulator.url}/v1/projects/${project}/${resource}`;
    const response = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return { status: response.status, body: JSON.parse(await response.text()) };
  }
  const topic = (id: string) => `projects/${project}/topics/${id}`;
  async function subscribe(id: string, topicId: string, path: string, more: object = {}) {
    subscriptions.push(id);
    const pushConfig = { pushEndpoint: `${endpoint.url}${path}` };
    const made = await call('PUT', `subscriptions/${id}`, { topic: topic(topicId), pushConfig, ...more });
    expect(made).toMatchObject({ status: 200, body: { topic: topic(topicId), pushConfig } });
  }
  const publish = (topicId: string, text: string, attributes: Record<string, string> = {}) =>
    pubsub
      .topic(topicId, { gaxOpts: { retry: null }, batching: { maxMessages: 1 } })
      .publishMessage({ data: Buffer.from(text), attributes });

  test('pushes what is published, wrapped, to a path that ends in the topic', async () => {
    const path = `/exportDocument/projects/${project}/topics/messages`;
    await call('PUT', 'topics/messages', {});
    await subscribe('export', 'messages', path, { ackDeadlineSeconds: 60 });
    const messageId = await publish('messages', '{"invoice":"é"}', { category: 'invoice' });
    await until(() => endpoint.to(path).length === 1);

    const [push] = endpoint.to(path);
    const publishTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    expect(push?.contentType).toMatch(/^application\/json/);
    expect(push?.body).toEqual({
      subscription: `projects/${project}/subscriptions/export`,
      message: {
        data: Buffer.from('{"invoice":"é"}').toString('base64'),
        attributes: { category: 'invoice' },
        messageId,
        message_id: messageId,
        publishTime,
        publish_time: publishTime,
      },
    });
  });

  test('pushes again after a 500, and no more after a 200', async () => {
    await call('PUT', 'topics/messages', {});
    await subscribe('export', 'messages', '/push');
    endpoint.answer('/push', (response, { body }) => {
      const attempts = endpoint.to('/push').filter((one) => one.body.message.messageId === body.message.messageId);
      respond(attempts.length < 3 ? 500 : 200)(response, { body } as Push);
    });
    const attempts = (messageId: string) =>
      endpoint.to('/push').filter(({ body }) => body.message.messageId === messageId).length;

    const first = await publish('messages', 'first');
    await until(() => attempts(first) === 3);
    // The second takes as long as another redelivery of the first would.
    const second = await publish('messages', 'second');
    await until(() => attempts(second) === 3);
    expect(attempts(first)).toBe(3);
  });

  // Google documents 202 too; its emulator pushes again after one.
  test.each(kind === 'embedded' ? [201, 202, 204] : [201, 204])('takes %i for an acknowledgement', async (status) => {
    await call('PUT', 'topics/messages', {});
    await subscribe('export', 'messages', '/push');
    await subscribe('other', 'messages', '/other');
    endpoint.answer('/push', respond(status));
    endpoint.answer('/other', (response, push) =>
      respond(endpoint.to('/other').length < 3 ? 500 : 200)(response, push),
    );
    await publish('messages', 'one');
    await until(() => endpoint.to('/other').length === 3 && endpoint.to('/push').length > 0);
    expect(endpoint.to('/push')).toHaveLength(1);
  });

  test('pushes again where no answer comes within the acknowledgement deadline', async () => {
    await call('PUT', 'topics/messages', {});
    await subscribe('export', 'messages', '/push', { ackDeadlineSeconds: 1 });
    endpoint.answer('/push', (response) => {
      if (endpoint.to('/push').length > 1) response.end();
    });
    await publish('messages', 'one');
    await until(() => endpoint.to('/push').length === 2);
    const [first, second] = endpoint.to('/push');
    expect(first?.body.message).toEqual(second?.body.message);
  });

  test('pushes to every subscription of the topic, and to none of another', async () => {
    for (const id of ['messages', 'own']) await call('PUT', `topics/${id}`, {});
    await subscribe('export', 'messages', '/one');
    await subscribe('again', 'messages', '/two');
    await subscribe('own', 'own', '/own');
    const id = await publish('messages', 'one');
    const own = await publish('own', 'two');
    await until(() => ['/one', '/two', '/own'].every((path) => endpoint.to(path).length === 1));
    expect(endpoint.to('/one')[0]?.body.message.messageId).toBe(id);
    expect(endpoint.to('/own')[0]?.body.message.messageId).toBe(own);
  });

  test('dead-letters after the last attempt, and tells where the message came from', async () => {
    for (const id of ['messages', 'dead']) await call('PUT', `topics/${id}`, {});
    await subscribe('dead', 'dead', '/dead');
    await subscribe('export', 'messages', '/push', {
      deadLetterPolicy: { deadLetterTopic: topic('dead'), maxDeliveryAttempts: 5 },
    });
    endpoint.answer('/push', respond(500));
    // What a publisher says of an earlier death is not believed.
    const forged = { CloudPubSubDeadLetterSourceTopicPublishTime: '1999-12-31T00:00:00Z' };
    const messageId = await publish('messages', 'one', { category: 'invoice', ...forged });
    await until(() => endpoint.to('/dead').length === 1);

    expect(endpoint.to('/push')).toHaveLength(5);
    const published = endpoint.to('/push')[0]?.body.message.publishTime;
    const dead = endpoint.to('/dead')[0]?.body.message;
    expect(dead?.messageId).not.toBe(messageId);
    expect(Buffer.from(dead?.data ?? '', 'base64').toString()).toBe('one');
    expect(dead?.attributes).toEqual({
      category: 'invoice',
      CloudPubSubDeadLetterSourceSubscription: 'export',
      CloudPubSubDeadLetterSourceSubscriptionProject: project,
      CloudPubSubDeadLetterSourceDeliveryCount: '5',
      CloudPubSubDeadLetterSourceTopicPublishTime: published,
    });
    expect(dead?.publishTime).not.toBe(published);
  });

  test('delivers a dead letter until it is acknowledged, and acknowledges what became one', async () => {
    for (const id of ['messages', 'dead']) await call('PUT', `topics/${id}`, {});
    // Slower than what has died would come again, if it did.
    await subscribe('dead', 'dead', '/dead', { retryPolicy: { minimumBackoff: '0.5s', maximumBackoff: '0.5s' } });
    await subscribe('export', 'messages', '/push', {
      deadLetterPolicy: { deadLetterTopic: topic('dead'), maxDeliveryAttempts: 5 },
    });
    endpoint.answer('/push', respond(500));
    endpoint.answer('/dead', (response, push) => respond(endpoint.to('/dead').length < 3 ? 500 : 200)(response, push));
    await publish('messages', 'one');
    await until(() => endpoint.to('/dead').length === 3);
    expect(new Set(endpoint.to('/dead').map(({ body }) => body.message.messageId)).size).toBe(1);
    expect(endpoint.to('/push')).toHaveLength(5);
  });

  test('keeps what is not acknowledged while another message of the subscription goes through', async () => {
    await call('PUT', 'topics/messages', {});
    await subscribe('export', 'messages', '/push');
    const isBad = ({ body }: Push) => body.message.attributes['bad'] === 'yes';
    endpoint.answer('/push', (response, push) => respond(isBad(push) ? 500 : 200)(response, push));
    await publish('messages', 'bad', { bad: 'yes' });
    await until(() => endpoint.to('/push').filter(isBad).length === 2);
    await publish('messages', 'good');
    await until(() => endpoint.to('/push').filter((push) => !isBad(push)).length === 1);
    const before = endpoint.to('/push').filter(isBad).length;
    await until(() => endpoint.to('/push').filter(isBad).length > before);
  });

  test('answers 404 to what is not there and 409 to what is there already', async () => {
    const subscription = { topic: topic('messages'), pushConfig: { pushEndpoint: endpoint.url } };
    expect((await call('PUT', 'subscriptions/export', subscription)).status).toBe(404);
    await expect(publish('messages', 'one')).rejects.toMatchObject({ code: 5, httpStatusCode: 404 });
    for (const resource of ['topics/messages', 'subscriptions/export']) {
      const body = resource.startsWith('topics') ? {} : subscription;
      expect((await call('GET', resource)).status).toBe(404);
      expect((await call('DELETE', resource)).status).toBe(404);
      expect((await call('PUT', resource, body)).status).toBe(200);
      expect(await call('PUT', resource, body)).toMatchObject({
        status: 409,
        body: { error: { status: 'ALREADY_EXISTS' } },
      });
      expect(await call('GET', resource)).toMatchObject({
        status: 200,
        body: { name: `projects/${project}/${resource}` },
      });
    }
    expect((await call('DELETE', 'subscriptions/export')).status).toBe(200);
    expect((await call('DELETE', 'topics/messages')).status).toBe(200);
  });

  test('refuses a message without content, a name too short, fewer than five attempts', async () => {
    await call('PUT', 'topics/messages', {});
    await expect(publish('messages', '')).rejects.toMatchObject({ code: 3, httpStatusCode: 400 });
    expect((await call('PUT', 'topics/t1', {})).status).toBe(400);
    const pushConfig = { pushEndpoint: endpoint.url };
    const deadLetterPolicy = { deadLetterTopic: topic('messages'), maxDeliveryAttempts: 4 };
    const asked = { topic: topic('messages'), pushConfig, deadLetterPolicy };
    expect((await call('PUT', 'subscriptions/export', asked)).status).toBe(400);
  });

  test('pushes no more once the subscription is deleted', async () => {
    await call('PUT', 'topics/messages', {});
    await subscribe('export', 'messages', '/push');
    await subscribe('other', 'messages', '/other');
    for (const path of ['/push', '/other']) endpoint.answer(path, respond(500));
    await publish('messages', 'one');
    await until(() => endpoint.to('/push').length === 2);
    await call('DELETE', 'subscriptions/export');
    const [before, others] = [endpoint.to('/push').length, endpoint.to('/other').length];
    await until(() => endpoint.to('/other').length === others + 3);
    // One push may have been under way.
    expect(endpoint.to('/push').length).toBeLessThanOrEqual(before + 1);
  });
});

describe('The embedded Pub/Sub', () => {
  let simulator: Awaited<ReturnType<typeof createPubsubSimulator>>;
  let endpoint: Awaited<ReturnType<typeof createEndpoint>>;

  beforeEach(async () => {
    endpoint = await createEndpoint();
    simulator = await createPubsubSimulator({ minBackoffMs: 10 });
    await put('topics/messages', {});
  });
  afterEach(async () => {
    await simulator.close();
    await endpoint.close();
  });

  const send = (method: string, resource: string, body: object) =>
    fetch(`${simulator.url}/v1/projects/p/${resource}`, { method, body: JSON.stringify(body) });
  const put = (resource: string, body: object) => send('PUT', resource, body);
  const subscription = (more: object) => ({
    topic: 'projects/p/topics/messages',
    pushConfig: { pushEndpoint: `${endpoint.url}/push` },
    ...more,
  });

  test('tells the delivery attempt where there is a dead-letter policy', async () => {
    await put('topics/dead', {});
    await put(
      'subscriptions/export',
      subscription({ deadLetterPolicy: { deadLetterTopic: 'projects/p/topics/dead' } }),
    );
    endpoint.answer('/push', respond(500));
    await send('POST', 'topics/messages:publish', { messages: [{ data: 'aGk=' }] });
    await until(() => endpoint.to('/push').length === 5);
    const attempts = endpoint.to('/push').map(({ text }) => JSON.parse(text).deliveryAttempt);
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
  });

  test('waits longer before each redelivery, up to the maximum', async () => {
    await put(
      'subscriptions/export',
      subscription({ retryPolicy: { minimumBackoff: '0.05s', maximumBackoff: '0.1s' } }),
    );
    const times: number[] = [];
    endpoint.answer('/push', (response, push) => {
      times.push(performance.now());
      respond(500)(response, push);
    });
    await send('POST', 'topics/messages:publish', { messages: [{ data: 'aGk=' }] });
    await until(() => times.length === 6);
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    for (const [index, atLeast] of [49, 99, 99, 99, 99].entries())
      expect(pauses[index]).toBeGreaterThanOrEqual(atLeast);
    expect(pauses[4]).toBeLessThan(790);
  });

  test('has at most a hundred pushes under way', async () => {
    await put('subscriptions/export', subscription({}));
    const held: ServerResponse[] = [];
    endpoint.answer('/push', (response) => held.push(response));
    await send('POST', 'topics/messages:publish', { messages: Array.from({ length: 150 }, () => ({ data: 'aGk=' })) });
    await until(() => held.length === 100);
    for (const response of held.splice(0, 20)) response.end();
    await until(() => held.length === 100);
    expect(simulator.calls()['push']).toBe(120);
    for (const response of held.splice(0)) response.end();
    await until(() => held.length === 30);
    for (const response of held.splice(0)) response.end();
  });

  test('breaks off the push under way when its subscription is deleted', async () => {
    await put('subscriptions/export', subscription({}));
    const held: ServerResponse[] = [];
    endpoint.answer('/push', (response) => held.push(response));
    await send('POST', 'topics/messages:publish', { messages: [{ data: 'aGk=' }] });
    await until(() => held.length === 1);
    expect((await fetch(`${simulator.url}/v1/projects/p/subscriptions/export`, { method: 'DELETE' })).status).toBe(200);
    await until(() => held[0]?.destroyed === true);
    expect(endpoint.to('/push')).toHaveLength(1);
  });

  test('refuses more than 10 MB, as Google does and its emulator does not', async () => {
    const data = Buffer.alloc(10_000_001).toString('base64');
    expect((await send('POST', 'topics/messages:publish', { messages: [{ data }] })).status).toBe(400);
  });

  test('names in a 501 what it does not know', async () => {
    const pull = await send('POST', 'subscriptions/export:pull', {});
    expect(pull.status).toBe(501);
    expect(await pull.text()).toContain('subscriptions/export:pull');
    const filtered = await put('subscriptions/export', subscription({ filter: 'attributes:category' }));
    expect(filtered.status).toBe(501);
    expect(await filtered.text()).toContain('filter');
  });

  test('fails a publish as often as asked', async () => {
    const wish = { on: 'publish', times: 1, status: 503 };
    await fetch(`${simulator.url}/_control/faults`, { method: 'POST', body: JSON.stringify(wish) });
    const publish = () => send('POST', 'topics/messages:publish', { messages: [{ data: 'aGk=' }] });
    const refused = await publish();
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ error: { code: 503, status: 'UNAVAILABLE' } });
    expect((await publish()).status).toBe(200);
  });
});
