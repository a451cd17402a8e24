/** A document's UBL as Banqup holds it, out of its envelope where it is in one, with what is needed to name its file and to tell whether Drive has the same bytes. */
import { createHash } from 'node:crypto';
import { type DocumentFacts, documentFacts } from '../domain/document-facts.ts';
import type { Banqup, BanqupDocument } from '../domain/ports.ts';
import { readUbl } from '../domain/ubl.ts';
import type { Share } from './room.ts';

export interface Ubl {
  content: Uint8Array;
  /** In hexadecimal, as Drive gives it. */
  md5: string;
  facts: DocumentFacts;
}

/** Waits for room. Throws what Banqup throws, and the codes of `readUbl` for what is no UBL. */
export async function fetchUbl(banqup: Banqup, document: BanqupDocument, { take }: Share): Promise<Ubl> {
  const { facts, content } = readUbl(await banqup.ubl(document, take));
  const md5 = createHash('md5').update(content).digest('hex');
  return { content, md5, facts: documentFacts(facts, document.direction) };
}
