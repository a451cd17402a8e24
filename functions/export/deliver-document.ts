/**
 * One of Banqup's messages: one document of one client, for every partner that has the client switched on. Each partner gets
 * its file; one partner's failure never skips another's (protocol, "A delivery").
 */
import type { Activation } from '../domain/activation.ts';
import { asFailure, type Failure } from '../domain/errors.ts';
import { exportId } from '../domain/export.ts';
import { type Life, secondsAfter } from '../domain/life.ts';
import { type DocumentMessage, isFor } from '../domain/message.ts';
import type { Activations, Banqup, Clock, Exports, Log } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import type { DeadLetterOffice } from './dead-letters.ts';
import type { ExportDocument } from './export-request.ts';
import { logFailure } from './log-failure.ts';

/** A document that Banqup does not show for longer than this waits in the ledger: seen by its partner, and slowing nobody down. */
const patienceSeconds = 15 * 60;

export interface DeliverDocumentParts {
  activations: Activations;
  exports: Exports;
  banqup: Banqup;
  exportDocument: ExportDocument;
  deadLetters: Pick<DeadLetterOffice, 'bury'>;
  now: Clock;
  log: Log;
}

export type DeliverDocument = (message: DocumentMessage, publishedAt: Date, life: Life) => Promise<void>;

/** Throws when any of the partners' exports must be tried again. */
export function createDeliverDocument(parts: DeliverDocumentParts): DeliverDocument {
  const { activations, exports, banqup, exportDocument, deadLetters, now, log } = parts;

  return async (message, publishedAt, life) => {
    const { clientSpace, documentId, resend } = message;
    const ofClient = await activations.activeOfClient(clientSpace);
    const found = ofClient.filter(({ value }) => isFor(message, value.partnerSpace));
    if (found.length === 0) {
      log.info('nobody has this client switched on', { clientSpace, documentId });
      return;
    }
    const document = await read(clientSpace, documentId, resend ? [] : found).catch(async (error) => {
      const failure = asFailure(error);
      const isBanqups = failure.code === 'documentNotFound' || failure.code === 'banqupUnavailable';
      if (!isBanqups || now() < secondsAfter(publishedAt, patienceSeconds)) throw failure;
      await deadLetters.bury(message, publishedAt, failure, life);
      return undefined;
    });
    if (!document) return;
    // Where Banqup does not say when it was approved or sent, the event itself is the best we know. Its publish time is of
    // the same clock as the switch-on, and the same at every delivery. What the accountant asks for counts from the asking.
    const releasedAt = (resend ? undefined : document.releasedAt) ?? publishedAt;

    const failures: Failure[] = [];
    for (const { value: activation } of found) {
      const fields = { partnerSpace: activation.partnerSpace, clientSpace, documentId };
      try {
        const outcome = await exportDocument({ activation, document, releasedAt, resend, life });
        log.info('delivery ended', { ...fields, outcome });
      } catch (error) {
        failures.push(logFailure(log, 'export failed', error, fields));
      }
    }
    if (failures[0]) throw failures[0];
  };

  /** Undefined: Banqup does not show the document any more, and all of these partners have their entry already. */
  async function read(clientSpace: string, documentId: string, found: Stored<Activation>[]) {
    try {
      return await banqup.document(clientSpace, documentId);
    } catch (error) {
      if (asFailure(error).code !== 'documentNotFound') throw error;
      const ids = found.map(({ value: { partnerSpace } }) => exportId({ partnerSpace, clientSpace, documentId }));
      const entries = await Promise.all(ids.map((id) => exports.read(id)));
      if (entries.length === 0 || entries.some((entry) => entry === undefined)) throw error;
      log.info('the document is gone, and its entries are there', { clientSpace, documentId });
      return undefined;
    }
  }
}
