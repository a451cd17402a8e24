/** What `npm run bench` says of what it has found, and that the README shows all of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { describeMeasured, readmeTable } from '../bench/describe.ts';
import { goals, isMet } from '../bench/goals.ts';
import { plot } from '../bench/plot.ts';
import { median } from '../bench/statistics.ts';

const file = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('a goal', () => {
  test.each([
    [1.01, { atMost: 1.01 }, true],
    [1.02, { atMost: 1.01 }, false],
    [0, { atMost: 0 }, true],
    [3.4, { atLeast: 3.5 }, false],
    [3.5, { atLeast: 3.5 }, true],
    [6, { atLeast: 4, atMost: 5 }, false],
    [Number.NaN, { atMost: 1.3 }, false],
  ])('%d against %j: %j', (value, goal, expected) => {
    expect(isMet(value, { what: 'something', ...goal })).toBe(expected);
  });
});

test('a person is told of each goal whether it is met, and of the numbers that have none', () => {
  const text = describeMeasured({
    steady: { driveCallsPerDocument: 1.004 },
    growth: { ratio: 1.2, cpuRatio: 1.123456 },
  });
  expect(text).toMatch(/^ +✓ +steady\.driveCallsPerDocument +1\.004 +≤ 1\.01 /m);
  expect(text).toMatch(/^ +✗ +growth\.ratio +1\.2 +≤ 1\.1 /m);
  expect(text).toMatch(/^ +growth\.cpuRatio +1\.123$/m);
});

test('what the machine does not tell is said to be so, and not to be met', () => {
  expect(describeMeasured({ memory: { rssMiB: Number.NaN } })).toMatch(/✗ +memory\.rssMiB +not told by this machine/);
});

test('the plot shows both sides, and draws the larger one as far as it goes', () => {
  const theirs = { driveCallsPerDocument: 4, documentsPerSecond: 6.4 };
  const svg = plot({ baseline: theirs, vsSearchThenCreate: { driveCallsPerDocument: 1, documentsPerSecond: 24.6 } });
  const widths = [...svg.matchAll(/<rect [^>]*width="(\d+)"/g)].map(([, width]) => Number(width));
  expect(widths).toEqual([108, 430, 430, 112]);
  expect(svg).toContain('>24.6<');
});

test('the plot is refused where there is nothing to compare with', () => {
  expect(() => plot({ steady: { driveCallsPerDocument: 1 } })).toThrow('nothing to compare');
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
  [[7], 7],
])('the middle of %j is %d', (values, expected) => {
  expect(median(values)).toBe(expected);
});

describe('the README', () => {
  const shown = /<!-- bench -->\n([\s\S]*?)\n<!-- \/bench -->/.exec(file('../../README.md'))?.[1] ?? '';
  const keys = Object.entries(goals).flatMap(([group, names]) => Object.keys(names).map((name) => `${group}.${name}`));

  test('shows every goal as it is, and what was found', () => {
    const found = Object.fromEntries(
      Object.entries(goals).map(([group, names]) => [
        group,
        Object.fromEntries(Object.keys(names).map((name) => [name, 0])),
      ]),
    );
    const withoutFound = (table: string) => table.replace(/[^|]*\|$/gm, '');
    expect(withoutFound(shown)).toBe(withoutFound(readmeTable(found)));
    expect([...shown.matchAll(/^\| `([^`]+)` .* \| ([\d.]+) \|$/gm)].map(([, key]) => key)).toEqual(keys);
  });

  test('shows the plot', () => {
    expect(file('../../README.md').includes('(test/bench/plot.svg)')).toBe(true);
    expect(file('../bench/plot.svg')).toMatch(/^<svg /);
  });
});
