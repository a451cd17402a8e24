/** One delivery of one document to one partner: what was asked, its hold on the entry, what it has fetched, and how it ends. */
import type { Export } from '../domain/export.ts';
import type { Banqup } from '../domain/ports.ts';
import type { Written } from '../domain/record.ts';
import type { Announce } from './announce.ts';
import type { ExportRequest, Outcome } from './export-request.ts';
import { fetchUbl, type Ubl } from './fetch-ubl.ts';
import type { Hold } from './hold.ts';
import type { Share } from './room.ts';

export interface Delivery extends ExportRequest {
  hold: Hold;
  /** How often Drive has refused the file id. */
  idRefusals: number;
  /** Its turn to write has come (pace.ts), and it has not written yet. */
  hasTurn: boolean;
  /** How often Drive has refused the write for haste. */
  hurries: number;
  ubl?: Ubl;
  /** What it may hold of the document in memory. */
  share: Share;
}

/** How a round of mending ended; `again`: something was mended, or has changed meanwhile. */
export type Round = Outcome | 'again';

/** Banqup is asked once for a delivery, however many rounds it takes. Throws as fetchUbl does. */
export async function ublOf(banqup: Banqup, delivery: Delivery): Promise<Ubl> {
  delivery.ubl ??= await fetchUbl(banqup, delivery.document, delivery.share);
  return delivery.ubl;
}

/** Ends a delivery's work on its entry. */
export type End = (hold: Hold, to: (entry: Export) => Written<Export>) => Promise<Round>;

/** `again` where another worker was faster. */
export function createEnd(announce: Announce): End {
  return async (hold, to) => {
    if (!(await hold.write(to))) return 'again';
    const entry = hold.entry();
    if (!entry) return 'again';
    await announce(entry, hold.waitedFor);
    return entry.state;
  };
}
