/** Pages and forms under attack: names that are scripts, addresses that lead elsewhere, and everything far too long. */
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import type { Activation } from '../../functions/domain/activation.ts';
import { type Check, checkId, type MissingDocument, nothingFound } from '../../functions/domain/check.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { anExport, anExportedFile, usual } from '../builders.ts';
import { fakeCallToken } from '../fakes/banqup-calls.ts';
import {
  type Answer,
  type ConnectApp,
  createConnectApp,
  listenerKey,
  operator,
  publicUrl,
  usualSpace,
} from './connect-app.ts';
import { everything } from './everything.ts';

const { partnerSpace, clientSpace } = usual;
const evil = 'https://evil.example';
const facts = { kind: 'invoice', number: 'INV-1', isPeppol: true } as const;

interface Given {
  account?: string;
  previousAccount?: string;
  partnerName?: string;
  activation?: Partial<Activation>;
  entry?: Partial<Export>;
  missing?: Partial<MissingDocument>;
}

const managePages = [
  '/manage',
  '/manage/documents',
  `/manage/documents?client=${clientSpace}`,
  '/manage/clients',
  `/manage/completeness?client=${clientSpace}`,
  '/manage/off',
  '/installed',
];

const month = { partnerSpace, clientSpace, month: '2026-03' };
const noon = new Date('2026-03-01T12:00:00Z');
const unseen = { documentId: 'd', direction: 'AP', releasedAt: noon, why: 'unseen' } as const;

/** A month in which this document is missing. */
function aCheckMissing(missing: MissingDocument): Check {
  const found = { ...nothingFound(), released: 1, missingCount: 1, missing: [missing] };
  return {
    ...month,
    ...found,
    state: 'done',
    askedAt: noon,
    checkedAt: noon,
    expiresAt: new Date('2027-03-01T00:00:00Z'),
  };
}

/** What our own pages have of tags that others may not bring: logo, icons, and the one script. */
const ownTags =
  /<script src="\/live\.js" defer><\/script>|<svg (class="icon( file)?" )?viewBox="[\d ]+" width="\d+" height="\d+" aria-hidden="true" focusable="false">|<b>(\d+|Invoice_import)<\/b>/g;

/** Every page of a partner of whom these things are told; the pages of every state that a connection can be in. */
async function pagesWith(given: Given): Promise<string> {
  const { account, previousAccount, partnerName, activation, entry, missing } = given;
  const pages: Answer[] = [];
  for (const state of ['on', 'needsSignIn', 'disconnecting', 'off', undefined] as const) {
    const app = createConnectApp();
    const { google, database } = app.world;
    if (state) {
      app.world.connect({
        state,
        ...(account && { account: google.account(account) }),
        ...(previousAccount && { previousAccount: google.account(previousAccount) }),
      });
    }
    app.world.activate(activation);
    const one = anExport({ state: 'parked', reason: 'driveFull', ...entry });
    database.exports.put(exportId(one), one);
    database.checks.put(checkId(month), aCheckMissing({ ...unseen, ...missing }));
    const visitor = app.visitor();
    await visitor.logIn([{ ...usualSpace, ...(partnerName && { name: partnerName }) }]);
    // The pages of documents and clients are the same whatever the state.
    const paths = state === 'on' ? managePages : ['/manage', '/manage/off', '/installed'];
    for (const path of paths) pages.push(await visitor.get(path));
  }
  for (const { status } of pages) expect([200, 302]).toContain(status);
  return pages.map(({ text }) => text).join('\n');
}

/** Each breaks out of text, of an attribute, or of an address, if it is let. `{}` stands where its mark is looked for. */
const attacks = [
  '<script>{}</script>',
  '"><img src=x onerror={}>',
  "'><svg/onload={}>",
  '</title></h1><iframe src={}>',
  '" autofocus onfocus="{}',
  'javascript:{}',
  '&lt;script&gt;{}&#60;/script&#62;',
  '\u202e<b>{}</b>',
];

