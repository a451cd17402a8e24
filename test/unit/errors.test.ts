/** The one table of failures (design, section 4). */
import { describe, expect, test } from '@jest/globals';
import {
  asFailure,
  Failure,
  type FailureCode,
  failureCodes,
  fateOf,
  statusOf,
  waitSecondsOf,
} from '../../functions/domain/errors.ts';

const withFate = (fate: string) => failureCodes.filter((code) => fateOf(code) === fate);

describe('every code', () => {
  test.each(failureCodes)('%s has a fate and an HTTP status of an error', (code) => {
    expect(['retry', 'park', 'repair', 'reject', 'unknown']).toContain(fateOf(code));
    expect(statusOf(code)).toBeGreaterThanOrEqual(400);
    expect(statusOf(code)).toBeLessThan(600);
  });

  test.each(withFate('retry'))('%s, which passes by itself, answers 503', (code) => {
    expect(statusOf(code)).toBe(503);
  });

  test('only what nobody has understood is unknown', () => {
    expect(withFate('unknown')).toEqual(['unexpected']);
  });
});

describe('waiting', () => {
  test.each([
    ['signInNeeded', 0],
    ['paceLimited', 0],
    ['idRefusedTwice', 600],
    ['ublMissing', 600],
    ['driveFull', 3600],
    ['drivePolicy', 3600],
    ['driveLimit', 3600],
    ['documentNotFound', 3600],
    ['banqupUnavailable', 600],
  ] as [FailureCode, number][])('for %s takes %d seconds', (code, seconds) => {
    expect(waitSecondsOf(new Failure(code, 'something'))).toBe(seconds);
  });

  test('takes as long as the other side asks, when that is longer', () => {
    expect(waitSecondsOf(new Failure('paceLimited', 'slow down', { retryAfterSeconds: 300 }))).toBe(300);
    expect(waitSecondsOf(new Failure('banqupUnavailable', 'slow down', { retryAfterSeconds: 5 }))).toBe(600);
  });

  test.each([
    [0, 600],
    [1, 1200],
    [7, 76_800],
    [8, 86_400],
    [10_000, 86_400],
  ])('for what nobody has understood, after %d times before, takes %d seconds', (attempts, seconds) => {
    expect(waitSecondsOf(new Failure('unexpected', 'something'), { attemptsBefore: attempts })).toBe(seconds);
  });

  test.each([
    ['documentNotFound', 4 * 3600, 3600],
    ['documentNotFound', 8 * 3600, 2 * 3600],
    ['ublMissing', 2400, 600],
    ['ublMissing', 86_400, 6 * 3600],
    ['idRefusedTwice', 4 * 86_400, 86_400],
    ['idRefusedTwice', 365 * 86_400, 86_400],
  ] as [FailureCode, number, number][])(
    'for %s, which may stay, after %d seconds, takes %d: a quarter of its age where that is longer, a day at most',
    (code, ageSeconds, seconds) => {
      expect(waitSecondsOf(new Failure(code, 'something'), { ageSeconds })).toBe(seconds);
    },
  );

  test.each(['signInNeeded', 'paceLimited', 'driveFull', 'drivePolicy', 'driveLimit', 'banqupUnavailable'] as const)(
    'for %s takes as long however old the entry is',
    (code) => {
      const failure = new Failure(code, 'something');
      expect(waitSecondsOf(failure, { ageSeconds: 365 * 86_400 })).toBe(waitSecondsOf(failure));
    },
  );

  test.each([86_401, 10 ** 9, Number.MAX_VALUE])('takes a day at most, also when %d seconds are asked', (seconds) => {
    for (const code of ['paceLimited', 'driveFull', 'signInNeeded'] as const) {
      expect(waitSecondsOf(new Failure(code, 'slow down', { retryAfterSeconds: seconds }))).toBe(86_400);
    }
  });
});

describe('whatever was thrown', () => {
  test('stays itself when it is understood already', () => {
    const failure = new Failure('driveFull', 'full', { retryAfterSeconds: 9 });
    expect(asFailure(failure)).toBe(failure);
  });

  test.each([
    [new TypeError('x is not a function'), 'x is not a function'],
    ['just text', 'just text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ code: 'driveFull' }, '[object Object]'],
  ])('is unexpected otherwise: %p', (thrown, message) => {
    const failure = asFailure(thrown);
    expect(failure).toMatchObject({ name: 'Failure', code: 'unexpected', message });
    expect(failure.cause).toBe(thrown);
  });
});
