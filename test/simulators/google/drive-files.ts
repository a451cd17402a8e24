/**
 * What the calls on files do once they are decoded: the rules of `drive.file` and of the folder tree, without HTTP.
 * https://developers.google.com/workspace/drive/api/reference/rest/v3/files
 */
import type { Caller } from './drive-access.ts';
import type { CreateMetadata, UpdateMetadata } from './drive-metadata.ts';
import { type DriveStore, folderMimeType, type Item } from './drive-store.ts';
import { DriveError, invalidParameter } from './errors.ts';
import type { Part } from './multipart.ts';
import { matches, parseQuery } from './query.ts';

export type ParentChange = { add: readonly string[]; remove: readonly string[] };

export type DriveFiles = ReturnType<typeof createDriveFiles>;

/** The calls on one store. */
export function createDriveFiles(store: DriveStore) {
  /** The checks of a create that need no bytes; a resumable session does them when it starts. */
  function checkCreate(caller: Caller, metadata: CreateMetadata): string {
    if (metadata.id !== undefined) store.checkId(caller.account.email, metadata.id);
    const parents = metadata.parents ?? [];
    if (parents.length > 1) throw tooManyParents();
    return parentFolder(caller, parents[0] ?? 'root');
  }

  /** The id of the folder to put something in: 404 when the app does not see it, 403 when it is not a folder. */
  function parentFolder(caller: Caller, id: string): string {
    const folderId = caller.folderId(id);
    if (folderId !== caller.account.rootId && caller.item(folderId).mimeType !== folderMimeType) {
      throw new DriveError(403, 'parentNotAFolder', 'The specified parent is not a folder.');
    }
    return folderId;
  }

  function create(caller: Caller, metadata: CreateMetadata, media: Part | undefined): Item {
    const parentId = checkCreate(caller, metadata);
    const mimeType = metadata.mimeType ?? media?.contentType ?? 'application/octet-stream';
    const isFolder = mimeType === folderMimeType;
    if (isFolder && media) throw new DriveError(400, 'badRequest', 'A folder cannot have content.');
    return store.create(caller.account.email, caller, {
      id: metadata.id,
      name: metadata.name ?? 'Untitled',
      mimeType,
      parentId,
      content: isFolder ? undefined : (media?.body ?? Buffer.alloc(0)),
      description: metadata.description,
      appProperties: new Map(Object.entries(metadata.appProperties ?? {})),
      createdTime: metadata.createdTime === undefined ? undefined : new Date(metadata.createdTime),
      modifiedTime: metadata.modifiedTime === undefined ? undefined : new Date(metadata.modifiedTime),
    });
  }

  function moveTarget(caller: Caller, item: Item, { add, remove }: ParentChange): string | undefined {
    if (add.length === 0 && remove.length === 0) return undefined;
    const removed = remove.map((id) => caller.folderId(id));
    if (add.length === 0) return removed.includes(item.parentId) ? caller.account.rootId : undefined;
    const [target, ...more] = add.map((id) => parentFolder(caller, id));
    if (target === undefined || more.length > 0) throw tooManyParents();
    if (target !== item.parentId && !removed.includes(item.parentId)) throw tooManyParents();
    return target;
  }

  function update(caller: Caller, id: string, metadata: UpdateMetadata, parents: ParentChange, media?: Part): Item {
    const item = caller.item(id);
    const target = moveTarget(caller, item, parents);
    if (media) {
      if (item.mimeType === folderMimeType) throw new DriveError(400, 'badRequest', 'A folder cannot have content.');
      store.replaceContent(item, media.body);
    }
    if (target !== undefined) store.move(item, target);
    if (metadata.name !== undefined) store.rename(item, metadata.name);
    for (const [key, value] of Object.entries(metadata.appProperties ?? {})) {
      if (value === null) item.appProperties.delete(key);
      else item.appProperties.set(key, value);
    }
    if (metadata.trashed !== undefined) store.setTrashed(item, metadata.trashed);
    return item;
  }

  /** What the app sees and the query finds, in the order asked for; the newest change first when none is. */
  function list(caller: Caller, q: string, orderBy: string): Item[] {
    const terms = parseQuery(q);
    for (const term of terms) if (term.about === 'parent') caller.folderId(term.id);
    return store
      .all(caller.account.email)
      .filter((item) => caller.sees(item) && terms.every((term) => matches(item, term, caller.folderId)))
      .sort(comparison(orderBy === '' ? 'modifiedTime desc' : orderBy));
  }

  return { checkCreate, create, update, list, remove: (caller: Caller, id: string) => store.remove(caller.item(id)) };
}

const sortKeys: Record<string, (a: Item, b: Item) => number> = {
  name: (a, b) => a.name.localeCompare(b.name),
  createdTime: (a, b) => a.createdTime.getTime() - b.createdTime.getTime(),
  modifiedTime: (a, b) => a.modifiedTime.getTime() - b.modifiedTime.getTime(),
  folder: (a, b) => Number(b.mimeType === folderMimeType) - Number(a.mimeType === folderMimeType),
};

function comparison(orderBy: string): (a: Item, b: Item) => number {
  const keys = orderBy.split(',').map((entry) => {
    const [name, direction, ...more] = entry.trim().split(/\s+/);
    const compare = Object.hasOwn(sortKeys, name ?? '') ? sortKeys[name ?? ''] : undefined;
    if (!compare || more.length > 0 || (direction !== undefined && direction !== 'desc')) {
      throw invalidParameter(
        'orderBy',
        `Invalid Value: orderBy ${entry.trim()} is unknown or not simulated.`,
        'invalid',
      );
    }
    return { compare, sign: direction === 'desc' ? -1 : 1 };
  });
  return (a, b) => keys.reduce((order, { compare, sign }) => order || sign * compare(a, b), 0);
}

function tooManyParents(): DriveError {
  return new DriveError(403, 'cannotAddParent', 'Increasing the number of parents is not allowed');
}
