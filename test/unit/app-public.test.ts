/** The two pages that anybody may read, and that Google looks at before it shows our name: the home page and the privacy policy. */
import { describe, expect, test } from '@jest/globals';
import { parse } from 'node-html-parser';
import { type Language, languages } from '../../functions/domain/language.ts';
import { privacySections } from '../../functions/texts/privacy.ts';
import { speak } from '../../functions/texts/speak.ts';
import { usual } from '../builders.ts';
import { type Answer, createConnectApp, operator } from './connect-app.ts';

const paths = ['/', '/privacy'] as const;
const pages = languages.flatMap((language) => paths.map((path) => [path, language] as const));

const open = (path: string, headers = {}) => createConnectApp().request(path, { headers });
const pageIn = async (path: string, language: Language) => read(await open(`${path}?language=${language}`));

/** A page, its words as a person reads them, and where its links lead. */
function read({ text, status }: Answer) {
  const root = parse(text);
  const links = root.querySelectorAll('a').map((link) => link.getAttribute('href') ?? '');
  return { status, root, links, words: root.querySelector('body')?.text.replace(/\s+/g, ' ') ?? '' };
}

/** Every sentence of an object of texts; functions answer for the operator. */
function sentences(value: unknown): string[] {
  if (typeof value === 'string') return [value.replaceAll('https://', '')];
  if (typeof value === 'function') return [value(operator.name)];
  return Object.values(value as object).flatMap(sentences);
}

describe.each(pages)('%s in %s', (path, language) => {
  test('is there for anybody, in that language, with one heading and no cookie', async () => {
    const answer = await open(path, { 'accept-language': language });
    const { status, root } = read(answer);
    expect(status).toBe(200);
    expect(root.querySelector('html')?.getAttribute('lang')).toBe(language);
    expect(root.querySelectorAll('h1')).toHaveLength(1);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test('says every sentence of its own', async () => {
    const { home, privacy } = speak(language).texts;
    const { words } = await pageIn(path, language);
    const own = sentences(path === '/' ? home : privacy);
    expect(own.length).toBeGreaterThan(10);
    for (const sentence of own) expect(words).toContain(sentence);
  });

  test('leads to the other one, to itself in the other languages, and to who runs this', async () => {
    const { links, words } = await pageIn(path, language);
    for (const other of paths) expect(links).toContain(`${other}?language=${language}`);
    const translations = languages.filter((other) => other !== language).map((other) => `${path}?language=${other}`);
    expect(links).toEqual(expect.arrayContaining(translations));
    for (const translation of translations) expect((await open(translation)).status).toBe(200);
    expect(words).toContain(operator.name);
    expect(links).toContain(`mailto:${operator.email}`);
  });
});

describe.each(languages)('in %s', (language) => {
  test('the home page says what this does with which app, and why it asks for access', async () => {
    const { words, root } = await pageIn('/', language);
    expect(root.querySelector('h1')?.text).toMatch(/Banqup.*Google Drive/);
    for (const word of ['Peppol BIS 3.0', 'Invoice_import', ' AP ', ' AR ']) expect(words).toContain(word);
    expect(words).toContain(speak(language).texts.home.access.title);
  });

  test('the privacy policy names the permission, the rules of Google, the places to end it, and has every section', async () => {
    const { words, links, root } = await pageIn('/privacy', language);
    expect(words).toContain('drive.file');
    expect(words).toMatch(/Google API Services User Data Policy[^.]*Limited Use[^.]*: developers\.google\.com/);
    expect(links).toContain('https://developers.google.com/terms/api-services-user-data-policy');
    expect(links).toContain('https://myaccount.google.com/connections');
    expect(root.querySelectorAll('h2')).toHaveLength(privacySections.length);
  });
});

describe('the language of a public page', () => {
  const languageOf = async (path: string, headers = {}) =>
    read(await open(path, headers))
      .root.querySelector('html')
      ?.getAttribute('lang');

  test('is that of its address, whatever the browser asks for; caches need not look at the browser then', async () => {
    const headers = { 'accept-language': 'de', cookie: '__Host-language=nl' };
    expect(await languageOf('/privacy?language=fr', headers)).toBe('fr');
    expect((await open('/privacy?language=fr', headers)).headers.get('vary')).toBeNull();
  });

  test('is that of other pages otherwise, and caches are told what it hangs on', async () => {
    expect(await languageOf('/')).toBe('nl');
    expect(await languageOf('/', { 'accept-language': 'de' })).toBe('de');
    const visitor = createConnectApp().visitor();
    await visitor.get(`/configure?partnerSpace=${usual.partnerSpace}&locale=fr-BE`);
    const answer = await visitor.get('/', { 'accept-language': 'de' });
    expect(read(answer).root.querySelector('html')?.getAttribute('lang')).toBe('fr');
    expect(answer.headers.get('vary')).toBe('accept-language, cookie');
  });

  test('stays open: the links to both pages are as Google was told them', async () => {
    expect(read(await open('/')).links).toEqual(expect.arrayContaining(['/', '/privacy']));
  });

  test.each(['es', '', 'toString', '"><script>evil</script>', 'https://evil.example', 'x'.repeat(5000)])(
    'that we do not speak is as none, and nothing of it comes onto the page: %j',
    async (asked) => {
      for (const path of paths) {
        const answer = await open(`${path}?${new URLSearchParams({ language: asked })}`, { 'accept-language': 'de' });
        expect(answer.text).toBe((await open(path, { 'accept-language': 'de' })).text);
        expect(answer.headers.get('vary')).toBe('accept-language, cookie');
      }
    },
  );
});

test.each(paths)('HEAD %s answers as GET does, without a body', async (path) => {
  const answer = await createConnectApp().request(path, { method: 'HEAD' });
  expect([answer.status, answer.text]).toEqual([200, '']);
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
});

test('every page leads to the privacy policy, the one before the sign-in at Google too', async () => {
  const visitor = createConnectApp().visitor();
  await visitor.logIn();
  for (const path of ['/manage', '/nowhere']) expect(read(await visitor.get(path)).links).toContain('/privacy');
});
