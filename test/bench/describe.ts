/** What `npm run bench` says to a person, and what it writes into the README: each goal with what was found, and the rest below. */
import { type Goal, goals, isMet } from './goals.ts';
import type { Measured } from './measured.ts';

interface Row {
  key: string;
  what: string;
  goal: string;
  found: string;
  met: boolean;
}

/** A table of the goals that were measured, and the numbers that have none. */
export function describeMeasured(measured: Measured): string {
  const rows = goalRows(measured).map(({ key, what, goal, found, met }) => [met ? '✓' : '✗', key, found, goal, what]);
  const rest = restRows(measured);
  return [columns(rows), ...(rest.length > 0 ? ['Besides:', columns(rest)] : [])].join('\n\n');
}

/** The same goals as a table of Markdown. */
export function readmeTable(measured: Measured): string {
  const heading = ['| measure | what | goal | found |', '|---|---|---|---|'];
  const rows = goalRows(measured).map(({ key, what, goal, found }) => `| \`${key}\` | ${what} | ${goal} | ${found} |`);
  return [...heading, ...rows].join('\n');
}

function goalRows(measured: Measured): Row[] {
  return Object.entries(goals).flatMap(([group, names]) =>
    Object.entries(names).flatMap(([name, goal]) => {
      const value = measured[group]?.[name];
      if (value === undefined) return [];
      const found = Number.isNaN(value) ? 'not told by this machine' : rounded(value);
      return [{ key: `${group}.${name}`, what: goal.what, goal: words(goal), found, met: isMet(value, goal) }];
    }),
  );
}

function restRows(measured: Measured): string[][] {
  return Object.entries(measured).flatMap(([group, numbers]) =>
    Object.entries(numbers)
      .filter(([name]) => goals[group]?.[name] === undefined)
      .map(([name, value]) => [`${group}.${name}`, rounded(value)]),
  );
}

function words({ atLeast, atMost }: Goal): string {
  if (atLeast !== undefined && atMost !== undefined) return `${atLeast} to ${atMost}`;
  return atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function columns(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd()).join('\n');
}
