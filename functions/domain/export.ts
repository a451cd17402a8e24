/**
 * The ledger entry of one document of one client for one partner, and how it changes. Open states (reserved, updating,
 * parked) always have `dueAt`, the moment from which `resume` takes them; closed ones (done, rejected, cancelled) never
 * (protocol, records and rule 6).
 */
import { createHash } from 'node:crypto';
import type { Connection } from './connection.ts';
import type { Direction } from './direction.ts';
import type { DocumentFacts } from './document-facts.ts';
import type { Failure, FailureCode } from './errors.ts';
import { fateOf, waitSecondsOf } from './errors.ts';
import { secondsAfter, workerLifeSeconds } from './life.ts';
import type { Written } from './record.ts';
import { COMMIT_TIME } from './record.ts';

/** The file of a finished export, as Drive described it. */
export interface ExportedFile {
  account: string;
  /** Of the connection under which it was made: another sign-in may not be shown it. */
  generation: number;
  id: string;
  name: string;
  folderId: string;
  md5: string;
  sizeBytes: number;
  link: string;
}

export interface Export {
  partnerSpace: string;
  clientSpace: string;
  documentId: string;
  /** Not known yet of one that waits to be judged. */
  direction?: Direction;
  state: 'reserved' | 'updating' | 'parked' | 'done' | 'rejected' | 'cancelled';
  /** Why it is parked, rejected or cancelled. */
  reason?: FailureCode | 'disconnected' | 'switchedOff';
  dueAt?: Date;
  /** When the document was approved or sent, as well as we know. */
  releasedAt: Date;
  reservedAt: Date;
  /** Reserved Drive file ids, one for each Google account. */
  fileIds: Record<string, string>;
  /** Day of the reservation in Brussels (YYYY-MM-DD): first part of the file's name, the same on every retry. */
  syncDate: string;
  /**
   * Made from a message that nobody could handle: whether it is to be exported at all is still to be judged, by when it was
   * released as Banqup tells, or by when it was asked for.
   */
  toAdmit?: 'released' | 'asked';
  /** How often it ended in a failure that nobody has understood. */
  attempts?: number;
  /** Asked for again by the accountant while somebody is at work on it, or while it waits (protocol, rule 8). */
  wish?: 'resend';
  facts?: DocumentFacts;
  file?: ExportedFile;
  doneAt?: Date;
}

/** As much of an entry as tells how its document stands. */
export type Standing = Pick<Export, 'documentId' | 'state' | 'reason' | 'file' | 'facts'>;

/** Which entries of a partner's ledger pass: those that are all that is said. A reason is asked for alone: no index has it beside others. */
export interface ExportFilter {
  clientSpace?: string | undefined;
  /** One of these. */
  states?: readonly Export['state'][] | undefined;
  /** Why they wait, or have ended. */
  reason?: Export['reason'];
}

