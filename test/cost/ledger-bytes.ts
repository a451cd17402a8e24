/** What one entry of the ledger takes in Firestore, its index entries included. https://firebase.google.com/docs/firestore/storage-size */

import type { LocalSystem } from '../local/system.ts';
import { ourIndexes } from '../simulators/firestore/indexes.ts';
import { parseFields, sizeBytesOf } from '../simulators/firestore/values.ts';

const collection = 'exports';
const bytesBeside = 32;

/** Of an entry that has just been done. Throws where there is none. */
export async function ledgerBytes({ firestore, project }: LocalSystem): Promise<number> {
  const answer = await fetch(`${firestore.url}/v1/projects/${project}/databases/(default)/documents:runQuery`, {
    method: 'POST',
    body: JSON.stringify({ structuredQuery: { from: [{ collectionId: collection }], limit: 1 } }),
  });
  const [found] = (await answer.json()) as { document?: { name: string; fields: Record<string, unknown> } }[];
  if (!found?.document) throw new Error('the ledger is empty');
  const fields = parseFields(found.document.fields);
  // Only what is below the database counts: collection and id, and sixteen bytes for every name.
  const id = found.document.name.split('/').at(-1) ?? '';
  const nameBytes = collection.length + 1 + Buffer.byteLength(id) + 1 + 16;

  const { indexes, fieldOverrides } = ourIndexes();
  const alone = fieldOverrides.flatMap((one) => one.indexes.map(() => ({ ...one, fields: [one] })));
  const entries = [...indexes, ...alone]
    .filter(({ collectionGroup }) => collectionGroup === collection)
    .map((index) => index.fields.map(({ fieldPath }) => fieldPath))
    .filter((paths) => paths.every((path) => path in fields))
    .map((paths) => Object.fromEntries(Object.entries(fields).filter(([name]) => paths.includes(name))))
    .map((indexed) => nameBytes + sizeBytesOf(indexed) + bytesBeside);
  return nameBytes + sizeBytesOf(fields) + bytesBeside + entries.reduce((sum, bytes) => sum + bytes, 0);
}
