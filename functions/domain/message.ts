/** The messages that make the export function work: Banqup's, reduced to what we trust of them, and our own. */

/** One document of one client has been approved, sent or sent again. Only ids are taken from Banqup's message. */
export interface DocumentMessage {
  kind: 'document';
  clientSpace: string;
  documentId: string;
  /** The accountant has asked for it by hand: *(re-)send to integrations*. */
  resend: boolean;
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
  /** From an operator: try again what nobody could handle; with an id, one message that was kept. */
  | { kind: 'sendAgain'; deadLetter?: string | undefined }
  /** From an operator, and then from page to page: erase what we hold of a partner; how much of it is gone already. */
  | { kind: 'erase'; partnerSpace: string; askedAt?: string | undefined; erased?: Record<string, number> | undefined };
