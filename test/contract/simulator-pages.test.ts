/**
 * The pages of the simulated Banqup and Google, as a newcomer and a screen reader meet them: nobody takes them for the real ones,
 * each says what comes next, and what only a simulator can do is done with its buttons.
 */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type HTMLElement, parse } from 'node-html-parser';
import { createVisitor, type Page, type Visitor } from '../local/visitor.ts';
import { type BanqupSimulatorOptions, createBanqupSimulator } from '../simulators/banqup/server.ts';
import { createGoogleSimulator } from '../simulators/google/server.ts';

const peeters = 'a0000000-0000-4000-8000-000000000001';
const johnDoe = 'c0000000-0000-4000-8000-000000000001';
const els = 'els.claes@fiduclaes.example';
const driveUrl = 'http://google.localhost:1/drive';
const banqupUrl = 'http://banqup.localhost:1';
const samplesDir = fileURLToPath(new URL('../samples', import.meta.url));

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A Banqup with An Peeters in the browser. The app says yes to everything. */
async function aBanqup(options: Partial<BanqupSimulatorOptions> = {}) {
  const published: object[] = [];
  const banqup = await createBanqupSimulator({
    appUrl: 'http://app.localhost:1',
    appServerUrl: 'http://127.0.0.1:1',
    driveUrl,
    publish: async (message) => void published.push(message),
    app: { clientId: 'client', clientSecret: 'secret', appId: 'app' },
    redirectUris: ['http://app.localhost:1/callback'],
    samplesDir,
    ...options,
  });
  closers.push(() => banqup.close());
  const visitor = createVisitor();
  const home = await visitor.press(await visitor.open(banqup.url), 'An Peeters');
  const space = () => visitor.open(`${banqup.url}/business-spaces/${johnDoe}`);
  return { banqup, published, visitor, home, space };
}

/** A Google with a file of Banqup's in a folder of Els's Drive. */
async function aGoogle({ unverified = false } = {}) {
  const client = { clientId: 'exporter', clientSecret: 'secret', redirectUris: ['http://app.localhost:1/callback'] };
  const google = await createGoogleSimulator({ clients: [{ ...client, name: 'Banqup', unverified }], banqupUrl });
  closers.push(() => google.close());
  const authorization = `Bearer ${google.signIn(els, client.clientId).accessToken}`;
  const create = async (metadata: object, path = '/drive/v3/files', headers: Record<string, string> = {}) => {
    const body = JSON.stringify(metadata);
    const answer = await fetch(google.url + path, {
      method: 'POST',
      body,
      headers: { authorization, 'content-type': 'application/json', ...headers },
    });
    return { status: answer.status, id: ((await answer.json()) as { id?: string }).id };
  };
  /** A file with a few bytes in it. */
  const upload = async () =>
    (await create({}, '/upload/drive/v3/files?uploadType=media', { 'content-type': 'application/xml' })).status;
  const folder = await create({ name: 'Invoice_import', mimeType: 'application/vnd.google-apps.folder' });
  await create({ name: 'a.xml', parents: [folder.id] });
  const visitor = createVisitor();
  const home = () => visitor.open(`${google.url}/drive/${encodeURIComponent(els)}`);
  const question = new URLSearchParams({
    client_id: client.clientId,
    redirect_uri: client.redirectUris[0] ?? '',
    response_type: 'code',
    prompt: 'consent',
    scope: 'https://www.googleapis.com/auth/drive.file',
  });
  return { google, visitor, home, upload, signInUrl: `${google.url}/o/oauth2/v2/auth?${question}` };
}

/** Every page that these and all further links on the same server lead to. */
async function allPages(visitor: Visitor, ...starts: string[]): Promise<Page[]> {
  const pages = new Map<string, Page>();
  const ahead = [...starts];
  for (let url = ahead.pop(); url !== undefined; url = ahead.pop()) {
    if (pages.has(url)) continue;
    const page = await visitor.open(url);
    pages.set(url, page);
    if (!String(page.headers['content-type']).startsWith('text/html')) continue;
    for (const link of parse(page.html).querySelectorAll('a')) {
      const next = new URL(link.getAttribute('href') ?? '', page.url);
      next.hash = '';
      if (next.origin === new URL(url).origin) ahead.push(next.href);
    }
  }
  return [...pages.values()].filter(({ html }) => html.startsWith('<!doctype html>'));
}

function isLabelled(root: HTMLElement, field: HTMLElement): boolean {
  const id = field.getAttribute('id');
  const label = field.closest('label') ?? (id && root.querySelector(`label[for="${id}"]`));
  return Boolean(label || field.getAttribute('aria-label'));
}

