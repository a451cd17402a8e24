/**
 * The life of a document: it arrives, is approved or refused (purchases) or sent (sales), and may be re-sent
 * to the integrations by hand. Approving, sending and re-sending publish a message of category `document`.
 */
import { randomUUID } from 'node:crypto';
import { type defaultEventTypes, documentScope, statuses } from './assumed.ts';
import { readInvoiceFacts } from './invoice-facts.ts';
import { notFound, Problem } from './problem.ts';
import type { BanqupDocument, DocumentStatus, Folder, State } from './state.ts';

export type EventTypes = typeof defaultEventTypes;

export interface NewDocument {
  space: string;
  folder: Folder;
  ubl: Uint8Array | string;
  filename?: string | undefined;
  /** Told from the UBL when left out. */
  category?: string | undefined;
  /** Set over the usual status of a new document. */
  status?: Partial<DocumentStatus> | undefined;
}

export interface DocumentMessage {
  id: string;
  category: 'document';
  type: string;
  scope: string;
  subject: string;
  resourceId: string;
  channel: string;
  data: { spaceId: string; documentId: string };
}

export type Documents = ReturnType<typeof createDocuments>;

interface Parts {
  state: State;
  publish: (message: object) => Promise<void>;
  now: () => Date;
  eventTypes: EventTypes;
}

/** Whether a document is one that integrations were told of. */
export function isExported(document: BanqupDocument): boolean {
  return document.approvedAt !== undefined || document.sentAt !== undefined;
}

/** Whether a document still waits for a person: approve or refuse a purchase, send a sale. */
export function isWaiting(document: BanqupDocument): boolean {
  return !isExported(document) && document.status.document !== statuses.refused;
}

function ownBytes(ubl: Uint8Array | string): Uint8Array<ArrayBuffer> {
  return typeof ubl === 'string' ? new TextEncoder().encode(ubl) : new Uint8Array(ubl);
}

/** The operations on documents. `by` is the id of the user who acts; Banqup itself when left out. */
export function createDocuments({ state, publish, now, eventTypes }: Parts) {
  /** [assumed] Which of the envelope's optional fields are set, that `resourceId` is the space, and what `data` holds. */
  async function tell(type: string, { spaceId, id }: BanqupDocument, by = 'banqup'): Promise<DocumentMessage> {
    const message: DocumentMessage = {
      id: randomUUID(),
      category: 'document',
      type,
      scope: documentScope,
      subject: by,
      resourceId: spaceId,
      channel: `${spaceId}/${id}`,
      data: { spaceId, documentId: id },
    };
    await publish(message);
    return message;
  }

  function waiting(id: string, folder: Folder): BanqupDocument {
    const document = state.document(id);
    if (document.folder !== folder) throw new Problem(409, 'CONFLICT', `Document ${id} is not in ${folder}`);
    if (!isWaiting(document)) throw new Problem(409, 'CONFLICT', `Document ${id} is already ${shortStatus(document)}`);
    return document;
  }

  const shortStatus = ({ status }: BanqupDocument) => `${status.document} and ${status.delivery}`;

  function release(document: BanqupDocument, at: Date): BanqupDocument {
    if (document.folder === 'PURCHASES') {
      document.status.document = statuses.approved;
      document.approvedAt = at.toISOString();
    } else {
      document.status.document = statuses.validated;
      document.status.delivery = statuses.sent;
      document.sentAt = at.toISOString();
    }
    return document;
  }

  return {
    add({ space, folder, ubl, filename, category, status }: NewDocument): { documentId: string; fileId: string } {
      state.client(space);
      const bytes = ownBytes(ubl);
      const document: BanqupDocument = {
        id: randomUUID(),
        spaceId: space,
        folder,
        category: category ?? readInvoiceFacts(bytes).category,
        status: { ...(folder === 'PURCHASES' ? statuses.newPurchase : statuses.newSale), ...status },
        fileId: randomUUID(),
        filename: filename ?? 'invoice.xml',
        bytes,
      };
      state.documents.set(document.id, document);
      return { documentId: document.id, fileId: document.fileId };
    },

    approve(id: string, by?: string): Promise<DocumentMessage> {
      return tell(eventTypes.approved, release(waiting(id, 'PURCHASES'), now()), by);
    },

    refuse(id: string): void {
      waiting(id, 'PURCHASES').status.document = statuses.refused;
    },

    send(id: string, by?: string): Promise<DocumentMessage> {
      return tell(eventTypes.sent, release(waiting(id, 'SALES'), now()), by);
    },

    /** Approved or sent as ever, but its message is lost. */
    releaseUntold(id: string, at = now()): void {
      release(waiting(id, state.document(id).folder), at);
    },

    /** "(Re-)send to integrations", of a document that was approved or sent before. */
    resend(id: string, by?: string): Promise<DocumentMessage> {
      const document = state.document(id);
      if (!isExported(document)) throw new Problem(409, 'CONFLICT', `Document ${id} is ${shortStatus(document)}`);
      return tell(eventTypes.resend, document, by);
    },

    /** Other bytes under the same document and file id. */
    replace(id: string, ubl: Uint8Array | string): void {
      state.document(id).bytes = ownBytes(ubl);
    },

    remove(id: string): void {
      if (!state.documents.delete(id)) throw notFound(`Document ${id}`);
    },
  };
}
