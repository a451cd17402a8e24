/**
 * What folders and files are called in Drive, and the key that makes two client spaces of one company share a folder.
 * Pure: the same document always gets the same name, and two documents never do, also where case does not count.
 * The pattern `<company name>_<VAT>` and `<sync date>_<invoice number>_<id>` is the help centre's (article 429114).
 */

import { cutPart, hashOf, type Room, replacement, safeIdentity, safePart } from './safe-name.ts';

/** NTFS takes 255 units, APFS and Linux 255 bytes; the rest is left for ` (1)`, `.tmp` and what else sync tools append. */
const fileRoom: Room = { units: 200, bytes: 240 };

/** Shorter, so that a usual file name below it still fits into the 260 characters of a Windows path. */
const folderRoom: Room = { units: 100, bytes: 200 };

/** Windows and macOS do not tell `a` from `A`, so only lower case may stand for itself. */
const plainDocumentId = /^[a-z0-9-]{1,64}$/;
const plainCompanyId = /^[A-Za-z0-9-]{1,64}$/;

/** Made with the first name: an instance starts without it. */
let brusselsDay: Intl.DateTimeFormat | undefined;
const dayInBrussels: Intl.DateTimeFormatOptions = {
  timeZone: 'Europe/Brussels',
  calendar: 'gregory',
  numberingSystem: 'latn',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
};

export interface NamedCompany {
  name: string;
  vatNumber?: string | undefined;
  enterpriseNumber?: string | undefined;
  /** Banqup's id of the client space; identifies the company when it has no number. */
  clientSpace: string;
}

/** Separators that people write between digits; letters and digits are compared without them, in upper case. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s.\-/\p{Cf}]/gu, '')
    .toUpperCase();
}

/** `be 0123.456.749` → `BE0123456749`; undefined for what is no number at all, such as `N/A`, `-` or only zeros. */
function normalVat(vat: string): string | undefined {
  const number = bare(vat).replace(/^BE(\d{9})$/, 'BE0$1');
  return /[1-9]/.test(number) ? number : undefined;
}

function normalEnterpriseNumber(text: string): string | undefined {
  const number = bare(text)
    .replace(/^BE(?=\d+$)/, '')
    .replace(/^(\d{9})$/, '0$1');
  return /[1-9]/.test(number) ? number : undefined;
}

/**
 * Whether a VAT number is no Belgian number with right check digits (97 − the first eight modulo 97). A reason to warn,
 * never to refuse. Another country's number is not judged: false.
 */
export function vatLooksWrong(vat: string): boolean {
  const number = normalVat(vat);
  if (number === undefined) return true;
  if (/^(?!BE)[A-Z]{2}/.test(number)) return false;
  const digits = /^BE([01]\d{9})$/.exec(number)?.[1];
  return digits === undefined || Number(digits.slice(8)) !== 97 - (Number(digits.slice(0, 8)) % 97);
}

/**
 * The company's folder: its `name` (`<company name>_<VAT, else enterprise number, else client space>`, at most 100
 * UTF-16 units and 200 bytes), and a `key` that is the same exactly when that number is. The key has at most 100
 * characters of `[A-Za-z0-9-]`, to be part of a Firestore document id.
 */
export function companyFolder(company: NamedCompany): { key: string; name: string } {
  const [kind, id] = identityOf(company);
  const shownId = safeIdentity(id, plainCompanyId);
  const name = cutPart(safePart(company.name), leftOf(folderRoom, `_${shownId}`));
  return {
    // Prefixes of their own keep kinds, and hashes from what looks like one, apart.
    key: plainCompanyId.test(id) ? `${kind}-${id}` : `${kind}x-${hashOf(id)}`,
    name: name === '' ? safePart(shownId) : `${name}_${shownId}`,
  };
}

function identityOf({ vatNumber, enterpriseNumber, clientSpace }: NamedCompany): ['vat' | 'ent' | 'space', string] {
  const vat = normalVat(vatNumber ?? '');
  if (vat !== undefined) return ['vat', vat];
  const enterprise = normalEnterpriseNumber(enterpriseNumber ?? '');
  return enterprise === undefined ? ['space', clientSpace] : ['ent', enterprise];
}

/**
 * `<sync date>_<invoice number>_<document id>.xml`, at most 200 UTF-16 units and 240 bytes; only the number is cut.
 * Throws a RangeError on a sync date that is not `YYYY-MM-DD`.
 */
export function fileName(parts: { syncDate: string; number: string; documentId: string }): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(parts.syncDate)) throw new RangeError('syncDate must be YYYY-MM-DD');
  const start = `${parts.syncDate}_`;
  const end = `_${safeIdentity(parts.documentId, plainDocumentId)}.xml`;
  const number = cutPart(safePart(parts.number), leftOf(fileRoom, start + end));
  // A dash where nothing is left: an empty field in any language.
  return start + (number || replacement) + end;
}

/** Start and end are ASCII: as many bytes as units. */
function leftOf(room: Room, taken: string): Room {
  return { units: room.units - taken.length, bytes: room.bytes - taken.length };
}

/** The day in Belgium at this moment, `YYYY-MM-DD`. Throws a RangeError on an invalid Date. */
export function syncDate(moment: Date): string {
  brusselsDay ??= new Intl.DateTimeFormat('sv', dayInBrussels);
  return brusselsDay.format(moment);
}
