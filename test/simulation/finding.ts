/** What the judge may find wrong. Each finding names its document or partner, so that it can be told. */

export const faults = ['lost', 'duplicated', 'misplaced', 'wrongBytes', 'stuck', 'silent', 'afterDisconnect'] as const;

export type FaultKind = (typeof faults)[number];

export interface Finding {
  fault: FaultKind;
  why: string;
  partnerSpace: string;
  documentId?: string;
}

export type Verdict = Finding[];
