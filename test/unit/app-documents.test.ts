/** The documents over HTTP: filtered, page by page, each with what is known of it, and nothing of another partner. */
import { describe, expect, test } from '@jest/globals';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { anExport, anExportedFile, usual } from '../builders.ts';
import { createConnectApp, type Visitor } from './connect-app.ts';
import {
  addExport,
  addExports,
  anOffice,
  clientSpaceOf,
  dutch,
  facts,
  formsIn,
  linkCalled,
  other,
  read,
  rowsOf,
  wordsOf,
} from './manage-office.ts';

const { manage, states, reasons, notPeppol } = dutch.texts;
const { documents, problems } = manage;

async function openDocuments(visitor: Visitor, address = '/manage/documents') {
  const answer = await visitor.get(address);
  expect(answer.status).toBe(200);
  const { root, words } = read(answer);
  return {
    root,
    words,
    title: wordsOf(root.querySelector('h1')),
    rows: rowsOf(root),
    numbers: rowsOf(root).map(([, document = '']) => /INV-[\w-]+/.exec(document)?.[0]),
    chosen: root.querySelectorAll('.chips a[aria-current]').map(wordsOf),
    newest: linkCalled(root, documents.newest),
    older: linkCalled(root, documents.older),
  };
}

const numbered = (number: string, given: Partial<Export>): Partial<Export> => ({
  documentId: number,
  facts: { ...facts, number },
  ...given,
});

describe('the filter', () => {
  async function aMixedOffice() {
    const office = await anOffice();
    const { app } = office;
    const second = clientSpaceOf(1);
    app.world.activate({ clientSpace: second, company: { name: 'Tuinbouw' } });
    const clients = { first: usual.clientSpace, second };
    for (const [who, clientSpace] of Object.entries(clients)) {
      const add = (what: string, given: Partial<Export>) =>
        addExport(app, numbered(`INV-${who}-${what}`, { clientSpace, ...given }));
      add('done', { state: 'done', file: anExportedFile() });
      add('reserved', { state: 'reserved' });
      add('updating', { state: 'updating' });
      add('parked', { state: 'parked', reason: 'driveFull' });
      add('rejected', { state: 'rejected', reason: 'notUbl' });
      add('cancelled', { state: 'cancelled', reason: 'switchedOff' });
    }
    return { ...office, second };
  }
  const all = ['done', 'reserved', 'updating', 'parked', 'rejected', 'cancelled'];

  test.each([
    ['', all, documents.filters.all],
    ['status=exported', ['done'], documents.filters.exported],
    ['status=waiting', ['reserved', 'updating', 'parked'], documents.filters.waiting],
    ['status=rejected', ['rejected'], documents.filters.rejected],
    ['status=cancelled', ['cancelled'], documents.filters.cancelled],
    ['cause=driveFull', ['parked'], `${documents.cause}: ${reasons.driveFull.what}`],
    ['cause=notUbl', ['rejected'], `${documents.cause}: ${reasons.notUbl.what}`],
    ['cause=ublMissing', [], `${documents.cause}: ${reasons.ublMissing.what}`],
  ])('"%s" shows what it says and no more, of every client, and is marked', async (query, whats, label) => {
    const { visitor } = await aMixedOffice();
    const page = await openDocuments(visitor, `/manage/documents?${query}`);
    const expected = whats.flatMap((what) => [`INV-first-${what}`, `INV-second-${what}`]);
    expect(page.numbers.sort()).toEqual(expected.sort());
    expect(page.chosen).toEqual([label]);
    expect(page.title).toBe(documents.title);
    expect(page.words.includes(documents.noneSuch)).toBe(whats.length === 0);
  });

  test.each([
    ['', all],
    ['&status=exported', ['done']],
    ['&status=waiting', ['reserved', 'updating', 'parked']],
  ])('of one client shows its documents alone, under its name: "%s"', async (query, whats) => {
    const { visitor, second } = await aMixedOffice();
    const page = await openDocuments(visitor, `/manage/documents?client=${second}${query}`);
    expect(page.numbers.sort()).toEqual(whats.map((what) => `INV-second-${what}`).sort());
    expect(page.title).toBe('Tuinbouw');
    const others = page.root.querySelectorAll('.chips a').map((link) => link.getAttribute('href'));
    expect(others).toContain(`/manage/documents?client=${second}&status=rejected`);
  });

  test('by a cause is of every client: it is never headed by the name of one', async () => {
    const { visitor, second } = await aMixedOffice();
    const page = await openDocuments(visitor, `/manage/documents?client=${second}&cause=driveFull`);
    expect(page.numbers.sort()).toEqual(['INV-first-parked', 'INV-second-parked']);
    expect(page.title).toBe(documents.title);
  });

  test('of a client that is switched off since shows what there was, and says so', async () => {
    const { app, visitor, second } = await aMixedOffice();
    app.world.activate({ clientSpace: second, company: { name: 'Tuinbouw' }, active: false });
    const page = await openDocuments(visitor, `/manage/documents?client=${second}`);
    expect(page.rows).toHaveLength(all.length);
    expect(page.words).toContain(manage.clients.off);
    expect(page.words).not.toContain(manage.completeness.title);
  });

  test.each([
    'status=done',
    'status=',
    'cause=disconnected',
    'cause=__proto__',
    'cause=badRequest',
    'client=x',
    'client=../x',
    'after=x',
    `after=${'0'.repeat(63)}`,
    `after=${'A'.repeat(64)}`,
  ])('that is none is refused (400): %s', async (query) => {
    const { visitor } = await anOffice();
    expect((await visitor.get(`/manage/documents?${query}`)).status).toBe(400);
  });

  test('with a client of another partner, or one that nobody knows, is an unknown page (404)', async () => {
    const { app, visitor } = await aMixedOffice();
    const theirs = clientSpaceOf(7);
    app.world.activate({ partnerSpace: other.id, clientSpace: theirs, company: { name: 'Geheim bv' } });
    addExport(app, { partnerSpace: other.id, clientSpace: theirs });
    for (const client of [theirs, clientSpaceOf(8)]) {
      const { status, text } = await visitor.get(`/manage/documents?client=${client}`);
      expect([status, text.includes('Geheim')]).toEqual([404, false]);
    }
  });
});

