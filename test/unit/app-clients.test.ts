/** The clients over HTTP: in order of their names, found by name or number, page by page, each with its counts. */
import { describe, expect, test } from '@jest/globals';
import { anExportedFile, usual } from '../builders.ts';
import { createConnectApp, type Visitor } from './connect-app.ts';
import {
  addExport,
  addExports,
  anOffice,
  clientSpaceOf,
  dutch,
  linkCalled,
  other,
  read,
  rowsOf,
  wordsOf,
} from './manage-office.ts';

const { clients } = dutch.texts.manage;

async function openClients(visitor: Visitor, address = '/manage/clients') {
  const answer = await visitor.get(address);
  expect(answer.status).toBe(200);
  const { root, words } = read(answer);
  return {
    root,
    words,
    names: root.querySelectorAll('tbody th a').map(wordsOf),
    rows: rowsOf(root),
    next: linkCalled(root, clients.next),
    letters: root.querySelectorAll('.letters a').map((link) => link.getAttribute('href')),
  };
}

/** An office with clients of these names. */
async function anOfficeOf(names: string[], vatNumber?: string) {
  const app = createConnectApp();
  app.world.connect();
  for (const [index, name] of names.entries())
    app.world.activate({
      // So that the order of ids is another than that of names.
      clientSpace: clientSpaceOf((index * 7) % 97),
      company: { name, ...(vatNumber && { vatNumber }) },
    });
  const visitor = app.visitor();
  await visitor.logIn();
  return { app, visitor };
}

describe('page by page', () => {
  test('each of many clients is shown once, in order of their names', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `Klant ${String(index).padStart(3, '0')}`);
    const { visitor } = await anOfficeOf(names);
    const pages: string[][] = [];
    for (let path: string | undefined = '/manage/clients'; path && pages.length < 9; ) {
      const page: Awaited<ReturnType<typeof openClients>> = await openClients(visitor, path);
      expect(page.words).toContain(clients.count(50));
      expect(linkCalled(page.root, clients.first)).toBe(pages.length === 0 ? undefined : '/manage/clients');
      pages.push(page.names);
      path = page.next;
    }
    expect(pages.map(({ length }) => length)).toEqual([20, 20, 10]);
    expect(pages.flat()).toEqual(names);
  });

  test('leads nowhere after the last of a page that is full', async () => {
    const { app, visitor } = await anOffice();
    for (let index = 1; index < 20; index += 1) app.world.activate({ clientSpace: clientSpaceOf(index) });
    const full = await openClients(visitor);
    expect([full.next, full.letters]).toEqual([undefined, []]);
    app.world.activate({ clientSpace: clientSpaceOf(20) });
    expect((await openClients(visitor)).next).toMatch(/^\/manage\/clients\?after=/);
  });

  test('goes on after a client that is switched off meanwhile, and from the beginning after one that nobody knows', async () => {
    const { app, visitor } = await anOffice();
    const [first, second] = [clientSpaceOf(1), clientSpaceOf(2)];
    app.world.activate({ clientSpace: first, company: { name: 'Klant 1' }, active: false });
    app.world.activate({ clientSpace: second, company: { name: 'Klant 2' } });
    const namesAfter = async (clientSpace: string) =>
      (await openClients(visitor, `/manage/clients?after=${clientSpace}`)).names;
    expect(await namesAfter(first)).toEqual(['Klant 2']);
    expect(await namesAfter(clientSpaceOf(3))).toEqual(['John Doe Group', 'Klant 2']);
  });

  test.each(['x', '../connections', '%00'])('refuses what is no id (400): %s', async (after) => {
    const { visitor } = await anOffice();
    expect((await visitor.get(`/manage/clients?after=${after}`)).status).toBe(400);
  });
});

describe('a search', () => {
  const names = ['Brasserie Élysée', 'De Gouden Leeuw', 'Janssens & Zonen', 'Zagerij Janssens'];

  test.each([
    ['ely', ['Brasserie Élysée']],
    ['ÉLY', ['Brasserie Élysée']],
    ['gouden', ['De Gouden Leeuw']],
    ['janssens', ['Janssens & Zonen', 'Zagerij Janssens']],
    ['Janssens & Z', ['Janssens & Zonen']],
    ['  de gouden  ', ['De Gouden Leeuw']],
    ['', names],
    ['...', names],
  ])('for "%s" finds by the beginning of any word, whatever its accents and case', async (q, found) => {
    const { visitor } = await anOfficeOf(names);
    const page = await openClients(visitor, `/manage/clients?${new URLSearchParams({ q })}`);
    expect(page.names).toEqual(found);
    expect(page.root.querySelector('input[name=q]')?.getAttribute('value')).toBe(q.trim());
  });

  test.each(['BE 0123.456.749', 'be0123456749', '0123.456', '0123 456 749'])(
    'for "%s" finds by VAT number, however it is written',
    async (q) => {
      const { app, visitor } = await anOfficeOf(names, 'BE0999999922');
      app.world.activate();
      const page = await openClients(visitor, `/manage/clients?${new URLSearchParams({ q })}`);
      expect(page.names).toEqual(['John Doe Group']);
    },
  );

  test('that finds nothing says so, with what was asked for, and leads back to all', async () => {
    const { visitor } = await anOfficeOf(names);
    const { words, root } = await openClients(visitor, '/manage/clients?q=onbekend');
    expect(words).toContain(clients.noMatch('onbekend'));
    expect(words).not.toContain(clients.none);
    expect(linkCalled(root, clients.all)).toBe('/manage/clients');
  });

  test('goes along from page to page', async () => {
    const many = Array.from({ length: 25 }, (_, index) => `Bakker ${String(index).padStart(2, '0')}`);
    const { visitor } = await anOfficeOf([...many, 'Slager']);
    const { next = '' } = await openClients(visitor, '/manage/clients?q=bakker');
    expect(next).toContain('q=bakker');
    expect((await openClients(visitor, next)).names).toEqual(many.slice(20));
  });

  test('that is far too long is refused (400)', async () => {
    const { visitor } = await anOffice();
    expect((await visitor.get(`/manage/clients?q=${'x'.repeat(101)}`)).status).toBe(400);
  });
});

