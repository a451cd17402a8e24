/**
 * The simulated Google, called as the product calls the real one: Google's own Drive client and OAuth client over HTTP, and
 * plain requests for what a browser or another client would send.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import { OAuth2Client } from 'google-auth-library';
import { type drive_v3, drive as driveApi } from 'googleapis/build/src/apis/drive/index.js';
import { until } from '../local/until.ts';
import {
  createGoogleSimulator,
  type GoogleSimulator,
  type GoogleSimulatorOptions,
} from '../simulators/google/server.ts';

const clientId = 'exporter.apps.googleusercontent.com';
const clientSecret = 'GOCSPX-geheim';
const redirectUri = 'http://localhost:8080/google/callback?from=google';
const scope = 'https://www.googleapis.com/auth/drive.file';
const emailScope = 'https://www.googleapis.com/auth/userinfo.email';
const folderMimeType = 'application/vnd.google-apps.folder';
const els = 'els.claes@fiduclaes.example';
const jan = 'jan.willems@boekhoudingwillems.example';
const noId = '1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

const running: GoogleSimulator[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

async function google(options: Partial<GoogleSimulatorOptions> = {}): Promise<GoogleSimulator> {
  const clients = [
    { clientId, clientSecret, redirectUris: [redirectUri], name: 'Banqup' },
    { clientId: 'other', clientSecret: 'other-secret', redirectUris: ['http://localhost:9999/'] },
  ];
  const simulator = await createGoogleSimulator({ clients, ...options });
  running.push(simulator);
  return simulator;
}

function oauth(simulator: GoogleSimulator, secret = clientSecret): OAuth2Client {
  return new OAuth2Client({
    clientId,
    clientSecret: secret,
    redirectUri,
    endpoints: {
      oauth2AuthBaseUrl: `${simulator.url}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${simulator.url}/token`,
      oauth2RevokeUrl: `${simulator.url}/revoke`,
    },
    transporterOptions: { retry: false },
  });
}

/** Follows the pages as a person's browser would; answers where the consent page sends the browser. */
async function consent(
  simulator: GoogleSimulator,
  question: Record<string, string>,
  choice: { email?: string; decision?: 'allow' | 'cancel'; granted?: string[] } = {},
): Promise<URL> {
  const { email = els, decision = 'allow', granted = [scope] } = choice;
  const start = new URL(oauth(simulator).generateAuthUrl({ scope, state: 'the state', ...question }));
  const accountsPage = await text(await fetch(start));
  const href = [...accountsPage.matchAll(/href="([^"]*account=[^"]*)"/g)]
    .map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
    .find((link) => link.includes(encodeURIComponent(email)));
  const answer = await fetch(new URL(href ?? 'no-such-account', start), { redirect: 'manual' });
  if (answer.status === 302) return new URL(answer.headers.get('location') ?? '');
  const consentPage = await text(answer);
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of consentPage.matchAll(
    /<input type="hidden" name="([^"]*)" value="([^"]*)"/g,
  )) {
    form.append(name, value.replaceAll('&amp;', '&'));
  }
  form.set('decision', decision);
  for (const one of granted) form.append('granted_scope', one);
  const action = /<form method="post" action="([^"]*)"/.exec(consentPage)?.[1] ?? 'no-form';
  const redirect = await fetch(new URL(action, start), { method: 'POST', body: form, redirect: 'manual' });
  return new URL(redirect.headers.get('location') ?? '');
}

const lasting = { access_type: 'offline', prompt: 'consent' };

async function tokens(simulator: GoogleSimulator, question: Record<string, string> = lasting, email = els) {
  const code = (await consent(simulator, question, { email })).searchParams.get('code') ?? '';
  return (await oauth(simulator).getToken(code)).tokens;
}

async function text(response: Response): Promise<string> {
  expect(response.status).toBe(200);
  return response.text();
}

/** Google's Drive client for an account that has just agreed. */
function driveOf(simulator: GoogleSimulator, email = els) {
  return driveWith(simulator, simulator.signIn(email, clientId).accessToken);
}

function driveWith(simulator: GoogleSimulator, accessToken: string) {
  const auth = oauth(simulator);
  auth.setCredentials({ access_token: accessToken });
  const { files, about } = driveApi({ version: 'v3', auth });
  // Given with each call: the client's own is ignored for uploads, which would go to Google.
  const options = { rootUrl: simulator.url, retry: false };
  return {
    accessToken,
    about: (fields?: string) =>
      about.get({ ...(fields !== undefined && { fields }) }, options).then(({ data }) => data),
    ids: (count?: number) =>
      files.generateIds({ ...(count !== undefined && { count }) }, options).then(({ data }) => data.ids ?? []),
    create: (requestBody: drive_v3.Schema$File, content?: string, fields = '*') =>
      files
        .create(
          {
            requestBody,
            fields,
            ...(content !== undefined && { media: { mimeType: 'application/xml', body: Readable.from([content]) } }),
          },
          options,
        )
        .then(({ data }) => data),
    folder: (name: string, parent = 'root') =>
      files
        .create({ requestBody: { name, mimeType: folderMimeType, parents: [parent] }, fields: '*' }, options)
        .then(({ data }) => data.id ?? ''),
    get: (fileId: string, fields = '*') => files.get({ fileId, fields }, options).then(({ data }) => data),
    download: (fileId: string) =>
      files
        .get({ fileId, alt: 'media' }, { ...options, responseType: 'arraybuffer' })
        .then(({ data }) => data as unknown),
    list: (query: drive_v3.Params$Resource$Files$List = {}) => files.list(query, options).then(({ data }) => data),
    update: (
      fileId: string,
      requestBody: drive_v3.Schema$File,
      more: Partial<drive_v3.Params$Resource$Files$Update> = {},
    ) => files.update({ fileId, requestBody, fields: '*', ...more }, options).then(({ data }) => data),
    delete: (fileId: string) => files.delete({ fileId }, options).then(({ status }) => status),
    /** A plain call, for what Google's client does not send. */
    call: (path: string, init: RequestInit & { duplex?: 'half' } = {}) =>
      fetch(new URL(path, simulator.url), {
        ...init,
        headers: { authorization: `Bearer ${accessToken}`, ...(init.headers as Record<string, string>) },
      }),
  };
}

/** What Google's client throws when the call is refused: its status and Google's body. */
async function refusal(call: Promise<unknown>): Promise<{ status: number; data: unknown }> {
  const error: unknown = await call.then(
    () => 'was not refused',
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error) || !('response' in error))
    throw new Error(`not a refusal: ${String(error)}`, { cause: error });
  return error.response as { status: number; data: unknown };
}

const refused = (status: number, reason: string, message?: string) => ({
  status,
  data: {
    error: expect.objectContaining({
      code: status,
      ...(message !== undefined && { message }),
      errors: [expect.objectContaining({ reason })],
    }),
  },
});

