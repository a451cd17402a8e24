/**
 * What others want to know of an entry that has come to rest: Banqup, how the export ended (*Queued* becomes *Ready to
 * process* or *Error*); the partner, that documents wait for a person. Neither can fail an export that has happened.
 */
import type { Export } from '../domain/export.ts';
import { noticeCauseOf } from '../domain/notice.ts';
import type { Banqup, Log } from '../domain/ports.ts';
import type { Tell } from './tell.ts';

export type Announce = (entry: Export) => Promise<void>;

/** Never throws: what fails is in the log. */
export function createAnnounce({ banqup, tell, log }: { banqup: Banqup; tell: Tell; log: Log }): Announce {
  return async ({ partnerSpace, clientSpace, documentId, state, file, reason }) => {
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
