/** What an operator is told of one document: how it stands, why, and what has to happen next by whom. Never a token or a content. */
import type { Activation } from '../functions/domain/activation.ts';
import type { Connection } from '../functions/domain/connection.ts';
import type { DeadLetter } from '../functions/domain/dead-letter.ts';
import { type Export, isOpen } from '../functions/domain/export.ts';
import type { Stored } from '../functions/domain/record.ts';
import { nextOf, resend, whyOf } from './find-words.ts';

/** What was found, as it is kept. */
export interface Found {
  documentId: string;
  client: string | undefined;
  project: string;
  now: Date;
  entries: { entry: Export; activation: Activation | undefined; connection: Connection | undefined }[];
  /** Partners who have one of its clients switched on, and have no entry of it. */
  withoutEntry: { activation: Activation; connection: Connection | undefined }[];
  /** Messages that speak of it and that nobody could read. */
  letters: Stored<DeadLetter>[];
}

/** What is told of it; as JSON, one line for machines. */
export type Told = ReturnType<typeof tell>;

/** What is told of what was found. */
export function tell({ documentId, client, project, now, entries, withoutEntry, letters }: Found) {
  return {
    documentId,
    client,
    askedAt: now,
    entries: entries.map(({ entry, activation, connection }) => ({
      partnerSpace: entry.partnerSpace,
      clientSpace: entry.clientSpace,
      company: activation?.company.name,
      state: entry.state,
      reason: entry.reason,
      why: whyOf(entry),
      ...nextOf(entry, activation, connection, now),
      attempts: entry.attempts,
      direction: entry.direction,
      invoice: entry.facts?.number,
      file: entry.file && pick(entry.file, 'name', 'link', 'id', 'folderId', 'account'),
      releasedAt: entry.releasedAt,
      reservedAt: entry.reservedAt,
      doneAt: entry.doneAt,
      dueAt: isOpen(entry) ? entry.dueAt : undefined,
      ...linkOf(activation, connection),
    })),
    withoutEntry: withoutEntry.map(({ activation, connection }) => ({
      partnerSpace: activation.partnerSpace,
      clientSpace: activation.clientSpace,
      company: activation.company.name,
      ...linkOf(activation, connection),
    })),
    letters: letters.map(({ id, value }) => ({
      id,
      ...pick(value, 'publishedAt', 'keptAt', 'reason'),
      sendAgain: `gcloud pubsub topics publish own-messages --project ${project} --message '{"kind":"sendAgain","deadLetter":"${id}"}'`,
    })),
    logs: `gcloud logging read 'jsonPayload.documentId="${documentId}"' --project ${project} --freshness 30d`,
  };
}

function linkOf(activation: Activation | undefined, connection: Connection | undefined) {
  return {
    connection: connection && {
      state: connection.state,
      account: connection.account.id,
      since: connection.since,
      endedAt: connection.state === 'on' || connection.state === 'needsSignIn' ? undefined : connection.disconnectingAt,
    },
    activation: activation && pick(activation, 'active', 'since', 'offSince'),
  };
}

function pick<T, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}

type ToldEntry = Told['entries'][number];
type ToldLink = Told['withoutEntry'][number];

/** What a terminal would obey, or turn around: names and numbers come from outside. */
const commands = /(?!\n)[\p{Cc}\p{Bidi_Control}]/gu;

/** The same for a person. */
export function describe(told: Told): string {
  const { documentId, askedAt, entries, withoutEntry, letters, logs } = told;
  const count = `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} in the ledger`;
  const blocks = [
    `Document ${documentId}: ${entries.length === 0 ? 'there is no entry of it in the ledger' : count}.`,
    ...entries.map((entry) => describeEntry(entry, askedAt)),
    ...withoutEntry.map((link) => describeLink(link, askedAt)),
    ...letters.map((letter) => describeLetter(letter, askedAt)),
    ...(entries.length === 0 ? [describeNothing(told)].filter(Boolean) : []),
    `What the log says of it, for the last 30 days:\n  ${logs}`,
  ];
  return `${blocks.join('\n\n').replaceAll(commands, '\u{FFFD}')}\n`;
}