describe('sign-in', () => {
  test('shows the accounts, then a consent that names the app, and comes back with code, state, scope and issuer', async () => {
    const simulator = await google();
    const chooser = await text(await fetch(oauth(simulator).generateAuthUrl({ scope })));
    expect(chooser).toContain(els);
    expect(chooser).toContain('Banqup');
    expect(chooser).toContain('Simulator');

    const back = await consent(simulator, {});
    expect(back.origin + back.pathname).toBe('http://localhost:8080/google/callback');
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      from: 'google',
      state: 'the state',
      scope,
      iss: 'https://accounts.google.com',
      code: expect.stringMatching(/^4\/0/),
    });
  });

  test('goes straight to the consent of the account in login_hint', async () => {
    const simulator = await google();
    const page = await text(await fetch(oauth(simulator).generateAuthUrl({ scope, login_hint: jan })));
    expect(page).toContain('wil toegang');
    expect(page).toContain(jan);
  });

  test('comes back with access_denied and the state when the person cancels', async () => {
    const back = await consent(await google(), {}, { decision: 'cancel' });
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('the state');
    expect(back.searchParams.has('code')).toBe(false);
  });

  test.each([
    ['an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
    [
      'a redirect address that differs in its query',
      { redirect_uri: 'http://localhost:8080/google/callback' },
      400,
      'redirect_uri_mismatch',
    ],
    ['another response type', { response_type: 'token' }, 400, 'unsupported_response_type'],
    ['no scope', { scope: '' }, 400, 'invalid_request'],
    ['a scope it does not know', { scope: 'https://www.googleapis.com/auth/nothing' }, 400, 'invalid_scope'],
    ['a plain PKCE challenge', { code_challenge: 'abc', code_challenge_method: 'plain' }, 400, 'invalid_request'],
  ])('shows an error page and does not redirect for %s', async (_, wrong, status, error) => {
    const url = new URL(oauth(await google()).generateAuthUrl({ scope }));
    for (const [name, value] of Object.entries(wrong)) url.searchParams.set(name, value);
    const answer = await fetch(url, { redirect: 'manual' });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(error);
  });

  test('lets the person untick one of several scopes', async () => {
    const simulator = await google();
    const both = `${scope} ${emailScope}`;
    const back = await consent(simulator, { scope: both }, { granted: [emailScope] });
    expect(back.searchParams.get('scope')).toBe(emailScope);
    const answer = await oauth(simulator).getToken(back.searchParams.get('code') ?? '');
    expect(answer.tokens.scope).toBe(emailScope);

    const drive = driveWith(simulator, answer.tokens.access_token ?? '');
    const { status, data } = await refusal(drive.list());
    expect(status).toBe(403);
    expect(data).toMatchObject({
      error: {
        status: 'PERMISSION_DENIED',
        errors: [{ reason: 'insufficientPermissions' }],
        details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }],
      },
    });
  });

  test('lets the person go on without the only scope', async () => {
    const simulator = await google();
    const back = await consent(simulator, {}, { granted: [] });
    const answer = await oauth(simulator).getToken(back.searchParams.get('code') ?? '');
    expect(answer.tokens.scope).toBe('');
  });

  test('skips the consent of a scope that is granted already, unless prompt=consent', async () => {
    const simulator = await google();
    await consent(simulator, {});
    const url = oauth(simulator).generateAuthUrl({ scope, login_hint: els });
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(302);
    expect((await fetch(`${url}&prompt=consent`, { redirect: 'manual' })).status).toBe(200);
  });

  test('serves the pages under any host name with relative links', async () => {
    const simulator = await google();
    const { port } = new URL(simulator.url);
    const page = await text(await fetch(oauth(simulator).generateAuthUrl({ scope })));
    expect(page).not.toContain(`127.0.0.1:${port}`);
  });
});

describe('POST /token', () => {
  test('answers a refresh token for offline access with prompt=consent', async () => {
    expect(await tokens(await google())).toMatchObject({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      scope,
    });
  });

  test('answers no refresh token on a second consent without prompt=consent, nor for online access', async () => {
    const simulator = await google();
    expect(await tokens(simulator, { access_type: 'offline' })).toHaveProperty('refresh_token');
    expect(await tokens(simulator, { access_type: 'offline' })).not.toHaveProperty('refresh_token');
    expect(await tokens(simulator, { prompt: 'consent' })).not.toHaveProperty('refresh_token');
    expect(await tokens(simulator, lasting)).toHaveProperty('refresh_token');
  });

  test('takes a code once', async () => {
    const simulator = await google();
    const code = (await consent(simulator, lasting)).searchParams.get('code') ?? '';
    await oauth(simulator).getToken(code);
    const { status, data } = await refusal(oauth(simulator).getToken(code));
    expect({ status, data }).toMatchObject({ status: 400, data: { error: 'invalid_grant' } });
  });

  test('takes a code from the same redirect address and the same client only, and while it is fresh', async () => {
    let at = Date.now();
    const simulator = await google({ now: () => new Date(at) });
    const code = (await consent(simulator, lasting)).searchParams.get('code') ?? '';
    const exchange = (body: Record<string, string>) =>
      fetch(`${simulator.url}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: clientId,
          client_secret: clientSecret,
          redirect_uri: redirectUri,
          code,
          ...body,
        }),
      });
    const otherAddress = await exchange({ redirect_uri: 'http://localhost:8080/' });
    expect([otherAddress.status, await otherAddress.json()]).toMatchObject([400, { error: 'redirect_uri_mismatch' }]);
    const otherClient = await exchange({ client_id: 'other', client_secret: 'other-secret' });
    expect([otherClient.status, await otherClient.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
    const otherGrantType = await exchange({ grant_type: 'password' });
    expect([otherGrantType.status, await otherGrantType.json()]).toMatchObject([
      400,
      { error: 'unsupported_grant_type' },
    ]);
    at += 601_000;
    const tooLate = await exchange({});
    expect([tooLate.status, await tooLate.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
  });

  test('checks the PKCE verifier against the challenge', async () => {
    const simulator = await google();
    const verifier = 'a-verifier-of-at-least-forty-three-characters-long';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const question = { ...lasting, code_challenge: challenge, code_challenge_method: 'S256' };
    const code = (await consent(simulator, question)).searchParams.get('code') ?? '';
    const wrong = { data: { error: 'invalid_grant', error_description: 'Invalid code verifier.' } };
    expect(await refusal(oauth(simulator).getToken({ code, codeVerifier: 'wrong' }))).toMatchObject(wrong);
    const missing = { data: { error: 'invalid_grant', error_description: 'Missing code verifier.' } };
    expect(await refusal(oauth(simulator).getToken(code))).toMatchObject(missing);
    expect((await oauth(simulator).getToken({ code, codeVerifier: verifier })).tokens).toHaveProperty('refresh_token');
  });

  test('answers 401 invalid_client to a wrong secret, and takes it from a Basic header too', async () => {
    const simulator = await google();
    const { refreshToken } = simulator.signIn(els, clientId);
    const wrong = oauth(simulator, 'wrong');
    wrong.setCredentials({ refresh_token: refreshToken });
    expect(await refusal(wrong.refreshAccessToken())).toMatchObject({ status: 401, data: { error: 'invalid_client' } });

    const answer = await fetch(`${simulator.url}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    });
    expect(JSON.parse(await text(answer))).toEqual({
      access_token: expect.any(String),
      expires_in: 3600,
      scope,
      token_type: 'Bearer',
    });
  });

  test('answers invalid_grant to a refresh token that is dead, and lets the oldest of more than 100 die', async () => {
    const simulator = await google();
    const refresh = (refreshToken: string) => {
      const client = oauth(simulator);
      client.setCredentials({ refresh_token: refreshToken });
      return client.refreshAccessToken();
    };
    const all = Array.from({ length: 101 }, () => simulator.signIn(els, clientId).refreshToken);
    const dead = {
      status: 400,
      data: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    };
    expect(await refusal(refresh(all[0] ?? ''))).toMatchObject(dead);
    expect((await refresh(all[1] ?? '')).credentials.access_token).toEqual(expect.any(String));
    simulator.revoke(els);
    expect(await refusal(refresh(all[100] ?? ''))).toMatchObject(dead);
  });
});

