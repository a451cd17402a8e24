/** The install over HTTP: Banqup's login, Google's consent, and every way in which a callback can be wrong. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { usual } from '../builders.ts';
import { type ConnectApp, createConnectApp, usualSpace, type Visitor } from './connect-app.ts';

const { partnerSpace } = usual;
const other = { id: 'a0000000-0000-4000-8000-000000000002', name: 'Kantoor Peeters', role: 'ADMINISTRATOR' };

const connectionOf = ({ world }: ConnectApp, space: string = partnerSpace) =>
  world.database.connections.get(space)?.value;

/** Somebody who has logged in at Banqup. */
async function loggedIn(app: ConnectApp): Promise<Visitor> {
  const visitor = app.visitor();
  await visitor.logIn();
  return visitor;
}

const callback = (at: 'google' | 'banqup', query: Record<string, string>) =>
  `/${at}/callback?${new URLSearchParams(query)}`;

/** Somebody who stands at Google and has agreed: what the browser would come back with. */
async function atGoogle(app: ConnectApp) {
  const visitor = await loggedIn(app);
  const address = await visitor.toGoogle();
  const code = app.world.google.consent(address.href, usual.email);
  return { visitor, code, state: address.searchParams.get('state') ?? '' };
}

describe('GET /configure', () => {
  test('leads to Banqup, with a state and a challenge', async () => {
    const answer = await createConnectApp().visitor().get(`/configure?partnerSpace=${partnerSpace}`);
    expect(answer.status).toBe(302);
    const { origin, searchParams } = new URL(answer.location);
    expect(origin).toBe('https://banqup.example');
    expect(searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  });

  test('leads on where there is a session for this partner space', async () => {
    const visitor = await loggedIn(createConnectApp());
    expect((await visitor.get(`/configure?partnerSpace=${partnerSpace}`)).location).toBe('/manage');
  });

  test('knows the partner space of the session however its id is spelled', async () => {
    const visitor = await loggedIn(createConnectApp());
    const { location } = await visitor.get(`/configure?partnerSpace=${partnerSpace.toUpperCase()}`);
    expect(location).toBe('/manage');
  });

  test('leads to Banqup where the session is of another partner space', async () => {
    const visitor = await loggedIn(createConnectApp());
    expect((await visitor.get(`/configure?partnerSpace=${other.id}`)).location).toContain('https://banqup.example/');
  });

  test.each([
    '',
    '?partnerSpace=',
    '?partnerSpace=nobody',
    '?partnerSpace=../../x',
    '?partnerSpace=https://evil.example',
  ])('with %j is a page that says so (400)', async (query) => {
    const answer = await createConnectApp().request(`/configure${query}`);
    expect([answer.status, answer.location]).toEqual([400, '']);
    expect(answer.text).toContain('Deze link klopt niet');
  });
});

describe('GET /banqup/callback', () => {
  test('begins a session for the partner space that was asked for', async () => {
    const app = createConnectApp();
    const visitor = app.visitor();
    const answer = await visitor.logIn([other, usualSpace]);
    expect([answer.status, answer.location]).toEqual([302, '/manage']);
    expect((await visitor.get('/manage')).text).toContain('Fiduciaire Claes');
  });

  test.each([
    ['who does not see the partner space', [other]],
    ['who sees nothing', []],
    ['who is no administrator of it', [{ ...usualSpace, role: 'EMPLOYEE' }]],
  ])('lets nobody in %s (403)', async (_who, spaces) => {
    const visitor = createConnectApp().visitor();
    const answer = await visitor.logIn(spaces);
    expect(answer.status).toBe(403);
    expect((await visitor.get('/manage')).status).toBe(401);
  });

  test.each([
    ['its address', partnerSpace.toUpperCase(), partnerSpace],
    ['its login', partnerSpace, partnerSpace.toUpperCase()],
    ['both', partnerSpace.toUpperCase(), partnerSpace.toUpperCase()],
  ])('connects one partner space when Banqup spells its id in upper case in %s', async (_where, address, id) => {
    const app = createConnectApp();
    app.world.activate();
    const visitor = app.visitor();
    expect((await visitor.logIn([{ ...usualSpace, id }], address)).location).toBe('/manage');
    await visitor.signIn();
    expect(app.world.database.connections.all().map((stored) => stored.id)).toEqual([partnerSpace]);
    expect(connectionOf(app)).toMatchObject({ partnerSpace, state: 'on' });
    expect((await visitor.get('/manage/clients')).text).toContain('John Doe Group');
  });

  test('lets in who sees the partner space where Banqup tells no role', async () => {
    const { id, name } = usualSpace;
    expect((await createConnectApp().visitor().logIn([{ id, name }])).location).toBe('/manage');
  });

  test('says so when the person has cancelled, and begins no session', async () => {
    const visitor = createConnectApp().visitor();
    const { location } = await visitor.get(`/configure?partnerSpace=${partnerSpace}`);
    const state = new URL(location).searchParams.get('state') ?? '';
    const answer = await visitor.get(callback('banqup', { state, error: 'access_denied' }));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Je hebt de aanmelding geannuleerd');
    expect((await visitor.get('/manage')).status).toBe(401);
  });

  test('is a page that says so when Banqup is down (503)', async () => {
    const app = createConnectApp();
    app.world.addFault({ on: 'banqupLogin.spaces', failure: new Failure('banqupUnavailable', 'down') });
    const answer = await app.visitor().logIn();
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('Banqup antwoordt even niet');
  });
});

describe('POST /google/sign-in', () => {
  test('leads to Google, with a state and a challenge', async () => {
    const visitor = await loggedIn(createConnectApp());
    const { searchParams } = await visitor.toGoogle();
    expect(searchParams.get('state')).toMatch(/^[\w-]{43}$/);
    expect(searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  });
});

describe('GET /google/callback', () => {
  test('completes the install, and the page says with which account', async () => {
    const app = createConnectApp();
    const visitor = await loggedIn(app);
    expect((await visitor.signIn()).location).toBe('/installed');
    const page = await visitor.get('/installed');
    expect(page.status).toBe(200);
    expect(page.text).toContain('De installatie is geslaagd');
    expect(page.text).toContain(usual.email);
    expect(connectionOf(app)).toMatchObject({ state: 'on', account: { email: usual.email } });
  });

  test.each([
    ['publisher.publish', usual.email],
    ['google.revoke', 'jan.peeters@fiduclaes.example'],
  ])('completes it also when what follows fails, at %s: that is for the log', async (on, email) => {
    const app = createConnectApp();
    app.world.connect();
    const visitor = await loggedIn(app);
    const failure = new Failure('unexpected', 'as the test wants it');
    app.world.addFault({ on, failure, times: Number.POSITIVE_INFINITY });
    expect((await visitor.signIn(email)).location).toBe('/installed');
    expect((await visitor.get('/installed')).text).toContain(email);
    expect(connectionOf(app)?.secretVersion).toBe('2');
    expect(app.log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: expect.objectContaining({ partnerSpace, error: failure }) }),
    );
  });

  const wrong: [string, (given: { code: string; state: string }) => Record<string, string>][] = [
    ['with a state that nobody knows', ({ code }) => ({ code, state: 'x'.repeat(43) })],
    ['with an empty state', ({ code }) => ({ code, state: '' })],
    ['from another issuer', ({ code, state }) => ({ code, state, iss: 'https://evil.example' })],
  ];

  test.each(wrong)('%s changes nothing (400)', async (_what, query) => {
    const app = createConnectApp();
    const { visitor, code, state } = await atGoogle(app);
    const answer = await visitor.get(callback('google', query({ code, state })));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Deze link is niet meer geldig');
    expect(connectionOf(app)).toBeUndefined();
    expect(app.world.calls()['google.exchange']).toBeUndefined();
  });

  test.each([
    ['without a state', {}],
    ['with a state that is far too long', { state: 'x'.repeat(201) }],
    ['with a code that is far too long', { state: 'x', code: 'x'.repeat(2001) }],
  ])('%s is no link of ours (400)', async (_what, query) => {
    const app = createConnectApp();
    const { visitor } = await atGoogle(app);
    const answer = await visitor.get(callback('google', query));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Deze link klopt niet');
  });

  test("takes Google's own name as the issuer", async () => {
    const app = createConnectApp();
    const { visitor, ...query } = await atGoogle(app);
    const answer = await visitor.get(callback('google', { ...query, iss: 'https://accounts.google.com' }));
    expect(answer.location).toBe('/installed');
  });

  test('a second time changes nothing (400)', async () => {
    const app = createConnectApp();
    const { visitor, ...query } = await atGoogle(app);
    await visitor.get(callback('google', query));
    expect((await visitor.get(callback('google', query))).status).toBe(400);
    expect(connectionOf(app)?.generation).toBe(1);
  });

  test('eleven minutes later changes nothing (400)', async () => {
    const app = createConnectApp();
    const { visitor, ...query } = await atGoogle(app);
    app.world.clock.advance(660);
    expect((await visitor.get(callback('google', query))).status).toBe(400);
    expect(connectionOf(app)).toBeUndefined();
  });

  test('in another browser changes nothing, whoever is logged in there', async () => {
    const app = createConnectApp();
    const { visitor: _first, ...query } = await atGoogle(app);
    for (const visitor of [app.visitor(), await loggedIn(app)]) {
      expect((await visitor.get(callback('google', query))).status).toBe(400);
    }
    expect(connectionOf(app)).toBeUndefined();
  });

  test('with a state of Banqup changes nothing, and the other way round', async () => {
    const app = createConnectApp();
    const { visitor, ...atGoogles } = await atGoogle(app);
    expect((await visitor.get(callback('banqup', atGoogles))).status).toBe(400);
    const { location } = await visitor.get(`/configure?partnerSpace=${other.id}`);
    const state = new URL(location).searchParams.get('state') ?? '';
    expect((await visitor.get(callback('google', { ...atGoogles, state }))).status).toBe(400);
    expect(connectionOf(app)).toBeUndefined();
  });

  test('after logging in for another partner space in the same browser changes neither', async () => {
    const app = createConnectApp();
    const { visitor, ...query } = await atGoogle(app);
    await visitor.logIn([other], other.id);
    expect((await visitor.get(callback('google', query))).status).toBe(400);
    expect(connectionOf(app)).toBeUndefined();
    expect(connectionOf(app, other.id)).toBeUndefined();
  });

  test('after the session has ended changes nothing (401)', async () => {
    const app = createConnectApp();
    const { visitor, ...query } = await atGoogle(app);
    visitor.cookies.delete('__Host-session');
    expect((await visitor.get(callback('google', query))).status).toBe(401);
    expect(connectionOf(app)).toBeUndefined();
  });

  test.each([
    ['access_denied', 400, 'Je hebt Banqup geen toestemming gegeven'],
    ['admin_policy_enforced', 403, 'Je organisatie laat dit niet toe'],
    ['server_error', 400, 'Google heeft de aanmelding niet aanvaard'],
    ['<script>', 400, 'Google heeft de aanmelding niet aanvaard'],
  ])('with error=%s says what it means, and leads to trying again', async (error, status, title) => {
    const app = createConnectApp();
    const { visitor, state } = await atGoogle(app);
    const answer = await visitor.get(callback('google', { state, error }));
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(title);
    expect(answer.text).toContain('href="/manage"');
    expect(answer.text).not.toContain('<script>');
    expect(connectionOf(app)).toBeUndefined();
  });

  test('too late leads to the sign-in on our pages where these are still open, else through Banqup', async () => {
    const app = createConnectApp();
    const { visitor, state } = await atGoogle(app);
    app.world.clock.advance(11 * 60);
    const late = await visitor.get(callback('google', { state, code: 'any' }));
    expect(late.text).toContain('Deze link is niet meer geldig');
    expect(late.text).toContain('href="/manage">Opnieuw proberen');
    app.world.clock.advance(60 * 60);
    const later = await visitor.get(callback('google', { state, code: 'any' }));
    expect(later.text).toContain('Deze link is niet meer geldig');
    expect(later.text).toContain('href="https://app.banqup.example">Naar Banqup');
  });

  test('without the tick at Google Drive says so, and stores nothing', async () => {
    const app = createConnectApp();
    const visitor = await loggedIn(app);
    const address = await visitor.toGoogle();
    const code = app.world.google.consent(address.href, usual.email, { drive: false });
    const state = address.searchParams.get('state') ?? '';
    const answer = await visitor.get(callback('google', { code, state }));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('De toestemming voor Google Drive ontbreekt');
    expect(connectionOf(app)).toBeUndefined();
    expect(app.world.vault.versions(partnerSpace)).toEqual([]);
  });

  test('while the connection is being ended says so (409)', async () => {
    const app = createConnectApp();
    const visitor = await loggedIn(app);
    const address = await visitor.toGoogle();
    const code = app.world.google.consent(address.href, usual.email);
    app.world.connect({ state: 'disconnecting' });
    const state = address.searchParams.get('state') ?? '';
    const answer = await visitor.get(callback('google', { code, state }));
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('De vorige verbinding wordt nog beëindigd');
  });
});

describe('GET /installed', () => {
  test('leads to the manage page while the connection is not on', async () => {
    const app = createConnectApp();
    const visitor = await loggedIn(app);
    expect((await visitor.get('/installed')).location).toBe('/manage');
    app.world.connect({ state: 'needsSignIn' });
    expect((await visitor.get('/installed')).location).toBe('/manage');
  });
});
