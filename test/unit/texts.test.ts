/** What a person reads: in each language, of each failure that can reach them, and never half of it. */
import { describe, expect, test } from '@jest/globals';
import { failureCodes, parkingCodes, rejectingCodes } from '../../functions/domain/errors.ts';
import { type Language, languages } from '../../functions/domain/language.ts';
import { noticeCauses } from '../../functions/domain/notice.ts';
import { noticeSentence } from '../../functions/texts/notices.ts';
import { speak } from '../../functions/texts/speak.ts';
import type { Texts } from '../../functions/texts/texts.ts';

/** Every sentence of an object of texts, by its path; functions answer for counts, of which any will do for a name as well. */
function sentences(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function')
    return [0, 1, 2, 1000].map((count) => [`${path}(${count})`, String(value(count, count + 10))]);
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`));
}

/** Every sentence that is said of so many. */
const counted = {
  'what waits before the end': ({ switchOff }) => switchOff.waiting,
  'what waits for a sign-in': ({ manage }) => manage.connection.needsSignIn.text,
  'what is under way': ({ manage }) => manage.underWay.text,
  'what waits for a cause': ({ manage }) => manage.problems.waiting,
  'what was rejected for a cause': ({ manage }) => manage.problems.rejected,
  clients: ({ manage }) => manage.clients.count,
  'a month that is complete': ({ manage }) => manage.completeness.complete,
  'a month that is not': ({ manage }) => manage.completeness.incomplete,
  'what is from before': ({ manage }) => manage.completeness.earlier,
  'what is not named': ({ manage }) => manage.completeness.more,
  'what is asked for': ({ manage }) => manage.completeness.exportMissing,
} satisfies Record<string, (texts: Texts) => (count: number) => string>;

const one = /\b([Dd]ocument|klant|client|Dokument|Kunde)\b/;
const several = /\b([Dd]ocumenten|[Dd]ocuments|klanten|clients|Dokumente|Kunden)\b/;
const thousand: Record<Language, string> = { nl: '1.000', fr: '1\u202f000', en: '1,000', de: '1.000' };

describe.each(languages)('in %s', (language) => {
  const { texts, problem, cause, moment, time, month, number, amount } = speak(language);

  test('no sentence is empty, or has a gap in it', () => {
    for (const [path, text] of sentences(texts)) {
      expect([path, text]).toEqual([path, expect.stringMatching(/^\S.*$/)]);
      expect([path, text]).toEqual([path, expect.not.stringMatching(/undefined|\[object| {2}|\.\.|#|TODO/)]);
    }
  });

  test.each([...parkingCodes, ...rejectingCodes, 'disconnected', 'switchedOff'] as const)(
    'it is said why a document waits or came to nothing, and what comes next: %s',
    (code) => {
      const { what, next } = cause(code);
      expect(what).toMatch(/^\S.+\.$/);
      expect(next).toMatch(/^\S.+\.$/);
      expect(`${what} ${next}`).not.toContain(code);
      if (code !== 'unexpected') expect(what).not.toBe(texts.reasons.unexpected.what);
    },
  );

  test.each(failureCodes)('a visit that ends with %s ends with a title and a sentence', (code) => {
    const { title, text } = problem(code);
    expect(title).toMatch(/^\S.+[^.]$/);
    expect(text).toMatch(/^\S.+\.$/);
    expect(`${title} ${text}`).not.toContain(code);
  });

  test.each([0, 1, 2, 12])('the page before the end says what becomes of %d that wait', (count) => {
    const said = texts.switchOff.waiting(count);
    if (count > 0) expect(said).toContain(String(count));
    expect(said).not.toBe(texts.switchOff.waiting(count + 1));
  });

  test.each(Object.entries(counted))('%s: none, one, two and a thousand read right', (_what, sentenceOf) => {
    const said = sentenceOf(texts);
    expect(said(1)).toMatch(one);
    expect(said(1)).not.toMatch(several);
    for (const count of [2, 1000]) expect(said(count)).toMatch(several);
    expect(said(2)).toMatch(/(^|\s)2\s/);
    expect(said(1000)).toContain(thousand[language]);
    expect(said(1000).replace(thousand[language], '2')).toBe(said(2));
    // In French none is as one; where none has a sentence of its own, that has no number.
    if (said(0).includes('0')) expect(said(0)).toMatch(language === 'fr' ? one : several);
    if (said(0).includes('0')) expect(said(0)).not.toMatch(language === 'fr' ? several : one);
  });

  test('numbers are written as the language writes them', () => {
    expect(number(1000)).toBe(thousand[language]);
    expect(number(12)).toBe('12');
  });

  test('names stand in their sentences', () => {
    const { installed, setUp, manage } = texts;
    for (const sayWith of [
      installed.otherAccount,
      setUp.lead,
      manage.title,
      manage.newTree,
      manage.checkedAt,
      manage.problems.retryOne,
      manage.clients.noMatch,
      manage.clients.since,
      manage.completeness.lead,
      manage.completeness.checkedAt,
    ]) {
      expect(sayWith('a name $& of somebody')).toContain('a name $& of somebody');
    }
    expect(manage.underWay.done('118', '400')).toMatch(/118.*400/);
    expect(setUp.stepOf(2, 3)).toMatch(/2.*3/);
  });

  test.each(noticeCauses)('a notice of %s says how many wait, and that it is good again', (cause) => {
    const trouble = noticeSentence(language, { cause, news: 'trouble' }, 3);
    expect(trouble).toContain('3');
    expect(noticeSentence(language, { cause, news: 'trouble' }, 1)).not.toContain('3');
    expect(noticeSentence(language, { cause, news: 'trouble' }, 0)).not.toContain('0');
    expect(noticeSentence(language, { cause, news: 'good' }, 0)).not.toBe(trouble);
  });

  test('a moment is that of Belgium, an amount that of its currency, and what is no amount stands as it is', () => {
    expect(moment(new Date('2026-03-02T22:59:00Z'))).toMatch(/2026.* 23:59$/);
    expect(time(new Date('2026-07-02T21:59:00Z'))).toBe('23:59');
    expect(amount('1234.5', 'EUR')).toMatch(/1[.,\s\u202f\u00a0]?234[.,]50/);
    expect(amount('1234.5', 'EUR')).toContain('€');
    expect(amount('1234.5', 'USD')).not.toContain('€');
    expect(amount('12', 'x<y')).toBe('12');
    expect(amount('<b>', 'EUR')).toBe('<b>');
    expect(amount(undefined, 'EUR')).toBe('');
  });

  test('a month has its name, and is that month wherever the machine stands', () => {
    const names = { nl: 'maart 2026', fr: 'mars 2026', en: 'March 2026', de: 'März 2026' };
    expect(month('2026-03')).toBe(names[language]);
    expect(month('2026-12')).toMatch(/^[Dd].*2026$/);
  });
});

/** What is the same word in these languages; everything else has to be said anew in each. */
const sameWords = new Map<string, Language[]>([
  ['.', ['nl', 'fr', 'en', 'de']],
  ['Google Drive', ['nl', 'fr', 'en', 'de']],
  ['Cookies', ['nl', 'fr', 'en', 'de']],
  ['In Drive', ['nl', 'en', 'de']],
  ['Status', ['nl', 'en', 'de']],
  ['Datum', ['nl', 'de']],
  ['Document', ['nl', 'fr', 'en']],
  ['Documents', ['fr', 'en']],
  ['Client', ['fr', 'en']],
  ['Clients', ['fr', 'en']],
  ['Cause', ['fr', 'en']],
  ['Date', ['fr', 'en']],
]);

test('no language borrows a sentence or a word of another one, but for those that are the same in both', () => {
  const saidIn = new Map<string, Set<Language>>();
  for (const language of languages) {
    for (const [, text] of sentences(speak(language).texts))
      saidIn.set(text, (saidIn.get(text) ?? new Set()).add(language));
  }
  const borrowed = [...saidIn].filter(([, by]) => by.size > 1).map(([text, by]) => [text, [...by]] as const);
  expect(new Map(borrowed)).toEqual(sameWords);
});
