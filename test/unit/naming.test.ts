/**
 * Names in Drive: the properties hold for any text, judged by a checker that is written from the rules of Windows,
 * macOS and Drive and shares nothing with the code; the tables show what names look like.
 */

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { companyFolder, fileName, syncDate, vatLooksWrong } from '../../functions/domain/naming.ts';
import { cutPart, safePart } from '../../functions/domain/safe-name.ts';

const reservedNames = new Set(
  ['CON', 'PRN', 'AUX', 'NUL', 'CONIN$', 'CONOUT$', 'CLOCK$'].concat(
    ['COM', 'LPT'].flatMap((port) => [...'0123456789¹²³'].map((digit) => port + digit)),
  ),
);

const invisibleRanges: [number, number][] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xe000, 0xf8ff],
  [0xfdd0, 0xfdef],
  [0xfeff, 0xfeff],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0xe0000, 0x10ffff],
];

/** Every reason why this name is not safe. */
function faultsOf(name: string): string[] {
  const faults: string[] = [];
  if (!name.isWellFormed()) faults.push('half a surrogate pair');
  if (name !== name.normalize('NFC')) faults.push('not NFC');
  if (/^[ .~]/.test(name)) faults.push('bad start');
  if (/[ .]$/.test(name)) faults.push('bad end');
  if (reservedNames.has(name.split('.')[0]?.trimEnd().toUpperCase() ?? '')) faults.push('reserved by Windows');
  for (const character of name) if ('<>:"/\\|?*'.includes(character)) faults.push(`forbidden ${character}`);
  for (const character of name.replace(/\p{RGI_Emoji}/gv, '')) {
    const code = character.codePointAt(0) ?? 0;
    if (invisibleRanges.some(([from, to]) => code >= from && code <= to)) faults.push(`invisible ${code.toString(16)}`);
  }
  return faults;
}

const nasty = fc.constantFrom(
  ...['<', '>', ':', '"', '/', '\\', '|', '?', '*', '.', ' ', '~', '_', '-', '\0', '\n', '\r', '\t', '\x7f', '\u0085'],
  ...['\u202e', '\u2066', '\u200b', '\u200d', '\u200f', '\ufeff', '\u00ad', '\ufe0f', '\u20e3', '\u00a0', '\u3000'],
  ...[
    '\ud800',
    '\udc00',
    '\ud83d',
    '\ue000',
    '\uffff',
    '\u0378',
    '\u0301',
    '\u0338',
    '\u0323',
    'e',
    'é',
    'ß',
    'K',
    'ſ',
  ],
  ...[
    'CON',
    'con.',
    'NUL',
    'COM1',
    'lpt¹',
    'aux.xml',
    '🧾',
    '👩‍🌾',
    '👩🏽‍🦰',
    '🏽',
    '🇧',
    '🇧🇪',
    '🇪',
    '❤️',
    '1️⃣',
    '*️⃣',
    '각',
    'ᄀ',
    'क्ष',
    'n̴̛̺',
  ],
);
const anyText = fc
  .array(
    fc.oneof(nasty, nasty, fc.string({ unit: 'binary', maxLength: 3 }), fc.string({ unit: 'grapheme', maxLength: 3 })),
  )
  .map((pieces) => pieces.join(''));
const longText = fc.oneof(
  anyText,
  fc.tuple(anyText, fc.integer({ min: 1, max: 60 })).map(([text, n]) => text.repeat(n)),
);
const documentId = fc.oneof(
  fc.uuid(),
  longText,
  fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', '-', '_', '~') }),
);
const day = '2026-03-02';
const id = '7d0f6f0a-3c5e-4c1b-9a57-2f1f4f0f9f11';

