/**
 * Firestore's typed values as they travel over REST: checked, brought into one form, compared and put in order.
 * The order across and within types is that of https://firebase.google.com/docs/firestore/manage-data/data-types;
 * the wire form is https://firebase.google.com/docs/firestore/reference/rest/v1/Value.
 */
import { z } from 'zod';
import { StatusError } from '../control.ts';
import { formatTimestamp, parseTimestamp } from './time.ts';

export type Fields = { [name: string]: Value };
export type Value =
  | { nullValue: null }
  | { booleanValue: boolean }
  | { integerValue: string }
  | { doubleValue: number | 'NaN' | 'Infinity' | '-Infinity' }
  | { timestampValue: string }
  | { stringValue: string }
  | { bytesValue: string }
  | { referenceValue: string }
  | { geoPointValue: { latitude: number; longitude: number } }
  | { arrayValue: { values: Value[] } }
  | { mapValue: { fields: Fields } };

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const integerSchema = z
  .union([z.int(), z.string().regex(/^-?\d+$/)])
  .transform(BigInt)
  .refine((value) => value >= INT64.min && value <= INT64.max, 'not a 64-bit integer');
const geoPointSchema = z.strictObject({
  latitude: z.number().min(-90).max(90).default(0),
  longitude: z.number().min(-180).max(180).default(0),
});
const wireSchema = z
  .strictObject({
    nullValue: z.union([z.null(), z.literal('NULL_VALUE'), z.literal(0)]),
    booleanValue: z.boolean(),
    integerValue: integerSchema,
    doubleValue: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]),
    timestampValue: z.string(),
    stringValue: z.string(),
    bytesValue: z.string(),
    referenceValue: z.string(),
    geoPointValue: geoPointSchema,
    arrayValue: z.strictObject({ values: z.array(z.unknown()).default([]) }),
    mapValue: z.strictObject({ fields: z.record(z.string(), z.unknown()).default({}) }),
  })
  .partial()
  .refine((value) => Object.keys(value).length === 1, 'a value has exactly one type');

/** One value from the wire in its one form: integers as decimal strings, times in UTC with microseconds. Throws INVALID_ARGUMENT. */
export function parseValue(wire: unknown, insideArray = false): Value {
  const parsed = wireSchema.safeParse(wire);
  if (!parsed.success) {
    throw new StatusError('INVALID_ARGUMENT', `Not a Firestore value: ${z.prettifyError(parsed.error)}`);
  }
  const { integerValue, timestampValue, bytesValue, arrayValue, mapValue, ...plain } = parsed.data;
  if (integerValue !== undefined) return { integerValue: integerValue.toString() };
  if (timestampValue !== undefined) return { timestampValue: formatTimestamp(parseTimestamp(timestampValue)) };
  if (bytesValue !== undefined) return { bytesValue: Buffer.from(bytesValue, 'base64').toString('base64') };
  if (mapValue) return { mapValue: { fields: parseFields(mapValue.fields) } };
  if (arrayValue) {
    if (insideArray) throw new StatusError('INVALID_ARGUMENT', 'Cannot convert an array value in an array value.');
    return { arrayValue: { values: arrayValue.values.map((value) => parseValue(value, true)) } };
  }
  return 'nullValue' in plain ? { nullValue: null } : (plain as Value);
}

/** A document's or a map's fields from the wire. Names like `__this__` are refused, as Firestore keeps them to itself. */
export function parseFields(wire: Record<string, unknown>): Fields {
  for (const name of Object.keys(wire)) {
    if (name === '__type__') throw new StatusError('UNIMPLEMENTED', 'The stand-in does not know vector values');
    if (/^__.*__$/.test(name)) throw new StatusError('INVALID_ARGUMENT', `field name ${name} is reserved`);
  }
  return Object.fromEntries(Object.entries(wire).map(([name, value]) => [name, parseValue(value)]));
}

const TYPES = {
  nullValue: 'null',
  booleanValue: 'boolean',
  integerValue: 'number',
  doubleValue: 'number',
  timestampValue: 'timestamp',
  stringValue: 'string',
  bytesValue: 'bytes',
  referenceValue: 'reference',
  geoPointValue: 'geoPoint',
  arrayValue: 'array',
  mapValue: 'map',
} as const;
const ORDER = [...new Set(Object.values(TYPES))];

/** The type by which Firestore groups values: integers and doubles are both numbers. */
export function typeOf(value: Value): (typeof ORDER)[number] {
  for (const key in value) return TYPES[key as keyof typeof TYPES];
  return 'null';
}

