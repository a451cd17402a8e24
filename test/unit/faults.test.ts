/** The page of faults tells the truth: nothing is missing, each row names a test that is there, and what it quotes are our words. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode, failureCodes, fateOf, waitSecondsOf } from '../../functions/domain/errors.ts';
import { en } from '../../functions/texts/en.ts';
import { mutations } from '../simulation/mutations.ts';
import { isThere, readTables } from './table-of-tests.ts';

const rows = readTables('faults.md');
const ofMutations = 'simulation/mutations.test.ts';

const texts = new URL('../../functions/texts/', import.meta.url);
const sentences = [
  ...['en.ts', 'manage-en.ts'].map((file) => readFileSync(new URL(file, texts), 'utf8')),
  ...Object.values(en.reasons).map(({ what, next }) => `${what} ${next}`),
].join('\n');

/** Failures that only a page or a call ends with stand in bad-input.md. */
const ofDocuments = failureCodes.filter((code) => fateOf(code) !== 'reject' || /ubl/i.test(code));

const saying = (code: FailureCode) => rows.filter(({ cells }) => cells.some((cell) => cell.includes(`\`${code}\``)));

describe('each row', () => {
  test('is there: more than a hundred and fifty', () => {
    expect(rows.length).toBeGreaterThan(150);
  });

  test.each(rows.map(({ cells, ...named }) => ({ fault: cells[0], cells, named })))(
    'says what happens and what is seen of it, and names its test: $fault',
    ({ cells, named }) => {
      expect([cells.length, cells.includes('')]).toEqual([3, false]);
      if (named.file !== ofMutations) expect([named, isThere(named)]).toEqual([named, true]);
    },
  );

  test('quotes what the partner really sees', () => {
    const quoted = rows.flatMap(({ cells }) =>
      [...(cells[2] ?? '').matchAll(/"([^"]+)"/g)].map(([, words = '']) => words),
    );
    expect(quoted.length).toBeGreaterThan(50);
    expect(quoted.filter((words) => !sentences.includes(words))).toEqual([]);
  });
});

test.each(ofDocuments)('the failure %s is among them', (code) => {
  expect(saying(code)).not.toEqual([]);
});

const waits: [number, string][] = [
  [0, 'at once'],
  [60, 'a minute'],
  [600, 'ten minutes'],
  [3600, 'an hour'],
];

test.each(failureCodes.filter((code) => fateOf(code) === 'park'))('how long %s is waited for is right', (code) => {
  const [, words] = waits.find(([seconds]) => seconds === waitSecondsOf(new Failure(code, ''))) ?? [];
  expect(words).toBeDefined();
  expect(saying(code).map(({ cells }) => cells[1])).toContainEqual(expect.stringContaining(words ?? ''));
});

test('each mutation that the simulation finds is there, once', () => {
  const titles = rows.filter(({ file }) => file === ofMutations).map(({ title }) => title);
  expect(titles.toSorted()).toEqual(mutations.map(({ name }) => name).toSorted());
});