describe('fileName', () => {
  test('is safe and within its limits for any number and any document id', () => {
    fc.assert(
      fc.property(longText, documentId, (number, document) => {
        const name = fileName({ syncDate: day, number, documentId: document });
        expect(faultsOf(name)).toEqual([]);
        expect(name.length).toBeLessThanOrEqual(200);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240);
        expect(name).toMatch(/^2026-03-02_.+_[A-Za-z0-9~-]+\.xml$/su);
        expect(fileName({ syncDate: day, number, documentId: document })).toBe(name);
      }),
      { numRuns: 400 },
    );
  });

  test('gives different documents different names, also where case and normal form do not count', () => {
    fc.assert(
      fc.property(anyText, anyText, documentId, documentId, (numberA, numberB, a, b) => {
        fc.pre(a !== b);
        const folded = [fileName({ syncDate: day, number: numberA, documentId: a })]
          .concat(fileName({ syncDate: day, number: numberB, documentId: b }))
          .map((name) => name.normalize('NFKD').toUpperCase().toLowerCase());
        expect(new Set(folded).size).toBe(2);
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['doc-a', 'DOC-A'],
    ['a_b', 'a-b'],
    ['a/b', 'a\\b'],
    ['\ud800', '\udbff'],
    ['', ' '],
    [`${'x'.repeat(64)}1`, `${'x'.repeat(64)}2`],
  ])('keeps the documents %j and %j apart', (a, b) => {
    const nameOf = (documentId: string) => fileName({ syncDate: day, number: '1', documentId }).toLowerCase();
    expect(nameOf(a)).not.toBe(nameOf(b));
  });

  test('takes the underscores of a number for no separator: the document id stands behind the last one', () => {
    const a = fileName({ syncDate: day, number: 'A', documentId: 'b_c' });
    const b = fileName({ syncDate: day, number: 'A_b', documentId: 'c' });
    expect(a).not.toBe(b);
    expect(b).toBe('2026-03-02_A_b_c.xml');
  });

  test.each([
    ['2026/INV 0042', '2026-INV 0042'],
    ['  ..~hidden. ', 'hidden'],
    ['F|26*7: "Ünïcødé" <🧾👩‍🌾> ?', 'F-26-7- -Ünïcødé- -🧾👩‍🌾- -'],
    ['cafe\u0301', 'café'],
    ['<\u0338', '≮'],
    ['A\u202egpj.exe', 'Agpj.exe'],
    ['1\u200b2\ufeff3', '123'],
    ['a\tb\r\nc\u00a0d', 'a b c d'],
    ['nul', '-nul'],
    ['COM1.2026', '-COM1.2026'],
    ['COMPANY-1', 'COMPANY-1'],
    ['\ud83d', '-'],
    ['', '-'],
    [' . ', '-'],
    ['\u202e\u200b', '-'],
    ['*️⃣', '-\u20e3'],
    ['🇧🇪❤️1️⃣', '🇧🇪❤️1️⃣'],
  ])('writes the number %j as %j', (number, written) => {
    expect(fileName({ syncDate: day, number, documentId: id })).toBe(`2026-03-02_${written}_${id}.xml`);
  });

  test('cuts a long number between emoji, never inside one, and nothing else', () => {
    const family = '👨‍👩‍👧‍👦';
    const name = fileName({ syncDate: day, number: family.repeat(50), documentId: id });
    const number = name.slice('2026-03-02_'.length, -`_${id}.xml`.length);
    expect(number).toBe(family.repeat(Math.floor((240 - 16 - id.length) / Buffer.byteLength(family))));
    expect(name.endsWith(`_${id}.xml`)).toBe(true);
  });

  test('uses the room that there is: 200 characters when each is one byte', () => {
    expect(fileName({ syncDate: day, number: 'x'.repeat(500), documentId: id })).toHaveLength(200);
  });

  test('shows what can be read of a document id that had to be changed, with its hash', () => {
    const name = fileName({ syncDate: day, number: '7', documentId: '{Doc/42}' });
    expect(name).toMatch(/^2026-03-02_7_Doc-42-~[0-9a-f]{32}\.xml$/);
  });

  test.each(['2026-3-2', '2026/03/02', '', '2026-03-02T00:00', '2026-03-02\n'])(
    'refuses the sync date %j',
    (syncDate) => {
      expect(() => fileName({ syncDate, number: '1', documentId: id })).toThrow(RangeError);
    },
  );
});

describe('safePart', () => {
  test('makes the same of ASCII whether or not a letter beyond it stands in the same text', () => {
    const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 20 });
    fc.assert(
      fc.property(printable, (text) => {
        expect(safePart(`a${text}bé`)).toBe(`${safePart(`a${text}b`)}é`);
      }),
    );
  });

  test('gives what is safe or empty, and changes nothing the second time', () => {
    fc.assert(
      fc.property(longText, (text) => {
        const part = safePart(text);
        expect(faultsOf(part)).toEqual([]);
        expect(safePart(part)).toBe(part);
      }),
      { numRuns: 400 },
    );
  });

  test('is stable where removing a character brings an emoji and a skin tone together', () => {
    const part = safePart('👩‍🦰\u200b🏽');
    expect(safePart(part)).toBe(part);
    expect(faultsOf(part)).toEqual([]);
  });

  test('leaves ordinary names alone', () => {
    for (const name of ["'t Hof van Éénaeme bv", "L'Or & Fils SRL", 'Öztürk (Gent), nr. 7 + 8 #9 @home = 100%'])
      expect(safePart(name)).toBe(name);
  });
});