describe('POST /revoke', () => {
  test.each(['accessToken', 'refreshToken'] as const)(
    'ends the whole grant by its %s, and says when it is gone',
    async (kind) => {
      const simulator = await google();
      const first = simulator.signIn(els, clientId);
      const second = simulator.signIn(els, clientId);
      const other = simulator.signIn(els, 'other');
      await oauth(simulator).revokeToken(first[kind]);
      expect(await refusal(driveWith(simulator, second.accessToken).list())).toMatchObject({ status: 401 });
      expect(await driveWith(simulator, other.accessToken).list()).toMatchObject({ files: [] });
      expect(await refusal(oauth(simulator).revokeToken(first[kind]))).toMatchObject({
        status: 400,
        data: { error: 'invalid_token', error_description: 'Token expired or revoked' },
      });
    },
  );

  test('takes the token from a form too', async () => {
    const simulator = await google();
    const body = new URLSearchParams({ token: simulator.signIn(els, clientId).refreshToken });
    expect((await fetch(`${simulator.url}/revoke`, { method: 'POST', body })).status).toBe(200);
  });
});

describe('access to Drive', () => {
  test('answers 401 with the body of Google without a token, and once it has expired', async () => {
    let at = Date.now();
    const simulator = await google({ now: () => new Date(at), accessTokenSeconds: 60 });
    const drive = driveOf(simulator);
    await drive.list();
    at += 60_000;
    for (const headers of [{}, { authorization: `Bearer ${drive.accessToken}` }]) {
      const answer = await fetch(`${simulator.url}/drive/v3/files`, { headers: new Headers(headers) });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({
        error: {
          code: 401,
          message: expect.stringContaining('Request had invalid authentication credentials.'),
          errors: [
            {
              message: 'Invalid Credentials',
              domain: 'global',
              reason: 'authError',
              location: 'Authorization',
              locationType: 'header',
            },
          ],
          status: 'UNAUTHENTICATED',
        },
      });
    }
  });

  test.each([false, true])(
    'shows an app only what it made itself, in that account (old grants: %s)',
    async (regrantSeesOldFiles) => {
      const simulator = await google({ regrantSeesOldFiles });
      const { id = '' } = await driveOf(simulator).create({ name: 'a.xml' }, '<a/>');
      const others = [driveOf(simulator, jan), driveWith(simulator, simulator.signIn(els, 'other').accessToken)];
      for (const other of others) {
        expect(await refusal(other.get(id ?? ''))).toMatchObject(refused(404, 'notFound', `File not found: ${id}.`));
        expect((await other.list()).files).toEqual([]);
      }
    },
  );

  test.each([false, true])('shows a new grant what was made under the old one: %s', async (regrantSeesOldFiles) => {
    const simulator = await google({ regrantSeesOldFiles });
    const before = driveOf(simulator);
    const folder = await before.folder('Invoice_import');
    simulator.revoke(els);
    const after = driveOf(simulator);
    const outcome = {
      found: await after.list().then(({ files }) => files?.length),
      get: after.get(folder),
      in: after.folder('AP', folder),
    };
    if (regrantSeesOldFiles) {
      await expect(Promise.all([outcome.get, outcome.in])).resolves.toHaveLength(2);
      expect(outcome.found).toBe(1);
    } else {
      expect(await refusal(outcome.get)).toMatchObject(refused(404, 'notFound'));
      expect(await refusal(outcome.in)).toMatchObject(refused(404, 'notFound', `File not found: ${folder}.`));
      expect(outcome.found).toBe(0);
    }
  });

  test('refuses a parameter that it does not simulate, and any other path, by name', async () => {
    const drive = driveOf(await google());
    const parameter = await drive.call('/drive/v3/files?includeLabels=x');
    expect(parameter.status).toBe(400);
    expect(await parameter.text()).toContain('includeLabels=x');
    const path = await drive.call('/drive/v3/changes/startPageToken');
    expect(path.status).toBe(404);
    expect(await path.text()).toContain('/drive/v3/changes/startPageToken');
  });
});

describe('about and ids', () => {
  test('tells the account and its storage, and requires fields', async () => {
    const simulator = await google({ storageLimitBytes: 100 });
    const drive = driveOf(simulator);
    await drive.create({ name: 'a.xml' }, '<a/>');
    const { user, storageQuota } = await drive.about('user,storageQuota');
    expect(user).toEqual({
      kind: 'drive#user',
      displayName: 'Els Claes',
      me: true,
      permissionId: expect.stringMatching(/^\d{20}$/),
      emailAddress: els,
    });
    expect(storageQuota).toMatchObject({ limit: '100', usage: '4' });
    expect(await drive.about('user/emailAddress')).toEqual({ user: { emailAddress: els } });
    expect(await refusal(drive.about())).toMatchObject(
      refused(400, 'required', "The 'fields' parameter is required for this method."),
    );
    const again = await google();
    expect((await driveOf(again).about('user')).user?.permissionId).toBe(user?.permissionId);
  });

  test('gives 10 ids of 33 characters unless told otherwise, and 1 to 1000', async () => {
    const drive = driveOf(await google());
    const ids = await drive.ids();
    expect(ids).toHaveLength(10);
    for (const id of ids) expect(id).toMatch(/^[\w-]{33}$/);
    expect(new Set(await drive.ids(1000)).size).toBe(1000);
    expect(await refusal(drive.ids(0))).toMatchObject(refused(400, 'invalidParameter'));
    expect(await refusal(drive.ids(1001))).toMatchObject(refused(400, 'invalidParameter'));
    const answer = await drive.call('/drive/v3/files/generateIds?count=1&space=drive&type=files');
    expect(await answer.json()).toEqual({ kind: 'drive#generatedIds', space: 'drive', ids: [expect.any(String)] });
  });
});

