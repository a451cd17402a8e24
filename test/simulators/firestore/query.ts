/**
 * Structured queries (https://firebase.google.com/docs/firestore/reference/rest/v1/StructuredQuery), and what each asks of an index:
 * in which order, from where to where, and which of what lies between. The fields that must equal something come first, so that what
 * has them lies together; then the query's own order, with Firestore's rules for what is not said.
 */
import { z } from 'zod';
import { StatusError } from '../control.ts';
import { conditions, type FieldFilter, filterSchema, inequalityFields, listOf, matches } from './filters.ts';
import { getField, parseFieldPath } from './paths.ts';
import { compareValues, equalValues, parseValue, type Value } from './values.ts';
import type { StoredDocument } from './writes.ts';

const fieldSchema = z.strictObject({ fieldPath: z.string() });
const cursorSchema = z.strictObject({ values: z.array(z.unknown()), before: z.boolean().default(false) });
const directionSchema = z.union([z.literal([0, 1, 2]), z.enum(['ASCENDING', 'DESCENDING'])]);

export const structuredQuerySchema = z.strictObject({
  select: z.strictObject({ fields: z.array(fieldSchema).default([]) }).optional(),
  from: z.tuple([z.strictObject({ collectionId: z.string(), allDescendants: z.boolean().default(false) })]),
  where: filterSchema.optional(),
  orderBy: z.array(z.strictObject({ field: fieldSchema, direction: directionSchema.default(1) })).default([]),
  startAt: cursorSchema.optional(),
  endAt: cursorSchema.optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(0).optional(),
});
export type StructuredQuery = z.infer<typeof structuredQuerySchema>;

/** `contains`: by each thing that a list holds, not by the list. */
export type Order = { path: string; descending: boolean; contains?: boolean };

/** A document as it stands in an index, once or for each thing that a list of its holds: with its values for the fields of the order. */
export type Entry = { values: Value[]; document: StoredDocument };

export interface Search {
  order: Order[];
  /** Whether it lies before what is asked for. */
  isBefore(entry: Entry): boolean;
  /** Whether it lies behind. */
  isBehind(entry: Entry): boolean;
  /** Whether what lies between is asked for. */
  isWanted(document: StoredDocument): boolean;
  /** So many are enough. */
  atMost: number;
}

/** A place in an order: before or behind what has these values for its first fields. */
type Place = { values: Value[]; before: boolean };

/** What a query asks of its index: one search, or one for each value of an IN. Throws INVALID_ARGUMENT. */
export function searchesOf(query: StructuredQuery): Search[] {
  const filters = query.where ? conditions(query.where) : [];
  const several = filters.find(({ op }) => op === 'IN');
  if (!several) return [searchOf(query, filters)];
  const values = listOf(several.value);
  const different = values.filter((value, index) => !values.slice(0, index).some((one) => equalValues(one, value)));
  return different.map((value) => searchOf(query, [...filters, { ...several, op: 'EQUAL', value }]));
}

/** What the searches of a query have found, in the query's order, and no more than it asks for. */
export function joined(query: StructuredQuery, found: StoredDocument[][]): StoredDocument[] {
  const order = fullOrder(query);
  const [only, ...others] = found;
  const all =
    only && others.length === 0
      ? only
      : found
          .flatMap((documents) => documents.flatMap((document) => entriesIn(order, document)))
          .sort((a, b) => compareInOrder(order, a.values, b.values))
          .map(({ document }) => document);
  return all.slice(query.offset, query.limit === undefined ? undefined : query.offset + query.limit);
}

