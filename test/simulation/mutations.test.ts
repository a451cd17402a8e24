/**
 * The simulation bites: it finds each mutation of the code (mutations.ts) within 2,000 seeds, and tells what is wrong. A mutation that
 * does not fit the code any more makes its test fail, so that none goes stale unseen.
 */
import { describe, expect, test } from '@jest/globals';
import { mutations } from './mutations.ts';
import { runPool } from './pool.ts';

const seeds = 2_000;

describe('the simulation finds', () => {
  test.each(mutations.map(({ name }) => name))(
    '%s',
    async (mutation) => {
      const { bad } = await runPool({ from: 1, seeds, mutation, untilBad: true });
      expect(bad.length).toBeGreaterThan(0);
    },
    300_000,
  );

  test('nothing in the code as it is, on the seeds on which it finds those', async () => {
    expect(mutations.length).toBeGreaterThanOrEqual(30);
    const { bad } = await runPool({ from: 1, seeds: 100 });
    expect(bad).toEqual([]);
  }, 120_000);
});
