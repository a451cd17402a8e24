/**
 * Counts the calls that arrive and carries out the faults that a test asked for: refused before or after the call took
 * effect, never answered, cut off, or held until the test lets it go.
 */
import { setTimeout } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { z } from 'zod';
import { createHeldCalls } from '../held-calls.ts';
import { DriveError, OAuthError } from './errors.ts';

export type Ctx = Context<{ Bindings: HttpBindings }>;
export type Handler = (c: Ctx) => Response | Promise<Response>;

export const faultSchema = z
  .strictObject({
    on: z.string().min(1),
    about: z.string().min(1).optional(),
    times: z.int().min(1).default(1),
    when: z.enum(['before', 'after']).default('before'),
    how: z.enum(['status', 'hang', 'reset', 'hold']).default('status'),
    status: z.int().min(400).max(599).optional(),
    reason: z.string().optional(),
    message: z.string().optional(),
    retryAfterSeconds: z.number().min(0).optional(),
  })
  .refine(
    (fault) => fault.how !== 'status' || fault.status !== undefined,
    'a fault needs a status, or how: hang | reset | hold',
  );

/**
 * `on` is an operation (`drive.files.create`) or a family (`drive.*`). `about`: only a call with this text in its address or
 * its body. `when`: before or after the call takes effect.
 */
export type Fault = z.input<typeof faultSchema>;
type ActiveFault = z.output<typeof faultSchema>;

export type Traffic = ReturnType<typeof createTraffic>;

/** Counters at zero, no faults. */
export function createTraffic() {
  const counts = new Map<string, number>();
  const held = createHeldCalls();
  let faults: ActiveFault[] = [];
  let driveMs = 0;

  function takeFault(operation: string, request: string): ActiveFault | undefined {
    const fault = faults.find(
      ({ on, about }) =>
        (on === operation || (on.endsWith('.*') && operation.startsWith(on.slice(0, -1)))) &&
        (about === undefined || request.includes(about)),
    );
    if (!fault) return undefined;
    fault.times -= 1;
    if (fault.times === 0) faults = faults.filter((other) => other !== fault);
    return fault;
  }

  return {
    /** Wraps the handler of an operation: counts the call, then serves it as the faults allow. */
    operation(name: string, handler: Handler): Handler {
      return async (c) => {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        if (driveMs > 0 && name.startsWith('drive.')) await setTimeout(driveMs);
        if (faults.length === 0) return handler(c);
        const body = Buffer.from(await c.req.arrayBuffer());
        const fault = takeFault(name, `${c.req.url}\n${body.toString()}`);
        if (!fault) return handler(c);
        if (fault.how === 'hold') return held.hold(name, fault.when, async () => handler(c));
        if (fault.when === 'after') await handler(c);
        return misbehave(c, name, fault);
      };
    },

    calls: (): Record<string, number> => Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b))),

    resetCalls: (): void => counts.clear(),

    /** From now on each call to Drive takes so many milliseconds more. */
    slowDown(milliseconds: number): void {
      driveMs = milliseconds;
    },

    addFault(fault: Fault): void {
      faults.push(faultSchema.parse(fault));
    },

    /** The operations of the calls that are being held. */
    held: held.names,

    /** Lets them go on; what they came under stays. */
    letGo: held.letGo,

    /** Lets go what is held, too. */
    async clearFaults(): Promise<void> {
      faults = [];
      await held.letGo();
    },
  };
}

function misbehave(c: Ctx, operation: string, fault: ActiveFault): Promise<Response> {
  if (fault.how === 'reset') c.env.incoming.socket.destroy();
  if (fault.how !== 'status' || fault.status === undefined) return new Promise(() => {});
  const headers: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
  const message = fault.message ?? 'Simulated fault.';
  if (operation.startsWith('oauth.')) {
    throw new OAuthError(fault.status, fault.reason ?? 'internal_failure', message, headers);
  }
  const reason = fault.reason ?? (fault.status === 429 ? 'rateLimitExceeded' : 'backendError');
  const domain = /RateLimitExceeded$|^rateLimitExceeded$|^dailyLimitExceeded$/.test(reason) ? 'usageLimits' : 'global';
  throw new DriveError(fault.status, reason, message, { domain, headers });
}
