/** What a person reads: in each language, of each failure that can reach them, and never half of it. */
import { describe, expect, test } from '@jest/globals';
import { failureCodes, fateOf } from '../../functions/domain/errors.ts';
import { languages } from '../../functions/domain/language.ts';
import { noticeCauses } from '../../functions/domain/notice.ts';
import { noticeSentence } from '../../functions/texts/notices.ts';
import { speak } from '../../functions/texts/speak.ts';

const parked = failureCodes.filter((code) => fateOf(code) === 'park');
const refused = ['ublTooLarge', 'ublUnreadable', 'ublForbidden', 'notUbl'] as const;

/** Every sentence of an object of texts, by its path; functions answer for a count, or for a name. */
function sentences(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [0, 1, 2].map((count) => [`${path}(${count})`, String(value(count))]);
  return Object.entries(value as object).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`));
}

describe.each(languages)('in %s', (language) => {
  const { texts, problem, reason, moment, amount } = speak(language);

  test('no sentence is empty, or has a gap in it', () => {
    for (const [path, text] of sentences(texts)) {
      expect([path, text]).toEqual([path, expect.stringMatching(/^\S.*$/)]);
      expect([path, text]).toEqual([path, expect.not.stringMatching(/undefined|\[object| {2}|\.\.|TODO/)]);
    }
  });

  test.each([...parked, ...refused, 'disconnected', 'switchedOff'] as const)(
    'it is said why a document waits or came to nothing: %s',
    (code) => {
      expect(reason(code)).toMatch(/^\S.+\.$/);
      expect(reason(code)).not.toBe(texts.reasons.unexpected);
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

  test('names stand in their sentences', () => {
    expect(texts.installed.otherAccount('jan@x.example')).toContain('jan@x.example');
    expect(texts.manage.title('Claes')).toContain('Claes');
    expect(texts.manage.newTree('2 maart')).toContain('2 maart');
  });

  test.each(noticeCauses)('a notice of %s says how many wait, and that it is good again', (cause) => {
    const trouble = noticeSentence(language, { cause, news: 'trouble' }, 3);
    expect(trouble).toContain('3');
    expect(noticeSentence(language, { cause, news: 'trouble' }, 1)).not.toContain('3');
    expect(noticeSentence(language, { cause, news: 'trouble' }, 0)).not.toContain('0');
    expect(noticeSentence(language, { cause, news: 'good' }, 0)).not.toBe(trouble);
  });

  test('a moment is that of Belgium, an amount that of its currency, and what is no amount stands as it is', () => {
    expect(moment(new Date('2026-03-02T22:59:00Z'))).toMatch(/23[:.]59|11:59\s?PM/);
    expect(amount('1234.5', 'EUR')).toMatch(/1[.,\s\u202f\u00a0]?234[.,]50/);
    expect(amount('1234.5', 'EUR')).toContain('€');
    expect(amount('1234.5', 'USD')).not.toContain('€');
    expect(amount('12', 'x<y')).toBe('12');
    expect(amount('<b>', 'EUR')).toBe('<b>');
    expect(amount(undefined, 'EUR')).toBe('');
  });
});

test('no language borrows a sentence of another one', () => {
  const names = new Set(['Google Drive', 'Clients', 'Date', 'Document', 'Client', 'Status']);
  const seen = new Map<string, string>();
  for (const language of languages) {
    const own = new Set(sentences(speak(language).texts).map(([, text]) => text));
    for (const text of own) {
      if (text.split(' ').length < 3 || names.has(text)) continue;
      expect([text, seen.get(text)]).toEqual([text, undefined]);
      seen.set(text, language);
    }
  }
});
