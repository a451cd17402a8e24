/** What a newcomer finds in each client's Business Space: purchase invoices to approve, and sales invoices to send. */
import { readFile } from 'node:fs/promises';
import type { BanqupSimulator } from '../simulators/banqup/server.ts';

const waiting = {
  PURCHASES: ['credit-note.xml', 'invoice-energy.xml', 'invoice-one-rate.xml'],
  SALES: ['invoice-embedded-pdf.xml', 'invoice-four-rates.xml'],
} as const;

/** Brings the same ones to every client there is. */
export async function bringInvoices(banqup: BanqupSimulator): Promise<void> {
  const clients = banqup.snapshot().clients;
  for (const folder of ['PURCHASES', 'SALES'] as const) {
    for (const filename of waiting[folder]) {
      const ubl = new Uint8Array(await readFile(new URL(`../samples/${filename}`, import.meta.url)));
      for (const { id } of clients) banqup.addDocument({ space: id, folder, filename, ubl });
    }
  }
}