describe('page by page', () => {
  test('each of many documents is shown once, the newest first, also those of one moment', async () => {
    const { app, visitor } = await anOffice();
    const expected: string[] = [];
    for (let index = 0; index < 120; index += 1) {
      const number = `INV-${String(index).padStart(3, '0')}`;
      // Ten at a time.
      const reservedAt = new Date(Date.UTC(2026, 1, 1, 0, Math.floor(index / 10)));
      addExport(app, numbered(number, { state: 'done', reservedAt }));
      expected.push(number);
    }
    const pages: (string | undefined)[][] = [];
    for (let path: string | undefined = '/manage/documents'; path && pages.length < 9; ) {
      const page: Awaited<ReturnType<typeof openDocuments>> = await openDocuments(visitor, path);
      expect(page.newest).toBe(pages.length === 0 ? undefined : '/manage/documents');
      pages.push(page.numbers);
      path = page.older;
    }
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(pages.flat().sort()).toEqual(expected);
    expect(pages[0]?.slice(0, 10).sort()).toEqual(expected.slice(-10));
  });

  test('a filter goes along, and leads nowhere after a last page that is full', async () => {
    const { app, visitor } = await anOffice();
    addExports(app, 50, { state: 'rejected', reason: 'notUbl' });
    addExports(app, 10, { state: 'done' });
    const rejected = '/manage/documents?status=rejected';
    expect((await openDocuments(visitor, rejected)).older).toBeUndefined();
    addExport(app, { documentId: 'one more', state: 'rejected', reason: 'notUbl' });
    const { older = '' } = await openDocuments(visitor, rejected);
    const last = await openDocuments(visitor, older);
    expect(last.rows).toHaveLength(1);
    expect([last.newest, last.chosen]).toEqual([rejected, [documents.filters.rejected]]);
  });

  test('begins at the beginning after an entry of another partner, or one that is gone, and shows nothing of it', async () => {
    const { app, visitor } = await anOffice();
    addExport(app, numbered('INV-mine', { state: 'done', reservedAt: new Date('2026-03-01T00:00:00Z') }));
    const theirs = addExport(app, {
      ...numbered('INV-geheim', { state: 'done', reservedAt: new Date('2026-02-01T00:00:00Z') }),
      partnerSpace: other.id,
    });
    for (const after of [theirs, '0'.repeat(64)]) {
      const page = await openDocuments(visitor, `/manage/documents?after=${after}`);
      expect(page.numbers).toEqual(['INV-mine']);
    }
  });
});

