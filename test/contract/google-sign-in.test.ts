/**
 * What the domain may rely on in Google's sign-in (domain/ports.ts): the fake, and the adapter on the Google simulator; then
 * what the adapter sends, and makes of refusals.
 */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { GoogleSignIn, RevokeGrant } from '../../functions/domain/ports.ts';
import { createRevokeGrant } from '../../functions/google/revoke.ts';
import { createGoogleSignIn } from '../../functions/google/sign-in.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { createGoogleSimulator } from '../simulators/google/server.ts';
import { listen } from './listen.ts';

const els = 'els.claes@fiduclaes.example';
const jan = 'jan.willems@boekhoudingwillems.example';
const driveFile = 'https://www.googleapis.com/auth/drive.file';

interface Site {
  google: GoogleSignIn;
  revokeGrant: RevokeGrant;
  /** The person opens the address and agrees, to Drive or to nothing; answers the code that comes back with the browser. */
  agree(authorizationUrl: string, email: string, choice?: { drive: boolean }): Promise<string> | string;
  /** A folder in My Drive, made by us with this refresh token; answers its id. */
  makeFolder(refreshToken: string): Promise<string> | string;
  /** The person's own hands in Drive. */
  trash(email: string, id: string): void;
  deleteForGood(email: string, id: string): void;
  /** Whether Google still takes this refresh token. */
  isAlive(refreshToken: string): Promise<boolean> | boolean;
  close(): Promise<void>;
}

function pkce() {
  const codeVerifier = randomBytes(32).toString('base64url');
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') };
}

