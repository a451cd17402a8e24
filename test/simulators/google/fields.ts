/**
 * The `fields` parameter: which part of an answer the caller wants (`files(id,name),nextPageToken`, `user/emailAddress`, `*`).
 * A field that the simulated resource does not have is refused, as Drive refuses a field it does not know.
 * https://developers.google.com/workspace/drive/api/guides/fields-parameter
 */
import { invalidParameter } from './errors.ts';

/** The names a resource may have (`*`: any name): a nested shape, or `leaf` for a value that is not looked into. */
export type Shape = { readonly [name: string]: Shape | 'leaf' };

type Selection = Map<string, Selection | 'everything'>;

/** The part of `resource` that `fields` asks for; 400 `invalidParameter` on a field outside the shape. */
export function selectFields(resource: object, fields: string, shape: Shape): Record<string, unknown> {
  return pick(resource, parse(fields), shape);
}

function pick(resource: object, selection: Selection, shape: Shape): Record<string, unknown> {
  if (selection.has('*')) return { ...resource };
  const picked: Record<string, unknown> = {};
  for (const [name, inner] of selection) {
    const innerShape = Object.hasOwn(shape, name) ? shape[name] : shape['*'];
    if (innerShape === undefined) throw invalidFields(`Invalid field selection ${name}`);
    if (inner !== 'everything' && innerShape === 'leaf') throw invalidFields(`Invalid field selection ${name}`);
    const value: unknown = Reflect.get(resource, name);
    if (inner === 'everything' || innerShape === 'leaf') {
      if (value !== undefined) picked[name] = value;
    } else if (Array.isArray(value)) {
      picked[name] = value.map((entry: object) => pick(entry, inner, innerShape));
    } else {
      const part = pick(typeof value === 'object' && value !== null ? value : {}, inner, innerShape);
      if (value !== undefined) picked[name] = part;
    }
  }
  return picked;
}

function parse(fields: string): Selection {
  const tokens = fields.replaceAll(/\s/g, '').match(/[A-Za-z0-9_]+|[*(),/]/g) ?? [];
  if (tokens.join('') !== fields.replaceAll(/\s/g, '')) throw invalidFields(`Invalid field selection ${fields}`);
  let at = 0;

  function list(): Selection {
    const selection: Selection = new Map();
    do {
      const [name, inner] = one();
      const known = selection.get(name);
      if (known === undefined || known === 'everything' || inner === 'everything') selection.set(name, inner);
      else for (const [key, value] of inner) known.set(key, value);
    } while (tokens[at] === ',' && ++at);
    return selection;
  }

  function one(): [string, Selection | 'everything'] {
    const name = tokens[at++];
    if (name === undefined || /[(),/]/.test(name)) throw invalidFields(`Invalid field selection ${fields}`);
    if (tokens[at] === '/') {
      at += 1;
      return [name, new Map([one()])];
    }
    if (tokens[at] !== '(') return [name, 'everything'];
    at += 1;
    const inner = list();
    if (tokens[at++] !== ')') throw invalidFields(`Invalid field selection ${fields}`);
    return [name, inner];
  }

  const selection = list();
  if (at < tokens.length) throw invalidFields(`Invalid field selection ${fields}`);
  return selection;
}

function invalidFields(message: string) {
  return invalidParameter('fields', message);
}
