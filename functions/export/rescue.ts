/**
 * Brings back what was exported into the trash: Drive takes a file into a folder that its owner has thrown away without a word
 * (protocol, rule 5). Each such folder is swapped for a new one, parents first, and the entry is opened again under another file
 * id. Nothing is moved, restored or deleted; what its owner threw away itself stays away.
 */
import { activationId } from '../domain/activation.ts';
import { type Connection, caredFor, caredUntil, isSameLink } from '../domain/connection.ts';
import { Failure } from '../domain/errors.ts';
import { cameUnder, type Export, rescued } from '../domain/export.ts';
import { type Folder, folderId, leafPlace, placesDownTo } from '../domain/folder.ts';
import { assertAlive, type Life, secondsAfter } from '../domain/life.ts';
import type { Activations, Clock, Connections, Drive, Exports, Folders, Log, Publisher } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import type { FileIds } from './file-ids.ts';
import type { FolderMaker } from './folders.ts';
import { type Survey, surveyFolders } from './survey.ts';

const entriesAtOnce = 300;

/** What was done this recently is left for the next pass: Drive may not show yet what its owner has just done. */
const settlingSeconds = 5 * 60;

export interface RescueParts {
  connections: Connections;
  activations: Activations;
  folders: Folders;
  exports: Exports;
  publisher: Publisher;
  fileIds: FileIds;
  maker: FolderMaker;
  now: Clock;
  log: Log;
}

export interface RescuePass {
  /** As it was read before Drive was asked where the folders are. */
  stored: Stored<Connection>;
  /** The folders of its account, as they were read then. */
  records: readonly Folder[];
  drive: Drive;
  life: Life;
}

/** A pass over some entries, with where the folders were once those had been read. */
interface Look extends RescuePass {
  survey: Survey;
  sees: number;
}

export type Rescue = (pass: RescuePass) => Promise<void>;

/** Looks at what was done since the last pass. Throws contended where an entry has changed meanwhile: the next pass starts afresh. */
export function createRescue(parts: RescueParts): Rescue {
  const { connections, activations, folders, exports, publisher, fileIds, maker, now, log } = parts;

  return async (pass) => {
    const { partnerSpace } = pass.stored.value;
    let { stored } = pass;
    let count = 0;
    for (;;) {
      const { entries, readAt } = await exports.doneSince(partnerSpace, caredUntil(stored.value), entriesAtOnce);
      // Only now: where a folder is at the end of the time that is looked at must not be known from its beginning.
      const survey = await surveyFolders(pass.drive);
      const sees = await seesOf(pass, stored, survey);
      const settled = secondsAfter(readAt, -settlingSeconds);
      const old = entries.filter(({ value }) => value.doneAt !== undefined && value.doneAt <= settled);
      for (const entry of old) count += (await look({ ...pass, survey, sees }, entry)) ? 1 : 0;
      const isLast = old.length < entriesAtOnce;
      const lookedUntil = isLast ? settled : (old.at(-1)?.value.doneAt ?? settled);
      const moved = await move(pass, stored, lookedUntil, sees);
      if (isLast || !moved) break;
      stored = moved;
    }
    if (count === 0) return;
    log.warn('exported into the trash: exported again', { partnerSpace, documents: count });
    await publisher.publish({ kind: 'resume', partnerSpace });
  };

  /** Whether the entry had to be opened again. */
  async function look(pass: Look, entry: Stored<Export>): Promise<boolean> {
    const { stored, drive, survey, sees, life } = pass;
    const { file } = entry.value;
    // What is in another account's Drive is not shown to us, and so looks gone.
    if (!file || file.account !== stored.value.account.id) return false;
    // What an earlier link brought, which its owner has ended since, stays as it is.
    if (!cameUnder(entry.value, stored.value)) return false;
    if ((await survey.whereaboutsNow(file.folderId)) === 'live') return false;
    await swapDead(pass, entry.value);
    const seen = await drive.file(file.id);
    if (seen && (seen.trashedItself || (await survey.whereaboutsNow(seen.folderId)) !== 'trashed')) return false;
    // Gone, or not shown to this grant, as nothing of then may be.
    if (!seen && !survey.isShown(file.folderId) && file.generation < sees) return false;
    const another = await fileIds.take(file.account, drive);
    assertAlive(life, now());
    const opened = await exports.replace(entry, rescued(entry.value, file.account, another, now()));
    if (!opened) throw new Failure('contended', 'somebody else changed the entry');
    return true;
  }

  /** The folders above a file that are in the trash or gone, as far as nobody has swapped them yet. */
  async function swapDead({ stored, drive, survey, life }: Look, entry: Export): Promise<void> {
    const activation = await activations.read(activationId(entry.partnerSpace, entry.clientSpace));
    if (!activation || !entry.direction) return;
    const leaf = leafPlace(stored.value, activation.value.folder, entry.direction);
    for (const place of placesDownTo(leaf)) {
      const folder = (await folders.read(folderId(place)))?.value;
      if (folder?.state !== 'made' || (await survey.whereaboutsNow(folder.id)) === 'live') continue;
      await maker.swap(drive, place, folder.id, life);
    }
  }

  /**
   * The earliest generation of which the present grant shows something. A sign-in after a revoke may not be shown what was made
   * before it: then everything of before looks gone, and would be exported twice.
   */
  async function seesOf({ records }: RescuePass, stored: Stored<Connection>, survey: Survey): Promise<number> {
    const { generation, sees = generation } = stored.value;
    const seen = [sees];
    for (const { kind, state, before, ...now } of records) {
      // One that was reserved may have been made since, under this very grant.
      for (const one of [...(state === 'made' ? [now] : []), ...(before ? [before] : [])]) {
        if (one.generation >= sees) continue;
        // The list may be behind, but a question for each folder of a partner with many clients would cost too much.
        const isShown = survey.isShown(one.id) || (kind === 'root' && (await survey.whereabouts(one.id)) !== 'gone');
        if (isShown) seen.push(one.generation);
      }
    }
    return Math.min(...seen);
  }

  /** Undefined: another pass has come through meanwhile, or it is another link. */
  async function move(
    { stored: begun, life }: RescuePass,
    seen: Stored<Connection>,
    lookedUntil: Date,
    sees: number,
  ): Promise<Stored<Connection> | undefined> {
    const before = caredUntil(seen.value);
    const careAt = lookedUntil > before ? lookedUntil : before;
    if (careAt === before && sees === (seen.value.sees ?? seen.value.generation)) return undefined;
    for (let stored: Stored<Connection> | undefined = seen; ; ) {
      assertAlive(life, now());
      const moved: Stored<Connection> | undefined = await connections.replace(
        stored,
        caredFor(stored.value, careAt, sees),
      );
      if (moved) return moved;
      stored = await connections.read(seen.id);
      if (!stored || !isSameLink(stored.value, begun.value)) return undefined;
      if (caredUntil(stored.value).getTime() !== before.getTime()) return undefined;
    }
  }
}
