/**
 * What one write of a commit does to one document: its precondition, the update with or without a mask, the delete, and
 * the transforms that follow (https://firebase.google.com/docs/firestore/reference/rest/v1/Write).
 */
import { z } from 'zod';
import { StatusError } from '../control.ts';
import { getField, parseFieldPath, withField } from './paths.ts';
import { parseTimestamp } from './time.ts';
import {
  equalValues,
  type Fields,
  fingerprint,
  parseFields,
  parseValue,
  sizeBytesOf,
  typeOf,
  type Value,
} from './values.ts';

/** https://firebase.google.com/docs/firestore/quotas#limits */
const maxDocumentBytes = 1024 * 1024;

/** A document as it is kept; times in microseconds since 1970. */
export type StoredDocument = { name: string; fields: Fields; createTime: bigint; updateTime: bigint };

const transformSchema = z.strictObject({
  fieldPath: z.string(),
  setToServerValue: z.union([z.literal(1), z.literal('REQUEST_TIME')]).optional(),
  increment: z.unknown().optional(),
  appendMissingElements: z.strictObject({ values: z.array(z.unknown()).default([]) }).optional(),
  removeAllFromArray: z.strictObject({ values: z.array(z.unknown()).default([]) }).optional(),
});

export const writeSchema = z.strictObject({
  update: z.strictObject({ name: z.string(), fields: z.record(z.string(), z.unknown()).default({}) }).optional(),
  delete: z.string().optional(),
  updateMask: z.strictObject({ fieldPaths: z.array(z.string()).default([]) }).optional(),
  updateTransforms: z.array(transformSchema).default([]),
  currentDocument: z.strictObject({ exists: z.boolean().optional(), updateTime: z.string().optional() }).optional(),
});
export type Write = z.infer<typeof writeSchema>;

/** The name of the document that a write is about. Throws INVALID_ARGUMENT where it names none. */
export function writtenName(write: Write): string {
  const name = write.update?.name ?? write.delete;
  if (name === undefined) throw new StatusError('INVALID_ARGUMENT', 'A write is an update or a delete.');
  return name;
}

/**
 * The document after the write (undefined: gone), and what its transforms gave. `commitTime` in microseconds. Throws
 * ALREADY_EXISTS, NOT_FOUND or FAILED_PRECONDITION where the precondition does not hold, INVALID_ARGUMENT where it is too large.
 */
export function applyWrite(write: Write, old: StoredDocument | undefined, commitTime: bigint) {
  const name = writtenName(write);
  checkPrecondition(write.currentDocument, old, name);
  if (!write.update) return { document: undefined, transformResults: [] };

  const given = parseFields(write.update.fields);
  const masked = write.updateMask?.fieldPaths.map(parseFieldPath);
  let fields = given;
  if (masked)
    fields = masked.reduce((kept, path) => withField(kept, path, getField(given, path)), { ...(old?.fields ?? {}) });

  const transformResults: Value[] = [];
  for (const transform of write.updateTransforms) {
    const path = parseFieldPath(transform.fieldPath);
    const { value, result } = applyTransform(transform, getField(fields, path), commitTime);
    fields = withField(fields, path, value);
    transformResults.push(result);
  }
  if (sizeBytesOf(fields) > maxDocumentBytes) {
    throw new StatusError('INVALID_ARGUMENT', `Document "${name}" cannot be written: it is larger than 1 MiB.`);
  }
  // A write that changes nothing keeps the update time (Write's `update_time`).
  const unchanged = old && fingerprint(old.fields) === fingerprint(fields);
  const updateTime = unchanged ? old.updateTime : commitTime;
  return { document: { name, fields, createTime: old?.createTime ?? commitTime, updateTime }, transformResults };
}

function checkPrecondition(wanted: Write['currentDocument'], old: StoredDocument | undefined, name: string): void {
  if (wanted?.exists === true && !old) throw new StatusError('NOT_FOUND', `No document to update: ${name}`);
  if (wanted?.exists === false && old) throw new StatusError('ALREADY_EXISTS', `Document already exists: ${name}`);
  if (wanted?.updateTime === undefined) return;
  const [stored, required] = [old?.updateTime ?? 0n, parseTimestamp(wanted.updateTime)];
  if (stored === required) return;
  throw new StatusError(
    'FAILED_PRECONDITION',
    `the stored version (${stored}) does not match the required base version (${required})`,
  );
}

function applyTransform(
  transform: z.infer<typeof transformSchema>,
  old: Value | undefined,
  commitTime: bigint,
): { value: Value; result: Value } {
  const { setToServerValue, increment, appendMissingElements, removeAllFromArray } = transform;
  if (setToServerValue !== undefined) {
    // A server timestamp has milliseconds; the commit time has microseconds.
    const value = parseValue({ timestampValue: new Date(Number(commitTime / 1000n)).toISOString() });
    return { value, result: value };
  }
  if (increment !== undefined) {
    const value = add(old, parseValue(increment));
    return { value, result: value };
  }
  const before = old && 'arrayValue' in old ? old.arrayValue.values : [];
  const named = (appendMissingElements ?? removeAllFromArray)?.values.map((value) => parseValue(value, true));
  if (!named) throw new StatusError('INVALID_ARGUMENT', `No transform is given for ${transform.fieldPath}`);
  const values = before.filter((one) => !removeAllFromArray || !named.some((gone) => equalValues(one, gone)));
  for (const one of appendMissingElements ? named : []) {
    if (!values.some((there) => equalValues(there, one))) values.push(one);
  }
  return { value: { arrayValue: { values } }, result: { nullValue: null } };
}

function add(old: Value | undefined, by: Value): Value {
  if (typeOf(by) !== 'number') throw new StatusError('INVALID_ARGUMENT', 'An increment must be a number.');
  if (!old || typeOf(old) !== 'number') return by;
  if ('integerValue' in old && 'integerValue' in by) {
    return { integerValue: clampInt64(BigInt(old.integerValue) + BigInt(by.integerValue)).toString() };
  }
  const double = (value: Value) =>
    Number('integerValue' in value ? value.integerValue : 'doubleValue' in value ? value.doubleValue : 0);
  return { doubleValue: wireDouble(double(old) + double(by)) };
}

function clampInt64(value: bigint): bigint {
  const [min, max] = [-(2n ** 63n), 2n ** 63n - 1n];
  return value < min ? min : value > max ? max : value;
}

function wireDouble(value: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'Infinity' : '-Infinity';
}
