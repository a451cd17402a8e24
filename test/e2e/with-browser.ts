/** A real browser and the whole system, for the tests of one file. Where a machine has no browser they are left out, and it says so; CI refuses that. */
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../local/browser.ts';
import { type Desk, openDesk } from './desk.ts';
import { type Office, openOffice, startTestSystem, type TestSystem } from './office.ts';

export interface WithBrowser {
  described: typeof describe | typeof describe.skip;
  /** Once the tests run. */
  system(): TestSystem;
  deskAt(office: Office, options?: Parameters<typeof openDesk>[3]): Promise<Desk>;
  /** Right after the installation of an office that is connected. */
  aWorkingDesk(options?: Parameters<typeof openDesk>[3]): Promise<{ office: Office; desk: Desk }>;
}

/** Starts the browser at once, the system before the first test; ends both after the last. */
export async function withBrowser(options: Parameters<typeof startTestSystem>[0] = {}): Promise<WithBrowser> {
  const browser = await startBrowser();
  const isNeeded = process.env['REQUIRE_REAL'] === '1';
  if (!browser) process.stderr.write('LEFT OUT: tests in a browser. Neither Chrome nor Edge is installed.\n');
  let system: TestSystem;
  const desks: Desk[] = [];

  beforeAll(async () => {
    if (!browser && isNeeded) throw new Error('There is no browser for these tests');
    if (browser) system = await startTestSystem(options);
  }, 60_000);
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.close();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.close();
  });

  async function deskAt(office: Office, options: Parameters<typeof openDesk>[3] = {}): Promise<Desk> {
    const desk = await openDesk(browser as Browser, system, office, options);
    desks.push(desk);
    return desk;
  }

  return {
    described: browser || isNeeded ? describe : describe.skip,
    system: () => system,
    deskAt,
    async aWorkingDesk(options) {
      const office = openOffice(system);
      const desk = await deskAt(office, options);
      await desk.install();
      await desk.signIn();
      await desk.page.waitForURL('**/installed');
      return { office, desk };
    },
  };
}
