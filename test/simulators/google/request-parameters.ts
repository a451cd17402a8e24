/**
 * The query parameters of a Drive call: the ones it simulates, the ones that change nothing here, and a loud refusal of
 * every other one.
 */
import { invalidParameter, notSimulated } from './errors.ts';
import type { Ctx } from './traffic.ts';

// One account's own files are all there is, so these make no difference when they ask for exactly that.
const harmless: Record<string, readonly string[] | 'any'> = {
  alt: ['json'],
  prettyPrint: 'any',
  quotaUser: 'any',
  supportsAllDrives: 'any',
  supportsTeamDrives: 'any',
  enforceSingleParent: 'any',
  keepRevisionForever: ['false'],
  acknowledgeAbuse: ['false'],
  includeItemsFromAllDrives: 'any',
  corpora: ['user'],
  spaces: ['drive'],
  space: ['drive'],
  type: ['files'],
};

/** Throws 400 naming the first parameter that this call does not simulate. */
export function checkParameters(c: Ctx, operation: string, simulated: readonly string[]): void {
  for (const [name, value] of Object.entries(c.req.query())) {
    if (simulated.includes(name)) continue;
    const values = Object.hasOwn(harmless, name) ? harmless[name] : undefined;
    if (values === undefined || (values !== 'any' && !values.includes(value))) {
      throw notSimulated(operation, `${name}=${value}`);
    }
  }
}

/** A whole number between bounds, or the default when the parameter is not given; 400 outside the bounds. */
export function numberParameter(
  c: Ctx,
  name: string,
  { min, max, otherwise }: Record<'min' | 'max' | 'otherwise', number>,
) {
  const text = c.req.query(name);
  if (text === undefined) return otherwise;
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw invalidParameter(name, `Invalid value '${text}'. Values must be within the range: [${min}, ${max}]`);
}

/** The ids in a comma-separated parameter. */
export function idsParameter(c: Ctx, name: string): string[] {
  return (c.req.query(name) ?? '').split(',').filter((id) => id !== '');
}
