/** The manage page and *Active off* over HTTP: who may see and press what. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { anExport, anExportedFile, usual } from '../builders.ts';
import { type ConnectApp, createConnectApp, publicUrl, usualSpace, type Visitor } from './connect-app.ts';

const other = { id: 'a0000000-0000-4000-8000-000000000002', name: 'Kantoor Peeters', role: 'ADMINISTRATOR' };
const facts = { kind: 'invoice', number: 'INV-1', isPeppol: true } as const;

const stateOf = ({ world }: ConnectApp, space: string = usual.partnerSpace) =>
  world.database.connections.get(space)?.value.state;

function addExport({ world }: ConnectApp, given: Partial<Export>): void {
  const entry = anExport(given);
  world.database.exports.put(exportId(entry), entry);
}

const clientSpaceOf = (index: number) => `c1000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** A partner with a connection and a client, and its administrator, logged in. */
async function anOffice(): Promise<{ app: ConnectApp; visitor: Visitor }> {
  const app = createConnectApp();
  app.world.connect();
  app.world.activate();
  const visitor = app.visitor();
  await visitor.logIn();
  return { app, visitor };
}

describe('without a session', () => {
  test.each(['/manage', '/manage/clients', '/manage/off', '/installed'])('GET %s shows nothing (401)', async (path) => {
    const { app } = await anOffice();
    const answer = await app.visitor().get(path);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('Je bent niet meer aangemeld');
    expect(answer.text).toContain('href="https://app.banqup.example"');
    expect(answer.text).not.toContain(usual.email);
  });

  test.each(['/manage/off', '/google/sign-in'])('POST %s does nothing (401)', async (path) => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    expect((await app.visitor().post(path, { formToken })).status).toBe(401);
    expect(stateOf(app)).toBe('on');
    expect(app.world.database.signIns.all()).toEqual([]);
  });

  test.each([
    ['made up', () => 'x.y.z'],
    ['a path', () => '../connections/x'],
    ['very long', () => 'x'.repeat(4000)],
    ['cut off', (session: string) => session.slice(0, -2)],
  ])('that is ours nothing is shown: one that is %s (401)', async (_what, forge) => {
    const { visitor } = await anOffice();
    visitor.cookies.set('__Host-session', forge(visitor.cookies.get('__Host-session') ?? ''));
    expect((await visitor.get('/manage')).status).toBe(401);
  });

  test('that is still good nothing is shown: it ends after an hour (401)', async () => {
    const { app, visitor } = await anOffice();
    app.world.clock.advance(3599);
    expect((await visitor.get('/manage')).status).toBe(200);
    app.world.clock.advance(2);
    expect((await visitor.get('/manage')).status).toBe(401);
  });
});

describe('signing out', () => {
  test('ends the session, and says that the exports go on', async () => {
    const { app, visitor } = await anOffice();
    const answer = await visitor.post('/sign-out', { formToken: await visitor.formToken('/manage') });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('Je bent afgemeld');
    expect(visitor.cookies.has('__Host-session')).toBe(false);
    expect(app.world.database.sessions.all()).toEqual([]);
    expect(stateOf(app)).toBe('on');
  });

  test('makes every link and form from before worthless, also with a copy of the cookie (401)', async () => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    const copy = visitor.cookies.get('__Host-session') ?? '';
    await visitor.post('/sign-out', { formToken });
    visitor.cookies.set('__Host-session', copy);
    for (const path of ['/manage', '/manage/clients', '/manage/off', '/installed']) {
      visitor.cookies.set('__Host-session', copy);
      const { status, text } = await visitor.get(path);
      expect(status).toBe(401);
      expect(text).not.toContain(usual.email);
    }
    for (const path of ['/manage/off', '/google/sign-in', '/sign-out']) {
      visitor.cookies.set('__Host-session', copy);
      expect((await visitor.post(path, { formToken })).status).toBe(401);
    }
    expect(stateOf(app)).toBe('on');
  });

  test('without the proof of our own form does nothing (403)', async () => {
    const { visitor } = await anOffice();
    expect((await visitor.post('/sign-out', {})).status).toBe(403);
    expect((await visitor.get('/manage')).status).toBe(200);
  });

  test('leaves the session of the same person in another browser', async () => {
    const { app, visitor } = await anOffice();
    const elsewhere = app.visitor();
    await elsewhere.logIn();
    await visitor.post('/sign-out', { formToken: await visitor.formToken('/manage') });
    expect((await elsewhere.get('/manage')).status).toBe(200);
  });
});

test('logging in again ends the session that the browser had: nobody can fix one for somebody else', async () => {
  const { app, visitor } = await anOffice();
  const before = visitor.cookies.get('__Host-session') ?? '';
  await visitor.logIn([other], other.id);
  expect(visitor.cookies.get('__Host-session')).not.toBe(before);
  expect(app.world.database.sessions.all()).toHaveLength(1);
  visitor.cookies.set('__Host-session', before);
  expect((await visitor.get('/manage')).status).toBe(401);
});

