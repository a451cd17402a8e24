/** The counts that `npm run bench` shows must not grow unseen: the same measurement, over fewer documents. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { goals, isMet } from '../bench/goals.ts';
import type { Measured } from '../bench/measured.ts';
import { measureCounts } from '../bench/parts/counts.ts';

const groups = ['steady', 'lone', 'redelivery'];
let measured: Measured;

beforeAll(async () => {
  measured = await measureCounts(60);
}, 120_000);

describe.each(groups)('%s', (group) => {
  test.each(Object.entries(goals[group] ?? {}))('%s is as few as it has to be', (name, goal) => {
    const value = measured[group]?.[name];
    expect({ value, isMet: value !== undefined && isMet(value, goal) }).toEqual({ value, isMet: true });
  });
});
