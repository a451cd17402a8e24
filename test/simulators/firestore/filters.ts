/**
 * A query's filters: comparisons of one field, and their AND and OR. A comparison looks only at values of its own type;
 * null and what is missing match no inequality (https://firebase.google.com/docs/firestore/query-data/queries).
 */
import { z } from 'zod';
import { StatusError } from '../control.ts';
import { compareValues, equalValues, parseValue, typeOf, type Value } from './values.ts';

const field = z.strictObject({ fieldPath: z.string() });
const FIELD_OPERATORS = {
  LESS_THAN: 1,
  LESS_THAN_OR_EQUAL: 2,
  GREATER_THAN: 3,
  GREATER_THAN_OR_EQUAL: 4,
  EQUAL: 5,
  NOT_EQUAL: 6,
  ARRAY_CONTAINS: 7,
  IN: 8,
} as const;
const equalityOperators = new Set<keyof typeof FIELD_OPERATORS>(['EQUAL', 'IN', 'ARRAY_CONTAINS']);
const UNARY_OPERATORS = { IS_NAN: 2, IS_NULL: 3, IS_NOT_NAN: 4, IS_NOT_NULL: 5 } as const;
const COMPOSITE_OPERATORS = { AND: 1, OR: 2 } as const;

/** An enum of the API: the client sends numbers, people write names. What the stand-in does not know is answered 501. */
function operator<Name extends string>(known: Record<Name, number>) {
  return z.union([z.string(), z.int()]).transform((given): Name => {
    const found = (Object.keys(known) as Name[]).find((name) => name === given || known[name] === given);
    if (!found) throw new StatusError('UNIMPLEMENTED', `The stand-in does not know the query operator ${given}`);
    return found;
  });
}

const comparison = z
  .strictObject({ field, op: operator(FIELD_OPERATORS), value: z.unknown().transform((value) => parseValue(value)) })
  .transform((filter) => {
    const compared = filter.op === 'IN' ? listOf(filter.value) : [filter.value];
    if (filter.field.fieldPath === '__name__' && !compared.every((value) => 'referenceValue' in value)) {
      throw new StatusError('INVALID_ARGUMENT', '__key__ filter value must be a Key');
    }
    return filter;
  });

export type FieldFilter = z.output<typeof comparison>;

export type Filter = {
  fieldFilter?: FieldFilter | undefined;
  unaryFilter?: { field: { fieldPath: string }; op: keyof typeof UNARY_OPERATORS } | undefined;
  compositeFilter?: { op: keyof typeof COMPOSITE_OPERATORS; filters: Filter[] } | undefined;
};

export const filterSchema: z.ZodType<Filter> = z.lazy(() =>
  z.strictObject({
    fieldFilter: comparison.optional(),
    unaryFilter: z.strictObject({ field, op: operator(UNARY_OPERATORS) }).optional(),
    compositeFilter: z
      .strictObject({ op: operator(COMPOSITE_OPERATORS), filters: z.array(filterSchema).min(1) })
      .optional(),
  }),
);

/** Whether the filter lets pass what `valueAt` gives for each field path. */
export function matches(filter: Filter, valueAt: (path: string) => Value | undefined): boolean {
  const { fieldFilter, unaryFilter, compositeFilter } = filter;
  if (compositeFilter?.op === 'OR') return compositeFilter.filters.some((one) => matches(one, valueAt));
  if (compositeFilter) return compositeFilter.filters.every((one) => matches(one, valueAt));
  if (unaryFilter) return isThat(unaryFilter.op, valueAt(unaryFilter.field.fieldPath));
  if (fieldFilter) return compares(fieldFilter.op, valueAt(fieldFilter.field.fieldPath), fieldFilter.value);
  throw new StatusError('INVALID_ARGUMENT', 'A filter is a field, a unary or a composite filter.');
}

/** The comparisons that all have to hold; there may be more to the filter. */
export function conditions({ fieldFilter, compositeFilter }: Filter): FieldFilter[] {
  if (compositeFilter?.op === 'AND') return compositeFilter.filters.flatMap(conditions);
  return fieldFilter ? [fieldFilter] : [];
}

/** The fields that inequalities look at: Firestore orders by them where nothing else is said. */
export function inequalityFields(filter: Filter): string[] {
  const { fieldFilter, unaryFilter, compositeFilter } = filter;
  if (compositeFilter) return [...new Set(compositeFilter.filters.flatMap(inequalityFields))];
  if (unaryFilter) return unaryFilter.op.startsWith('IS_NOT') ? [unaryFilter.field.fieldPath] : [];
  return fieldFilter && !equalityOperators.has(fieldFilter.op) ? [fieldFilter.field.fieldPath] : [];
}

/** A field that has to equal something, one of several things, or to hold it. */
export type Equality = { path: string; op: 'EQUAL' | 'IN' | 'ARRAY_CONTAINS' };

/** The fields that have to equal something. Throws UNIMPLEMENTED where only one part of an OR asks that. */
export function equalities(filter: Filter): Equality[] {
  const { fieldFilter, unaryFilter, compositeFilter } = filter;
  if (compositeFilter?.op === 'OR')
    throw new StatusError('UNIMPLEMENTED', 'The stand-in does not know the indexes of an OR');
  if (compositeFilter) return compositeFilter.filters.flatMap(equalities);
  const looked = fieldFilter ?? unaryFilter;
  if (!looked || inequalityFields(filter).length > 0) return [];
  const op = fieldFilter?.op === 'IN' || fieldFilter?.op === 'ARRAY_CONTAINS' ? fieldFilter.op : 'EQUAL';
  return [{ path: looked.field.fieldPath, op }];
}

function compares(op: keyof typeof FIELD_OPERATORS, value: Value | undefined, wanted: Value): boolean {
  if (value === undefined || 'nullValue' in value) return false;
  if (op === 'IN') return listOf(wanted).some((one) => equalValues(value, one));
  if (op === 'ARRAY_CONTAINS')
    return 'arrayValue' in value && value.arrayValue.values.some((one) => equalValues(one, wanted));
  if (op === 'NOT_EQUAL') return !equalValues(value, wanted);
  if (typeOf(value) !== typeOf(wanted)) return false;
  const difference = compareValues(value, wanted);
  if (op === 'EQUAL') return difference === 0;
  // NaN has a place in the order, but is neither more nor less than a number.
  if (isNan(value)) return false;
  if (op === 'LESS_THAN') return difference < 0;
  if (op === 'LESS_THAN_OR_EQUAL') return difference <= 0;
  return op === 'GREATER_THAN' ? difference > 0 : difference >= 0;
}

function isThat(op: keyof typeof UNARY_OPERATORS, value: Value | undefined): boolean {
  if (value === undefined) return false;
  if (op === 'IS_NULL') return 'nullValue' in value;
  if (op === 'IS_NAN') return isNan(value);
  return !('nullValue' in value) && (op === 'IS_NOT_NULL' || !isNan(value));
}

/** What an IN compares with. Throws INVALID_ARGUMENT. */
export function listOf(value: Value): Value[] {
  if (!('arrayValue' in value)) throw new StatusError('INVALID_ARGUMENT', "'IN' requires an ArrayValue.");
  const { values } = value.arrayValue;
  if (values.length === 0) throw new StatusError('INVALID_ARGUMENT', "'IN' requires a non-empty ArrayValue.");
  if (values.length > 30) throw new StatusError('INVALID_ARGUMENT', "'IN' supports up to 30 comparison values.");
  return values;
}

const isNan = (value: Value) => 'doubleValue' in value && value.doubleValue === 'NaN';