/** What is wrong with a page, whatever it is about. */
function faultsOf({ html, url }: Page, service: string): string[] {
  const root = parse(html);
  const fields = root.querySelectorAll('input, select').filter((field) => field.getAttribute('type') !== 'hidden');
  const ids = root.querySelectorAll('[id]').map(({ id }) => id);
  const levels = root.querySelectorAll('h1, h2, h3, h4').map(({ tagName }) => Number(tagName.slice(1)));
  const elsewhere = root
    .querySelectorAll('[src], link')
    .map((one) => one.getAttribute('src') ?? one.getAttribute('href') ?? '');
  const banner = root.querySelector('body')?.firstElementChild;
  const right = {
    'begins with the banner':
      banner?.classList.contains('simulator-banner') && banner.text.includes(`Simulator van ${service}`),
    'says that nothing is real': banner?.text.includes('Niets hier is echt'),
    'is in Dutch': root.querySelector('html')?.getAttribute('lang') === 'nl',
    'has one first heading': levels.filter((level) => level === 1).length === 1,
    'leaves no level of headings out': levels.every((level, n) => level <= (levels[n - 1] ?? 0) + 1),
    'names each field': fields.every((field) => isLabelled(root, field)),
    'has each id once': new Set(ids).size === ids.length,
    'takes nothing from elsewhere':
      elsewhere.every((address) => address.startsWith('data:')) && !root.querySelector('script'),
  };
  return Object.entries(right).flatMap(([what, holds]) => (holds ? [] : [`${url}: not ${what}`]));
}

describe('every page of the simulated Banqup', () => {
  test('says that it is a simulator, in Dutch, with a name for each field, whatever links lead to', async () => {
    const { banqup, visitor, home } = await aBanqup();
    await banqup.activateByTemplate(peeters, johnDoe);
    for (const folder of ['PURCHASES', 'SALES'] as const)
      banqup.addDocument({ space: johnDoe, folder, ubl: '<Invoice/>' });
    const login = new URLSearchParams({
      client_id: 'client',
      redirect_uri: 'http://app.localhost:1/callback',
      response_type: 'code',
      prompt: 'login',
    });
    const before = await allPages(createVisitor(), banqup.url, `${banqup.url}/oauth2/authorize?${login}`);
    const error = await visitor.send('GET', `${banqup.url}/partner-spaces/none`, { headers: { accept: 'text/html' } });
    const pages = [...before, ...(await allPages(visitor, home.url)), error];
    banqup.install(peeters);
    pages.push(...(await allPages(visitor, home.url)));
    expect(pages.flatMap((page) => faultsOf(page, 'Banqup'))).toEqual([]);
    const texts = pages.map(({ text }) => text).join('\n');
    for (const title of [
      'Aanmelden bij Banqup',
      'Banqup Store',
      'Bevestig de toegangsrechten',
      'Integratie toevoegen',
      'Open Business Space',
      'Aankoopfacturen',
      'Dit lukte niet (404)',
    ])
      expect(texts).toContain(title);
  });

  test('says what to press next, but where something went wrong', async () => {
    const { banqup, visitor, home } = await aBanqup();
    const pages = [...(await allPages(createVisitor(), banqup.url)), ...(await allPages(visitor, home.url))];
    banqup.install(peeters);
    pages.push(...(await allPages(visitor, home.url)));
    expect(pages.filter(({ text }) => !text.includes('Volgende stap')).map(({ url }) => url)).toEqual([]);
  });
});

describe('a Business Space of the simulated Banqup', () => {
  test('says that a client is not active, then what to press, then where the file is, with a link', async () => {
    const { banqup, visitor, space } = await aBanqup();
    banqup.addDocument({ space: johnDoe, folder: 'PURCHASES', ubl: '<Invoice/>' });
    expect((await space()).text).toContain('niet actief');
    await banqup.activateByTemplate(peeters, johnDoe);
    const active = await space();
    expect(active.text).toContain('Klik bij een aankoopfactuur op Goedkeuren');
    const approved = await visitor.press(active, 'Goedkeuren');
    expect(approved.text).toMatch(/Goedgekeurd op [\s\S]*Invoice_import|Invoice_import[\s\S]*Goedgekeurd op /);
    const link = parse(approved.html)
      .querySelectorAll('.simulator a')
      .find(({ text }) => text === 'Google Drive');
    expect(link?.getAttribute('href')).toBe(driveUrl);
  });

  test.each([
    ['Aankoopfacturen goedkeuren', 'approved', 'PURCHASES'],
    ['Verkoopfacturen verzenden', 'sent', 'SALES'],
  ])(
    'with *%s* has as many as asked, released at once, and what waits still in sight',
    async (button, type, folder) => {
      const { banqup, published, visitor, space } = await aBanqup();
      for (const each of ['PURCHASES', 'SALES'] as const)
        banqup.addDocument({ space: johnDoe, folder: each, ubl: '<Invoice/>' });
      const after = await visitor.press(await space(), button, { count: '25', folder });
      expect(after.text).toContain('25 facturen zijn binnengekomen');
      expect(published).toHaveLength(25);
      expect(published).toEqual(published.map(() => expect.objectContaining({ type: expect.stringContaining(type) })));
      expect(new Set(banqup.snapshot().documents.map(({ filename }) => filename)).size).toBe(17);
      expect(after.text).toContain('Nog 21');
      expect(after.text.indexOf('Goedkeuren')).toBeLessThan(after.text.indexOf('Nog 21'));
    },
  );

  test.each(['0', '201', '2.5', ''])('refuses to bring in %j invoices', async (count) => {
    const { published, visitor, space } = await aBanqup();
    const after = await visitor.press(await space(), 'Aankoopfacturen goedkeuren', { count });
    expect(after.status).toBe(400);
    expect(published).toEqual([]);
  });
});