function describeGoogleSignIn(name: string, start: () => Promise<Site>): void {
  describe(`google sign-in (${name})`, () => {
    let site: Site;
    let google: GoogleSignIn;
    let revokeGrant: RevokeGrant;

    beforeEach(async () => {
      site = await start();
      google = site.google;
      revokeGrant = site.revokeGrant;
    });
    afterEach(() => site.close());

    /** A visit of this person, up to the code. */
    async function visit(email: string, choice?: { drive: boolean }) {
      const { codeVerifier, codeChallenge } = pkce();
      const code = await site.agree(google.authorizationUrl({ state: 'state', codeChallenge }), email, choice);
      return { code, codeVerifier };
    }
    async function signIn(email: string) {
      const { code, codeVerifier } = await visit(email);
      return google.exchange(code, codeVerifier);
    }

    test('sends the browser to Google with the state and the challenge', () => {
      const url = new URL(google.authorizationUrl({ state: 'a b&c', codeChallenge: 'challenge' }));
      expect(url.searchParams.get('state')).toBe('a b&c');
      expect(url.searchParams.get('code_challenge')).toBe('challenge');
    });

    test('makes of a code a refresh token that lives, and tells whose it is', async () => {
      const mine = await signIn(els);
      expect(mine).toEqual({ refreshToken: expect.any(String), account: { id: expect.any(String), email: els } });
      expect(await site.isAlive(mine.refreshToken)).toBe(true);
      expect((await signIn(jan)).account.email).toBe(jan);
    });

    test('gives another refresh token at each sign-in, and the same account', async () => {
      const [first, second] = [await signIn(els), await signIn(els)];
      expect(second.refreshToken).not.toBe(first.refreshToken);
      expect(second.account).toEqual(first.account);
      expect((await signIn(jan)).account.id).not.toBe(first.account.id);
      expect(await site.isAlive(first.refreshToken)).toBe(true);
    });

    test('refuses a code that was used', async () => {
      const { code, codeVerifier } = await visit(els);
      await google.exchange(code, codeVerifier);
      await expect(google.exchange(code, codeVerifier)).rejects.toMatchObject({ code: 'googleCodeRefused' });
    });

    test('refuses a code that Google never gave, or gave to another visit', async () => {
      const { code } = await visit(els);
      const { codeVerifier } = pkce();
      await expect(google.exchange('4/0nonsense', codeVerifier)).rejects.toMatchObject({ code: 'googleCodeRefused' });
      await expect(google.exchange(code, codeVerifier)).rejects.toMatchObject({ code: 'googleCodeRefused' });
    });

    test('tells that Drive was not granted', async () => {
      const { code, codeVerifier } = await visit(els, { drive: false });
      await expect(google.exchange(code, codeVerifier)).rejects.toMatchObject({ code: 'drivePermissionMissing' });
    });

    test('tells that Google gave no refresh token', async () => {
      await signIn(els);
      const { codeVerifier, codeChallenge } = pkce();
      const url = new URL(google.authorizationUrl({ state: 'state', codeChallenge }));
      // What a browser extension or a stale bookmark may leave out.
      url.searchParams.delete('access_type');
      const code = await site.agree(url.href, els);
      await expect(google.exchange(code, codeVerifier)).rejects.toMatchObject({ code: 'refreshTokenMissing' });
    });

    test('looks whose Drive it is, as often as it is asked', async () => {
      const { refreshToken, account } = await signIn(els);
      expect(await google.look(refreshToken, undefined)).toEqual({ account });
      expect(await google.look(refreshToken, undefined)).toEqual({ account });
    });

    test('looks where a folder of ours is: with a link to it, in the trash, or not there any more', async () => {
      const { refreshToken, account } = await signIn(els);
      const id = await site.makeFolder(refreshToken);
      const folder = {
        link: expect.stringMatching(new RegExp(`^https?://.+/${encodeURIComponent(id)}$`)),
        trashed: false,
      };
      expect(await google.look(refreshToken, id)).toEqual({ account, folder });
      site.trash(els, id);
      expect(await google.look(refreshToken, id)).toEqual({ account, folder: { ...folder, trashed: true } });
      site.deleteForGood(els, id);
      expect(await google.look(refreshToken, id)).toEqual({ account });
    });

    test('sees nothing of a folder of another account', async () => {
      const [mine, other] = [await signIn(els), await signIn(jan)];
      const id = await site.makeFolder(other.refreshToken);
      expect(await google.look(mine.refreshToken, id)).toEqual({ account: mine.account });
    });

    test('tells at once that Google takes the token no more, or never did', async () => {
      const { refreshToken } = await signIn(els);
      await revokeGrant(refreshToken);
      await expect(google.look(refreshToken, undefined)).rejects.toMatchObject({ code: 'signInNeeded' });
      await expect(google.look('1//nonsense', undefined)).rejects.toMatchObject({ code: 'signInNeeded' });
    });

    test('ends the grant with all its tokens, and leaves that of another account', async () => {
      const [first, second, other] = [await signIn(els), await signIn(els), await signIn(jan)];
      await revokeGrant(first.refreshToken);
      expect(await site.isAlive(first.refreshToken)).toBe(false);
      expect(await site.isAlive(second.refreshToken)).toBe(false);
      expect(await site.isAlive(other.refreshToken)).toBe(true);
    });

    test('revokes what is revoked already, or never was a token, without a word', async () => {
      const { refreshToken } = await signIn(els);
      await revokeGrant(refreshToken);
      await revokeGrant(refreshToken);
      await revokeGrant('1//nonsense');
      const anew = await signIn(els);
      await revokeGrant(refreshToken);
      expect(await site.isAlive(anew.refreshToken)).toBe(true);
    });
  });
}

describeGoogleSignIn('fake', async () => {
  const { google, ports } = createFakeWorld();
  return {
    google: ports.google,
    revokeGrant: ports.revokeGrant,
    agree: google.consent,
    makeFolder(refreshToken) {
      const grant = google.grantBehind(refreshToken);
      const { email } = grant.account;
      const [id = ''] = google.files.drawIds(email, 1);
      const made = { id, email, grantId: grant.id, name: 'Map', parentId: undefined, content: undefined };
      google.files.create({ ...made, madeAt: new Date() });
      return id;
    },
    trash: (email, id) => google.person(email).trash(id),
    deleteForGood: (email, id) => google.person(email).deleteForGood(id),
    isAlive(refreshToken) {
      try {
        return google.grantBehind(refreshToken) !== undefined;
      } catch {
        return false;
      }
    },
    close: async () => {},
  };
});

const client = { clientId: 'us.apps.googleusercontent.com', clientSecret: 'secret' };
const redirectUri = 'http://app.localhost/google/callback';

