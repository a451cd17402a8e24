/** The language of a page: Banqup's locale first, then the browser's, then Dutch; on every page, those of failures too. */
import { describe, expect, test } from '@jest/globals';
import { usual } from '../builders.ts';
import { createConnectApp, type Visitor } from './connect-app.ts';

const configure = (locale: string) => `/configure?${new URLSearchParams({ partnerSpace: usual.partnerSpace, locale })}`;
const languageOf = (text: string) => /<html lang="(\w+)">/.exec(text)?.[1];

async function pageFor(visitor: Visitor, acceptLanguage?: string) {
  return visitor.get('/nowhere', acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage });
}

describe("Banqup's locale", () => {
  test.each([
    ['nl-BE', 'nl', 'Deze pagina bestaat niet'],
    ['fr-BE', 'fr', 'Cette page n&#39;existe pas'],
    ['en-GB', 'en', 'This page does not exist'],
    ['de-BE', 'de', 'Diese Seite gibt es nicht'],
    ['FR_be', 'fr', 'Cette page'],
    ['de-form', 'de', 'Diese Seite'],
  ])('%s makes pages %s, against what the browser asks for', async (locale, language, words) => {
    const visitor = createConnectApp().visitor();
    await visitor.get(configure(locale));
    const { text } = await pageFor(visitor, 'es, en;q=0.1');
    expect(languageOf(text)).toBe(language);
    expect(text).toContain(words);
  });

  test('changes the language also within a session', async () => {
    const visitor = createConnectApp().visitor();
    await visitor.get(configure('nl-BE'));
    await visitor.logIn();
    expect((await visitor.get('/manage')).text).toContain('Verbind je Google Drive');
    expect((await visitor.get(configure('fr-BE'))).location).toBe('/manage');
    expect((await visitor.get('/manage')).text).toContain('Connectez votre Google Drive');
  });

  test.each(['es-ES', '', 'x', '<script>', '../fr', 'nl'.repeat(20)])(
    '%j, which we do not speak, changes nothing',
    async (locale) => {
      const visitor = createConnectApp().visitor();
      await visitor.get(configure('de-BE'));
      expect((await visitor.get(configure(locale))).status).toBe(302);
      expect(languageOf((await pageFor(visitor)).text)).toBe('de');
    },
  );
});

describe('the browser', () => {
  test.each([
    [undefined, 'nl'],
    ['', 'nl'],
    ['es', 'nl'],
    ['*', 'nl'],
    ['fr-BE', 'fr'],
    ['es, de-AT;q=0.5, en;q=0.7', 'en'],
    ['fr;q=0, de', 'de'],
    ['<script>alert(1)</script>, en', 'en'],
    [`${'x'.repeat(5000)}, fr`, 'fr'],
  ])('that asks for %s gets %s where Banqup says nothing', async (asked, language) => {
    expect(languageOf((await pageFor(createConnectApp().visitor(), asked)).text)).toBe(language);
  });

  test('with a cookie that is no language of ours gets what it asks for', async () => {
    const visitor = createConnectApp().visitor();
    visitor.cookies.set('__Host-language', '"><script>');
    expect(languageOf((await pageFor(visitor, 'fr')).text)).toBe('fr');
  });
});

test('a connection keeps the language of who signed in, for what they are told later', async () => {
  const app = createConnectApp();
  const visitor = app.visitor();
  await visitor.get(configure('fr-BE'));
  await visitor.logIn();
  const { location } = await visitor.signIn();
  expect((await visitor.get(location)).text).toContain('L&#39;installation a réussi');
  expect(app.world.database.connections.get(usual.partnerSpace)?.value.language).toBe('fr');
});

test.each(['nl-BE', 'fr-BE', 'en-GB', 'de-BE'])('in %s every name from outside is escaped', async (locale) => {
  const app = createConnectApp();
  const visitor = app.visitor();
  await visitor.get(configure(locale));
  await visitor.logIn([{ id: usual.partnerSpace, name: '<script>alert(1)</script>' }]);
  const { text } = await visitor.get('/manage');
  expect(text).not.toContain('<script');
  expect(text).toContain('&lt;script&gt;alert(1)');
});
