/**
 * What the domain may rely on when it publishes (domain/ports.ts): the fake, and the adapter on the embedded stand-in and on
 * Google's emulator, read where the messages are pushed to.
 */
import { randomUUID } from 'node:crypto';
import type { v1 } from '@google-cloud/pubsub';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { OwnMessage } from '../../functions/domain/message.ts';
import type { Publisher } from '../../functions/domain/ports.ts';
import { createPublisher } from '../../functions/storage/publisher.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { connectPublisher } from '../local/clients.ts';
import { kindsToTest, startKind } from '../local/emulators.ts';
import { until } from '../local/until.ts';
import { createPubsubSimulator } from '../simulators/pubsub/server.ts';
import { listen } from './listen.ts';

interface Topic {
  publisher: Publisher;
  /** What has arrived so far. */
  arrived(): OwnMessage[];
  end(): Promise<void>;
}

function describePublisher(
  name: string,
  start: () => Promise<{ open(): Promise<Topic> | Topic; close(): Promise<void> }>,
): void {
  describe(`publisher (${name})`, () => {
    let service: Awaited<ReturnType<typeof start>>;
    let topic: Topic;

    beforeAll(async () => {
      service = await start();
    });
    afterAll(() => service.close());
    beforeEach(async () => {
      topic = await service.open();
    });
    afterEach(() => topic.end());

    test('brings every message, as it is, to who listens', async () => {
      const messages: OwnMessage[] = [
        { kind: 'resume', partnerSpace: 'a0000000-0000-4000-8000-000000000001' },
        { kind: 'care', partnerSpace: 'a0000000-0000-4000-8000-000000000001' },
        { kind: 'care', partnerSpace: 'é 🧾' },
        { kind: 'sweep' },
      ];
      await Promise.all(messages.map((message) => topic.publisher.publish(message)));
      await until('all messages are there', () => topic.arrived().length >= messages.length, 20);
      // Pub/Sub promises no order.
      const text = (all: OwnMessage[]) => all.map((message) => JSON.stringify(message)).sort();
      expect(text(topic.arrived())).toEqual(text(messages));
    });
  });
}

describePublisher('fake', async () => ({
  open() {
    const { ports, topic } = createFakeWorld();
    return { publisher: ports.publisher, arrived: () => topic.messages, end: async () => {} };
  },
  close: async () => {},
}));

async function openTopic(url: string): Promise<Topic> {
  const project = `p-${randomUUID()}`;
  const arrived: OwnMessage[] = [];
  const endpoint = await listen(({ body }, response) => {
    arrived.push(JSON.parse(Buffer.from(JSON.parse(body).message.data, 'base64').toString()));
    response.end();
  });
  const ask = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${url}/v1/projects/${project}/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'PUT' && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    await answer.body?.cancel();
  };
  await ask('PUT', 'topics/own', {});
  const pushConfig = { pushEndpoint: `${endpoint.url}/push` };
  await ask('PUT', 'subscriptions/own', { topic: `projects/${project}/topics/own`, pushConfig });
  const client = connectPublisher(url, project);
  return {
    publisher: createPublisher(async () => client, project, 'own'),
    arrived: () => arrived,
    async end() {
      await ask('DELETE', 'subscriptions/own', {});
      await client.close();
      await endpoint.close();
    },
  };
}

for (const kind of kindsToTest('pubsub')) {
  describePublisher(kind, async () => {
    const { url, close } = await startKind('pubsub', kind, () => {});
    return { open: () => openTopic(url), close };
  });
}

describe('a publisher that Pub/Sub does not serve', () => {
  let simulator: Awaited<ReturnType<typeof createPubsubSimulator>>;
  let client: v1.PublisherClient;
  const message: OwnMessage = { kind: 'care', partnerSpace: 'a' };

  beforeEach(async () => {
    simulator = await createPubsubSimulator();
    client = connectPublisher(simulator.url, 'p');
    await fetch(`${simulator.url}/v1/projects/p/topics/own`, { method: 'PUT', body: '{}' });
  });
  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  test('throws storageUnavailable when it answers 503, after one request', async () => {
    const fault = JSON.stringify({ on: 'publish', status: 503, times: 1 });
    await fetch(`${simulator.url}/_control/faults`, { method: 'POST', body: fault });
    const publisher = createPublisher(async () => client, 'p', 'own');
    await expect(publisher.publish(message)).rejects.toMatchObject({ code: 'storageUnavailable' });
    expect(simulator.calls()['publish']).toBe(1);
    await publisher.publish(message);
  });

  test('throws, and not as for a short while, where the topic is missing', async () => {
    const publishing = createPublisher(async () => client, 'p', 'missing').publish(message);
    await expect(publishing).rejects.toMatchObject({ message: expect.stringContaining('missing') });
    await expect(publishing).rejects.not.toMatchObject({ code: 'storageUnavailable' });
  });
});