/** Database id of the entry: partner, client and document (protocol, rule 1), spread evenly over Firestore's key space. */
export function exportId(key: { partnerSpace: string; clientSpace: string; documentId: string }): string {
  const parts = [key.partnerSpace, key.clientSpace, key.documentId];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The states in which something is still to be done for an entry. */
export const openStates: readonly Export['state'][] = ['reserved', 'updating', 'parked'];

/** Whether something is still to be done for this entry. */
export function isOpen(entry: Pick<Export, 'state'>): boolean {
  return openStates.includes(entry.state);
}

/**
 * Whether the document came under this link. It did not where the link was ended and begun anew since: then the entry is one
 * that ending it should have cancelled, or was made by somebody who still remembered the old link.
 */
export function cameUnder(entry: Export, connection: Connection): boolean {
  return entry.releasedAt >= connection.since;
}

/** A new entry: the document is ours to export, under this file id, from now on. */
export function reserved(
  key: Pick<Export, 'partnerSpace' | 'clientSpace' | 'documentId' | 'direction' | 'releasedAt' | 'syncDate'>,
  id: { account: string; fileId: string } | undefined,
  now: Date,
): Export {
  return {
    ...key,
    state: 'reserved',
    dueAt: secondsAfter(now, workerLifeSeconds),
    reservedAt: now,
    fileIds: id ? { [id.account]: id.fileId } : {},
  };
}

/**
 * A new entry of a message that was given up: parked, so that its partner sees it, and judged when it is taken up (protocol,
 * rule 13). It has no file id, so there cannot be a file of it yet.
 */
export function unjudged(
  key: Pick<Export, 'partnerSpace' | 'clientSpace' | 'documentId' | 'releasedAt' | 'syncDate'>,
  failure: Failure,
  now: Date,
): Export {
  return parked({ ...key, state: 'reserved', reservedAt: now, fileIds: {}, toAdmit: 'released' }, failure, now);
}

/** The entry that waited to be judged, found to be one that is exported. */
export function admitted(entry: Export, key: Pick<Export, 'direction' | 'releasedAt'>, now: Date): Export {
  const { toAdmit: _toAdmit, ...rest } = claimed(entry, now, 'reserved');
  return { ...rest, ...key };
}

/** The entry reserved under another file id for an account: it had none, or nothing is behind the one it had. */
export function reservedAgain(entry: Export, account: string, fileId: string, now: Date): Export {
  return { ...claimed(entry, now, 'reserved'), fileIds: { ...entry.fileIds, [account]: fileId } };
}

/** The entry waiting for a cause to go away; for longer each time where nobody has understood the cause (protocol, rule 6). */
export function parked(entry: Export, failure: Failure, now: Date): Export {
  const { attempts = 0, ...rest } = entry;
  const isUnknown = fateOf(failure.code) === 'unknown';
  const ageSeconds = (now.getTime() - entry.reservedAt.getTime()) / 1000;
  return {
    ...rest,
    state: 'parked',
    reason: failure.code,
    dueAt: secondsAfter(now, waitSecondsOf(failure, { attemptsBefore: isUnknown ? attempts : 0, ageSeconds })),
    ...(isUnknown ? { attempts: attempts + 1 } : attempts > 0 && { attempts }),
  };
}

/** The parked entry whose wait is cut short: the cause is believed to be gone. */
export function dueNow(entry: Export, now: Date): Export {
  return { ...entry, dueAt: now };
}

/**
 * The entry that its partner has tried again by hand, due now: one that waits, or one that was rejected, which counts from the asking
 * (protocol, rule 8). Undefined where there is nothing to try, and of an id that Drive has refused until nobody can still be creating
 * with it (rule 2).
 */
export function triedAgain(entry: Export, now: Date): Export | undefined {
  if (entry.state === 'rejected') return dueNow(reopened(entry, now, now), now);
  if (entry.state !== 'parked') return undefined;
  if (entry.dueAt && entry.dueAt <= now) return entry;
  return entry.reason === 'idRefusedTwice' ? undefined : dueNow(entry, now);
}

/** The finished entry opened again under another file id, due now: its file lies where nobody will look (protocol, rule 5). */
export function rescued(entry: Export, account: string, fileId: string, now: Date): Export {
  return dueNow(reservedAgain(reopened(entry, entry.releasedAt, now), account, fileId, now), now);
}

/**
 * The open entry that the accountant has asked for again at `wishedAt`: whoever is at work on it serves that before it ends. It counts
 * from that moment, as if the document came only now.
 */
export function wished(entry: Export, wishedAt: Date): Export {
  const judged = entry.toAdmit && { toAdmit: 'asked' as const };
  return { ...entry, ...judged, releasedAt: laterOf(wishedAt, entry.releasedAt), wish: 'resend' };
}

/** The closed entry opened again because the accountant has asked for it at `wishedAt`, as if the document came only now. */
export function reopened(
  entry: Export,
  wishedAt: Date,
  now: Date,
  state: 'reserved' | 'updating' = 'reserved',
): Export {
  const { reason: _reason, doneAt: _done, file: _file, ...rest } = entry;
  return {
    ...rest,
    ...(entry.toAdmit && { toAdmit: 'asked' }),
    state,
    releasedAt: laterOf(wishedAt, entry.releasedAt),
    dueAt: secondsAfter(now, workerLifeSeconds),
  };
}

/**
 * The entry taken by a worker for one more life: by `resume`, or to update the file's content. Only what waits has a reason;
 * a wish is served by what the worker fetches from now on.
 */
export function claimed(entry: Export, now: Date, state: Export['state'] = entry.state): Export {
  const { reason, wish: _wish, ...rest } = entry;
  const kept = state === 'parked' && reason !== undefined ? { reason } : {};
  return { ...rest, ...kept, state, dueAt: secondsAfter(now, workerLifeSeconds) };
}

function laterOf(one: Date, other: Date): Date {
  return one > other ? one : other;
}

/** The entry of a document that is in Drive. */
export function done(entry: Export, file: ExportedFile, facts: DocumentFacts): Written<Export> {
  return { ...closed(entry, 'done'), file, facts, doneAt: COMMIT_TIME };
}

/** The entry of what cannot be exported. */
export function rejected(entry: Export, reason: FailureCode): Export {
  return { ...closed(entry, 'rejected'), reason };
}

/** The entry that its partner has ended. */
export function cancelled(entry: Export, reason: 'disconnected' | 'switchedOff'): Export {
  return { ...closed(entry, 'cancelled'), reason };
}

function closed(entry: Export, state: 'done' | 'rejected' | 'cancelled'): Export {
  const { dueAt: _due, reason: _reason, wish: _wish, attempts: _attempts, ...rest } = entry;
  return { ...rest, state };
}
