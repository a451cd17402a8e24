/**
 * Many documents of one account at once, on several instances, in virtual time (test/bench/burst): the pace finds what Drive takes
 * without being told, and without being refused much. All of `npm run bench`, only smaller: the same code gives the same numbers.
 */
import { describe, expect, test } from '@jest/globals';
import { runBurst } from '../bench/burst/scenario.ts';
import { quantile } from '../bench/statistics.ts';

const documents = 600;

describe('six hundred documents at once', () => {
  test.each([
    [2, 1],
    [2, 4],
    [3, 4],
    [2, 20],
  ])('at a Drive that takes %d a second, on %d instances, come about as fast as that', async (perSecond, instances) => {
    const { seconds, tally, parkings } = await runBurst({ documents, perSecond, instances });
    expect(documents / perSecond / seconds).toBeGreaterThan(0.7);
    // What is learned in the beginning weighs more than among ten thousand.
    expect(tally.refusedWrites / tally.writes).toBeLessThan(0.12);
    expect(parkings / documents).toBeLessThan(1.2);
    expect(tally.firestoreWrites / documents).toBeLessThan(5);
    expect(tally.banqupCalls / documents).toBeLessThan(4);
  });

  test('keep another partner waiting for seconds, and only while they come in; and no delivery is refused', async () => {
    const quiet = await runBurst({ documents: 0, perSecond: 2, instances: 4 });
    const { others, refusedDeliveries } = await runBurst({ documents, perSecond: 2, instances: 4 });
    const usual = 2 * quantile(0.95, quiet.others);
    expect(others.filter((seconds) => seconds > usual).length).toBeLessThanOrEqual(1);
    expect(Math.max(...others)).toBeLessThan(15);
    expect(refusedDeliveries).toBe(0);
  });
});
