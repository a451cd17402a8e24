/** The files that were made of documents, and which document each is of: told by the bytes, not by the ledger. */
import type { FakeFile } from '../fakes/google-files.ts';
import type { SimulatedDocument } from './documents.ts';
import type { Universe } from './universe.ts';
import type { MadeFile } from './witness.ts';

export interface Copy {
  file: FakeFile;
  note: MadeFile;
  version: number;
}

const notes = new WeakMap<Uint8Array, string>();

/** What a document's bytes say of themselves: client space, document and version. */
function noteOf({ content = new Uint8Array() }: FakeFile): string {
  const note = notes.get(content) ?? /<b:Note>([^<]*)<\/b:Note>/.exec(Buffer.from(content).toString())?.[1] ?? '';
  notes.set(content, note);
  return note;
}

/** Whether this file was made of this document. */
export function isOf({ clientSpace, documentId }: SimulatedDocument, file: FakeFile): boolean {
  return noteOf(file).startsWith(`${clientSpace}/${documentId}/`);
}

/** Every file that is in a Drive, in the trash or not. */
export function copiesOf({ witness, world }: Universe): Copy[] {
  return [...witness.made.values()].flatMap((note) => {
    const file = note.isFolder ? undefined : world.google.files.find(note.id);
    return file ? [{ file, note, version: Number(noteOf(file).split('/')[2] ?? 0) }] : [];
  });
}