test('a notice rings at the bell, with its moment and what kind of news it is', async () => {
  const { banqup, visitor, home } = await aBanqup();
  expect(home.text).toContain('Meldingen (0)');
  const notice = {
    id: '1',
    partnerSpace: peeters,
    locale: 'nl-BE',
    kind: 'driveFull',
    news: 'trouble',
    counts: { waiting: 1 },
    sentence: 'Uw Drive is vol.',
    link: 'http://app.localhost:1/manage',
    at: '2026-11-26T08:00:00.000Z',
  };
  const data = Buffer.from(JSON.stringify(notice)).toString('base64');
  await fetch(`${banqup.url}/notices`, { method: 'POST', body: JSON.stringify({ message: { data } }) });
  const rung = await visitor.open(home.url);
  expect(rung.text).toContain('Meldingen (1)');
  expect(rung.text).toMatch(/Er is iets te doen · 26 nov 2026, 09:00\s+Uw Drive is vol/);
});

describe('every page of the simulated Google', () => {
  test('says that it is a simulator, in Dutch, with a name for each field, whatever links lead to', async () => {
    const { google, visitor, signInUrl, home } = await aGoogle({ unverified: true });
    const pages = await allPages(
      visitor,
      signInUrl,
      `${google.url}/drive`,
      `${google.url}/drive/none`,
      signInUrl.replace('exporter', 'none'),
    );
    const trashed = await visitor.press(await home(), 'Map Invoice_import naar prullenbak');
    pages.push(...(await allPages(visitor, trashed.url)));
    expect(pages.flatMap((page) => faultsOf(page, 'Google'))).toEqual([]);
    const texts = pages.map(({ text }) => text).join('\n');
    for (const title of [
      'Een account kiezen',
      'Google heeft deze app niet geverifieerd',
      'wil toegang tot',
      'Mijn Drive',
      'Downloaden',
      'Apps met toegang',
      'De prullenbak is leeg',
      'Definitief verwijderen',
      'Niet gevonden',
      'Toegang geblokkeerd',
    ])
      expect(texts).toContain(title);
  });
});

describe('the Drive of the simulated Google', () => {
  test('shows all that lies in it at once, and leads back to Banqup', async () => {
    const { home } = await aGoogle();
    const page = await home();
    const root = parse(page.html);
    expect(root.querySelectorAll('.tree a').map(({ text }) => text)).toEqual(['Invoice_import', 'a.xml']);
    expect(root.querySelector('.simulator-banner a')?.getAttribute('href')).toBe(banqupUrl);
  });

  test('takes no more bytes once a person has let it run full, until there is room again', async () => {
    const { visitor, home, upload } = await aGoogle();
    expect(await upload()).toBe(200);
    const full = await visitor.press(await home(), 'Drive vol laten lopen');
    expect(full.text).toContain('Deze Drive is vol');
    expect(await upload()).toBe(403);
    await visitor.press(full, 'Weer plaats maken');
    expect(await upload()).toBe(200);
  });

  test('ends the app’s access, and puts its folder into the trash and back, with a button each', async () => {
    const { google, visitor, home, upload } = await aGoogle();
    await visitor.press(await home(), 'Map Invoice_import naar prullenbak');
    expect(google.tree(els)).toEqual([]);
    await visitor.press(await home(), 'Map Invoice_import terugzetten');
    expect(google.tree(els)).toHaveLength(2);
    await visitor.press(await home(), 'Toegang van Banqup intrekken');
    expect(await upload()).toBe(401);
    expect((await home()).text).toContain('Geen enkele app heeft toegang');
  });
});
