/**
 * Erases what we hold of a partner, at its wish (GDPR, article 17). The link is ended as by uninstalling; once nobody can be at
 * work under it any more, its records go, a page for each message, and in the end the connection and the secret. Nothing is ever
 * removed from the ledger while somebody may use it; this is the one exception, and only because a worker's life has passed
 * since the end: nobody can come back to an entry that is gone and make a second file. The files stay: they are the accountant's.
 */
import type { Activation } from '../domain/activation.ts';
import { type Connection, erasing } from '../domain/connection.ts';
import { type DeadLetter, idsIn, speaksOf } from '../domain/dead-letter.ts';
import { Failure } from '../domain/errors.ts';
import { hasLived } from '../domain/life.ts';
import type {
  Activations,
  Checks,
  Clock,
  Connections,
  DeadLetters,
  Exports,
  Folders,
  Log,
  Notices,
  Publisher,
  Sessions,
  SignIns,
  Tokens,
} from '../domain/ports.ts';
import type { PartnerTable, Stored, Table } from '../domain/record.ts';
import type { Disconnect } from './disconnect.ts';
import type { SwitchClient } from './switch-client.ts';

/** Records to a message. */
const atOnce = 100;

export interface EraseParts {
  connections: Connections;
  activations: Activations;
  folders: Folders;
  exports: Exports;
  checks: Checks;
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
  const { connections, activations, folders, exports, checks, deadLetters, notices, sessions, signIns, tokens } = parts;
  const { switchClient, disconnect, publisher, now, log } = parts;

  return async (partnerSpace, askedAt, erased = {}) => {
    const link = await connections.read(partnerSpace);
    if (link && link.value.since > askedAt) {
      return log.warn('not erased: the partner has signed in again since', { partnerSpace, askedAt, ...erased });
    }
    // What was switched on under the link that is being ended goes with it.
    const endedAt = link?.value.disconnectingAt ?? askedAt;
    const until = endedAt > askedAt ? endedAt : askedAt;
    const clients = (await activations.ofPartner(partnerSpace)).filter(({ value }) => value.since <= until);
    if (!clients.every(isOver) || (link && !isEnded(link.value))) {
      await end(link?.value, clients);
      throw new Failure('stillEnding', "the partner's link is being ended, and a worker's life must pass");
    }
    const gone = await removePage(partnerSpace, clients, () => assertAsSeen(partnerSpace, link));
    if (Object.keys(gone).length > 0) {
      // At the very end: what fails before it comes again, and finds less.
      const message = { kind: 'erase', partnerSpace, askedAt: askedAt.toISOString() } as const;
      return publisher.publish({ ...message, erased: sum(erased, gone) });
    }
    // From here on no sign-in begins, and one that is under way does not come through: its token would go with the secret.
    const last = link && (await connections.replace(link, erasing(link.value)));
    if (link && !last) throw changed();
    await assertAsSeen(partnerSpace, last);
    await tokens.forget(partnerSpace);
    if (last && !(await connections.remove(last))) throw changed();
    log.info('partner erased', { partnerSpace, ...sum(erased, link ? { connections: 1 } : {}) });
  };

  async function end(link: Connection | undefined, clients: Stored<Activation>[]): Promise<void> {
    // The clients first: from here on no message of a document finds its way to this partner.
    for (const client of clients) if (client.value.active) await switchClient.offAsSeen(client, 'toErase');
    if (link) await disconnect(link.partnerSpace, link);
  }

  /**
   * Whoever signs in again has a ledger of its own. It is asked after what is to be removed was read: of a link that was begun
   * before that nothing is among it, and what is taken up under one that begins later has changed, and stays.
   */
  async function assertAsSeen(partnerSpace: string, link: Stored<Connection> | undefined): Promise<void> {
    if ((await connections.read(partnerSpace))?.version !== link?.version) throw changed();
  }

  function isOver({ value: { active, offSince } }: Stored<Activation>): boolean {
    return !active && isLongAgo(offSince);
  }

  /** Off, with nothing left behind: a token that is still to be revoked must not be lost. */
  function isEnded({ state, leaving, disconnectingAt }: Connection): boolean {
    return state === 'off' && !leaving && isLongAgo(disconnectingAt);
  }

  function isLongAgo(ended: Date | undefined): boolean {
    return ended === undefined || hasLived(ended, now());
  }

  /** Of the first kind of which there is any; the activations late, since they tell when the end began. Nothing: all is gone. */
  async function removePage(
    partnerSpace: string,
    clients: Stored<Activation>[],
    assertStill: () => Promise<void>,
  ): Promise<Counts> {
    async function removeSome<T>(table: PartnerTable<T>): Promise<number> {
      const records = await table.ofPartner(partnerSpace, atOnce);
      if (records.length > 0) await assertStill();
      return removeAll(table, records);
    }
    const kinds = {
      exports: () => removeSome(exports),
      checks: () => removeSome(checks),
      folders: () => removeSome(folders),
      notices: () => removeSome(notices),
      sessions: () => removeSome(sessions),
      signIns: () => removeSome(signIns),
      activations: () => removeAll(activations, clients.slice(0, atOnce)),
      deadLetters: () => removeLetters(partnerSpace),
    };
    for (const [kind, remove] of Object.entries(kinds)) {
      const count = await remove();
      if (count > 0) return { [kind]: count };
    }
    return {};
  }

  /** A message that nobody could read is nobody's, but for what it says; one that is another partner's as well is left to it. */
  async function removeLetters(partnerSpace: string): Promise<number> {
    let page = await deadLetters.page(undefined, atOnce);
    while (page.length > 0) {
      const theirs = [];
      for (const letter of page) {
        if (!speaksOf(letter.value, partnerSpace)) continue;
        if (!(await isOfOthers(letter.value, partnerSpace))) theirs.push(letter);
        else log.warn('a kept message stays: it is of another partner too', { partnerSpace, deadLetter: letter.id });
      }
      if (theirs.length > 0) return removeAll(deadLetters, theirs);
      page = await deadLetters.page(page.at(-1)?.id, atOnce);
    }
    return 0;
  }

  /** Whether it speaks of a client of somebody else: once it can be read, their document comes of it. */
  async function isOfOthers(letter: DeadLetter, partnerSpace: string): Promise<boolean> {
    for (const space of idsIn(letter)) {
      const found = await activations.activeOfClient(space);
      if (found.some(({ value }) => value.partnerSpace !== partnerSpace)) return true;
    }
    return false;
  }
}

function changed(): Failure {
  return new Failure('stillEnding', 'the link has changed meanwhile');
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
