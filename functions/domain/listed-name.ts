/**
 * How a client stands in a list of thousands: its place, as people sort its company's name, and every beginning that finds it. The
 * database neither sorts nor searches as people do, so both are worked out when the client is switched on, and kept with it.
 */

/** What a company goes by. */
interface NumberedName {
  name: string;
  vatNumber?: string | undefined;
  enterpriseNumber?: string | undefined;
}

export interface ListedName {
  /** Sorts by code points as people sort names: accents and case do not count, a number counts as a number. */
  order: string;
  /** What `searchKey` may make of what a person types to find it. */
  starts: string[];
}

/** Characters of a name that it is sorted by; Firestore goes by the first 1,500 bytes. */
const orderAtMost = 100;
const digitsAtMost = 10;
/** Words of a name that it is found by, and characters from each on: each beginning is an entry in an index. */
const wordsAtMost = 12;
const startAtMost = 40;

/** Where a company stands in a list, and what finds it: a beginning of its name from any word on, of its VAT or enterprise number. */
export function listedName({ name, vatNumber = '', enterpriseNumber = '' }: NumberedName): ListedName {
  const words = wordsOf(name);
  const rests = words.slice(0, wordsAtMost).map((_, index) => words.slice(index).join(''));
  const numbers = [vatNumber, enterpriseNumber].map((number) => wordsOf(number).join(''));
  const withoutCountry = numbers.map((number) => number.replace(/^[a-z]{2}/, ''));
  const order = words.join(' ').replace(/\d+/g, (digits) => digits.padStart(digitsAtMost, '0'));
  return {
    order: [...order].slice(0, orderAtMost).join(''),
    starts: [...new Set([...rests, ...numbers, ...withoutCountry].flatMap(startsOf))],
  };
}

/** What finds clients in `starts`, from what a person typed. Empty: nothing was asked for. */
export function searchKey(text: string): string {
  return startsOf(wordsOf(text).join('')).at(-1) ?? '';
}

/** The beginnings of a text, the longest last. */
function startsOf(text: string): string[] {
  const characters = [...text].slice(0, startAtMost);
  return characters.map((_, index) => characters.slice(0, index + 1).join(''));
}

/** Letters that are no others with an accent, as people without their key type them. */
const typedAs: Record<string, string> = { œ: 'oe', æ: 'ae', ø: 'o', ς: 'σ' };

/** Letters and digits, in lower case and without accents. Where a person sets a space, a dot or a dash, tells words apart and no more. */
function wordsOf(text: string): string[] {
  const bare = text
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return bare.replace(/[œæøς]/g, (letter) => typedAs[letter] ?? letter).match(/[\p{L}\p{N}]+/gu) ?? [];
}
