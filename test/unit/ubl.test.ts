/** What `readUbl` reads of our samples, what it refuses and with which code, and that chunks make no difference. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asFailure, type FailureCode } from '../../functions/domain/errors.ts';
import { readUbl } from '../../functions/domain/ubl.ts';

const factsOf = (bytes: Uint8Array, chunkBytes?: number) => readUbl(bytes, chunkBytes).facts;

const samplesUrl = new URL('../samples/', import.meta.url);
const brokenUrl = new URL('../samples-broken/', import.meta.url);
const xmlIn = (folder: URL) => readdirSync(folder).filter((file) => file.endsWith('.xml'));
const sample = (file: string) => readFileSync(new URL(file, samplesUrl));
const broken = (file: string) => readFileSync(new URL(file, brokenUrl));

const namespaces = ['CommonAggregateComponents-2', 'CommonBasicComponents-2']
  .map((name, index) => `xmlns:${index === 0 ? 'cac' : 'cbc'}="urn:oasis:names:specification:ubl:schema:xsd:${name}"`)
  .join(' ');
const invoiceNamespace = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2';

/** A minimal invoice around this content. */
function anInvoice(content: string, declaration = ''): string {
  return `${declaration}<Invoice xmlns="${invoiceNamespace}" ${namespaces}>${content}</Invoice>`;
}

const number = '<cbc:ID>2026/0001</cbc:ID>';
const attachment = (content: string) =>
  `<cac:AdditionalDocumentReference><cbc:ID>a</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject>${content}` +
  '</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>';

function codeOf(bytes: Uint8Array | string, chunkBytes?: number): FailureCode | undefined {
  try {
    factsOf(Buffer.from(bytes), chunkBytes);
    return undefined;
  } catch (error) {
    return asFailure(error).code;
  }
}

describe('the facts of a sample', () => {
  test('are all there for an ordinary invoice', () => {
    expect(factsOf(sample('invoice-one-rate.xml'))).toEqual({
      kind: 'invoice',
      number: '2026/INV 0042',
      issueDate: '2026-03-02',
      dueDate: '2026-04-01',
      typeCode: '380',
      currency: 'EUR',
      payableAmount: '883.30',
      supplier: {
        name: "'t Hof van Éénaeme bv",
        vatNumber: 'BE0120441732',
        enterpriseNumber: '0120441732',
        endpoint: '0208:0120441732',
      },
      customer: {
        name: "L'Or & Fils SRL",
        vatNumber: 'BE0137752074',
        enterpriseNumber: '0137752074',
        endpoint: '0208:0137752074',
      },
      profile: 'peppolBis3',
    });
  });

  test.each([
    ['credit-note.xml', { kind: 'creditNote', number: '2026/CN 0003', typeCode: '381', dueDate: '2026-04-01' }],
    ['self-billed-invoice.xml', { kind: 'invoice', typeCode: '389', profile: 'peppolSelfBilling3' }],
    ['self-billed-credit-note.xml', { kind: 'creditNote', typeCode: '261', profile: 'peppolSelfBilling3' }],
    ['invoice-dollars.xml', { currency: 'USD', number: 'NV2026-000744 USD' }],
    ['invoice-odd-number.xml', { number: 'F|26*7: "Ünïcødé" <🧾👩‍🌾> ?' }],
    ['invoice-other-prefixes.xml', { number: 'BZZ-26-00319', profile: 'peppolBis3' }],
    ['invoice-embedded-pdf.xml', { number: 'NV2026-000731', payableAmount: '353.56' }],
  ])('in %s include %j', (file, facts) => {
    expect(factsOf(sample(file))).toMatchObject(facts);
  });

  test('have no VAT number where the party has none', () => {
    const { supplier } = factsOf(sample('invoice-outside-vat.xml'));
    expect(supplier).toEqual({
      name: 'Harmonie Sint-Cecilia vzw',
      enterpriseNumber: expect.any(String),
      endpoint: expect.any(String),
    });
  });

  test.each(xmlIn(samplesUrl))('are the same for %s whatever the chunks', (file) => {
    const bytes = sample(file);
    const facts = factsOf(bytes);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (chunkBytes) => {
        expect(factsOf(bytes, chunkBytes)).toEqual(facts);
      }),
      { numRuns: 25, examples: [[1], [2], [3], [4]] },
    );
  });
});

