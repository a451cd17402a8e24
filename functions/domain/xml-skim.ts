/**
 * Walks an XML document that comes from a stranger, and hands over the text of the wanted elements only.
 * Nothing is expanded or fetched, and memory stays bounded whatever the bytes hold: an attachment is passed over
 * without being kept, or even looked at letter by letter.
 */

import { SaxesParser, type SaxesTagNS } from 'saxes';
import { Failure } from './errors.ts';
import { xmlText } from './xml-text.ts';

export type Tag = SaxesTagNS;

export interface Visitor {
  /** Whether the text that stands directly in this element is wanted. `end` is the place in the text just behind the tag. */
  open(tag: Tag, end: number): boolean;
  /** The text is trimmed, and empty when it was not wanted. */
  close(tag: Tag, text: string, end: number): void;
}

const maxBytes = 100_000_000;
const maxDepth = 100;
const maxAttributes = 100;
/** Ten thousand lines of an invoice have about half a million. */
const maxElements = 2_000_000;
/** Of an element that is wanted; in Peppol it is a few hundred characters at most. */
const maxTextCharacters = 10_000;
/** Of one tag, comment, CDATA section or DTD: the parser holds it until it ends. */
const maxHeldCharacters = 4_000_000;

/** What may follow in the text of an unwanted element without meaning anything to a parser; base64 above all. */
const notHarmless = /[^A-Za-z0-9+/=\r\n\t ]/;

/**
 * Visits every element in order, decoding `chunkBytes` at a time. What the visitor throws comes through.
 *
 * Throws a Failure: `ublTooLarge` (more than 100 MB, over 2 million elements, or one part
 * beyond all measure), `ublForbidden` (document type
 * declaration, entities of its own, over 100 levels, over 100 attributes), `ublUnreadable` (empty, not well formed,
 * wrongly encoded).
 */
export function skimXml(bytes: Uint8Array, chunkBytes: number, visitor: Visitor): void {
  if (bytes.length > maxBytes) throw new Failure('ublTooLarge', `The document has ${bytes.length} bytes`);
  if (bytes.length === 0) throw new Failure('ublUnreadable', 'The document is empty');

  /** One for each open element: whether its text is wanted. */
  const wanted: boolean[] = [];
  let text = '';
  let attributes = 0;
  let tagEnd = 0;
  let elements = 0;
  /** Characters that the parser was never given. */
  let passedOver = 0;

  const parser = new SaxesParser({ xmlns: true, position: false });

  const keep = (piece: string): void => {
    if (!wanted.at(-1)) return;
    text += piece;
    if (text.length > maxTextCharacters) throw new Failure('ublTooLarge', 'A field is far too long');
  };
  /** After each tag. Without a handler the parser drops text at once. */
  const listen = (): void => {
    tagEnd = parser.position;
    if (wanted.at(-1)) parser.on('text', keep);
    else parser.off('text');
  };

  parser.on('error', (error) => {
    throw failureOf(error);
  });
  parser.on('doctype', () => {
    throw new Failure('ublForbidden', 'The document has a document type declaration');
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > maxAttributes)
      throw new Failure('ublForbidden', `An element has over ${maxAttributes} attributes`);
  });
  parser.on('opentag', (tag) => {
    if (wanted.length === maxDepth) throw new Failure('ublForbidden', `Elements are over ${maxDepth} levels deep`);
    attributes = 0;
    elements += 1;
    if (elements > maxElements) throw new Failure('ublTooLarge', `The document has over ${maxElements} elements`);
    const isWanted = visitor.open(tag, parser.position + passedOver);
    if (isWanted) text = '';
    wanted.push(isWanted);
    listen();
  });
  parser.on('cdata', keep);
  parser.on('closetag', (tag) => {
    visitor.close(tag, wanted.pop() ? text.trim() : '', parser.position + passedOver);
    listen();
  });

  let fed = 0;
  /** Since the last tag there has been plain text only: no markup, entity or `]]>` has begun. */
  let plain = false;
  for (const piece of xmlText(bytes, chunkBytes)) {
    const skipped = plain && !wanted.at(-1) ? lengthOfHarmless(piece) : 0;
    passedOver += skipped;
    const rest = piece.slice(skipped);
    const tagEndBefore = tagEnd;
    parser.write(rest);
    const sawTag = tagEnd !== tagEndBefore;
    plain = wanted.length > 0 && (plain || sawTag) && !/[<&\]]/.test(sawTag ? rest.slice(tagEnd - fed) : rest);
    fed += rest.length;

    const held: string[] = [parser['text'], parser['name'], parser['entity'], parser['piTarget']];
    if (held.some(({ length }) => length > maxHeldCharacters))
      throw new Failure('ublTooLarge', 'A part is far too long');
  }
  parser.close();
}

function lengthOfHarmless(text: string): number {
  const end = text.search(notHarmless);
  return end === -1 ? text.length : end;
}

/** Of the parser's words only what stands before a colon: behind it the document may be quoted. */
function failureOf(error: Error): Failure {
  const [reason = ''] = error.message.split(':');
  if (reason === 'undefined entity.') return new Failure('ublForbidden', 'The document uses an entity of its own');
  return new Failure('ublUnreadable', `Not well-formed XML: ${reason}`);
}