describe('a document', () => {
  async function shown(given: Partial<Export>) {
    const { app, visitor } = await anOffice();
    const id = addExport(app, given);
    const page = await openDocuments(visitor);
    expect(page.rows).toHaveLength(1);
    return { ...page, id, cells: page.rows[0] ?? [] };
  }

  test('that is in Drive has its date, number, counterparty, client, direction, amount and file', async () => {
    const { cells, root } = await shown({
      state: 'done',
      direction: 'AR',
      doneAt: new Date('2026-03-02T08:30:00Z'),
      facts: { ...facts, kind: 'creditNote', counterparty: 'Claes nv', payableAmount: '1234.5', currency: 'EUR' },
      file: anExportedFile({ link: 'https://drive.example/file' }),
    });
    expect(cells).toEqual([
      dutch.moment(new Date('2026-03-02T08:30:00Z')),
      `${documents.creditNote} INV-1 (${documents.opensDrive}) Claes nv`,
      'John Doe Group',
      manage.directions.AR,
      dutch.amount('1234.5', 'EUR').replace(/\s/g, ' '),
      states.done,
    ]);
    expect(linkCalled(root, 'INV-1')).toBe('https://drive.example/file');
  });

  test('of which nothing is known yet reads well: its id in place of its number, and a dash in place of the rest', async () => {
    const { app, visitor } = await anOffice();
    const { direction: _notYet, ...entry } = anExport({
      documentId: 'd-7',
      clientSpace: clientSpaceOf(9),
      state: 'parked',
      reason: 'unexpected',
    });
    app.world.database.exports.put(exportId(entry), entry);
    const { rows, words } = await openDocuments(visitor);
    const [, document, client, direction, amount, status] = rows[0] ?? [];
    expect(document).toBe(`${documents.unknownNumber}d-7`);
    expect([client, direction, amount]).toEqual(['–', '–', '–']);
    expect(status).toContain(`${reasons.unexpected.what} ${reasons.unexpected.next}`);
    expect(words).not.toMatch(/undefined|null|NaN/);
  });

  test('without an amount or a counterparty has a dash there, and nothing', async () => {
    const { cells } = await shown({ state: 'done', facts });
    expect(cells[1]).toBe(`${documents.invoice} INV-1`);
    expect(cells[4]).toBe('–');
  });

  test('that is no Peppol document is said to be none', async () => {
    expect((await shown({ state: 'done', facts: { ...facts, isPeppol: false } })).cells[5]).toContain(notPeppol);
    expect((await shown({ state: 'done', facts })).cells[5]).not.toContain(notPeppol);
  });

  test.each(['https://drive.example/1', 'http://localhost:1/1'])('leads to its file: %s', async (link) => {
    const { root } = await shown({ state: 'done', facts, file: anExportedFile({ link }) });
    expect(linkCalled(root, 'INV-1')).toBe(link);
  });

  test.each(['javascript:alert(1)', 'ftp://x', '//x', '', 'https:x'])(
    'leads nowhere where its link is no web address: %j',
    async (link) => {
      const { root } = await shown({ state: 'done', facts, file: anExportedFile({ link }) });
      expect(linkCalled(root, 'INV-1')).toBeUndefined();
    },
  );

  const retried = (given: Partial<Export>) => shown(given).then(({ root, id }) => ({ forms: formsIn(root), id }));

  test.each([
    { state: 'parked', reason: 'driveFull' },
    { state: 'parked', reason: 'ublMissing' },
    { state: 'rejected', reason: 'notUbl' },
  ] as const)('can be tried again: $state, $reason', async (given) => {
    const { forms, id } = await retried(given);
    expect(forms).toContainEqual({
      action: '/manage/try-again',
      label: problems.retryAll,
      fields: { export: id, back: '/manage/documents' },
    });
  });

  test.each([
    { state: 'parked', reason: 'signInNeeded' },
    { state: 'parked', reason: 'paceLimited' },
    { state: 'parked', reason: 'idRefusedTwice' },
    { state: 'reserved' },
    { state: 'updating' },
    { state: 'done', facts },
    { state: 'cancelled', reason: 'disconnected' },
  ] as const)('cannot be tried again: $state', async (given) => {
    const { forms } = await retried(given);
    expect(forms.map(({ action }) => action)).toEqual(['/sign-out']);
  });
});

test('what waits for a sign-in that has come, or for its turn, is on its way: nobody is told to do anything for it', async () => {
  const { reasons, states } = dutch.texts;
  const saysToSignIn = async (state: 'on' | 'needsSignIn') => {
    const { app, visitor } = await anOffice();
    app.world.connect({ state });
    addExport(app, { documentId: 'sign-in', state: 'parked', reason: 'signInNeeded' });
    addExport(app, { documentId: 'turn', state: 'parked', reason: 'paceLimited' });
    const { words } = await openDocuments(visitor);
    expect(words).not.toContain(reasons.paceLimited.what);
    return [words.includes(reasons.signInNeeded.next), words.split(states.reserved).length - 1];
  };
  expect(await saysToSignIn('on')).toEqual([false, 2]);
  expect(await saysToSignIn('needsSignIn')).toEqual([true, 1]);
});

test('nothing is offered to be tried again where the connection is not on', async () => {
  const { app, visitor } = await anOffice();
  app.world.connect({ state: 'needsSignIn' });
  addExport(app, { documentId: 'one', state: 'parked', reason: 'ublMissing' });
  addExport(app, { documentId: 'two', state: 'rejected', reason: 'notUbl' });
  for (const path of ['/manage', '/manage/documents']) {
    const { root } = read(await visitor.get(path));
    expect(formsIn(root).map(({ action }) => action)).not.toContain('/manage/try-again');
  }
});

test('documents are awaited in plain words where there are none yet', async () => {
  const { visitor } = await anOffice();
  expect((await openDocuments(visitor)).words).toContain(documents.none);
});

test('the page of a client leads to its months only where Banqup lists its documents', async () => {
  const address = `/manage/documents?client=${usual.clientSpace}`;
  for (const hasDocumentList of [true, false]) {
    const app = createConnectApp(undefined, { hasDocumentList });
    app.world.connect();
    app.world.activate();
    const visitor = app.visitor();
    await visitor.logIn();
    const { root } = await openDocuments(visitor, address);
    const link = `/manage/completeness?client=${usual.clientSpace}`;
    expect(linkCalled(root, manage.completeness.title)).toBe(hasDocumentList ? link : undefined);
  }
});