async function startAdapter() {
  const simulator = await createGoogleSimulator({ clients: [{ ...client, redirectUris: [redirectUri] }] });
  const { url } = simulator;
  const options = {
    ...client,
    redirectUri,
    authorizationUrl: `${url}/o/oauth2/v2/auth`,
    tokenUrl: `${url}/token`,
    driveUrl: url,
  };

  async function agree(authorizationUrl: string, email: string, { drive } = { drive: true }): Promise<string> {
    const form = new URLSearchParams(new URL(authorizationUrl).search);
    form.set('account', email);
    form.set('decision', 'allow');
    if (drive) form.append('granted_scope', driveFile);
    const answer = await fetch(`${url}/o/oauth2/v2/auth/consent`, { method: 'POST', body: form, redirect: 'manual' });
    await answer.body?.cancel();
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code');
    if (!code) throw new Error(`no code in ${answer.headers.get('location')}`);
    return code;
  }

  function refresh(refreshToken: string): Promise<Response> {
    const { clientId, clientSecret } = client;
    const form = { grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret };
    const body = new URLSearchParams({ ...form, refresh_token: refreshToken });
    return fetch(options.tokenUrl, { method: 'POST', body });
  }

  async function isAlive(refreshToken: string): Promise<boolean> {
    const answer = await refresh(refreshToken);
    await answer.body?.cancel();
    return answer.ok;
  }

  async function makeFolder(refreshToken: string): Promise<string> {
    const said = async (answer: Response) => (await answer.json()) as { access_token: string; id: string };
    const { access_token: token } = await said(await refresh(refreshToken));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'Map', mimeType: 'application/vnd.google-apps.folder' });
    return (await said(await fetch(`${url}/drive/v3/files`, { method: 'POST', headers, body }))).id;
  }

  const revokeGrant = createRevokeGrant(`${url}/revoke`);
  return {
    simulator,
    options,
    google: createGoogleSignIn(options),
    revokeGrant,
    agree,
    makeFolder,
    trash: (email: string, id: string) => simulator.person(email).trash(id),
    deleteForGood: (email: string, id: string) => simulator.person(email).deleteForGood(id),
    isAlive,
    close: simulator.close,
  };
}

describeGoogleSignIn('Google simulator', startAdapter);

