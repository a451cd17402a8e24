/** Input from outside, checked by a schema before anything else is done with it. */
import { z } from 'zod';
import { Failure, parkingCodes, rejectingCodes } from '../domain/errors.ts';

/** A space's id, in the one spelling that we compare. */
export const spaceId = z.uuid().toLowerCase();

/** An entry's id in the ledger (domain/export.ts, exportId). */
export const entryId = z.string().regex(/^[0-9a-f]{64}$/);

/** Why documents wait or were rejected. */
export const causeCode = z.enum([...parkingCodes, ...rejectingCodes]);

/** The value as the schema describes it. Throws badRequest, which says what is wrong with it. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new Failure('badRequest', z.prettifyError(result.error));
  return result.data;
}
