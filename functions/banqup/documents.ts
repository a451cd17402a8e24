/**
 * Banqup's documents and their files. Paths, folders and statuses are documented (contract, 4.2 to 4.4); which file holds the
 * UBL, where it is downloaded and which status means approved or sent are assumed, here and in the configuration alone.
 */
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';
import { freeBytes } from '../domain/free-bytes.ts';
import { secondsAfter } from '../domain/life.ts';
import type { Banqup, BanqupDocument } from '../domain/ports.ts';
import type { AskWithToken } from './ask.ts';
import { askBanqup, readAnswer, readBody, unexpectedAnswer } from './http.ts';

/** Access points cap near 10 MB, the network near 100. */
const ublLimitBytes = 100_000_000;

/** Of a file whose size nobody tells beforehand. */
const ublUsualBytes = 100_000;

/** A field of the document (`status.document`) and the values with which it is exported. */
interface Predicate {
  field: string;
  values: readonly string[];
}

export interface DocumentRules {
  apiUrl: string;
  categories: readonly string[];
  purchaseFolder: string;
  salesFolder: string;
  purchaseExportable: Predicate;
  salesExportable: Predicate;
  /** Field with the moment of approval or sending, where Banqup has one. */
  purchaseMoment?: string | undefined;
  salesMoment?: string | undefined;
  /** How far Banqup's clock may be behind ours. */
  clockGraceSeconds: number;
}

export const documentAnswer = z.looseObject({
  id: z.string(),
  spaceId: z.string().nullish(),
  folder: z.string(),
  category: z.string(),
  files: z.array(z.object({ id: z.string(), contentType: z.string().nullish() })).default([]),
});

const fileAnswer = z.object({ id: z.string().nullish(), downloadUrl: z.url({ protocol: /^https?$/ }).nullish() });

/** Its methods throw banqupUnavailable besides what the port says. */
export function createBanqup(ask: AskWithToken, rules: DocumentRules): Banqup {
  const spaceUrl = (version: 'v1' | 'v2', space: string) => spaceAddress(rules.apiUrl, version, space);

  return {
    async document(clientSpace, documentId) {
      const url = `${spaceUrl('v2', clientSpace)}/documents/${encodeURIComponent(documentId)}`;
      const response = await ask(url);
      if (isHidden(response)) throw new Failure('documentNotFound', 'Banqup shows no such document');
      if (!response.ok) throw await unexpectedAnswer(url, response);
      const answer = await readAnswer(url, response, documentAnswer);
      if (answer.id.toLowerCase() !== documentId || (answer.spaceId ?? clientSpace).toLowerCase() !== clientSpace) {
        throw new Failure('unexpected', `${new URL(url).pathname}: Banqup answered with another document`);
      }
      return describe(clientSpace, documentId, answer, rules);
    },

    async ubl({ clientSpace, fileId }, room) {
      if (!fileId) throw new Failure('ublMissing', 'the document has no UBL file, or more than one');
      const url = `${spaceUrl('v1', clientSpace)}/files/${encodeURIComponent(fileId)}`;
      const response = await ask(url);
      if (isHidden(response)) throw new Failure('ublMissing', 'Banqup shows no such file');
      if (!response.ok) throw await unexpectedAnswer(url, response);
      const { id, downloadUrl } = await readAnswer(url, response, fileAnswer);
      if (id && id.toLowerCase() !== fileId.toLowerCase()) {
        throw new Failure('unexpected', `${new URL(url).pathname}: Banqup answered with another file`);
      }
      if (!downloadUrl) throw new Failure('ublMissing', 'Banqup gives no address to download the file');
      return download(downloadUrl, room);
    },

    // Banqup has not documented its call (contract, 4.6): until it has, the accountant sees the result on our page.
    async reportExport() {},
  };
}

/** Address of what a space has. */
export function spaceAddress(apiUrl: string, version: 'v1' | 'v2', space: string): string {
  return `${apiUrl}/datastore/documents/transaction/${version}/spaces/${encodeURIComponent(space)}`;
}

/** What Banqup does not have, and what it does not let us see, is the same to us: it may come, or come back. */
export function isHidden({ status }: Response): boolean {
  return status === 403 || status === 404;
}

/** The address is signed and short-lived: it takes no token, and is neither kept nor logged. */
async function download(url: string, room: (bytes: number) => Promise<void>): Promise<Uint8Array> {
  const response = await askBanqup(url);
  if (!response.ok) throw await unexpectedAnswer(url, response);
  // Compressed on its way it has more bytes than are announced: then room was made for too few.
  const announced = Number(response.headers.get('content-length') ?? ublUsualBytes);
  if (announced > ublLimitBytes) throw tooLarge();
  await room(announced);
  return readBody(url, async () => {
    const bytes = await collect(response.body ?? [], announced);
    if (bytes.byteLength === 0) throw new Failure('ublMissing', 'the file is empty still');
    return bytes;
  });
}

/** All chunks in one place, which is made for so many bytes at once and only grows where there are more. */
async function collect(chunks: AsyncIterable<Uint8Array> | never[], announced: number): Promise<Uint8Array> {
  let bytes = Buffer.allocUnsafeSlow(announced);
  let size = 0;
  for await (const chunk of chunks) {
    const end = size + chunk.byteLength;
    if (end > ublLimitBytes) throw tooLarge();
    if (end > bytes.byteLength) bytes = Buffer.concat([bytes.subarray(0, size), Buffer.allocUnsafe(end)]);
    bytes.set(chunk, size);
    freeBytes(chunk);
    size = end;
  }
  return bytes.subarray(0, size);
}

function tooLarge(): Failure {
  return new Failure('ublTooLarge', `the file has more than ${ublLimitBytes} bytes`);
}

/** What the rules make of an answer. */
export function describe(
  clientSpace: string,
  documentId: string,
  answer: z.infer<typeof documentAnswer>,
  rules: DocumentRules,
): BanqupDocument {
  const isSale = answer.folder === rules.salesFolder;
  const predicate = isSale ? rules.salesExportable : rules.purchaseExportable;
  const value = fieldOf(answer, predicate.field);
  const moment = fieldOf(answer, isSale ? rules.salesMoment : rules.purchaseMoment);
  const releasedAt = typeof moment === 'string' ? new Date(moment) : undefined;
  const ublFiles = answer.files.filter(({ contentType }) => !contentType || /\bxml\b/.test(contentType));
  const fileId = ublFiles.length === 1 ? ublFiles[0]?.id : undefined;
  return {
    clientSpace,
    documentId,
    direction: isSale ? 'AR' : 'AP',
    exportable:
      (isSale || answer.folder === rules.purchaseFolder) &&
      rules.categories.includes(answer.category) &&
      // A list of one value would pass for that value.
      typeof value !== 'object' &&
      predicate.values.includes(String(value)),
    ...(releasedAt &&
      !Number.isNaN(releasedAt.getTime()) && { releasedAt: secondsAfter(releasedAt, rules.clockGraceSeconds) }),
    ...(fileId !== undefined && { fileId }),
  };
}

/** The value at a path such as `status.document`. */
export function fieldOf(answer: object, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answer);
}
