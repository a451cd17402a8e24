/**
 * The Banqup simulator over real HTTP: its login as a strict client sees it, its API, its messages, its calls
 * to an app, and the journey of the help article by submitting the forms that the pages themselves offer.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, generateKeyPair, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { until } from '../local/until.ts';
import { enterpriseNumber } from '../simulators/banqup/seed.ts';
import { type BanqupSimulatorOptions, createBanqupSimulator } from '../simulators/banqup/server.ts';

const app = { clientId: 'client id', clientSecret: 's:e/c r&t', appId: '11111111-1111-4111-8111-111111111111' };
const redirectUri = 'http://app.localhost:8080/banqup/callback';
const peeters = 'a0000000-0000-4000-8000-000000000001';
const lambert = 'a0000000-0000-4000-8000-000000000002';
const an = 'b0000000-0000-4000-8000-000000000001';
const johnDoe = 'c0000000-0000-4000-8000-000000000001';
const hof = 'c0000000-0000-4000-8000-000000000002';
const transaction = '/datastore/documents/transaction';

const ubl = `<?xml version="1.0"?><Invoice xmlns:cbc="x" xmlns:cac="y"><cbc:ID>F/2026 &amp; 1</cbc:ID>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party><cac:PartyTaxScheme><cbc:CompanyID>BE0100000158</cbc:CompanyID></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>L'Or &lt;Gent&gt;</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">121.00</cbc:PayableAmount></cac:LegalMonetaryTotal></Invoice>`;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface AppCall {
  method: string | undefined;
  path: string | undefined;
  authorization: string;
  body: string;
}

/** An app that notes what Banqup asks of it and answers as it is told. */
async function aListeningApp() {
  const calls: AppCall[] = [];
  const answer = { status: 200, body: '{"state":"active"}' };
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url: path, headers } = request;
    calls.push({ method, path, authorization: headers.authorization ?? '', body: Buffer.concat(chunks).toString() });
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, answer };
}

async function aBanqup(options: Partial<BanqupSimulatorOptions> = {}) {
  const published: object[] = [];
  const clock = { now: new Date() };
  const listening = await aListeningApp();
  const banqup = await createBanqupSimulator({
    appUrl: 'http://app.localhost:8080',
    appServerUrl: () => listening.url,
    publish: async (message) => {
      published.push(message);
    },
    app,
    redirectUris: [redirectUri],
    audience: 'the-app',
    now: () => clock.now,
    ...options,
  });
  closers.push(() => banqup.close());

  const tokenForm = (secret = app.clientSecret) =>
    new URLSearchParams({ grant_type: 'client_credentials', client_id: app.clientId, client_secret: secret });
  const tokenAt = (path: string, secret?: string) =>
    fetch(`${banqup.url}/oauth2/client_credential/${path}`, { method: 'POST', body: tokenForm(secret) });
  const appToken = async () => (await tokenAt('accesstoken')).text();
  const get = async (path: string, token: string) =>
    fetch(new URL(path, banqup.url), { headers: { Authorization: `Bearer ${token}` } });
  return { banqup, published, clock, app: listening, tokenAt, appToken, get };
}

/** The JSON of an answer, as the type that the test reads it as. */
const json = async <T>(response: Response): Promise<T> => (await response.json()) as T;

interface Spaces {
  spaces: { id: string; name: string; type: string }[];
}

interface FileDetails {
  status: string;
  fileSize: number;
  downloadUrl: string;
}

