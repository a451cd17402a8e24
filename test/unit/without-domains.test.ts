/** The Functions Framework's domains cost half of a document's CPU time; the function runs its requests without them. */
import domain from 'node:domain';
import { afterAll, expect, test } from '@jest/globals';
import { withoutDomains } from '../../functions/without-domains.ts';

const { create } = domain;
afterAll(() => {
  Object.assign(domain, { create });
});

test('work that the framework runs in a domain is run, and in none', () => {
  withoutDomains();
  const seen: unknown[] = [];
  const one = domain.create();
  one.on('error', () => {});
  one.run(() => seen.push(Reflect.get(process, 'domain')));
  expect(seen).toHaveLength(1);
  expect(seen[0] ?? undefined).toBeUndefined();
});
