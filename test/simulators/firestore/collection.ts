/**
 * The documents of one collection, and how a query finds among them: in an index, as in Firestore, so that it takes as long as what
 * it finds and not as what there is. An index is made when it is first asked for, and kept up from then on.
 */
import { compareInOrder, type Entry, entriesIn, type Order, type Search } from './query.ts';
import type { StoredDocument } from './writes.ts';

export type Collection = ReturnType<typeof createCollection>;

/** A collection with these documents. */
export function createCollection(given: StoredDocument[] = []) {
  const documents = new Map(given.map((document) => [document.name, document]));
  const indexes = new Map<string, Index>();

  return {
    all: () => [...documents.values()],
    get: (name: string) => documents.get(name),

    /** Undefined: it is gone. */
    put(name: string, document: StoredDocument | undefined): void {
      for (const index of indexes.values()) index.change(documents.get(name), document);
      if (document) documents.set(name, document);
      else documents.delete(name);
    },

    find({ order, isBefore, isBehind, isWanted, atMost }: Search): StoredDocument[] {
      const shape = JSON.stringify(order);
      const index = indexes.get(shape) ?? createIndex(order, documents.values());
      indexes.set(shape, index);
      const { entries } = index;
      const [start, end] = [firstWhere(entries, (entry) => !isBefore(entry)), firstWhere(entries, isBehind)];
      const found: StoredDocument[] = [];
      for (let at = start; at < end && found.length < atMost; at += 1) {
        const document = entries[at]?.document;
        if (document && isWanted(document)) found.push(document);
      }
      return found;
    },
  };
}

interface Index {
  /** In the index's order. */
  readonly entries: readonly Entry[];
  change(old: StoredDocument | undefined, document: StoredDocument | undefined): void;
}

function createIndex(order: Order[], documents: Iterable<StoredDocument>): Index {
  const compare = (a: Entry, b: Entry) => compareInOrder(order, a.values, b.values);
  const entries = [...documents].flatMap((document) => entriesIn(order, document)).sort(compare);
  const placeOf = (entry: Entry) => firstWhere(entries, (other) => compare(other, entry) >= 0);
  return {
    entries,
    change(old, document) {
      for (const gone of old ? entriesIn(order, old) : []) entries.splice(placeOf(gone), 1);
      for (const come of document ? entriesIn(order, document) : []) entries.splice(placeOf(come), 0, come);
    },
  };
}

/** The first place from which on it holds, by halving; behind the last where it holds nowhere. */
function firstWhere<T>(sorted: readonly T[], holds: (one: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
