/** What Google's storage services (Firestore, Secret Manager, Pub/Sub) answer, as failures of ours. */
import { Failure } from '../domain/errors.ts';
import { callTimeoutSeconds } from '../domain/life.ts';

/** The gRPC status codes that mean something to us. https://grpc.io/docs/guides/status-codes/ */
export const storageStatus = { notFound: 5, alreadyExists: 6, failedPrecondition: 9 } as const;

/** Status codes of a service that is down, overloaded or slow for a moment; the REST clients use the HTTP ones. */
const passing = new Set([1, 2, 4, 8, 10, 13, 14, 408, 429, 500, 502, 503, 504]);

/** Errors of a connection that broke or was never made. */
const network = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
]);

/** For each call of Google's clients: no retries of their own, and a time-out (domain/life.ts). */
export const oneCall = { retry: null, timeout: callTimeoutSeconds * 1000 };

/** The status code of an error of Google's clients, if it is one that Google has given. */
export function statusOf(error: unknown): number | undefined {
  const { code, httpStatusCode } = (error ?? {}) as { code?: unknown; httpStatusCode?: unknown };
  // The clients take every refusal that they do not know for a failed precondition; Google's own comes with 400.
  if (code === storageStatus.failedPrecondition && (httpStatusCode ?? 400) !== 400) return undefined;
  return typeof code === 'number' ? code : undefined;
}

/** Runs a call to storage; what passes by itself becomes `storageUnavailable`, anything else stays as it is: unexpected. */
export async function inStorage<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const causes = causesOf(error);
    const failure = causes.find((cause) => cause instanceof Failure);
    if (failure) throw failure;
    if (causes.some(isPassing)) throw new Failure('storageUnavailable', 'storage does not answer', { cause: error });
    throw error;
  }
}

/** An error and what it was caused by. */
function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

function isPassing(error: Error & { code?: unknown; httpStatusCode?: unknown }): boolean {
  if (typeof error.httpStatusCode === 'number' && passing.has(error.httpStatusCode)) return true;
  return typeof error.code === 'number' ? passing.has(error.code) : network.has(String(error.code));
}
