/** Messages of our own, published to the topic that only we can publish to. */
import type { v1 } from '@google-cloud/pubsub';
import type { Publisher } from '../domain/ports.ts';
import { inStorage, oneCall } from './storage-errors.ts';

/** Its method throws `storageUnavailable`; it answers once Pub/Sub has stored the message. */
export function createPublisher(client: v1.PublisherClient, project: string, topicId: string): Publisher {
  const topic = `projects/${project}/topics/${topicId}`;
  return {
    async publish(message) {
      const messages = [{ data: Buffer.from(JSON.stringify(message)) }];
      await inStorage(() => client.publish({ topic, messages }, oneCall));
    },
  };
}
