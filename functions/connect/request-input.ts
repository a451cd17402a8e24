/** Input from outside, checked by a schema before anything else is done with it. */
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';

/** A space's id, in the one spelling that we compare. */
export const spaceId = z.uuid().toLowerCase();

/** The value as the schema describes it. Throws badRequest, which says what is wrong with it. */
export function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new Failure('badRequest', z.prettifyError(result.error));
  return result.data;
}
