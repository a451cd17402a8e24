/**
 * An invoice inside a Standard Business Document, cut out: what is exported is the invoice itself. Its bytes stay as they are;
 * only what the envelope said for it, and it does not say itself, is put back: namespaces that are declared outside, into its
 * first tag, and the encoding, in front. `xml:lang` and `xml:space` of the envelope mean nothing to an invoice.
 */
import { encodingOf } from './xml-text.ts';

/** Where the invoice stands in the text of its envelope, counted in UTF-16 units, without a byte order mark. */
export interface Enclosed {
  /** Name in its first tag, with its prefix. */
  name: string;
  /** Just behind its first tag, and just behind its last. */
  firstTagEnd: number;
  end: number;
  /** Prefix to namespace, of what it uses and only the envelope declares; the empty prefix is the default namespace. */
  inherited: ReadonlyMap<string, string>;
}

const utf8Bom = Buffer.from([0xef, 0xbb, 0xbf]);
const utf16Boms = new Map([
  ['utf-16le', Buffer.from([0xff, 0xfe])],
  ['utf-16be', Buffer.from([0xfe, 0xff])],
]);

/** The invoice as a document of its own. `bytes` have been read before: they are what their encoding says. */
export function cutOut(bytes: Uint8Array, { name, firstTagEnd, end, inherited }: Enclosed): Uint8Array {
  const encoding = encodingOf(bytes);
  const [tagEnd = 0, to = 0] = byteOffsets(bytes, encoding, [firstTagEnd, end]);
  const from = lastTagBefore(bytes, encoding, tagEnd);
  const nameEnd = from + encoded(`<${name}`, encoding).byteLength;
  const declarations = [...inherited].map(
    ([prefix, uri]) => ` xmlns${prefix && `:${prefix}`}="${escapedAttribute(uri)}"`,
  );
  return Buffer.concat([
    utf16Boms.get(encoding) ?? Buffer.from(declarationOf(encoding)),
    bytes.subarray(from, nameEnd),
    encoded(declarations.join(''), encoding),
    bytes.subarray(nameEnd, to),
  ]);
}

/** Where the tag that ends at this offset begins: no `<` can stand within a tag (XML 1.0, 2.3). */
function lastTagBefore(bytes: Uint8Array, encoding: string, end: number): number {
  const sign = encoded('<', encoding);
  let at = end - sign.byteLength;
  while (at > 0 && !sign.every((byte, index) => bytes[at + index] === byte)) at -= sign.byteLength;
  return at;
}

/** Nothing is needed for UTF-8; for what is neither that nor UTF-16 only a declaration can say it (XML 1.0, 4.3.3). */
function declarationOf(encoding: string): string {
  return encoding === 'utf-8' ? '' : `<?xml version="1.0" encoding="${encoding}"?>\n`;
}

/** Offsets in bytes of ascending positions in the text. */
function byteOffsets(bytes: Uint8Array, encoding: string, positions: number[]): number[] {
  const bom = startsWith(bytes, utf8Bom) ? 3 : startsWith(bytes, utf16Boms.get(encoding)) ? 2 : 0;
  if (encoding.startsWith('utf-16')) return positions.map((position) => bom + position * 2);
  if (encoding !== 'utf-8') return positions;
  const offsets: number[] = [];
  let [offset, position] = [bom, 0];
  for (const wanted of positions) {
    while (position < wanted) {
      const first = bytes[offset] ?? 0;
      const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
      offset += length;
      // Outside the basic plane a character is two UTF-16 units.
      position += length === 4 ? 2 : 1;
    }
    offsets.push(offset);
  }
  return offsets;
}

function startsWith(bytes: Uint8Array, start: Uint8Array | undefined): boolean {
  return start?.every((byte, index) => bytes[index] === byte) ?? false;
}

/** Namespaces are ASCII in practice; what is not is written as a character reference, which every encoding has. */
function escapedAttribute(text: string): string {
  return text.replace(/[^ -~]|[&<"]/gu, (character) => `&#${character.codePointAt(0)};`);
}

function encoded(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (!encoding.startsWith('utf-16')) return Buffer.from(text, 'latin1');
  const littleEndian = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? littleEndian : littleEndian.swap16();
}