describe('creating', () => {
  test('keeps the bytes of a multipart upload and answers all that Drive knows of the file', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const folder = await drive.folder('AP');
    const [id = ''] = await drive.ids(1);
    const content = '\r\n--not a boundary\r\n<Invoice>\u00e9</Invoice>\r\n';
    const appProperties = { document: 'd1' };
    const file = await drive.create({ id, name: "L'Or.xml", parents: [folder], appProperties }, content);
    expect(file).toEqual({
      kind: 'drive#file',
      id,
      name: "L'Or.xml",
      mimeType: 'application/xml',
      parents: [folder],
      appProperties,
      md5Checksum: createHash('md5').update(content).digest('hex'),
      size: String(Buffer.byteLength(content)),
      createdTime: expect.any(String),
      modifiedTime: expect.any(String),
      trashed: false,
      explicitlyTrashed: false,
      webViewLink: `${simulator.url}/drive/${encodeURIComponent(els)}/file/${id}`,
      headRevisionId: expect.any(String),
      version: '1',
    });
    expect(Buffer.from((await drive.download(id)) as ArrayBuffer).toString()).toBe(content);
  });

  test('answers kind, id, name and mimeType when no fields are asked for', async () => {
    const drive = driveOf(await google());
    const answer = await drive.call('/drive/v3/files', {
      method: 'POST',
      body: JSON.stringify({ name: 'AP', mimeType: folderMimeType }),
    });
    expect(await answer.json()).toEqual({
      kind: 'drive#file',
      id: expect.any(String),
      name: 'AP',
      mimeType: folderMimeType,
    });
  });

  test('puts what has no parent in the root, and keeps two files of one name', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const one = await drive.create({ name: 'same.xml' }, 'one');
    const two = await drive.create({ name: 'same.xml', parents: ['root'] }, 'two');
    expect(one.parents).toEqual(two.parents);
    expect(one.id).not.toBe(two.id);
    expect(await refusal(drive.get('root'))).toMatchObject(refused(404, 'notFound', 'File not found: root.'));
    expect((await drive.list({ q: "'root' in parents" })).files).toHaveLength(2);
  });

  test('answers 409 when the id is used already, also by a folder and after it was deleted for good', async () => {
    const drive = driveOf(await google());
    const [id = ''] = await drive.ids(1);
    await drive.create({ id, name: 'AP', mimeType: folderMimeType });
    const used = refused(409, 'fileIdInUse', 'A file already exists with the provided ID.');
    expect(await refusal(drive.create({ id, name: 'a.xml' }, '<a/>'))).toMatchObject(used);
    await drive.delete(id);
    expect(await refusal(drive.create({ id, name: 'AP', mimeType: folderMimeType }))).toMatchObject(used);
  });

  test('lets exactly one of two concurrent creates with one id win', async () => {
    const drive = driveOf(await google());
    const [id = ''] = await drive.ids(1);
    const outcomes = await Promise.allSettled(
      ['one', 'two'].map((content) => drive.create({ id, name: 'a.xml' }, content)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await drive.list()).files).toHaveLength(1);
  });

  test('answers 400 to an id that was not generated for this account', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const [foreign = ''] = await driveOf(simulator, jan).ids(1);
    const invalid = { ...refused(400, 'invalid', 'The provided file ID is not usable.') };
    expect(await refusal(drive.create({ id: foreign, name: 'a.xml' }, '<a/>'))).toMatchObject(invalid);
    expect(await refusal(drive.create({ id: noId, name: 'a.xml' }, '<a/>'))).toMatchObject(invalid);
  });

  test('answers 404 that names the parent when it is unknown, deleted or hidden, and 403 when it is no folder', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const deleted = await drive.folder('gone');
    await drive.delete(deleted);
    const hidden = await driveWith(simulator, simulator.signIn(els, 'other').accessToken).folder('hidden');
    for (const parent of [noId, deleted, hidden]) {
      const { status, data } = await refusal(drive.create({ name: 'a.xml', parents: [parent] }, '<a/>'));
      expect(status).toBe(404);
      expect(data).toEqual({
        error: {
          code: 404,
          message: `File not found: ${parent}.`,
          errors: [
            {
              message: `File not found: ${parent}.`,
              domain: 'global',
              reason: 'notFound',
              location: 'fileId',
              locationType: 'parameter',
            },
          ],
        },
      });
    }
    const { id: file = '' } = await drive.create({ name: 'a.xml' }, '<a/>');
    expect(await refusal(drive.folder('AP', file ?? ''))).toMatchObject(refused(403, 'parentNotAFolder'));
    expect(await refusal(drive.create({ name: 'b', parents: ['root', 'root'] }, 'b'))).toMatchObject(
      refused(403, 'cannotAddParent'),
    );
  });

  test('accepts a file in a trashed folder without flagging it', async () => {
    const drive = driveOf(await google());
    const folder = await drive.folder('AP');
    const { id: before = '' } = await drive.create({ name: 'before.xml', parents: [folder] }, 'b');
    await drive.update(folder, { trashed: true });
    const after = await drive.create({ name: 'after.xml', parents: [folder] }, 'a');
    expect(after).toMatchObject({ trashed: false, explicitlyTrashed: false });
    expect(await drive.get(before ?? '')).toMatchObject({ trashed: true, explicitlyTrashed: false });
    expect(await drive.get(folder)).toMatchObject({ trashed: true, explicitlyTrashed: true });
  });

  test('answers 413 to more than 5 MB in one call, and takes exactly 5 MB', async () => {
    const drive = driveOf(await google());
    const most = 'x'.repeat(5 * 1024 * 1024);
    expect(await drive.create({ name: 'most.xml' }, most)).toMatchObject({ size: '5242880' });
    expect(await refusal(drive.create({ name: 'more.xml' }, `${most}x`))).toMatchObject({ status: 413 });
  });

  test('takes bytes alone with uploadType=media', async () => {
    const drive = driveOf(await google());
    const answer = await drive.call('/upload/drive/v3/files?uploadType=media&fields=name,size,mimeType', {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: '<a/>',
    });
    expect(await answer.json()).toEqual({ name: 'Untitled', size: '4', mimeType: 'text/xml' });
  });

  test('answers 403 storageQuotaExceeded when the Drive is full, until something is deleted', async () => {
    const drive = driveOf(await google({ storageLimitBytes: 10 }));
    const { id = '' } = await drive.create({ name: 'a.xml' }, '12345678');
    const full = refused(403, 'storageQuotaExceeded', "The user's Drive storage quota has been exceeded.");
    expect(await refusal(drive.create({ name: 'b.xml' }, '123'))).toMatchObject(full);
    await drive.folder('a folder takes no room');
    await drive.delete(id ?? '');
    await drive.create({ name: 'b.xml' }, '123');
  });

  test('refuses metadata and fields that it does not simulate before anything is made', async () => {
    const drive = driveOf(await google());
    expect(await refusal(drive.create({ name: 'a', starred: true }))).toMatchObject({
      status: 400,
      data: { error: { message: expect.stringContaining('starred') } },
    });
    for (const content of ['a', undefined]) {
      expect(await refusal(drive.create({ name: 'a' }, content, 'id,owners'))).toMatchObject(
        refused(400, 'invalidParameter', 'Invalid field selection owners'),
      );
    }
    expect(await refusal(drive.create({ name: 'a', appProperties: { k: 'x'.repeat(124) } }))).toMatchObject({
      status: 400,
    });
    expect((await drive.list()).files).toEqual([]);
  });
});

