/**
 * A push subscription as Google describes it: so many messages outstanding at once, some from earlier traffic, one more with each that
 * is acknowledged, half of them where one is refused; and refusals in a row stop it altogether, for 100 ms to a minute. What was
 * refused comes again by itself, after ten seconds to ten minutes (infra/pubsub.tf).
 * https://cloud.google.com/pubsub/docs/push#push_backoff
 */
import type { Push } from '../../../functions/export/deliver.ts';
import type { Random } from '../../simulation/random.ts';
import type { Timeline } from '../../simulation/timeline.ts';

const windowOf = { first: 20, most: 3_000 };
const stopMs = { least: 100, most: 60_000 };
const backoffMs = { least: 10_000, most: 600_000 };

export interface Subscription {
  publish(message: object): void;
  /** Deliveries that were refused. */
  refused(): number;
}

interface Message {
  push: Push;
  attempts: number;
}

/** Empty. `push` is the endpoint: it takes a delivery, or throws. */
export function createSubscription(parts: {
  topic: string;
  timeline: Timeline;
  random: Random;
  push: (push: Push) => Promise<void>;
}): Subscription {
  const { topic, timeline, random, push } = parts;
  const waiting: Message[] = [];
  const utf8 = new TextEncoder();
  let next = 0;
  let outstanding = 0;
  let window = windowOf.first;
  let refusals = 0;
  let inARow = 0;
  let stoppedUntil = 0;

  function go(): void {
    while (outstanding < window && timeline.now() >= stoppedUntil) {
      const message = waiting[next];
      if (!message) return;
      next += 1;
      outstanding += 1;
      void deliver(message);
    }
  }

  async function deliver(message: Message): Promise<void> {
    message.attempts += 1;
    try {
      await timeline.sleep(random.between(20, 60));
      await push(message.push);
      inARow = Math.max(0, inARow - 1);
      window = Math.min(window + 1, windowOf.most);
    } catch {
      refusals += 1;
      const stop = Math.min(stopMs.least * 2 ** inARow, stopMs.most);
      inARow = Math.min(inARow + 1, 10);
      window = Math.max(window / 2, 1);
      stoppedUntil = timeline.now() + stop;
      timeline.after(stop, go);
      timeline.after(Math.min(backoffMs.least * 2 ** (message.attempts - 1), backoffMs.most), () => enqueue(message));
    }
    outstanding -= 1;
    go();
  }

  function enqueue(message: Message): void {
    waiting.push(message);
    go();
  }

  return {
    publish(message) {
      const publishedAt = new Date(timeline.now());
      enqueue({ push: { topic, data: utf8.encode(JSON.stringify(message)), publishedAt }, attempts: 0 });
    },
    refused: () => refusals,
  };
}