test('the database holds no key of a session, only its digest', async () => {
  const { app, visitor } = await anOffice();
  const key = visitor.cookies.get('__Host-session') ?? '';
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(app.world.database.sessions.all())).not.toContain(key);
});

describe('a form', () => {
  const forms = ['/manage/off', '/google/sign-in', '/sign-out'];

  test.each(forms)('without its token does nothing (403): %s', async (path) => {
    const { app, visitor } = await anOffice();
    const answer = await visitor.post(path, {});
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Deze pagina was niet meer geldig');
    expect(stateOf(app)).toBe('on');
    expect(app.world.database.signIns.all()).toEqual([]);
  });

  test.each(forms)('with the token of another session does nothing (403): %s', async (path) => {
    const { app, visitor } = await anOffice();
    const somebodyElse = app.visitor();
    await somebodyElse.logIn();
    const formToken = await somebodyElse.formToken('/manage/off');
    expect(formToken).not.toBe('');
    expect((await visitor.post(path, { formToken })).status).toBe(403);
    expect(stateOf(app)).toBe('on');
  });

  test('of a page that was open for one partner space does nothing for another one (403)', async () => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    app.world.connect({ partnerSpace: other.id });
    await visitor.logIn([other], other.id);
    expect((await visitor.post('/manage/off', { formToken })).status).toBe(403);
    expect([stateOf(app), stateOf(app, other.id)]).toEqual(['on', 'on']);
  });

  test.each([
    ['of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['of a sister site', { origin: 'https://evil.drive.example', 'sec-fetch-site': 'same-site' }],
    ['of nobody', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['of another site in an old browser', { origin: 'https://evil.example' }],
    ['without an origin', {}],
  ])('%s does nothing, even with the right token (403)', async (_what, headers) => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    for (const path of forms) {
      const answer = await visitor.post(path, { formToken }, headers);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Deze pagina was niet meer geldig');
    }
    expect(stateOf(app)).toBe('on');
  });

  test('whose token comes as JSON or in the address does nothing (403)', async () => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { cookie, origin: publicUrl, 'content-type': 'application/json' };
    const asJson = await app.request('/manage/off', { method: 'POST', headers, body: JSON.stringify({ formToken }) });
    expect(asJson.status).toBe(403);
    expect((await visitor.post(`/manage/off?formToken=${formToken}`, {})).status).toBe(403);
    expect(stateOf(app)).toBe('on');
  });

  test.each(['/manage/off', '/google/sign-in'])(
    'is never pressed by following a link: GET %s changes nothing',
    async (path) => {
      const { app, visitor } = await anOffice();
      await visitor.get(path);
      expect(stateOf(app)).toBe('on');
      expect(app.world.database.signIns.all()).toEqual([]);
    },
  );
});

