/**
 * A Pub/Sub for one machine that really pushes: the REST v1 calls for topics, push subscriptions and publishing, with
 * retries and dead letters. Pulling is not known here; any other call, and any part of one that is not known, is
 * answered 501 (https://cloud.google.com/pubsub/docs/reference/rest).
 */
import { z } from 'zod';
import { type Asked, type Call, parseBody, type StandIn, StatusError, serveStandIn } from '../control.ts';
import { createDelivery, type Delivery, type Message } from './delivery.ts';

const CALLS = [
  'createTopic',
  'getTopic',
  'deleteTopic',
  'publish',
  'createSubscription',
  'getSubscription',
  'deleteSubscription',
] as const;
type CallName = (typeof CALLS)[number];

/** Messages of one request together: 10 MB (https://cloud.google.com/pubsub/quotas#resource_limits). */
const MAX_PUBLISH_BYTES = 10_000_000;
const MAX_OUTSTANDING_PUSHES = 100;

/** Less is charged as so much, when it is published and when it is delivered (https://cloud.google.com/pubsub/pricing). */
const leastBilledBytes = 1000;

const seconds = z.string().regex(/^\d+(\.\d{1,9})?s$/);
const deadLetterSchema = z.strictObject({
  deadLetterTopic: z.string(),
  maxDeliveryAttempts: z.int().min(5).max(100).default(5),
});
const subscriptionSchema = z.strictObject({
  topic: z.string(),
  pushConfig: z.strictObject({ pushEndpoint: z.url({ protocol: /^https?$/ }) }),
  // Google asks for 10 or more; its emulator, like this one, takes less, which keeps tests short.
  ackDeadlineSeconds: z.int().min(1).max(600).default(10),
  retryPolicy: z
    .strictObject({ minimumBackoff: seconds.default('10s'), maximumBackoff: seconds.default('600s') })
    .optional(),
  deadLetterPolicy: deadLetterSchema.optional(),
});
type Subscription = z.infer<typeof subscriptionSchema> & { name: string };

const publishSchema = z.strictObject({
  messages: z
    .array(z.strictObject({ data: z.base64().default(''), attributes: z.record(z.string(), z.string()).default({}) }))
    .default([]),
});

/**
 * Starts the stand-in on 127.0.0.1. `port` 0: any free one. `minBackoffMs`: no pause before a redelivery is shorter, and
 * without a retry policy each is just that; 1,000 where not given, as in Google's emulator. `calls()` counts pushes and
 * acknowledgements too.
 */
