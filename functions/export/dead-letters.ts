/**
 * What nobody could handle (protocol, rule 13): a document's message that Pub/Sub has given up becomes a parked entry, so that its
 * partner sees it and it is taken up again by itself; a message that cannot be read is kept as it came. `sendAgain` is for an
 * operator who has mended the cause: everything of both kinds is tried again now.
 */
import { covers } from '../domain/activation.ts';
import { isLinked } from '../domain/connection.ts';
import { type DeadLetter, deadLetterId } from '../domain/dead-letter.ts';
import { Failure, fateOf } from '../domain/errors.ts';
import { dueNow, type Export, exportId, isOpen, parked, reopened, unjudged, wished } from '../domain/export.ts';
import { assertAlive, type Life } from '../domain/life.ts';
import { type DocumentMessage, isFor } from '../domain/message.ts';
import { syncDate } from '../domain/naming.ts';
import type { Activations, Clock, Connections, DeadLetters, Exports, Log, Publisher } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import type { Announce } from './announce.ts';

const atOnce = 100;

/** Of a message: a record has room for 1 MiB, and base64 takes a third more. Cut off, it is still no JSON that says anything. */
const keptBytesAtMost = 600_000;

/** Rounds of losing to whoever is at work on the entry. */
const roundsAtMost = 5;

export interface DeadLetterParts {
  connections: Connections;
  activations: Activations;
  exports: Exports;
  deadLetters: DeadLetters;
  announce: Announce;
  publisher: Publisher;
  now: Clock;
  log: Log;
}

export interface DeadLetterOffice {
  /** A document's message that leads nowhere for now: a waiting entry for each partner that has the client switched on. */
  bury(message: DocumentMessage, publishedAt: Date, failure: Failure, life: Life): Promise<void>;
  /** A message that cannot be read. */
  keep(letter: { data: Uint8Array; publishedAt: Date }, failure: Failure): Promise<void>;
  /** Has everything tried again: one of our own messages for each that was kept, and all entries due. */
  sendAgain(): Promise<void>;
  /** Opens one that was kept; it is thrown away once `handle` has succeeded. */
  open(id: string, handle: (data: Uint8Array, publishedAt: Date) => Promise<void>): Promise<void>;
}

/** Its methods throw storageUnavailable, and `bury` lifeOver; then the message comes again. */
export function createDeadLetterOffice(parts: DeadLetterParts): DeadLetterOffice {
  const { connections, activations, exports, deadLetters, announce, publisher, now, log } = parts;

  async function buryFor(
    partnerSpace: string,
    message: DocumentMessage,
    publishedAt: Date,
    failure: Failure,
    life: Life,
  ): Promise<void> {
    const { clientSpace, documentId, resend } = message;
    const key = { partnerSpace, clientSpace, documentId };
    for (let round = 0; round < roundsAtMost; round += 1) {
      const entry = await exports.read(exportId(key));
      if (!entry) {
        const made = unjudged({ ...key, releasedAt: publishedAt, syncDate: syncDate(now()) }, failure, now());
        assertAlive(life, now());
        const created = await exports.create(exportId(key), resend ? wished(made, publishedAt) : made);
        if (created) return announce(created.value, undefined);
      } else {
        const { value } = entry;
        if (!resend && value.state !== 'reserved') return;
        const next = after(value, failure, publishedAt, resend);
        assertAlive(life, now());
        if (!(await exports.replace(entry, next))) continue;
        // One that was waiting already has been told of.
        return value.state === 'parked' || next.state !== 'parked' ? undefined : announce(next, undefined);
      }
    }
    throw new Failure('contended', 'the entry keeps changing');
  }

  /** The entry is left for `resume`, and the accountant's wish with it. */
  function after(entry: Export, failure: Failure, publishedAt: Date, resend: boolean): Export {
    if (!isOpen(entry)) return parked(reopened(entry, publishedAt, now()), failure, now());
    // Who updates a file may still be at it, and its claim tells until when.
    const isHeld = entry.state === 'parked' || entry.state === 'updating';
    const waiting = isHeld ? entry : parked(entry, failure, now());
    return resend ? wished(waiting, publishedAt) : waiting;
  }

  async function wakeEntries(): Promise<number> {
    const partners = new Set<string>();
    let woken = 0;
    for (;;) {
      const waiting = await exports.waitingFor('unexpected', now(), atOnce);
      for (const entry of waiting) {
        await exports.replace(entry, dueNow(entry.value, now()));
        partners.add(entry.value.partnerSpace);
        woken += 1;
      }
      if (waiting.length < atOnce) break;
    }
    for (const partnerSpace of partners) await publisher.publish({ kind: 'resume', partnerSpace });
    return woken;
  }

  return {
    async bury(message, publishedAt, failure, life) {
      const { clientSpace, documentId } = message;
      for (const { value: activation } of await activations.activeOfClient(clientSpace)) {
        const { partnerSpace } = activation;
        if (!isFor(message, partnerSpace)) continue;
        const connection = (await connections.read(partnerSpace))?.value;
        if (!isLinked(connection)) continue;
        // What was published before the switch-on was approved or sent before it.
        if (!covers(activation, connection, publishedAt)) continue;
        await buryFor(partnerSpace, message, publishedAt, failure, life);
        log.warn('a document waits', { partnerSpace, clientSpace, documentId, failure: failure.code });
      }
    },

    async keep({ data, publishedAt }, failure) {
      const letter: DeadLetter = {
        data: Buffer.from(data.subarray(0, keptBytesAtMost)).toString('base64'),
        publishedAt,
        reason: failure.message,
        keptAt: now(),
      };
      const id = deadLetterId(letter);
      await deadLetters.create(id, letter);
      const fields = { deadLetter: id, publishedAt, bytes: data.byteLength };
      log.error('a message cannot be read, and is kept', { ...fields, error: failure });
    },

    async sendAgain() {
      let sent = 0;
      for (let page: Stored<DeadLetter>[] = []; ; ) {
        page = await deadLetters.page(page.at(-1)?.id, atOnce);
        for (const { id } of page) await publisher.publish({ kind: 'sendAgain', deadLetter: id });
        sent += page.length;
        if (page.length < atOnce) break;
      }
      log.info('sent again', { messages: sent, documents: await wakeEntries() });
    },

    async open(id, handle) {
      const letter = await deadLetters.read(id);
      if (!letter) return;
      const { data, publishedAt } = letter.value;
      try {
        await handle(Buffer.from(data, 'base64'), publishedAt);
      } catch (error) {
        if (!(error instanceof Failure) || fateOf(error.code) !== 'reject') throw error;
        return log.error('a kept message still cannot be read', { deadLetter: id, error });
      }
      await deadLetters.remove(letter);
    },
  };
}
