/**
 * How many writes a second an account takes, once a test has asked for a limit. What is above it is refused as Drive does, and as
 * at Drive a refusal does not prove that nothing was made: one creation of many takes effect all the same.
 * https://developers.google.com/workspace/drive/api/guides/limits
 */
import { z } from 'zod';
import { DriveError } from './errors.ts';
import type { Ctx, Handler } from './traffic.ts';

export const writeLimitSchema = z.strictObject({
  perSecond: z.number().positive(),
  /** So many at once, after a pause. */
  burst: z.number().min(1),
  /** Every so many refusals one takes effect; 3 of 63 did in one report. */
  madeEvery: z.int().min(1).default(20),
});

export type WriteLimit = z.input<typeof writeLimitSchema>;

export type WriteLimiter = ReturnType<typeof createWriteLimiter>;

/** Full for each account. `nowMs`: milliseconds since 1970. */
export function createWriteBuckets(nowMs: () => number) {
  const buckets = new Map<string, { left: number; atMs: number }>();
  return {
    clear: () => buckets.clear(),

    /** Whether the account takes one more write now. */
    take(account: string, { perSecond, burst }: Pick<WriteLimit, 'perSecond' | 'burst'>): boolean {
      const atMs = nowMs();
      const before = buckets.get(account) ?? { left: burst, atMs };
      const left = Math.min(burst, before.left + ((atMs - before.atMs) / 1000) * perSecond);
      const isTaken = left >= 1;
      buckets.set(account, { left: isTaken ? left - 1 : left, atMs });
      return isTaken;
    },
  };
}

/** No limit yet. `emailOf`: whose call it is; undefined is left to be refused by the call itself. */
export function createWriteLimiter(parts: { now: () => Date; emailOf: (c: Ctx) => string | undefined }) {
  const { now, emailOf } = parts;
  const buckets = createWriteBuckets(() => now().getTime());
  let limit: z.output<typeof writeLimitSchema> | undefined;
  let refusals = 0;

  return {
    /** Begins anew, with all of the burst; undefined ends it. */
    set(given: WriteLimit | undefined): void {
      limit = given && writeLimitSchema.parse(given);
      buckets.clear();
      refusals = 0;
    },

    /** Wraps the handler of a call that writes. */
    write(handler: Handler): Handler {
      return async (c) => {
        const email = limit && emailOf(c);
        if (!limit || email === undefined || buckets.take(email, limit)) return handler(c);
        await c.req.arrayBuffer();
        refusals += 1;
        if (refusals % limit.madeEvery === 0) await handler(c);
        throw new DriveError(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded', { domain: 'usageLimits' });
      };
    },
  };
}
