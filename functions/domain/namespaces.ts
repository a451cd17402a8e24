/** Which namespaces a part of a document uses that are declared outside it only (Namespaces in XML 1.0, 6). */
import type { Tag } from './xml-skim.ts';

export interface Scope {
  /** Prefix to namespace, of what has been used so far and not declared within; the empty prefix is the default namespace. */
  readonly missing: ReadonlyMap<string, string>;
  /** An element of the part; `outside` is the element around the part. */
  open(tag: Tag, outside: Tag | undefined): void;
  close(tag: Tag): void;
}

/** Nothing used yet. */
export function createScope(): Scope {
  const missing = new Map<string, string>();
  /** How many open elements of the part declare a prefix. */
  const declared = new Map<string, number>();

  function count(tag: Tag, by: number): void {
    for (const prefix of Object.keys(tag.ns)) declared.set(prefix, (declared.get(prefix) ?? 0) + by);
  }

  return {
    missing,
    open(tag, outside) {
      count(tag, 1);
      const prefixes = Object.values(tag.attributes).map(({ prefix }) => prefix);
      // An attribute without a prefix is in no namespace, whatever the default one is.
      for (const prefix of new Set([tag.prefix, ...prefixes.filter((one) => one !== '')])) {
        const uri = declared.get(prefix) ? undefined : outside?.ns[prefix];
        if (uri) missing.set(prefix, uri);
      }
    },
    close: (tag) => count(tag, -1),
  };
}
