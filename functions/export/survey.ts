/**
 * Where the folders of a Drive are, found out with one call for a thousand of them: live, in the trash, or gone. A folder that
 * was made inside the trash is not flagged by Drive, so what is above it is looked at too (platform facts; protocol, rule 5).
 */
import type { DriveFolder } from '../domain/drive-file.ts';
import type { Drive } from '../domain/ports.ts';

export type Whereabouts = 'live' | 'trashed' | 'gone';

export interface Survey {
  /** Of a folder of ours, as the list has it; one that is its owner's own looks gone. Throws what Drive throws. */
  whereabouts(id: string): Promise<Whereabouts>;
  /** The same, but where the list has it in the trash it is asked for, once: its owner may have taken it out just now. */
  whereaboutsNow(id: string): Promise<Whereabouts>;
  /** Whether Drive has shown it so far, in the trash or not. */
  isShown(id: string): boolean;
}

/** Asks Drive for every folder; throws what Drive throws. */
export async function surveyFolders(drive: Drive): Promise<Survey> {
  const shown = new Map<string, DriveFolder | undefined>();
  for (const folder of await drive.folders()) shown.set(folder.id, folder);

  function isLive(id: string): boolean {
    const folder = shown.get(id);
    // Neither My Drive nor a folder of its owner is shown to us.
    if (!folder) return true;
    return !folder.trashed && (folder.parentId === undefined || isLive(folder.parentId));
  }

  async function whereabouts(id: string): Promise<Whereabouts> {
    // The list may be behind: only a question for the folder itself shows that it is gone.
    if (!shown.has(id)) shown.set(id, await ask(drive, id));
    if (!shown.get(id)) return 'gone';
    return isLive(id) ? 'live' : 'trashed';
  }

  const asked = new Map<string, Whereabouts>();

  return {
    isShown: (id) => shown.get(id) !== undefined,
    whereabouts,
    async whereaboutsNow(id) {
      const listed = await whereabouts(id);
      if (listed !== 'trashed') return listed;
      const where = asked.get(id) ?? (await whereaboutsNow(drive, id));
      asked.set(id, where);
      return where;
    },
  };
}

/** Where a folder is at this moment: asked folder by folder, since a list may be behind. One that is its owner's own looks gone. */
export async function whereaboutsNow(drive: Drive, folderId: string): Promise<Whereabouts> {
  for (let id: string | undefined = folderId; id !== undefined; ) {
    const folder = await ask(drive, id);
    // Above a folder of ours is My Drive, or one of its owner's, neither of which is shown to us; or what has gone meanwhile with it.
    if (!folder) return id !== folderId && (await drive.folder(folderId)) ? 'live' : 'gone';
    if (folder.trashed) return 'trashed';
    id = folder.parentId;
  }
  return 'live';
}

/** Not for the folder of which Drive tells nothing (DriveFile). */
async function ask(drive: Drive, id: string): Promise<DriveFolder | undefined> {
  return id === '' ? undefined : drive.folder(id);
}
