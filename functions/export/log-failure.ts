/** A delivery or an export that failed, in the log, with the ids that a person would search for. */
import { asFailure, type Failure, fateOf } from '../domain/errors.ts';
import type { Log } from '../domain/ports.ts';

/** A retry is everyday weather; what nobody has understood must be seen. Answers the failure. */
export function logFailure(log: Log, what: string, error: unknown, fields: Record<string, unknown>): Failure {
  const failure = asFailure(error);
  const level = fateOf(failure.code) === 'unknown' ? 'error' : 'warn';
  log[level](what, { ...fields, failure: failure.code, error: failure });
  return failure;
}
