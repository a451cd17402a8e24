/** Which documents an activation covers, and what it keeps of its beginning (protocol, rules 4 and 11). */
import { describe, expect, test } from '@jest/globals';
import { activationId, covers, switchedOff, switchedOn } from '../../functions/domain/activation.ts';
import { listedName } from '../../functions/domain/listed-name.ts';
import { COMMIT_TIME } from '../../functions/domain/record.ts';
import { aConnection, anActivation, usual } from '../builders.ts';

const client = {
  partnerSpace: usual.partnerSpace,
  clientSpace: usual.clientSpace,
  company: { name: 'John Doe Group', vatNumber: 'BE0123456749' },
};

describe('switching on', () => {
  test('counts since the moment it was committed', () => {
    expect(switchedOn(undefined, client)).toEqual({
      ...client,
      active: true,
      since: COMMIT_TIME,
      listed: listedName(client.company),
      folder: { key: 'vat-BE0123456749', name: 'John Doe Group_BE0123456749' },
    });
  });

  test('again, after it was off, begins anew: what came in between is not exported', () => {
    expect(switchedOn(anActivation({ active: false }), client)).toMatchObject({ active: true, since: COMMIT_TIME });
  });

  test.each([
    ['was renamed', { name: 'Jane Doe Group', vatNumber: 'BE0123456749' }],
    ['lost its VAT number', { name: 'John Doe Group' }],
    ['got another VAT number', { name: 'John Doe Group', vatNumber: 'BE0987654394' }],
  ])('keeps the folder of a company that %s', (_what, company) => {
    const again = switchedOn(anActivation({ active: false }), { ...client, company });
    expect(again).toMatchObject({ company, listed: listedName(company), folder: anActivation().folder });
  });

  test('keeps the folder of a company whose VAT number is filled in later', () => {
    const first = switchedOn(undefined, { ...client, company: { name: 'John Doe Group' } });
    const off = anActivation({ active: false, company: first.company, folder: first.folder });
    expect(switchedOn(off, client).folder).toEqual(first.folder);
    expect(first.folder.key).toContain(usual.clientSpace);
  });
});

test('switching off says since when, and changes nothing else', () => {
  expect(switchedOff(anActivation())).toEqual({ ...anActivation({ active: false }), offSince: COMMIT_TIME });
});

test('one client of two partners, and two clients of one partner, are different activations', () => {
  const ids = ['p1', 'p2'].flatMap((partner) => ['c1', 'c2'].map((client) => activationId(partner, client)));
  expect(new Set(ids).size).toBe(4);
});

describe('a document is covered', () => {
  const noon = new Date('2026-03-02T12:00:00.000Z');
  const later = (milliseconds: number) => new Date(noon.getTime() + milliseconds);

  test.each([
    ['long after', 86_400_000, true],
    ['at the same moment as', 0, true],
    ['a millisecond before', -1, false],
    ['long before', -86_400_000, false],
  ])('or not, released %s the switch-on', (_when, milliseconds, covered) => {
    const [activation, connection] = [anActivation({ since: noon }), aConnection({ since: noon })];
    expect(covers(activation, connection, later(milliseconds))).toBe(covered);
  });

  test('since the later of the two switch-ons', () => {
    const released = later(3_600_000);
    const [early, late] = [later(0), later(7_200_000)];
    const isCovered = (mine: Date, theirs: Date) =>
      covers(anActivation({ since: mine }), aConnection({ since: theirs }), released);
    expect([isCovered(early, early), isCovered(early, late), isCovered(late, early)]).toEqual([true, false, false]);
  });

  test('never by an activation that is off', () => {
    expect(covers(anActivation({ active: false }), aConnection(), later(0))).toBe(false);
  });
});
