/**
 * The records of one kind in memory, each with a version that changes at every write. Values are copied on the way in and
 * out, so that nobody shares an object with the store. What Firestore could not store is refused.
 */
import type { Clock } from '../../functions/domain/ports.ts';
import { COMMIT_TIME, type Stored, type Written } from '../../functions/domain/record.ts';

const maxDocumentBytes = 1024 * 1024;

export interface Rows<T> {
  get(id: string): Stored<T> | undefined;
  /** Writes whatever is there: for arranging a test. */
  put(id: string, value: Written<T>): Stored<T>;
  /** All that a query keeps, by id. */
  all(keep?: (value: T) => boolean): Stored<T>[];
  /** The first ones of all that a query keeps, in its order, and by id where that says nothing. */
  first(limit: number, keep: (value: T) => boolean, order: (value: T) => number): Stored<T>[];
  count(keep: (value: T) => boolean): number;
  create(id: string, value: Written<T>): Stored<T> | undefined;
  replace(before: Stored<T>, value: Written<T>): Stored<T> | undefined;
  remove(before: Stored<T>): boolean;
}

/** No records yet. `now` is the database's clock, which fills in COMMIT_TIME. */
export function createRows<T extends object>(now: Clock): Rows<T> {
  const rows = new Map<string, { value: T; version: string }>();
  let writes = 0;

  const out = (id: string, { value, version }: { value: T; version: string }): Stored<T> => ({
    id,
    value: copyOf(value),
    version,
  });

  function put(id: string, value: Written<T>): Stored<T> {
    writes += 1;
    const row = { value: copyOf(value, now()) as T, version: `v${writes}` };
    rows.set(id, row);
    return out(id, row);
  }

  const isCurrent = ({ id, version }: Stored<T>) => rows.get(id)?.version === version;

  function kept(keep: (value: T) => boolean): [string, { value: T; version: string }][] {
    const found: [string, { value: T; version: string }][] = [];
    for (const [id, row] of rows) if (keep(row.value)) found.push([id, row]);
    return found.sort(([a], [b]) => (a < b ? -1 : 1));
  }

  return {
    put,

    get(id) {
      const row = rows.get(id);
      return row && out(id, row);
    },

    all: (keep = () => true) => kept(keep).map(([id, row]) => out(id, row)),

    first(limit, keep, order) {
      // Kept in order while looking: of ten thousand, nearly all are passed over at a glance.
      const found: { id: string; at: number; row: { value: T; version: string } }[] = [];
      for (const [id, row] of rows) {
        if (!keep(row.value)) continue;
        const at = order(row.value);
        const isBefore = (other: { id: string; at: number } | undefined) =>
          other !== undefined && (at < other.at || (at === other.at && id < other.id));
        if (found.length >= limit && !isBefore(found.at(-1))) continue;
        let place = found.length;
        while (isBefore(found[place - 1])) place -= 1;
        found.splice(place, 0, { id, at, row });
        if (found.length > limit) found.pop();
      }
      return found.map(({ id, row }) => out(id, row));
    },

    count(keep) {
      let count = 0;
      for (const { value } of rows.values()) if (keep(value)) count += 1;
      return count;
    },

    create: (id, value) => (rows.has(id) ? undefined : put(id, value)),
    replace: (before, value) => (isCurrent(before) ? put(before.id, value) : undefined),
    remove: (before) => isCurrent(before) && rows.delete(before.id),
  };
}

/** A copy of a record; `commitTime` takes the place of COMMIT_TIME at its top. Throws on what Firestore does not take. */
function copyOf<T extends object>(record: T, commitTime?: Date): T {
  const copy: Record<string, unknown> = {};
  for (const field of Object.keys(record)) {
    const item = (record as Record<string, unknown>)[field];
    if (item === undefined) continue;
    copy[field] = item === COMMIT_TIME && commitTime ? commitTime : copyItem(item, field);
  }
  return copy as T;
}

function copyItem(item: unknown, field: string): unknown {
  if (typeof item === 'string' && item.length > maxDocumentBytes)
    throw new TypeError(`Firestore: ${field} is too large`);
  if (item === null || typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') return item;
  if (item instanceof Date) return new Date(item);
  if (Array.isArray(item)) return item.map((one) => copyItem(one, field));
  if (typeof item === 'object' && Object.getPrototypeOf(item) === Object.prototype) return copyOf(item);
  throw new TypeError(`Firestore does not take the value of ${field}`);
}
