/**
 * The files and folders of every account, in memory. Every change is one synchronous step, so of two creates with the same
 * id exactly one wins. Ids are unique over all accounts and stay used for ever; names need not be unique.
 * Trash: what lies in a folder goes with it when it is trashed; what is created in it afterwards is not flagged.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Account } from './accounts.ts';
import { DriveError } from './errors.ts';

export const folderMimeType = 'application/vnd.google-apps.folder';

export type Item = {
  readonly id: string;
  readonly email: string;
  /** The app and the grant that made it: `drive.file` shows it to nobody else. */
  readonly clientId: string;
  readonly grantId: string;
  name: string;
  mimeType: string;
  parentId: string;
  content: Buffer | undefined;
  md5: string | undefined;
  headRevisionId: string | undefined;
  version: number;
  description: string | undefined;
  appProperties: Map<string, string>;
  createdTime: Date;
  modifiedTime: Date;
  explicitlyTrashed: boolean;
  trashedWithParent: boolean;
};

export type Draft = {
  id?: string | undefined;
  name: string;
  mimeType: string;
  parentId: string;
  content: Buffer | undefined;
  description?: string | undefined;
  appProperties?: ReadonlyMap<string, string> | undefined;
  createdTime?: Date | undefined;
  modifiedTime?: Date | undefined;
};

export type DriveStore = ReturnType<typeof createDriveStore>;

/** An empty Drive for every account, each with room for `storageLimitBytes`. */
export function createDriveStore({ now, storageLimitBytes }: { now: () => Date; storageLimitBytes: number }) {
  const items = new Map<string, Item>();
  const idsGivenTo = new Map<string, string>();
  const usedIds = new Set<string>();
  /** The limits of those whose Drive a person has filled. */
  const limits = new Map<string, number>();

  const find = (email: string, id: string): Item | undefined => {
    const item = items.get(id);
    return item?.email === email ? item : undefined;
  };
  const all = (email: string): Item[] => [...items.values()].filter((item) => item.email === email);
  const children = (email: string, parentId: string): Item[] => all(email).filter((item) => item.parentId === parentId);

  function descendants(item: Item): Item[] {
    return children(item.email, item.id).flatMap((child) => [child, ...descendants(child)]);
  }

  function ancestors(email: string, id: string): Item[] {
    const item = find(email, id);
    return item ? [item, ...ancestors(email, item.parentId)] : [];
  }

  function generateIds(email: string, count: number): string[] {
    return Array.from({ length: count }, () => {
      const id = `1${randomBytes(24).toString('base64url')}`;
      idsGivenTo.set(id, email);
      return id;
    });
  }

  function bytesUsed(email: string, which: (item: Item) => boolean = () => true): number {
    return all(email)
      .filter(which)
      .reduce((total, item) => total + (item.content?.length ?? 0), 0);
  }

  const limitOf = (email: string) => limits.get(email) ?? storageLimitBytes;

  function checkRoom(email: string, addedBytes: number): void {
    if (addedBytes <= 0 || bytesUsed(email) + addedBytes <= limitOf(email)) return;
    throw new DriveError(403, 'storageQuotaExceeded', "The user's Drive storage quota has been exceeded.");
  }

  /** Throws what Drive answers when this id cannot be given to a new file of this account. */
  function checkId(email: string, id: string): void {
    if (usedIds.has(id)) {
      throw new DriveError(409, 'fileIdInUse', 'A file already exists with the provided ID.');
    }
    if (idsGivenTo.get(id) !== email) {
      throw new DriveError(400, 'invalid', 'The provided file ID is not usable.', {
        location: { location: 'file.id', locationType: 'other' },
      });
    }
  }

  function touch(item: Item): void {
    item.version += 1;
  }

  function setContent(item: Item, content: Buffer | undefined): void {
    item.content = content;
    item.md5 = content && createHash('md5').update(content).digest('hex');
    item.headRevisionId = content && `0B${randomBytes(24).toString('base64url')}`;
  }

  /** A child goes to the trash with its folder and comes back with it, unless it was trashed by itself. */
  function spreadTrash(folder: Item): void {
    const trashed = isTrashed(folder);
    for (const child of children(folder.email, folder.id)) {
      child.trashedWithParent = trashed;
      spreadTrash(child);
    }
  }

  return {
    find,
    all,
    children,
    ancestors,
    generateIds,
    bytesUsed,
    checkId,
    limitOf,

    /** Leaves no room for another byte, until something is deleted or `free` is called. */
    fill: (email: string) => void limits.set(email, bytesUsed(email)),
    free: (email: string) => void limits.delete(email),
    isFull: (email: string): boolean => bytesUsed(email) >= limitOf(email),

    /** Takes a place in Drive; the caller has checked id and parent, in the same synchronous step. */
    create(email: string, app: { clientId: string; grantId: string }, draft: Draft): Item {
      checkRoom(email, draft.content?.length ?? 0);
      const id = draft.id ?? generateIds(email, 1).join();
      const at = now();
      const item: Item = {
        id,
        email,
        clientId: app.clientId,
        grantId: app.grantId,
        name: draft.name,
        mimeType: draft.mimeType,
        parentId: draft.parentId,
        content: undefined,
        md5: undefined,
        headRevisionId: undefined,
        version: 1,
        description: draft.description,
        appProperties: new Map(draft.appProperties),
        createdTime: draft.createdTime ?? at,
        modifiedTime: draft.modifiedTime ?? at,
        explicitlyTrashed: false,
        trashedWithParent: false,
      };
      setContent(item, draft.content);
      usedIds.add(id);
      items.set(id, item);
      return item;
    },

    rename(item: Item, name: string): void {
      item.name = name;
      item.modifiedTime = now();
      touch(item);
    },

    move(item: Item, parentId: string): void {
      if (ancestors(item.email, parentId).includes(item)) {
        throw new DriveError(400, 'badRequest', 'The requested parent would create a cycle in the directory graph.');
      }
      item.parentId = parentId;
      const parent = find(item.email, parentId);
      item.trashedWithParent = parent !== undefined && isTrashed(parent);
      spreadTrash(item);
      touch(item);
    },

    replaceContent(item: Item, content: Buffer): void {
      checkRoom(item.email, content.length - (item.content?.length ?? 0));
      setContent(item, content);
      item.modifiedTime = now();
      touch(item);
    },

    setTrashed(item: Item, trashed: boolean): void {
      if (item.explicitlyTrashed === trashed) return;
      item.explicitlyTrashed = trashed;
      spreadTrash(item);
      touch(item);
    },

    /** Deletes for good, with everything in it. The ids stay used. */
    remove(item: Item): void {
      for (const gone of [item, ...descendants(item)]) items.delete(gone.id);
    },

    /** Every file and folder that can be reached from the root without passing through the trash, with its path. */
    live(account: Account): { path: string; item: Item }[] {
      const below = (parentId: string, prefix: string): { path: string; item: Item }[] =>
        children(account.email, parentId)
          .filter((item) => !isTrashed(item))
          .sort((a, b) => a.name.localeCompare(b.name))
          .flatMap((item) => {
            const path = `${prefix}${item.name}`;
            return [{ path, item }, ...below(item.id, `${path}/`)];
          });
      return below(account.rootId, '');
    },
  };
}

/** What Drive calls trashed: by itself, or with a folder above it. */
export function isTrashed(item: Item): boolean {
  return item.explicitlyTrashed || item.trashedWithParent;
}
