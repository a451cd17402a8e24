/**
 * Puts the file of a reserved entry into Drive and marks the entry: create with the reserved id; what is there already is compared,
 * and gets Banqup's bytes where it has others (protocol, a delivery, 6 and 7; rules 2, 3 and 8).
 */
import type { Connection } from '../domain/connection.ts';
import type { DriveFile } from '../domain/drive-file.ts';
import { asFailure, Failure } from '../domain/errors.ts';
import { claimed, done, type Export, reservedAgain } from '../domain/export.ts';
import type { Folder, FolderPlace } from '../domain/folder.ts';
import { freeBytes } from '../domain/free-bytes.ts';
import { assertAlive } from '../domain/life.ts';
import { fileName } from '../domain/naming.ts';
import type { Banqup, Clock, Drive } from '../domain/ports.ts';
import { type Delivery, type End, type Round, ublOf } from './delivery.ts';
import { fetchUbl, type Ubl } from './fetch-ubl.ts';
import type { FileIds } from './file-ids.ts';
import type { FolderMaker } from './folders.ts';

export interface PutFileParts {
  banqup: Banqup;
  folders: FolderMaker;
  fileIds: FileIds;
  end: End;
  now: Clock;
}

/** Where a file goes: the connection and the folder as they were when the delivery looked again. */
export interface Target {
  connection: Connection;
  drive: Drive;
  fileId: string;
  place: FolderPlace;
  folder: Folder | undefined;
}

export interface PutFile {
  /** Throws what Drive throws, idRefusedTwice among it. */
  put(delivery: Delivery, target: Target): Promise<Round>;
  /** Another file id: there is none for this account yet, or nothing is behind the one that there is. */
  reserveAgain(delivery: Delivery, account: string, drive: Drive): Promise<Round>;
}

/** Puts files with ids of the given pool. */
export function createPutFile({ banqup, folders, fileIds, end, now }: PutFileParts): PutFile {
  async function reserveAgain({ hold }: Delivery, account: string, drive: Drive): Promise<Round> {
    const fileId = await fileIds.take(account, drive);
    await hold.write((entry) => reservedAgain(entry, account, fileId, now()));
    return 'again';
  }

  async function put(delivery: Delivery, target: Target): Promise<Round> {
    const { hold, life } = delivery;
    const { drive, fileId, place, folder } = target;
    const entry = hold.entry();
    if (!entry) return 'again';
    if (entry.state === 'updating') return update(delivery, target);
    if (entry.reason === 'idRefusedTwice') return adopt(delivery, target);
    if (folder?.state !== 'made') {
      await folders.ensure(drive, place, life);
      return 'again';
    }
    const ubl = await ublOf(banqup, delivery);
    assertAlive(life, now());
    try {
      const name = nameOf(entry, ubl);
      const file = await drive.createFile({ id: fileId, name, folderId: folder.id, content: ubl.content });
      const round = await markIfSame(delivery, target, file);
      // Drive has taken all of them. Of a refused request some may still be on their way: those are left to the collector.
      if (round === 'done') freeBytes(ubl.content);
      return round;
    } catch (error) {
      const { code } = asFailure(error);
      if (code === 'idUsed') return adopt(delivery, target);
      if (code === 'parentGone') {
        // Asked once more: a folder that is there is not replaced because of one answer.
        if (!(await drive.folder(folder.id))) await folders.swap(drive, place, folder.id, life);
        return 'again';
      }
      if (code !== 'idRefused') throw error;
      delivery.idRefusals += 1;
      if (delivery.idRefusals === 1) return 'again';
      throw new Failure('idRefusedTwice', 'Drive refused the reserved id twice', { cause: error });
    }
  }

  /** The id is used: by us, before we died or lost the answer (protocol, rule 3). */
  async function adopt(delivery: Delivery, target: Target): Promise<Round> {
    const { drive, fileId, connection } = target;
    const file = await drive.file(fileId);
    // One that its owner has thrown away is not what was asked for, above all when it is asked for again.
    if (!file || file.trashedItself) return reserveAgain(delivery, connection.account.id, drive);
    return markIfSame(delivery, target, file);
  }

  async function markIfSame(delivery: Delivery, target: Target, file: DriveFile): Promise<Round> {
    const ubl = await ublOf(banqup, delivery);
    return file.md5 === ubl.md5 ? mark(delivery, target, file, ubl) : update(delivery, target);
  }

  /** The file has other bytes: claims the entry, so that nobody else writes, and puts Banqup's there (protocol, rule 8). */
  async function update(delivery: Delivery, target: Target): Promise<Round> {
    const { hold, document, life, share } = delivery;
    const { drive, fileId, connection } = target;
    if (hold.entry()?.state !== 'updating' && !(await hold.write((entry) => claimed(entry, now(), 'updating')))) {
      return 'again';
    }
    const entry = hold.entry();
    if (!entry) return 'again';
    delete delivery.ubl;
    const ubl = await fetchUbl(banqup, document, share);
    delivery.ubl = ubl;
    assertAlive(life, now());
    const file = await drive.updateFile({ id: fileId, name: nameOf(entry, ubl), content: ubl.content });
    // Gone, or thrown away since somebody last looked, which may be long ago: it has been asked for since.
    if (!file || file.trashedItself) return reserveAgain(delivery, connection.account.id, drive);
    if (file.md5 !== ubl.md5) throw new Failure('unexpected', 'Drive holds other bytes than it was given');
    return mark(delivery, target, file, ubl);
  }

  function mark({ hold }: Delivery, { connection }: Target, file: DriveFile, { facts }: Ubl): Promise<Round> {
    const { trashed: _trashed, trashedItself: _itself, ...rest } = file;
    const made = { ...rest, account: connection.account.id, generation: connection.generation };
    return end(hold, (entry) => done(entry, made, facts));
  }

  return { put, reserveAgain };
}

function nameOf(entry: Export, { facts }: Ubl): string {
  return fileName({ syncDate: entry.syncDate, number: facts.number, documentId: entry.documentId });
}
