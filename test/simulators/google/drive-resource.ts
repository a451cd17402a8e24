/**
 * How files and the account look in the Drive API's answers, and the names their `fields` may select.
 * https://developers.google.com/workspace/drive/api/reference/rest/v3/files
 */
import type { Account } from './accounts.ts';
import { type DriveStore, folderMimeType, type Item, isTrashed } from './drive-store.ts';
import type { Shape } from './fields.ts';

export const defaultFileFields = 'kind,id,name,mimeType';

export const fileShape = {
  kind: 'leaf',
  id: 'leaf',
  name: 'leaf',
  mimeType: 'leaf',
  description: 'leaf',
  parents: 'leaf',
  appProperties: { '*': 'leaf' },
  md5Checksum: 'leaf',
  size: 'leaf',
  createdTime: 'leaf',
  modifiedTime: 'leaf',
  trashed: 'leaf',
  explicitlyTrashed: 'leaf',
  webViewLink: 'leaf',
  headRevisionId: 'leaf',
  version: 'leaf',
} as const satisfies Shape;

export const fileListShape = {
  kind: 'leaf',
  incompleteSearch: 'leaf',
  nextPageToken: 'leaf',
  files: fileShape,
} as const satisfies Shape;

export const generatedIdsShape = { kind: 'leaf', space: 'leaf', ids: 'leaf' } as const satisfies Shape;

export const aboutShape = {
  kind: 'leaf',
  user: { kind: 'leaf', displayName: 'leaf', me: 'leaf', permissionId: 'leaf', emailAddress: 'leaf' },
  storageQuota: { limit: 'leaf', usage: 'leaf', usageInDrive: 'leaf', usageInDriveTrash: 'leaf' },
} as const satisfies Shape;

/** A file or folder with all of its fields; links lead to pages under `browserUrl`. */
export function fileResource(item: Item, browserUrl: string): Partial<Record<keyof typeof fileShape, unknown>> {
  return {
    kind: 'drive#file',
    id: item.id,
    name: item.name,
    mimeType: item.mimeType,
    ...(item.description !== undefined && { description: item.description }),
    parents: [item.parentId],
    ...(item.appProperties.size > 0 && { appProperties: Object.fromEntries(item.appProperties) }),
    ...(item.content && {
      md5Checksum: item.md5,
      size: String(item.content.length),
      headRevisionId: item.headRevisionId,
    }),
    createdTime: item.createdTime.toISOString(),
    modifiedTime: item.modifiedTime.toISOString(),
    trashed: isTrashed(item),
    explicitlyTrashed: item.explicitlyTrashed,
    webViewLink: browserUrl + itemPath(item),
    version: String(item.version),
  };
}

/** The page where a person sees an item. */
export function itemPath(item: Item): string {
  const kind = item.mimeType === folderMimeType ? 'folder' : 'file';
  return `/drive/${encodeURIComponent(item.email)}/${kind}/${item.id}`;
}

/** The account and its storage, as `about.get` tells them. */
export function aboutResource(account: Account, store: DriveStore): Record<keyof typeof aboutShape, unknown> {
  const usage = String(store.bytesUsed(account.email));
  return {
    kind: 'drive#about',
    user: {
      kind: 'drive#user',
      displayName: account.displayName,
      me: true,
      permissionId: account.permissionId,
      emailAddress: account.email,
    },
    storageQuota: {
      limit: String(store.limitOf(account.email)),
      usage,
      usageInDrive: usage,
      usageInDriveTrash: String(store.bytesUsed(account.email, isTrashed)),
    },
  };
}
