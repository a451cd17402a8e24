/**
 * A few hundred schedules of bad luck with every run of the tests; `npm run simulate` runs as many as one likes. They are judged by
 * what should be in Drive, never by the ledger (judge.ts).
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { runPool } from './pool.ts';
import { runSchedule } from './schedule.ts';
import type { Tally } from './tally.ts';
import { tellSeed } from './trace.ts';

const seeds = 400;

describe('schedules of bad luck', () => {
  let tally: Tally;
  let bad: number[];

  beforeAll(async () => {
    ({ tally, bad } = await runPool({ from: 1, seeds }));
  }, 120_000);

  test('end with nothing lost, doubled, misplaced, stuck or silent, right bytes, and nothing after a disconnect', async () => {
    expect(await Promise.all(bad.slice(0, 2).map(tellSeed))).toEqual([]);
    const { faults: _faults, schedules: _schedules, documents: _documents, ...wrong } = tally;
    expect(Object.values(wrong).every((count) => count === 0)).toBe(true);
    expect(tally.schedules).toBe(seeds);
  });

  test('have twenty documents each at least', () => {
    expect(tally.documents).toBeGreaterThanOrEqual(20 * seeds);
  });

  test.each([
    'Google down',
    'Google down after the effect',
    'Google down for a while',
    'Banqup down',
    'Banqup down for a while',
    'records down',
    'records down after the effect',
    'records down for a while',
    'too fast for Drive',
    'too fast, and made all the same',
    'id refused',
    'an answer of Drive nobody knows',
    'such an answer after the effect',
    'document not shown yet',
    'UBL not there yet',
    'partner space hidden',
    'nothing published',
    'published, and refused',
    'driveFull',
    'drivePolicy',
    'driveLimit',
    'delivered twice',
    'acknowledgement lost',
    'late',
    'dead letter',
    'poison',
    'death before a call',
    'death after a call',
    'frozen',
    'removed at Google',
    'to be erased',
    "Banqup's call lost",
    'sent again',
    'sent again, changed',
    'changed at Banqup',
    'owner: move folder',
    'owner: move file',
    'owner: rename folder',
    'owner: rename file',
    'owner: trash folder',
    'owner: trash file',
    'owner: restore folder',
    'owner: deleteForGood folder',
    'owner: deleteForGood file',
  ])('meet this often: %s', (kind) => {
    expect(tally.faults[kind] ?? 0).toBeGreaterThanOrEqual(seeds / 20);
  });
});

describe('a seed', () => {
  test('is the same schedule each time, line by line', async () => {
    const [first, second] = [await runSchedule(7, { listens: true }), await runSchedule(7, { listens: true })];
    expect(first.lines.length).toBeGreaterThan(100);
    expect(second.lines).toEqual(first.lines);
    expect(second.luck).toEqual(first.luck);
  });

  test('is another schedule than the next one', async () => {
    const [first, second] = [await runSchedule(7, { listens: true }), await runSchedule(8, { listens: true })];
    expect(second.lines).not.toEqual(first.lines);
  });
});
