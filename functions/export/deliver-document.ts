/**
 * One of Banqup's messages: one document of one client, for every partner that has the client switched on. Each partner gets
 * its file; one partner's failure never skips another's (protocol, "A delivery").
 */
import { asFailure, type Failure, fateOf } from '../domain/errors.ts';
import type { Life } from '../domain/life.ts';
import type { DocumentMessage } from '../domain/message.ts';
import type { Activations, Banqup, Log } from '../domain/ports.ts';
import type { ExportDocument } from './export-document.ts';

export interface DeliverDocumentParts {
  activations: Activations;
  banqup: Banqup;
  exportDocument: ExportDocument;
  log: Log;
}

export type DeliverDocument = (message: DocumentMessage, publishedAt: Date, life: Life) => Promise<void>;

/** Throws when any of the partners' exports must be tried again. */
export function createDeliverDocument(parts: DeliverDocumentParts): DeliverDocument {
  const { activations, banqup, exportDocument, log } = parts;

  return async ({ clientSpace, documentId }, publishedAt, life) => {
    const found = await activations.activeOfClient(clientSpace);
    if (found.length === 0) {
      log.info('nobody has this client switched on', { clientSpace, documentId });
      return;
    }
    const document = await banqup.document(clientSpace, documentId);
    // Where Banqup does not say when it was approved or sent, the event itself is the best we know. Its publish time is of
    // the same clock as the switch-on, and the same at every delivery.
    const releasedAt = document.releasedAt ?? publishedAt;

    const failures: Failure[] = [];
    for (const { value: activation } of found) {
      const fields = { partnerSpace: activation.partnerSpace, clientSpace, documentId };
      try {
        const outcome = await exportDocument({ activation, document, releasedAt, life });
        log.info('delivery ended', { ...fields, outcome });
      } catch (error) {
        const failure = asFailure(error);
        failures.push(failure);
        logFailure(log, failure, fields);
      }
    }
    if (failures[0]) throw failures[0];
  };
}

/** A retry is everyday weather; what nobody has understood must be seen. */
export function logFailure(log: Log, failure: Failure, fields: Record<string, unknown>): void {
  const level = fateOf(failure.code) === 'unknown' ? 'error' : 'warn';
  log[level]('delivery failed', { ...fields, failure: failure.code, error: failure });
}
