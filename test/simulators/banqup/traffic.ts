/**
 * Counts the calls that arrive, by operation, and lets a test make the next ones fail or hang.
 * A call that is made to fail is counted as well.
 */
import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

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
  /** How many calls it spoils; 1 when left out. */
  times?: number | undefined;
  /** The status answered; 503 when left out. */
  status?: number | undefined;
  retryAfterSeconds?: number | undefined;
  /** Never answers, until the simulator is closed. */
  hang?: boolean | undefined;
}

export type Traffic = ReturnType<typeof createTraffic>;

/** Counters and faults of one simulator. */
export function createTraffic() {
  const counts: Partial<Record<Operation, number>> = {};
  const faults: { fault: Fault; left: number }[] = [];
  const closed = Promise.withResolvers<void>();

  function nextFault(operation: Operation): Fault | undefined {
    const found = faults.find(({ fault, left }) => fault.on === operation && left > 0);
    if (!found) return undefined;
    found.left -= 1;
    return found.fault;
  }

  return {
    /** To be put before the handler of an operation. */
    on(operation: Operation): MiddlewareHandler {
      return async (c, next) => {
        counts[operation] = (counts[operation] ?? 0) + 1;
        const fault = nextFault(operation);
        if (!fault) return next();
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

    clearFaults(): void {
      faults.length = 0;
    },

    /** Lets go of the calls that hang. */
    close: () => closed.resolve(),
  };
}
