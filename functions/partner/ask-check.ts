/** A person wants to know whether a client's month is complete, or to have what is missing exported: the export function finds out. */
import { activationId } from '../domain/activation.ts';
import { checkAsked, checkId, type ExportsAsked } from '../domain/check.ts';
import { Failure } from '../domain/errors.ts';
import type { Activations, Checks, Clock, Publisher } from '../domain/ports.ts';
import { writeCheck } from './write-check.ts';

/** @param month YYYY-MM. `exports`: which of the missing ones are exported at once; none where it is left out. */
export type AskCheck = (
  partnerSpace: string,
  clientSpace: string,
  month: string,
  exports?: ExportsAsked,
) => Promise<void>;

/** Throws notFound where this partner does not have the client switched on, and storageUnavailable. */
export function createAskCheck(parts: {
  activations: Activations;
  checks: Checks;
  publisher: Publisher;
  now: Clock;
}): AskCheck {
  const { activations, checks, publisher, now } = parts;
  return async (partnerSpace, clientSpace, month, exports) => {
    const activation = await activations.read(activationId(partnerSpace, clientSpace));
    if (!activation?.value.active) throw new Failure('notFound', 'this partner has no such client');
    const key = { partnerSpace, clientSpace, month };
    await writeCheck(checks, checkId(key), (before) => checkAsked(before, key, now()));
    await publisher.publish({ kind: 'check', ...key, ...(exports && { exports }) });
  };
}