/** A browser in miniature: keeps the cookie, follows redirects within Banqup, submits the forms of the page it is on. */
function aBrowser(base: string) {
  let cookie = '';
  let page = { url: base, html: '' };

  const plain = (text: string) =>
    text
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const attribute = (tag: string, name: string) => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');

  /** Opens an address; the answer is where a redirect leads outside Banqup, or undefined. */
  async function open(address: string, init: RequestInit = {}): Promise<string | undefined> {
    const url = new URL(address, page.url).href;
    if (new URL(url).origin !== base) return url;
    const response = await fetch(url, { ...init, headers: { cookie, accept: 'text/html' }, redirect: 'manual' });
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const location = response.headers.get('location');
    if (!location) {
      page = { url, html: await response.text() };
      return undefined;
    }
    return open(new URL(location, url).href);
  }

  /** Presses the button with this label, sending the fields of its form with those given. */
  function press(label: string, fields: Record<string, string | File> = {}): Promise<string | undefined> {
    for (const [form, start = ''] of page.html.matchAll(/(<form[^>]*>)[\s\S]*?<\/form>/g)) {
      const button = [...form.matchAll(/(<button[^>]*>)([^<]*)<\/button>/g)].find(
        ([, , text = '']) => plain(text) === label,
      );
      if (!button) continue;
      const data = new Map<string, string | File>();
      const hidden = form.match(/<input type="hidden"[^>]*>/g) ?? [];
      for (const tag of [...hidden, button[1] ?? ''])
        if (attribute(tag, 'name')) data.set(attribute(tag, 'name'), attribute(tag, 'value'));
      for (const [name, value] of Object.entries(fields)) data.set(name, value);
      const action = attribute(start, 'action') || page.url;
      if (attribute(start, 'method') !== 'post') {
        const texts = [...data].map(([name, value]): [string, string] => [name, String(value)]);
        return open(`${action}?${new URLSearchParams(texts)}`);
      }
      const body = attribute(start, 'enctype') ? new FormData() : new URLSearchParams();
      for (const [name, value] of data) (body as FormData).append(name, value as string);
      return open(action, { method: 'POST', body });
    }
    throw new Error(`No button "${label}" on ${page.url}:\n${page.html}`);
  }

  function follow(label: string): Promise<string | undefined> {
    const link = [...page.html.matchAll(/(<a[^>]*>)([^<]*)<\/a>/g)].find(([, , text = '']) => plain(text) === label);
    if (!link) throw new Error(`No link "${label}" on ${page.url}:\n${page.html}`);
    return open(attribute(link[1] ?? '', 'href'));
  }

  return { open, press, follow, text: () => plain(page.html.replace(/<style>[\s\S]*<\/style>|<[^>]*>/g, ' ')) };
}

describe('the tokens of the app', () => {
  test('gettoken answers JSON with a JWT that verifies against the published keys and carries the documented claims', async () => {
    const { banqup, tokenAt } = await aBanqup();
    const answer = await json<{ access_token: string; expires_at: string }>(await tokenAt('gettoken'));
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 300 });

    const keys = createRemoteJWKSet(new URL(`${banqup.url}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(answer.access_token, keys, { issuer: banqup.url });
    expect(protectedHeader.alg).toBe('ES256');
    for (const claim of ['access_token', 'app_name', 'sub', 'aud', 'iss', 'exp', 'iat', 'jti'])
      expect(payload).toHaveProperty(claim);
    expect(payload.sub).toBe(app.appId);
    expect(Math.abs(Date.parse(answer.expires_at) / 1000 - Number(payload.exp))).toBeLessThanOrEqual(1);
  });

  test('accesstoken answers the bare token as text', async () => {
    const { tokenAt } = await aBanqup();
    const response = await tokenAt('accesstoken');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(decodeJwt(await response.text()).sub).toBe(app.appId);
  });

  test('a wrong secret is answered 401 in both shapes', async () => {
    const { tokenAt } = await aBanqup();
    for (const path of ['gettoken', 'accesstoken']) {
      const response = await tokenAt(path, 'wrong');
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ code: 'INVALID_CLIENT', message: expect.any(String) });
    }
  });

  test('the API refuses no token, an expired one, and one made for calling the app', async () => {
    const { banqup, clock, appToken, get } = await aBanqup();
    const token = await appToken();
    const spaces = '/entitystore/v1/spaces';
    expect((await fetch(banqup.url + spaces)).status).toBe(401);
    expect((await get(spaces, await banqup.mintToken({ partnerSpace: peeters }))).status).toBe(401);
    expect((await get(spaces, token)).status).toBe(200);
    clock.now = new Date(clock.now.getTime() + 3_601_000);
    expect((await get(spaces, token)).status).toBe(401);
  });

  test('redirect addresses can be registered with the documented calls', async () => {
    const { banqup, appToken } = await aBanqup();
    const response = await fetch(`${banqup.url}/oauth2/activate_redirect`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await appToken()}` },
      body: JSON.stringify({ redirect_uri: ['http://new.example/cb'] }),
    });
    expect(await response.json()).toEqual({
      message: 'Redirect created successfully.',
      redirect_uri: ['http://new.example/cb'],
    });
    const query = new URLSearchParams({ response_type: 'code', client_id: app.clientId, redirect_uri: redirectUri });
    expect((await fetch(`${banqup.url}/oauth2/authorize?${query}`)).status).toBe(400);
  });
});