function searchOf(query: StructuredQuery, filters: FieldFilter[]): Search {
  const { where, startAt, endAt, offset, limit } = query;
  const equal = filters.filter(({ op }) => op === 'EQUAL' || op === 'ARRAY_CONTAINS');
  const fixed = equal.map(({ value }) => value);
  const own = fullOrder(query);
  const order = [
    ...equal.map(({ field, op }) => ({
      path: field.fieldPath,
      descending: false,
      contains: op === 'ARRAY_CONTAINS',
    })),
    ...own,
  ];

  const ranges = filters.flatMap((filter) => rangeIn(own, filter));
  const places = (end: 'start' | 'end', cursor: StructuredQuery['startAt']): Place[] => {
    const given = cursor ? [cursorIn(query, cursor)] : [];
    const all = [{ values: [], before: end === 'start' }, ...given, ...ranges.filter((range) => range.end === end)];
    return all.map(({ values, before }) => ({ values: [...fixed, ...values], before }));
  };
  const [starts, ends] = [places('start', startAt), places('end', endAt)];
  return {
    order,
    isBefore: ({ values }) => starts.some((start) => !isPast(order, values, start)),
    isBehind: ({ values }) => ends.some((end) => isPast(order, values, end)),
    isWanted: (document) => !where || matches(where, (path) => valueIn(document, path)),
    atMost: limit === undefined ? Number.POSITIVE_INFINITY : offset + limit,
  };
}

/** Where a comparison begins or ends in the order that it is made in. What is more than a value lies behind it, and backwards before it. */
function rangeIn([first]: Order[], { field, op, value }: FieldFilter): (Place & { end: 'start' | 'end' })[] {
  const isMore = op === 'GREATER_THAN' || op === 'GREATER_THAN_OR_EQUAL';
  const isLess = op === 'LESS_THAN' || op === 'LESS_THAN_OR_EQUAL';
  if (field.fieldPath !== first?.path || !(isMore || isLess)) return [];
  const isStart = isMore !== first.descending;
  const isIncluded = op.endsWith('OR_EQUAL');
  return [{ end: isStart ? 'start' : 'end', values: [value], before: isStart === isIncluded }];
}

function cursorIn({ orderBy }: StructuredQuery, { values, before }: NonNullable<StructuredQuery['startAt']>): Place {
  if (values.length > orderBy.length) throw new StatusError('INVALID_ARGUMENT', 'Cursor has too many values.');
  return { values: values.map((value) => parseValue(value)), before };
}

/** Whether values come after a place. */
function isPast(order: Order[], values: Value[], place: Place): boolean {
  const difference = compareInOrder(order, values, place.values);
  return place.before ? difference >= 0 : difference > 0;
}

/** Negative, zero or positive: by their values for the fields of an order, as many as both have. */
export function compareInOrder(order: Order[], some: Value[], others: Value[]): number {
  for (const [index, { descending }] of order.entries()) {
    const [one, other] = [some[index], others[index]];
    const difference = one && other ? compareValues(one, other) : 0;
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

/** A document's entries in an index of this order; none where it lacks one of the fields. */
export function entriesIn(order: Order[], document: StoredDocument): Entry[] {
  let rows: Value[][] = [[]];
  for (const one of order) {
    const values = valuesIn(document, one);
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows.map((values) => ({ values, document }));
}

function valuesIn(document: StoredDocument, { path, contains }: Order): Value[] {
  const value = valueIn(document, path);
  if (!value || !contains) return value ? [value] : [];
  const held = 'arrayValue' in value ? value.arrayValue.values : [];
  return [...new Map(held.map((one) => [JSON.stringify(one), one])).values()];
}

/** A document's value at a field path; `__name__` is its reference. */
function valueIn(document: StoredDocument, path: string): Value | undefined {
  return path === '__name__' ? { referenceValue: document.name } : getField(document.fields, parseFieldPath(path));
}

/** What is ordered by, with what Firestore adds: the fields of inequalities, by name, and the document's name at last. */
export function fullOrder(query: StructuredQuery): Order[] {
  const orders = query.orderBy.map(({ field, direction }) => ({
    path: field.fieldPath,
    descending: direction === 2 || direction === 'DESCENDING',
  }));
  const descending = orders.at(-1)?.descending ?? false;
  const implied = query.where ? inequalityFields(query.where).sort() : [];
  for (const path of [...implied, '__name__']) {
    if (!orders.some((order) => order.path === path)) orders.push({ path, descending });
  }
  return orders;
}
