/** The table of bad inputs tells the truth: each row has its answer, and names a test that is there. */
import { describe, expect, test } from '@jest/globals';
import { isThere, readTables } from './table-of-tests.ts';

const rows = readTables('bad-input.md').map(({ cells: [what, answer = ''], ...named }) => ({
  what,
  answer,
  named,
}));

describe('each row', () => {
  test('is there: sixty at least, of every door', () => {
    expect(rows.length).toBeGreaterThan(60);
  });

  test.each(rows.filter(({ answer }) => !answer.startsWith('not ours')))(
    'names its answer and its test: $what',
    ({ answer, named }) => {
      expect(answer).not.toBe('');
      expect([named, isThere(named)]).toEqual([named, true]);
    },
  );
});
