/**
 * A partner space's link to one Google account, and how it changes (protocol, rule 9). Every change is written by
 * compare-and-set; `generation` goes up at every sign-in and at the start and the end of a disconnect, so that a worker
 * can tell whether what it knows is still the same link.
 */
import type { Language } from './language.ts';
import type { Written } from './record.ts';
import { COMMIT_TIME } from './record.ts';

export interface GoogleAccount {
  /** Google's permission id: stays the same when the e-mail address changes. */
  id: string;
  email: string;
}

/** What a link has left behind: a grant to be let go, and a token to be destroyed (partner/let-go.ts). */
export interface Left {
  account: GoogleAccount;
  secretVersion: string;
}

export interface Connection {
  partnerSpace: string;
  /** on: exports go. needsSignIn: Google refuses; its owner must sign in. disconnecting: being ended. off: ended. */
  state: 'on' | 'needsSignIn' | 'disconnecting' | 'off';
  generation: number;
  account: GoogleAccount;
  /** Number of the Secret Manager version that holds the refresh token. */
  secretVersion: string;
  /** Documents approved or sent before this moment are history and are not exported. */
  since: Date;
  /** Of the person who signed in: what we tell them, we tell them in it. */
  language: Language;
  /** The account before this one: what was exported under it is in its Drive still. */
  previousAccount?: GoogleAccount;
  /** When the link came to this account. */
  accountSince: Date;
  /** By account: what was exported into it before this moment has been looked after by `care` (protocol, rule 5). */
  careAt?: Record<string, Date>;
  /** The earliest generation of which the present grant has been seen to show something: another grant may not be shown it. */
  sees?: number;
  /** When `disconnecting` was written. */
  disconnectingAt?: Date;
  /** Still to be let go; the latest last. */
  leaving?: Left[];
}

/** The connection after a sign-in. `since` begins anew only when there was none or it was off. */
export function signedIn(
  before: Connection | undefined,
  link: Pick<Connection, 'partnerSpace' | 'account' | 'secretVersion' | 'language'>,
): Written<Connection> {
  const continues = before !== undefined && before.state !== 'off';
  const changed = before !== undefined && before.account.id !== link.account.id;
  const previousAccount = changed ? before.account : before?.previousAccount;
  return {
    ...link,
    ...(previousAccount && previousAccount.id !== link.account.id && { previousAccount }),
    ...careAtAfter(before, continues && changed),
    ...leavingWith(before, continues, link.secretVersion),
    state: 'on',
    generation: (before?.generation ?? 0) + 1,
    since: continues ? before.since : COMMIT_TIME,
    accountSince: continues && !changed ? before.accountSince : COMMIT_TIME,
  };
}

/** Whether documents come under it: at once, or once its owner has signed in again. */
export function isLinked(connection: Connection | undefined): connection is Connection {
  return connection?.state === 'on' || connection?.state === 'needsSignIn';
}

/** Whether what has just been read is the same link as this one, and on. */
export function isStillOn(connection: Connection, fresh: Connection | undefined): boolean {
  return fresh?.state === 'on' && isSameLink(fresh, connection);
}

/**
 * Whether it is the same link still, whatever its state. A partner that was erased and comes back counts its generations from the
 * beginning, but no two of its links begin at the same moment.
 */
export function isSameLink(now: Connection | undefined, seen: Connection): boolean {
  return now?.generation === seen.generation && now.since.getTime() === seen.since.getTime();
}

/** The connection after Google refused its token. Only an `on` connection can come to need its owner. */
export function tokenRefused(connection: Connection): Connection {
  return { ...connection, state: 'needsSignIn' };
}

/** The connection when its owner has begun to end it. */
export function disconnecting(connection: Connection): Written<Connection> {
  return {
    ...connection,
    state: 'disconnecting',
    generation: connection.generation + 1,
    disconnectingAt: COMMIT_TIME,
    ...leavingWith(connection, true),
  };
}

/**
 * What is to be let go, the present link's own among it where `itself`. A version whose number comes once more was lost with its
 * secret, by an erasing that met a sign-in: what has that number now is the token of the new link.
 */
function leavingWith(connection: Connection | undefined, itself: boolean, kept?: string): { leaving?: Left[] } {
  const { leaving = [], account, secretVersion } = connection ?? {};
  const own = itself && account && secretVersion !== undefined ? [{ account, secretVersion }] : [];
  const all = [...leaving, ...own].filter((left) => left.secretVersion !== kept);
  return all.length > 0 ? { leaving: all } : {};
}

/** The connection once one of those is let go. */
export function letGone({ leaving = [], ...connection }: Connection, left: Left): Connection {
  const rest = leaving.filter(({ secretVersion }) => secretVersion !== left.secretVersion);
  return rest.length > 0 ? { ...connection, leaving: rest } : connection;
}

/** How far `care` has looked, by account. One that is left before any look is looked into from its beginning when its owner is back. */
function careAtAfter(before: Connection | undefined, leaves: boolean): Pick<Connection, 'careAt'> {
  const careAt = before && leaves ? { ...before.careAt, [before.account.id]: caredUntil(before) } : before?.careAt;
  return careAt ? { careAt } : {};
}

/** From when on `care` still has to look after what was exported into the present account. */
export function caredUntil({ account, accountSince, careAt }: Connection): Date {
  return careAt?.[account.id] ?? accountSince;
}

/** The connection once `care` has looked after all that was exported into the present account before this moment. */
export function caredFor(connection: Connection, careAt: Date, sees: number): Connection {
  return { ...connection, careAt: { ...connection.careAt, [connection.account.id]: careAt }, sees };
}

/** The connection, ended long ago, while its token and then itself are removed: no sign-in begins until then, or comes through. */
export function erasing(connection: Connection): Connection {
  return { ...connection, state: 'disconnecting', generation: connection.generation + 1 };
}

/** The connection once nothing more can come of it. */
export function disconnected(connection: Connection): Connection {
  return { ...connection, state: 'off', generation: connection.generation + 1 };
}