describe('the login', () => {
  async function aLogin(options: { authentication?: openid.ClientAuth; browserHost?: string } = {}) {
    const parts = await aBanqup(options.browserHost ? { browserHost: options.browserHost } : {});
    const { banqup } = parts;
    const config = await openid.discovery(
      new URL(banqup.url),
      app.clientId,
      app.clientSecret,
      options.authentication ?? openid.ClientSecretBasic(app.clientSecret),
      { execute: [openid.allowInsecureRequests] },
    );
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const authorize = async (extra: Record<string, string> = {}) =>
      openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        state,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...extra,
      }).href;
    const exchange = (callback: string | undefined, pkceCodeVerifier = verifier) =>
      openid.authorizationCodeGrant(config, new URL(callback ?? ''), { pkceCodeVerifier, expectedState: state });
    return { ...parts, config, authorize, exchange, browser: aBrowser(banqup.url) };
  }

  test.each([
    ['Basic authentication', openid.ClientSecretBasic(app.clientSecret)],
    ['the secret in the form', openid.ClientSecretPost(app.clientSecret)],
  ])('openid-client completes discovery, the code flow and PKCE with %s', async (_, authentication) => {
    const { banqup, authorize, exchange, browser, get } = await aLogin({ authentication });
    expect(await browser.open(await authorize())).toBeUndefined();
    const tokens = await exchange(await browser.press('An Peeters'));
    const keys = createRemoteJWKSet(new URL(`${banqup.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(tokens.access_token, keys, { issuer: banqup.issuer });
    expect(payload.sub).toBe(an);

    const { spaces } = await json<Spaces>(await get('/entitystore/v1/spaces', tokens.access_token));
    expect(spaces).toContainEqual({
      id: peeters,
      name: 'Kantoor Peeters',
      type: 'PARTNER',
      segment: expect.any(String),
      role: 'ADMINISTRATOR',
    });
    expect(spaces.filter((space) => space.type === 'PARTNER')).toHaveLength(1);
  });

  test('a second login passes without a page, unless prompt=login asks for one', async () => {
    const { authorize, exchange, browser } = await aLogin();
    await browser.open(await authorize());
    await browser.press('An Peeters');
    const again = await browser.open(await authorize());
    expect(decodeJwt((await exchange(again)).access_token).sub).toBe(an);
    expect(await browser.open(await authorize({ prompt: 'login' }))).toBeUndefined();
    expect(browser.text()).toContain('Aanmelden bij Banqup');
  });

  test('Annuleren sends the browser back with access_denied and the state', async () => {
    const { authorize, exchange, browser } = await aLogin();
    await browser.open(await authorize());
    await expect(exchange(await browser.press('Annuleren'))).rejects.toMatchObject({ error: 'access_denied' });
  });

  test('a code works once, within 60 seconds, and only with its verifier', async () => {
    const { authorize, exchange, browser, clock } = await aLogin();
    await browser.open(await authorize());
    const used = await browser.press('An Peeters');
    await exchange(used);
    await expect(exchange(used)).rejects.toMatchObject({ error: 'invalid_grant' });
    const stolen = await browser.open(await authorize());
    await expect(exchange(stolen, openid.randomPKCECodeVerifier())).rejects.toMatchObject({ error: 'invalid_grant' });
    const late = await browser.open(await authorize());
    clock.now = new Date(clock.now.getTime() + 60_000);
    await expect(exchange(late)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  test('a wrong secret at the token endpoint is answered 401 invalid_client', async () => {
    const { authorize, exchange, browser } = await aLogin({ authentication: openid.ClientSecretPost('wrong') });
    await browser.open(await authorize());
    await expect(exchange(await browser.press('An Peeters'))).rejects.toMatchObject({
      error: 'invalid_client',
      status: 401,
    });
  });

  test('an unknown client or redirect address is answered 400 and never redirected', async () => {
    const { banqup } = await aBanqup();
    for (const wrong of [{ redirect_uri: `${redirectUri}/` }, { client_id: 'other' }]) {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: app.clientId,
        redirect_uri: redirectUri,
        ...wrong,
      });
      const response = await fetch(`${banqup.url}/oauth2/authorize?${query}`, { redirect: 'manual' });
      expect(response.status).toBe(400);
    }
  });

  test('discovery names the browser’s host for the login page only', async () => {
    const { banqup } = await aBanqup({ browserHost: 'banqup.localhost' });
    const response = await fetch(`${banqup.url}/.well-known/openid-configuration`);
    const discovered = await json<{ authorization_endpoint: string; token_endpoint: string }>(response);
    expect(discovered.authorization_endpoint).toBe(`${banqup.browserUrl}/oauth2/authorize`);
    expect(new URL(banqup.browserUrl).hostname).toBe('banqup.localhost');
    expect(discovered.token_endpoint).toBe(`${banqup.url}/oauth2/token`);
  });
});

describe('the API', () => {
  async function aDocument(options: Partial<BanqupSimulatorOptions> = {}) {
    const parts = await aBanqup(options);
    await parts.banqup.activate(peeters, johnDoe);
    const ids = parts.banqup.addDocument({ space: johnDoe, folder: 'PURCHASES', ubl, filename: 'in.xml' });
    const token = await parts.appToken();
    const document = (space: string, id: string) =>
      parts.get(`${transaction}/v2/spaces/${space}/documents/${id}`, token);
    const file = (space: string, id: string) => parts.get(`${transaction}/v1/spaces/${space}/files/${id}`, token);
    return { ...parts, ...ids, token, document, file };
  }

  test('tells a document with its folder, category, statuses, parties and file', async () => {
    const { document, documentId, fileId } = await aDocument();
    expect(await (await document(johnDoe, documentId)).json()).toMatchObject({
      id: documentId,
      spaceId: johnDoe,
      folder: 'PURCHASES',
      category: 'INVOICE',
      status: { pay: 'UNPAID', delivery: 'RECEIVED', document: 'AWAITING_VALIDATION' },
      metadata: { supplier: { legalName: "L'Or <Gent>", globalIdentifiers: { 'be:vat': 'BE0100000158' } } },
      files: [{ id: fileId, filename: 'in.xml', contentType: 'application/xml' }],
    });
  });

  test('gives the very bytes under a signed address on the host that was asked, without a token', async () => {
    const { banqup, token, file, fileId, get } = await aDocument();
    const details = await json<FileDetails>(await file(johnDoe, fileId));
    expect(details).toMatchObject({ status: 'AVAILABLE', fileSize: new TextEncoder().encode(ubl).length });
    expect(details.downloadUrl.startsWith(`${banqup.url}/storage/`)).toBe(true);
    expect(await (await fetch(details.downloadUrl)).text()).toBe(ubl);
    expect((await get(details.downloadUrl, token)).status).toBe(400);

    const localhost = `http://localhost:${new URL(banqup.url).port}`;
    const there = await get(`${localhost}${transaction}/v1/spaces/${johnDoe}/files/${fileId}`, token);
    expect((await json<FileDetails>(there)).downloadUrl.startsWith(`${localhost}/storage/`)).toBe(true);
  });

  test('refuses a signed address that was changed or has expired with 403', async () => {
    const { banqup, clock, file, fileId } = await aDocument();
    const { downloadUrl } = await json<FileDetails>(await file(johnDoe, fileId));
    const longer = new URL(downloadUrl);
    longer.searchParams.set('X-Goog-Expires', '99999');
    expect((await fetch(longer)).status).toBe(403);
    expect((await fetch(`${banqup.url}/storage/${fileId}`)).status).toBe(403);
    clock.now = new Date(clock.now.getTime() + 301_000);
    expect((await fetch(downloadUrl)).status).toBe(403);
  });

  test('answers 404 for another space, a client that is switched off, and a deleted document', async () => {
    const { banqup, document, file, documentId, fileId } = await aDocument();
    await banqup.activate(peeters, hof);
    expect((await document(hof, documentId)).status).toBe(404);
    expect((await file(hof, fileId)).status).toBe(404);
    await banqup.deactivate(peeters, johnDoe);
    expect((await document(johnDoe, documentId)).status).toBe(404);
    await banqup.activate(peeters, johnDoe);
    expect((await document(johnDoe, documentId)).status).toBe(200);
    banqup.deleteDocument(documentId);
    expect((await document(johnDoe, documentId)).status).toBe(404);
    expect((await file(johnDoe, fileId)).status).toBe(404);
  });

  test('shows the app the spaces where it is installed or active, and a partner’s active clients', async () => {
    const { banqup, token, get } = await aDocument();
    const names = async () =>
      (await json<Spaces>(await get('/entitystore/v1/spaces', token))).spaces.map(({ name }) => name);
    expect(await names()).toEqual(['John Doe Group']);
    banqup.install(lambert);
    expect(await names()).toEqual(['Fiduciaire Lambert', 'John Doe Group']);

    const clients = (partner: string, application: string) =>
      get(`/entitystore/v1/spaces/${partner}/extensions/${application}/clients`, token);
    const answer = await json<{ clients: { id: string }[] }>(await clients(peeters, banqup.applicationId));
    expect(answer.clients.map(({ id }) => id)).toEqual([johnDoe]);
    expect((await clients(peeters, 'another')).status).toBe(404);
  });

  test('lists documents by folder and status, in pages', async () => {
    const { banqup, token, get } = await aDocument();
    const { documentId } = banqup.addDocument({ space: johnDoe, folder: 'SALES', ubl });
    await banqup.send(documentId);
    const list = async (query: string) =>
      (await get(`${transaction}/v2/spaces/${johnDoe}/documents?${query}`, token)).json();
    expect(await list('size=1')).toMatchObject({ total: 2, page: 0, size: 1, documents: [{ folder: 'PURCHASES' }] });
    expect(await list('size=1&page=1')).toMatchObject({ documents: [{ id: documentId }] });
    expect(await list('folder=SALES')).toMatchObject({ total: 1 });
    expect(await list('status=SENT')).toMatchObject({ total: 1, documents: [{ id: documentId }] });
  });

  test('lists what was approved or sent in a period, also where no message ever told of it', async () => {
    const { banqup, clock, documentId: purchase, token, get, published } = await aDocument();
    const { documentId: sale } = banqup.addDocument({ space: johnDoe, folder: 'SALES', ubl });
    const told = published.length;
    const now = clock.now.getTime();
    banqup.releaseUntold(purchase, new Date(now - 3_600_000));
    banqup.releaseUntold(sale);
    expect(published.length).toBe(told);
    const list = async (from: number, until: number) => {
      const period = { releasedFrom: new Date(from).toISOString(), releasedUntil: new Date(until).toISOString() };
      const answer = await get(`${transaction}/v2/spaces/${johnDoe}/documents?${new URLSearchParams(period)}`, token);
      return (await json<{ documents: { id: string }[] }>(answer)).documents.map(({ id }) => id);
    };
    expect(await list(now - 3_600_000, now)).toEqual([purchase]);
    expect(await list(now, now + 1)).toEqual([sale]);
    expect(await list(now - 3_600_001, now + 1)).toEqual([purchase, sale]);
    expect(await list(now + 1, now + 2)).toEqual([]);
  });

  test('keeps the moment of approval to itself, unless momentField is on', async () => {
    for (const momentField of [false, true]) {
      const { banqup, clock, document, documentId } = await aDocument({ momentField });
      await banqup.approve(documentId);
      const { status } = await json<{ status: { document: string; approvedAt?: string } }>(
        await document(johnDoe, documentId),
      );
      expect(status.document).toBe('APPROVED');
      expect(status.approvedAt).toBe(momentField ? clock.now.toISOString() : undefined);
    }
  });

  test('fails or hangs as told, counts those calls too, and then answers again', async () => {
    const { banqup, document, documentId } = await aDocument();
    const seen = banqup.calls().document ?? 0;
    banqup.addFault({ on: 'document', times: 2, status: 429, retryAfterSeconds: 7 });
    banqup.addFault({ on: 'file', hang: true });
    const refused = await document(johnDoe, documentId);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await document(johnDoe, documentId)).status).toBe(429);
    expect((await document(johnDoe, documentId)).status).toBe(200);
    expect(banqup.calls().document).toBe(seen + 3);

    const hanging = fetch(`${banqup.url}${transaction}/v1/spaces/x/files/y`, { signal: AbortSignal.timeout(200) });
    await expect(hanging).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('holds a call until it is let go', async () => {
    const { banqup, document, documentId } = await aDocument();
    const control = (path: string, method: string, body?: object) =>
      fetch(`${banqup.url}/_control/${path}`, { method, body: body ? JSON.stringify(body) : null });
    await control('faults', 'POST', { on: 'document', about: 'another', hold: 'before' });
    expect((await document(johnDoe, documentId)).status).toBe(200);
    await control('faults', 'POST', { on: 'document', about: documentId, hold: 'before' });
    const answer = document(johnDoe, documentId);
    await until('it is held', async () => (await (await control('held', 'GET')).text()) === '["document"]');
    await control('held', 'DELETE');
    expect((await answer).status).toBe(200);
  });

  test('names the call that it does not know', async () => {
    const { banqup } = await aBanqup();
    const response = await fetch(`${banqup.url}/core/plugin`, { method: 'PATCH' });
    expect(response.status).toBe(404);
    expect((await json<{ message: string }>(response)).message).toContain('PATCH /core/plugin');
  });
});

