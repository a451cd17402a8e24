/**
 * What one client's month has come to: what Banqup says was approved or sent, beside what is in Drive, and what is missing by name.
 * The latest comparison of a month stands for all of them, whoever asked for it (export/run-check.ts).
 */
import type { Direction } from './direction.ts';
import type { FailureCode } from './errors.ts';
import type { Export } from './export.ts';
import { secondsAfter } from './life.ts';

/** Longer than a financial year, and the time to close it. */
const keptSeconds = 400 * 24 * 3600;

/** So many are told by name; the others are counted. */
export const namedAtMost = 100;

/** Which of the missing ones are exported at once: those whose message never came, or also what was refused, ended or thrown away. */
export type ExportsAsked = 'unseen' | 'all';

export interface MissingDocument {
  documentId: string;
  direction: Direction;
  /** When it was approved or sent, by Banqup's clock. */
  releasedAt: Date;
  counterparty?: string;
  number?: string;
  /** unseen: its message never came. removed: it was exported, and is deleted, or in the trash. The others: as its export is. */
  why: 'unseen' | 'rejected' | 'cancelled' | 'removed';
  reason?: Exclude<Export['reason'], undefined>;
}

/** What a comparison has found. released = inDrive + waiting + missingCount. */
export interface Found {
  /** What Banqup says was approved or sent in this month and is ours to export. */
  released: number;
  /** Besides, what was before the switch-on: history, which is not exported. */
  earlier: number;
  inDrive: number;
  /** On their way: their export is open, they are only some minutes old, or they have just been asked for. */
  waiting: number;
  /** The first ones, by name. */
  missing: MissingDocument[];
  missingCount: number;
}

export interface Check extends Found {
  partnerSpace: string;
  clientSpace: string;
  /** YYYY-MM, in Brussels. */
  month: string;
  /** asked: a run is on its way, and the numbers are those of the one before. */
  state: 'asked' | 'done';
  askedAt: Date;
  /** When the numbers were found; not there before the first run has come to its end. */
  checkedAt?: Date;
  /** Why the last run did not come to its end; the numbers are older then, or the ledger's alone where Drive was not to be asked. */
  failure?: FailureCode;
  expiresAt: Date;
}

/** Whose month. */
export type CheckKey = Pick<Check, 'partnerSpace' | 'clientSpace' | 'month'>;

/** Database id of a check. */
export function checkId({ partnerSpace, clientSpace, month }: CheckKey): string {
  return `${partnerSpace}.${clientSpace}.${month}`;
}

/** Nothing found yet. */
export function nothingFound(): Found {
  return { released: 0, earlier: 0, inDrive: 0, waiting: 0, missing: [], missingCount: 0 };
}

/** A run is asked for. */
export function checkAsked(before: Check | undefined, key: CheckKey, now: Date): Check {
  return { ...begun(before, key, now), state: 'asked', askedAt: now };
}

/** A run has come to its end; with a failure where Drive could not be asked, or not for everything. */
export function checkDone(
  before: Check | undefined,
  key: CheckKey,
  { found, failure }: { found: Found; failure: FailureCode | undefined },
  now: Date,
): Check {
  const { failure: _before, ...rest } = begun(before, key, now);
  return { ...rest, ...found, state: 'done', checkedAt: now, ...(failure && { failure }) };
}

/** A run could not come to its end: the numbers of the one before stay. */
export function checkFailed(before: Check | undefined, key: CheckKey, failure: FailureCode, now: Date): Check {
  return { ...begun(before, key, now), state: 'done', failure };
}

/** Longer than a run and its message take; one that was given up must not be waited for. */
const awaitedSeconds = 15 * 60;

/** Whether a run is believed to be on its way. */
export function isAwaited({ state, askedAt }: Check, now: Date): boolean {
  return state === 'asked' && now < secondsAfter(askedAt, awaitedSeconds);
}

function begun(before: Check | undefined, key: CheckKey, now: Date): Check {
  const check = before ?? { ...key, ...nothingFound(), state: 'asked' as const, askedAt: now };
  return { ...check, expiresAt: secondsAfter(now, keptSeconds) };
}
