/** What holds of every page, in every language; and the one script and style sheet that they share. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type HTMLElement, parse } from 'node-html-parser';
import { languages } from '../../functions/domain/language.ts';
import { type Answer, createConnectApp } from './connect-app.ts';
import { everyPage } from './every-page.ts';
import { wordsOf } from './manage-office.ts';

/** Those that are kept fresh. */
const live = /^(overview|documents|a month|installed|clients)/;

const nameOf = (element: HTMLElement) => element.getAttribute('aria-label') ?? wordsOf(element);

describe.each(languages)('every page in %s', (language) => {
  let pages: [string, Answer, HTMLElement][];

  beforeAll(async () => {
    pages = (await everyPage(language)).map(([what, answer]) => [what, answer, parse(answer.text)]);
  });

  test('is a page of its own, in that language, with one heading that its title begins with', () => {
    expect(pages.length).toBeGreaterThan(25);
    for (const [what, { text }, root] of pages) {
      expect([what, text.startsWith('<!doctype html>')]).toEqual([what, true]);
      expect([what, root.querySelector('html')?.getAttribute('lang')]).toEqual([what, language]);
      const headings = root.querySelectorAll('h1').map(wordsOf);
      expect([what, headings.length]).toEqual([what, 1]);
      expect(wordsOf(root.querySelector('title')).startsWith(`${headings[0]} – Banqup `)).toBe(true);
    }
  });

  test('has no id twice, and each id, where a link or a script looks for it', () => {
    for (const [what, , root] of pages) {
      const ids = root.querySelectorAll('[id]').map((element) => element.getAttribute('id'));
      expect([what, ids]).toEqual([what, [...new Set(ids)]]);
      expect(ids).toContain('content');
      expect(root.querySelector('a.skip')?.getAttribute('href')).toBe('#content');
    }
  });

  test('that changes has one part that is kept fresh, with how often, and where to say so; no other has any', () => {
    for (const [what, , root] of pages) {
      const parts = root.querySelectorAll('#live');
      expect([what, parts.length]).toEqual([what, live.test(what) ? 1 : 0]);
      const [part] = parts;
      if (!part) continue;
      expect([what, part.getAttribute('data-every')]).toEqual([what, expect.stringMatching(/^(3|10)$/)]);
      expect(part.getAttribute('data-of')).toMatch(/^\d*$/);
      expect(part.getAttribute('data-say')).toBeDefined();
      expect(root.querySelectorAll('#said[role=status]')).toHaveLength(1);
      // Read out where it stands, and not put in the place of what it says.
      expect(part.querySelector('#said')).toBeNull();
      expect(root.querySelectorAll('script[src="/live.js"]')).toHaveLength(1);
    }
  });

  test('has a name on every button, link, field, list of links, picture and progress', () => {
    for (const [what, , root] of pages) {
      for (const element of root.querySelectorAll('button, a, nav[aria-label], progress, h2, h3, th[scope]')) {
        expect([what, element.toString(), nameOf(element)]).toEqual([
          what,
          expect.any(String),
          expect.stringMatching(/\S/),
        ]);
      }
      for (const field of root.querySelectorAll('input:not([type=hidden])'))
        expect(wordsOf(field.closest('label'))).not.toBe('');
      for (const picture of root.querySelectorAll('svg')) expect(picture.getAttribute('aria-hidden')).toBe('true');
    }
  });

  test('says first on a button, to who hears it, what is written on it', () => {
    for (const [what, , root] of pages) {
      for (const button of root.querySelectorAll('button[aria-label]'))
        expect([what, button.getAttribute('aria-label')]).toEqual([what, expect.stringContaining(wordsOf(button))]);
    }
  });

  test('has nothing inline: no script but ours by its address, no style, no handler', () => {
    for (const [what, { text }, root] of pages) {
      const scripts = root.querySelectorAll('script').map((script) => script.toString());
      expect([what, scripts]).toEqual([what, scripts.length === 0 ? [] : ['<script src="/live.js" defer></script>']]);
      expect([what, root.querySelectorAll('style, [style], iframe, object, embed, base, meta[http-equiv]')]).toEqual([
        what,
        [],
      ]);
      expect([what, text.match(/<[^>]*\son\w+=/i)]).toEqual([what, null]);
      for (const attribute of ['href', 'src', 'action'])
        for (const element of root.querySelectorAll(`[${attribute}]`))
          expect([what, element.getAttribute(attribute)]).toEqual([
            what,
            expect.stringMatching(/^(\/(?!\/)|#|https:\/\/|mailto:)/),
          ]);
    }
  });

  test('has the proof of our own form in each form that changes anything, and in no other', () => {
    for (const [what, , root] of pages) {
      for (const form of root.querySelectorAll('form')) {
        const tokens = form.querySelectorAll('input[name=formToken]').map((input) => input.getAttribute('value'));
        const isPost = form.getAttribute('method') === 'post';
        expect([what, form.toString(), tokens]).toEqual([
          what,
          expect.any(String),
          isPost ? [expect.stringMatching(/^[\w-]{43}$/)] : [],
        ]);
      }
    }
  });

  test('of the manage pages marks where one is', () => {
    const here = (what: string) => /^(overview|documents|clients)/.exec(what)?.[0] ?? '';
    const paths = { overview: '/manage', documents: '/manage/documents', clients: '/manage/clients' };
    for (const [what, , root] of pages) {
      const marked = root.querySelectorAll('.tabs [aria-current]').map((link) => link.getAttribute('href'));
      const path = paths[here(what) as keyof typeof paths];
      expect([what, marked]).toEqual([what, path ? [path] : []]);
    }
  });
});

describe('what the pages share', () => {
  test.each([
    ['/live.js', 'text/javascript; charset=utf-8'],
    ['/style.css', 'text/css; charset=utf-8'],
  ])('%s has its type, and may be kept for a while', async (path, type) => {
    const { status, headers, text } = await createConnectApp().request(path);
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(headers.getSetCookie()).toEqual([]);
    expect(text.length).toBeGreaterThan(500);
  });

  test('the script can be read by a browser, and makes nothing of text that could be code', async () => {
    const { text } = await createConnectApp().request('/live.js');
    expect(() => new Function(text)).not.toThrow();
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(|https?:/);
  });

  test('the style sheet loads nothing, and its braces close', async () => {
    const { text } = await createConnectApp().request('/style.css');
    expect(text).not.toMatch(/@import|url\(/);
    expect(text.split('{').length).toBe(text.split('}').length);
  });
});
