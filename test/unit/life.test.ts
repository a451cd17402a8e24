/** A worker's life (protocol, rule 12). */
import { describe, expect, test } from '@jest/globals';
import {
  assertAlive,
  beginLife,
  callTimeoutSeconds,
  clockSkewSeconds,
  secondsAfter,
  workerLifeSeconds,
} from '../../functions/domain/life.ts';

const now = new Date('2026-03-02T09:00:00.000Z');
const acknowledgementSeconds = 600;

describe("a worker's life", () => {
  test('leaves time for a call that was begun at its last moment, by a clock that is behind', () => {
    const { endsAt } = beginLife(now);
    const lastAnswer = secondsAfter(endsAt, callTimeoutSeconds);
    expect(secondsAfter(lastAnswer, clockSkewSeconds)).toEqual(secondsAfter(now, workerLifeSeconds));
  });

  test("is over before Pub/Sub's acknowledgement deadline", () => {
    expect(workerLifeSeconds).toBeLessThan(acknowledgementSeconds);
  });

  test('lets a write begin at its last moment and not a millisecond later', () => {
    const life = beginLife(now);
    expect(() => assertAlive(life, now)).not.toThrow();
    expect(() => assertAlive(life, life.endsAt)).not.toThrow();
    expect(() => assertAlive(life, secondsAfter(life.endsAt, 0.001))).toThrow(
      expect.objectContaining({ code: 'lifeOver' }),
    );
  });
});

test('seconds are added, and taken off when they are negative', () => {
  expect(secondsAfter(now, 90)).toEqual(new Date('2026-03-02T09:01:30.000Z'));
  expect(secondsAfter(now, -0.5)).toEqual(new Date('2026-03-02T08:59:59.500Z'));
  expect(now).toEqual(new Date('2026-03-02T09:00:00.000Z'));
});
