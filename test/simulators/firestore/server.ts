/**
 * A Firestore for one machine: the REST v1 calls that `@google-cloud/firestore` makes with `preferRest`, answered from
 * memory, for any project and the database `(default)`. Any other call, and any part of one that is not known here, is
 * answered 501 (https://firebase.google.com/docs/firestore/reference/rest/v1/projects.databases.documents).
 */
import { z } from 'zod';
import { type Asked, type Call, parseBody, type StandIn, StatusError, serveStandIn } from '../control.ts';
import { createDatabase } from './database.ts';
import { checkIndexed, type Indexes } from './indexes.ts';
import { onlyFields, parseFieldPath } from './paths.ts';
import { type StructuredQuery, structuredQuerySchema } from './query.ts';
import { formatTimestamp } from './time.ts';
import { type StoredDocument, writeSchema } from './writes.ts';

const CALLS = ['batchGet', 'runQuery', 'runAggregationQuery', 'commit', 'beginTransaction', 'rollback'] as const;
type CallName = (typeof CALLS)[number];

const optionsSchema = z.strictObject({ readWrite: z.strictObject({ retryTransaction: z.string().optional() }) });
const within = { transaction: z.string().optional(), newTransaction: optionsSchema.optional() };
const fieldMask = z.strictObject({ fieldPaths: z.array(z.string()).default([]) });
const bodies = {
  batchGet: z.strictObject({ documents: z.array(z.string()).default([]), mask: fieldMask.optional(), ...within }),
  runQuery: z.strictObject({ structuredQuery: structuredQuerySchema, ...within }),
  runAggregationQuery: z.strictObject({
    structuredAggregationQuery: z.strictObject({
      structuredQuery: structuredQuerySchema,
      aggregations: z.array(z.strictObject({ alias: z.string(), count: z.strictObject({}) })).min(1),
    }),
    ...within,
  }),
  commit: z.strictObject({ writes: z.array(writeSchema).default([]), transaction: z.string().optional() }),
  beginTransaction: z.strictObject({ options: optionsSchema.optional() }),
  rollback: z.strictObject({ transaction: z.string() }),
};

export interface FirestoreOptions {
  /** 0: any free one. */
  port?: number;
  /** Milliseconds since 1970: its clock. */
  now?: () => number;
  /** It refuses what these do not serve, as Firestore does. Without them it serves every query, as Google's emulator does. */
  indexes?: Indexes;
}

/** One read for each document found, and one where nothing is (https://firebase.google.com/docs/firestore/pricing). */
const atLeastOne = (reads: number) => Math.max(1, reads);

/** One read for each batch of so many index entries that are counted. */
const countedInOneRead = 1000;

