/** What every answer carries, what a cookie is like, and that no secret ever comes out of a page or a log line. */
import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { usual } from '../builders.ts';
import { fakeCallToken } from '../fakes/banqup-calls.ts';
import { type Answer, type ConnectApp, createConnectApp } from './connect-app.ts';

const forAnybody = ['the style sheet', 'the script', 'the home page', 'the privacy policy'];

/** Every kind of answer that there is. */
async function everyAnswer(): Promise<[string, Answer][]> {
  const app = createConnectApp();
  const visitor = app.visitor();
  const call = `/partner-spaces/${usual.partnerSpace}/clients/${usual.clientSpace}`;
  const answers: [string, Answer][] = [
    ['a page without a session', await visitor.get('/manage')],
    ['a redirect to Banqup', await visitor.get(`/configure?partnerSpace=${usual.partnerSpace}`)],
    ['a redirect with a session', await visitor.logIn()],
    ['the page before there is a connection', await visitor.get('/manage')],
    ['a redirect after a sign-in', await visitor.signIn()],
    ['the page after the install', await visitor.get('/installed')],
    ['the manage page', await visitor.get('/manage')],
    ['the documents', await visitor.get('/manage/documents')],
    ['the clients', await visitor.get('/manage/clients')],
    ['the question before it ends', await visitor.get('/manage/off')],
    ['an unknown page', await visitor.get('/nothing')],
    ['a form of another site', await visitor.post('/manage/off', {}, { origin: 'https://evil.example' })],
    ['a call that is refused', await app.request(call)],
    ['a call', await app.request(call, { headers: { authorization: `Bearer ${fakeCallToken(usual.partnerSpace)}` } })],
    ['the style sheet', await app.request('/style.css')],
    ['the script', await app.request('/live.js')],
    ['the home page', await app.request('/')],
    ['the privacy policy', await app.request('/privacy')],
  ];
  app.world.addFault({ on: 'connections.read', failure: new Failure('unexpected', 'boom') });
  answers.push(['a page that failed', await visitor.get('/manage')]);
  return answers;
}

