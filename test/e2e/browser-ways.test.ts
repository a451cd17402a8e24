/** Other ways through our pages than a mouse and scripts: by keyboard alone, without scripts, and with much of a screen reader's view. */
import { expect, test } from '@jest/globals';
import { speak } from '../../functions/texts/speak.ts';
import { until } from '../local/until.ts';
import type { Desk } from './desk.ts';
import { openOffice } from './office.ts';
import { withBrowser } from './with-browser.ts';

const { described, system, deskAt, aWorkingDesk } = await withBrowser();
const nl = speak('nl').texts;

/** Goes on with Tab until the thing with this name has the focus, which must be seen; then presses a key. */
async function tabTo(desk: Desk, name: string | RegExp, key = 'Enter'): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await desk.page.keyboard.press('Tab');
    const focused = desk.page.locator(':focus');
    // What was pressed before may lead away only now.
    const label = (await focused.count()) === 1 ? await nameOf(desk).catch(() => '') : '';
    if (typeof name === 'string' ? label !== name : !name.test(label)) continue;
    const outline = await focused.evaluate('(element) => getComputedStyle(element).outlineStyle');
    expect([label, outline]).not.toEqual([label, 'none']);
    await desk.page.keyboard.press(key);
    await desk.page.waitForLoadState();
    return;
  }
  throw new Error(`no Tab leads to ${name} on ${desk.page.url()}`);
}

const nameOf = (desk: Desk): Promise<string> =>
  desk.page.evaluate(
    '(document.activeElement.getAttribute("aria-label") ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent).trim()',
  );

described('by keyboard alone', () => {
  test('a partner connects, looks around, searches, and switches everything off', async () => {
    const office = openOffice(system());
    const desk = await deskAt(office);
    await desk.install();
    await tabTo(desk, nl.signInButton);
    await desk.page.waitForURL(`${system().pages.google}/**`);
    await tabTo(desk, new RegExp(office.person));
    await tabTo(desk, 'Doorgaan');
    await desk.page.waitForURL('**/installed');
    expect(await desk.heading()).toBe(nl.installed.title);
    await office.activate(office.client);
    await office.release(office.client, 'PURCHASES');
    await office.files(1);

    await tabTo(desk, nl.manage.nav.overview);
    await desk.page.waitForURL('**/manage');
    // The first Tab of a page offers the way past what every page has.
    await desk.page.keyboard.press('Tab');
    expect(await nameOf(desk)).toBe(nl.skip);
    await desk.page.keyboard.press('Enter');
    await tabTo(desk, nl.manage.active, 'Space');
    await desk.page.waitForURL('**/manage/off**');
    await tabTo(desk, nl.switchOff.cancel);
    await desk.page.waitForURL('**/manage');
    await tabTo(desk, new RegExp(nl.manage.clients.search), 'End');
    await desk.page.keyboard.type('bakk');
    await desk.page.keyboard.press('Enter');
    await desk.page.waitForURL('**/manage/clients?q=bakk');
    await tabTo(desk, office.client.name);
    await desk.page.waitForURL('**/manage/documents?client=**');
    await tabTo(desk, nl.manage.documents.filters.exported);
    await desk.page.waitForURL('**status=exported');
    expect(await desk.page.locator('tbody tr').count()).toBe(1);
    await tabTo(desk, nl.manage.nav.overview);
    await desk.page.waitForURL('**/manage');
    await tabTo(desk, nl.manage.active, 'Space');
    await desk.page.waitForURL('**/manage/off**');
    await tabTo(desk, nl.switchOff.confirm);
    await desk.page.waitForURL('**/manage');
    await desk.reads(nl.manage.connection.off.title);
    expect(desk.mishaps).toEqual([]);
  }, 180_000);

  test('the part that keeps itself fresh leaves alone who is in it', async () => {
    const { office, desk } = await aWorkingDesk();
    await desk.manage();
    await desk.page.getByRole('switch').focus();
    let updates = 0;
    desk.page.on('response', (answer) => {
      if (answer.request().resourceType() === 'fetch' && answer.url().includes('/manage')) updates += 1;
    });
    await office.activate(office.client);
    await until('the page has looked twice', () => updates > 1, 60);
    expect(await nameOf(desk)).toBe(nl.manage.active);
  }, 90_000);
});

described('without scripts', () => {
  test('the whole way can be gone: connect, look, try again, switch off', async () => {
    const office = openOffice(system());
    const desk = await deskAt(office, { scripts: false });
    await desk.install();
    await desk.signIn();
    expect(await desk.heading()).toBe(nl.installed.title);
    await office.activate(office.client);
    system().google.addFault({ on: 'drive.files.create', about: 'xml', status: 403, reason: 'storageQuotaExceeded' });
    await office.release(office.client, 'PURCHASES');
    const problem = `${nl.reasons.driveFull.what} ${nl.manage.problems.waiting(1)}`;
    await until('it waits', async () => {
      await desk.manage();
      return (
        (await desk.page.getByRole('button', { name: `${nl.manage.problems.retryAll}: ${problem}` }).count()) === 1
      );
    });
    await desk.press(`${nl.manage.problems.retryAll}: ${problem}`);
    await desk.reads(nl.manage.retrying);
    await office.files(1);
    await desk.manage();
    await desk.switchOff();
    await desk.reads(nl.manage.connection.off.title);
  }, 120_000);
});

described('a page that is left open', () => {
  test('in which somebody opens another partner space in another tab never shows that one under its own name', async () => {
    const { office, desk } = await aWorkingDesk();
    const other = openOffice(system());
    const memberships = [{ partnerSpace: other.partnerSpace, role: 'ADMINISTRATOR' as const }];
    const user = `Beheerder van ${other.partnerSpace}`;
    system().banqup.createUser({ name: user, email: 'ander@kantoor.example', memberships });
    await desk.manage();
    const heading = await desk.heading();
    const elsewhere = await desk.context.newPage();
    await elsewhere.goto(system().pages.banqup);
    await elsewhere.getByRole('button', { name: 'Afmelden', exact: true }).click();
    await elsewhere.getByRole('button', { name: user, exact: true }).click();
    await elsewhere.goto(`${system().pages.app}/configure?partnerSpace=${other.partnerSpace}&locale=nl-BE`);
    await desk.page.bringToFront();
    await until('it is the whole other page', async () => (await desk.heading()) !== heading, 40);
    expect(await desk.heading()).toBe(nl.setUp.title);
    expect(await desk.page.textContent('body')).not.toContain(office.email);
  }, 90_000);

  test('from which the way leads elsewhere by now goes there, and not half of it', async () => {
    const { office, desk } = await aWorkingDesk();
    expect(await desk.heading()).toBe(nl.installed.title);
    system().google.revoke(office.email);
    await desk.page.waitForURL('**/manage', { timeout: 40_000 });
    await desk.reads(nl.manage.connection.needsSignIn.title);
  }, 90_000);

  test('after its person has signed out elsewhere says so by itself, and shows nothing more', async () => {
    const { office, desk } = await aWorkingDesk();
    await desk.manage();
    const elsewhere = await desk.context.newPage();
    await elsewhere.goto(`${system().pages.app}/manage`);
    await elsewhere.getByRole('button', { name: nl.signOut, exact: true }).click();
    await desk.page.bringToFront();
    await until('it says so', async () => (await desk.heading()) === nl.problems.notAuthenticated.title, 40);
    expect(await desk.page.textContent('body')).not.toContain(office.email);
  }, 90_000);
});
