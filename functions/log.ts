/**
 * Structured logging as Google Cloud reads it from standard output: `severity`, `message` and fields as JSON, one line each.
 * Values whose names speak of secrets are never written, whatever the caller passes.
 * https://cloud.google.com/logging/docs/structured-logging
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { pino } from 'pino';
import type { Log } from './domain/ports.ts';

const severities: Record<string, string> = {
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

const secretFields = ['token', 'accessToken', 'refreshToken', 'code', 'codeVerifier', 'cookie', 'authorization'];

/** What every line of one request or delivery carries: its trace, and whatever the handler adds. */
const context = new AsyncLocalStorage<Record<string, unknown>>();

/** Runs `work` so that all it logs belongs to the trace of `traceparent` (W3C), where there is one. */
export function withTrace<T>(project: string, traceparent: string | undefined, work: () => T): T {
  const traceId = /^00-([0-9a-f]{32})-/.exec(traceparent ?? '')?.[1];
  const fields = traceId ? { 'logging.googleapis.com/trace': `projects/${project}/traces/${traceId}` } : {};
  return context.run(fields, work);
}

/** A log that writes to standard output. */
export function createLog(level: string): Log {
  const logger = pino({
    level,
    base: null,
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ severity: severities[label] ?? 'DEFAULT' }) },
    mixin: () => context.getStore() ?? {},
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[removed]' },
    serializers: { error: describeError },
  });
  return {
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
  };
}

/** Name, message and stack of an error and its causes; no other field, since libraries hang whole requests on their errors. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { name: error.name, message: error.message, stack: error.stack, ...cause };
}
