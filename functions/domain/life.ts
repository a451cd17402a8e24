/**
 * A worker's life: the longest time one delivery may go on working (protocol, rule 12). Every write outside is preceded by
 * `assertAlive`; every call outside ends by its own time-out; so once `workerLifeSeconds` have passed nothing that the
 * delivery began can still happen, and another one may take its entry over.
 */
import { Failure } from './errors.ts';

/** The longest that one call outside may take, its body included. */
export const callTimeoutSeconds = 60;

/** No write is begun later than this after the delivery came in. */
const workingSeconds = 480;

/** The clocks of two instances differ by no more than this. */
export const clockSkewSeconds = 30;

/** From the delivery's arrival until nothing of it can still happen; below Pub/Sub's acknowledgement deadline of 600 s. */
export const workerLifeSeconds = workingSeconds + callTimeoutSeconds + clockSkewSeconds;

/** One delivery's share of time. */
export interface Life {
  /** The last moment at which a write may begin. */
  readonly endsAt: Date;
}

/** A life that begins now. */
export function beginLife(now: Date): Life {
  return { endsAt: secondsAfter(now, workingSeconds) };
}

/** Throws `lifeOver` when the delivery must not write any more. */
export function assertAlive(life: Life, now: Date): void {
  if (now > life.endsAt) throw new Failure('lifeOver', 'this delivery has worked for too long; another one goes on');
}

/** A moment some seconds after another. */
export function secondsAfter(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}

/** Whether nothing that a delivery of this moment began can still happen. */
export function hasLived(begun: Date, now: Date): boolean {
  return now > secondsAfter(begun, workerLifeSeconds);
}
