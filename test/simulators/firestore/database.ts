/**
 * The documents of all projects, in memory. A commit is all or nothing and has one commit time; a transaction is
 * optimistic: what it read is looked at again when it commits, and ABORTED is the answer where that has changed.
 */
import { randomBytes } from 'node:crypto';
import { StatusError } from '../control.ts';
import { type Collection, createCollection } from './collection.ts';
import { checkDocumentName, collectionOf } from './paths.ts';
import { joined, type StructuredQuery, searchesOf } from './query.ts';
import { createClock } from './time.ts';
import { applyWrite, type StoredDocument, type Write, writtenName } from './writes.ts';

/** `now` in milliseconds since 1970. */
export function createDatabase(now: () => number) {
  // By their paths: the name of the document above, or the root, and what they are called.
  const collections = new Map<string, Collection>();
  // For each open transaction: what it read, as functions that tell the state of it.
  const transactions = new Map<string, { state: () => string; seen: string }[]>();
  const clock = createClock(now);

  function remember(transaction: string | undefined, state: () => string): void {
    if (transaction === undefined) return;
    const reads = transactions.get(transaction);
    if (!reads) throw new StatusError('INVALID_ARGUMENT', 'Invalid transaction.');
    reads.push({ state, seen: state() });
  }

  function finish(transaction: string): void {
    const reads = transactions.get(transaction);
    if (!reads) throw new StatusError('INVALID_ARGUMENT', 'The transaction is invalid or closed.');
    transactions.delete(transaction);
    if (reads.some((read) => read.state() !== read.seen)) {
      throw new StatusError('ABORTED', 'What the transaction read has changed. Please try again.');
    }
  }

  const read = (name: string) => collections.get(collectionOf(name))?.get(name);

  function write(name: string, document: StoredDocument | undefined): void {
    const path = collectionOf(name);
    const collection = collections.get(path) ?? createCollection();
    collections.set(path, collection);
    collection.put(name, document);
  }

  /** What a query looks in: one collection, or all of that name below `parent`. */
  function askedFor([{ collectionId, allDescendants }]: StructuredQuery['from'], parent: string) {
    if (!allDescendants) return collections.get(`${parent}/${collectionId}`);
    const group = [...collections].filter(
      ([path]) => path.startsWith(`${parent}/`) && path.endsWith(`/${collectionId}`),
    );
    return createCollection(group.flatMap(([, collection]) => collection.all()));
  }

  return {
    begin(): string {
      const id = randomBytes(9).toString('base64');
      transactions.set(id, []);
      return id;
    },

    rollback(transaction: string): void {
      if (!transactions.delete(transaction)) throw new StatusError('INVALID_ARGUMENT', 'Invalid transaction.');
    },

    /** Reads one document; `undefined` where there is none. */
    get(name: string, root: string, transaction?: string): StoredDocument | undefined {
      checkDocumentName(name, root);
      remember(transaction, () => String(read(name)?.updateTime));
      return read(name);
    },

    query(query: StructuredQuery, parent: string, transaction?: string): StoredDocument[] {
      const searches = searchesOf(query);
      const found = () => {
        const collection = askedFor(query.from, parent);
        return collection ? joined(query, searches.map(collection.find)) : [];
      };
      remember(transaction, () =>
        found()
          .map(({ name, updateTime }) => `${name} ${updateTime}`)
          .join(),
      );
      return found();
    },

    readTime: () => clock.read(),

    /** Applies the writes in order, all or none. Gives for each the update time (none after a delete) and its transforms' results. */
    commit(writes: Write[], root: string, transaction?: string) {
      if (transaction !== undefined) finish(transaction);
      const commitTime = clock.commit();
      const changed = new Map<string, StoredDocument | undefined>();
      const results = writes.map((write) => {
        const name = checkDocumentName(writtenName(write), root);
        const old = changed.has(name) ? changed.get(name) : read(name);
        const { document, transformResults } = applyWrite(write, old, commitTime);
        changed.set(name, document);
        return { updateTime: document?.updateTime, transformResults };
      });
      for (const [name, document] of changed) write(name, document);
      return { commitTime, results };
    },

    /** Forgets every document below `root`. */
    clear(root: string): void {
      for (const path of collections.keys()) if (path.startsWith(`${root}/`)) collections.delete(path);
    },
  };
}