describe('GET /manage', () => {
  test('offers the sign-in where there is no connection', async () => {
    const visitor = createConnectApp().visitor();
    await visitor.logIn();
    const { status, text } = await visitor.get('/manage');
    expect(status).toBe(200);
    expect(text).toContain('Verbind je Google Drive');
    expect(text).toContain('Aanmelden met Google Drive');
  });

  test.each([
    ['on', 'Actief', false],
    ['needsSignIn', 'Meld je opnieuw aan', true],
    ['disconnecting', 'Wordt beëindigd', false],
    ['off', 'Uit', true],
  ] as const)('says how it stands: %s', async (state, words, offersSignIn) => {
    const { app, visitor } = await anOffice();
    app.world.connect({ state });
    const { text } = await visitor.get('/manage');
    expect(text).toContain(`● ${words}`);
    expect(text.includes('Aanmelden met Google Drive')).toBe(offersSignIn);
  });

  test('shows clients, and documents with the reason for which they wait', async () => {
    const { app, visitor } = await anOffice();
    addExport(app, { documentId: 'one', state: 'parked', reason: 'driveFull' });
    addExport(app, { documentId: 'two', state: 'rejected', reason: 'notUbl' });
    const file = anExportedFile({ link: 'https://drive.google.com/file/d/1' });
    addExport(app, { documentId: 'three', state: 'done', facts: { ...facts, number: 'INV-33' }, file });
    const { text } = await visitor.get('/manage');
    expect(text).toContain('John Doe Group_BE0123456749');
    expect(text).toContain('Je Google Drive is vol');
    expect(text).toContain('Het bestand is geen UBL-factuur of -creditnota.');
    expect(text).toContain('<a href="https://drive.google.com/file/d/1" rel="noreferrer">INV-33</a>');
  });

  test('names the client of a document also where it is not among the clients shown, or is switched off since', async () => {
    const { app, visitor } = await anOffice();
    for (let index = 0; index < 50; index += 1)
      app.world.activate({ clientSpace: clientSpaceOf(index), company: { name: `Aannemer ${index}` } });
    const others = { on: clientSpaceOf(98), off: clientSpaceOf(99) };
    app.world.activate({ clientSpace: others.on, company: { name: 'Zagerij' } });
    app.world.activate({ clientSpace: others.off, company: { name: 'Tuinbouw' }, active: false });
    for (const clientSpace of Object.values(others)) addExport(app, { clientSpace });
    const { text } = await visitor.get('/manage');
    expect(text).toContain('<td>Zagerij</td>');
    expect(text).toContain('<td>Tuinbouw</td>');
  });

  test('says how many clients there are', async () => {
    const { app, visitor } = await anOffice();
    expect((await visitor.get('/manage')).text).toContain('1 klant<');
    app.world.activate({ clientSpace: clientSpaceOf(1) });
    app.world.activate({ clientSpace: clientSpaceOf(2), active: false });
    expect((await visitor.get('/manage')).text).toContain('2 klanten<');
  });

  test('shows nothing of another partner', async () => {
    const { app, visitor } = await anOffice();
    const secret = 'Zeer Geheim bv';
    app.world.connect({ partnerSpace: other.id, account: app.world.google.account('geheim@peeters.example') });
    app.world.activate({
      partnerSpace: other.id,
      clientSpace: usual.clientSpace,
      company: { name: secret },
      folder: { key: 'vat-BE9', name: secret },
    });
    addExport(app, {
      partnerSpace: other.id,
      documentId: 'geheim',
      state: 'done',
      facts: { ...facts, number: 'GEHEIM-1', counterparty: secret },
    });
    for (const path of [
      '/manage',
      '/manage/clients',
      '/manage/off',
      '/installed',
      `/manage?partnerSpace=${other.id}`,
    ]) {
      expect((await visitor.get(path)).text).not.toMatch(/geheim/i);
    }
    const theirs = app.visitor();
    await theirs.logIn([other], other.id);
    const { text } = await theirs.get('/manage');
    expect(text).toContain('GEHEIM-1');
    expect(text).not.toContain(usual.email);
    expect(text).not.toContain('John Doe Group');
  });
});

describe('GET /manage/clients', () => {
  const shownIn = (text: string) => [...text.matchAll(/<li>(Klant \d+)</g)].map(([, name]) => name);
  const nextIn = (text: string) => /href="([^"]+)">Volgende klanten</.exec(text)?.[1];

  test('shows each of many clients once, by the link from page to page, in order of their names', async () => {
    const app = createConnectApp();
    app.world.connect();
    const names = Array.from({ length: 120 }, (_, index) => `Klant ${String(index).padStart(3, '0')}`);
    for (const [index, name] of names.entries())
      app.world.activate({ clientSpace: clientSpaceOf((index * 7) % names.length), company: { name } });
    const visitor = app.visitor();
    await visitor.logIn();
    const pages: (string | undefined)[][] = [];
    for (let path: string | undefined = '/manage'; path && pages.length < 9; ) {
      const { text } = await visitor.get(path);
      expect(text).toContain('120 klanten');
      pages.push(shownIn(text));
      path = nextIn(text);
    }
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(pages.flat()).toEqual(names);
  });

  test('leads nowhere after the last of a page that is full', async () => {
    const { app, visitor } = await anOffice();
    for (let index = 1; index < 50; index += 1) app.world.activate({ clientSpace: clientSpaceOf(index) });
    expect(nextIn((await visitor.get('/manage')).text)).toBeUndefined();
    app.world.activate({ clientSpace: clientSpaceOf(50) });
    expect(nextIn((await visitor.get('/manage')).text)).toMatch(/^\/manage\/clients\?after=/);
  });

  test('goes on after a client that is switched off meanwhile, and from the beginning after one that nobody knows', async () => {
    const { app, visitor } = await anOffice();
    const [first, second] = [clientSpaceOf(1), clientSpaceOf(2)];
    app.world.activate({ clientSpace: first, company: { name: 'Klant 1' }, active: false });
    app.world.activate({ clientSpace: second, company: { name: 'Klant 2' } });
    const openAfter = async (clientSpace: string) => (await visitor.get(`/manage/clients?after=${clientSpace}`)).text;
    expect(await openAfter(first)).toContain('<li>Klant 2');
    expect(await openAfter(first)).not.toContain('<li>John Doe Group');
    expect(await openAfter(clientSpaceOf(3))).toContain('<li>John Doe Group');
  });

  test('knows no clients of another partner, also by their ids', async () => {
    const { app, visitor } = await anOffice();
    const clientSpace = clientSpaceOf(1);
    app.world.activate({ partnerSpace: other.id, clientSpace, company: { name: 'Aa Geheim bv' } });
    const { text } = await visitor.get(`/manage/clients?after=${clientSpace}`);
    expect(text).toContain('John Doe Group');
    expect(text).not.toContain('Geheim');
  });

  test.each(['x', '../connections', '%00'])('refuses what is no id (400): %s', async (after) => {
    const { visitor } = await anOffice();
    expect((await visitor.get(`/manage/clients?after=${after}`)).status).toBe(400);
  });
});

