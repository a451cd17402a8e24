/**
 * Makes the pictures of the README anew: the whole system on this machine, an office with clients and invoices, and a real browser
 * that looks at three of our pages.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { speak } from '../../functions/texts/speak.ts';
import { startBrowser } from './browser.ts';
import { startLocalSystem } from './system.ts';
import { until } from './until.ts';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const samples = ['invoice-one-rate', 'credit-note', 'invoice-four-rates', 'invoice-exempt', 'invoice-dollars'];
const names = ['Bakkerij Janssens', 'Établissements Delhaye', "'t Hof van Cleve"];
const { texts } = speak('en');
const person = 'Kantoor Claes';

const browser = await startBrowser();
if (!browser) throw new Error('There is no browser on this machine: install Chrome or Edge.');
const system = await startLocalSystem({ googleAccounts: ['invoices@claes.example'], unscheduled: true, log: () => {} });
try {
  await mkdir(folder, { recursive: true });
  const { banqup, google, pages } = system;
  const partnerSpace = banqup.createPartnerSpace({ name: 'Fiduciaire Claes' });
  banqup.createUser({
    name: person,
    email: 'claes@claes.example',
    memberships: [{ partnerSpace, role: 'ADMINISTRATOR' }],
  });
  banqup.install(partnerSpace);
  const clients = names.map((name, index) =>
    banqup.createClient({ name, vatNumber: `BE040000000${index}`, partnerSpaces: [partnerSpace] }),
  );
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  await page.goto(pages.banqup);
  await press(person);
  await page.goto(`${pages.app}/configure?partnerSpace=${partnerSpace}&locale=en-GB`);
  await shoot(page, 'set-up');

  await press(texts.signInButton);
  await page
    .getByRole('link', { name: google.accounts[0]?.displayName ?? '' })
    .first()
    .click();
  await press('Doorgaan');
  for (const client of clients) await banqup.activate(partnerSpace, client);
  const release = async (index: number) => {
    const [space = '', sample] = [clients[index % clients.length], samples[index % samples.length]];
    const ubl = new Uint8Array(await readFile(new URL(`../samples/${sample}.xml`, import.meta.url)));
    const isPurchase = index % 3 < 2;
    const { documentId } = banqup.addDocument({ space, folder: isPurchase ? 'PURCHASES' : 'SALES', ubl });
    await (isPurchase ? banqup.approve(documentId) : banqup.send(documentId));
  };
  const figures = async () => {
    await page.goto(`${pages.app}/manage`);
    return (await page.locator('.figures b').allTextContents()).join();
  };
  for (let index = 0; index < 6; index += 1) await release(index);
  await until('all are in Drive', async () => (await figures()) === '6,0,0');
  await shoot(page, 'overview');

  google.revoke('invoices@claes.example');
  for (let index = 0; index < 12; index += 1) await release(index);
  await page.setViewportSize({ width: 390, height: 760 });
  await until('all wait', async () => (await figures()) === '6,12,0');
  await shoot(page, 'access-withdrawn');
} finally {
  await browser.close();
  await system.close();
}

/** What fits into the window. */
async function shoot(page: Page, name: string): Promise<void> {
  const path = `${folder}${name}.png`;
  await page.screenshot({ path });
  process.stdout.write(`${path}\n`);
}
