/**
 * A real browser, with web security on. On Linux for x64 a Chromium comes from npm; elsewhere one that is installed is used.
 * Its own arguments, since those that the package recommends switch web security off.
 */
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const fromNpm = process.platform === 'linux' && process.arch === 'x64';

/** Starts it; undefined: there is none on this machine. */
export async function startBrowser(): Promise<Browser | undefined> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  if (fromNpm) return chromium.launch({ executablePath: await sparticuz.executablePath(), args, headless: true });
  for (const channel of ['chrome', 'msedge']) {
    const browser = await chromium.launch({ channel, headless: true }).catch(() => undefined);
    if (browser) return browser;
  }
  return undefined;
}
