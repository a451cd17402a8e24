/**
 * The HTTP client of everything we ask Google: no retries of its own, since one place decides what is tried again
 * (domain/errors.ts), a time-out on every call, since a worker's life rests on it (domain/life.ts), and Node's own fetch, since
 * the library's would have to be loaded first and takes more CPU.
 */
import { gaxios } from 'google-auth-library';
import { callTimeoutSeconds } from '../domain/life.ts';

/**
 * An HTTP client for Google's libraries. For bodies of many megabytes without Node's fetch, which would copy them.
 * @param signal ends all its calls, where they must be over sooner
 */
export function createTransporter(
  by: { fetchImplementation?: typeof fetch } = { fetchImplementation: fetch },
  signal?: AbortSignal,
): gaxios.Gaxios {
  const transporter = new gaxios.Gaxios({ timeout: callTimeoutSeconds * 1000, ...by });
  transporter.interceptors.request.add({
    // The libraries ask for retries call by call, so this is the only place that has the last word.
    resolved: async (request) => ({
      ...request,
      retry: false,
      retryConfig: { retry: 0, noResponseRetries: 0 },
      ...(signal && { signal }),
    }),
  });
  return transporter;
}