export async function createPubsubSimulator(options: { port?: number; minBackoffMs?: number } = {}): Promise<StandIn> {
  const minBackoffMs = options.minBackoffMs ?? 1000;
  const topics = new Set<string>();
  const subscriptions = new Map<string, { settings: Subscription; delivery: Delivery }>();
  let lastMessageId = 0;

  function bill(what: 'published' | 'delivered', message: Pick<Message, 'data' | 'attributes'>): void {
    served.bill(what, 1);
    served.bill('bytes', Math.max(leastBilledBytes, sizeOf(message)));
  }

  function publish(topic: string, messages: { data: string; attributes: Record<string, string> }[]): string[] {
    const publishTime = new Date().toISOString();
    return messages.map(({ data, attributes }) => {
      lastMessageId += 1;
      bill('published', { data, attributes });
      const message = { data, attributes, messageId: String(lastMessageId), publishTime };
      for (const { settings, delivery } of subscriptions.values()) if (settings.topic === topic) delivery.add(message);
      return message.messageId;
    });
  }

  /** Publishes to the dead-letter topic what has had its attempts. Where that topic is gone, delivery goes on. */
  function deadLetter({ name, deadLetterPolicy }: Subscription, message: Message, attempts: number): boolean {
    if (!deadLetterPolicy || attempts < deadLetterPolicy.maxDeliveryAttempts) return false;
    if (!topics.has(deadLetterPolicy.deadLetterTopic)) return false;
    const [, project = '', , id = ''] = name.split('/');
    const source = {
      CloudPubSubDeadLetterSourceSubscription: id,
      CloudPubSubDeadLetterSourceSubscriptionProject: project,
      CloudPubSubDeadLetterSourceDeliveryCount: String(attempts),
      CloudPubSubDeadLetterSourceTopicPublishTime: message.publishTime,
    };
    publish(deadLetterPolicy.deadLetterTopic, [
      { data: message.data, attributes: { ...message.attributes, ...source } },
    ]);
    return true;
  }

  function deliver(settings: Subscription): Delivery {
    const { retryPolicy } = settings;
    const atLeast = (text: string) => Math.max(minBackoffMs, Number.parseFloat(text) * 1000);
    return createDelivery({
      subscription: settings.name,
      endpoint: settings.pushConfig.pushEndpoint,
      ackDeadlineMs: settings.ackDeadlineSeconds * 1000,
      backoff: retryPolicy
        ? { minMs: atLeast(retryPolicy.minimumBackoff), maxMs: atLeast(retryPolicy.maximumBackoff) }
        : { minMs: minBackoffMs, maxMs: minBackoffMs },
      maxOutstanding: MAX_OUTSTANDING_PUSHES,
      countsAttempts: settings.deadLetterPolicy !== undefined,
      giveUp: (message, attempts) => deadLetter(settings, message, attempts),
      onPush: (message) => {
        served.count('push');
        bill('delivered', message);
      },
      onAcknowledged: () => served.count('acknowledged'),
    });
  }

  const known = (topic: string) => {
    if (!topics.has(topic)) throw new StatusError('NOT_FOUND', `Topic not found: ${topic}`);
    return { name: topic };
  };
  const subscribed = (name: string) => {
    const subscription = subscriptions.get(name);
    if (!subscription) throw new StatusError('NOT_FOUND', `Subscription does not exist: ${name}`);
    return subscription;
  };

  const run: Record<CallName, (name: string, body: unknown) => unknown> = {
    createTopic(name, body) {
      parseBody(z.strictObject({}), body, 'createTopic');
      if (topics.has(name)) throw new StatusError('ALREADY_EXISTS', `Topic already exists: ${name}`);
      topics.add(name);
      return { name };
    },
    getTopic: known,
    deleteTopic(name) {
      known(name);
      topics.delete(name);
      for (const { settings } of subscriptions.values())
        if (settings.topic === name) settings.topic = '_deleted-topic_';
      return {};
    },
    publish(topic, body) {
      known(topic);
      const { messages } = parseBody(publishSchema, body, 'publish');
      if (messages.length === 0) throw new StatusError('INVALID_ARGUMENT', 'No messages to publish');
      if (messages.some(({ data, attributes }) => data === '' && Object.keys(attributes).length === 0)) {
        throw new StatusError('INVALID_ARGUMENT', 'Some messages are empty');
      }
      const bytes = messages.reduce((sum, message) => sum + sizeOf(message), 0);
      if (bytes > MAX_PUBLISH_BYTES) {
        throw new StatusError('INVALID_ARGUMENT', `${bytes} bytes are too many: at most ${MAX_PUBLISH_BYTES}`);
      }
      return { messageIds: publish(topic, messages) };
    },
    createSubscription(name, body) {
      const settings = { name, ...parseBody(subscriptionSchema, body, 'createSubscription') };
      if (subscriptions.has(name)) throw new StatusError('ALREADY_EXISTS', `Subscription already exists: ${name}`);
      known(settings.topic);
      if (settings.deadLetterPolicy) known(settings.deadLetterPolicy.deadLetterTopic);
      subscriptions.set(name, { settings, delivery: deliver(settings) });
      return settings;
    },
    getSubscription: (name) => subscribed(name).settings,
    deleteSubscription(name) {
      subscribed(name).delivery.close();
      subscriptions.delete(name);
      return {};
    },
  };

  function find({ method, path }: Asked): Call<CallName> | undefined {
    const [, resource = '', kind, called] =
      /^\/v1\/(projects\/[^/]+\/(topics|subscriptions)\/[^/:]+)(?::(\w+))?$/.exec(path) ?? [];
    const thing = kind === 'topics' ? 'Topic' : 'Subscription';
    const asked = called ? `${method}:${called}` : method;
    const wanted = { PUT: `create${thing}`, GET: `get${thing}`, DELETE: `delete${thing}`, 'POST:publish': 'publish' }[
      asked
    ];
    const name = CALLS.find((one) => one === wanted);
    if (!kind || !name || (name === 'publish' && kind !== 'topics')) return undefined;
    return {
      name,
      run(body) {
        // https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names
        const id = resource.split('/').at(-1) ?? '';
        if (!/^[A-Za-z][\w\-.~+%]{2,254}$/.test(id) || id.startsWith('goog')) {
          throw new StatusError('INVALID_ARGUMENT', `Invalid [${kind}] name: (name=${resource})`);
        }
        return run[name](resource, body);
      },
    };
  }

  const served = await serveStandIn({ service: 'Pub/Sub', port: options.port ?? 0, names: CALLS, find });
  return {
    url: served.url,
    calls: served.calls,
    billed: served.billed,
    async close() {
      for (const { delivery } of subscriptions.values()) delivery.close();
      await served.close();
    },
  };
}

function sizeOf({ data, attributes }: { data: string; attributes: Record<string, string> }): number {
  const attributeBytes = Object.entries(attributes).map(
    ([key, value]) => Buffer.byteLength(key) + Buffer.byteLength(value),
  );
  return attributeBytes.reduce((sum, bytes) => sum + bytes, Buffer.from(data, 'base64').length);
}
