/**
 * Structured logging as Google Cloud reads it from standard output: `severity`, `message` and fields as JSON, one line each.
 * Values whose names speak of secrets are never written, whatever the caller passes.
 * https://cloud.google.com/logging/docs/structured-logging
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Log } from './domain/ports.ts';

/** By what `LOG_LEVEL` calls them, the least first. */
const severities = { debug: 'DEBUG', info: 'INFO', warn: 'WARNING', error: 'ERROR' };
type Level = keyof typeof severities;
const levels = Object.keys(severities);

/** `refresh_token`, `set-cookie`, `clientSecret`, …; not `secretVersion`, which is a number. */
const secretName = /(?:token|secret|cookie|authorization|password|verifier|sessionkey)$|^code$/i;

/** What every line of one request carries: its trace. */
const context = new AsyncLocalStorage<Record<string, unknown>>();

/**
 * From now on, whatever is logged while a request is handled belongs to the request's trace (W3C `traceparent`). The
 * Functions Framework hands a Pub/Sub push on without its headers, so the trace is taken where the request comes in.
 */
export function traceRequests(project: string): void {
  subscribe('http.server.request.start', (message) => {
    const { request } = message as { request: IncomingMessage };
    const traceId = /^00-([0-9a-f]{32})-/.exec(String(request.headers['traceparent'] ?? ''))?.[1];
    context.enterWith(traceId ? { 'logging.googleapis.com/trace': `projects/${project}/traces/${traceId}` } : {});
  });
}

/** A log that writes to standard output what is at this level (`LOG_LEVEL`) or above it. */
export function createLog(level: string): Log {
  const at =
    (own: Level) =>
    (message: string, fields: object = {}): void => {
      if (levels.indexOf(own) < levels.indexOf(level)) return;
      const time = new Date().toISOString();
      const entry = { severity: severities[own], time, ...context.getStore(), ...shownFields(fields), message };
      process.stdout.write(`${JSON.stringify(entry)}\n`);
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

function shownFields(fields: object, above: readonly unknown[] = []): Record<string, unknown> {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, secretName.test(name) ? '[removed]' : shown(value, above)]),
  );
}

/** A value at any depth as it may be written; `above` is what it lies in, so that a ring ends. */
function shown(value: unknown, above: readonly unknown[]): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (above.includes(value)) return '[see above]';
  const inside = [...above, value];
  if (value instanceof Error) return describeError(value, inside);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return Array.isArray(value) ? value.map((item) => shown(item, inside)) : shownFields(value, inside);
}

/** Name, message and stack of an error and its causes; no other field, since libraries hang whole requests on their errors. */
function describeError({ name, message, stack, cause }: Error, inside: readonly unknown[]): object {
  return { name, message, stack, ...(cause !== undefined && { cause: shown(cause, inside) }) };
}
