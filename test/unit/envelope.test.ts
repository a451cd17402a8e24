/** An invoice inside a Standard Business Document is exported by itself: byte for byte where that stands alone as XML. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readUbl } from '../../functions/domain/ubl.ts';
import { ublOf } from '../builders.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const header = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';
const schema = 'urn:oasis:names:specification:ubl:schema:xsd:';

const textOf = (ubl: Uint8Array) => new TextDecoder().decode(ubl).replace(/^<\?xml.*?\?>\s*/, '');

/** An envelope as access points write it. */
function envelopeOf(inner: string, { attributes = '', before = '', after = '', prefix = '' } = {}): string {
  const name = prefix ? `${prefix}:StandardBusinessDocument` : 'StandardBusinessDocument';
  const headerName = prefix ? `${prefix}:StandardBusinessDocumentHeader` : 'StandardBusinessDocumentHeader';
  const own = prefix ? `xmlns:${prefix}="${header}"` : `xmlns="${header}"`;
  return `<${name} ${own} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"${attributes}>
  <${headerName}><!-- > ]]> --></${headerName}>
  ${before}${inner}${after}
</${name}>`;
}

const declared = (encoding: string, text: string) => `<?xml version="1.0" encoding="${encoding}"?>\r\n${text}`;
const contentOf = (bytes: Uint8Array, chunkBytes?: number) => Buffer.from(readUbl(bytes, chunkBytes).content);
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('an invoice that declares what it uses', () => {
  const inner = textOf(ublOf({ number: 'F-1', note: 'café € 🧾 a > b' }));

  test.each<[string, string]>([
    ['in a default namespace', envelopeOf(inner)],
    ['under a prefix', envelopeOf(inner, { prefix: 'sh' })],
    [
      'with a declaration, and comments and instructions around',
      declared(
        'UTF-8',
        envelopeOf(inner, { before: '<!-- <Invoice> é🧾 --><?x <Invoice>?>', after: '<!-- </Invoice> -->' }),
      ),
    ],
    [
      'with namespaces that only the envelope uses',
      envelopeOf(inner, {
        attributes: ` xmlns:z="urn:z" xmlns:cbc="urn:other"`,
        before: '<z:x z:y="1"/>',
        after: '<z:x xsi:nil="true"/>',
      }),
    ],
    ['after signs of one to four bytes', envelopeOf(inner, { before: '<x>é€🧾</x>' })],
  ])('is cut out byte for byte: %s', (_how, text) => {
    for (const chunkBytes of [undefined, 1, 2, 3, 7, 64]) {
      expect(contentOf(Buffer.from(text), chunkBytes).toString()).toBe(inner);
    }
  });

  test.each(['\n', '\r\n', '\r'])('is cut out with its own line ends: %j', (end) => {
    const lines = inner.replaceAll('\n', end);
    for (const chunkBytes of [undefined, 1, 2, 5]) {
      expect(
        contentOf(
          Buffer.from(
            envelopeOf('HERE')
              .replaceAll('\n', end)
              .replace('HERE', () => lines),
          ),
          chunkBytes,
        ).toString(),
      ).toBe(lines);
    }
  });

  test('is cut out behind a byte order mark', () => {
    expect(contentOf(Buffer.from(`\ufeff${envelopeOf(inner)}`)).toString()).toBe(inner);
  });

  test('is cut out with megabytes of attachment in it', () => {
    const attachment = `<cac:AdditionalDocumentReference><cac:Attachment><cbc:EmbeddedDocumentBinaryObject>${'QUJD\n'.repeat(1_000_000)}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>`;
    const large = inner.replace('<cbc:ID>', `${attachment}<cbc:ID>`);
    expect(contentOf(Buffer.from(envelopeOf(large))).equals(Buffer.from(large))).toBe(true);
  });

  test('is cut out whatever its tags hold', () => {
    const odd = inner
      .replace('<Invoice ', `<Invoice\n  odd="a > b 'c' /&gt;"\t`)
      .replace('</Invoice>', '<!-- </Invoice> --></Invoice\n >');
    expect(contentOf(Buffer.from(envelopeOf(odd))).toString()).toBe(odd);
  });

  test.each<[string, (text: string) => Buffer, string]>([
    [
      'UTF-16 with its mark',
      (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
      'fffe',
    ],
    ['UTF-16 of the other kind', (text) => Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be(text)]), 'feff'],
    ['UTF-16 without a mark', (text) => Buffer.from(text, 'utf16le'), 'fffe'],
  ])('keeps its encoding, and a mark that says so: %s', (_what, encode, mark) => {
    const content = contentOf(encode(envelopeOf(inner, { before: '<x>🧾</x>' })));
    expect(content.subarray(0, 2).toString('hex')).toBe(mark);
    const decoded = new TextDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be').decode(content);
    expect(decoded).toBe(inner);
    expect(readUbl(content).facts.number).toBe('F-1');
  });

  test('keeps the encoding that the envelope declares, and says which', () => {
    const latin = textOf(ublOf({ number: 'F-1', supplier: 'Café Liégeois' }));
    const content = contentOf(Buffer.from(declared('ISO-8859-1', envelopeOf(latin)), 'latin1'));
    expect(content.toString('latin1')).toBe(`<?xml version="1.0" encoding="windows-1252"?>\n${latin}`);
    expect(readUbl(content).facts.supplier.name).toBe('Café Liégeois');
  });
});