describe('every answer', () => {
  test('forbids all scripts but our own, frames, foreign forms and guessing of types', async () => {
    for (const [what, { headers }] of await everyAnswer()) {
      const policy = headers.get('content-security-policy') ?? '';
      expect([what, policy]).toEqual([what, expect.stringContaining("default-src 'none'")]);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).toMatch(/form-action 'self' https:\/\/accounts\.example(;|$)/);
      // Our one script asks for our own pages; nothing else runs or is loaded.
      for (const source of ['script-src', 'connect-src', 'style-src']) expect(policy).toMatch(`${source} 'self';`);
      expect(policy).not.toMatch(/unsafe|\*|data:|https?:(?!\/\/accounts\.example)/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  test('is kept by nobody, but for the style sheet, the script and the pages that anybody may read', async () => {
    for (const [what, { headers }] of await everyAnswer()) {
      const kept = forAnybody.includes(what) ? 'public, max-age=300' : 'no-store';
      expect([what, headers.get('cache-control')]).toEqual([what, kept]);
    }
  });

  test('that is a page says its language, its title and its type, and has no script but our own', async () => {
    for (const [what, { headers, text, status }] of await everyAnswer()) {
      if (!text.startsWith('<!doctype html>')) continue;
      expect([what, headers.get('content-type')]).toEqual([what, 'text/html; charset=UTF-8']);
      expect(text).toContain('<html lang="nl">');
      expect(text).toMatch(/<title>[^<]+ – Banqup voor Google Drive<\/title>/);
      expect(text.replace('<script src="/live.js" defer></script>', '')).not.toMatch(/<script|style=|\son\w+=/i);
      expect(status).toBeLessThan(600);
    }
  });

  test('that failed has a number for the help desk, which is in the log', async () => {
    const app = createConnectApp();
    const { text, status } = await app.visitor().get('/manage');
    const requestId = /Nummer voor de helpdesk: ([0-9a-f-]{36})/.exec(text)?.[1];
    expect(status).toBe(401);
    expect(app.log.lines).toContainEqual(
      expect.objectContaining({ fields: expect.objectContaining({ requestId, failure: 'notAuthenticated' }) }),
    );
  });

  test('of a bug tells a plain sentence, never what broke', async () => {
    const app = createConnectApp();
    const visitor = app.visitor();
    await visitor.logIn();
    app.world.addFault({ on: 'connections.read', failure: new Failure('unexpected', 'x.y is not a function') });
    const { status, text } = await visitor.get('/manage');
    expect(status).toBe(500);
    expect(text).toContain('Er ging iets mis');
    expect(text).not.toContain('is not a function');
    expect(app.log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });
});

describe('a cookie', () => {
  test('is of this host alone, for HTTPS alone, out of reach of scripts and of foreign forms', async () => {
    const cookies = (await everyAnswer()).flatMap(([, { headers }]) => headers.getSetCookie());
    const names = new Set(cookies.map((cookie) => cookie.split('=')[0]));
    expect(names).toEqual(new Set(['__Host-browser', '__Host-session']));
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; Path=\/(;|$)/);
      expect(cookie).toContain('; HttpOnly');
      expect(cookie).toContain('; Secure');
      expect(cookie).toContain('; SameSite=Lax');
      expect(cookie).not.toMatch(/domain=/i);
    }
  });

  test('that is a session ends by itself, and one that is not good is taken away', async () => {
    const visitor = createConnectApp().visitor();
    const begun = (await visitor.logIn()).headers.getSetCookie().find((cookie) => cookie.startsWith('__Host-session'));
    expect(begun).toContain('; Max-Age=3600');
    visitor.cookies.set('__Host-session', 'made-up');
    await visitor.get('/manage');
    expect(visitor.cookies.has('__Host-session')).toBe(false);
  });

  test('is the same key for a browser that comes back, and another one for another browser', async () => {
    const app = createConnectApp();
    const [one, two] = [app.visitor(), app.visitor()];
    await one.logIn();
    const key = one.cookies.get('__Host-browser');
    one.cookies.delete('__Host-session');
    await one.logIn();
    await two.logIn();
    expect(one.cookies.get('__Host-browser')).toBe(key);
    expect(two.cookies.get('__Host-browser')).not.toBe(key);
    expect(JSON.stringify(app.world.database.signIns.all())).not.toContain(key);
  });
});

describe('no page and no log line', () => {
  /** Everything that is to stay between two parties, as it was used in a whole visit with many a mishap. */
  async function aLongVisit(): Promise<{ app: ConnectApp; secrets: string[] }> {
    const app = createConnectApp();
    const secrets: string[] = [fakeCallToken(usual.partnerSpace), 'Bearer'];
    const visitor = app.visitor();
    await visitor.logIn();
    await visitor.signIn();
    await visitor.get('/installed');
    await visitor.get('/manage');
    for (const fault of [
      'google.exchange',
      'tokens.keep',
      'connections.replace',
      'publisher.publish',
      'tokens.destroy',
    ]) {
      app.world.addFault({ on: fault, failure: new Failure('unexpected', 'as the test wants it') });
      await visitor.signIn();
    }
    await visitor.signIn('jan@x.example');
    const authorization = `Bearer ${fakeCallToken(usual.partnerSpace)}`;
    const call = `/partner-spaces/${usual.partnerSpace}/clients/${usual.clientSpace}`;
    await app.request(call, { method: 'PUT', headers: { authorization }, body: '{' });
    app.world.addFault({ on: 'banqupCalls.partnerSpaceOf', failure: new Failure('banqupUnavailable', 'down') });
    await app.request(call, { headers: { authorization } });
    await visitor.post('/manage/off', { formToken: await visitor.formToken('/manage/off') });
    secrets.push(...visitor.cookies.values());
    return { app, secrets };
  }

  /** Log lines, with the messages of their errors, and pages. */
  function writtenBy({ log, answers }: ConnectApp): string {
    const lines = log.lines.map(({ fields, ...line }) =>
      JSON.stringify({ ...line, fields, error: inspect(fields['error'], { depth: 9 }) }),
    );
    return [...lines, ...answers.map(({ text }) => text)].join('\n');
  }

  test('ever shows a token, a code, a cookie or a verifier', async () => {
    const { app, secrets } = await aLongVisit();
    expect(secrets.length).toBeGreaterThan(3);
    const written = writtenBy(app);
    for (const secret of secrets) expect(written).not.toContain(secret);
    // As the fakes name refresh tokens and codes.
    expect(written).not.toMatch(/refresh-token-\d|code-\d/);
  });

  test('ever shows a state of a sign-in', async () => {
    const { app } = await aLongVisit();
    const states = app.answers.flatMap(({ location }) => {
      const state = location.startsWith('https:') ? new URL(location).searchParams.get('state') : undefined;
      return state ?? [];
    });
    expect(states.length).toBeGreaterThan(5);
    const written = writtenBy(app);
    for (const state of states) expect(written).not.toContain(state);
  });
});
