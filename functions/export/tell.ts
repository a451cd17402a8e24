/**
 * Tells a partner, through Banqup, that something waits for a person, and when it is good again (domain/notice.ts). Looked at
 * when a connection has died or a document has begun to wait, after care, and at every sweep.
 */
import { type Connection, isLinked } from '../domain/connection.ts';
import { openStates } from '../domain/export.ts';
import { localeOf } from '../domain/language.ts';
import {
  messageId,
  type Notice,
  type NoticeCause,
  nextNotice,
  noticeCauses,
  noticeId,
  told,
} from '../domain/notice.ts';
import type { Clock, Connections, Exports, Log, NoticePublisher, Notices } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import { noticeSentence } from '../texts/notices.ts';

export interface TellParts {
  connections: Connections;
  exports: Exports;
  notices: Notices;
  noticePublisher: NoticePublisher;
  /** Address of `connect` as browsers see it. */
  publicUrl: string;
  now: Clock;
  log: Log;
}

/** About one cause that has just been met, else about all; `foldersMade`: all the partner's folders are known to be there. */
export type Tell = (partnerSpace: string, seen?: NoticeCause | 'foldersMade') => Promise<void>;

/** Never throws: an export does not fail because nobody could be told of it. The next sweep tells. */
export function createTell(parts: TellParts): Tell {
  const { connections, exports, notices, noticePublisher, publicUrl, now, log } = parts;

  return async (partnerSpace, seen) => {
    const met = seen === 'foldersMade' ? undefined : seen;
    try {
      const connection = (await connections.read(partnerSpace))?.value;
      // Who has switched off is told nothing more.
      if (!isLinked(connection)) return;
      // Its owner may have signed in since a document met this.
      if (met) {
        const last = await notices.read(noticeId(partnerSpace, met));
        return await look(connection, met, met !== 'signInNeeded' || connection.state === 'needsSignIn', last);
      }
      const known = new Map((await notices.ofPartner(partnerSpace)).map((notice) => [notice.value.cause, notice]));
      const open = await exports.count(partnerSpace, { states: openStates });
      for (const cause of noticeCauses) {
        const last = known.get(cause);
        const isOfFolders = last?.value.ofFolders === true && last.value.news === 'trouble';
        const trouble = isTrouble(connection, cause, open);
        if (trouble === 'unknown' || (isOfFolders && seen !== 'foldersMade')) continue;
        await look(connection, cause, trouble, last);
      }
    } catch (error) {
      log.error('nobody could be told', { partnerSpace, error });
    }
  };

  /** `trouble` is `maybe` where only a count can tell. What was told today costs one read, however many documents meet it. */
  async function look(
    connection: Connection,
    cause: NoticeCause,
    trouble: boolean | 'maybe',
    last: Stored<Notice> | undefined,
  ): Promise<void> {
    const { partnerSpace } = connection;
    const key = { partnerSpace, cause, since: connection.since };
    if (trouble !== 'maybe' && !nextNotice(last?.value, key, trouble, now())) return;
    const waiting = trouble === false ? 0 : await countOf(connection, cause);
    const news = nextNotice(last?.value, key, trouble === 'maybe' ? waiting > 0 : trouble, now());
    if (!news) return;
    const isOfFolders = cause !== 'signInNeeded' && news.news === 'trouble' && waiting === 0;
    const next: Notice = isOfFolders ? { ...news, ofFolders: true } : news;
    // A notice that somebody has died over keeps its moment, and so its id.
    const telling = last
      ? await notices.replace(last, next)
      : await notices.create(noticeId(partnerSpace, cause), next);
    if (!telling) return;
    const { language } = connection;
    await noticePublisher.publish({
      id: messageId(next),
      partnerSpace,
      locale: localeOf(language),
      kind: cause,
      news: next.news,
      counts: { waiting },
      sentence: noticeSentence(language, next, waiting),
      link: `${publicUrl}/configure?${new URLSearchParams({ partnerSpace, locale: localeOf(language) })}`,
      at: next.at.toISOString(),
    });
    await notices.replace(telling, told(next));
    log.info('told', { partnerSpace, cause, news: next.news, waiting });
  }

  /** A connection that needs its owner holds up everything; other causes only what met them. */
  function countOf({ partnerSpace }: Connection, cause: NoticeCause): Promise<number> {
    return exports.count(partnerSpace, cause === 'signInNeeded' ? { states: openStates } : { reason: cause });
  }
}

/** What Drive refuses nobody knows while Google refuses us altogether. */
function isTrouble({ state }: Connection, cause: NoticeCause, open: number): boolean | 'maybe' | 'unknown' {
  if (cause === 'signInNeeded') return state === 'needsSignIn';
  if (state === 'needsSignIn') return 'unknown';
  return open > 0 ? 'maybe' : false;
}
