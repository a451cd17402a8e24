/**
 * Whether what was exported is in Drive still: one question for a thousand files of a folder, and one for each that has left it. Where
 * Drive cannot be asked the ledger stands: nothing is said to be gone that nobody has looked for.
 */
import type { Connection } from '../domain/connection.ts';
import { asFailure, type FailureCode } from '../domain/errors.ts';
import type { ExportedFile } from '../domain/export.ts';
import type { Drive, Drives, Log } from '../domain/ports.ts';
import type { KnownConnections } from './known-connections.ts';
import { logFailure } from './log-failure.ts';

/** Questions for single files. More have left their folders only where their owner has put everything in another order. */
const askedAtMost = 100;

export interface StillThere {
  /** Where its owner has moved it, it is there; deleted or in the trash, it is not. Throws storageUnavailable. */
  has(file: ExportedFile): Promise<boolean>;
  /** Why Drive was not asked, or not for each. */
  failure(): FailureCode | undefined;
}

/** A look into the Drive of a connection. `since`: nothing that is asked for was made before that. */
export function createStillThere(
  { drives, known, log }: { drives: Drives; known: KnownConnections; log: Log },
  connection: Connection,
  since: Date,
): StillThere {
  const drive = drives.of(connection);
  const listed = new Map<string, Promise<Set<string>>>();
  let failure: FailureCode | undefined = connection.state === 'on' ? undefined : 'signInNeeded';
  let asked = 0;

  /** What another account, or another grant, has made may not be shown to this one: then it looks gone, and is not. */
  function isShown({ account, generation }: ExportedFile): boolean {
    return account === connection.account.id && generation >= (connection.sees ?? connection.generation);
  }

  function filesIn(folderId: string): Promise<Set<string>> {
    const files = listed.get(folderId) ?? drive.liveFiles(folderId, since).then((ids) => new Set(ids));
    listed.set(folderId, files);
    return files;
  }

  async function look(file: ExportedFile): Promise<boolean> {
    if (file.folderId !== '' && (await filesIn(file.folderId)).has(file.id)) return true;
    if (asked === askedAtMost) {
      failure = 'lifeOver';
      return true;
    }
    asked += 1;
    return isLive(drive, file.id);
  }

  return {
    failure: () => failure,

    async has(file) {
      if (failure || !isShown(file)) return true;
      try {
        return await look(file);
      } catch (error) {
        const understood = await known.understood(asFailure(error), connection);
        if (understood.code === 'storageUnavailable') throw understood;
        if (understood.code === 'signInNeeded') await known.refused(connection);
        const { partnerSpace } = connection;
        failure = logFailure(log, 'Drive could not be asked what is in it', understood, { partnerSpace }).code;
        return true;
      }
    },
  };
}

async function isLive(drive: Drive, id: string): Promise<boolean> {
  const file = await drive.file(id);
  return file !== undefined && !file.trashed;
}
