/** Days and months as accountants count them: of the calendar in Brussels, written YYYY-MM-DD and YYYY-MM. */
import { syncDate } from './naming.ts';

/** From this moment on, and before that one. */
export interface Period {
  from: Date;
  until: Date;
}

const hourMs = 3_600_000;

/** How long after its end a month is still looked at besides the new one. */
const lookingBackDays = 3;

/** The month of a moment. */
export function monthOf(moment: Date): string {
  return syncDate(moment).slice(0, 'YYYY-MM'.length);
}

/** From the month's first moment until the next one's. @param month YYYY-MM */
export function periodOf(month: string): Period {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return { from: firstOf(year, number), until: firstOf(year, number + 1) };
}

/** The months that are still going on, or were until just now. */
export function currentMonths(now: Date): string[] {
  const before = monthOf(new Date(now.getTime() - lookingBackDays * 24 * hourMs));
  return [...new Set([monthOf(now), before])];
}

/** When a day begins. @param day YYYY-MM-DD */
export function beginningOf(day: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Brussels is two hours ahead of UTC in summer, and one in winter.
  const inSummer = new Date(midnight - 2 * hourMs);
  return syncDate(inSummer) === day ? inSummer : new Date(midnight - hourMs);
}

function firstOf(year: number, number: number): Date {
  return beginningOf(new Date(Date.UTC(year, number - 1, 1)).toISOString().slice(0, 'YYYY-MM-DD'.length));
}
