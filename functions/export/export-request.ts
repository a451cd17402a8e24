/** What one export is asked with, and how it ends: between those who ask (a delivery, `resume`) and the one who does it. */
import type { Activation } from '../domain/activation.ts';
import type { Export } from '../domain/export.ts';
import type { Life } from '../domain/life.ts';
import type { BanqupDocument } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';

export interface ExportRequest {
  activation: Activation;
  document: BanqupDocument;
  /** When the document was approved or sent, as well as we know. */
  releasedAt: Date;
  life: Life;
  /** The accountant has asked for the document again, by hand (resend.ts). */
  resend: boolean;
  /** The open entry that `resume` has claimed; without it an entry that waits is left alone. */
  resumed?: Stored<Export>;
}

/** How a delivery ended: as its entry did, or without one. */
export type Outcome = Export['state'] | 'notExportable';

export type ExportDocument = (request: ExportRequest) => Promise<Outcome>;
