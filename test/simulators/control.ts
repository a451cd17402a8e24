/**
 * What the stand-ins for Firestore, Pub/Sub and Secret Manager share: they are served on a local port, every call
 * is counted under its name, a call can be made to fail, to hang or to be held, and errors look as Google's REST APIs give them
 * (https://cloud.google.com/apis/design/errors). A call they do not know is answered 501 and named.
 */
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { createHeldCalls } from './held-calls.ts';

const HTTP_STATUS = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ABORTED: 409,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
  OUT_OF_RANGE: 400,
  INTERNAL: 500,
  UNKNOWN: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const;

type Status = keyof typeof HTTP_STATUS;
const STATUSES = Object.keys(HTTP_STATUS) as Status[];

/** An error of a Google API: its canonical status decides the HTTP status. */
export class StatusError extends Error {
  readonly status: Status;
  readonly httpStatus: number;

  constructor(status: Status, message: string, httpStatus: number = HTTP_STATUS[status]) {
    super(message);
    this.status = status;
    this.httpStatus = httpStatus;
  }
}

/** One request, understood: the name it is counted under, and what answers it. `streamed`: the answer is a JSON array, errors included. */
export type Call<Name extends string> = { name: Name; streamed?: boolean; run: (body: unknown) => unknown };

/** A request as the stand-ins see it: the path is decoded. */
export type Asked = { method: string; path: string; query: URLSearchParams };

/** A running stand-in. */
export type StandIn = {
  url: string;
  calls(): Record<string, number>;
  /** What Google would charge for, by its own unit. */
  billed(): Record<string, number>;
  close(): Promise<void>;
};

const faultSchema = z.strictObject({
  on: z.string(),
  /** Only a call with this text in its path. */
  about: z.string().default(''),
  times: z.int().positive(),
  status: z.int().min(400).max(599).default(503),
  hang: z.boolean().default(false),
  hold: z.enum(['before', 'after']).optional(),
});

/**
 * Serves a stand-in on 127.0.0.1 until `close()`.
 * `find` says which call a request is; undefined is answered 501. `names` are the calls that may be made to fail over
 * `POST /_control/faults` {on, about, times, status, hang, hold}; `DELETE` of it ends all faults, `GET /_control/calls` tells
 * the counts, `GET /_control/billed` what Google would charge for, by its own unit. `GET /_control/held` names the calls that are
 * being held, `DELETE` of it lets them go, as the end of all faults does.
 */
export async function serveStandIn<Name extends string>(options: {
  service: string;
  port: number;
  names: readonly Name[];
  find: (asked: Asked) => Call<Name> | undefined;
}): Promise<StandIn & { count(name: string): void; bill(unit: string, amount: number): void }> {
  const { service, names, find } = options;
  const counts = new Map<string, number>();
  const held = createHeldCalls();
  let faults: z.infer<typeof faultSchema>[] = [];
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const calls = () => Object.fromEntries(counts);
  const bills = new Map<string, number>();
  const billed = () => Object.fromEntries(bills);

  async function serveCall(c: Context, { name, run }: Call<Name>, path: string): Promise<unknown> {
    // Read at once: the body of a call that is held must not be lost with its caller.
    const body = await jsonBody(c);
    const serveIt = async () => run(body);
    const fault = faults.find((one) => one.on === name && one.times > 0 && path.includes(one.about));
    if (!fault) return serveIt();
    fault.times -= 1;
    if (fault.hold) return held.hold(name, fault.hold, serveIt);
    const clientGone = c.req.raw.signal;
    if (fault.hang) await new Promise((resolve) => clientGone.addEventListener('abort', resolve));
    throw wished(fault.status);
  }

  const app = new Hono();
  app.get('/_control/calls', (c) => c.json(calls()));
  app.get('/_control/billed', (c) => c.json(billed()));
  app.post('/_control/faults', async (c) => {
    const fault = faultSchema.safeParse(await c.req.json());
    if (!fault.success) return c.json({ error: z.prettifyError(fault.error) }, 400);
    if (!names.some((name) => name === fault.data.on)) return c.json({ error: `on: one of ${names.join(', ')}` }, 400);
    faults.push(fault.data);
    return c.json(faults);
  });
  app.delete('/_control/faults', async (c) => {
    faults = [];
    await held.letGo();
    return c.json(faults);
  });
  app.get('/_control/held', (c) => c.json(held.names()));
  app.delete('/_control/held', async (c) => {
    await held.letGo();
    return c.json([]);
  });
  app.all('*', async (c) => {
    const url = new URL(c.req.url);
    const asked = { method: c.req.method, path: decodeURIComponent(url.pathname), query: url.searchParams };
    const call = find(asked);
    if (!call) {
      return refuse(
        new StatusError('UNIMPLEMENTED', `The ${service} stand-in does not know ${asked.method} ${asked.path}`),
      );
    }
    count(call.name);
    try {
      return c.json(await serveCall(c, call, asked.path));
    } catch (error) {
      if (error instanceof StatusError) return refuse(error, call.streamed);
      throw error;
    }
  });
  app.onError((error) => refuse(new StatusError('INTERNAL', `The ${service} stand-in broke: ${error.stack}`)));

  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>((resolve, reject) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: options.port }, (info) =>
      resolve({ server: started, port: info.port }),
    );
    started.once('error', reject);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    count,
    billed,
    bill: (unit, amount) => bills.set(unit, (bills.get(unit) ?? 0) + amount),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
}

/**
 * The request's body in the shape that `schema` allows. A wrong value is the caller's mistake (INVALID_ARGUMENT); a
 * field the stand-in does not know is the stand-in's limit (UNIMPLEMENTED), so that nothing is silently left out.
 */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, call: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const limit = parsed.error.issues.some((issue) => issue.code === 'unrecognized_keys');
  throw limit
    ? new StatusError('UNIMPLEMENTED', `The stand-in does not know this in ${call}: ${z.prettifyError(parsed.error)}`)
    : new StatusError('INVALID_ARGUMENT', `Invalid JSON payload in ${call}: ${z.prettifyError(parsed.error)}`);
}

async function jsonBody(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StatusError('INVALID_ARGUMENT', `Invalid JSON payload received: ${String(error)}`);
  }
}

function refuse(error: StatusError, streamed = false): Response {
  const body = { error: { code: error.httpStatus, message: error.message, status: error.status } };
  return Response.json(streamed ? [body] : body, { status: error.httpStatus });
}

function wished(httpStatus: number): StatusError {
  const status = STATUSES.find((one) => HTTP_STATUS[one] === httpStatus) ?? 'UNKNOWN';
  return new StatusError(status, `Asked to answer ${httpStatus}`, httpStatus);
}
