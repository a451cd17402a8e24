/**
 * A person in front of a real browser: a context of their own, and what they click on Banqup's, Google's and our pages. Errors
 * in the console, broken policies and failed requests are kept, for a test to find none.
 */
import { mkdir } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Language, localeOf } from '../../functions/domain/language.ts';
import { speak } from '../../functions/texts/speak.ts';
import { until } from '../local/until.ts';
import type { Office, TestSystem } from './office.ts';

/** Kept after a run, to be looked at. */
const screenshots = new URL('../../screenshots/', import.meta.url);
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** WCAG 2.2 at levels A and AA, and what axe holds for good practice. */
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export interface Desk {
  context: BrowserContext;
  page: Page;
  /** The same person, to whom Banqup speaks in another language now; at the overview. */
  turnTo(language: Language): Promise<void>;
  /** What went wrong in the browser, unseen by the person. */
  mishaps: string[];
  /** From the Store to our first page. */
  install(): Promise<void>;
  /** Our button, the account, *Doorgaan*. */
  signIn(person?: string): Promise<void>;
  manage(): Promise<void>;
  /** The switch *Actief*, and the answer to the question behind it. */
  switchOff(): Promise<void>;
  heading(): Promise<string>;
  press(name: string): Promise<void>;
  follow(name: string): Promise<void>;
  /** Whether the page says this, now or in a moment. */
  reads(text: string): Promise<void>;
  /**
   * A picture at both sizes is kept. Nothing may reach beyond the screen of a phone, and axe may find nothing, in Dutch in the dark either.
   */
  shoot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** A browser of their own for a person of the office. */
export async function openDesk(
  browser: Browser,
  system: TestSystem,
  office: Office,
  { user = office.administrator, language: first = 'nl' as Language, locale = 'nl-BE', scripts = true } = {},
): Promise<Desk> {
  let language = first;
  const context = await browser.newContext({ locale, viewport: sizes.desktop, javaScriptEnabled: scripts });
  const page = await context.newPage();
  const mishaps: string[] = [];
  const texts = () => speak(language).texts;
  watch(page, mishaps);
  context.on('page', (another) => watch(another, mishaps));

  const desk: Desk = {
    context,
    page,
    mishaps,

    async install() {
      await page.goto(system.pages.banqup);
      await desk.press(user);
      await page.getByLabel('App launcher').click();
      await desk.follow('Ontdek de Banqup Store');
      await page.locator('[name=q]').fill('Google Drive');
      await desk.press('Zoeken');
      await desk.follow('Installeren');
      await desk.press('Bevestigen');
    },

    async signIn(person = office.person) {
      await desk.press(texts().signInButton);
      await desk.follow(person);
      await desk.press('Doorgaan');
    },

    async turnTo(another) {
      language = another;
      const query = new URLSearchParams({ partnerSpace: office.partnerSpace, locale: localeOf(another) });
      await page.goto(`${system.pages.app}/configure?${query}`);
    },

    async manage() {
      await page.goto(`${system.pages.app}/manage`);
    },

    async switchOff() {
      await page.getByRole('switch', { name: texts().manage.active, exact: true }).click();
      await desk.press(texts().switchOff.confirm);
    },

    heading: async () => (await page.locator('h1').textContent()) ?? '',
    press: (name) => page.getByRole('button', { name, exact: true }).click(),
    follow: (name) => page.getByRole('link', { name, exact: true }).first().click(),
    reads: (text) => page.getByText(text).first().waitFor(),

    async shoot(name) {
      await mkdir(screenshots, { recursive: true });
      expect([name, await page.locator('html').getAttribute('lang')]).toEqual([name, language]);
      for (const [size, viewport] of Object.entries(sizes)) {
        await page.setViewportSize(viewport);
        const width = await page.evaluate('document.scrollingElement.scrollWidth');
        expect([name, size, width]).toEqual([name, size, viewport.width]);
        await capture(page, new URL(`${language}-${name}-${size}.png`, screenshots).pathname);
      }
      // Colours are the same in every language.
      for (const colorScheme of language === 'nl' ? (['dark', 'light'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme });
        expect([name, colorScheme, await flawsOf(page)]).toEqual([name, colorScheme, []]);
      }
    },

    close: () => context.close(),
  };
  return desk;
}

/** Under load Chromium sometimes cannot make a picture of a page that it has just laid out, and can a moment later. */
async function capture(page: Page, path: string): Promise<void> {
  await until('the page is captured', async () => {
    try {
      return await page.screenshot({ path, fullPage: true });
    } catch (error) {
      if (String(error).includes('Unable to capture screenshot')) return false;
      throw error;
    }
  });
}

/** What axe finds, as short as it can be said. */
async function flawsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(axeTags).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

function watch(page: Page, mishaps: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') mishaps.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => mishaps.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => {
    const error = request.failure()?.errorText;
    // Who leaves a page takes back what its script has just asked.
    if (request.resourceType() === 'fetch' && error === 'net::ERR_ABORTED') return;
    mishaps.push(`request: ${request.url()} ${error}`);
  });
}
