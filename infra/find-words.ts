/** Why an entry stands as it does, and what has to happen next by whom: for each reason, in words for an operator. */
import type { Activation } from '../functions/domain/activation.ts';
import type { Connection } from '../functions/domain/connection.ts';
import { type Export, isOpen } from '../functions/domain/export.ts';
import { secondsAfter } from '../functions/domain/life.ts';
import type { ReasonCode } from '../functions/texts/texts.ts';

/** `nobody`: it heals by itself. */
export type Who = 'the operator' | 'the accountant' | 'nobody';

interface Words {
  why: string;
  who: Who;
  next: string;
}

/** What the accountant does to have a document come, whenever it was approved or sent. */
export const resend = 'uses (re-)send to integrations in Banqup';
const corrected = { who: 'the accountant', next: `has the UBL file in Banqup corrected, and then ${resend}.` } as const;
const byItself = { who: 'nobody', next: 'it is tried again by itself.' } as const;

const words: Record<ReasonCode, Words> = {
  signInNeeded: {
    why: 'Google refuses our access to this Drive.',
    who: 'the accountant',
    next: 'signs in with Google again (Banqup, Google Drive, Manage); it then comes by itself.',
  },
  paceLimited: { why: 'Google asks us to slow down, or our own pace for this account does.', ...byItself },
  driveFull: {
    why: "The accountant's Google Drive is full.",
    who: 'the accountant',
    next: 'makes room; it then comes by itself.',
  },
  driveLimit: {
    why: 'A limit of Google Drive is reached: of files in a folder, or in all of the Drive.',
    who: 'the accountant',
    next: 'deletes what is no longer needed; it then comes by itself.',
  },
  drivePolicy: {
    why: "The accountant's Google Workspace does not allow this.",
    who: 'the accountant',
    next: 'has the administrator of the Google Workspace allow Banqup; it then comes by itself.',
  },
  banqupUnavailable: { why: 'Banqup did not answer us.', ...byItself },
  documentNotFound: {
    why: 'Banqup does not show us the document: it is deleted, or our access to the client is gone.',
    who: 'the operator',
    next: 'looks whether the document is still in Banqup, and whether our app may read this client; it is tried again by itself.',
  },
  idRefusedTwice: { why: 'Google refused the id of the file, or of its folder, twice.', ...byItself },
  ublMissing: {
    why: 'The document has no UBL file in Banqup yet.',
    who: 'nobody',
    next: 'it is tried again by itself. After a day without one, the operator asks Banqup why it has none.',
  },
  ublTooLarge: { why: 'The UBL file is too large.', ...corrected },
  ublUnreadable: { why: 'The UBL file is not readable XML.', ...corrected },
  ublForbidden: { why: 'The UBL file contains XML that is refused for security reasons.', ...corrected },
  notUbl: { why: 'The file is neither a UBL invoice nor a UBL credit note.', ...corrected },
  unexpected: {
    why: 'It met something that nobody has understood.',
    who: 'the operator',
    next: `reads the log, as below, and mends the cause. It is tried again by itself, at most daily; all of these at once by\ngcloud pubsub topics publish own-messages --message '{"kind":"sendAgain"}'`,
  },
  disconnected: {
    why: 'Google Drive was disconnected while it waited.',
    who: 'the accountant',
    next: `signs in with Google again, and then ${resend}.`,
  },
  switchedOff: {
    why: 'The client was switched off while it waited.',
    who: 'the accountant',
    next: `switches the client on again, and then ${resend}.`,
  },
};

/** A sweep comes every five minutes, and a resume works for almost as long: what is due for three times that was passed over. */
const overdueSeconds = 15 * 60;

/** Why the entry is not done; undefined where it is, or where somebody is at it. */
export function whyOf({ state, reason, toAdmit }: Export): string | undefined {
  if (state === 'done' || reason === undefined) return undefined;
  const unjudged = toAdmit
    ? ' Its message was given up; whether it is to be exported is judged when it is taken up.'
    : '';
  return `${wordsFor(reason).why} (${reason})${unjudged}`;
}

/** What has to happen next, and by whom. */
export function nextOf(
  entry: Export,
  activation: Activation | undefined,
  connection: Connection | undefined,
  now: Date,
): { who: Who; next: string } {
  const { state, reason, dueAt } = entry;
  if (state === 'done') return { who: 'nobody', next: whereItIs(entry, connection) };
  if (!isOpen(entry)) return wordsOnly(reason);
  if (connection?.state === 'needsSignIn') return wordsOnly('signInNeeded');
  if (connection?.state !== 'on') {
    return {
      who: 'nobody',
      next: `the link is ended, and the next sweep cancels this. If it is to come all the same: the accountant ${wordsFor('disconnected').next}`,
    };
  }
  if (!activation?.active) {
    return {
      who: 'nobody',
      next: `the client is switched off, and this is cancelled when it is due. If it is to come all the same: the accountant ${wordsFor('switchedOff').next}`,
    };
  }
  if (dueAt && now > secondsAfter(dueAt, overdueSeconds)) {
    return {
      who: 'the operator',
      next: 'it is overdue: looks whether Cloud Scheduler calls /scheduled/sweep every five minutes, and whether export-document fails; or so much waits for this partner that its turn has not come.',
    };
  }
  if (state === 'parked') return wordsOnly(reason);
  return { who: 'nobody', next: 'a worker has it. Where that has died, it is taken up again once it is due.' };
}

function whereItIs({ file }: Export, connection: Connection | undefined): string {
  const isElsewhere = file && connection && file.account !== connection.account.id;
  const where = isElsewhere ? 'it is in the Drive of an earlier Google account.' : 'it is in Google Drive.';
  return `${where} Where the accountant does not find it, it was moved or thrown away there: (re-)send to integrations in Banqup makes it anew.`;
}

function wordsOnly(reason: Export['reason']): { who: Who; next: string } {
  const { who, next } = wordsFor(reason);
  return { who, next };
}

/** What our pages call unexpected is so here, too. */
function wordsFor(reason: Export['reason']): Words {
  return words[reason as ReasonCode] ?? words.unexpected;
}