describe('a broken document', () => {
  const codes: Record<string, FailureCode> = {
    'empty.xml': 'ublUnreadable',
    'truncated.xml': 'ublUnreadable',
    'plain-text.xml': 'ublUnreadable',
    'not-utf8.xml': 'ublUnreadable',
    'unknown-encoding.xml': 'ublUnreadable',
    'bare-ampersand.xml': 'ublUnreadable',
    'two-roots.xml': 'ublUnreadable',
    'html-page.xml': 'notUbl',
    'other-xml.xml': 'notUbl',
    'ubl-order.xml': 'notUbl',
    'wrong-namespace.xml': 'notUbl',
    'no-namespace.xml': 'notUbl',
    'no-number.xml': 'notUbl',
    'blank-number.xml': 'notUbl',
    'empty-envelope.xml': 'notUbl',
    'html-with-doctype.xml': 'ublForbidden',
    'entity-bomb.xml': 'ublForbidden',
    'external-entity.xml': 'ublForbidden',
    'external-dtd.xml': 'ublForbidden',
    'undeclared-entity.xml': 'ublForbidden',
    'too-deep.xml': 'ublForbidden',
  };

  test('stands in the table and in the README, each one, with the same code', () => {
    const readme = readFileSync(new URL('README.md', brokenUrl), 'utf8');
    const told = [...readme.matchAll(/^- `(.+?)` (\w+): /gm)].map(([, file, code]) => [file, code]);
    expect(Object.fromEntries(told)).toEqual(codes);
    expect(xmlIn(brokenUrl).sort()).toEqual(Object.keys(codes).sort());
  });

  test.each(Object.entries(codes))('%s is refused with %s, whatever the chunks', (file, code) => {
    for (const chunkBytes of [undefined, 1, 2, 7, 64]) expect(codeOf(broken(file), chunkBytes)).toBe(code);
  });

  test.each([
    [
      'an entity named like a property of every object',
      anInvoice(`${number}<cbc:Note>&constructor;</cbc:Note>`),
      'ublForbidden',
    ],
    ['an entity in an attribute', anInvoice(`${number}<cbc:Note languageID="&x;"/>`), 'ublForbidden'],
    [
      '101 attributes',
      anInvoice(`${number}<cbc:Note ${Array.from({ length: 101 }, (_, i) => `a${i}=""`).join(' ')}/>`),
      'ublForbidden',
    ],
    ['101 levels', anInvoice(number + '<cac:Party>'.repeat(100) + '</cac:Party>'.repeat(100)), 'ublForbidden'],
    ['a number of 10 001 characters', anInvoice(`<cbc:ID>${'1'.repeat(10_001)}</cbc:ID>`), 'ublTooLarge'],
    ['a comment of five million characters', anInvoice(`${number}<!--${'a-'.repeat(2_500_000)}-->`), 'ublTooLarge'],
    ['over 100 MB', Buffer.alloc(100_000_001, ' '), 'ublTooLarge'],
    ['text behind the root', `${anInvoice(number)}${' '.repeat(200)}text`, 'ublUnreadable'],
    ['`]]>` as text', anInvoice(`${number}${attachment(`${'QUJD'.repeat(100)}]]>`)}`), 'ublUnreadable'],
    [
      'a control character in an attachment',
      anInvoice(`${number}${attachment(`${'QUJD'.repeat(100)}\v`)}`),
      'ublUnreadable',
    ],
    ['an undeclared prefix', anInvoice(`${number}<x:Note/>`), 'ublUnreadable'],
    ['an attribute twice', anInvoice(`${number}<cbc:Note a="" a=""/>`), 'ublUnreadable'],
  ] as const)('%s is refused, whatever the chunks', (_what, document, code) => {
    for (const chunkBytes of [undefined, 37, 1000]) expect(codeOf(document, chunkBytes)).toBe(code);
  });

  test('is never quoted in the message', () => {
    for (const content of [
      '<cbc:Note>Geheim & co</cbc:Note>',
      '<Geheim:x/>',
      '<Geheim>',
      '</Geheim>',
      '<a Geheim>',
      '<a Geheim="" Geheim=""/>',
      '&Geheim;',
    ])
      try {
        factsOf(Buffer.from(anInvoice(number + content)));
        throw new Error(`${content} was accepted`);
      } catch (error) {
        expect(asFailure(error).code).not.toBe('unexpected');
        expect(asFailure(error).message).not.toContain('Geheim');
      }
  });

  test('may have exactly 100 levels and 100 attributes', () => {
    const attributes = Array.from({ length: 100 }, (_, i) => `a${i}=""`).join(' ');
    expect(codeOf(anInvoice(number + '<cac:Party>'.repeat(99) + '</cac:Party>'.repeat(99)))).toBeUndefined();
    expect(codeOf(anInvoice(`${number}<cbc:Note ${attributes}/>`))).toBeUndefined();
  });
});