const outside: [string, (text: string) => Given][] = [
  ['the name of a company', (text) => ({ activation: { company: { name: text } } })],
  [
    'the VAT number of a company, in its folder',
    (text) => ({ activation: { company: { name: 'x', vatNumber: text }, folder: { key: 'x', name: `x_${text}` } } }),
  ],
  ['the name of a folder', (text) => ({ activation: { folder: { key: 'x', name: text } } })],
  ['the name of the partner space', (text) => ({ partnerName: text })],
  ['the e-mail address of the Google account', (text) => ({ account: text })],
  ['that of the account before', (text) => ({ previousAccount: text })],
  ['the name of a counterparty', (text) => ({ entry: { facts: { ...facts, counterparty: text } } })],
  ['the number of an invoice', (text) => ({ entry: { facts: { ...facts, number: text } } })],
  ['the id of a document', (text) => ({ entry: { documentId: text } })],
  ['the counterparty of a document that is missing', (text) => ({ missing: { counterparty: text } })],
  ['the number of a document that is missing', (text) => ({ missing: { number: text } })],
  ['the id of a document that is missing', (text) => ({ missing: { documentId: text } })],
  ['an amount', (text) => ({ entry: { facts: { ...facts, payableAmount: text, currency: 'EUR' } } })],
];

/** Nothing of what has this mark is more than text, on the page or within what is read out. */
function expectText(text: string, mark: string): void {
  expect(text.replace(ownTags, '')).not.toMatch(/<(script|img|svg|iframe|b)\b/i);
  for (const [tag] of text.matchAll(/<[a-z][^>]*>/g)) {
    // Inside a tag only what the page itself has written, but for the text of two attributes, which it cannot leave.
    const bare = tag.replaceAll(/ (aria-label|value)="[^"]*"/g, '');
    expect(bare).not.toMatch(/ on\w+=|autofocus/);
    expect(bare).not.toContain(mark);
  }
}

describe('what comes from outside comes out as text, on every page and in every state:', () => {
  test.each(outside)('%s', async (_what, given) => {
    for (const [index, attack] of attacks.entries()) {
      const mark = `mark${index}`;
      const text = await pagesWith(given(attack.replace('{}', mark)));
      // It is shown, so this is not a page without it.
      expect(text).toContain(mark);
      expectText(text, mark);
    }
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '',
  ])('the link of a file is none where it is no web address: %j', async (link) => {
    const text = await pagesWith({ entry: { state: 'done', facts, file: anExportedFile({ link }) } });
    expect(text).toContain('INV-1');
    expect(text).not.toMatch(/alert\(1\)|data:text|evil/i);
  });

  test('the link of a file cannot leave its attribute', async () => {
    const link = 'https://drive.example/"onmouseover="alert(1)"><script>';
    const text = await pagesWith({ entry: { state: 'done', facts, file: anExportedFile({ link }) } });
    expect(text).toContain('href="https://drive.example/&quot;onmouseover=&quot;alert(1)&quot;&gt;&lt;script&gt;"');
  });

  test('a currency is shown where it is one, and nothing breaks where it is none', async () => {
    for (const currency of ['<script>', 'EURO', '€', 'ZZZ', '__proto__']) {
      const text = await pagesWith({ entry: { facts: { ...facts, payableAmount: '121.00', currency } } });
      expect(text).toMatch(/121[.,]00/);
      expect(text).not.toContain('<script>');
    }
  });

  test.each(attacks)('what a person has typed or an address says, where it is repeated or not: %s', async (attack) => {
    const { visitor } = await anOffice();
    const value = encodeURIComponent(attack.replace('{}', 'mark'));
    const { status, text } = await visitor.get(`/manage/clients?q=${value}`);
    expect([status, text.includes('mark')]).toEqual([200, true]);
    expectText(text, 'mark');
    for (const path of [
      `/configure?partnerSpace=${value}`,
      `/google/callback?state=${value}`,
      `/manage?of=${value}&tried=${value}`,
      `/manage/documents?status=${value}`,
      `/manage/documents?cause=${value}`,
      `/manage/documents?client=${value}`,
      `/manage/documents?after=${value}`,
      `/manage/clients?from=${value}`,
      `/manage/completeness?client=${clientSpace}&month=${value}`,
      `/${value}`,
    ]) {
      expect((await visitor.get(path)).text).not.toContain('mark');
    }
  });
});

