/**
 * Takes up what waits for a partner: its open entries that are due, the longest due first, each claimed by moving `dueAt` a
 * worker's life ahead once its turn to write has come (protocol, rules 6 and 7). May run twice at once: of two claims one wins.
 */
import { activationId } from '../domain/activation.ts';
import { asFailure, type FailureCode, fateOf } from '../domain/errors.ts';
import { cancelled, claimed, type Export, isOpen, parked } from '../domain/export.ts';
import { assertAlive, type Life, secondsAfter } from '../domain/life.ts';
import type { Activations, Banqup, Clock, Connections, Exports, Log } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import type { Announce } from './announce.ts';
import type { ExportDocument } from './export-request.ts';
import { logFailure } from './log-failure.ts';
import type { Pace } from './pace.ts';

const entriesAtOnce = 100;

/** Entries are taken up for this long, which is until the next sweep; what is left then waits for that. */
const takingUpSeconds = 300;

const workersAtOnce = 12;

/** Reasons that hold for every document of the connection: the next one would only meet the same. */
const wholeConnection = new Set<Export['reason']>(['signInNeeded', 'driveFull']);

export interface ResumeParts {
  connections: Connections;
  activations: Activations;
  exports: Exports;
  banqup: Banqup;
  exportDocument: ExportDocument;
  pace: Pace;
  announce: Announce;
  now: Clock;
  log: Log;
}

export type Resume = (partnerSpace: string, life: Life) => Promise<void>;

/** Failures of single entries are logged and leave them open; it throws what keeps it from finding entries, and lifeOver. */
export function createResume(parts: ResumeParts): Resume {
  const { connections, activations, exports, banqup, exportDocument, pace, announce, now, log } = parts;

  return async (partnerSpace, life) => {
    const until = secondsAfter(now(), takingUpSeconds);
    while (now() < until) {
      const connection = await connections.read(partnerSpace);
      if (connection?.value.state !== 'on') return;
      const due = await exports.due(partnerSpace, now(), entriesAtOnce);
      if (due.length === 0) return;
      if (await takeUpAll(due, connection.value.account.id, until, life)) return;
    }
  };

  /** Several at once, since each waits for Banqup and Drive most of its time. Answers whether the others would only meet the same. */
  async function takeUpAll(due: Stored<Export>[], account: string, until: Date, life: Life): Promise<boolean> {
    const waiting = [...due];
    let isOver = false;
    const hasTurn = () => pace.slot(account, 'long').then(() => true, leaveToTheNext);
    function leaveToTheNext(error: unknown): boolean {
      if (asFailure(error).code !== 'paceLimited') throw error;
      isOver = true;
      return false;
    }
    async function work(): Promise<void> {
      for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
        // Claimed only when its turn has come: what this run does not get to stays as it was.
        if (!(await hasTurn()) || isOver || now() >= until) return;
        isOver = wholeConnection.has(await takeUp(entry, life)) || isOver;
      }
    }
    const ends = await Promise.allSettled(Array.from({ length: workersAtOnce }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    return isOver;
  }

  /** Answers why the entry still waits, if it does. */
  async function takeUp(entry: Stored<Export>, life: Life): Promise<Export['reason']> {
    const { partnerSpace, clientSpace, documentId } = entry.value;
    const fields = { partnerSpace, clientSpace, documentId };
    const activation = await activations.read(activationId(partnerSpace, clientSpace));
    assertAlive(life, now());
    if (!activation?.value.active) {
      await exports.replace(entry, cancelled(entry.value, 'switchedOff'));
      return undefined;
    }
    const mine = await exports.replace(entry, claimed(entry.value, now()));
    if (!mine) return undefined;
    try {
      const document = await banqup.document(clientSpace, documentId);
      // One that is still to be judged came from a message that said less than Banqup does.
      const { toAdmit, releasedAt: known } = mine.value;
      const releasedAt = toAdmit ? (document.releasedAt ?? known) : known;
      const outcome = await exportDocument({
        activation: activation.value,
        document,
        releasedAt,
        life,
        resend: false,
        resumed: mine,
      });
      log.info('resumed', { ...fields, outcome });
      return outcome === 'parked' ? (await exports.read(entry.id))?.value.reason : undefined;
    } catch (error) {
      return stillWaits(mine, error, fields, life);
    }
  }

  async function stillWaits(
    entry: Stored<Export>,
    error: unknown,
    fields: Record<string, unknown>,
    life: Life,
  ): Promise<FailureCode> {
    const failure = logFailure(log, 'export failed', error, fields);
    const fate = fateOf(failure.code);
    // What passes by itself leaves the claim as it is: the entry is due again after a worker's life.
    if (fate !== 'park' && fate !== 'unknown') return failure.code;
    const seen = await exports.read(entry.id);
    // An update that another worker has claimed is theirs.
    const isTheirs = seen?.value.state === 'updating' && seen.version !== entry.version;
    assertAlive(life, now());
    if (!seen || !isOpen(seen.value) || isTheirs) return failure.code;
    const again = parked(seen.value, failure, now());
    if (await exports.replace(seen, again)) await announce(again, entry.value.reason);
    return failure.code;
  }
}
