/**
 * What is compared with: one document into one Drive the way today's tools do it. Each folder is looked for by name below the one
 * above it, and made where it is not found; then the file is uploaded. Two ways: `inFive` uploads it and then names it and puts it
 * into its folder, as n8n's Drive node does; `inFour` does that in one call, as Activepieces' does. Nothing is remembered from one
 * document to the next, as in those tools, and nothing is written down: no ledger, no reservation, so a message that comes twice
 * makes two files.
 *
 * It is as fast as those ways can be: the same framework, without its domains, the same clients of Google and Banqup with their
 * tokens and connections kept.
 */
import { Readable } from 'node:stream';
import { http, type Request } from '@google-cloud/functions-framework';
import type { drive_v3 } from 'googleapis/build/src/apis/drive/index.js';
import { createAskWithToken } from '../../functions/banqup/ask.ts';
import { createBanqup } from '../../functions/banqup/documents.ts';
import { readExportConfig } from '../../functions/config.ts';
import { withoutDomains } from '../../functions/without-domains.ts';
import { createBanqupToken, createDrive } from './outside-clients.ts';

/** One client's place: whose Drive, and the company folder in it. */
export interface Place {
  refreshToken: string;
  company: string;
}

const folderType = 'application/vnd.google-apps.folder';
const xmlType = 'application/xml';

const config = readExportConfig(process.env);
const places: Record<string, Place> = JSON.parse(process.env['PLACES'] ?? '{}');
const clients = new Map<string, drive_v3.Drive>();

const banqup = createBanqup(createAskWithToken(createBanqupToken(config)), {
  apiUrl: config.BANQUP_API_URL,
  categories: config.BANQUP_DOCUMENT_CATEGORIES,
  purchaseFolder: config.BANQUP_PURCHASE_FOLDER,
  salesFolder: config.BANQUP_SALES_FOLDER,
  purchaseExportable: config.BANQUP_PURCHASE_EXPORTABLE,
  salesExportable: config.BANQUP_SALES_EXPORTABLE,
  clockGraceSeconds: config.BANQUP_CLOCK_GRACE_SECONDS,
});

function driveOf({ refreshToken }: Place): drive_v3.Drive {
  const known = clients.get(refreshToken);
  if (known) return known;
  const drive = createDrive(config, refreshToken);
  clients.set(refreshToken, drive);
  return drive;
}

async function findOrMake({ files }: drive_v3.Drive, name: string, parent: string): Promise<string> {
  const at = { rootUrl: config.GOOGLE_DRIVE_URL };
  const quoted = name.replace(/['\\]/g, '\\$&');
  const q = `name = '${quoted}' and '${parent}' in parents and mimeType = '${folderType}' and trashed = false`;
  const found = await files.list({ q, fields: 'files(id)' }, at);
  const known = found.data.files?.[0]?.id;
  if (known) return known;
  const made = await files.create({ requestBody: { name, parents: [parent], mimeType: folderType }, fields: 'id' }, at);
  return made.data.id ?? '';
}

/** Fetches the document of a message; answers where its file goes. */
async function prepare({ body }: Request) {
  const { spaceId, documentId } = JSON.parse(Buffer.from(body.message.data, 'base64').toString()).data;
  const place = places[spaceId];
  if (!place) throw new Error(`nobody has ${spaceId}`);
  const document = await banqup.document(spaceId, documentId);
  const content = await banqup.ubl(document, async () => {});

  const drive = driveOf(place);
  const root = await findOrMake(drive, 'Invoice_import', 'root');
  const company = await findOrMake(drive, place.company, root);
  const folder = await findOrMake(drive, document.direction, company);
  const media = { mimeType: xmlType, body: Readable.from([content]) };
  return { files: drive.files, folder, name: `${documentId}.xml`, media };
}

withoutDomains();

http('inFour', async (request, response) => {
  const { files, folder, name, media } = await prepare(request);
  const requestBody = { name, parents: [folder], mimeType: xmlType };
  await files.create({ requestBody, media, fields: 'id' }, { rootUrl: config.GOOGLE_UPLOAD_URL });
  response.sendStatus(204);
});

http('inFive', async (request, response) => {
  const { files, folder, name, media } = await prepare(request);
  const { data } = await files.create({ media, fields: 'id' }, { rootUrl: config.GOOGLE_UPLOAD_URL });
  const change = { fileId: data.id ?? '', addParents: folder, removeParents: 'root', requestBody: { name } };
  await files.update(change, { rootUrl: config.GOOGLE_DRIVE_URL });
  response.sendStatus(204);
});
