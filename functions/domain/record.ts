/**
 * What every record of ours has in common: it is read with its version and changed by compare-and-set only. There is no
 * lock and no transaction; who loses reads again and decides again (protocol).
 */

/** Stands for the database's own commit time in a value that is being written (never an instance's clock). */
export const COMMIT_TIME = Symbol('commit time');

/** A record as it is written: moments may be left to the database. */
export type Written<T> = { [K in keyof T]: T[K] extends Date | undefined ? T[K] | typeof COMMIT_TIME : T[K] };

/** A record as it was read. */
export interface Stored<T> {
  readonly id: string;
  readonly value: T;
  /** Opaque; another one after every write. */
  readonly version: string;
}

/** Records of one kind. */
export interface Table<T> {
  read(id: string): Promise<Stored<T> | undefined>;
  /** Undefined: there is one already, and it is unchanged. */
  create(id: string, value: Written<T>): Promise<Stored<T> | undefined>;
  /** Compare-and-set. Undefined: it was written (or removed) since it was read, and is unchanged. */
  replace(before: Stored<T>, value: Written<T>): Promise<Stored<T> | undefined>;
  /** Compare-and-set deletion. False: it was written or removed since it was read. */
  remove(before: Stored<T>): Promise<boolean>;
}

/** Records that name the partner space whose they are. */
export interface PartnerTable<T> extends Table<T> {
  /** Those of a partner space, in order of their ids: so many at most, or all. */
  ofPartner(partnerSpace: string, limit?: number): Promise<Stored<T>[]>;
}
