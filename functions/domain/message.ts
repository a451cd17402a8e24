/** The messages that make the export function work: Banqup's, reduced to what we trust of them, and our own. */
import type { CheckKey, ExportsAsked } from './check.ts';
import type { FailureCode } from './errors.ts';

/** One document of one client has been approved, sent or sent again. Only ids are taken from Banqup's message. */
export interface DocumentMessage {
  kind: 'document';
  clientSpace: string;
  documentId: string;
  /** The accountant has asked for it by hand: *(re-)send to integrations*. */
  resend: boolean;
  /** Of this partner alone, where it is we who ask for it; of every one that has the client switched on otherwise. */
  partnerSpace?: string;
}

/** Whether it is for this partner. */
export function isFor(message: DocumentMessage, partnerSpace: string): boolean {
  return message.partnerSpace === undefined || message.partnerSpace === partnerSpace;
}

/** Something about spaces has changed: a client that came or went, the extension installed or removed. */
export interface SpaceMessage {
  kind: 'space';
  /** Every space that the message names; which of them is a partner's is ours to find out. */
  spaces: string[];
}

export type BanqupMessage = DocumentMessage | SpaceMessage;

/** Our own, on a topic that Banqup cannot publish to. */
export type OwnMessage =
  /** Take up what waits for a partner; look after its folders; compare its clients with Banqup's. */
  | { kind: 'resume' | 'care' | 'compare'; partnerSpace: string }
  /**
   * From the scheduler, and then from page to page: for every partner, those after `after` in order of their ids, ask whether
   * something is due; have its folders looked after; have its clients compared.
   */
  | { kind: 'sweep' | 'careAll' | 'compareAll'; after?: string | undefined }
  /** The same at night, one partner after the other: have the months of its clients checked. */
  | { kind: 'checkAll'; after?: string | undefined }
  /** Have the months of a partner's clients checked that are going on: those after this activation. */
  | { kind: 'checkClients'; partnerSpace: string; after?: string | undefined }
  /** Compare a client's month with what Banqup says; and have these of the missing ones exported. */
  | ({ kind: 'check'; exports?: ExportsAsked | undefined } & CheckKey)
  /** A document of a client, for one partner: its message never came, or it is asked for again. */
  | { kind: 'redeliver'; partnerSpace: string; clientSpace: string; documentId: string; resend: boolean }
  /** From a partner, and then from page to page: try again what waits or was rejected for this reason, those after an entry. */
  | { kind: 'tryAgain'; partnerSpace: string; reason: FailureCode; after?: string | undefined }
  /** From an operator: try again what nobody could handle; with an id, one message that was kept. */
  | { kind: 'sendAgain'; deadLetter?: string | undefined }
  /** From an operator, and then from page to page: erase what we hold of a partner; how much of it is gone already. */
  | { kind: 'erase'; partnerSpace: string; askedAt?: string | undefined; erased?: Record<string, number> | undefined };
