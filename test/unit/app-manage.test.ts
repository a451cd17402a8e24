/** The manage pages and *Active off* over HTTP: who may see and press what. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { usual } from '../builders.ts';
import { publicUrl } from './connect-app.ts';
import { addExport, anOffice, dutch, facts, other, read, stateOf } from './manage-office.ts';

const pages = [
  '/manage',
  '/manage/documents',
  '/manage/clients',
  `/manage/completeness?client=${usual.clientSpace}`,
  '/manage/off',
  '/installed',
];
const forms = ['/manage/off', '/manage/try-again', '/manage/completeness', '/google/sign-in', '/sign-out'];
/** What makes each form do something, if it is let. */
const allFields = { client: usual.clientSpace, month: '2026-03', cause: 'driveFull' };
const { texts } = dutch;

describe('without a session', () => {
  test.each(pages)('GET %s shows nothing (401)', async (path) => {
    const { app } = await anOffice();
    const answer = await app.visitor().get(path);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('Je bent niet meer aangemeld');
    expect(answer.text).toContain('href="https://app.banqup.example"');
    expect(answer.text).not.toContain(usual.email);
  });

  test.each(forms)('POST %s does nothing (401)', async (path) => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    expect((await app.visitor().post(path, { ...allFields, formToken })).status).toBe(401);
    expect(stateOf(app)).toBe('on');
    expect(app.world.topic.messages).toEqual([]);
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
    for (const path of pages) {
      visitor.cookies.set('__Host-session', copy);
      const { status, text } = await visitor.get(path);
      expect(status).toBe(401);
      expect(text).not.toContain(usual.email);
    }
    for (const path of forms) {
      visitor.cookies.set('__Host-session', copy);
      expect((await visitor.post(path, { ...allFields, formToken })).status).toBe(401);
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
  test.each(forms)('without its token does nothing (403): %s', async (path) => {
    const { app, visitor } = await anOffice();
    const answer = await visitor.post(path, allFields);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Deze pagina was niet meer geldig');
    expect(stateOf(app)).toBe('on');
    expect(app.world.database.signIns.all()).toEqual([]);
    expect(app.world.topic.messages).toEqual([]);
  });

  test.each(forms)('with the token of another session does nothing (403): %s', async (path) => {
    const { app, visitor } = await anOffice();
    const somebodyElse = app.visitor();
    await somebodyElse.logIn();
    const formToken = await somebodyElse.formToken('/manage/off');
    expect(formToken).not.toBe('');
    expect((await visitor.post(path, { ...allFields, formToken })).status).toBe(403);
    expect(stateOf(app)).toBe('on');
    expect(app.world.topic.messages).toEqual([]);
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
      const answer = await visitor.post(path, { ...allFields, formToken }, headers);
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Deze pagina was niet meer geldig');
    }
    expect(stateOf(app)).toBe('on');
    expect(app.world.topic.messages).toEqual([]);
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

  test.each(forms)('is never pressed by following a link: GET %s changes nothing', async (path) => {
    const { app, visitor } = await anOffice();
    await visitor.get(`${path}?${new URLSearchParams(allFields)}`);
    expect(stateOf(app)).toBe('on');
    expect(app.world.database.signIns.all()).toEqual([]);
    expect(app.world.topic.messages).toEqual([]);
    expect((await visitor.get('/manage')).status).toBe(200);
  });
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
  addExport(app, { partnerSpace: other.id, documentId: 'geheim too', state: 'rejected', reason: 'notUbl' });
  const spaces = [
    `partnerSpace=${other.id}`,
    `client=${usual.clientSpace}`,
    'status=exported',
    'cause=notUbl',
    'q=geheim',
  ];
  for (const path of [...pages, ...pages.flatMap((one) => spaces.map((query) => `${one.split('?')[0]}?${query}`))]) {
    const { text } = await visitor.get(path);
    // What a person has typed is repeated to them.
    expect(text.replaceAll(/[“"]geheim[”"]/g, '')).not.toMatch(/geheim/i);
  }
  const { words } = read(await visitor.get('/manage'));
  expect(words).toContain(`0 ${texts.manage.figures.rejected}`);
  expect(words).not.toContain(texts.manage.problems.title);
  const theirs = app.visitor();
  await theirs.logIn([other], other.id);
  const { text } = await theirs.get('/manage');
  expect(text).toContain('GEHEIM-1');
  expect(text).not.toContain(usual.email);
  expect(text).not.toContain('John Doe Group');
});

describe('POST /manage/off', () => {
  const ending = texts.manage.connection.disconnecting.title;

  test('ends the connection of this partner and no other, and leads back', async () => {
    const { app, visitor } = await anOffice();
    app.world.connect({ partnerSpace: other.id, account: app.world.google.account('jan@x.example') });
    addExport(app, { state: 'parked', reason: 'driveFull' });
    const question = await visitor.get('/manage/off');
    expect(question.text).toContain('1 document wacht nog en wordt geannuleerd.');
    const answer = await visitor.post('/manage/off', { formToken: await visitor.formToken('/manage/off') });
    expect([answer.status, answer.location]).toEqual([303, '/manage']);
    expect([stateOf(app), stateOf(app, other.id)]).toEqual(['off', 'on']);
    expect((await visitor.get('/manage')).text).toContain(texts.manage.connection.off.title);
  });

  test('says that it is still being ended when Google is down, and can be pressed again', async () => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    app.world.addFault({ on: 'google.revoke', failure: new Failure('googleUnavailable', 'down') });
    expect((await visitor.post('/manage/off', { formToken })).status).toBe(303);
    const { text } = await visitor.get('/manage');
    expect(text).toContain(ending);
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
      expect((await visitor.get('/manage')).text).toContain(ending);
    }
    app.world.clock.advance(2);
    await visitor.post('/manage/off', { formToken });
    expect(stateOf(app)).toBe('off');
    expect((await visitor.get('/manage')).text).not.toContain(ending);
    expect(app.log.lines.filter(({ level }) => level === 'error')).toHaveLength(3);
  });

  test('is not asked where there is nothing to end', async () => {
    const { app, visitor } = await anOffice();
    app.world.connect({ state: 'off' });
    expect((await visitor.get('/manage/off')).location).toBe('/manage');
  });
});