describe('cutPart', () => {
  test.each([
    ['abc def', 4, 'abc'],
    ['abc.def', 4, 'abc'],
    ['👩‍🌾👩‍🌾', 9, '👩‍🌾'],
    ['👩‍🌾', 4, ''],
    ['', 4, ''],
  ])('makes of %j, in %d units, %j, which is safe again', (part, units, cut) => {
    expect(cutPart(part, { units, bytes: 100 })).toBe(cut);
  });
});

describe('companyFolder', () => {
  const clientSpace = '0b6c2f52-6f0e-4a39-8a57-7f3f0e7c1d10';

  test('is safe and within its limits, with a key that fits in a Firestore id, for any company', () => {
    fc.assert(
      fc.property(longText, fc.option(longText), fc.option(longText), longText, (name, vat, enterprise, space) => {
        const company = {
          name,
          vatNumber: vat ?? undefined,
          enterpriseNumber: enterprise ?? undefined,
          clientSpace: space,
        };
        const folder = companyFolder(company);
        expect(faultsOf(folder.name)).toEqual([]);
        expect(folder.name.length).toBeLessThanOrEqual(100);
        expect(Buffer.byteLength(folder.name)).toBeLessThanOrEqual(200);
        expect(folder.name).not.toBe('');
        expect(folder.key).toMatch(/^[A-Za-z0-9-]{1,100}$/);
        expect(companyFolder(company)).toEqual(folder);
      }),
      { numRuns: 400 },
    );
  });

  test('gives different client spaces without a number different keys', () => {
    fc.assert(
      fc.property(longText, longText, (a, b) => {
        fc.pre(a !== b);
        expect(companyFolder({ name: 'A', clientSpace: a }).key).not.toBe(
          companyFolder({ name: 'A', clientSpace: b }).key,
        );
      }),
    );
  });

  test('gives one key to two client spaces with one VAT number, however it is written and whatever they are called', () => {
    const spellings = [
      'BE0123456749',
      'be 0123.456.749',
      'BE 123 456 749',
      'BE-0123-456-749',
      'BE\u00a00123/456/749',
      'ＢＥ０１２３４５６７４９',
    ];
    const keys = spellings.map(
      (vatNumber, index) => companyFolder({ name: `N${index}`, vatNumber, clientSpace: `${index}` }).key,
    );
    expect(new Set(keys)).toEqual(new Set(['vat-BE0123456749']));
  });

  test('never takes a VAT number, an enterprise number and a client space for one another', () => {
    const keys = [
      companyFolder({ name: 'A', vatNumber: '0123456749', clientSpace }),
      companyFolder({ name: 'A', enterpriseNumber: '0123456749', clientSpace }),
      companyFolder({ name: 'A', clientSpace: '0123456749' }),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
  });

  test('does not mistake a clean identifier for the hash of another', () => {
    const hashed = companyFolder({ name: 'A', clientSpace: 'a/b' }).key;
    const imitation = companyFolder({ name: 'A', clientSpace: hashed.slice(hashed.indexOf('-') + 1) }).key;
    expect(imitation).not.toBe(hashed);
  });

  test.each([
    [{ name: 'John Doe Group', vatNumber: 'BE0123456789' }, 'John Doe Group_BE0123456789', 'vat-BE0123456789'],
    [
      { name: "'t Hof van Éénaeme", vatNumber: 'be 123.456.749' },
      "'t Hof van Éénaeme_BE0123456749",
      'vat-BE0123456749',
    ],
    [{ name: 'A/B: "C"', vatNumber: 'FR 12 345678901' }, 'A-B- -C-_FR12345678901', 'vat-FR12345678901'],
    [{ name: 'Harmonie', enterpriseNumber: '0123.456.749' }, 'Harmonie_0123456749', 'ent-0123456749'],
    [{ name: 'Harmonie', enterpriseNumber: '123456749' }, 'Harmonie_0123456749', 'ent-0123456749'],
    [{ name: 'Harmonie', vatNumber: '', enterpriseNumber: ' ' }, `Harmonie_${clientSpace}`, `space-${clientSpace}`],
    [{ name: 'Harmonie', vatNumber: 'N/A' }, `Harmonie_${clientSpace}`, `space-${clientSpace}`],
    [{ name: 'Harmonie', vatNumber: 'BE 0000.000.000' }, `Harmonie_${clientSpace}`, `space-${clientSpace}`],
    [{ name: ' .. ', vatNumber: 'BE0123456749' }, 'BE0123456749', 'vat-BE0123456749'],
    [{ name: '', vatNumber: 'com1' }, '-COM1', 'vat-COM1'],
    [{ name: 'CON.', vatNumber: 'BE0123456749' }, '-CON_BE0123456749', 'vat-BE0123456749'],
    [{ name: '~$boek', vatNumber: 'BE0123456749' }, '$boek_BE0123456749', 'vat-BE0123456749'],
  ])('names %j', (company, name, key) => {
    expect(companyFolder({ ...company, clientSpace })).toEqual({ name, key });
  });

  test('keeps the number whole when the company name is long', () => {
    const { name } = companyFolder({ name: 'Ω'.repeat(300), vatNumber: 'BE0123456749', clientSpace });
    expect(name.endsWith('Ω_BE0123456749')).toBe(true);
    expect(name).toHaveLength(100);
  });

  test('uses an absurd VAT number with what can be read of it and its hash', () => {
    const folder = companyFolder({ name: 'A', vatNumber: 'BE 12:34 (oud)', clientSpace });
    expect(folder.name).toMatch(/^A_BE12-34-OUD-~[0-9a-f]{32}$/);
    expect(folder.key).toMatch(/^vatx-[0-9a-f]{32}$/);
  });
});

describe('vatLooksWrong', () => {
  test.each([
    ['BE0123456749', false],
    ['be 0123.456.749', false],
    ['BE 123 456 749', false],
    ['BE1000000021', false],
    ['BE0123456789', true],
    ['BE2123456749', true],
    ['BE012345674', true],
    ['BE01234567490', true],
    ['0123456749', true],
    ['N/A', true],
    ['', true],
    ['FR12345678901', false],
    ['NL000000012B01', false],
  ])('says of %j: %j', (vat, wrong) => {
    expect(vatLooksWrong(vat)).toBe(wrong);
  });

  test('accepts exactly one pair of check digits for each Belgian number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19_999_999 }), (first) => {
        const start = `BE${String(first).padStart(8, '0')}`;
        const right = Array.from({ length: 100 }, (_, check) => start + String(check).padStart(2, '0'));
        expect(right.filter((vat) => !vatLooksWrong(vat))).toHaveLength(1);
      }),
      { numRuns: 50 },
    );
  });
});

describe('syncDate', () => {
  test.each([
    ['2026-01-01T00:00:00Z', '2026-01-01'],
    ['2025-12-31T22:59:59.999Z', '2025-12-31'],
    ['2025-12-31T23:00:00Z', '2026-01-01'],
    ['2026-07-14T21:59:59Z', '2026-07-14'],
    ['2026-07-14T22:00:00Z', '2026-07-15'],
    ['2026-03-29T00:59:59Z', '2026-03-29'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
  ])('is, at %s, the day in Belgium: %s', (moment, expected) => {
    expect(syncDate(new Date(moment))).toBe(expected);
  });

  test('throws on a moment that is none', () => {
    expect(() => syncDate(new Date('yesterday'))).toThrow(RangeError);
  });
});
