/**
 * Compares a client's month with what Banqup says was approved or sent, and keeps what came of it for the partner to see. By itself,
 * at night, it finds what Banqup's messages never told; asked by a person it also brings back what was refused, ended or thrown away.
 * Nothing is exported here: each document gets a message of its own, and goes the way of every other.
 */
import { type Activation, activationId, covers } from '../domain/activation.ts';
import { periodOf } from '../domain/calendar.ts';
import {
  type Check,
  type CheckKey,
  checkDone,
  checkFailed,
  checkId,
  type ExportsAsked,
  type Found,
  type MissingDocument,
  namedAtMost,
  nothingFound,
} from '../domain/check.ts';
import { type Connection, isLinked } from '../domain/connection.ts';
import { Failure } from '../domain/errors.ts';
import { exportId, isOpen, type Standing } from '../domain/export.ts';
import { assertAlive, type Life, secondsAfter } from '../domain/life.ts';
import type {
  Activations,
  Banqup,
  Checks,
  Clock,
  Connections,
  Drives,
  Exports,
  Log,
  Publisher,
  ReleasedDocument,
} from '../domain/ports.ts';
import { writeCheck } from '../partner/write-check.ts';
import type { KnownConnections } from './known-connections.ts';
import { logFailure } from './log-failure.ts';
import { createStillThere, type StillThere } from './still-there.ts';

/** Longer than a message of Banqup's is on its way: what is younger may still come by itself. */
const recentSeconds = 15 * 60;

/** Files are made after their documents were released; the clocks of Banqup, Google and ours need not agree. */
const clocksApartSeconds = 24 * 3600;

export interface RunCheckParts {
  banqup: Banqup;
  connections: Connections;
  known: KnownConnections;
  activations: Activations;
  exports: Exports;
  checks: Checks;
  drives: Drives;
  publisher: Publisher;
  now: Clock;
  log: Log;
}

/** `exports`: which of the missing ones are exported; none where it is left out. */
export type RunCheck = (asked: CheckKey & { exports?: ExportsAsked | undefined }, life: Life) => Promise<void>;

/** One run. */
interface Run {
  key: CheckKey;
  wanted: ExportsAsked | undefined;
  activation: Activation;
  connection: Connection;
  drive: StillThere;
  found: Found;
  life: Life;
}

/** Safe to repeat. Throws storageUnavailable and contended; any other failure is kept on the check, for whoever looks at it. */
export function createRunCheck(parts: RunCheckParts): RunCheck {
  const { banqup, connections, activations, exports, checks, publisher, now, log } = parts;

  return async ({ partnerSpace, clientSpace, month, exports: wanted }, life) => {
    const key = { partnerSpace, clientSpace, month };
    const activation = (await activations.read(activationId(partnerSpace, clientSpace)))?.value;
    const connection = (await connections.read(partnerSpace))?.value;
    // Nothing is made of it: who is being erased gets nothing back.
    if (!activation?.active || !isLinked(connection)) {
      const failure = activation?.active ? 'signInNeeded' : 'notFound';
      return write(key, (before) => before && checkFailed(before, key, failure, now()));
    }
    const drive = createStillThere(parts, connection, secondsAfter(periodOf(month).from, -clocksApartSeconds));
    const found = nothingFound();
    try {
      await compare({ key, wanted, activation, connection, drive, found, life });
    } catch (error) {
      const failure = logFailure(log, 'a check could not come to its end', error, key);
      if (failure.code === 'storageUnavailable') throw failure;
      return write(key, (before) => checkFailed(before, key, failure.code, now()));
    }
    await write(key, (before) => checkDone(before, key, { found, failure: drive.failure() }, now()));
    const { missing, ...counts } = found;
    log.info('checked', { ...key, ...counts, failure: drive.failure() });
  };

  async function compare(run: Run): Promise<void> {
    const { partnerSpace, clientSpace, month } = run.key;
    if (!banqup.released) throw new Failure('notFound', 'Banqup has no list of documents');
    for await (const documents of banqup.released(clientSpace, periodOf(month))) {
      assertAlive(run.life, now());
      const ids = documents.map(({ documentId }) => exportId({ partnerSpace, clientSpace, documentId }));
      const standings = await exports.standings(ids);
      for (const document of documents) await count(run, document, standings.get(document.documentId));
    }
  }

  async function count(run: Run, document: ReleasedDocument, entry: Standing | undefined): Promise<void> {
    const { found } = run;
    const place = await placeOf(run, document, entry);
    if (place === 'earlier') {
      found.earlier += 1;
      return;
    }
    found.released += 1;
    if (place === 'inDrive' || place === 'waiting') found[place] += 1;
    else if (await exportNow(run, document, place)) found.waiting += 1;
    else {
      found.missingCount += 1;
      if (found.missing.length < namedAtMost) found.missing.push(missingOf(document, entry, place));
    }
  }

  async function placeOf(
    { wanted, activation, connection, drive }: Run,
    { releasedAt, moment }: ReleasedDocument,
    entry: Standing | undefined,
  ): Promise<'earlier' | 'inDrive' | 'waiting' | MissingDocument['why']> {
    if (!entry) {
      if (!covers(activation, connection, releasedAt)) return 'earlier';
      const isRecent = now() < secondsAfter(moment, recentSeconds);
      return isRecent && wanted !== 'all' ? 'waiting' : 'unseen';
    }
    if (isOpen(entry)) return 'waiting';
    if (entry.state === 'rejected' || entry.state === 'cancelled') return entry.state;
    return entry.file && !(await drive.has(entry.file)) ? 'removed' : 'inDrive';
  }

  /** Whether it is to be exported: then it has a message of its own. What we have seen before counts as asked for by the accountant. */
  async function exportNow(run: Run, document: ReleasedDocument, why: MissingDocument['why']): Promise<boolean> {
    const { key, wanted, life } = run;
    if (!wanted || (wanted === 'unseen' && why !== 'unseen')) return false;
    const { partnerSpace, clientSpace } = key;
    const { documentId } = document;
    assertAlive(life, now());
    await publisher.publish({ kind: 'redeliver', partnerSpace, clientSpace, documentId, resend: why !== 'unseen' });
    if (why === 'unseen') log.warn('Banqup never told of a document', { partnerSpace, clientSpace, documentId });
    return true;
  }

  function write(key: CheckKey, change: (before: Check | undefined) => Check | undefined): Promise<void> {
    return writeCheck(checks, checkId(key), change);
  }
}

function missingOf(
  { documentId, direction, moment, counterparty }: ReleasedDocument,
  entry: Standing | undefined,
  why: MissingDocument['why'],
): MissingDocument {
  const name = counterparty ?? entry?.facts?.counterparty;
  const number = entry?.facts?.number;
  return {
    documentId,
    direction,
    releasedAt: moment,
    ...(name !== undefined && { counterparty: name }),
    ...(number !== undefined && { number }),
    why,
    ...(entry?.reason && { reason: entry.reason }),
  };
}
