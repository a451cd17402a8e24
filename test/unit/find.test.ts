/** What an operator is told of a document that is missing: how it stands, why, and what has to happen next by whom. */
import { describe, expect, test } from '@jest/globals';
import { failureCodes, fateOf } from '../../functions/domain/errors.ts';
import type { Export } from '../../functions/domain/export.ts';
import { readQuestion } from '../../infra/find-question.ts';
import { describe as describeFound, type Found, tell } from '../../infra/find-report.ts';
import { aConnection, anActivation, anExport, anExportedFile, usual } from '../builders.ts';

const { documentId } = usual;
const now = new Date('2026-03-02T09:30:00.000Z');
const dueAt = new Date('2026-03-02T10:00:00.000Z');

interface Given {
  entry: Partial<Export>;
  link?: Parameters<typeof aConnection>[0];
  client?: Parameters<typeof anActivation>[0];
}

function toldOf(given: Partial<Found> = {}): string {
  const found = { documentId, client: undefined, project: 'p', now, entries: [], withoutEntry: [], letters: [] };
  return describeFound(tell({ ...found, ...given }));
}

function toldOfEntry({ entry, link, client }: Given): string {
  const one = { entry: anExport({ dueAt, ...entry }), connection: aConnection(link), activation: anActivation(client) };
  return toldOf({ entries: [one] });
}

describe('an entry', () => {
  test.each<[string, Given, string[]]>([
    [
      'its Drive is full',
      { entry: { state: 'parked', reason: 'driveFull' } },
      [
        "Why            The accountant's Google Drive is full. (driveFull)",
        'Next           the accountant: makes room; it then comes by itself.',
        'Due            2026-03-02T10:00:00Z (in 30 minutes)',
      ],
    ],
    ['it waits for the pace', { entry: { state: 'parked', reason: 'paceLimited' } }, ['nobody: it is tried again by']],
    [
      'nobody has understood it',
      { entry: { state: 'parked', reason: 'unexpected', attempts: 3 } },
      ['parked, after 3 failed attempts', 'the operator: reads the log', 'sendAgain'],
    ],
    [
      'its message was given up',
      { entry: { state: 'parked', reason: 'unexpected', toAdmit: 'released' } },
      ['whether it is to be exported is judged when it is taken up'],
    ],
    [
      'Google refuses us meanwhile',
      { entry: { state: 'parked', reason: 'driveFull' }, link: { state: 'needsSignIn' } },
      ['Connection     needs sign-in', 'the accountant: signs in with Google again'],
    ],
    [
      'it is rejected',
      { entry: { state: 'rejected', reason: 'notUbl' } },
      ['neither a UBL invoice', 'the accountant: has the UBL file in Banqup corrected'],
    ],
    [
      'it is cancelled',
      { entry: { state: 'cancelled', reason: 'disconnected' }, link: { state: 'off' } },
      ['cancelled', 'Google Drive was disconnected', 'the accountant: signs in with Google again, and then uses'],
    ],
    ['somebody is at it', { entry: { state: 'reserved' } }, ['nobody: a worker has it', '(in 30 minutes)']],
    [
      'it is overdue',
      { entry: { state: 'parked', reason: 'paceLimited', dueAt: new Date('2026-03-02T09:14:59.000Z') } },
      ['the operator: it is overdue', '/scheduled/sweep', '(15 minutes ago)'],
    ],
    [
      'its link is ended',
      { entry: { state: 'reserved' }, link: { state: 'off', disconnectingAt: new Date(now.getTime() - 90_061_000) } },
      ['the next sweep cancels this', 'Connection     off; begun', 'ended 2026-03-01T08:28:59Z (1 day ago)'],
    ],
    [
      'its client is switched off',
      { entry: { state: 'reserved' }, client: { active: false, offSince: now } },
      ['the client is switched off', 'Activation     off since 2026-03-02T09:30:00Z (0 seconds ago)'],
    ],
    [
      'it is in Drive',
      { entry: { state: 'done', file: anExportedFile(), doneAt: now } },
      ['Next           nobody: it is in Google Drive.', 'https://drive.example/1', `Drive id ${usual.email}#1`],
    ],
    [
      'it is in the Drive of an account that its partner has left',
      {
        entry: { state: 'done', file: anExportedFile() },
        link: { account: { id: 'another', email: 'jan@x.example' } },
      },
      ['it is in the Drive of an earlier Google account'],
    ],
  ])('is told with the reason, and what has to happen next by whom: %s', (_what, given, words) => {
    const told = toldOfEntry(given);
    for (const one of words) expect(told).toContain(one);
  });

  test('that is just due is not overdue, and one that is closed is never due', () => {
    const due = { dueAt: new Date('2026-03-02T09:15:00.000Z') };
    expect(toldOfEntry({ entry: { state: 'parked', reason: 'paceLimited', ...due } })).toContain('nobody: it is tried');
    expect(toldOfEntry({ entry: { state: 'rejected', reason: 'notUbl', ...due } })).not.toContain('Due ');
  });

  test.each(failureCodes.filter((code) => fateOf(code) === 'park'))('waits for %s with words of its own', (reason) => {
    const told = toldOfEntry({ entry: { state: 'parked', reason } });
    expect(told).toContain(`(${reason})`);
    expect(told).not.toContain('nobody has understood');
  });

  test('says nothing to the terminal that it would obey: names come from outside', () => {
    const name = 'Bakker\u001B[2J\u009B31m\u0007\r\u202Eij\nState  done';
    const told = toldOfEntry({ entry: {}, client: { company: { name } } });
    expect(told).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expect(told).toContain('ij\n               State  done (client space');
  });

  test('of a partner of whom nothing else is kept is told all the same', () => {
    const told = toldOf({ entries: [{ entry: anExport(), connection: undefined, activation: undefined }] });
    expect(told).toContain('Connection     none');
    expect(told).toContain('Activation     none');
  });
});

