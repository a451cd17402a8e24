/**
 * How long the other side asks us to wait (`Retry-After`): in seconds, or until a moment. A moment is counted from the answer's
 * own `Date`, so that it does not matter whose clock is right.
 * https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */

/** Seconds; undefined where the answer asks for nothing that can be read. Both are header values, null where there is none. */
export function retryAfterSecondsOf(retryAfter: string | null, date: string | null): number | undefined {
  const asked = retryAfter?.trim() ?? '';
  if (/^\d{1,9}$/.test(asked)) return Number(asked);
  const seconds = (momentOf(asked) - momentOf(date ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(seconds, 0);
}

/** Milliseconds since 1970 of an HTTP date. The language alone would read nearly anything as a date. */
function momentOf(text: string): number {
  return /^[A-Za-z]+, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