const routes = ['/', '/privacy', '/configure', '/banqup/callback', '/google/callback', ...managePages, '/nowhere'].map(
  (path) => path.split('?')[0] ?? path,
);
const forms = ['/manage/off', '/manage/try-again', '/manage/completeness', '/google/sign-in', '/sign-out'];
const addressLike = ['next', 'url', 'redirect', 'redirect_uri', 'returnTo', 'return_url', 'continue', 'iss', 'target'];
const elsewhere = [
  evil,
  '//evil.example',
  '/\\evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  '/%09/evil.example',
];

/** Where a page of ours may send a browser. */
const ours = [publicUrl, 'https://banqup.example', 'https://accounts.example', 'https://app.banqup.example'];

/** Where the text of the privacy policy leads besides. */
const named = [
  `mailto:${operator.email}`,
  'https://myaccount.google.com/connections',
  'https://developers.google.com/terms/api-services-user-data-policy',
  'https://www.gegevensbeschermingsautoriteit.be',
];

function expectStaysWithUs({ status, location, text }: Answer): void {
  expect(status).toBeLessThan(500);
  if (location) expect(ours).toContain(new URL(location, publicUrl).origin);
  for (const [, target = ''] of text.matchAll(/(?:href|action|src)="([^"]*)"/g)) {
    if (!named.includes(target)) expect(ours).toContain(new URL(target, publicUrl).origin);
  }
  expect(`${location}\n${text}`).not.toMatch(/evil\.example|javascript:/);
}

/** A partner with a connection and a client, and its administrator, logged in. */
async function anOffice() {
  const app = createConnectApp();
  app.world.connect();
  app.world.activate();
  const visitor = app.visitor();
  await visitor.logIn();
  return { app, visitor, before: everything(app.world) };
}

describe('no address in an address leads anywhere else:', () => {
  test.each(routes)('GET %s', async (path) => {
    const { app, visitor, before } = await anOffice();
    for (const value of elsewhere) {
      const query = new URLSearchParams(addressLike.map((name): [string, string] => [name, value]));
      for (const space of [partnerSpace, value]) {
        for (const who of [visitor, app.visitor()]) {
          expectStaysWithUs(await who.get(`${path}?${query}&partnerSpace=${encodeURIComponent(space)}&state=x&code=x`));
        }
      }
    }
    expect(everything(app.world)).toEqual(before);
  });

  test.each(forms)('POST %s', async (path) => {
    for (const value of elsewhere) {
      const { visitor } = await anOffice();
      const fields = Object.fromEntries(addressLike.map((name) => [name, value]));
      const formToken = await visitor.formToken('/manage/off');
      expectStaysWithUs(await visitor.post(`${path}?${new URLSearchParams(fields)}`, { ...fields, formToken }));
    }
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    '/%2f%2fevil.example',
    '/https://evil.example',
    '/evil.example/../x',
  ])('the path %s', async (path) => {
    const { app } = await anOffice();
    const { status, location } = await app.request(publicUrl + path);
    expect([status, location]).toEqual([404, '']);
  });

  test('the headers in which a proxy names the host', async () => {
    const { visitor } = await anOffice();
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' };
    for (const path of routes) expectStaysWithUs(await visitor.get(`${path}?partnerSpace=${partnerSpace}`, headers));
  });
});