describe('an invoice whose namespaces are declared on the envelope', () => {
  const plain = textOf(ublOf());
  const [cac, cbc] = [
    ` xmlns:cac="${schema}CommonAggregateComponents-2"`,
    ` xmlns:cbc="${schema}CommonBasicComponents-2"`,
  ];

  test('gets those that it uses and does not declare, in its first tag, and no others', () => {
    const inner = plain.replace(cac, '').replace(cbc, '');
    const content = contentOf(
      Buffer.from(envelopeOf(inner, { attributes: `${cac}${cbc} xmlns:z="urn:z"` })),
    ).toString();
    expect(content).toBe(
      inner.replace('<Invoice', `<Invoice${cac}${cbc}`).replace(`${cac}${cbc}`, orderOfUse(content)),
    );
    expect(readUbl(Buffer.from(content)).facts).toEqual(readUbl(Buffer.from(plain)).facts);
  });

  /** The two declarations, in whichever order they were put. */
  const orderOfUse = (content: string) =>
    content.indexOf(cac) < content.indexOf(cbc) ? `${cac}${cbc}` : `${cbc}${cac}`;

  test('gets the default namespace, and the prefix of an attribute', () => {
    const inner = plain.replace(` xmlns="${schema}Invoice-2"`, ' xsi:schemaLocation="a b"');
    const text = envelopeOf(inner, { prefix: 'sh', attributes: ` xmlns="${schema}Invoice-2"` });
    const content = contentOf(Buffer.from(text)).toString();
    expect(content).toContain(` xmlns="${schema}Invoice-2"`);
    expect(content).toContain(' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"');
    expect(readUbl(Buffer.from(content)).facts).toEqual(readUbl(Buffer.from(plain)).facts);
  });

  test('gets nothing for a prefix that it declares further in, before its use there', () => {
    const inner = plain.replace('<cbc:ID>', '<z:x xmlns:z="urn:inner"><z:y/></z:x><cbc:ID>');
    expect(contentOf(Buffer.from(envelopeOf(inner, { attributes: ' xmlns:z="urn:outer"' }))).toString()).toBe(inner);
  });

  test('gets it where the prefix is used again after that', () => {
    const inner = plain.replace('<cbc:ID>', '<z:x xmlns:z="urn:inner"/><z:x/><cbc:ID>');
    const content = contentOf(Buffer.from(envelopeOf(inner, { attributes: ' xmlns:z="urn:outer"' }))).toString();
    expect(content).toBe(inner.replace('<Invoice', '<Invoice xmlns:z="urn:outer"'));
  });

  test('gets a namespace of any signs', () => {
    const inner = plain.replace('<cbc:ID>', '<z:x/><cbc:ID>');
    const content = contentOf(Buffer.from(envelopeOf(inner, { attributes: ' xmlns:z="urn:é&quot;&amp;&lt;🧾"' })));
    expect(content.toString()).toContain('xmlns:z="urn:&#233;&#34;&#38;&#60;&#129534;"');
    expect(() => readUbl(content)).not.toThrow();
  });
});

test('a document without an envelope is the very bytes that came', () => {
  for (const bytes of [ublOf(), Buffer.from(`\ufeff${textOf(ublOf())}`), Buffer.from(textOf(ublOf()), 'utf16le')]) {
    expect(readUbl(bytes).content).toBe(bytes);
  }
});

test('whatever stands in it and around it, the invoice that is cut out is the one that was put in', () => {
  const encode = {
    utf8: (text: string) => Buffer.from(text),
    utf16le: (text: string) => Buffer.from(text, 'utf16le'),
    utf16be,
  };
  // What XML allows (1.0, 2.2), and no carriage returns, which it reads as line feeds.
  const text = fc
    .string({ unit: 'grapheme' })
    .map((any) => any.replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''));
  fc.assert(
    fc.property(
      text,
      text,
      fc.constantFrom(...(Object.keys(encode) as (keyof typeof encode)[])),
      fc.integer({ min: 1, max: 300 }),
      (note, comment, encoding, chunkBytes) => {
        const inner = textOf(ublOf({ note }));
        const before = `<!--${comment.replaceAll('-', '')}-->`;
        const content = contentOf(encode[encoding](envelopeOf(inner, { before })), chunkBytes);
        const mark = encoding === 'utf8' ? '' : '\ufeff';
        expect(content.equals(encode[encoding](mark + inner))).toBe(true);
      },
    ),
  );
});

test('too many elements are refused before they are all read', () => {
  const many = ublOf({ note: 'HERE' });
  const text = textOf(many)
    .replace('HERE', '')
    .replace('<cbc:ID>', `${'<a/>'.repeat(2_000_001)}<cbc:ID>`);
  expect(() => readUbl(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'ublTooLarge' }));
});

test('what is in Drive is the invoice, and the ledger has the checksum of that', async () => {
  const world = aWorld();
  const inner = textOf(ublOf());
  world.banqup.replaceUbl(world.addDocument(), Buffer.from(envelopeOf(inner)));
  await createWorker(world).deliver();
  expect(new TextDecoder().decode(filesOf(world)[0]?.content)).toBe(inner);
  expect(entryOf(world)).toMatchObject({ state: 'done', file: { sizeBytes: Buffer.byteLength(inner) } });
});