describe('the invoice number', () => {
  test('is never the ID of a line, a party, a reference or an extension, wherever it stands', () => {
    const others =
      '<cac:OrderReference><cbc:ID>order</cbc:ID></cac:OrderReference>' +
      '<cac:InvoiceLine><cbc:ID>line</cbc:ID></cac:InvoiceLine>' +
      '<cac:AccountingSupplierParty><cac:Party><cac:PartyIdentification><cbc:ID>party</cbc:ID></cac:PartyIdentification></cac:Party></cac:AccountingSupplierParty>' +
      '<x:ID xmlns:x="urn:example:x">extension</x:ID><ID>root namespace</ID>';
    expect(factsOf(Buffer.from(anInvoice(others + number))).number).toBe('2026/0001');
    expect(factsOf(Buffer.from(anInvoice(number + others))).number).toBe('2026/0001');
    expect(codeOf(anInvoice(others))).toBe('notUbl');
  });

  test.each([
    ['<cbc:ID>\n  A 1\t</cbc:ID>', 'A 1'],
    ['<cbc:ID>A&amp;B &lt;&#x31;&#50;&gt;&apos;&quot;</cbc:ID>', `A&B <12>'"`],
    ['<cbc:ID><![CDATA[A&B]]>-<![CDATA[2]]></cbc:ID>', 'A&B-2'],
    ['<cbc:ID>A<!-- not this -->1<?nor this?></cbc:ID>', 'A1'],
    ['<cbc:ID>A<cbc:ID>inner</cbc:ID>1</cbc:ID>', 'A1'],
    ['<cbc:ID>first</cbc:ID><cbc:ID>second</cbc:ID>', 'first'],
    ['<cbc:ID/><cbc:ID>second</cbc:ID>', 'second'],
  ])('of %s is %j, whatever the chunks', (content, expected) => {
    for (const chunkBytes of [undefined, 1, 3]) {
      expect(factsOf(Buffer.from(anInvoice(content)), chunkBytes).number).toBe(expected);
    }
  });
});

describe('a party', () => {
  const supplierOf = (party: string) =>
    factsOf(
      Buffer.from(
        anInvoice(
          `${number}<cac:AccountingSupplierParty><cac:Party>${party}</cac:Party></cac:AccountingSupplierParty>`,
        ),
      ),
    ).supplier;
  const tax = (value: string, scheme: string) =>
    `<cac:PartyTaxScheme><cbc:CompanyID>${value}</cbc:CompanyID><cac:TaxScheme><cbc:ID>${scheme}</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>`;

  test('has the VAT number of the scheme VAT, not that of another', () => {
    expect(supplierOf(tax('other', 'LOC') + tax('BE0120441732', 'VAT')).vatNumber).toBe('BE0120441732');
    expect(supplierOf(tax('other', 'LOC'))).toEqual({});
  });

  test('is called by its registered name, and by its trading name only without one', () => {
    const trading = '<cac:PartyName><cbc:Name>Trading</cbc:Name></cac:PartyName>';
    const legal = '<cac:PartyLegalEntity><cbc:RegistrationName>Legal</cbc:RegistrationName></cac:PartyLegalEntity>';
    expect(supplierOf(trading + legal).name).toBe('Legal');
    expect(supplierOf(trading).name).toBe('Trading');
  });

  test('has its endpoint with the scheme in front', () => {
    expect(supplierOf('<cbc:EndpointID schemeID="9925">BE0120441732</cbc:EndpointID>').endpoint).toBe(
      '9925:BE0120441732',
    );
    expect(supplierOf('<cbc:EndpointID>x</cbc:EndpointID>').endpoint).toBe('x');
  });
});

describe('dates and profiles', () => {
  test.each([
    ['2026-03-02', '2026-03-02'],
    ['2026-03-02Z', '2026-03-02'],
    ['2026-03-02+01:00', '2026-03-02'],
    ['2026-02-30', undefined],
    ['02/03/2026', undefined],
    ['2026-13-01', undefined],
  ])('the issue date %s is read as %s', (written, read) => {
    const facts = factsOf(Buffer.from(anInvoice(`${number}<cbc:IssueDate>${written}</cbc:IssueDate>`)));
    expect(facts.issueDate).toBe(read);
    expect('issueDate' in facts).toBe(read !== undefined);
  });

  const peppol = 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
  const billing = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
  test.each([
    [peppol, billing, 'peppolBis3'],
    [`${peppol}#conformant#urn:example:cius`, billing, 'peppolBis3'],
    [`${peppol}1`, billing, 'other'],
    [peppol, 'urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0', 'other'],
    ['urn:cen.eu:en16931:2017', billing, 'other'],
    ['', '', 'other'],
  ])('%j with %j is %s', (customization, profile, expected) => {
    const content = `<cbc:CustomizationID>${customization}</cbc:CustomizationID><cbc:ProfileID>${profile}</cbc:ProfileID>${number}`;
    expect(factsOf(Buffer.from(anInvoice(content))).profile).toBe(expected);
  });
});

