/** A clock that stands still until a test moves it. */
import type { Clock } from '../../functions/domain/ports.ts';

export interface FakeClock {
  now: Clock;
  advance(seconds: number): void;
  set(moment: Date): void;
}

/** Stands at the given moment. */
export function createFakeClock(start = new Date('2026-03-02T09:00:00.000Z')): FakeClock {
  let milliseconds = start.getTime();
  return {
    now: () => new Date(milliseconds),
    advance: (seconds) => {
      milliseconds += seconds * 1000;
    },
    set: (moment) => {
      milliseconds = moment.getTime();
    },
  };
}
