/** The table of bad inputs tells the truth: each row has its answer, and names a test that is there. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const testsUrl = new URL('../', import.meta.url);
const table = readFileSync(new URL('bad-input.md', testsUrl), 'utf8');

const rows = table
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\|(-|\s*what comes in\s*\||\s*requirement\s*\|)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  )
  .map(([what = '', answer = '', named = '']) => ({ what, answer, named }));

/** As a title stands in the source, whatever quotes are around it. */
const plain = (text: string) => text.replaceAll("\\'", "'").replaceAll('\\"', '"');

describe('each row', () => {
  test('is there: sixty at least, of every door', () => {
    expect(rows.length).toBeGreaterThan(60);
  });

  test.each(rows.filter(({ answer }) => !answer.startsWith('not ours')))(
    'names its answer and its test: $what',
    ({ answer, named }) => {
      expect(answer).not.toBe('');
      const [, file = '', title = ''] = /^`([\w/.-]+)` › (.+)$/.exec(named) ?? [];
      const url = new URL(file, testsUrl);
      expect([file, file !== '' && existsSync(url)]).toEqual([file, true]);
      expect(plain(readFileSync(url, 'utf8'))).toContain(title);
    },
  );
});
