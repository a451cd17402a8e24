/**
 * Firestore's client tries again by itself, for minutes, and no option turns that off; one place decides what is tried again
 * (domain/errors.ts). So what it would repeat is told to it as an error that it never repeats: one without a known status.
 */
import type { AuthClient, GoogleAuth } from 'google-auth-library';
import { Failure } from '../domain/errors.ts';
import { callTimeoutSeconds } from '../domain/life.ts';

type Send = (url: string, init: RequestInit) => Promise<Response>;

/** Statuses that the client repeats. https://cloud.google.com/apis/design/errors */
const repeated = ['ABORTED', 'DEADLINE_EXCEEDED', 'INTERNAL', 'RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'UNKNOWN'];

/** The same credentials; each call with them is one request, ended by our time-out. */
export function oneAttempt<T extends AuthClient | GoogleAuth>(auth: T): T {
  const send = auth.fetch.bind(auth) as unknown as Send;

  const fetch: Send = async (url, init) => {
    const timeout = AbortSignal.timeout(callTimeoutSeconds * 1000);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const response = await send(url, { ...init, signal }).catch((cause: unknown) => {
      // 401 and 403 come as errors; they are not repeated.
      if ((cause as { status?: unknown }).status !== undefined) throw cause;
      throw unavailable('no answer', cause);
    });
    if (response.ok) return response;
    const body = await response.text();
    // Either {error: {status}} or, of calls that answer in a stream, [{error: {status}}].
    const status = repeated.find((name) => body.includes(`"${name}"`));
    // What stands in front of Google's services answers without its words; the client repeats that too.
    if (status || isPassing(response.status)) throw unavailable(status ?? String(response.status));
    return new Response(body, { status: response.status, headers: response.headers });
  };
  return Object.assign(auth, { fetch });
}

function isPassing(httpStatus: number): boolean {
  return httpStatus === 408 || httpStatus === 429 || httpStatus >= 500;
}

function unavailable(what: string, cause?: unknown): Failure {
  const failure = new Failure('storageUnavailable', `Firestore: ${what}`, { cause });
  return Object.assign(failure, { status: 0 });
}
