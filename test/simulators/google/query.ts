/**
 * The search language of `files.list`, as far as it is simulated: terms joined by `and`. Anything else is refused with
 * Drive's own 400, so that a query never silently finds something else than at Google.
 * https://developers.google.com/workspace/drive/api/guides/ref-search-terms
 */
import { type Item, isTrashed } from './drive-store.ts';
import { invalidParameter } from './errors.ts';

export type Term =
  | { about: 'parent'; id: string }
  | { about: 'name'; operator: '=' | 'contains'; value: string }
  | { about: 'mimeType'; operator: '=' | '!='; value: string }
  | { about: 'trashed'; value: boolean }
  | { about: 'createdTime'; since: Date }
  | { about: 'appProperty'; key: string; value: string };

type Token = { kind: 'text' | 'word'; value: string };

/** The terms of a query; an empty query has none. 400 `invalid` on what is not simulated or not a query. */
export function parseQuery(q: string): Term[] {
  const tokens = tokenise(q);
  const terms: Term[] = [];
  while (tokens.length > 0) {
    if (terms.length > 0) word(tokens, 'and');
    terms.push(parseTerm(tokens));
  }
  return terms;
}

/** Whether an item answers a term. `parentId` is what the term's parent stands for (`root` is an alias). */
export function matches(item: Item, term: Term, parentId: (id: string) => string): boolean {
  switch (term.about) {
    case 'parent':
      return item.parentId === parentId(term.id);
    case 'name':
      return term.operator === '=' ? sameText(item.name, term.value) : hasWordStartingWith(item.name, term.value);
    case 'mimeType':
      return (item.mimeType === term.value) === (term.operator === '=');
    case 'trashed':
      return isTrashed(item) === term.value;
    case 'createdTime':
      return item.createdTime >= term.since;
    case 'appProperty':
      return item.appProperties.get(term.key) === term.value;
  }
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** `name contains` matches beginnings of words only: HelloWorld contains Hello, but not World. */
function hasWordStartingWith(name: string, prefix: string): boolean {
  const lower = name.toLowerCase();
  const wanted = prefix.toLowerCase();
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(lower.charAt(at - 1))) return true;
  }
  return false;
}

function tokenise(q: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:'((?:[^'\\]|\\.)*)'|(!=|>=|[={}]|[A-Za-z]+))\s*/gsy;
  while (pattern.lastIndex < q.length) {
    const match = pattern.exec(q);
    if (!match) throw invalidQuery();
    const [, text, symbol] = match;
    if (text !== undefined) tokens.push({ kind: 'text', value: text.replaceAll(/\\(.)/gs, '$1') });
    else tokens.push({ kind: 'word', value: symbol ?? '' });
  }
  return tokens;
}

function parseTerm(tokens: Token[]): Term {
  const first = tokens.shift();
  if (first?.kind === 'text') {
    word(tokens, 'in');
    word(tokens, 'parents');
    return { about: 'parent', id: first.value };
  }
  switch (first?.value) {
    case 'name':
      return { about: 'name', operator: word(tokens, '=', 'contains'), value: text(tokens) };
    case 'mimeType':
      return { about: 'mimeType', operator: word(tokens, '=', '!='), value: text(tokens) };
    case 'trashed':
      word(tokens, '=');
      return { about: 'trashed', value: word(tokens, 'true', 'false') === 'true' };
    case 'createdTime': {
      word(tokens, '>=');
      const since = new Date(text(tokens));
      if (Number.isNaN(since.getTime())) throw invalidQuery();
      return { about: 'createdTime', since };
    }
    case 'appProperties': {
      word(tokens, 'has');
      word(tokens, '{');
      word(tokens, 'key');
      word(tokens, '=');
      const key = text(tokens);
      word(tokens, 'and');
      word(tokens, 'value');
      word(tokens, '=');
      const value = text(tokens);
      word(tokens, '}');
      return { about: 'appProperty', key, value };
    }
    default:
      throw invalidQuery();
  }
}

function word<const Allowed extends string>(tokens: Token[], ...allowed: Allowed[]): Allowed {
  const token = tokens.shift();
  const found = token?.kind === 'word' ? allowed.find((candidate) => candidate === token.value) : undefined;
  if (found === undefined) throw invalidQuery();
  return found;
}

function text(tokens: Token[]): string {
  const token = tokens.shift();
  if (token?.kind !== 'text') throw invalidQuery();
  return token.value;
}

function invalidQuery() {
  return invalidParameter('q', 'Invalid Value', 'invalid');
}
