/**
 * One visit to a sign-in page, Banqup's or Google's: from the redirect there to the callback, bound to one browser, good
 * for one use and ten minutes (RFC 9700, 4.7; RFC 7636).
 */
import { timingSafeEqual } from 'node:crypto';
import { Failure } from './errors.ts';
import type { Language } from './language.ts';
import { secondsAfter } from './life.ts';

const lifetimeSeconds = 10 * 60;

export interface SignIn {
  at: 'banqup' | 'google';
  partnerSpace: string;
  /** Digest of the browser's cookie; the cookie itself is kept nowhere. */
  browserDigest: string;
  codeVerifier: string;
  /** The person's. */
  language: Language;
  expiresAt: Date;
}

/** A sign-in that begins now. */
export function beganSignIn(signIn: Omit<SignIn, 'expiresAt'>, now: Date): SignIn {
  return { ...signIn, expiresAt: secondsAfter(now, lifetimeSeconds) };
}

/** The sign-in, if it is of this place and this browser and still in time. Throws linkExpired. */
export function assertBelongs(
  signIn: SignIn | undefined,
  expected: { at: SignIn['at']; browserDigest: string | undefined },
  now: Date,
): SignIn {
  if (signIn === undefined) throw new Failure('linkExpired', 'sign-in refused: unknown or used state');
  if (signIn.at !== expected.at) throw new Failure('linkExpired', 'sign-in refused: state of another sign-in');
  if (!equalInConstantTime(signIn.browserDigest, expected.browserDigest ?? '')) {
    throw new Failure('linkExpired', 'sign-in refused: another browser');
  }
  if (now > signIn.expiresAt) throw new Failure('linkExpired', 'sign-in refused: too late');
  return signIn;
}

/** Compares two secrets without telling by the time it takes how much of them agrees. */
export function equalInConstantTime(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
