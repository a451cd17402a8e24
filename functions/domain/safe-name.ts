/**
 * Makes text safe as part of a file or folder name in Drive, and in Drive for desktop on Windows and macOS.
 * Always holds: cleaning what is clean changes nothing, and no grapheme (emoji, letter with accents) is ever cut in two.
 * Rules: learn.microsoft.com/windows/win32/fileio/naming-a-file; APFS refuses unassigned code points.
 */

import { createHash } from 'node:crypto';

/** The most a name may take: UTF-16 units count on NTFS, bytes of UTF-8 on APFS and Linux. */
export interface Room {
  units: number;
  bytes: number;
}

/** Stands for a forbidden character. Visible, allowed everywhere, and not the `_` that parts are joined with. */
export const replacement = '-';

const lineOrTab = /[\t\n\v\f\r\u0085]/gu;
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)/iu;

/** Most names and numbers: to split one into graphemes takes longer than everything else about it. */
const plainText = /^[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*$/;

/** What rests on Unicode's tables, which are slow to come by: a tenth of a start, which seldom needs them. */
let unicode: ReturnType<typeof readUnicode> | undefined;

function readUnicode() {
  const forbidden = /[<>:"/\\|?*\p{Cs}\p{Cn}\p{Co}]/gu;
  return {
    forbidden,
    hasForbidden: new RegExp(forbidden.source, 'u'),
    invisible: /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu,
    space: /\p{Z}+/gu,
    wholeEmoji: /^\p{RGI_Emoji}$/v,
    graphemes: new Intl.Segmenter('und', { granularity: 'grapheme' }),
  };
}

function graphemesOf(text: string): Intl.Segments {
  unicode ??= readUnicode();
  return unicode.graphemes.segment(text);
}

function cleanGrapheme(grapheme: string): string {
  unicode ??= readUnicode();
  const { forbidden, hasForbidden, invisible, space, wholeEmoji } = unicode;
  // The joiners inside an emoji are invisible, but without them it falls apart.
  if (wholeEmoji.test(grapheme) && !hasForbidden.test(grapheme)) return grapheme;
  return grapheme.replace(lineOrTab, ' ').replace(invisible, '').replace(space, ' ').replace(forbidden, replacement);
}

/** Of ASCII without control characters only these are forbidden, and each character is a grapheme. */
const ascii = /^[ -~]*$/;
const forbiddenInAscii = /[<>:"/\\|?*]/g;

function cleanGraphemes(text: string): string {
  if (ascii.test(text)) return text.replace(forbiddenInAscii, replacement);
  let clean = '';
  for (const { segment } of graphemesOf(text.normalize('NFC'))) clean += cleanGrapheme(segment);
  return clean;
}

function cleanOnce(text: string): string {
  const clean = cleanGraphemes(text);
  const trimmed = clean
    .replace(/ {2,}/g, ' ')
    .replace(/^[ .~]+/, '')
    .replace(/[ .]+$/, '');
  return reserved.test(trimmed) ? replacement + trimmed : trimmed;
}

/**
 * The text without anything a file system or a person's eye could stumble over; may be empty. It never starts with a
 * dot, space or tilde, never ends with a dot or space, and is no name that Windows reserves (`CON`, `nul.txt`).
 */
export function safePart(text: string): string {
  if (plainText.test(text) && !reserved.test(text)) return text;
  let before = text;
  let after = cleanOnce(text);
  // What was taken out may have brought two halves together, so until nothing changes any more.
  while (after !== before) {
    before = after;
    after = cleanOnce(before);
  }
  return after;
}

/** As much of a safe part as fits into the room, in whole graphemes; safe again, and perhaps empty. */
export function cutPart(part: string, room: Room): string {
  if (part.length <= room.units && Buffer.byteLength(part) <= room.bytes) return part;
  let cut = '';
  let bytes = 0;
  for (const { segment } of graphemesOf(part)) {
    bytes += Buffer.byteLength(segment);
    if (cut.length + segment.length > room.units || bytes > room.bytes) break;
    cut += segment;
  }
  return safePart(cut);
}

/**
 * An identifier as part of a name: itself where it is `plain`, otherwise what can be read of it, `~`, and a hash of it.
 * Different identifiers stay different as long as `plain` admits no `~`. At most 57 ASCII characters when changed, and
 * never with `_`.
 */
export function safeIdentity(identity: string, plain: RegExp): string {
  if (plain.test(identity)) return identity;
  const readable = identity
    .replace(/[^A-Za-z0-9]+/g, replacement)
    .replace(/^-/, '')
    .slice(0, 24);
  return `${readable}~${hashOf(identity)}`;
}

/** 32 hexadecimal digits that differ for different texts, lone surrogates included. */
export function hashOf(text: string): string {
  // As UTF-8 every lone surrogate would become the same replacement character.
  return createHash('sha256').update(text, 'utf16le').digest('hex').slice(0, 32);
}