describe("the sign-in's requests to Google", () => {
  let site: Awaited<ReturnType<typeof startAdapter>>;

  beforeEach(async () => {
    site = await startAdapter();
  });
  afterEach(() => site.close());

  async function visit(google = site.google) {
    const { codeVerifier, codeChallenge } = pkce();
    const code = await site.agree(google.authorizationUrl({ state: 'state', codeChallenge }), els);
    site.simulator.resetCalls();
    return { code, codeVerifier };
  }

  test('ask for drive.file alone, offline, with PKCE, and for consent each time', () => {
    const url = new URL(site.google.authorizationUrl({ state: 's', codeChallenge: 'c' }));
    expect(`${url.origin}${url.pathname}`).toBe(site.options.authorizationUrl);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: redirectUri,
      scope: driveFile,
      state: 's',
      code_challenge: 'c',
      code_challenge_method: 'S256',
      access_type: 'offline',
      prompt: 'consent',
    });
  });

  test('are two for a code: the exchange, and whose Drive it is', async () => {
    const { code, codeVerifier } = await visit();
    await site.google.exchange(code, codeVerifier);
    expect(site.simulator.calls()).toEqual({ 'drive.about.get': 1, 'oauth.token': 1 });
  });

  test.each([
    ['oauth.token', { status: 503 }, 'googleUnavailable'],
    ['oauth.token', { how: 'reset' }, 'googleUnavailable'],
    ['oauth.token', { status: 401, reason: 'invalid_client' }, 'unexpected'],
    ['oauth.token', { status: 400, reason: 'redirect_uri_mismatch' }, 'unexpected'],
    ['drive.about.get', { status: 503 }, 'googleUnavailable'],
    ['drive.about.get', { how: 'reset' }, 'googleUnavailable'],
    ['drive.about.get', { status: 403, reason: 'userRateLimitExceeded' }, 'paceLimited'],
    ['oauth.revoke', { status: 503 }, 'googleUnavailable'],
    ['oauth.revoke', { how: 'reset' }, 'googleUnavailable'],
    ['oauth.revoke', { status: 400, reason: 'invalid_request' }, 'unexpected'],
  ] as const)('are sent once where %s fails with %j, which means %s', async (on, fault, code) => {
    const signIn = await visit();
    site.simulator.addFault({ on, times: 9, ...fault });
    const call =
      on === 'oauth.revoke' ? site.revokeGrant('1//token') : site.google.exchange(signIn.code, signIn.codeVerifier);
    await expect(call).rejects.toMatchObject({ code });
    expect(site.simulator.calls()[on]).toBe(1);
  });

  async function lookedAt() {
    const { code, codeVerifier } = await visit();
    const { refreshToken } = await site.google.exchange(code, codeVerifier);
    const folderId = await site.makeFolder(refreshToken);
    site.simulator.resetCalls();
    return { refreshToken, folderId };
  }

  test('are three for a look: a token, whose Drive it is, and the folder', async () => {
    const { refreshToken, folderId } = await lookedAt();
    await site.google.look(refreshToken, folderId);
    expect(site.simulator.calls()).toEqual({ 'drive.about.get': 1, 'drive.files.get': 1, 'oauth.token': 1 });
  });

  test.each([
    ['oauth.token', { status: 503 }, 'googleUnavailable'],
    ['oauth.token', { status: 400, reason: 'invalid_grant' }, 'signInNeeded'],
    ['oauth.token', { status: 401, reason: 'invalid_client' }, 'unexpected'],
    ['drive.about.get', { how: 'reset' }, 'googleUnavailable'],
    ['drive.about.get', { status: 401, reason: 'authError' }, 'signInNeeded'],
    ['drive.about.get', { status: 403, reason: 'domainPolicy' }, 'drivePolicy'],
    ['drive.files.get', { status: 403, reason: 'userRateLimitExceeded' }, 'paceLimited'],
    ['drive.files.get', { status: 500 }, 'googleUnavailable'],
  ] as const)('of a look are sent once where %s fails with %j, which means %s', async (on, fault, code) => {
    const { refreshToken, folderId } = await lookedAt();
    site.simulator.addFault({ on, times: 9, ...fault });
    const failure = await site.google.look(refreshToken, folderId).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code });
    expect(site.simulator.calls()[on]).toBe(1);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toMatch(/1\/\/|ya29|secret/);
  });

  test('of a look are over within four seconds together, whichever is not answered', async () => {
    const { refreshToken, folderId } = await lookedAt();
    const looked = async (on: string) => {
      site.simulator.addFault({ on, how: 'hang' });
      const begun = performance.now();
      await expect(site.google.look(refreshToken, folderId)).rejects.toMatchObject({ code: 'googleUnavailable' });
      return performance.now() - begun;
    };
    for (const on of ['oauth.token', 'drive.files.get']) {
      expect(await looked(on)).toBeLessThan(6000);
    }
  }, 20_000);

  test('with a client secret that is wrong are unexpected, not the fault of the person', async () => {
    const wrong = createGoogleSignIn({ ...site.options, clientSecret: 'wrong' });
    const { code, codeVerifier } = await visit(wrong);
    await expect(wrong.exchange(code, codeVerifier)).rejects.toMatchObject({ code: 'unexpected' });
    expect(await site.google.exchange(code, codeVerifier)).toBeDefined();
  });

  test('carry the token to revoke in their body, where no log keeps it', async () => {
    const listener = await listen((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    try {
      await createRevokeGrant(`${listener.url}/revoke`)('1//a+b/c=d');
    } finally {
      await listener.close();
    }
    const [{ method, url, body } = {}] = listener.arrived;
    expect({ method, url, body }).toEqual({ method: 'POST', url: '/revoke', body: 'token=1%2F%2Fa%2Bb%2Fc%3Dd' });
    expect(listener.arrived).toHaveLength(1);
  });

  test('leave no token, code or secret in what is thrown', async () => {
    const { code, codeVerifier } = await visit();
    const refused = await site.google.exchange(`4/0x${code}`, codeVerifier).catch((error: unknown) => error);
    site.simulator.addFault({ on: 'drive.about.get', status: 403, reason: 'domainPolicy' });
    const later = await site.google.exchange(code, codeVerifier).catch((error: unknown) => error);
    site.simulator.addFault({ on: 'oauth.revoke', how: 'reset' });
    const revoked = await site.revokeGrant('1//token').catch((error: unknown) => error);
    expect([refused, later, revoked].map((error) => Reflect.get(error as Error, 'code'))).toEqual([
      'googleCodeRefused',
      'drivePolicy',
      'googleUnavailable',
    ]);
    for (const error of [refused, later, revoked]) {
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/4\/0|1\/\/|ya29|secret/);
      expect(error).not.toHaveProperty('cause');
    }
  });
});
