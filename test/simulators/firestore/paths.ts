/**
 * The two kinds of path in Firestore: a document's name (projects/P/databases/(default)/documents/…) and a field's path
 * (`a.b`, with backticks around names that are no plain identifiers), read and written inside a document's fields.
 */
import { StatusError } from '../control.ts';
import type { Fields, Value } from './values.ts';

/** Checks that a name is that of a document in this database; throws INVALID_ARGUMENT otherwise. */
export function checkDocumentName(name: string, root: string): string {
  const segments = name.startsWith(`${root}/`) ? name.slice(root.length + 1).split('/') : [];
  const sound = segments.every((one) => one !== '' && one !== '.' && one !== '..' && !/^__.*__$/.test(one));
  if (segments.length < 2 || segments.length % 2 !== 0 || !sound) {
    throw new StatusError('INVALID_ARGUMENT', `Document name "${name}" is not that of a document below ${root}`);
  }
  return name;
}

/** The collection of a document, by its name. */
export const collectionOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));

/** The segments of a field path. Throws INVALID_ARGUMENT where it cannot be read. */
export function parseFieldPath(path: string): string[] {
  const segment = /(?:([A-Za-z_][A-Za-z_0-9]*)|`((?:[^`\\]|\\.)+)`)(\.|$)/y;
  const segments: string[] = [];
  while (segment.lastIndex < path.length) {
    const match = segment.exec(path);
    if (!match) break;
    segments.push(match[1] ?? (match[2] ?? '').replace(/\\(.)/g, '$1'));
    if (match[3] === '') return segments;
  }
  throw new StatusError('INVALID_ARGUMENT', `Invalid property path "${path}".`);
}

/** The value at a field path, or undefined. */
export function getField(fields: Fields, path: string[]): Value | undefined {
  const [head = '', ...rest] = path;
  const value = Object.hasOwn(fields, head) ? fields[head] : undefined;
  if (rest.length === 0 || value === undefined) return value;
  return 'mapValue' in value ? getField(value.mapValue.fields, rest) : undefined;
}

/** The fields with one value put at a path, or taken away where it is undefined. What is no map on the way becomes one. */
export function withField(fields: Fields, path: string[], value: Value | undefined): Fields {
  const [head = '', ...rest] = path;
  const { [head]: old, ...others } = fields;
  if (rest.length === 0) return value === undefined ? others : { ...others, [head]: value };
  const inner = old && 'mapValue' in old ? old.mapValue.fields : undefined;
  if (value === undefined && !inner) return fields;
  return { ...others, [head]: { mapValue: { fields: withField(inner ?? {}, rest, value) } } };
}

/** Only the fields at these paths. */
export function onlyFields(fields: Fields, paths: string[][]): Fields {
  return paths.reduce<Fields>((kept, path) => {
    const value = getField(fields, path);
    return value === undefined ? kept : withField(kept, path, value);
  }, {});
}
