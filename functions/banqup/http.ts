/**
 * Calls to Banqup over HTTP, with a time-out, classified once. Banqup documents 401 only; the rest is HTTP's own meaning.
 */
import type { z } from 'zod';
import { Failure } from '../domain/errors.ts';
import { callTimeoutSeconds } from '../domain/life.ts';
import { retryAfterSecondsOf } from '../domain/retry-after.ts';

/**
 * Asks Banqup. Answers every status below 500 but 429, for the caller to judge.
 * Throws banqupUnavailable for the rest, a broken connection and a time-out.
 */
export async function askBanqup(url: string, request: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, {
    ...request,
    // A redirect could carry the token to somebody else.
    redirect: 'error',
    signal: AbortSignal.timeout(callTimeoutSeconds * 1000),
  }).catch((cause: unknown) => {
    throw new Failure('banqupUnavailable', `${pathOf(url)}: Banqup does not answer`, { cause });
  });
  if (response.status !== 429 && response.status < 500) return response;
  await response.body?.cancel();
  const { headers } = response;
  throw new Failure('banqupUnavailable', `${pathOf(url)}: Banqup answered ${response.status}`, {
    retryAfterSeconds: retryAfterSecondsOf(headers.get('retry-after'), headers.get('date')),
  });
}

/** Reads the body of an answer. Throws banqupUnavailable where the connection breaks, or the time ends, on the way. */
export async function readBody<T>(url: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('banqupUnavailable', `${pathOf(url)}: Banqup broke off its answer`, { cause });
  }
}

/** The JSON in an answer, in the form that we read. Throws as `readBody` does; `unexpected` where it has another form. */
export async function readAnswer<T>(url: string, response: Response, form: z.ZodType<T>): Promise<T> {
  const text = await readBody(url, () => response.text());
  const result = form.safeParse(jsonOf(text));
  if (result.success) return result.data;
  // The fields, not what is in them.
  const fields = result.error.issues.map(({ path }) => path.join('.') || 'all of it');
  throw new Failure('unexpected', `${pathOf(url)}: Banqup answered in another form: ${fields.join(', ')}`);
}

/** Undefined where it is no JSON. An error of the parser would quote it. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** For statuses that the caller does not expect. */
export async function unexpectedAnswer(url: string, response: Response): Promise<Failure> {
  await response.body?.cancel();
  return new Failure('unexpected', `${pathOf(url)}: Banqup answered ${response.status}`);
}

/** An address without its query, which may hold a signature. */
function pathOf(url: string): string {
  return new URL(url).pathname;
}