describe('resumable uploads', () => {
  const unit = 256 * 1024;
  const metadata = JSON.stringify({ name: 'large.xml' });

  async function start(drive: ReturnType<typeof driveOf>, body = metadata): Promise<string> {
    const answer = await drive.call('/upload/drive/v3/files?uploadType=resumable&fields=id,size,md5Checksum', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-upload-content-type': 'application/xml' },
      body,
    });
    await text(answer);
    return answer.headers.get('location') ?? '';
  }

  const put = (location: string, body: string | undefined, range?: string) =>
    fetch(location, {
      method: 'PUT',
      body: body ?? null,
      ...(range !== undefined && { headers: { 'content-range': range } }),
    });

  test('takes all bytes in one call, at an address that the caller can reach', async () => {
    const simulator = await google();
    const location = await start(driveOf(simulator));
    expect(location.startsWith(`${simulator.url}/upload/drive/v3/files?`)).toBe(true);
    expect(simulator.tree(els)).toEqual([]);
    const content = 'x'.repeat(6 * 1024 * 1024);
    expect(JSON.parse(await text(await put(location, content)))).toEqual({
      id: expect.any(String),
      size: String(content.length),
      md5Checksum: createHash('md5').update(content).digest('hex'),
    });
    expect(simulator.tree(els)).toHaveLength(1);
  });

  test('takes chunks, tells how far it got, and repeats its last answer', async () => {
    const simulator = await google();
    const location = await start(driveOf(simulator));
    const total = unit + 10;
    const nothing = await put(location, undefined, `bytes */${total}`);
    expect([nothing.status, nothing.headers.get('range')]).toEqual([308, null]);
    const first = await put(location, 'x'.repeat(unit), `bytes 0-${unit - 1}/${total}`);
    expect([first.status, first.headers.get('range')]).toEqual([308, `bytes=0-${unit - 1}`]);
    const state = await put(location, undefined, `bytes */${total}`);
    expect([state.status, state.headers.get('range')]).toEqual([308, `bytes=0-${unit - 1}`]);
    expect((await put(location, 'x'.repeat(10), `bytes 5-14/${total}`)).status).toBe(400);
    const last = JSON.parse(await text(await put(location, 'x'.repeat(10), `bytes ${unit}-${total - 1}/${total}`)));
    expect(last).toMatchObject({ size: String(total) });
    expect(JSON.parse(await text(await put(location, undefined, `bytes */${total}`)))).toEqual(last);
    expect(simulator.tree(els)).toHaveLength(1);
  });

  test('refuses a chunk that is not the last and not a multiple of 256 KiB', async () => {
    const location = await start(driveOf(await google()));
    expect((await put(location, 'x'.repeat(100), 'bytes 0-99/1000')).status).toBe(400);
    expect((await put(location, undefined, 'bytes */1000')).headers.get('range')).toBeNull();
  });

  test('refuses a used id and a missing parent when the session starts', async () => {
    const drive = driveOf(await google());
    const [id = ''] = await drive.ids(1);
    await drive.create({ id, name: 'first.xml' }, '1');
    const session = (body: object) =>
      drive.call('/upload/drive/v3/files?uploadType=resumable', { method: 'POST', body: JSON.stringify(body) });
    expect((await session({ id, name: 'second.xml' })).status).toBe(409);
    expect((await session({ name: 'second.xml', parents: [noId] })).status).toBe(404);
  });

  test('answers 409 at the end when the id was used meanwhile, and 401 when the grant ended', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const [id = ''] = await drive.ids(1);
    const slow = await start(drive, JSON.stringify({ id, name: 'slow.xml' }));
    const other = await start(drive);
    await drive.create({ id, name: 'quick.xml' }, '1');
    expect((await put(slow, 'slow')).status).toBe(409);
    simulator.revoke(els);
    expect((await put(other, 'other')).status).toBe(401);
  });

  test('answers 404 to an unknown session', async () => {
    const simulator = await google();
    expect((await put(`${simulator.url}/upload/drive/v3/files?uploadType=resumable&upload_id=x`, 'x')).status).toBe(
      404,
    );
  });

  test('replaces the content of a file', async () => {
    const drive = driveOf(await google());
    const { id = '' } = await drive.create({ name: 'a.xml' }, 'old');
    const session = await drive.call(`/upload/drive/v3/files/${id}?uploadType=resumable`, {
      method: 'PATCH',
      body: '{}',
    });
    await text(await put(session.headers.get('location') ?? '', 'the new'));
    expect(await drive.get(id ?? '')).toMatchObject({ size: '7', version: '2' });
  });
});

