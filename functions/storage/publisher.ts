/** One topic to publish to, over REST. */
import type { v1 } from '@google-cloud/pubsub';
import type { Client } from './clients.ts';
import { inStorage, oneCall } from './storage-errors.ts';

/** Its method throws `storageUnavailable`; it answers once Pub/Sub has stored the message. */
export function createPublisher<T extends object>(
  client: Client<v1.PublisherClient>,
  project: string,
  topicId: string,
) {
  const topic = `projects/${project}/topics/${topicId}`;
  return {
    async publish(message: T): Promise<void> {
      const messages = [{ data: Buffer.from(JSON.stringify(message)) }];
      await inStorage(async () => (await client()).publish({ topic, messages }, oneCall));
    },
  };
}
