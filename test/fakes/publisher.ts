/** A topic in memory: what was published stays, in order, until a test takes it. */
import type { OwnMessage } from '../../functions/domain/message.ts';
import type { Publisher } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';

export interface FakeTopic {
  messages: OwnMessage[];
}

/** Nothing published yet. */
export function createFakeTopic(): FakeTopic {
  return { messages: [] };
}

/** Publishes to the topic; its call is `publisher.publish`. */
export function createFakePublisher(topic: FakeTopic, call: Call): Publisher {
  return {
    publish: (message) =>
      call('publisher.publish', [message], () => {
        topic.messages.push({ ...message });
      }),
  };
}