describe('the messages', () => {
  test('approving, sending and re-sending each publish an envelope of their own type', async () => {
    const { banqup, published } = await aBanqup({ eventTypes: { resend: 'again' } });
    const purchase = banqup.addDocument({ space: johnDoe, folder: 'PURCHASES', ubl }).documentId;
    const sale = banqup.addDocument({ space: johnDoe, folder: 'SALES', ubl }).documentId;
    await banqup.approve(purchase);
    await banqup.send(sale);
    await banqup.resend(sale);
    const envelope = (type: string, documentId: string) => ({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      category: 'document',
      type,
      scope: expect.any(String),
      subject: 'banqup',
      resourceId: johnDoe,
      channel: `${johnDoe}/${documentId}`,
      data: { spaceId: johnDoe, documentId },
    });
    expect(published).toEqual([
      envelope('com.unifiedpost.btx.document.approved.v1', purchase),
      envelope('com.unifiedpost.btx.document.sent.v1', sale),
      envelope('again', sale),
    ]);
  });

  test('what was approved, refused or never sent is not approved, sent or re-sent', async () => {
    const { banqup, published } = await aBanqup();
    const purchase = banqup.addDocument({ space: johnDoe, folder: 'PURCHASES', ubl }).documentId;
    expect(() => banqup.send(purchase)).toThrow();
    expect(() => banqup.resend(purchase)).toThrow();
    banqup.refuse(purchase);
    expect(() => banqup.approve(purchase)).toThrow();
    expect(published).toEqual([]);
  });
});

