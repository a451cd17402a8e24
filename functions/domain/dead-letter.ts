/** A message that nobody could handle, kept as it came, for an operator to look at and to send again (protocol, rule 13). */
import { createHash } from 'node:crypto';

export interface DeadLetter {
  /** What it says, in base64. */
  data: string;
  /** When Banqup published it. */
  publishedAt: Date;
  /** Why it could not be handled. */
  reason: string;
  keptAt: Date;
}

/** Database id of a dead letter: the same for the same message, however often it is kept. */
export function deadLetterId({ data, publishedAt }: Pick<DeadLetter, 'data' | 'publishedAt'>): string {
  return createHash('sha256')
    .update(JSON.stringify([data, publishedAt]))
    .digest('hex');
}

/** Whether it speaks of this space or document, in whatever form. */
export function speaksOf({ data }: DeadLetter, id: string): boolean {
  return textOf(data).includes(id);
}

/** Ids that are looked for in one: it may be 600 kB of anything. */
const idsAtMost = 20;

/** The ids that it speaks of, of spaces or of what else. */
export function idsIn({ data }: DeadLetter): string[] {
  const found = textOf(data).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
  return [...new Set(found)].slice(0, idsAtMost);
}

function textOf(data: string): string {
  return Buffer.from(data, 'base64').toString('latin1').toLowerCase();
}