describe('the encoding', () => {
  const text = anInvoice('<cbc:ID>Één €</cbc:ID>');
  const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>${text}`;
  const swapped = (content: string) => Buffer.from(content, 'utf16le').swap16();
  const single = (content: string, euro: number) =>
    Buffer.concat(
      content.split('€').flatMap((part, i) => [Buffer.from(i === 0 ? [] : [euro]), Buffer.from(part, 'latin1')]),
    );

  test.each([
    ['UTF-8 without a declaration', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${declared('utf-8')}`)],
    ['UTF-8 with a mark that contradicts the declaration', Buffer.from(`\ufeff${declared('ISO-8859-1')}`)],
    ['UTF-16, little end first, with a mark', Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le')],
    ['UTF-16, big end first, with a mark', swapped(`\ufeff${declared('UTF-16')}`)],
    ['UTF-16, little end first', Buffer.from(declared('UTF-16'), 'utf16le')],
    ['UTF-16, big end first', swapped(declared('UTF-16'))],
    ['UTF-8 that calls itself UTF-16', Buffer.from(declared('utf-16'))],
    ['Windows-1252', single(declared('windows-1252'), 0x80)],
    ['Windows-1252 that calls itself ISO-8859-1', single(declared('ISO-8859-1'), 0x80)],
    ['ISO-8859-15', single(declared('iso-8859-15'), 0xa4)],
  ])('%s is understood, whatever the chunks', (_name, bytes) => {
    for (const chunkBytes of [undefined, 1, 2, 3, 5]) expect(factsOf(bytes, chunkBytes).number).toBe('Één €');
  });

  test('that breaks off within a character is refused', () => {
    expect(codeOf(Buffer.concat([Buffer.from(text), Buffer.from([0xe2, 0x82])]))).toBe('ublUnreadable');
    expect(codeOf(Buffer.concat([Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from([0x20])]))).toBe('ublUnreadable');
  });
});

describe('an envelope', () => {
  const envelope = (content: string) =>
    '<?xml version="1.0"?><s:StandardBusinessDocument xmlns:s="http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader">' +
    `<s:StandardBusinessDocumentHeader><s:HeaderVersion>1.0</s:HeaderVersion></s:StandardBusinessDocumentHeader>${content}</s:StandardBusinessDocument>`;
  const inner = sample('credit-note.xml')
    .toString()
    .replace(/^<\?xml.*\?>/, '');

  test('has the facts of the document in it', () => {
    expect(factsOf(Buffer.from(envelope(inner)))).toEqual(factsOf(sample('credit-note.xml')));
  });

  test.each([
    ['a document deeper down', envelope(`<s:Other>${inner}</s:Other>`)],
    ['two documents', envelope(inner + inner)],
    ['another envelope', envelope(envelope(inner).replace(/^<\?xml.*?\?>/, ''))],
  ])('with %s is refused as notUbl', (_what, document) => {
    expect(codeOf(document)).toBe('notUbl');
  });
});

test('reads on behind an attachment of ten megabytes, also with line ends, entities or CDATA in it', () => {
  const base64 = Buffer.alloc(7_500_000, 'attachment').toString('base64');
  const contents = [
    base64,
    base64.replace(/.{76}/g, '$&\r\n'),
    `&#10;${base64.slice(0, 1_000_000)}&amp;`,
    `<![CDATA[${base64.slice(0, 1_000_000)}]]>`,
  ];
  for (const content of contents)
    expect(factsOf(Buffer.from(anInvoice(attachment(content) + number))).number).toBe('2026/0001');
});

test('takes `]]` and `>` for text when something stands between them, whatever the chunks', () => {
  const document = Buffer.from(anInvoice(attachment(`]]${'QUJD'.repeat(100)}>`) + number));
  for (const chunkBytes of [undefined, 1, 2, 7]) expect(factsOf(document, chunkBytes).number).toBe('2026/0001');
});
