/** The sentences of a language, and how dates, numbers and amounts are written in it. */
import type { FailureCode } from '../domain/errors.ts';
import type { Export } from '../domain/export.ts';
import { type Language, localeOf } from '../domain/language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { nl } from './nl.ts';
import { plurals } from './plurals.ts';
import type { Cause, Problem, Texts } from './texts.ts';

/** What a page is written with. */
export interface Speech {
  language: Language;
  texts: Texts;
  /** What a person is told of a failure. */
  problem: (code: FailureCode) => Problem;
  /** Why a document waits, was rejected or cancelled, or a comparison did not come to its end. */
  cause: (reason: NonNullable<Export['reason']>) => Cause;
  /** A moment as a Belgian writes it, in Belgium. */
  moment: (date: Date) => string;
  /** `2026-11-26`, as a document has its dates, without a time. */
  day: (day: string) => string;
  /** Its time of day. */
  time: (date: Date) => string;
  /** `2026-11` → `november 2026` */
  month: (month: string) => string;
  number: (count: number) => string;
  /** An amount in its currency; as it stands in the document where that is no amount. */
  amount: (value: string | undefined, currency: string | undefined) => string;
}

const all: Record<Language, Texts> = { nl, fr, en, de };

/** The speech of a language. */
export function speak(language: Language): Speech {
  const texts = all[language];
  const locale = localeOf(language);
  const problems: Partial<Record<FailureCode, Problem>> = texts.problems;
  const causes: Partial<Record<NonNullable<Export['reason']>, Cause>> = texts.reasons;
  const { number } = plurals(language);
  // To make one takes far longer than to use it, and a page has a hundred of them.
  let moments: Intl.DateTimeFormat | undefined;
  let days: Intl.DateTimeFormat | undefined;
  const amounts = new Map<string, Intl.NumberFormat>();
  return {
    language,
    texts,
    number,
    problem: (code) => problems[code] ?? texts.problems.unexpected,
    cause(reason) {
      // What a document never waits for may still have ended a comparison.
      const problem = reason in problems ? problems[reason as FailureCode] : undefined;
      return causes[reason] ?? (problem ? { what: `${problem.title}.`, next: problem.text } : texts.reasons.unexpected);
    },
    moment(date) {
      moments ??= new Intl.DateTimeFormat(locale, {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: 'Europe/Brussels',
      });
      return moments.format(date);
    },
    day(day) {
      days ??= new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
      return days.format(new Date(`${day}T00:00:00Z`));
    },
    time: (date) => new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'Europe/Brussels' }).format(date),
    month: (month) =>
      new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${month}-01T00:00:00Z`),
      ),
    amount(value, currency) {
      if (value === undefined) return '';
      const amount = Number(value);
      if (!Number.isFinite(amount) || !currency || !/^[A-Z]{3}$/.test(currency)) return value;
      const format = amounts.get(currency) ?? new Intl.NumberFormat(locale, { style: 'currency', currency });
      amounts.set(currency, format);
      return format.format(amount);
    },
  };
}