function describeEntry(entry: ToldEntry, now: Date): string {
  const { state, why, who, next, file, attempts } = entry;
  const at = (moment: Date | undefined) => moment && tellMoment(moment, now);
  return table({
    'Partner space': entry.partnerSpace,
    Client: `${entry.company ?? 'unknown'} (client space ${entry.clientSpace})`,
    Document: [entry.invoice, entry.direction].filter(Boolean).join(', ') || undefined,
    State: `${state}${attempts ? `, after ${attempts} failed attempts` : ''}`,
    Why: why,
    Next: `${who}: ${next}`,
    Due: at(entry.dueAt),
    File:
      file &&
      `${file.name}\n${file.link}\nDrive id ${file.id}, in the folder ${file.folderId}, account ${file.account}`,
    Released: `${at(entry.releasedAt)}: approved or sent, or asked for again`,
    Reserved: at(entry.reservedAt),
    Done: at(entry.doneAt),
    ...rowsOf(entry, now),
  });
}

function describeLink(link: ToldLink, now: Date): string {
  const { connection, activation } = link;
  const from = [connection?.since, activation?.since].flatMap((moment) => moment ?? []).sort((a, b) => +b - +a)[0];
  return table({
    'Partner space': link.partnerSpace,
    Client: `${link.company} (client space ${link.clientSpace})`,
    State: 'no entry for this partner',
    Why: connection
      ? `Not exported by itself if it was approved or sent before ${from && tellMoment(from, now)}. Later than that, no message of it came or could be read, or Banqup does not show it as approved or sent.`
      : 'This partner has never signed in with Google.',
    Next: connection
      ? `the accountant: ${resend}, which exports it whenever it was approved or sent.`
      : `the accountant: signs in with Google, and then ${resend}.`,
    ...rowsOf(link, now),
  });
}

function rowsOf({ connection, activation }: Pick<ToldLink, 'connection' | 'activation'>, now: Date) {
  const at = (moment: Date) => tellMoment(moment, now);
  const states = { on: 'on', needsSignIn: 'needs sign-in', disconnecting: 'disconnecting', off: 'off' };
  const ended = connection?.endedAt ? `, ended ${at(connection.endedAt)}` : '';
  const off = activation?.offSince ? ` since ${at(activation.offSince)}` : '';
  return {
    Connection: connection
      ? `${states[connection.state]}; begun ${at(connection.since)}${ended}; Google account ${connection.account}`
      : 'none',
    Activation: activation ? (activation.active ? `on since ${at(activation.since)}` : `off${off}`) : 'none',
  };
}

function describeLetter({ id, publishedAt, reason, sendAgain }: Told['letters'][number], now: Date): string {
  return table({
    Message: `one that speaks of this document could not be read, and is kept: ${id}`,
    Published: tellMoment(publishedAt, now),
    Why: reason,
    Next: `the operator: mends the cause, and has it tried again:\n${sendAgain}`,
  });
}

function describeNothing({ client, withoutEntry, letters }: Told): string {
  const lines = [];
  if (!client) {
    lines.push(
      'Either no message of it ever came, or it could not be read; or it was approved or sent before the switch-on; or Banqup',
      'did not show it as approved or sent. Which partners have its client switched on, and since when: add --client <client space>.',
    );
  } else if (withoutEntry.length === 0) {
    lines.push(
      `Nobody has the client ${client} switched on, so nothing of it is exported.`,
      `Next: the accountant switches the extension on for this client in Banqup, and then ${resend}.`,
    );
  }
  if (letters.length === 0) lines.push('Among the messages that nobody could read there is none that speaks of it.');
  return lines.join('\n');
}

function table(rows: Record<string, string | undefined>): string {
  return Object.entries(rows)
    .flatMap(([name, text]) =>
      text === undefined ? [] : `${name.padEnd(15)}${text.replaceAll('\n', `\n${' '.repeat(15)}`)}`,
    )
    .join('\n');
}

const steps = { day: 86_400, hour: 3600, minute: 60, second: 1 };

/** `2026-03-02T09:00:00Z (3 hours ago)`. */
function tellMoment(moment: Date, now: Date): string {
  const seconds = Math.round((moment.getTime() - now.getTime()) / 1000);
  const [unit, length] = Object.entries(steps).find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  const count = Math.floor(Math.abs(seconds) / length);
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return `${moment.toISOString().replace(/\.\d+/, '')} (${seconds > 0 ? `in ${words}` : `${words} ago`})`;
}
