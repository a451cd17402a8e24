/**
 * The delivery of one push subscription: every message is posted to the endpoint until it is acknowledged or has had
 * its last attempt, with growing pauses, never more than so many at once. A late answer acknowledges nothing.
 * https://cloud.google.com/pubsub/docs/push and https://cloud.google.com/pubsub/docs/handling-failures
 */
export type Message = { data: string; attributes: Record<string, string>; messageId: string; publishTime: string };

export type Delivery = { add(message: Message): void; close(): void };

const ACKNOWLEDGING = [102, 200, 201, 202, 204];

/**
 * Starts delivering what is added, until `close()`. Times in milliseconds. `giveUp` is asked after each failed attempt
 * with the number of attempts so far; true when the message has been taken care of otherwise (dead letter).
 */
export function createDelivery(options: {
  subscription: string;
  endpoint: string;
  ackDeadlineMs: number;
  backoff: { minMs: number; maxMs: number };
  maxOutstanding: number;
  countsAttempts: boolean;
  giveUp: (message: Message, attempts: number) => boolean;
  onPush: (message: Message) => void;
  onAcknowledged: () => void;
}): Delivery {
  const {
    subscription,
    endpoint,
    ackDeadlineMs,
    backoff,
    maxOutstanding,
    countsAttempts,
    giveUp,
    onPush,
    onAcknowledged,
  } = options;
  const closing = new AbortController();
  const waiting: { message: Message; attempt: number }[] = [];
  const pauses = new Set<NodeJS.Timeout>();
  let outstanding = 0;

  async function push(message: Message, attempt: number): Promise<boolean> {
    const { data, attributes, messageId, publishTime } = message;
    const body = {
      message: { data, attributes, messageId, message_id: messageId, publishTime, publish_time: publishTime },
      subscription,
      ...(countsAttempts ? { deliveryAttempt: attempt } : {}),
    };
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ackDeadlineMs)]),
      });
      await response.body?.cancel();
      return ACKNOWLEDGING.includes(response.status);
    } catch {
      // No connection, or no answer in time: not acknowledged, whatever the reason.
      return false;
    }
  }

  async function attempt(message: Message, number: number): Promise<void> {
    outstanding += 1;
    onPush(message);
    const acknowledged = await push(message, number);
    outstanding -= 1;
    if (acknowledged) onAcknowledged();
    if (!closing.signal.aborted && !acknowledged && !giveUp(message, number)) {
      const pause = setTimeout(
        () => {
          pauses.delete(pause);
          waiting.push({ message, attempt: number + 1 });
          pump();
        },
        Math.min(backoff.maxMs, backoff.minMs * 2 ** (number - 1)),
      );
      pauses.add(pause);
    }
    pump();
  }

  function pump(): void {
    while (!closing.signal.aborted && outstanding < maxOutstanding) {
      const next = waiting.shift();
      if (!next) return;
      void attempt(next.message, next.attempt);
    }
  }

  return {
    add(message) {
      waiting.push({ message, attempt: 1 });
      pump();
    },
    close() {
      closing.abort();
      for (const pause of pauses) clearTimeout(pause);
    },
  };
}
