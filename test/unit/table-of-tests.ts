/** Pages of tables whose last column names the test that shows it, as `` `unit/pace.test.ts` › title ``, and whether that is there. */
import { existsSync, readFileSync } from 'node:fs';

const testsUrl = new URL('../', import.meta.url);

/** A row of such a table: its cells but the last, and the test that the last one names. */
export interface TableRow {
  cells: string[];
  file: string;
  title: string;
}

/** The rows of all tables of a page in test/, without their heads. */
export function readTables(name: string): TableRow[] {
  const lines = readFileSync(new URL(name, testsUrl), 'utf8').split('\n');
  const isRow = (line: string, index: number) =>
    line.startsWith('|') && !line.startsWith('|-') && !lines[index + 1]?.startsWith('|-');
  return lines.filter(isRow).map(rowOf);
}

function rowOf(line: string): TableRow {
  const cells = line
    .slice(1, -1)
    .split(' | ')
    .map((cell) => cell.trim());
  const [, file = '', title = ''] = /^`([\w/.-]+)` › (.+)$/.exec(cells.pop() ?? '') ?? [];
  return { cells, file, title };
}

/** Whether the file has a test of exactly this title, or tests under it, placeholders as they stand in the source. */
export function isThere({ file, title }: Pick<TableRow, 'file' | 'title'>): boolean {
  const url = new URL(file, testsUrl);
  if (title === '' || !file.endsWith('.test.ts') || !existsSync(url)) return false;
  const source = readFileSync(url, 'utf8');
  return ["'", '"', '`'].some((quote) =>
    source.includes(`${quote}${title.replaceAll(quote, () => `\\${quote}`)}${quote}`),
  );
}
