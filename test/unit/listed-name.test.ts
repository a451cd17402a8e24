/** How a client stands in a list of thousands, and what a person may type to find it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listedName, searchKey } from '../../functions/domain/listed-name.ts';

const orderOf = (name: string) => listedName({ name }).order;
const sorted = (names: string[]) =>
  [...names].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : orderOf(a) > orderOf(b) ? 1 : 0));
const finds = (text: string, company: Parameters<typeof listedName>[0]) =>
  listedName(company).starts.includes(searchKey(text));

describe('a client stands', () => {
  test.each([
    ['under the letter that its accent is on', ['Aerts', 'élan', 'Elas', 'Fé']],
    ['where its number counts as a number', ['19 bv', '179 bv', '1000 bv', 'Zaal 2', 'Zaal 10']],
    ['under the first letter behind marks', ["'s Gravenhof", '"Sas"', "'t Hof", 'Tuin']],
    ['with the short name before the long one', ['De Vos', 'De Vos & Zonen', 'Devos']],
    ['where people without its key would type it', ['Cobra', 'Cœur', 'Cofix', 'Søren', 'Sorin']],
  ])('%s', (_where, names) => {
    expect(sorted([...names].reverse())).toEqual(names);
  });

  test('somewhere even if its name has no letter', () => {
    expect(orderOf('+++')).toBe('');
    expect(sorted(['A', '🧾'])).toEqual(['🧾', 'A']);
  });

  test('in the same place however its name is written', () => {
    fc.assert(
      fc.property(aName, (name) => {
        expect([...new Set(writings(name).map(orderOf))]).toEqual([orderOf(name)]);
      }),
    );
  });

  test('in a place that an index holds whole, whatever its name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (name) => {
        const { order, starts } = listedName({ name, vatNumber: name, enterpriseNumber: name });
        const broken = [order, ...starts].filter((kept) => Buffer.byteLength(kept) > 1_500 || !kept.isWellFormed());
        expect(broken).toEqual([]);
        expect(starts.length).toBeLessThanOrEqual(16 * 40);
        expect(new Set(starts).size).toBe(starts.length);
        expect(starts).not.toContain('');
      }),
      // Each number is written out.
      { examples: [['1 '.repeat(250)]] },
    );
  });
});

describe('a client is found', () => {
  test('by the beginnings of its name, from each word on', () => {
    const { starts } = listedName({ name: 'Bar Jan bv' });
    expect(starts).toEqual(['b', 'ba', 'bar', 'barj', 'barja', 'barjan', 'barjanb', 'barjanbv', ...fromJan, 'bv']);
  });
  const fromJan = ['j', 'ja', 'jan', 'janb', 'janbv'];

  test.each(['BE 0123.456.749', 'be0123456749', '0123 456 749', '0123.456', 'BE 0123', '0123-456-749'])(
    'by its VAT number: %s',
    (typed) => {
      expect(finds(typed, { name: 'x', vatNumber: 'BE0123456749' })).toBe(true);
      expect(finds(typed, { name: 'x', vatNumber: 'BE 0123.456.749' })).toBe(true);
      expect(finds(typed, { name: 'x', vatNumber: 'BE0987654394' })).toBe(false);
    },
  );

  test.each(['0123.456.749', '0123456749', '01234'])('by its enterprise number: %s', (typed) => {
    expect(finds(typed, { name: 'x', enterpriseNumber: '0123.456.749' })).toBe(true);
    expect(finds(typed, { name: 'x' })).toBe(false);
  });

  test.each([
    ["L'Oréal", ['loreal', "l'oréal", 'OREAL', 'L Oréal', 'l’oreal']],
    ['A.B.C. Bouw', ['abc', 'A.B.C.', 'a b c bouw', 'bouw']],
    ['Au Cœur-Fidèle', ['coeur', 'Cœur', 'fidele', 'coeur fidèle']],
    ['Straße 24/7', ['STRASSE', 'straße', '24/7', '7']],
  ])('as people type it: %s', (name, typed) => {
    expect(typed.filter((text) => !finds(text, { name }))).toEqual([]);
  });

  test('not by the middle or the end of a word', () => {
    expect(['akkerij', 'janssen s bv x', 'ssens'].filter((text) => finds(text, { name: 'Bakkerij Janssens' }))).toEqual(
      [],
    );
  });

  test('by every word of its name and every beginning, however it is typed', () => {
    fc.assert(
      fc.property(aName, fc.nat(), fc.integer({ min: 1, max: 60 }), (name, at, length) => {
        const words = name.split(' ');
        const typed = [...words.slice(at % words.length).join(' ')].slice(0, length).join('');
        const starts = new Set(listedName({ name }).starts);
        expect(writings(typed).filter((text) => !starts.has(searchKey(text)))).toEqual([]);
      }),
    );
  });

  test('by all that is typed, the first forty characters of it at least', () => {
    const name = 'x'.repeat(60);
    expect(finds(name, { name })).toBe(true);
    expect(searchKey('y'.repeat(60))).toBe('y'.repeat(40));
  });

  test.each(['', '   ', '. - &', '\u0301'])('nothing is asked for by %j', (typed) => {
    expect(searchKey(typed)).toBe('');
  });
});

/** At most twelve words of letters, with and without accents, and digits. */
const letter = fc.constantFrom(...'abzABZ019éÈïÇñßœÆøŁőß', 'e\u0301', 'İ', 'ı', 'Σ', 'я');
const aName = fc
  .array(fc.array(letter, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 })
  .map((words) => words.map((word) => word.join('')).join(' '));

/** The same text in the ways in which people and their keyboards write it. */
function writings(text: string): string[] {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '');
  const cases = [text, bare].flatMap((one) => [one, one.toUpperCase(), one.toLowerCase()]);
  return cases.flatMap((one) => [one, one.normalize('NFD'), ` ${one}. `]);
}