describe('POST /manage/off', () => {
  test('ends the connection of this partner and no other, and leads back', async () => {
    const { app, visitor } = await anOffice();
    app.world.connect({ partnerSpace: other.id, account: app.world.google.account('jan@x.example') });
    addExport(app, { state: 'parked', reason: 'driveFull' });
    const question = await visitor.get('/manage/off');
    expect(question.text).toContain('1 document wacht nog en wordt geannuleerd.');
    const answer = await visitor.post('/manage/off', { formToken: await visitor.formToken('/manage/off') });
    expect([answer.status, answer.location]).toEqual([303, '/manage']);
    expect([stateOf(app), stateOf(app, other.id)]).toEqual(['off', 'on']);
    expect((await visitor.get('/manage')).text).toContain('Google Drive is losgekoppeld.');
  });

  test('says that it is still being ended when Google is down, and can be pressed again', async () => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    app.world.addFault({ on: 'google.revoke', failure: new Failure('googleUnavailable', 'down') });
    expect((await visitor.post('/manage/off', { formToken })).status).toBe(303);
    const { text } = await visitor.get('/manage');
    expect(text).toContain('Wordt beëindigd');
    await visitor.post('/manage/off', { formToken: await visitor.formToken() });
    expect(stateOf(app)).toBe('off');
  });

  test("says so for as long as Google refuses to let go, until a worker's life is over", async () => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    const failure = new Failure('unexpected', 'an answer of Google that nobody knows');
    app.world.addFault({ on: 'google.revoke', failure, times: Number.POSITIVE_INFINITY });
    for (const seconds of [0, workerLifeSeconds - 1]) {
      app.world.clock.advance(seconds);
      expect((await visitor.post('/manage/off', { formToken })).status).toBe(303);
      expect((await visitor.get('/manage')).text).toContain('Wordt beëindigd');
    }
    app.world.clock.advance(2);
    await visitor.post('/manage/off', { formToken });
    expect(stateOf(app)).toBe('off');
    expect((await visitor.get('/manage')).text).not.toContain('Wordt beëindigd');
    expect(app.log.lines.filter(({ level }) => level === 'error')).toHaveLength(3);
  });

  test('is not asked where there is nothing to end', async () => {
    const { app, visitor } = await anOffice();
    app.world.connect({ state: 'off' });
    expect((await visitor.get('/manage/off')).location).toBe('/manage');
  });
});

describe('what others have written', () => {
  const attacks = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'><svg/onload=alert(1)>"];

  test.each(attacks)('comes out as text, wherever it is shown: %s', async (attack) => {
    const app = createConnectApp();
    const company = { name: attack };
    app.world.connect({ account: app.world.google.account(`${attack}@x.example`) });
    app.world.activate({ company, folder: { key: 'x', name: `${attack}_folder` } });
    addExport(app, {
      documentId: attack,
      state: 'parked',
      reason: 'driveFull',
      facts: { ...facts, number: attack, counterparty: attack, payableAmount: attack, currency: attack },
      file: anExportedFile({ link: `https://drive.example/${attack}` }),
    });
    addExport(app, { documentId: 'bad link', file: anExportedFile({ link: 'javascript:alert(1)' }), facts });
    const visitor = app.visitor();
    await visitor.logIn([{ ...usualSpace, name: attack }]);
    const paths = ['/manage', '/manage/clients', '/manage/off', '/installed'];
    const pages = await Promise.all(paths.map((path) => visitor.get(path)));
    const setUp = createConnectApp().visitor();
    await setUp.logIn([{ ...usualSpace, name: attack }]);
    pages.push(await setUp.get('/manage'));

    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const text = pages.map((page) => page.text).join('\n');
    expect(text).not.toMatch(/<script|<img|<svg|javascript:/i);
    // Company, folder, document, counterparty, amount, link, account and partner, more than once.
    expect(text.match(/alert\(1\)/g)?.length).toBeGreaterThan(8);
  });

  test.each(attacks)('in an address comes out of no page: %s', async (attack) => {
    const { visitor } = await anOffice();
    const query = encodeURIComponent(attack);
    for (const path of [`/configure?partnerSpace=${query}`, `/google/callback?state=${query}`, `/${query}`]) {
      expect((await visitor.get(path)).text).not.toContain('alert(1)');
    }
  });
});
