/** Banqup's documents in memory. What is exportable, and since when, is told by the test: the rules are the adapter's. */
import { Failure } from '../../functions/domain/errors.ts';
import type { Banqup, BanqupDocument, ExportResult, ReleasedDocument } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';

export interface FakeBanqupStore {
  /** Makes or replaces a document, and the bytes of its file. */
  put(document: BanqupDocument, ubl?: Uint8Array): void;
  /** Other bytes for the file of a document. */
  replaceUbl(document: BanqupDocument, ubl: Uint8Array): void;
  remove(clientSpace: string, documentId: string): void;
  /** How exports ended, as Banqup was told, in order. */
  results: ({ clientSpace: string; documentId: string } & ExportResult)[];
}

/** The store, and how an adapter looks into it. */
export interface FakeBanqupArchive extends FakeBanqupStore {
  document(clientSpace: string, documentId: string): BanqupDocument | undefined;
  documentsOf(clientSpace: string): BanqupDocument[];
  file(clientSpace: string, fileId: string): Uint8Array | undefined;
}

/** No documents yet. */
export function createFakeBanqupArchive(): FakeBanqupArchive {
  const documents = new Map<string, BanqupDocument>();
  const files = new Map<string, Uint8Array>();
  const key = (clientSpace: string, id: string) => `${clientSpace}/${id}`;

  function replaceUbl({ clientSpace, fileId }: BanqupDocument, ubl: Uint8Array): void {
    if (fileId === undefined) throw new Error('this document has no file');
    files.set(key(clientSpace, fileId), new Uint8Array(ubl));
  }

  return {
    results: [],
    put(document, ubl) {
      documents.set(key(document.clientSpace, document.documentId), { ...document });
      if (ubl) replaceUbl(document, ubl);
    },
    replaceUbl,
    remove(clientSpace, documentId) {
      documents.delete(key(clientSpace, documentId));
    },
    documentsOf: (clientSpace) => [...documents.values()].filter((one) => one.clientSpace === clientSpace),
    document: (clientSpace, documentId) => documents.get(key(clientSpace, documentId)),
    file: (clientSpace, fileId) => files.get(key(clientSpace, fileId)),
  };
}

/** A page of Banqup's list. */
const pageSize = 2;

/** Calls `banqup.document`, `banqup.ubl`, and `banqup.released` for each page of the list. */
export function createFakeBanqup(archive: FakeBanqupArchive, call: Call): Banqup {
  return {
    document: (clientSpace, documentId) =>
      call('banqup.document', [clientSpace, documentId], () => {
        const document = archive.document(clientSpace, documentId);
        if (!document) throw new Failure('documentNotFound', 'Banqup shows no such document');
        return { ...document };
      }),
    ubl: async (document, room) => {
      const { clientSpace, fileId } = document;
      const ubl = await call('banqup.ubl', [document], () => {
        const found = fileId === undefined ? undefined : archive.file(clientSpace, fileId);
        if (!found?.byteLength) throw new Failure('ublMissing', 'Banqup shows no such file, or it is empty still');
        return found;
      });
      await room(ubl.byteLength);
      return new Uint8Array(ubl);
    },
    async *released(clientSpace, { from, until }) {
      for (let page = 0, rest = 1; rest > 0; page += 1) {
        const found = await call('banqup.released', [clientSpace, from, until, page], () =>
          archive.documentsOf(clientSpace).flatMap((document): ReleasedDocument[] => {
            const { exportable, releasedAt } = document;
            if (!exportable || !releasedAt || releasedAt < from || releasedAt >= until) return [];
            return [{ ...document, releasedAt, moment: releasedAt }];
          }),
        );
        rest = found.length - (page + 1) * pageSize;
        yield found.slice(page * pageSize, (page + 1) * pageSize);
      }
    },
    reportExport: (clientSpace, documentId, result) =>
      call('banqup.reportExport', [clientSpace, documentId, result], () => {
        archive.results.push({ clientSpace, documentId, ...result });
      }),
  };
}
