/** The messages that make the export function work: Banqup's, reduced to what we trust of them, and our own. */

/** One document of one client has been approved, sent or sent again. Only ids are taken from Banqup's message. */
export interface DocumentMessage {
  clientSpace: string;
  documentId: string;
}

/** Our own, on a topic that Banqup cannot publish to: take up what waits; look after the folders. */
export interface OwnMessage {
  kind: 'resume' | 'care';
  partnerSpace: string;
}
