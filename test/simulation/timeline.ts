/**
 * Virtual time: what is to happen, in order, and nothing in between. The next event comes only when everything that the last
 * one set going has come to wait for another, so that the same schedule runs the same way every time.
 */

export type CallOff = () => void;

export interface Timeline {
  /** Milliseconds since 1970. */
  now(): number;
  /** Something that happens later, in milliseconds from now, unless it is called off before. */
  after(ms: number, happen: () => void): CallOff;
  sleep(ms: number): Promise<void>;
  /** Lets everything happen that is to happen by this moment. */
  runUntil(moment: number): Promise<void>;
}

interface Event {
  at: number;
  order: number;
  /** Undefined: it was called off. */
  happen: (() => void) | undefined;
}

/** Events in a row before Node's own loop has its turn. */
const turnEvents = 2_000;

/** Nothing is to happen yet. */
export function createTimeline(start: number): Timeline {
  const heap: Event[] = [];
  let now = start;
  let order = 0;

  const isBefore = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.order < b.order);

  function push(event: Event): void {
    let hole = heap.length;
    heap.push(event);
    while (hole > 0) {
      const above = (hole - 1) >> 1;
      const parent = heap[above] as Event;
      if (!isBefore(event, parent)) break;
      heap[hole] = parent;
      hole = above;
    }
    heap[hole] = event;
  }

  function pop(): Event {
    const first = heap[0] as Event;
    const last = heap.pop() as Event;
    if (heap.length === 0) return first;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) child += 1;
      if (!isBefore(heap[child] as Event, last)) break;
      heap[hole] = heap[child] as Event;
      hole = child;
    }
    heap[hole] = last;
    return first;
  }

  function after(ms: number, happen: () => void): CallOff {
    order += 1;
    const event: Event = { at: now + Math.max(0, ms), order, happen };
    push(event);
    return () => {
      event.happen = undefined;
    };
  }

  return {
    now: () => now,
    after,
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),

    runUntil: (moment) =>
      new Promise((resolve, reject) => {
        let turn = 0;
        function step(): void {
          while (heap[0] && !heap[0].happen) pop();
          const next = heap[0];
          if (!next?.happen || next.at > moment) {
            now = Math.max(now, moment);
            resolve();
            return;
          }
          pop();
          now = next.at;
          try {
            next.happen();
          } catch (error) {
            reject(error);
            return;
          }
          turn += 1;
          if (turn % turnEvents === 0) setImmediate(step);
          // A tick begins when no promise has anything left to do.
          else queueMicrotask(() => process.nextTick(step));
        }
        process.nextTick(step);
      }),
  };
}
