/**
 * What is going on with a partner's documents, by a handful of counts: how many wait or were rejected, and why. The counts cost the
 * same however many there are.
 */
import { beginningOf } from '../domain/calendar.ts';
import type { Connection } from '../domain/connection.ts';
import { type FailureCode, parkingCodes, rejectingCodes } from '../domain/errors.ts';
import { type Export, openStates } from '../domain/export.ts';
import { syncDate } from '../domain/naming.ts';
import { noticeCauseOf } from '../domain/notice.ts';
import type { Exports } from '../domain/ports.ts';

/** Documents that wait, or were rejected, for the same reason. */
export interface Group {
  reason: FailureCode;
  kind: 'waiting' | 'rejected';
  count: number;
}

export interface Tally {
  doneToday: number;
  waiting: number;
  rejected: number;
  /** What does not work, the largest first; what only a person can mend before all else. */
  groups: Group[];
  /** Open documents that nothing holds up: they are on their way. */
  underWay: number;
}

/** Reads it. Throws storageUnavailable. */
export async function readTally(exports: Exports, { partnerSpace, state }: Connection, now: Date): Promise<Tally> {
  const [doneToday, waiting, rejected] = await Promise.all([
    exports.countDoneSince(partnerSpace, beginningOf(syncDate(now))),
    exports.count(partnerSpace, { states: openStates }),
    exports.count(partnerSpace, { states: ['rejected'] }),
  ]);
  const asked = [
    ...(waiting > 0 ? parkingCodes.map((reason) => ({ reason, kind: 'waiting' as const })) : []),
    ...(rejected > 0 ? rejectingCodes.map((reason) => ({ reason, kind: 'rejected' as const })) : []),
  ];
  const counted = await Promise.all(
    asked.map(async ({ reason, kind }) => ({ reason, kind, count: await exports.count(partnerSpace, { reason }) })),
  );
  const groups = counted.filter(({ reason, count }) => count > 0 && !isPassing(reason, state));
  const held = groups.filter(({ kind }) => kind === 'waiting').reduce((sum, { count }) => sum + count, 0);
  return {
    doneToday,
    waiting,
    rejected,
    groups: groups.sort((one, other) => weight(other) - weight(one)),
    // They are counted one after the other, and may have moved on meanwhile.
    underWay: state === 'on' ? Math.max(0, waiting - held) : 0,
  };
}

/** Whether it is on its way: it waited for a sign-in that has come, or waits for its turn. Nobody has anything to do for it. */
export function isPassing(reason: Export['reason'], state: Connection['state']): boolean {
  return reason === 'paceLimited' || (reason === 'signInNeeded' && state === 'on');
}

/** What in Drive waits for a person, if anything does. */
export function personNeeded({ groups }: Tally): Group | undefined {
  const [first] = groups;
  return first && noticeCauseOf(first.reason) ? first : undefined;
}

function weight({ reason, count }: Group): number {
  if (reason === 'signInNeeded') return Number.POSITIVE_INFINITY;
  return count + (noticeCauseOf(reason) ? Number.MAX_SAFE_INTEGER / 2 : 0);
}
