/**
 * Looks after a partner's folders, off the path of documents: makes the ones that an activation still lacks (protocol, rule
 * 11). It asks Google with the connection's token, and so finds out when that has died.
 */
import { asFailure } from '../domain/errors.ts';
import type { FolderKind } from '../domain/folder.ts';
import type { Life } from '../domain/life.ts';
import type { Activations, Connections, Drives, Log } from '../domain/ports.ts';
import type { FolderMaker } from './folders.ts';
import type { KnownConnections } from './known-connections.ts';
import type { Tell } from './tell.ts';

const leaves: FolderKind[] = ['AP', 'AR'];

export interface CareParts {
  connections: Connections;
  known: KnownConnections;
  activations: Activations;
  drives: Drives;
  folders: FolderMaker;
  tell: Tell;
  log: Log;
}

export type Care = (partnerSpace: string, life: Life) => Promise<void>;

/** Throws what keeps it from going on; the folders made so far stay, and the next delivery makes the rest. */
export function createCare(parts: CareParts): Care {
  const { connections, known, activations, drives, folders, tell, log } = parts;

  return async (partnerSpace, life) => {
    const connection = (await connections.read(partnerSpace))?.value;
    if (connection?.state !== 'on') return;
    const drive = drives.of(connection);
    try {
      // Whether or not there is a folder to make: only a question shows whether Google still takes the token.
      await drive.drawIds(1);
      const { account } = connection;
      const root = { partnerSpace, account: account.id, company: { key: '', name: '' }, kind: 'root' } as const;
      // A new grant may not show what was made under the one before (platform facts): then the whole tree is made anew.
      const treeIsThere = await folders.look(drive, root, life);
      for (const { value: activation } of await activations.activeOfPartner(partnerSpace)) {
        const company = activation.folder;
        const place = { partnerSpace, account: account.id, company } as const;
        if (!treeIsThere) await folders.look(drive, { ...place, kind: 'company' }, life);
        for (const kind of leaves) {
          if (!treeIsThere) await folders.look(drive, { ...place, kind }, life);
          await folders.ensure(drive, { ...place, kind }, life);
        }
      }
      await tell(partnerSpace);
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code === 'signInNeeded') {
        log.warn('Google refuses the connection', { partnerSpace });
        await known.refused(connection);
        return tell(partnerSpace);
      }
      // Somebody has signed in anew or disconnected, and has published `care` of their own.
      if (failure.code === 'connectionChanged') return;
      throw failure;
    }
  };
}
