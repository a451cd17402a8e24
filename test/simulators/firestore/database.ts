/**
 * The documents of all projects, in memory. A commit is all or nothing and has one commit time; a transaction is
 * optimistic: what it read is looked at again when it commits, and ABORTED is the answer where that has changed.
 */
import { randomBytes } from 'node:crypto';
import { StatusError } from '../control.ts';
import { checkDocumentName } from './paths.ts';
import { runQuery, type StructuredQuery } from './query.ts';
import { createClock } from './time.ts';
import { applyWrite, type StoredDocument, type Write, writtenName } from './writes.ts';

/** `now` in milliseconds since 1970. */
export function createDatabase(now: () => number) {
  const documents = new Map<string, StoredDocument>();
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
      remember(transaction, () => String(documents.get(name)?.updateTime));
      return documents.get(name);
    },

    query(query: StructuredQuery, parent: string, transaction?: string): StoredDocument[] {
      const found = () => runQuery(query, parent, documents.values());
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
        const old = changed.has(name) ? changed.get(name) : documents.get(name);
        const { document, transformResults } = applyWrite(write, old, commitTime);
        changed.set(name, document);
        return { updateTime: document?.updateTime, transformResults };
      });
      for (const [name, document] of changed) {
        if (document) documents.set(name, document);
        else documents.delete(name);
      }
      return { commitTime, results };
    },

    /** Forgets every document below `root`. */
    clear(root: string): void {
      for (const name of documents.keys()) if (name.startsWith(`${root}/`)) documents.delete(name);
    },
  };
}
