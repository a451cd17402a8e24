/** The messages that make the export function work: Banqup's, reduced to what we trust of them, and our own. */

/** One document of one client has been approved, sent or sent again. Only ids are taken from Banqup's message. */
export interface DocumentMessage {
  clientSpace: string;
  documentId: string;
}

/** Our own, on a topic that Banqup cannot publish to. */
export type OwnMessage =
  /** Take up what waits for a partner; look after its folders. */
  | { kind: 'resume' | 'care'; partnerSpace: string }
  /** From the scheduler: ask for every partner whether something is due. */
  | { kind: 'sweep' };
