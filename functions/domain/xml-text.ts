/**
 * The text of an XML document, out of its bytes, piece by piece: a document of 100 MB is never held as one string.
 * The encoding is found as XML 1.0 appendix F says: byte order mark, first bytes, XML declaration.
 */

import { Failure } from './errors.ts';

/** What Belgian software is known to write; the labels mean what encoding.spec.whatwg.org makes of them. */
const encodings = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['iso-8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
  ['iso-8859-15', 'iso-8859-15'],
  // .NET writes this in front of text that it then saves as UTF-8; real UTF-16 is seen from the first bytes.
  ['utf-16', 'utf-8'],
]);

/** The encoding of these bytes, as TextDecoder names it. Throws `ublUnreadable` on one that is not supported. */
export function encodingOf(bytes: Uint8Array): string {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0x3c && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second === 0x3c && third === 0 && fourth !== 0) return 'utf-16be';

  // Behind a byte order mark of UTF-8 no declaration is found, so that the mark decides.
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1');
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)["']/.exec(start)?.[1] ?? 'utf-8';
  const encoding = encodings.get(declared.toLowerCase());
  if (encoding === undefined) throw new Failure('ublUnreadable', 'The XML declares an encoding that is not supported');
  return encoding;
}

/** Pieces of at most `chunkBytes` bytes each. Throws `ublUnreadable` on an unknown encoding or bytes that do not fit it. */
export function* xmlText(bytes: Uint8Array, chunkBytes: number): Generator<string> {
  const encoding = encodingOf(bytes);
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (let from = 0; from < bytes.length; from += chunkBytes) {
      yield decoder.decode(bytes.subarray(from, from + chunkBytes), { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    // Thrown inside this generator only by the decoder: a consumer's own error ends it without passing here.
    throw new Failure('ublUnreadable', `The bytes are not ${encoding}`, { cause: error });
  }
}