/** Starts the stand-in on 127.0.0.1. */
export async function createFirestoreSimulator(options: FirestoreOptions = {}): Promise<StandIn> {
  const database = createDatabase(options.now ?? Date.now);

  function query(asked: StructuredQuery, parent: string, transaction: string | undefined): StoredDocument[] {
    if (options.indexes) checkIndexed(asked, options.indexes);
    return database.query(asked, parent, transaction);
  }

  /** Runs a read, in the transaction it names or begins; a new one's id comes first in the streamed answer. */
  function streamed(
    { transaction, newTransaction }: { transaction?: string | undefined; newTransaction?: object | undefined },
    read: (transaction: string | undefined, readTime: string) => object[],
  ): object[] {
    const begun = newTransaction && database.begin();
    const answers = read(begun ?? transaction, formatTimestamp(database.readTime()));
    return begun ? [{ transaction: begun }, ...answers] : answers;
  }

  const run: Record<CallName, (body: unknown, root: string, parent: string) => unknown> = {
    batchGet(body, root) {
      const asked = parseBody(bodies.batchGet, body, 'batchGet');
      const mask = asked.mask?.fieldPaths.map(parseFieldPath);
      const names = [...new Set(asked.documents)];
      served.bill('reads', names.length);
      return streamed(asked, (transaction, readTime) =>
        names.map((name) => {
          const document = database.get(name, root, transaction);
          return document ? { found: wireDocument(document, mask), readTime } : { missing: name, readTime };
        }),
      );
    },

    runQuery(body, _root, parent) {
      const asked = parseBody(bodies.runQuery, body, 'runQuery');
      const { select } = asked.structuredQuery;
      const mask = select?.fields.map((field) => field.fieldPath).filter((path) => path !== '__name__');
      return streamed(asked, (transaction, readTime) => {
        const found = query(asked.structuredQuery, parent, transaction);
        served.bill('reads', atLeastOne(found.length));
        if (found.length === 0) return [{ readTime }];
        return found.map((document) => ({ document: wireDocument(document, mask?.map(parseFieldPath)), readTime }));
      });
    },

    runAggregationQuery(body, _root, parent) {
      const asked = parseBody(bodies.runAggregationQuery, body, 'runAggregationQuery');
      const { structuredQuery, aggregations } = asked.structuredAggregationQuery;
      return streamed(asked, (transaction, readTime) => {
        const counted = query(structuredQuery, parent, transaction).length;
        served.bill('reads', atLeastOne(Math.ceil(counted / countedInOneRead)));
        const integerValue = String(counted);
        const counts = aggregations.map(({ alias }) => [alias, { integerValue }]);
        return [{ result: { aggregateFields: Object.fromEntries(counts) }, readTime }];
      });
    },

    commit(body, root) {
      const { writes, transaction } = parseBody(bodies.commit, body, 'commit');
      const { commitTime, results } = database.commit(writes, root, transaction);
      for (const write of writes) served.bill(write.delete === undefined ? 'writes' : 'deletes', 1);
      const writeResults = results.map(({ updateTime, transformResults }) => ({
        ...(updateTime === undefined ? {} : { updateTime: formatTimestamp(updateTime) }),
        ...(transformResults.length === 0 ? {} : { transformResults }),
      }));
      return { writeResults, commitTime: formatTimestamp(commitTime) };
    },

    beginTransaction(body) {
      parseBody(bodies.beginTransaction, body, 'beginTransaction');
      return { transaction: database.begin() };
    },

    rollback(body) {
      database.rollback(parseBody(bodies.rollback, body, 'rollback').transaction);
      return {};
    },
  };

  function find({ method, path }: Asked): Call<CallName | 'clear'> | undefined {
    const match =
      /^\/(v1|emulator\/v1)\/((projects\/[^/]+\/databases\/([^/]+)\/documents)(?:\/[^:]+)?)(?::(\w+))?$/.exec(path);
    const [, version, parent = '', root = '', databaseId, called] = match ?? [];
    const checkDatabase = () => {
      if (databaseId !== '(default)') throw new StatusError('NOT_FOUND', `The database ${databaseId} does not exist.`);
    };
    if (version === 'emulator/v1') {
      return method === 'DELETE' && !called ? { name: 'clear', run: () => database.clear(root) ?? {} } : undefined;
    }
    const name = CALLS.find((one) => one === called);
    if (!name || method !== 'POST') return undefined;
    return {
      name,
      streamed: name === 'batchGet' || name === 'runQuery' || name === 'runAggregationQuery',
      run(body) {
        checkDatabase();
        return run[name](body, root, parent);
      },
    };
  }

  const served = await serveStandIn({
    service: 'Firestore',
    port: options.port ?? 0,
    names: [...CALLS, 'clear'],
    find,
  });
  return served;
}

function wireDocument({ name, fields, createTime, updateTime }: StoredDocument, mask: string[][] | undefined) {
  const [created, updated] = [formatTimestamp(createTime), formatTimestamp(updateTime)];
  return { name, fields: mask ? onlyFields(fields, mask) : fields, createTime: created, updateTime: updated };
}
