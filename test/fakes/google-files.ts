/**
 * The files and folders of every account of the fake Google. Ids are unique over all accounts and stay used for ever; names
 * need not be unique. What lies in a folder goes to the trash with it; what is created there afterwards is not flagged.
 */
import { createHash } from 'node:crypto';
import { Failure } from '../../functions/domain/errors.ts';

export interface FakeFile {
  readonly id: string;
  readonly email: string;
  /** The grant under which it was made: `drive.file` may show it to no other. */
  readonly grantId: string;
  name: string;
  /** Undefined: it lies in My Drive. */
  parentId: string | undefined;
  /** Undefined: it is a folder. */
  content: Uint8Array | undefined;
  md5: string;
  trashedItself: boolean;
  trashedWithParent: boolean;
  readonly madeAt: Date;
}

export interface FakeFiles {
  /** The first is `<email>#1`: an id tells whose it is, and is the same in every run. */
  drawIds(email: string, count: number): string[];
  find(id: string): FakeFile | undefined;
  all(email: string): FakeFile[];
  /** Throws idUsed, idRefused. */
  checkId(email: string, id: string): void;
  create(file: Pick<FakeFile, 'id' | 'email' | 'grantId' | 'name' | 'parentId' | 'content' | 'madeAt'>): FakeFile;
  update(file: FakeFile, change: { name: string; content: Uint8Array }): void;
  move(file: FakeFile, parentId: string | undefined): void;
  setTrashed(file: FakeFile, trashed: boolean): void;
  /** Deletes for good, with everything in it. */
  remove(file: FakeFile): void;
}

/** Empty Drives. */
export function createFakeFiles(): FakeFiles {
  const files = new Map<string, FakeFile>();
  const drawnBy = new Map<string, number>();
  const used = new Set<string>();

  function wasDrawnBy(email: string, id: string): boolean {
    const number = id.startsWith(`${email}#`) ? Number(id.slice(email.length + 1)) : 0;
    return number >= 1 && number <= (drawnBy.get(email) ?? 0);
  }

  const childrenOf = (id: string) => [...files.values()].filter(({ parentId }) => parentId === id);

  function spreadTrash(folder: FakeFile): void {
    for (const child of childrenOf(folder.id)) {
      child.trashedWithParent = isTrashed(folder);
      spreadTrash(child);
    }
  }

  function remove(file: FakeFile): void {
    for (const child of childrenOf(file.id)) remove(child);
    files.delete(file.id);
  }

  return {
    drawIds(email, count) {
      const before = drawnBy.get(email) ?? 0;
      drawnBy.set(email, before + count);
      return Array.from({ length: count }, (_, index) => `${email}#${before + index + 1}`);
    },

    find: (id) => files.get(id),
    all: (email) => [...files.values()].filter((file) => file.email === email),

    checkId(email, id) {
      if (used.has(id)) throw new Failure('idUsed', `Drive: ${id} is used`);
      if (!wasDrawnBy(email, id)) throw new Failure('idRefused', `Drive: ${id} is no id of ${email}`);
    },

    create(given) {
      const content = given.content && new Uint8Array(given.content);
      const file = { ...given, content, md5: md5Of(content), trashedItself: false, trashedWithParent: false };
      used.add(file.id);
      files.set(file.id, file);
      return file;
    },

    update(file, { name, content }) {
      file.name = name;
      file.content = new Uint8Array(content);
      file.md5 = md5Of(content);
    },

    move(file, parentId) {
      file.parentId = parentId;
      const parent = parentId === undefined ? undefined : files.get(parentId);
      file.trashedWithParent = parent !== undefined && isTrashed(parent);
      spreadTrash(file);
    },

    setTrashed(file, trashed) {
      file.trashedItself = trashed;
      spreadTrash(file);
    },

    remove,
  };
}

/** What Drive calls trashed: by itself, or with a folder above it. */
export function isTrashed(file: FakeFile): boolean {
  return file.trashedItself || file.trashedWithParent;
}

function md5Of(content: Uint8Array | undefined): string {
  return content === undefined ? '' : createHash('md5').update(content).digest('hex');
}
