/**
 * Pub/Sub as it may behave: at least once, in any order, late, twice at the same time, and again after ten minutes without an
 * answer, while the first delivery still runs. What has failed too often goes to the dead letters.
 */
import type { Fleet, Topic } from './fleet.ts';
import type { Random } from './random.ts';
import { type Story, short } from './story.ts';
import type { Timeline } from './timeline.ts';

const minute = 60_000;
const utf8 = new TextEncoder();
const ackDeadlineMs = 10 * minute;
const backoffMs = { least: 10_000, most: 10 * minute };

/** Fewer than in production, so that messages die often enough. */
const attemptsAtMost = 6;

export interface PubSub {
  publish(topic: Topic, message: object | Uint8Array): Date;
}

interface Message {
  topic: Topic;
  data: Uint8Array;
  publishedAt: Date;
  attributes: Record<string, string>;
  attempts: number;
  acknowledged: boolean;
  said: string;
}

/** A message in a few words. */
function saying(message: object): string {
  const { kind, type, data, partnerSpace } = message as Record<string, never> & { data?: Record<string, string> };
  if (data?.['documentId']) return `${type} ${short(data['documentId'])} of ${short(data['spaceId'] ?? '')}`;
  return [kind ?? 'poison', partnerSpace && short(partnerSpace)].filter(Boolean).join(' ');
}

export interface PubSubParts {
  timeline: Timeline;
  random: Random;
  story: Story;
  fleet: () => Fleet;
  isCalm: () => boolean;
}

/** No messages yet. */
export function createPubSub({ timeline, random, story, fleet, isCalm }: PubSubParts): PubSub {
  const duplicates = random.chance(0.7) ? random.between(0.05, 0.35) : 0;
  const lateness = random.chance(0.5) ? random.between(0.02, 0.2) : 0;

  function send(message: Message, ms: number): void {
    timeline.after(ms, () => attempt(message));
  }

  function attempt(message: Message): void {
    if (message.acknowledged) return;
    message.attempts += 1;
    const instance = fleet().exporter();
    let isOver = false;
    const again = (why: string, ms: number) => {
      if (isOver) return;
      over();
      story.tell('not acknowledged:', why, message.said);
      if (message.topic !== 'deadLetters' && message.attempts >= attemptsAtMost) return bury(message);
      send(message, ms);
    };
    const over = () => {
      isOver = true;
      callOff();
    };
    const backoff = () => Math.min(backoffMs.least * 2 ** (message.attempts - 1), backoffMs.most);

    const callOff = timeline.after(ackDeadlineMs, () => again('no answer', 0));
    instance.onDeath(() => again('the instance died', random.chance(0.7) ? backoff() : ackDeadlineMs));
    story.tell('push to', instance.name, message.said);
    instance.push(message.topic, message.data, message.publishedAt, message.attributes).then(
      () => {
        if (isOver) return;
        if (!isCalm() && random.chance(duplicates * 0.3)) {
          story.luck('acknowledgement lost', message.said);
          return again('lost', random.between(10_000, 30 * minute));
        }
        over();
        message.acknowledged = true;
      },
      (error: Error) => again(error.message, backoff()),
    );
    if (!isCalm() && random.chance(message.topic === 'own' ? duplicates * 0.3 : duplicates)) {
      story.luck('delivered twice', message.said);
      send(message, random.pick([0, 50, 2_000, 5 * minute]));
    }
  }

  function bury(message: Message): void {
    message.acknowledged = true;
    story.luck('dead letter', message.said);
    const attributes = { CloudPubSubDeadLetterSourceTopicPublishTime: message.publishedAt.toISOString() };
    enqueue('deadLetters', message.data, attributes, `dead: ${message.said}`);
  }

  function enqueue(topic: Topic, data: Uint8Array, attributes: Record<string, string>, said: string): Date {
    const publishedAt = new Date(timeline.now());
    const message = { topic, data, publishedAt, attributes, attempts: 0, acknowledged: false, said };
    let ms = isCalm() ? 10 : random.between(20, 2_000);
    if (!isCalm() && random.chance(lateness)) {
      story.luck('late', said);
      ms = random.between(minute, 60 * minute);
    }
    send(message, ms);
    return publishedAt;
  }

  return {
    publish(topic, message) {
      const data = message instanceof Uint8Array ? message : utf8.encode(JSON.stringify(message));
      return enqueue(topic, data, {}, saying(message));
    },
  };
}
