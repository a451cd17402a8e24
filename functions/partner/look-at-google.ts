/**
 * How a partner's link stands at the moment at which a page opens: Google is asked, not our records, so that a page says "works" only
 * where Google says so. A link that Google refuses is written down as such, as by whoever else finds it out (refused.ts).
 */
import type { Connection, GoogleAccount } from '../domain/connection.ts';
import { asFailure, fateOf } from '../domain/errors.ts';
import type { Folder, SeenFolder } from '../domain/folder.ts';
import type { Connections, GoogleSignIn, Log, Tokens } from '../domain/ports.ts';
import { refuseLink } from './refused.ts';

export interface SeenAtGoogle {
  /** As it stands now. */
  connection: Connection;
  /** silent: no answer in time, one that says nothing of the link, or nobody asked, since it is being ended or off. */
  google: 'works' | 'refused' | 'silent';
  /** As Google names it now: its e-mail address may have changed. */
  account?: GoogleAccount;
  /** Only where Google was asked for it: where our records have it as made, in this account. */
  rootFolder?: SeenFolder | 'gone';
}

/** Google is asked about a connection that is on, and about its root folder. Throws storageUnavailable, and nothing for Google's sake. */
export type LookAtGoogle = (connection: Connection, rootFolder: Folder | undefined) => Promise<SeenAtGoogle>;

/** Two calls to Google besides that for a token, at once; within four seconds. */
export function createLookAtGoogle(parts: {
  connections: Connections;
  tokens: Tokens;
  google: GoogleSignIn;
  log: Log;
}): LookAtGoogle {
  const { connections, tokens, google, log } = parts;

  async function look(connection: Connection, rootFolder: Folder | undefined, isLast: boolean): Promise<SeenAtGoogle> {
    const { partnerSpace, state, account, secretVersion } = connection;
    if (state !== 'on') return { connection, google: state === 'needsSignIn' ? 'refused' : 'silent' };
    const isThere = rootFolder?.state === 'made' && rootFolder.account === account.id;
    const folderId = isThere ? rootFolder.id : undefined;
    const token = await tokens.read(partnerSpace, secretVersion);
    const answer = token === undefined ? 'refused' : await ask(token, folderId, partnerSpace);
    if (answer === 'silent') return { connection, google: answer };
    if (answer !== 'refused') {
      const { account: named, folder } = answer;
      return {
        connection,
        google: 'works',
        account: named,
        ...(folderId !== undefined && { rootFolder: folder ?? 'gone' }),
      };
    }
    const refused = await refuseLink(connections, connection);
    if (refused) return { connection: refused, google: 'refused' };
    // Its owner has signed in anew meanwhile, or has ended it and begun another.
    const another = (await connections.read(partnerSpace))?.value;
    if (!another || isLast) return { connection: another ?? connection, google: 'silent' };
    return look(another, rootFolder, true);
  }

  async function ask(token: string, folderId: string | undefined, partnerSpace: string) {
    try {
      return await google.look(token, folderId);
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code === 'signInNeeded') return 'refused';
      const level = fateOf(failure.code) === 'unknown' ? 'error' : 'warn';
      log[level]('Google says nothing of the link', { partnerSpace, failure: failure.code, error: failure });
      return 'silent';
    }
  }

  return (connection, rootFolder) => look(connection, rootFolder, false);
}
