/**
 * What a partner is told outside our pages: that its connection or its documents wait for a person, and that it is good again.
 * At most once a day for each cause. The record is the mutex: whoever writes `telling` publishes; where it dies before `told`,
 * somebody publishes the same notice, with the same id, once more.
 */
import { createHash } from 'node:crypto';
import type { FailureCode } from './errors.ts';
import { hasLived, secondsAfter } from './life.ts';

/** What only a person can mend. */
export const noticeCauses = ['signInNeeded', 'driveFull', 'driveLimit', 'drivePolicy'] as const satisfies FailureCode[];

export type NoticeCause = (typeof noticeCauses)[number];

/** The cause that this is, if only a person can mend it. */
export function noticeCauseOf(reason: string | undefined): NoticeCause | undefined {
  return noticeCauses.find((cause) => cause === reason);
}

export interface Notice {
  partnerSpace: string;
  cause: NoticeCause;
  news: 'trouble' | 'good';
  state: 'telling' | 'told';
  at: Date;
  /** When trouble was last told. */
  troubleAt: Date;
  /** No document waits for it: a folder could not be made, and only who makes folders sees that it is over. */
  ofFolders?: true;
}

/** What Banqup turns into an e-mail or a bell. */
export interface NoticeMessage {
  /** The same when a notice comes twice. */
  id: string;
  partnerSpace: string;
  /** `nl-BE`, `fr-BE`, `en-GB` or `de-BE`. */
  locale: string;
  kind: NoticeCause;
  news: Notice['news'];
  counts: { waiting: number };
  sentence: string;
  link: string;
  /** ISO 8601. */
  at: string;
}

const repeatSeconds = 24 * 60 * 60;

/** Database id of a notice. */
export function noticeId(partnerSpace: string, cause: NoticeCause): string {
  return `${partnerSpace}.${cause}`;
}

/** Id of the message: of this news, at this moment. */
export function messageId({ partnerSpace, cause, news, at }: Notice): string {
  return createHash('sha256')
    .update(JSON.stringify([partnerSpace, cause, news, at]))
    .digest('hex')
    .slice(0, 32);
}

/**
 * What is to be told now, if anything, given what was told last and whether there is trouble. Flapping within a day is not
 * told; what is good again is, where its trouble was. `since` is when the link began: the trouble of one that its owner has
 * ended is over without a word, also to an owner who comes back.
 */
export function nextNotice(
  last: Notice | undefined,
  { partnerSpace, cause, since }: Pick<Notice, 'partnerSpace' | 'cause'> & { since: Date },
  isTrouble: boolean,
  now: Date,
): Notice | undefined {
  const isOfThisLink = last !== undefined && last.troubleAt >= since;
  // Somebody is at it, or has died over it.
  if (isOfThisLink && last.state === 'telling') return hasLived(last.at, now) ? last : undefined;
  if (isTrouble) {
    if (last && now < secondsAfter(last.troubleAt, repeatSeconds)) return undefined;
    return { partnerSpace, cause, news: 'trouble', state: 'telling', at: now, troubleAt: now };
  }
  return isOfThisLink && last.news === 'trouble' ? { ...last, news: 'good', state: 'telling', at: now } : undefined;
}

/** The notice once it is published. */
export function told(notice: Notice): Notice {
  return { ...notice, state: 'told' };
}
