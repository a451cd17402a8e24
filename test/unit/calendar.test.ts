/** Days and months are those of the calendar in Brussels, to the millisecond, whichever way the clocks were put. */
import { describe, expect, test } from '@jest/globals';
import { beginningOf, currentMonths, monthOf, periodOf } from '../../functions/domain/calendar.ts';

const at = (text: string) => new Date(text);

test.each([
  ['2026-01-15', '2026-01-14T23:00:00Z'],
  ['2026-07-15', '2026-07-14T22:00:00Z'],
  // The clocks are put forward, and back, in the night of these days.
  ['2026-03-29', '2026-03-28T23:00:00Z'],
  ['2026-03-30', '2026-03-29T22:00:00Z'],
  ['2026-10-25', '2026-10-24T22:00:00Z'],
  ['2026-10-26', '2026-10-25T23:00:00Z'],
])('the day %s begins at %s', (day, moment) => {
  expect(beginningOf(day)).toEqual(at(moment));
});

describe('a month', () => {
  test.each([
    ['2026-01', '2025-12-31T23:00:00.000Z', '2026-01-31T23:00:00.000Z'],
    ['2026-03', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
    ['2026-07', '2026-06-30T22:00:00.000Z', '2026-07-31T22:00:00.000Z'],
    ['2026-10', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
    ['2026-12', '2026-11-30T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    // Summer time ended, and began, on the last day of the month.
    ['2027-10', '2027-09-30T22:00:00.000Z', '2027-10-31T23:00:00.000Z'],
    ['2030-03', '2030-02-28T23:00:00.000Z', '2030-03-31T22:00:00.000Z'],
  ])('%s is from %s until %s', (month, from, until) => {
    expect(periodOf(month)).toEqual({ from: at(from), until: at(until) });
    expect(monthOf(at(from))).toBe(month);
    expect(monthOf(new Date(at(until).getTime() - 1))).toBe(month);
    expect(monthOf(at(until))).not.toBe(month);
  });
});

describe('the months that are looked at', () => {
  test.each([
    ['2026-03-15T12:00:00Z', ['2026-03']],
    ['2026-03-04T12:00:00Z', ['2026-03']],
    ['2026-03-03T12:00:00Z', ['2026-03', '2026-02']],
    ['2026-01-01T00:30:00Z', ['2026-01', '2025-12']],
    ['2026-02-28T23:30:00Z', ['2026-03', '2026-02']],
    ['2026-02-28T22:30:00Z', ['2026-02']],
  ])('at %s are %j', (now, months) => {
    expect(currentMonths(at(now))).toEqual(months);
  });
});
