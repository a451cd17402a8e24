/**
 * What others want to know of an entry that has come to rest: Banqup, how the export ended (*Queued* becomes *Ready to
 * process* or *Error*); the partner, that documents wait for a person; the operator, by a line that metrics are made of
 * (infra/metrics.tf). None of them can fail an export that has happened.
 */
import { type Export, exportId } from '../domain/export.ts';
import { noticeCauseOf } from '../domain/notice.ts';
import type { Banqup, Clock, Exports, Log, Publisher } from '../domain/ports.ts';
import type { Tell } from './tell.ts';

/** `waitedFor`: why the entry waited until it was taken up again, if it did. */
export type Announce = (entry: Export, waitedFor: Export['reason']) => Promise<void>;

/** Never throws: what fails is in the log. */
export function createAnnounce(parts: {
  banqup: Banqup;
  exports: Exports;
  publisher: Publisher;
  tell: Tell;
  now: Clock;
  log: Log;
}): Announce {
  const { banqup, exports, publisher, tell, now, log } = parts;

  /** A queue for the pace begins with the first document that is sent away: whoever finds its own in front has it taken up. */
  async function wake(entry: Export): Promise<void> {
    const { partnerSpace } = entry;
    try {
      const [first] = await exports.due(partnerSpace, now(), 1);
      if (first?.id === exportId(entry)) await publisher.publish({ kind: 'resume', partnerSpace });
    } catch (error) {
      log.error('a queue waits for the next sweep', { partnerSpace, error });
    }
  }

  return async (entry, waitedFor) => {
    const { partnerSpace, clientSpace, documentId, state, file, reason, releasedAt } = entry;
    const secondsSinceRelease = Math.round((now().getTime() - releasedAt.getTime()) / 1000);
    const fields = { partnerSpace, clientSpace, documentId, state, reason, waitedFor, secondsSinceRelease };
    log.info('export came to rest', fields);
    if (reason === 'paceLimited' && waitedFor === undefined) return wake(entry);
    const cause = noticeCauseOf(reason);
    if (state === 'parked') return cause && tell(partnerSpace, cause);
    try {
      if (state === 'done' && file)
        await banqup.reportExport(clientSpace, documentId, { state: 'ready', link: file.link });
      if (state === 'rejected' && reason)
        await banqup.reportExport(clientSpace, documentId, { state: 'error', reason });
    } catch (error) {
      log.error('the result was not reported to Banqup', { partnerSpace, clientSpace, documentId, error });
    }
  };
}