/** Negative, zero or positive, in Firestore's order of values: by type first. */
export function compareValues(a: Value, b: Value): number {
  const types = ORDER.indexOf(typeOf(a)) - ORDER.indexOf(typeOf(b));
  if (types !== 0) return types;
  if ('booleanValue' in a && 'booleanValue' in b) return Number(a.booleanValue) - Number(b.booleanValue);
  // In its one form a time is in the order of its text, without the Z: a fraction only adds to it.
  if ('timestampValue' in a && 'timestampValue' in b)
    return compare(a.timestampValue.slice(0, -1), b.timestampValue.slice(0, -1));
  if ('stringValue' in a && 'stringValue' in b) return compareUtf8(a.stringValue, b.stringValue);
  if ('bytesValue' in a && 'bytesValue' in b)
    return Buffer.compare(Buffer.from(a.bytesValue, 'base64'), Buffer.from(b.bytesValue, 'base64'));
  if ('referenceValue' in a && 'referenceValue' in b) return compareNames(a.referenceValue, b.referenceValue);
  if ('geoPointValue' in a && 'geoPointValue' in b)
    return (
      compare(a.geoPointValue.latitude, b.geoPointValue.latitude) ||
      compare(a.geoPointValue.longitude, b.geoPointValue.longitude)
    );
  if ('arrayValue' in a && 'arrayValue' in b)
    return compareLists(a.arrayValue.values, b.arrayValue.values, compareValues);
  if ('mapValue' in a && 'mapValue' in b) return compareMaps(a.mapValue.fields, b.mapValue.fields);
  return compareNumbers(a, b);
}

/** Whether two values are the same for a query: 1 and 1.0 are, 1 and "1" are not. */
export const equalValues = (a: Value, b: Value): boolean => compareValues(a, b) === 0;

/** Document names in order: segment by segment, each by its UTF-8 bytes. */
export const compareNames = (a: string, b: string): number =>
  a === b ? 0 : compareLists(a.split('/'), b.split('/'), compareUtf8);

/** Fields as text, the same for the same content, whatever order they came in; 1 and 1.0 differ. */
export function fingerprint(fields: Fields): string {
  return JSON.stringify(fields, (_key, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)))
      : value,
  );
}

/** How many bytes Firestore counts for fields, near enough. https://firebase.google.com/docs/firestore/storage-size */
export function sizeBytesOf(fields: Fields): number {
  return Object.entries(fields).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + 1 + valueBytes(value),
    0,
  );
}

function valueBytes(value: Value): number {
  if ('stringValue' in value) return Buffer.byteLength(value.stringValue) + 1;
  if ('bytesValue' in value) return Buffer.byteLength(value.bytesValue, 'base64');
  if ('referenceValue' in value) return Buffer.byteLength(value.referenceValue) + 1;
  if ('arrayValue' in value) return value.arrayValue.values.reduce((sum, one) => sum + valueBytes(one), 0);
  if ('mapValue' in value) return sizeBytesOf(value.mapValue.fields);
  return 'nullValue' in value || 'booleanValue' in value ? 1 : 8;
}

function compareNumbers(a: Value, b: Value): number {
  const [left, right] = [numeric(a), numeric(b)];
  // NaN is before every other number, and the same as itself.
  if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(right)) - Number(Number.isNaN(left));
  return compare(left, right);
}

function numeric(value: Value): bigint | number {
  if ('integerValue' in value) return BigInt(value.integerValue);
  return 'doubleValue' in value ? Number(value.doubleValue) : 0;
}

function compareMaps(a: Fields, b: Fields): number {
  const sorted = (fields: Fields) => Object.entries(fields).sort(([x], [y]) => compareUtf8(x, y));
  return compareLists(sorted(a), sorted(b), ([x, v], [y, w]) => compareUtf8(x, y) || compareValues(v, w));
}

function compareLists<T>(a: T[], b: T[], compareItems: (x: T, y: T) => number): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    const items = compareItems(left, right);
    if (items !== 0) return items;
  }
  return a.length - b.length;
}

/** With these the order of UTF-16, which JavaScript goes by, is not that of UTF-8. */
const late = /[\ud800-\uffff]/;

function compareUtf8(a: string, b: string): number {
  if (a === b) return 0;
  return late.test(a) || late.test(b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : compare(a, b);
}

const compare = <T extends bigint | number | string>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