describe('what is far too long is refused clearly, and changes nothing:', () => {
  const long = 'x'.repeat(1_000_000);

  test.each([...routes, '/style.css'])('a query of a megabyte, at %s', async (path) => {
    const { app, visitor, before } = await anOffice();
    for (const name of ['partnerSpace', 'locale', 'state', 'code', 'error', 'iss', 'more']) {
      const { status, text } = await visitor.get(`${path}?${name}=${long}`);
      expect(status).toBeLessThan(500);
      expect(text.length).toBeLessThan(20_000);
    }
    expect(everything(app.world)).toEqual(before);
    expect(JSON.stringify(app.log.lines).length).toBeLessThan(20_000);
  });

  test('a locale far too long (400)', async () => {
    const { visitor } = await anOffice();
    expect((await visitor.get(`/configure?partnerSpace=${partnerSpace}&locale=${long}`)).status).toBe(400);
  });

  test.each([
    ['a path (404)', `/${'x'.repeat(100_000)}`, 404],
    ['a path of many parts (404)', '/x'.repeat(50_000), 404],
    ['the id of a partner space (404)', `/partner-spaces/${'x'.repeat(100_000)}`, 404],
    ['the id of a client (401)', `/partner-spaces/${partnerSpace}/clients/${'x'.repeat(100_000)}`, 401],
    ['the key of the listener (404)', `/listener/${'x'.repeat(100_000)}/messages`, 404],
    ['a path that is not well-formed (404)', '/%E0%A4%A', 404],
  ] as const)('%s', async (_what, path, status) => {
    const { app, before } = await anOffice();
    expect((await app.request(path)).status).toBe(status);
    expect(everything(app.world)).toEqual(before);
  });

  test('the ids of a call whose token is right (400)', async () => {
    const { app, before } = await anOffice();
    const headers = { authorization: `Bearer ${fakeCallToken(partnerSpace)}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ company: { name: 'x' } });
    for (const path of [
      `/partner-spaces/${'x'.repeat(10_000)}/clients/${clientSpace}`,
      `/partner-spaces/${partnerSpace}/clients/${'x'.repeat(10_000)}`,
      `/partner-spaces/${partnerSpace}/clients/%E0%A4%A`,
    ]) {
      const answer = await app.request(path, { method: 'PUT', headers, body });
      expect([answer.status, JSON.parse(answer.text)]).toEqual([400, expect.objectContaining({ code: 'badRequest' })]);
    }
    expect(everything(app.world)).toEqual(before);
  });

  test('a name, a VAT number or an enterprise number of more than 500 characters (400)', async () => {
    const { app, before } = await anOffice();
    const headers = { authorization: `Bearer ${fakeCallToken(partnerSpace)}`, 'content-type': 'application/json' };
    for (const field of ['name', 'vatNumber', 'enterpriseNumber']) {
      const body = JSON.stringify({ company: { name: 'x', [field]: 'x'.repeat(501) } });
      const answer = await app.request(`/partner-spaces/${partnerSpace}/clients/${clientSpace}`, {
        method: 'PUT',
        headers,
        body,
      });
      expect(answer.status).toBe(400);
    }
    expect(everything(app.world)).toEqual(before);
  });

  test.each(forms)('a form of more than 64 KB (413): %s', async (path) => {
    const { app, visitor, before } = await anOffice();
    const formToken = await visitor.formToken('/manage/off');
    const answer = await visitor.post(path, { formToken, more: long });
    expect([answer.status, answer.location]).toEqual([413, '']);
    expect(everything(app.world)).toEqual(before);
    expect((await visitor.get('/manage')).status).toBe(200);
  });

  test.each(forms)('the token of a form (403): %s', async (path) => {
    const { app, visitor, before } = await anOffice();
    expect((await visitor.post(path, { formToken: 'x'.repeat(60_000) })).status).toBe(403);
    expect(everything(app.world)).toEqual(before);
  });

  test('a form with ten thousand fields, or the same one many times (403)', async () => {
    const { app, visitor, before } = await anOffice();
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, '']));
    const formToken = await visitor.formToken('/manage/off');
    const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { cookie, origin: publicUrl, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await visitor.post('/manage/off', many)).status).toBe(413);
    const body = `formToken=x&formToken%5B%5D=${formToken}`;
    expect((await app.request('/manage/off', { method: 'POST', headers, body })).status).toBe(403);
    expect(everything(app.world)).toEqual(before);
  });

  test.each(['__Host-session', '__Host-browser', '__Host-language'])('the cookie %s', async (name) => {
    const { app, visitor, before } = await anOffice();
    const good = visitor.cookies.get(name);
    for (const value of ['x'.repeat(100_000), '%', '"', '%00', '../../x', '{"$ne":1}']) {
      visitor.cookies.set(name, value);
      for (const path of routes) expect((await visitor.get(path)).status).toBeLessThan(500);
    }
    if (good) visitor.cookies.set(name, good);
    expect(everything(app.world)).toEqual(before);
  });

  test('a header of 20 KB is refused before it reaches us (431)', async () => {
    const { app } = await anOffice();
    const server = createServer((_request, response) => void app.request('/manage').then(() => response.end()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as { port: number };
      const seen = app.answers.length;
      const asked = httpRequest({ port, host: '127.0.0.1', headers: { cookie: 'x'.repeat(20_000) } }).end();
      const [answer] = await once(asked, 'response');
      expect(answer.statusCode).toBe(431);
      expect(app.answers).toHaveLength(seen);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});

describe('a method that a path does not have is an unknown page (404), and changes nothing:', () => {
  const all = [...routes, ...forms, `/listener/${listenerKey}/messages`, `/partner-spaces/${partnerSpace}/clients/x`];

  test.each(['PATCH', 'OPTIONS', 'PROPFIND', 'DELETE', 'PUT'])('%s', async (method) => {
    const { app, visitor, before } = await anOffice();
    const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
    const known = (path: string) => path.startsWith('/partner-spaces') && ['PUT', 'DELETE'].includes(method);
    for (const path of all) {
      const answer = await app.request(path, { method, headers: { cookie, origin: publicUrl } });
      expect([path, answer.status]).toEqual([path, known(path) ? 401 : 404]);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(everything(app.world)).toEqual(before);
  });
});

describe("another partner's space", () => {
  const other = 'a0000000-0000-4000-8000-000000000002';

  /** Two partners, and the administrator of the first one. */
  async function twoOffices(): Promise<{ app: ConnectApp; get: (path: string) => Promise<Answer>; formToken: string }> {
    const { app, visitor } = await anOffice();
    app.world.connect({ partnerSpace: other, account: app.world.google.account('geheim@peeters.example') });
    app.world.activate({ partnerSpace: other, company: { name: 'Geheim' }, folder: { key: 'x', name: 'Geheim' } });
    return { app, get: visitor.get, formToken: await visitor.formToken('/manage/off') };
  }

  test('is shown by no address that names it', async () => {
    const { get } = await twoOffices();
    const paths = ['/manage', '/manage/clients', '/manage/off', '/installed'];
    for (const path of [...paths, `/manage/${other}`, `/partner-spaces/${other}`]) {
      for (const name of ['partnerSpace', 'space', 'id', 'partner_space', 'after']) {
        expect((await get(`${path}?${name}=${other}`)).text).not.toMatch(/geheim/i);
      }
    }
  });

  test('is changed by no form that names it', async () => {
    const { app, formToken } = await twoOffices();
    const visitor = app.visitor();
    await visitor.logIn();
    const mine = {
      formToken: (await visitor.formToken('/manage/off')) || formToken,
      partnerSpace: other,
      space: other,
    };
    expect((await visitor.post(`/manage/off?partnerSpace=${other}`, mine)).status).toBe(303);
    expect(app.world.database.connections.get(other)?.value.state).toBe('on');
    expect(app.world.vault.versions(other)).toEqual(['1']);
    expect(app.world.database.connections.get(partnerSpace)?.value.state).toBe('off');
  });

  test("is not told by its own administrator's session to Banqup's calls", async () => {
    const { app } = await twoOffices();
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const headers = { authorization: `Bearer ${fakeCallToken(partnerSpace)}` };
      const answer = await app.request(`/partner-spaces/${other}/clients/${clientSpace}`, { method, headers });
      expect([answer.status, answer.text.includes('Geheim')]).toEqual([403, false]);
    }
    expect((await app.request(`/partner-spaces/${other}`, { method: 'DELETE' })).status).toBe(401);
    expect(app.world.database.connections.get(other)?.value.state).toBe('on');
  });
});
