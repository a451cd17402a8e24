/**
 * Makes the folders of a partner's Drive, each once: reserve an id, create with that id, mark as made; parents first
 * (protocol, rule 4). The reserved id is the mutex: whoever comes second creates with the same id and is told 409.
 */
import { asFailure, Failure } from '../domain/errors.ts';
import { type Folder, type FolderPlace, folderId, folderName, placeAbove } from '../domain/folder.ts';
import { assertAlive, hasLived, type Life } from '../domain/life.ts';
import type { Clock, Drive, Folders } from '../domain/ports.ts';
import { COMMIT_TIME, type Stored } from '../domain/record.ts';
import type { FileIds } from './file-ids.ts';
import type { Pace } from './pace.ts';

/** Rounds of losing to other workers, or of mending parents, before the delivery gives up and comes again. */
const roundsAtMost = 10;

export interface FolderMaker {
  /** The folder's Drive id; makes it, and what is above it, where that is still to be done. Throws what Drive throws. */
  ensure(drive: Drive, place: FolderPlace, life: Life): Promise<string>;
  /** The folder is gone, or in the trash: reserves another id for it. Somebody else may have done so already. */
  swap(drive: Drive, place: FolderPlace, deadId: string, life: Life): Promise<void>;
}

/** Makes folders with ids of the given pool. */
export function createFolderMaker(parts: { folders: Folders; fileIds: FileIds; pace: Pace; now: Clock }): FolderMaker {
  const { folders, fileIds, pace, now } = parts;

  async function readOrReserve(drive: Drive, place: FolderPlace, life: Life): Promise<Stored<Folder> | undefined> {
    const existing = await folders.read(folderId(place));
    if (existing) return existing;
    const { partnerSpace, account, generation, kind } = place;
    const id = await fileIds.take(account, drive);
    assertAlive(life, now());
    return folders.create(folderId(place), {
      partnerSpace,
      account,
      generation,
      kind,
      name: folderName(place),
      id,
      state: 'reserved',
    });
  }

  /** Creates a reserved folder. `again`: its parent was gone and has been replaced. */
  async function make(
    drive: Drive,
    place: FolderPlace,
    { id, name }: Folder,
    life: Life,
  ): Promise<'made' | 'again' | 'refused'> {
    const above = placeAbove(place);
    const parent = above && { place: above, id: await maker.ensure(drive, above, life) };
    await pace.slot(place.account, 'long');
    try {
      assertAlive(life, now());
      await drive.createFolder({ id, name, ...(parent ? { parentId: parent.id } : {}) });
      return 'made';
    } catch (error) {
      const { code } = asFailure(error);
      if (code === 'idUsed') return 'made';
      if (code === 'idRefused') return 'refused';
      if (code === 'parentGone' && parent) {
        if (!(await drive.folder(parent.id))) await maker.swap(drive, parent.place, parent.id, life);
        return 'again';
      }
      if (code !== 'parentGone') throw error;
      // Where My Drive itself is gone there is nothing of ours to mend: it must be seen.
      throw new Failure('unexpected', `Drive refuses the folder ${id} (${code})`);
    }
  }

  /**
   * A refused id is given up for another one once nobody can still be creating with it (protocol, rule 2). Throws
   * idRefusedTwice until then.
   */
  async function giveUp(
    drive: Drive,
    place: FolderPlace,
    folder: Stored<Folder>,
    life: Life,
  ): Promise<'made' | 'again'> {
    const { refusedAt, ...value } = folder.value;
    if (!refusedAt) {
      assertAlive(life, now());
      await folders.replace(folder, { ...value, refusedAt: COMMIT_TIME });
    }
    if (!refusedAt || !hasLived(refusedAt, now())) {
      throw new Failure('idRefusedTwice', `Drive refused the id of the folder ${value.id} twice`);
    }
    if (await drive.folder(value.id)) return 'made';
    const id = await fileIds.take(place.account, drive);
    assertAlive(life, now());
    await folders.replace(folder, { ...value, id, generation: place.generation });
    return 'again';
  }

  async function makeUp(drive: Drive, place: FolderPlace, life: Life): Promise<string> {
    let refusals = 0;
    for (let round = 0; round < roundsAtMost; round += 1) {
      const folder = await readOrReserve(drive, place, life);
      if (folder?.value.state === 'made') return folder.value.id;
      if (!folder) continue;
      let end = folder.value.refusedAt ? 'refused' : await make(drive, place, folder.value, life);
      if (end === 'refused') refusals += 1;
      if (end === 'refused' && (folder.value.refusedAt || refusals > 1)) end = await giveUp(drive, place, folder, life);
      if (end !== 'made') continue;
      const { refusedAt: _refusedAt, ...value } = folder.value;
      assertAlive(life, now());
      // Reserved under an earlier grant, it may have been made under ours: what ours is shown, it tells nothing of.
      const { generation } = place;
      if (await folders.replace(folder, { ...value, state: 'made', generation })) return value.id;
    }
    throw new Failure('contended', `the folder ${folderName(place)} could not be made`);
  }

  // A client's first documents come together: those of one instance wait for one of them, and cost one write.
  const underWay = new Map<string, Promise<string>>();

  const maker: FolderMaker = {
    async ensure(drive, place, life) {
      const id = folderId(place);
      // Whoever is at it may have an older token, or less time left: its failure is not ours.
      const others = underWay.get(id);
      const made = others && (await others.catch(() => undefined));
      if (made !== undefined) return made;
      const making = makeUp(drive, place, life).finally(() => underWay.delete(id));
      underWay.set(id, making);
      return making;
    },

    async swap(drive, place, deadId, life) {
      const folder = await folders.read(folderId(place));
      if (folder?.value.state !== 'made' || folder.value.id !== deadId) return;
      const id = await fileIds.take(place.account, drive);
      assertAlive(life, now());
      const { before, generation } = folder.value;
      const earlier = generation === place.generation ? before : { id: deadId, generation };
      await folders.replace(folder, {
        ...folder.value,
        id,
        generation: place.generation,
        state: 'reserved',
        replacedAt: COMMIT_TIME,
        ...(earlier && { before: earlier }),
      });
    },
  };
  return maker;
}