describe('listing', () => {
  async function filled() {
    const simulator = await google();
    const drive = driveOf(simulator);
    const ap = await drive.folder("Café 't Hof_BE0123456789");
    await drive.create({ name: "L'Or\\1.xml", parents: [ap], appProperties: { document: 'd1' } }, '1');
    await drive.create({ name: 'Factuur HelloWorld.xml', parents: [ap] }, '2');
    const find = async (q: string) => ((await drive.list({ q, orderBy: 'name' })).files ?? []).map(({ name }) => name);
    return { drive, ap, find };
  }

  test.each([
    ["name = 'factuur helloworld.XML'", ['Factuur HelloWorld.xml']],
    ["name='L\\'Or\\\\1.xml'", ["L'Or\\1.xml"]],
    ["name contains 'hello'", ['Factuur HelloWorld.xml']],
    ["name contains 'world'", []],
    [`mimeType = '${folderMimeType}'`, ["Café 't Hof_BE0123456789"]],
    [`mimeType != '${folderMimeType}' and trashed=false`, ['Factuur HelloWorld.xml', "L'Or\\1.xml"]],
    ["appProperties has { key='document' and value='d1' }", ["L'Or\\1.xml"]],
    ['trashed = true', []],
    ['', ["Café 't Hof_BE0123456789", 'Factuur HelloWorld.xml', "L'Or\\1.xml"]],
  ])('finds by %s', async (q, names) => {
    const { find } = await filled();
    expect(await find(q)).toEqual(names);
  });

  test('finds what lies in a folder, and answers 404 for an unknown one', async () => {
    const { drive, ap, find } = await filled();
    expect(await find(`'${ap}' in parents and name contains 'fac'`)).toEqual(['Factuur HelloWorld.xml']);
    expect(await find("'root' in parents")).toEqual(["Café 't Hof_BE0123456789"]);
    for (const one of [drive, driveOf(await google())]) {
      expect(await refusal(one.list({ q: `'${noId}' in parents` }))).toMatchObject(refused(404, 'notFound'));
    }
  });

  test('finds trashed folders and what went to the trash with them', async () => {
    const { drive, ap, find } = await filled();
    await drive.update(ap, { trashed: true });
    expect(await find('trashed = true')).toHaveLength(3);
    expect(await find('trashed = false')).toEqual([]);
    await drive.update(ap, { trashed: false });
    expect(await find('trashed = false')).toHaveLength(3);
  });

  test.each([
    "name = 'a' or name = 'b'",
    "fullText contains 'x'",
    "name = 'a",
    "'x' in owners",
    "not name = 'a'",
    "name > 'a'",
  ])('answers 400 to %s', async (q) => {
    const drive = driveOf(await google());
    expect(await refusal(drive.list({ q }))).toMatchObject(refused(400, 'invalid', 'Invalid Value'));
  });

  test('gives 100 a page by default, up to 1000, and every file once over the pages', async () => {
    const drive = driveOf(await google());
    await Promise.all(Array.from({ length: 105 }, (_, n) => drive.create({ name: `${n}.xml` })));
    const first = await drive.list({ fields: 'nextPageToken,files(id)', orderBy: 'name' });
    expect(first.files).toHaveLength(100);
    const rest = await drive.list({ pageToken: first.nextPageToken ?? '', orderBy: 'name' });
    expect(rest).not.toHaveProperty('nextPageToken');
    expect(new Set([...(first.files ?? []), ...(rest.files ?? [])].map(({ id }) => id)).size).toBe(105);
    expect((await drive.list({ pageSize: 1000 })).files).toHaveLength(105);
    expect(await refusal(drive.list({ pageSize: 1001 }))).toMatchObject(refused(400, 'invalidParameter'));
    expect(await refusal(drive.list({ pageToken: 'x' }))).toMatchObject(refused(400, 'invalid'));
    const otherQuery = { pageToken: first.nextPageToken ?? '', orderBy: 'name', q: 'trashed=false' };
    expect(await refusal(drive.list(otherQuery))).toMatchObject(refused(400, 'invalid'));
  });

  test('answers the fields asked for, also nested, with slashes and *', async () => {
    const { drive, ap } = await filled();
    const q = `'${ap}' in parents and appProperties has { key='document' and value='d1' }`;
    const name = "L'Or\\1.xml";
    expect(await drive.list({ q, fields: 'files(name,appProperties/document),kind' })).toEqual({
      kind: 'drive#fileList',
      files: [{ name, appProperties: { document: 'd1' } }],
    });
    expect(await drive.list({ q, fields: 'files/name, files/size' })).toEqual({ files: [{ name, size: '1' }] });
    expect((await drive.list({ q, fields: 'files(*)' })).files?.[0]).toMatchObject({
      name,
      md5Checksum: expect.any(String),
    });
    for (const fields of ['items(id)', 'files(id', 'files(nothing)', 'files(id)x', 'kind/x']) {
      expect(await refusal(drive.list({ fields }))).toMatchObject(refused(400, 'invalidParameter'));
    }
  });
});

describe('changing', () => {
  test('renames, moves and trashes by PATCH', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const [from, to] = [await drive.folder('from'), await drive.folder('to')];
    const { id = '' } = await drive.create({ name: 'a.xml', parents: [from], appProperties: { a: '1', b: '2' } }, 'a');
    await drive.update(id ?? '', { name: 'b.xml', appProperties: { a: null as unknown as string, c: '3' } });
    expect(await drive.get(id ?? '', 'name,appProperties')).toEqual({
      name: 'b.xml',
      appProperties: { b: '2', c: '3' },
    });
    expect(await refusal(drive.update(id ?? '', {}, { addParents: to }))).toMatchObject(
      refused(403, 'cannotAddParent'),
    );
    expect(await drive.update(id ?? '', {}, { addParents: to, removeParents: from })).toMatchObject({ parents: [to] });
    expect(await refusal(drive.update(id ?? '', { parents: [from] }))).toMatchObject(refused(403, 'fieldNotWritable'));
    expect(await refusal(drive.update(to, {}, { addParents: to, removeParents: 'root' }))).toMatchObject(
      refused(400, 'badRequest'),
    );
    expect(simulator.tree(els).map(({ path }) => path)).toEqual(['from', 'to', 'to/b.xml']);
    await drive.update(id ?? '', { trashed: true });
    expect(simulator.tree(els).map(({ path }) => path)).toEqual(['from', 'to']);
  });

  test.each(['media', 'multipart'])('replaces the content with uploadType=%s, keeping the id', async (uploadType) => {
    const drive = driveOf(await google());
    const { id = '', headRevisionId } = await drive.create({ name: 'a.xml' }, 'old');
    const answer = await drive.call(`/upload/drive/v3/files/${id}?uploadType=${uploadType}&fields=*`, {
      method: 'PATCH',
      ...(uploadType === 'media'
        ? { headers: { 'content-type': 'application/xml' }, body: 'new bytes' }
        : {
            headers: { 'content-type': 'multipart/related; boundary="b"' },
            body: '--b\r\ncontent-type: application/json\r\n\r\n{}\r\n--b\r\n\r\nnew bytes\r\n--b--',
          }),
    });
    const changed = JSON.parse(await text(answer));
    expect(changed).toMatchObject({ id, size: '9', md5Checksum: createHash('md5').update('new bytes').digest('hex') });
    expect(changed.headRevisionId).not.toBe(headRevisionId);
  });

  test('deletes a folder with everything in it', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const folder = await drive.folder('AP');
    const inner = await drive.folder('2026', folder);
    const { id = '' } = await drive.create({ name: 'a.xml', parents: [inner] }, 'a');
    expect(await drive.delete(folder)).toBe(204);
    expect(await refusal(drive.get(id ?? ''))).toMatchObject(refused(404, 'notFound'));
    expect(simulator.tree(els)).toEqual([]);
  });

  test('cannot download a folder', async () => {
    const drive = driveOf(await google());
    expect((await refusal(drive.download(await drive.folder('AP')))).status).toBe(403);
  });
});