describe('a letter', () => {
  const names = [...'abcdefghijklmnopqrstuvw'].map((letter) => `${letter.toUpperCase()} bv`);

  test('leads to the first client from there on, and is marked', async () => {
    const { visitor } = await anOfficeOf([...names, 'Élan']);
    const { letters } = await openClients(visitor);
    expect(letters).toEqual([...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `/manage/clients?from=${letter}`));
    const page = await openClients(visitor, '/manage/clients?from=e');
    expect(page.names.slice(0, 3)).toEqual(['E bv', 'Élan', 'F bv']);
    expect(wordsOf(page.root.querySelector('.letters [aria-current]'))).toBe('E');
  });

  test('behind which there is no client says so, and never that there are no clients', async () => {
    const { visitor } = await anOfficeOf(names);
    const { words, root } = await openClients(visitor, '/manage/clients?from=z');
    expect(words).toContain(clients.noneFrom('Z'));
    expect(words).not.toContain(clients.none);
    expect(linkCalled(root, clients.first)).toBe('/manage/clients');
  });

  test.each(['ab', 'A', '1', '<', '%00'])('that is none is refused (400): %s', async (from) => {
    const { visitor } = await anOffice();
    expect((await visitor.get(`/manage/clients?from=${from}`)).status).toBe(400);
  });
});

describe('a client', () => {
  test('has its folder, its last export, and how many documents stand how, with the way to them', async () => {
    const { app, visitor } = await anOffice();
    const doneAt = new Date('2026-03-02T08:30:00Z');
    addExports(app, 2, { state: 'done', file: anExportedFile(), doneAt: new Date('2026-03-01T08:30:00Z') });
    const reservedAt = new Date('2026-03-02T08:00:00Z');
    addExport(app, { documentId: 'last', state: 'done', doneAt, reservedAt: new Date('2026-03-02T10:00:00Z') });
    addExports(app, 3, { state: 'parked', reason: 'driveFull', reservedAt });
    addExports(app, 1, { state: 'reserved' });
    addExports(app, 5, { state: 'rejected', reason: 'notUbl' });
    addExports(app, 7, { state: 'cancelled', reason: 'switchedOff' });
    // Of another client, they are not counted here.
    for (const state of ['done', 'parked', 'rejected'] as const)
      addExport(app, { clientSpace: clientSpaceOf(9), documentId: `other-${state}`, state });
    const { rows, root } = await openClients(visitor);
    expect(rows).toEqual([['John Doe Group John Doe Group_BE0123456749', dutch.moment(doneAt), '3', '4', '5']]);
    const links = root.querySelectorAll('tbody a').map((link) => link.getAttribute('href'));
    const documents = `/manage/documents?client=${usual.clientSpace}`;
    const statuses = ['exported', 'waiting', 'rejected'];
    expect(links).toEqual([documents, ...statuses.map((status) => `${documents}&status=${status}`)]);
  });

  test('without documents has none yet, and no way to any', async () => {
    const { visitor } = await anOffice();
    const { rows, root } = await openClients(visitor);
    expect(rows[0]?.slice(1)).toEqual([clients.never, '0', '0', '0']);
    expect(root.querySelectorAll('tbody a')).toHaveLength(1);
  });

  test('that is switched off is not shown', async () => {
    const { app, visitor } = await anOffice();
    app.world.activate({ clientSpace: clientSpaceOf(1), company: { name: 'Tuinbouw' }, active: false });
    expect((await openClients(visitor)).names).toEqual(['John Doe Group']);
  });
});

test('where there are no clients the page says how to come to the first one', async () => {
  const { visitor } = await anOfficeOf([]);
  const { words, root } = await openClients(visitor);
  expect(words).toContain(clients.none);
  expect(linkCalled(root, clients.toBanqup)).toBe('https://app.banqup.example');
});

test('no client of another partner is shown, by its id, its name, its number or its letter', async () => {
  const { app, visitor } = await anOffice();
  const theirs = clientSpaceOf(1);
  app.world.connect({ partnerSpace: other.id, account: app.world.google.account('jan@x.example') });
  const company = { name: 'Aa Geheim bv', vatNumber: 'BE0999999922' };
  app.world.activate({ partnerSpace: other.id, clientSpace: theirs, company });
  addExport(app, { partnerSpace: other.id, state: 'done' });
  for (const query of [`after=${theirs}`, 'q=geheim', 'q=BE0999999922', 'from=a', 'q=aa', '']) {
    const { names, words, rows } = await openClients(visitor, `/manage/clients?${query}`);
    expect(names).not.toContain(company.name);
    expect(words).toContain(clients.count(1));
    // Neither are their documents counted with ours, of a client that both have.
    for (const [, last, exported] of rows) expect([last, exported]).toEqual([clients.never, '0']);
  }
});