describe('no entry', () => {
  test('is told with the later of the two moments since when documents come, for each partner of the client', () => {
    const activation = anActivation({ since: new Date('2026-02-01T08:00:00.000Z') });
    const told = toldOf({ withoutEntry: [{ activation, connection: aConnection() }] });
    expect(told).toContain('Not exported by itself if it was approved or sent before 2026-02-01T08:00:00Z');
    const later = aConnection({ since: new Date('2026-02-03T08:00:00.000Z') });
    expect(toldOf({ withoutEntry: [{ activation, connection: later }] })).toContain('before 2026-02-03T08:00:00Z');
    expect(toldOf({ withoutEntry: [{ activation, connection: undefined }] })).toContain('has never signed in');
  });
});

describe('what is asked', () => {
  test('may be spelled in capitals, and be of the project of the environment, or better of one that is named', () => {
    const asked = { documentId, client: usual.clientSpace, project: 'p', json: false };
    const args = [` ${documentId.toUpperCase()} `, '--client', usual.clientSpace.toUpperCase()];
    expect(readQuestion(args, { GOOGLE_CLOUD_PROJECT: 'p' })).toEqual(asked);
    expect(readQuestion([...args, '--project', 'p'], { GOOGLE_CLOUD_PROJECT: 'other' })).toEqual(asked);
  });

  test.each<[string, string[], string]>([
    ['nothing', [], 'One document id is asked for'],
    ['two documents', [documentId, documentId], 'there are 2'],
    ['no UUID', ['INV-1'], 'this is none: INV-1'],
    ['a path', [`../${documentId}`], 'this is none'],
    ['a client that is none', [documentId, '--client', 'Janssens'], 'this is none: Janssens'],
    ['an option that is not there', [documentId, '--partner', 'x'], '--partner'],
    ['an option without its value', [documentId, '--client'], '--client'],
  ])('wrongly is told in a sentence: %s', (_what, args, words) => {
    expect(readQuestion(args, { GOOGLE_CLOUD_PROJECT: 'p' })).toEqual(expect.stringContaining(words));
  });

  test('of no project is told in a sentence', () => {
    expect(readQuestion([documentId], { GOOGLE_CLOUD_PROJECT: '' })).toContain('GOOGLE_CLOUD_PROJECT');
  });
});