describe('the calls to the app', () => {
  test('switching a client on and off is a PUT and a DELETE with a token for this partner', async () => {
    const { banqup, app: listening } = await aBanqup();
    expect(await banqup.activate(peeters, johnDoe)).toMatchObject({ ok: true, status: 200 });
    await banqup.deactivate(peeters, johnDoe);
    const [put, del] = listening.calls;
    const number = enterpriseNumber('01234567');
    expect(put).toMatchObject({ method: 'PUT', path: `/partner-spaces/${peeters}/clients/${johnDoe}` });
    expect(JSON.parse(put?.body ?? '')).toEqual({
      company: { name: 'John Doe Group', vatNumber: `BE${number}`, enterpriseNumber: number },
    });
    expect(del).toMatchObject({ method: 'DELETE', path: put?.path, body: '' });

    const keys = createRemoteJWKSet(new URL(`${banqup.url}/.well-known/jwks.json`));
    for (const call of [put, del]) {
      const token = call?.authorization.replace('Bearer ', '') ?? '';
      const { payload } = await jwtVerify(token, keys, { issuer: banqup.issuer, audience: 'the-app' });
      expect(payload).toMatchObject({ sub: 'banqup', partnerSpace: peeters, jti: expect.any(String) });
      expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
    }
  });

  test('a client stays off where the app refuses it or cannot be reached, and on where it refuses the end', async () => {
    const { banqup, app: listening } = await aBanqup();
    const active = () => banqup.snapshot().partnerSpaces[0]?.activeClients;
    Object.assign(listening.answer, { status: 503, body: 'later' });
    expect(await banqup.activate(peeters, johnDoe)).toEqual({ ok: false, status: 503, body: 'later' });
    expect(active()).toEqual([]);
    listening.answer.status = 200;
    await banqup.activate(peeters, johnDoe);
    listening.answer.status = 500;
    await banqup.deactivate(peeters, johnDoe);
    expect(active()).toEqual([johnDoe]);

    const { banqup: lonely } = await aBanqup({ appServerUrl: 'http://127.0.0.1:1' });
    expect(await lonely.activate(peeters, johnDoe)).toMatchObject({ ok: false, status: 0 });
  });

  test('a test can mint tokens with another audience, issuer, life or key', async () => {
    const { banqup } = await aBanqup({ issuer: 'https://banqup.example' });
    const keys = createLocalJWKSet(await json(await fetch(`${banqup.url}/.well-known/jwks.json`)));
    const accept = (token: string) => jwtVerify(token, keys, { issuer: 'https://banqup.example', audience: 'the-app' });
    const partnerSpace = peeters;
    const { privateKey } = await generateKeyPair('ES256');
    await accept(await banqup.mintToken({ partnerSpace }));
    await expect(accept(await banqup.mintToken({ partnerSpace, audience: 'x' }))).rejects.toMatchObject({
      claim: 'aud',
    });
    await expect(accept(await banqup.mintToken({ partnerSpace, issuer: 'x' }))).rejects.toMatchObject({ claim: 'iss' });
    const expired = accept(await banqup.mintToken({ partnerSpace, expiresInSeconds: -1 }));
    await expect(expired).rejects.toBeInstanceOf(errors.JWTExpired);
    const forged = accept(await banqup.mintToken({ partnerSpace, key: privateKey }));
    await expect(forged).rejects.toBeInstanceOf(errors.JWSSignatureVerificationFailed);
  });
});

