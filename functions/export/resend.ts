/**
 * The accountant has asked for a document again, *(re-)send to integrations* (protocol, rule 8). The file is there: nothing
 * happens. Deleted or put in the trash: it is made anew. Other bytes at Banqup by now: the file gets them. What was rejected
 * or cancelled is tried again.
 */
import { claimed, type Export, reopened, reservedAgain, wished } from '../domain/export.ts';
import type { Clock, Drive } from '../domain/ports.ts';
import type { FileIds } from './file-ids.ts';
import type { Hold } from './hold.ts';
import { whereaboutsNow } from './survey.ts';

/** One re-send that has met an entry which is not its own to work on. */
export interface Resend {
  hold: Hold;
  /** When the accountant asked. */
  wishedAt: Date;
  account: string;
  drive: Drive;
  /** MD5 of what Banqup holds now. */
  md5: () => Promise<string>;
}

export type ServeResend = (resend: Resend) => Promise<Export['state'] | 'again'>;

/** Answers how the entry stands where there is nothing more to do; `again`: it is open now, or has changed meanwhile. */
export function createServeResend({ fileIds, now }: { fileIds: FileIds; now: Clock }): ServeResend {
  async function serveDone(entry: Export, { hold, wishedAt, account, drive, md5 }: Resend) {
    const fileId = entry.fileIds[account];
    const file = fileId === undefined ? undefined : await drive.file(fileId);
    if (!file && fileId !== undefined && entry.file?.id !== fileId) {
      // Nobody has said that it was made: somebody may be about to, and would double one of another id (rule 2).
      await hold.write((seen) => reopened(seen, wishedAt, now()));
      return 'again';
    }
    // Made into a folder that is in the trash still, it is made anew as well: `care` brings that out from there.
    if (!file || file.trashed || (await whereaboutsNow(drive, file.folderId)) === 'trashed') {
      const another = await fileIds.take(account, drive);
      await hold.write((seen) => reservedAgain(reopened(seen, wishedAt, now()), account, another, now()));
      return 'again';
    }
    if (file.md5 === (await md5())) return entry.state;
    await hold.write((seen) => claimed(reopened(seen, wishedAt, now(), 'updating'), now()));
    return 'again';
  }

  return async (resend) => {
    const { hold, wishedAt } = resend;
    const entry = hold.entry();
    switch (entry?.state) {
      case 'parked':
      case 'updating':
        return (await hold.write((seen) => wished(seen, wishedAt))) ? entry.state : 'again';
      case 'rejected':
      case 'cancelled':
        await hold.write((seen) => reopened(seen, wishedAt, now()));
        return 'again';
      case 'done':
        return serveDone(entry, resend);
      default:
        return 'again';
    }
  };
}
