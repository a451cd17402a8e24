/**
 * Records of one kind in one Firestore collection, with compare-and-set on Firestore's own update time.
 * https://cloud.google.com/firestore/docs/reference/rest/v1/Precondition
 */
import {
  type CollectionReference,
  type DocumentSnapshot,
  FieldValue,
  type Query,
  Timestamp,
  type WriteResult,
} from '@google-cloud/firestore';
import { COMMIT_TIME, type Stored, type Table, type Written } from '../domain/record.ts';
import { inStorage, statusOf, storageStatus } from './storage-errors.ts';

export interface FirestoreTable<T> extends Table<T> {
  /** The records that a query of this collection finds. */
  find(query: (collection: CollectionReference) => Query): Promise<Stored<T>[]>;
  /** A record as this table stores it. */
  stored(snapshot: DocumentSnapshot): Stored<T> | undefined;
}

/** Another value at each write: one that changes nothing would leave the update time, our version, as it was. */
const writeIdField = 'writeId';
const newWriteId = () => ({ [writeIdField]: crypto.randomUUID() });

/** A table over a collection. Its methods throw `storageUnavailable`. */
export function createFirestoreTable<T extends object>(collection: CollectionReference): FirestoreTable<T> {
  function stored(snapshot: DocumentSnapshot): Stored<T> | undefined {
    const { [writeIdField]: _writeId, ...data } = snapshot.data() ?? {};
    if (!snapshot.exists || snapshot.updateTime === undefined) return undefined;
    return { id: snapshot.id, value: fromFirestore(data) as T, version: versionOf(snapshot.updateTime) };
  }

  /** What was written, with the moments that were left to Firestore filled in. */
  function written(id: string, value: Written<T>, result: WriteResult): Stored<T> {
    const commitTime = result.writeTime.toDate();
    const entries = Object.entries(value).map(([field, item]) => [field, item === COMMIT_TIME ? commitTime : item]);
    return { id, value: Object.fromEntries(entries) as T, version: versionOf(result.writeTime) };
  }

  return {
    stored,

    async read(id) {
      return stored(await inStorage(() => collection.doc(id).get()));
    },

    async create(id, value) {
      const result = await inStorage(() =>
        collection
          .doc(id)
          .create({ ...toFirestore(value), ...newWriteId() })
          .catch(undefinedOn(storageStatus.alreadyExists)),
      );
      return result && written(id, value, result);
    },

    async replace(before, value) {
      const fields = toFirestore(value);
      // `update` is the only single write that takes a precondition; fields that are no longer there are removed by name.
      const gone = Object.keys(toFirestore(before.value)).filter((field) => !(field in fields));
      const removals = Object.fromEntries(gone.map((field) => [field, FieldValue.delete()]));
      const result = await inStorage(() =>
        collection
          .doc(before.id)
          .update({ ...fields, ...removals, ...newWriteId() }, { lastUpdateTime: timestampOf(before.version) })
          .catch(undefinedOn(storageStatus.failedPrecondition, storageStatus.notFound)),
      );
      return result && written(before.id, value, result);
    },

    async remove(before) {
      const result = await inStorage(() =>
        collection
          .doc(before.id)
          .delete({ lastUpdateTime: timestampOf(before.version) })
          .catch(undefinedOn(storageStatus.failedPrecondition, storageStatus.notFound)),
      );
      return result !== undefined;
    },

    async find(query) {
      const found = await inStorage(() => query(collection).get());
      return found.docs.flatMap((snapshot) => stored(snapshot) ?? []);
    },
  };
}

function undefinedOn(...statuses: number[]): (error: unknown) => undefined {
  return (error) => {
    if (statuses.includes(statusOf(error) ?? -1)) return undefined;
    throw error;
  };
}

/** All of an update time, to the nanosecond: a Date would round it and let a lost write pass. */
function versionOf(time: Timestamp): string {
  return `${time.seconds}.${time.nanoseconds}`;
}

function timestampOf(version: string): Timestamp {
  const [seconds, nanoseconds] = version.split('.').map(Number);
  return new Timestamp(seconds ?? 0, nanoseconds ?? 0);
}

function toFirestore(value: object): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([field, item]) => [field, toField(item)]));
}

function toField(item: unknown): unknown {
  if (item === COMMIT_TIME) return FieldValue.serverTimestamp();
  if (item instanceof Date) return Timestamp.fromDate(item);
  if (Array.isArray(item)) return item.map(toField);
  return isPlain(item) ? toFirestore(item) : item;
}

function fromFirestore(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, fromField(item)]));
}

function fromField(item: unknown): unknown {
  if (item instanceof Timestamp) return item.toDate();
  if (Array.isArray(item)) return item.map(fromField);
  return isPlain(item) ? fromFirestore(item) : item;
}

function isPlain(item: unknown): item is object {
  return typeof item === 'object' && item !== null && Object.getPrototypeOf(item) === Object.prototype;
}
