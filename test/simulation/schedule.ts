/**
 * One schedule: a few hours of bad luck for a few partners and their clients, then calm weather for a day, then the judgement. The
 * code is the one that is deployed; only what is outside of it is simulated, and time is virtual.
 */
import type { Verdict } from './finding.ts';
import { judge } from './judge.ts';
import { calmMs, planCalm, planStorm, stormMs } from './plan.ts';
import { createUniverse } from './universe.ts';

const start = Date.parse('2026-03-02T08:00:00.000Z');

export interface Schedule {
  seed: number;
  documents: number;
  luck: Map<string, number>;
  verdict: Verdict;
  /** What happened, where it was asked for. */
  lines: string[];
}

/** Runs the schedule of a seed: the same one each time. `listens`: keeps what happened, line by line. */
export async function runSchedule(seed: number, { listens = false } = {}): Promise<Schedule> {
  const universe = createUniverse(seed, start, listens);
  const { timeline, story, documents } = universe;
  planStorm(universe);
  await timeline.runUntil(start + stormMs);
  universe.calm();
  planCalm(universe);
  await timeline.runUntil(start + stormMs + calmMs);
  return {
    seed,
    documents: documents.all.length,
    luck: story.luckOf,
    verdict: judge(universe),
    lines: story.lines,
  };
}