describe('pages of a person', () => {
  async function withFile(options: Partial<GoogleSimulatorOptions> = {}) {
    const simulator = await google(options);
    const drive = driveOf(simulator);
    const folder = await drive.folder('Café "Ons" <Hof>');
    const file = await drive.create({ name: 'a.xml', parents: [folder] }, '<Invoice/>');
    const home = `${simulator.url}/drive/${encodeURIComponent(els)}`;
    const read = async (path: string) => text(await fetch(home + path));
    const press = async (id: string, action: string, body = new URLSearchParams()) =>
      text(await fetch(`${home}/items/${id}/${action}`, { method: 'POST', body }));
    return { simulator, drive, folder, file, id: file.id ?? '', home, read, press };
  }

  test('shows the folders, breadcrumbs, the file and its content', async () => {
    const { simulator, drive, folder, file, id, read, home } = await withFile();
    expect(await text(await fetch(`${simulator.url}/drive`))).toContain(els);
    expect(await read('')).toContain('Café &quot;Ons&quot; &lt;Hof&gt;');
    const folderPage = await read(`/folder/${folder}`);
    expect(folderPage).toContain('Mijn Drive');
    expect(folderPage).toContain('a.xml');
    expect(await text(await fetch(file.webViewLink ?? ''))).toContain('&lt;Invoice/&gt;');
    const download = await fetch(`${home}/file/${id}/download`);
    expect(download.headers.get('content-disposition')).toContain('a.xml');
    expect(await download.text()).toBe('<Invoice/>');
    expect(await read(`/folder/${await drive.folder('leeg')}`)).toContain('Deze map is leeg');
    expect((await fetch(`${home}/file/${noId}`)).status).toBe(404);
  });

  test('links to the browser address when there is one', async () => {
    const { file } = await withFile({ browserUrl: 'http://google.localhost:4321' });
    expect(file.webViewLink?.startsWith('http://google.localhost:4321/drive/')).toBe(true);
  });

  test('lets the person rename, trash, restore and delete for good', async () => {
    const { simulator, drive, folder, id, read, press } = await withFile();
    await press(id, 'rename', new URLSearchParams({ name: 'b & c.xml' }));
    expect(await drive.get(id)).toMatchObject({ name: 'b & c.xml' });
    await press(folder, 'trash');
    expect(await drive.get(id)).toMatchObject({ trashed: true });
    expect(await read('')).toContain('Deze map is leeg');
    expect(await read('/trash')).toContain('Terugzetten');
    await press(folder, 'restore');
    expect(await drive.get(id)).toMatchObject({ trashed: false });
    await press(folder, 'delete');
    expect(simulator.tree(els)).toEqual([]);
  });

  test('lets the person remove the app', async () => {
    const { drive, read, home } = await withFile();
    expect(await read('/apps')).toContain('Banqup');
    await text(await fetch(`${home}/apps/${encodeURIComponent(clientId)}/remove`, { method: 'POST' }));
    expect(await read('/apps')).toContain('Geen enkele app');
    expect(await refusal(drive.list())).toMatchObject({ status: 401 });
  });

  test('changes nothing by GET', async () => {
    const { simulator, id, home } = await withFile();
    expect((await fetch(`${home}/items/${id}/trash`)).status).toBe(404);
    expect(simulator.tree(els)).toHaveLength(2);
  });
});

