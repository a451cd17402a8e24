/**
 * Times as Firestore keeps them: whole microseconds since 1970, as bigint; RFC 3339 in UTC on the wire. The clock never
 * stands still between two commits, so that every commit has an update time of its own.
 */
import { StatusError } from '../control.ts';

/** RFC 3339 → microseconds; finer digits are cut off, as Firestore does. Throws INVALID_ARGUMENT. */
export function parseTimestamp(text: string): bigint {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const seconds = match ? Date.parse(`${match[1]}${match[3]}`) / 1000 : Number.NaN;
  if (Number.isNaN(seconds)) throw new StatusError('INVALID_ARGUMENT', `Not a timestamp: ${text}`);
  return BigInt(seconds) * 1_000_000n + BigInt((match?.[2] ?? '').padEnd(6, '0').slice(0, 6));
}

/** Microseconds → RFC 3339 in UTC, with as many digits as needed: none, three or six. */
export function formatTimestamp(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19);
  const digits = fraction.toString().padStart(6, '0').replace(/000$/, '');
  return fraction === 0n ? `${seconds}Z` : `${seconds}.${digits}Z`;
}

/** `commit()`: later than every time given before; `read()`: not earlier than any. `now` is in milliseconds. */
export function createClock(now: () => number) {
  let last = 0n;
  const later = (floor: bigint) => {
    const current = BigInt(now()) * 1000n;
    last = current > floor ? current : floor;
    return last;
  };
  return { commit: () => later(last + 1n), read: () => later(last) };
}
