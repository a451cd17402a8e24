/** A visit to a sign-in page is good for one browser, one place and ten minutes. */
import { describe, expect, test } from '@jest/globals';
import { secondsAfter } from '../../functions/domain/life.ts';
import { assertBelongs, beganSignIn, equalInConstantTime } from '../../functions/domain/sign-in.ts';
import { aSignIn } from '../builders.ts';

const now = new Date('2026-03-02T09:05:00.000Z');
const expected = { at: 'google', browserDigest: 'digest of a cookie' } as const;

test('a sign-in lasts ten minutes', () => {
  const { expiresAt, ...visit } = aSignIn();
  expect(beganSignIn(visit, now)).toEqual({ ...visit, expiresAt: secondsAfter(now, 600) });
  expect(expiresAt).toBeInstanceOf(Date);
});

describe('a callback', () => {
  test('finds the sign-in that it belongs to, until its last moment', () => {
    const signIn = aSignIn();
    expect(assertBelongs(signIn, expected, now)).toBe(signIn);
    expect(assertBelongs(signIn, expected, signIn.expiresAt)).toBe(signIn);
  });

  const refusals = [
    ['with a state that nobody knows, or that has been used', undefined, {}, 0],
    ['with the state of a sign-in at Banqup', aSignIn({ at: 'banqup' }), {}, 0],
    ['in another browser', aSignIn(), { browserDigest: 'digest of another cookie' }, 0],
    ['in a browser without a cookie', aSignIn(), { browserDigest: undefined }, 0],
    ['with an empty cookie', aSignIn(), { browserDigest: '' }, 0],
    ['a millisecond too late', aSignIn(), {}, 300.001],
  ] as const;

  test.each(refusals)('%s is refused', (_what, signIn, difference, laterSeconds) => {
    const refused = () => assertBelongs(signIn, { ...expected, ...difference }, secondsAfter(now, laterSeconds));
    expect(refused).toThrow(expect.objectContaining({ code: 'linkExpired' }));
  });

  test.each(refusals)('%s is not told any secret', (_what, signIn, difference, laterSeconds) => {
    const { codeVerifier, browserDigest } = aSignIn();
    let message = '';
    try {
      assertBelongs(signIn, { ...expected, ...difference }, secondsAfter(now, laterSeconds));
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('sign-in refused');
    expect(message).not.toContain(codeVerifier);
    expect(message).not.toContain(browserDigest);
  });
});

test.each([
  ['the same', 'the same', true],
  ['the same', 'the other', false],
  ['short', 'shorter', false],
  ['', '', true],
  ['é', 'e', false],
])('%j and %j are equal: %p', (a, b, equal) => {
  expect(equalInConstantTime(a, b)).toBe(equal);
});
