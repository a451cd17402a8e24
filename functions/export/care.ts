/**
 * Looks after a partner's folders, off the path of documents: makes the root folder, and the ones that an activation still lacks
 * (protocol, rule 11), has those that are gone made anew, and brings back what was exported into the trash (rescue.ts). It asks
 * Google with the connection's token, and so finds out when that has died.
 */
import type { Direction } from '../domain/direction.ts';
import { asFailure, type Failure, fateOf } from '../domain/errors.ts';
import { type Folder, type FolderPlace, folderId, leafPlace, placesDownTo, rootPlace } from '../domain/folder.ts';
import type { Life } from '../domain/life.ts';
import { noticeCauseOf } from '../domain/notice.ts';
import type { Activations, Connections, Drive, Drives, Folders, Log } from '../domain/ports.ts';
import type { FolderMaker } from './folders.ts';
import type { KnownConnections } from './known-connections.ts';
import type { Rescue } from './rescue.ts';
import { type Survey, surveyFolders } from './survey.ts';
import type { Tell } from './tell.ts';

const leaves: Direction[] = ['AP', 'AR'];

export interface CareParts {
  connections: Connections;
  known: KnownConnections;
  activations: Activations;
  folders: Folders;
  drives: Drives;
  maker: FolderMaker;
  rescue: Rescue;
  tell: Tell;
  log: Log;
}

export type Care = (partnerSpace: string, life: Life) => Promise<void>;

/** Throws what keeps it from going on; the folders made so far stay, and the next delivery makes the rest. */
export function createCare(parts: CareParts): Care {
  const { connections, known, activations, folders, drives, maker, rescue, tell, log } = parts;

  return async (partnerSpace, life) => {
    const stored = await connections.read(partnerSpace);
    if (stored?.value.state !== 'on') return;
    const connection = stored.value;
    const drive = drives.of(connection);
    try {
      // Whether or not there is anything to do: only a question shows whether Google still takes the token.
      const survey = await surveyFolders(drive);
      const account = connection.account.id;
      const ofAccount = await folders.ofAccount(partnerSpace, account);
      const records = new Map(ofAccount.map(({ id, value }) => [id, value]));
      const active = await activations.activeOfPartner(partnerSpace);
      const leafPlaces = active.flatMap(({ value }) => leaves.map((kind) => leafPlace(connection, value.folder, kind)));
      let unmade: Failure | undefined;
      // The root folder also where no client is active yet: its owner looks for it right after the sign-in.
      for (const place of [rootPlace(connection), ...leafPlaces]) {
        if (unmade) break;
        unmade = await look(drive, survey, records, place, life).then(() => undefined, asFailure);
      }
      // Also where a folder cannot be made: what lies in the trash does not wait for it.
      await rescue({ stored, records: ofAccount.map(({ value }) => value), drive, life });
      if (unmade) throw unmade;
      await tell(partnerSpace, 'foldersMade');
    } catch (error) {
      const failure = await known.understood(asFailure(error), connection);
      if (failure.code === 'signInNeeded') {
        log.warn('Google refuses the connection', { partnerSpace });
        await known.refused(connection);
        return tell(partnerSpace);
      }
      // Somebody has signed in anew or disconnected, and has published `care` of their own.
      if (failure.code === 'connectionChanged') return;
      // What its owner, or some time, has to mend: the next `careAll` makes the rest.
      if (fateOf(failure.code) === 'park' && failure.code !== 'paceLimited') {
        log.warn('folders wait', { partnerSpace, failure: failure.code });
        return tell(partnerSpace, noticeCauseOf(failure.code));
      }
      throw failure;
    }
  };

  /** Has a folder, and those above it, made where they are not there. */
  async function look(
    drive: Drive,
    survey: Survey,
    records: Map<string, Folder>,
    place: FolderPlace,
    life: Life,
  ): Promise<void> {
    const dead: { place: FolderPlace; id: string }[] = [];
    let isWhole = true;
    for (const one of placesDownTo(place)) {
      const record = records.get(folderId(one));
      const where = record?.state === 'made' ? await survey.whereabouts(record.id) : undefined;
      if (where === undefined || where === 'gone') isWhole = false;
      if (record && (where === 'gone' || where === 'trashed')) dead.push({ place: one, id: record.id });
    }
    if (isWhole) return;
    // What is made now must not end up in the trash; what is there already its owner may keep there.
    for (const { place: one, id } of dead) {
      if ((await survey.whereaboutsNow(id)) === 'live') continue;
      await maker.swap(drive, one, id, life);
      records.delete(folderId(one));
    }
    await maker.ensure(drive, place, life);
  }
}
