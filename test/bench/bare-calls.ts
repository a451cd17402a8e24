/**
 * A process that makes the outside calls of a document, through the same clients, and does nothing else: no message, no rules, no
 * look into the document, no log. What our function takes beyond it is ours. Told over its channel what to do: `Work`, answered by
 * the seconds of CPU that it took.
 */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { FieldValue } from '@google-cloud/firestore';
import { readExportConfig } from '../../functions/config.ts';
import { createFirestore } from '../../functions/storage/firestore.ts';
import { forEach } from './for-each.ts';
import { createBanqupToken, createDrive } from './outside-clients.ts';
import type { Announced } from './pushes.ts';

export interface Work {
  documents: Announced[];
  atOnce: number;
}

/** Of each client: whose it is, a token of its Drive, and the folder for its documents. */
export interface Place {
  partnerSpace: string;
  refreshToken: string;
  folderId: string;
  /** The record of that folder. */
  folderRecord: string;
}

const config = readExportConfig(process.env);
const places: Record<string, Place> = JSON.parse(process.env['PLACES'] ?? '{}');

const firestore = createFirestore({
  projectId: config.GOOGLE_CLOUD_PROJECT,
  databaseId: config.FIRESTORE_DATABASE,
  emulatorHost: config.FIRESTORE_EMULATOR_HOST,
});
const drives = new Map(
  Object.entries(places).map(([space, place]) => [space, createDrive(config, place.refreshToken)]),
);
const ids = new Map<string, string[]>();
const token = createBanqupToken(config);

process.on('message', async ({ documents, atOnce }: Work) => {
  for (const [space, { files }] of drives) {
    const count = documents.filter(({ spaceId }) => spaceId === space).length;
    const { data } = await files.generateIds(
      { count, space: 'drive', type: 'files' },
      { rootUrl: config.GOOGLE_DRIVE_URL },
    );
    ids.set(space, data.ids ?? []);
  }
  await token.get();
  const before = process.cpuUsage();
  await forEach(documents, atOnce, callsFor);
  const { user, system } = process.cpuUsage(before);
  process.send?.((user + system) / 1e6);
});
process.send?.('ready');

async function callsFor({ spaceId, documentId }: Announced): Promise<void> {
  const { partnerSpace, folderId, folderRecord } = places[spaceId] as Place;
  const { files } = drives.get(spaceId) as ReturnType<typeof createDrive>;
  const activations = firestore.collection('activations').where('active', '==', true);
  await activations.where('clientSpace', '==', spaceId).get();

  const api = `${config.BANQUP_API_URL}/datastore/documents/transaction`;
  const document = await json<{ files: [{ id: string }] }>(`${api}/v2/spaces/${spaceId}/documents/${documentId}`);
  const entry = firestore.collection('bare').doc(randomUUID());
  const id = ids.get(spaceId)?.pop() ?? '';
  const reserved = {
    partnerSpace,
    clientSpace: spaceId,
    documentId,
    direction: 'AP',
    fileIds: { [partnerSpace]: id },
    syncDate: '2026-03-02',
    releasedAt: new Date(),
    reservedAt: new Date(),
  };
  const made = await entry.create({ ...reserved, state: 'reserved', dueAt: new Date(), writeId: randomUUID() });
  const file = await json<{ downloadUrl: string }>(`${api}/v1/spaces/${spaceId}/files/${document.files[0].id}`);
  const content = Buffer.from(await (await fetch(file.downloadUrl, options())).arrayBuffer());
  await firestore.getAll(
    firestore.collection('connections').doc(partnerSpace),
    firestore.collection('folders').doc(folderRecord),
  );
  const requestBody = { id, name: `${documentId}.xml`, parents: [folderId], mimeType: 'application/xml' };
  const media = { mimeType: 'application/xml', body: Readable.from([content]) };
  const fields = 'id,name,parents,md5Checksum,size,webViewLink,trashed,explicitlyTrashed';
  const { data } = await files.create({ requestBody, media, fields }, { rootUrl: config.GOOGLE_UPLOAD_URL });
  const facts = {
    kind: 'invoice',
    number: documentId,
    counterparty: 'A supplier',
    issueDate: '2026-03-02',
    currency: 'EUR',
    payableAmount: '121.00',
    isPeppol: true,
  };
  const account = { account: partnerSpace, generation: 1, folderId };
  const described = { id, name: data.name ?? '', md5: data.md5Checksum ?? '', sizeBytes: Number(data.size) };
  const done = { ...reserved, state: 'done', facts, file: { ...account, ...described, link: data.webViewLink ?? '' } };
  const unset = { dueAt: FieldValue.delete(), doneAt: FieldValue.serverTimestamp(), writeId: randomUUID() };
  await entry.update({ ...done, ...unset }, { lastUpdateTime: made.writeTime });
}

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url, options({ authorization: `Bearer ${await token.get()}` }));
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return (await answer.json()) as T;
}

/** As our function asks (banqup/http.ts): with a time-out, and no redirect followed. */
function options(headers: Record<string, string> = {}): RequestInit {
  return { headers, redirect: 'error', signal: AbortSignal.timeout(60_000) };
}
