/**
 * Structured queries over a list of documents: filters, order with Firestore's rules for what is not said, cursors,
 * offset and limit (https://firebase.google.com/docs/firestore/reference/rest/v1/StructuredQuery).
 */
import { z } from 'zod';
import { StatusError } from '../control.ts';
import { filterSchema, inequalityFields, matches } from './filters.ts';
import { getField, parseFieldPath } from './paths.ts';
import { compareValues, parseValue, type Value } from './values.ts';
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

export type Order = { path: string; descending: boolean };

/** The documents that a query below `parent` (the root, or a document's name) finds, in order. Throws INVALID_ARGUMENT. */
export function runQuery(query: StructuredQuery, parent: string, documents: Iterable<StoredDocument>) {
  const orders = fullOrder(query);
  const within = inCollection(query.from[0], parent);
  const found = [...documents]
    .filter((document) => within(document.name))
    .filter((document) => orders.every((order) => valueIn(document, order.path) !== undefined))
    .filter((document) => !query.where || matches(query.where, (path) => valueIn(document, path)))
    .sort((a, b) => compareDocuments(orders, a, b))
    .filter(isBetween(query, orders));
  const end = query.limit === undefined ? undefined : query.offset + query.limit;
  return found.slice(query.offset, end);
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

function compareDocuments(orders: Order[], a: StoredDocument, b: StoredDocument): number {
  for (const { path, descending } of orders) {
    const [left, right] = [valueIn(a, path), valueIn(b, path)];
    const difference = left && right ? compareValues(left, right) : 0;
    if (difference !== 0) return descending ? -difference : difference;
  }
  return 0;
}

/** Whether a document lies between the query's cursors. A cursor may name fewer values than there are orders. */
function isBetween(query: StructuredQuery, orders: Order[]): (document: StoredDocument) => boolean {
  for (const cursor of [query.startAt, query.endAt]) {
    if (cursor && cursor.values.length > query.orderBy.length)
      throw new StatusError('INVALID_ARGUMENT', 'Cursor has too many values.');
  }
  const [start, end] = [position(query.startAt, orders), position(query.endAt, orders)];
  return (document) => {
    const [afterStart, afterEnd] = [start(document), end(document)];
    const started = !query.startAt || (query.startAt.before ? afterStart >= 0 : afterStart > 0);
    const ended = query.endAt !== undefined && (query.endAt.before ? afterEnd >= 0 : afterEnd > 0);
    return started && !ended;
  };
}

/** Where a document lies: negative before the cursor, zero on it, positive after it. */
function position(cursor: StructuredQuery['startAt'], orders: Order[]): (document: StoredDocument) => number {
  const values = cursor?.values.map((value) => parseValue(value)) ?? [];
  return (document) => {
    for (const [index, value] of values.entries()) {
      const order = orders[index];
      const own = order && valueIn(document, order.path);
      const difference = own ? compareValues(own, value) : 0;
      if (difference !== 0) return order?.descending ? -difference : difference;
    }
    return 0;
  };
}

function inCollection(from: StructuredQuery['from'][0], parent: string): (name: string) => boolean {
  return (name) => {
    if (!name.startsWith(`${parent}/`)) return false;
    const below = name.slice(parent.length + 1).split('/');
    return below.at(-2) === from.collectionId && (from.allDescendants || below.length === 2);
  };
}
