/**
 * Documents that have been approved already, and their messages pushed straight into a function, so many at a time, as Pub/Sub
 * does: what is to be timed must not wait for somebody else's pace.
 */
import { randomUUID } from 'node:crypto';
import type { LocalSystem } from '../local/system.ts';
import { topics } from '../local/topics.ts';
import { statuses } from '../simulators/banqup/assumed.ts';
import { forEach } from './for-each.ts';

/** Two UUIDs, as a message names a document. */
export interface Announced {
  spaceId: string;
  documentId: string;
}

/** Puts so many approved purchase invoices into Banqup, one space after another, one text after another. Nobody is told of them. */
export function addApproved(
  { banqup }: LocalSystem,
  count: number,
  { spaces, ubls }: { spaces: readonly string[]; ubls: readonly Uint8Array[] },
): Announced[] {
  return Array.from({ length: count }, (_, index) => {
    const [space, ubl] = [spaces[index % spaces.length], ubls[index % ubls.length]];
    if (!space || !ubl) throw new Error('no spaces, or no documents');
    const status = { document: statuses.approved };
    const { documentId } = banqup.addDocument({ space, folder: 'PURCHASES', ubl, status });
    return { spaceId: space, documentId };
  });
}

/** The body of a push of this message. https://cloud.google.com/pubsub/docs/push#receive_push */
export function pushOf(message: object): object {
  const messageId = randomUUID();
  const data = Buffer.from(JSON.stringify(message)).toString('base64');
  return { message: { data, attributes: {}, messageId, publishTime: new Date().toISOString() }, subscription: 'bench' };
}

/** Pushes the messages of all these documents into the function there, never more than so many at once. Throws where one is not acknowledged. */
export async function pushAll(
  { url, project }: { url: string; project: string },
  documents: readonly Announced[],
  atOnce: number,
): Promise<void> {
  const endpoint = `${url}/projects/${project}/topics/${topics.banqup}`;
  await forEach(documents, atOnce, async (document) => {
    const body = JSON.stringify(pushOf({ category: 'document', type: 'approved', data: document }));
    const answer = await fetch(endpoint, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`a push was answered ${answer.status}`);
  });
}
