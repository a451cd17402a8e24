/**
 * Counts the calls that arrive, by operation, and lets a test make the next ones fail or hang, or hold them.
 * A call that is made to fail is counted as well.
 */
import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { createHeldCalls } from '../held-calls.ts';

export const operations = [
  'token',
  'authorize',
  'userToken',
  'discovery',
  'jwks',
  'redirects',
  'spaces',
  'extensions',
  'extensionClients',
  'documents',
  'document',
  'file',
  'download',
] as const;

export type Operation = (typeof operations)[number];

export interface Fault {
  on: Operation;
  /** Only a call with this text in its address. */
  about?: string | undefined;
  /** How many calls it spoils; 1 when left out. */
  times?: number | undefined;
  /** The status answered; 503 when left out. */
  status?: number | undefined;
  retryAfterSeconds?: number | undefined;
  /** Never answers, until the simulator is closed. */
  hang?: boolean | undefined;
  /** Spoils nothing: stops the call before or after its effect, until it is let go. */
  hold?: 'before' | 'after' | undefined;
}

export type Traffic = ReturnType<typeof createTraffic>;

/** Counters and faults of one simulator. */
export function createTraffic() {
  const counts: Partial<Record<Operation, number>> = {};
  const faults: { fault: Fault; left: number }[] = [];
  const held = createHeldCalls();
  const closed = Promise.withResolvers<void>();

  function nextFault(operation: Operation, address: string): Fault | undefined {
    const found = faults.find(
      ({ fault, left }) => fault.on === operation && left > 0 && address.includes(fault.about ?? ''),
    );
    if (!found) return undefined;
    found.left -= 1;
    return found.fault;
  }

  return {
    /** To be put before the handler of an operation. */
    on(operation: Operation): MiddlewareHandler {
      return async (c, next) => {
        counts[operation] = (counts[operation] ?? 0) + 1;
        const fault = nextFault(operation, c.req.url);
        if (!fault) return next();
        if (fault.hold) return held.hold(operation, fault.hold, next);
        if (fault.hang) await closed.promise;
        if (fault.retryAfterSeconds !== undefined) c.header('Retry-After', String(fault.retryAfterSeconds));
        const message = `The simulator was told to fail ${operation}`;
        return c.json({ code: 'SIMULATED', message }, (fault.status ?? 503) as ContentfulStatusCode);
      };
    },

    calls: (): Partial<Record<Operation, number>> => ({ ...counts }),

    resetCalls(): void {
      for (const operation of operations) delete counts[operation];
    },

    addFault(fault: Fault): void {
      faults.push({ fault, left: fault.times ?? 1 });
    },

    /** The operations of the calls that are being held. */
    held: held.names,

    /** Lets them go on; what they came under stays. */
    letGo: held.letGo,

    /** Lets go what is held, too. */
    async clearFaults(): Promise<void> {
      faults.length = 0;
      await held.letGo();
    },

    /** Lets go of the calls that hang. */
    close: () => closed.resolve(),
  };
}