describe('the pages', () => {
  test('lead from the Store to the app’s configure address, and to it again with Beheren', async () => {
    const { banqup } = await aBanqup();
    const configure = `http://app.localhost:8080/configure?partnerSpace=${peeters}&locale=nl-BE`;
    const browser = aBrowser(banqup.url);
    await browser.open('/');
    expect(browser.text()).toContain('Banqup (simulator)');
    await browser.press('An Peeters');
    await browser.follow('Ontdek de Banqup Store');
    await browser.press('Zoeken', { q: 'google' });
    await browser.follow('Installeren');
    expect(browser.text()).toContain('Bevestig de toegangsrechten');
    expect(await browser.press('Bevestigen')).toBe(configure);
    await browser.open('/');
    expect(await browser.follow('Beheren')).toBe(configure);
  });

  test('let only an administrator install, and show nobody another partner’s space', async () => {
    const { banqup } = await aBanqup();
    const browser = aBrowser(banqup.url);
    await browser.open(`/partner-spaces/${peeters}/store/google-drive/install`);
    await browser.press('Bram Claes');
    await browser.press('Bevestigen');
    expect(browser.text()).toContain('Alleen een beheerder');
    await browser.open(`/partner-spaces/${lambert}`);
    expect(browser.text()).toContain('Dit lukte niet (404)');
    expect(banqup.snapshot().partnerSpaces.some(({ installed }) => installed)).toBe(false);
  });

  test('switch a client on and off, and show the app’s refusal in plain text', async () => {
    const { banqup, app: listening } = await aBanqup();
    banqup.install(peeters);
    const browser = aBrowser(banqup.url);
    await browser.open(`/partner-spaces/${peeters}/clients?q=eena`);
    await browser.press('An Peeters');
    await browser.open(`/partner-spaces/${peeters}/clients?q=eena`);
    await browser.follow("'t Hof van Éénaeme");
    await browser.follow('Integraties');
    Object.assign(listening.answer, { status: 409, body: '<b>Nog niet verbonden</b>' });
    await browser.follow('Integratie toevoegen');
    await browser.press('Google Drive');
    expect(browser.text()).toContain('De app antwoordde 409: <b>Nog niet verbonden</b>');
    listening.answer.status = 200;
    await browser.follow('Integratie toevoegen');
    await browser.press('Google Drive');
    expect(banqup.snapshot().partnerSpaces[0]?.activeClients).toEqual([hof]);
    await browser.press('Integratie verwijderen');
    expect(banqup.snapshot().partnerSpaces[0]?.activeClients).toEqual([]);
    expect(listening.calls.map(({ method }) => method)).toEqual(['PUT', 'PUT', 'GET', 'DELETE']);
  });

  test('bring in invoices from an example and a file, and approve, send and re-send them', async () => {
    const samplesDir = await mkdtemp(join(tmpdir(), 'samples-'));
    closers.push(() => rm(samplesDir, { recursive: true }));
    await writeFile(join(samplesDir, 'example.xml'), ubl);
    const { banqup, published } = await aBanqup({ samplesDir });
    const browser = aBrowser(banqup.url);
    await browser.open(`/business-spaces/${johnDoe}`);
    await browser.press('An Peeters');
    await browser.press('Toevoegen', { sample: 'example.xml' });
    expect(browser.text()).toMatch(/F\/2026 & 1[\s\S]*L'Or <Gent> · 121.00 EUR[\s\S]*Wacht op validatie/);
    await browser.press('Goedkeuren');
    await browser.press('(Opnieuw) naar integraties sturen');
    await browser.press('Opladen', { folder: 'SALES', file: new File([ubl], 'sale.xml') });
    await browser.press('Verzenden');
    expect(published).toMatchObject([
      { type: expect.stringContaining('approved'), subject: an },
      { type: expect.stringContaining('resend') },
      { type: expect.stringContaining('sent') },
    ]);
    await browser.open(`/business-spaces/${johnDoe}`);
    expect(browser.text()).toContain('Verzonden');
  });

  test('offer only uploading where the folder of examples is empty, and never a file outside it', async () => {
    const samplesDir = await mkdtemp(join(tmpdir(), 'samples-'));
    closers.push(() => rm(samplesDir, { recursive: true }));
    const { banqup } = await aBanqup({ samplesDir });
    const browser = aBrowser(banqup.url);
    await browser.open(`/business-spaces/${johnDoe}`);
    await browser.press('An Peeters');
    expect(browser.text()).not.toContain('van een voorbeeld');
    await browser.press('Opladen', { sample: '../../etc/passwd' });
    expect(browser.text()).toContain('Dit lukte niet (404)');
  });

  test('hold links within Banqup that work under any host name', async () => {
    const { banqup } = await aBanqup();
    const html = await (await fetch(banqup.url)).text();
    expect(html).not.toMatch(/(href|action)="http/);
  });
});

describe('the control over HTTP', () => {
  interface Made {
    id?: string;
    documentId?: string;
    fileId?: string;
    token?: string;
    documents?: object[];
    partnerSpaces?: object[];
  }

  test('makes a world, acts on its documents, and counts and spoils calls', async () => {
    const { banqup, published, appToken, get } = await aBanqup();
    const call = async (method: string, path: string, body?: object): Promise<Made> => {
      const response = await fetch(`${banqup.url}/_control${path}`, {
        method,
        body: body ? JSON.stringify(body) : null,
      });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return response.status === 204 ? {} : json<Made>(response);
    };
    const partner = (await call('POST', '/partner-spaces', { name: 'Nieuw Kantoor' })).id;
    const client = (await call('POST', '/clients', { name: 'Nieuwe Klant', partnerSpaces: [] })).id;
    await call('POST', '/users', {
      name: 'U',
      email: 'u@x',
      memberships: [{ partnerSpace: partner, role: 'ACCOUNTANT' }],
    });
    await call('POST', '/links', { partnerSpace: partner, clientSpace: client });
    await call('POST', '/install', { partnerSpace: partner });
    expect(await call('POST', '/activate', { partnerSpace: partner, clientSpace: client })).toMatchObject({ ok: true });

    const base64 = Buffer.from(ubl).toString('base64');
    const purchase = await call('POST', '/documents', { space: client, folder: 'PURCHASES', ubl: base64 });
    const sale = await call('POST', '/documents', { space: client, folder: 'SALES', ubl: base64 });
    await call('POST', `/documents/${purchase.documentId}/approve`);
    await call('POST', `/documents/${sale.documentId}/send`);
    await call('POST', `/documents/${sale.documentId}/resend`);
    await call('POST', '/messages', { anything: true });
    expect(published).toHaveLength(4);
    expect(published[3]).toEqual({ anything: true });

    await call('PUT', `/documents/${sale.documentId}/content`, { ubl: Buffer.from('<new/>').toString('base64') });
    const token = await appToken();
    const file = await json<FileDetails>(await get(`${transaction}/v1/spaces/${client}/files/${sale.fileId}`, token));
    expect(await (await fetch(file.downloadUrl)).text()).toBe('<new/>');
    await call('DELETE', `/documents/${purchase.documentId}`);

    expect(await call('GET', '/calls')).toEqual({ token: 1, file: 1, download: 1 });
    await call('POST', '/faults', { on: 'token', status: 500 });
    await expect(appToken()).resolves.toContain('SIMULATED');
    await expect(call('POST', '/faults', { on: 'tokens' })).rejects.toThrow(/400/);
    expect(decodeJwt((await call('POST', '/tokens', { partnerSpace: partner })).token ?? '')).toMatchObject({
      sub: 'banqup',
    });
    expect(await call('POST', '/deactivate', { partnerSpace: partner, clientSpace: client })).toMatchObject({
      ok: true,
    });
    const state = await call('GET', '/state');
    expect(state.documents).toHaveLength(1);
    expect(state.partnerSpaces).toContainEqual({
      id: partner,
      name: 'Nieuw Kantoor',
      installed: true,
      activeClients: [],
    });
  });
});

test('a port that is taken is refused loudly', async () => {
  const { banqup } = await aBanqup();
  await expect(aBanqup({ port: Number(new URL(banqup.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('the seeded Belgian numbers have the right check digits', async () => {
  const { banqup } = await aBanqup();
  const { clients } = banqup.snapshot();
  for (const { vatNumber, enterpriseNumber: number = '' } of clients) {
    expect(number).toMatch(/^[01]\d{9}$/);
    expect(Number(number.slice(8))).toBe(97 - (Number(number.slice(0, 8)) % 97));
    if (vatNumber) expect(vatNumber).toBe(`BE${number}`);
  }
  expect(clients.some(({ vatNumber }) => !vatNumber)).toBe(true);
  expect(clients.some(({ partnerSpaces }) => partnerSpaces.length === 2)).toBe(true);
});