describe('control', () => {
  const control = (simulator: GoogleSimulator, path: string, method = 'GET', body?: object) =>
    fetch(`${simulator.url}/_control/${path}`, { method, body: body ? JSON.stringify(body) : null });

  test('counts the calls, refused ones included', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    await drive.create({ name: 'a' });
    await refusal(drive.get(noId));
    expect(await (await control(simulator, 'calls')).json()).toEqual({ 'drive.files.create': 1, 'drive.files.get': 1 });
    await control(simulator, 'reset-calls', 'POST');
    expect(simulator.calls()).toEqual({});
  });

  test('refuses before or after the call takes effect, as many times as asked', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    await control(simulator, 'faults', 'POST', {
      on: 'drive.files.create',
      times: 2,
      status: 403,
      reason: 'rateLimitExceeded',
      retryAfterSeconds: 7,
    });
    const first = await drive.call('/drive/v3/files', { method: 'POST', body: '{}' });
    expect([first.status, first.headers.get('retry-after')]).toEqual([403, '7']);
    expect(await first.json()).toMatchObject({
      error: { errors: [{ domain: 'usageLimits', reason: 'rateLimitExceeded' }] },
    });
    expect(await refusal(drive.create({ name: 'a.xml' }, 'a'))).toMatchObject(refused(403, 'rateLimitExceeded'));
    expect(simulator.tree(els)).toEqual([]);

    simulator.addFault({ on: 'drive.*', status: 503, when: 'after' });
    expect((await refusal(drive.create({ name: 'a.xml' }, 'a'))).status).toBe(503);
    expect(simulator.tree(els)).toHaveLength(1);
    await drive.create({ name: 'b.xml' }, 'b');
  });

  test('forgets faults, and refuses one that it does not understand', async () => {
    const simulator = await google();
    simulator.addFault({ on: 'oauth.token', status: 400, reason: 'invalid_grant' });
    await control(simulator, 'faults', 'DELETE');
    expect(await tokens(simulator)).toHaveProperty('refresh_token');
    simulator.addFault({ on: 'oauth.token', status: 400, reason: 'admin_policy_enforced' });
    const code = (await consent(simulator, lasting)).searchParams.get('code') ?? '';
    const enforced = { status: 400, data: { error: 'admin_policy_enforced' } };
    expect(await refusal(oauth(simulator).getToken(code))).toMatchObject(enforced);
    expect((await control(simulator, 'faults', 'POST', { on: 'drive.*' })).status).toBe(400);
  });

  test('takes as many writes a second of an account as asked, and refuses the rest as Drive does', async () => {
    let nowMs = Date.UTC(2026, 2, 2, 9);
    const simulator = await google({ now: () => new Date(nowMs) });
    const [drive, other] = [driveOf(simulator), driveOf(simulator, jan)];
    expect((await control(simulator, 'write-limit', 'POST', { perSecond: 3, burst: 2 })).status).toBe(204);
    const tooFast = {
      status: 403,
      data: {
        error: {
          code: 403,
          message: 'User Rate Limit Exceeded',
          errors: [{ domain: 'usageLimits', reason: 'userRateLimitExceeded', message: 'User Rate Limit Exceeded' }],
        },
      },
    };
    const folder = await drive.folder('AP');
    const { id = '' } = await drive.create({ name: 'a.xml', parents: [folder] }, 'a');
    const writes = [
      () => drive.folder('AR'),
      () => drive.create({ name: 'b.xml', parents: [folder] }, 'b'),
      () => drive.update(id ?? '', { name: 'c.xml' }),
      () => drive.update(id ?? '', {}, { media: { mimeType: 'application/xml', body: Readable.from(['c']) } }),
      () => drive.delete(id ?? ''),
    ];
    for (const write of writes) expect(await refusal(write())).toMatchObject(tooFast);
    expect(simulator.tree(els).map(({ path }) => path)).toEqual(['AP', 'AP/a.xml']);
    // Reading and drawing ids are not writing, and every account has its own limit.
    await drive.list();
    await drive.ids(1);
    await other.folder('AP');
    nowMs += 300;
    expect(await refusal(drive.folder('AR'))).toMatchObject(tooFast);
    nowMs += 100;
    await drive.folder('AR');
    expect(await refusal(drive.folder('AP'))).toMatchObject(tooFast);
    // No more than the burst is saved up.
    nowMs += 60_000;
    await drive.folder('1');
    await drive.folder('2');
    expect(await refusal(drive.folder('3'))).toMatchObject(tooFast);
    simulator.revoke(els);
    expect(await refusal(drive.folder('3'))).toMatchObject({ status: 401 });
  });

  test('makes some of what it refuses as too fast, so that only the id tells', async () => {
    const simulator = await google({ now: () => new Date(0) });
    const drive = driveOf(simulator);
    const ids = await drive.ids(41);
    await control(simulator, 'write-limit', 'POST', { perSecond: 1, burst: 1 });
    const create = (id: string) => drive.create({ id, name: id }, 'a');
    await create(ids[0] ?? '');
    for (const id of ids.slice(1)) {
      expect(await refusal(create(id))).toMatchObject(refused(403, 'userRateLimitExceeded'));
    }
    const made = [ids[0], ids[20], ids[40]];
    expect(
      simulator
        .tree(els)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...made].sort());
    await control(simulator, 'write-limit', 'DELETE');
    expect(await refusal(create(ids[20] ?? ''))).toMatchObject({ status: 409 });
    await create(ids[19] ?? '');
  });

  test('has no limit of writes unless asked, and refuses one that it does not understand', async () => {
    const simulator = await google({ now: () => new Date(0) });
    const drive = driveOf(simulator);
    for (const limit of [{}, { perSecond: 0, burst: 1 }, { perSecond: 3 }, { perSecond: 3, burst: 3, per: 'day' }]) {
      expect((await control(simulator, 'write-limit', 'POST', limit)).status).toBe(400);
    }
    for (let n = 0; n < 50; n += 1) await drive.folder(String(n));
    simulator.limitWrites({ perSecond: 1, burst: 1, madeEvery: 1 });
    await drive.folder('made');
    expect(await refusal(drive.folder('refused and made'))).toMatchObject(refused(403, 'userRateLimitExceeded'));
    simulator.limitWrites(undefined);
    await drive.folder('made');
    expect(simulator.tree(els)).toHaveLength(53);
  });

  test('cuts the connection, or never answers', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    simulator.addFault({ on: 'drive.files.create', how: 'reset', when: 'after' });
    await expect(drive.create({ name: 'a.xml' }, 'a')).rejects.toThrow();
    expect(simulator.tree(els)).toHaveLength(1);
    simulator.addFault({ on: 'drive.files.list', how: 'hang' });
    const patience = new AbortController();
    const waiting = expect(drive.call('/drive/v3/files', { signal: patience.signal })).rejects.toThrow(
      /out of patience/,
    );
    // The fault is used up once the call is there, however slow this machine is.
    while (simulator.calls()['drive.files.list'] === undefined) await new Promise(setImmediate);
    setTimeout(() => patience.abort(new Error('out of patience')), 50);
    await waiting;
    expect((await drive.list()).files).toHaveLength(1);
  });

  test('holds the call that it was told about, before or after its effect, until it is let go', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const held = async () => (await (await control(simulator, 'held')).json()) as string[];
    await control(simulator, 'faults', 'POST', { on: 'drive.files.create', about: 'b.xml', how: 'hold', times: 2 });
    await drive.create({ name: 'a.xml' }, 'a');
    const caller = new AbortController();
    const request = { method: 'POST', body: '{"name":"b.xml"}' };
    const lost = drive.call('/drive/v3/files', { ...request, signal: caller.signal });
    const kept = drive.call('/drive/v3/files', request);
    await until('both are held', async () => (await held()).length === 2);
    caller.abort();
    await expect(lost).rejects.toThrow();
    expect(simulator.tree(els)).toHaveLength(1);
    await control(simulator, 'held', 'DELETE');
    // That of the caller who has gone has arrived, too.
    expect(simulator.tree(els)).toHaveLength(3);
    expect((await kept).status).toBe(200);

    await control(simulator, 'faults', 'POST', { on: 'drive.files.create', how: 'hold', when: 'after' });
    const late = drive.create({ name: 'c.xml' }, 'c');
    await until('it is held', async () => (await held()).length === 1);
    expect(simulator.tree(els)).toHaveLength(4);
    await control(simulator, 'faults', 'DELETE');
    await late;
    expect(await held()).toEqual([]);
  });

  test('removes the app from an account, and shows the tree', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const folder = await drive.folder('AP');
    const { id } = await drive.create({ name: 'a.xml', parents: [folder] }, 'abc');
    expect(await (await control(simulator, `tree/${els}`)).json()).toEqual([
      { path: 'AP', id: folder, folder: true },
      { path: 'AP/a.xml', id, folder: false, size: 3, md5: '900150983cd24fb0d6963f7d28e17f72' },
    ]);
    expect((await control(simulator, `accounts/${els}/revoke`, 'POST')).status).toBe(204);
    expect(await refusal(drive.list())).toMatchObject({ status: 401 });
    expect((await control(simulator, 'tree/nobody@nowhere.example')).status).toBe(404);
  });

  test('moves things with the hands of the person', async () => {
    const simulator = await google();
    const drive = driveOf(simulator);
    const [from, to] = [await drive.folder('from'), await drive.folder('to')];
    const person = simulator.person(els);
    person.move(from, to);
    person.rename(from, 'renamed');
    expect(simulator.tree(els).map(({ path }) => path)).toEqual(['to', 'to/renamed']);
    person.trash(to);
    expect(await drive.get(from)).toMatchObject({ trashed: true, explicitlyTrashed: false });
    person.restore(to);
    person.deleteForGood(from);
    expect(simulator.tree(els).map(({ path }) => path)).toEqual(['to']);
  });

  test('closes while a call is still waiting for its answer', async () => {
    const simulator = await google();
    simulator.addFault({ on: 'drive.files.list', how: 'hang' });
    const waiting = expect(driveOf(simulator).call('/drive/v3/files')).rejects.toThrow();
    while (simulator.calls()['drive.files.list'] === undefined) await new Promise(setImmediate);
    running.splice(running.indexOf(simulator), 1);
    await simulator.close();
    await waiting;
  });
});
