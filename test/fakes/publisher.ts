/** Topics in memory: what was published stays, in order, until a test takes it. */
import type { OwnMessage } from '../../functions/domain/message.ts';
import type { NoticeMessage } from '../../functions/domain/notice.ts';
import type { Call } from './call.ts';

export interface FakeTopic<T extends object = OwnMessage> {
  messages: T[];
}

export type FakeNoticesTopic = FakeTopic<NoticeMessage>;

/** Nothing published yet. */
export function createFakeTopic<T extends object = OwnMessage>(): FakeTopic<T> {
  return { messages: [] };
}

/** Publishes to the topic; its call is `<name>.publish`. */
export function createFakePublisher<T extends object>(topic: FakeTopic<T>, call: Call, name = 'publisher') {
  return {
    publish: (message: T) =>
      call(`${name}.publish`, [message], () => {
        topic.messages.push({ ...message });
      }),
  };
}
