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

/** Whether it speaks of this space, in whatever form. */
export function speaksOf({ data }: DeadLetter, space: string): boolean {
  return Buffer.from(data, 'base64').toString('latin1').toLowerCase().includes(space);
}
