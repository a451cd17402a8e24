/** Many schedules in a row, counted: what the command prints, and what tests look at. */
import { faults as faultKinds } from './finding.ts';
import { runSchedule, type Schedule } from './schedule.ts';

export interface Tally {
  schedules: number;
  documents: number;
  /** Bad luck, by its kind. */
  faults: Record<string, number>;
  lost: number;
  duplicated: number;
  misplaced: number;
  wrongBytes: number;
  stuck: number;
  silent: number;
  afterDisconnect: number;
}

/** Seeds with something wrong, in order. */
export type BadSeeds = number[];

/** Nothing has run yet. */
export function emptyTally(): Tally {
  const counts = Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Record<(typeof faultKinds)[number], number>;
  return { schedules: 0, documents: 0, faults: {}, ...counts };
}

/** Adds one schedule. */
export function count(tally: Tally, { documents, luck, verdict }: Schedule): void {
  tally.schedules += 1;
  tally.documents += documents;
  for (const [kind, times] of luck) tally.faults[kind] = (tally.faults[kind] ?? 0) + times;
  for (const { fault } of verdict) tally[fault] += 1;
}

/** Adds another tally. */
export function add(tally: Tally, other: Tally): void {
  tally.schedules += other.schedules;
  tally.documents += other.documents;
  for (const [kind, times] of Object.entries(other.faults)) tally.faults[kind] = (tally.faults[kind] ?? 0) + times;
  for (const kind of faultKinds) tally[kind] += other[kind];
}

/** Runs these seeds one after the other. `untilBad`: no further than the first with something wrong. */
export async function runSeeds(
  seeds: Iterable<number>,
  { untilBad = false } = {},
): Promise<{ tally: Tally; bad: BadSeeds }> {
  // A stack for every refusal would take a tenth of the time.
  Error.stackTraceLimit = 0;
  const tally = emptyTally();
  const bad: BadSeeds = [];
  for (const seed of seeds) {
    const schedule = await runSchedule(seed);
    count(tally, schedule);
    if (schedule.verdict.length > 0) bad.push(seed);
    if (untilBad && bad.length > 0) break;
  }
  return { tally, bad };
}
