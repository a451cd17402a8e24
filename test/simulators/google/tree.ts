/** What lies in an account's Drive, as a flat list of paths: what a test compares with. */
import type { Account } from './accounts.ts';
import { type DriveStore, folderMimeType } from './drive-store.ts';

/** `size` (bytes) and `md5` are there for files only. */
export type TreeEntry = { path: string; id: string; folder: boolean; size?: number; md5?: string };

/** Files and folders outside the trash, each after its folder, by name. Names that hold a `/` are shown as they are. */
export function tree(store: DriveStore, account: Account): TreeEntry[] {
  return store.live(account).map(({ path, item }) => ({
    path,
    id: item.id,
    folder: item.mimeType === folderMimeType,
    ...(item.content && { size: item.content.length }),
    ...(item.md5 !== undefined && { md5: item.md5 }),
  }));
}
