/**
 * Whether the indexes of a database serve a query. Firestore refuses one that has none; Google's emulator makes up whatever is
 * missing, so without this it would show in production first. An index serves where it begins with fields that the query wants equal
 * to something and goes on with the query's whole order; several of them are merged where together they hold every such field
 * (https://docs.cloud.google.com/firestore/native/docs/standard-index-overview,
 * https://docs.cloud.google.com/datastore/docs/concepts/optimize-indexes#index_merging). Merging is
 * documented for `==`: with an `in`, one index has to hold all, here.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StatusError } from '../control.ts';
import { equalities } from './filters.ts';
import { fullOrder, type Order, type StructuredQuery } from './query.ts';

const collectionGroup = z.string();
const fieldPath = z.string();
const queryScope = z.literal('COLLECTION');
const order = z.enum(['ASCENDING', 'DESCENDING']);

const arrayConfig = z.literal('CONTAINS');
const indexField = z.union([z.strictObject({ fieldPath, order }), z.strictObject({ fieldPath, arrayConfig })]);
type IndexField = z.output<typeof indexField>;

/** https://firebase.google.com/docs/reference/firestore/indexes, as much of it as we use. */
const indexesSchema = z.strictObject({
  indexes: z.array(
    z.strictObject({
      collectionGroup,
      queryScope,
      fields: z.array(indexField).min(2),
    }),
  ),
  fieldOverrides: z.array(
    z.strictObject({
      collectionGroup,
      fieldPath,
      ttl: z.literal(true).optional(),
      indexes: z.array(z.strictObject({ queryScope, order })),
    }),
  ),
});
export type Indexes = z.output<typeof indexesSchema>;

/** The indexes that this project has in production. Throws where the file is not one that is understood here. */
export function ourIndexes(): Indexes {
  const file = new URL('../../../infra/firestore.indexes.json', import.meta.url);
  return indexesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Throws FAILED_PRECONDITION where no index serves the query, UNIMPLEMENTED where that is not known here. */
export function checkIndexed(query: StructuredQuery, indexes: Indexes): void {
  const [{ collectionId, allDescendants }] = query.from;
  if (allDescendants) throw new StatusError('UNIMPLEMENTED', 'The stand-in does not know indexes of collection groups');
  const fixed = query.where ? equalities(query.where) : [];
  const equal = [...new Set(fixed.map(({ path, op }) => fieldOf({ path, contains: op === 'ARRAY_CONTAINS' })))];
  const orders = fullOrder(query).filter(({ path }) => !equal.includes(path));

  const paths = [...fixed, ...orders].map(({ path }) => path);
  const served = indexesFor(collectionId, paths, indexes).flatMap((index) => {
    const leading = index.slice(0, Math.max(0, index.length - orders.length));
    const isUsable =
      isSame(index.slice(leading.length), orders) && leading.every((one) => equal.includes(fieldOf(one)));
    return isUsable ? [leading.map(fieldOf)] : [];
  });
  const together = fixed.some(({ op }) => op === 'IN') ? served : [served.flat()];
  if (served.length > 0 && together.some((fields) => equal.every((field) => fields.includes(field)))) return;
  const wanted = [...equal.map((field) => `${field} ==`), ...orders.map(textOf)].join(', ');
  throw new StatusError('FAILED_PRECONDITION', `The query requires an index on ${collectionId}: ${wanted}`);
}

/** The indexes of a collection: those on several fields, those on one of these fields alone, and the documents themselves, by name. */
function indexesFor(collection: string, paths: string[], { indexes, fieldOverrides }: Indexes): Order[][] {
  const overrides = fieldOverrides.filter((one) => one.collectionGroup === collection);
  const automatic = paths.flatMap((path) => {
    // A field inherits from the map that it is in, and at last from all fields of the collection.
    const names = path.split('.').map((_, index, all) => all.slice(0, all.length - index).join('.'));
    const override = [...names, '*'].map((name) => overrides.find((one) => one.fieldPath === name)).find(Boolean);
    return (override?.indexes ?? allModes).map((mode) => [{ fieldPath: path, ...mode }]);
  });
  const composite = indexes.filter((one) => one.collectionGroup === collection).map(({ fields }) => fields);
  return [[], ...automatic, ...composite].map(withName);
}

const allModes = [{ order: 'ASCENDING' }, { order: 'DESCENDING' }, { arrayConfig: 'CONTAINS' }] as const;

/** At the end of every index is the document's name, in the direction of the field before it. */
function withName(fields: readonly IndexField[]): Order[] {
  const orders = fields.map((field) => ({
    path: field.fieldPath,
    descending: 'order' in field && field.order === 'DESCENDING',
    contains: 'arrayConfig' in field,
  }));
  return [...orders, { path: '__name__', descending: orders.at(-1)?.descending ?? false }];
}

const fieldOf = ({ path, contains }: Pick<Order, 'path' | 'contains'>) => (contains ? `${path} contains` : path);
const textOf = (one: Order) => (one.descending ? `${fieldOf(one)} descending` : fieldOf(one));
const isSame = (some: Order[], others: Order[]) => some.map(textOf).join() === others.map(textOf).join();
