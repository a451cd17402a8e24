/**
 * Erases what we hold of a partner, at its wish (GDPR, article 17). The link is ended as by uninstalling; once nobody can be at
 * work under it any more, its records go, a page for each message, and in the end the connection and the secret. Nothing is ever
 * removed from the ledger while somebody may use it; this is the one exception, and only because a worker's life has passed
 * since the end: nobody can come back to an entry that is gone and make a second file. The files stay: they are the accountant's.
 */
import type { Activation } from '../domain/activation.ts';
import type { Connection } from '../domain/connection.ts';
import { speaksOf } from '../domain/dead-letter.ts';
import { Failure } from '../domain/errors.ts';
import { secondsAfter, workerLifeSeconds } from '../domain/life.ts';
import type {
  Activations,
  Clock,
  Connections,
  DeadLetters,
  Exports,
  Folders,
  Log,
  Notices,
  PartnerTable,
  Publisher,
  Sessions,
  SignIns,
  Tokens,
} from '../domain/ports.ts';
import type { Stored, Table } from '../domain/record.ts';
import type { Disconnect } from './disconnect.ts';
import type { SwitchClient } from './switch-client.ts';

/** Records to a message. */
const atOnce = 100;

export interface EraseParts {
  connections: Connections;
  activations: Activations;
  folders: Folders;
  exports: Exports;
  deadLetters: DeadLetters;
  notices: Notices;
  sessions: Sessions;
  signIns: SignIns;
  tokens: Tokens;
  switchClient: SwitchClient;
  disconnect: Disconnect;
  publisher: Publisher;
  now: Clock;
  log: Log;
}

/** How many records of each kind. */
type Counts = Record<string, number>;

/** `askedAt`: what began later is left alone: the partner has come back. `erased`: what earlier messages have erased. */
export type Erase = (partnerSpace: string, askedAt: Date, erased?: Counts) => Promise<void>;

/**
 * Every run begins from the start, so it may die anywhere, come twice, or be of a partner that nobody knows. Throws stillEnding
 * until nobody can be at work any more, and storageUnavailable; then the message comes again.
 */
export function createErase(parts: EraseParts): Erase {
  const { connections, activations, folders, exports, deadLetters, notices, sessions, signIns, tokens } = parts;
  const { switchClient, disconnect, publisher, now, log } = parts;

  return async (partnerSpace, askedAt, erased = {}) => {
    const link = await connections.read(partnerSpace);
    if (link && link.value.since > askedAt) {
      return log.warn('not erased: the partner has signed in again since', { partnerSpace, askedAt, ...erased });
    }
    const clients = (await activations.ofPartner(partnerSpace)).filter(({ value }) => value.since <= askedAt);
    if (!clients.every(isOver) || (link && !isEnded(link.value))) {
      await end(link?.value, clients);
      throw new Failure('stillEnding', "the partner's link is being ended, and a worker's life must pass");
    }
    const gone = await removePage(partnerSpace, clients);
    if (Object.keys(gone).length > 0) {
      // At the very end: what fails before it comes again, and finds less.
      const message = { kind: 'erase', partnerSpace, askedAt: askedAt.toISOString() } as const;
      return publisher.publish({ ...message, erased: sum(erased, gone) });
    }
    if (link && !(await connections.remove(link))) throw new Failure('stillEnding', 'the link has changed meanwhile');
    // Not before the connection is gone: a sign-in that is under way commits against it.
    await tokens.forget(partnerSpace);
    log.info('partner erased', { partnerSpace, ...sum(erased, link ? { connections: 1 } : {}) });
  };

  async function end(link: Connection | undefined, clients: Stored<Activation>[]): Promise<void> {
    // The clients first: from here on no message of a document finds its way to this partner.
    for (const client of clients) if (client.value.active) await switchClient.offAsSeen(client);
    if (link) await disconnect(link.partnerSpace, link);
  }

  function isOver({ value: { active, offSince } }: Stored<Activation>): boolean {
    return !active && hasLived(offSince);
  }

  /** Off, with nothing left behind: a token that is still to be revoked must not be lost. */
  function isEnded({ state, leaving, disconnectingAt }: Connection): boolean {
    return state === 'off' && !leaving && hasLived(disconnectingAt);
  }

  function hasLived(ended: Date | undefined): boolean {
    return ended === undefined || now() > secondsAfter(ended, workerLifeSeconds);
  }

  /** Of the first kind of which there is any; the activations late, since they tell when the end began. Nothing: all is gone. */
  async function removePage(partnerSpace: string, clients: Stored<Activation>[]): Promise<Counts> {
    const kinds = {
      exports: () => removeSome(exports, partnerSpace),
      folders: () => removeSome(folders, partnerSpace),
      notices: () => removeSome(notices, partnerSpace),
      sessions: () => removeSome(sessions, partnerSpace),
      signIns: () => removeSome(signIns, partnerSpace),
      activations: () => removeAll(activations, clients.slice(0, atOnce)),
      deadLetters: () => removeLetters(partnerSpace),
    };
    for (const [kind, remove] of Object.entries(kinds)) {
      const count = await remove();
      if (count > 0) return { [kind]: count };
    }
    return {};
  }

  /** A message that nobody could read is nobody's, but for what it says. */
  async function removeLetters(partnerSpace: string): Promise<number> {
    let page = await deadLetters.page(undefined, atOnce);
    while (page.length > 0) {
      const theirs = page.filter(({ value }) => speaksOf(value, partnerSpace));
      if (theirs.length > 0) return removeAll(deadLetters, theirs);
      page = await deadLetters.page(page.at(-1)?.id, atOnce);
    }
    return 0;
  }
}

async function removeSome<T>(table: PartnerTable<T>, partnerSpace: string): Promise<number> {
  return removeAll(table, await table.ofPartner(partnerSpace, atOnce));
}

/** Also what has just been written by somebody else counts: it is found again. */
async function removeAll<T>({ remove }: Table<T>, records: Stored<T>[]): Promise<number> {
  await Promise.all(records.map(remove));
  return records.length;
}

function sum(one: Counts, other: Counts): Counts {
  const kinds = Object.keys({ ...one, ...other });
  return Object.fromEntries(kinds.map((kind) => [kind, (one[kind] ?? 0) + (other[kind] ?? 0)]));
}
