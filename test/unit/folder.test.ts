/** Where the folders of a Drive stand, and which record is whose (protocol, records and rule 4). */
import { describe, expect, test } from '@jest/globals';
import { type FolderKind, type FolderPlace, folderId, folderName, placeAbove } from '../../functions/domain/folder.ts';

const place = (kind: FolderKind, given: Partial<FolderPlace> = {}): FolderPlace => ({
  partnerSpace: 'partner',
  account: 'account',
  generation: 1,
  company: { key: 'vat-BE0123456749', name: 'John Doe Group_BE0123456749' },
  ...given,
  kind,
});

const kinds: FolderKind[] = ['root', 'company', 'AP', 'AR'];

test.each([
  ['root', 'Invoice_import'],
  ['company', 'John Doe Group_BE0123456749'],
  ['AP', 'AP'],
  ['AR', 'AR'],
] as const)('the folder of kind %s is called %s', (kind, name) => {
  expect(folderName(place(kind))).toBe(name);
});

test.each([
  ['AP', ['company', 'root']],
  ['AR', ['company', 'root']],
  ['company', ['root']],
  ['root', []],
] as const)('above %s stand %j', (kind, expected) => {
  const above: FolderKind[] = [];
  for (let at = placeAbove(place(kind)); at; at = placeAbove(at)) above.push(at.kind);
  expect(above).toEqual(expected);
});

describe('the record', () => {
  test('of each folder of a company is another one', () => {
    expect(new Set(kinds.map((kind) => folderId(place(kind)))).size).toBe(kinds.length);
  });

  test('of the root is one for all companies', () => {
    expect(folderId(place('root'))).toBe(folderId(place('root', { company: { key: 'vat-BE1', name: 'Other' } })));
  });

  test.each(['company', 'AP', 'AR'] as const)('of %s is another one for another company', (kind) => {
    const other = { key: 'vat-BE0987654394', name: 'John Doe Group_BE0123456749' };
    expect(folderId(place(kind, { company: other }))).not.toBe(folderId(place(kind)));
  });

  test.each(['company', 'AP', 'AR'] as const)('of %s stays the same when the company is renamed', (kind) => {
    const renamed = { key: 'vat-BE0123456749', name: 'Jane Doe Group_BE0123456749' };
    expect(folderId(place(kind, { company: renamed }))).toBe(folderId(place(kind)));
  });

  test.each(kinds)('of %s is another one for another partner, and for another Google account', (kind) => {
    const ids = [{}, { partnerSpace: 'another partner' }, { account: 'another account' }].map((given) =>
      folderId(place(kind, given)),
    );
    expect(new Set(ids).size).toBe(3);
  });
});
