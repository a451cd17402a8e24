/**
 * Every state of our pages, in a real browser and in each language: what a person sees at one glance where something is the matter,
 * and what it leads to. Each is held against axe, light and dark, and kept as a picture for a phone and a desktop.
 */
import { expect, test } from '@jest/globals';
import { languages } from '../../functions/domain/language.ts';
import { createConnections } from '../../functions/storage/records.ts';
import { speak } from '../../functions/texts/speak.ts';
import { seedClients } from '../bench/seed.ts';
import { connectFirestore } from '../local/clients.ts';
import { until } from '../local/until.ts';
import type { Desk } from './desk.ts';
import { bytesOf, type Office, openOffice, release } from './office.ts';
import { withBrowser } from './with-browser.ts';

// States are to stay as they are, and most clients are unknown to Banqup: nothing comes round by itself.
const { described, system, deskAt, aWorkingDesk } = await withBrowser({ unscheduled: true });
const nl = speak('nl').texts;

/** In each language at the overview, Dutch last. */
async function inEachLanguage(desk: Desk, look: (texts: typeof nl, language: (typeof languages)[number]) => unknown) {
  for (const language of [...languages].reverse()) {
    await desk.turnTo(language);
    await look(speak(language).texts, language);
  }
}

/** What a person does in Google Drive's own page. */
async function inDrive(desk: Desk, { email }: Office, button: string): Promise<void> {
  await desk.page.goto(`${system().pages.google}/drive/${encodeURIComponent(email)}`);
  await desk.press(button);
}

const tally = (desk: Desk) => desk.page.locator('.figures b').allTextContents();

described('a partner', () => {
  test('without clients is told how to choose one, and where the folder is', async () => {
    const { desk } = await aWorkingDesk();
    await inEachLanguage(desk, async ({ manage }) => {
      await desk.reads(manage.connection.noClients.title);
      await desk.reads(manage.clients.none);
      await desk.shoot('20-no-clients');
    });
    await desk.follow(nl.manage.nav.clients);
    await desk.reads(nl.manage.clients.none);
    await desk.follow(nl.manage.nav.documents);
    await desk.reads(nl.manage.documents.none);
  }, 120_000);

  test('whose access Google has withdrawn sees it as soon as the page is opened, how many wait, and what to press', async () => {
    const { office, desk } = await aWorkingDesk();
    await office.activate(office.client);
    await until('its folders are there', async () => (await office.tree()).length === 4);
    system().google.revoke(office.email);
    // Nothing has failed yet: only Google knows.
    await desk.manage();
    await desk.reads(nl.manage.connection.needsSignIn.text(0));
    await office.release(office.client, 'PURCHASES');
    await office.release(office.client, 'SALES');
    await until('both wait, and the page finds out by itself', async () => (await tally(desk))[1] === '2', 40);
    await inEachLanguage(desk, async ({ manage, signInButton }) => {
      await desk.reads(manage.connection.needsSignIn.title);
      await desk.reads(manage.connection.needsSignIn.text(2));
      expect(await desk.page.getByRole('button', { name: signInButton }).count()).toBe(1);
      await desk.shoot('21-needs-sign-in');
    });
    await desk.signIn();
    expect(await desk.heading()).toBe(nl.installed.title);
    await office.files(2);
    await desk.manage();
    await desk.reads(nl.manage.connection.works.title);
    expect(desk.mishaps).toEqual([]);
  }, 180_000);

  test('whose Drive is full sees that, makes room, presses once, and watches the documents come', async () => {
    const { office, desk } = await aWorkingDesk();
    await office.activate(office.client);
    await until('its folders are there', async () => (await office.tree()).length === 4);
    await inDrive(desk, office, 'Drive vol laten lopen');
    for (let index = 0; index < 3; index += 1) await office.release(office.client, 'PURCHASES');
    await desk.manage();
    await until('all wait', async () => (await tally(desk))[1] === '3', 40);
    await inEachLanguage(desk, async ({ manage, reasons }) => {
      await desk.reads(reasons.driveFull.what.replace(/\.$/, ''));
      await desk.reads(manage.problems.waiting(3));
      await desk.shoot('22-drive-full');
      await desk.follow(`${manage.problems.show}: ${reasons.driveFull.what} ${manage.problems.waiting(3)}`);
      await desk.reads(manage.documents.cause);
      await desk.shoot('23-documents-of-a-cause');
    });
    await inDrive(desk, office, 'Weer plaats maken');
    await desk.manage();
    await desk.press(`${nl.manage.problems.retryAll}: ${nl.reasons.driveFull.what} ${nl.manage.problems.waiting(3)}`);
    await desk.reads(nl.manage.retrying);
    await until('all are there', async () => (await tally(desk))[0] === '3', 40);
    await desk.reads(nl.manage.connection.works.title);
    expect((await office.files(3)).length).toBe(3);
    expect(desk.mishaps).toEqual([]);
  }, 240_000);

  test('with a burst under way sees how far it is, without loading the page again', async () => {
    const { office, desk } = await aWorkingDesk();
    await office.activate(office.client);
    await until('its folders are there', async () => (await office.tree()).length === 4);
    system().google.limitWrites({ perSecond: 2, burst: 2 });
    try {
      for (let index = 0; index < 20; index += 1) await office.release(office.client, 'PURCHASES');
      await desk.manage();
      const bar = desk.page.getByRole('progressbar');
      await until('some are on their way', async () => (await bar.count()) === 1, 60);
      await desk.page.evaluate('window.opened = true');
      const arrived = async () => ((await bar.count()) === 1 ? Number(await bar.getAttribute('value')) : 0);
      await until('it moves', async () => (await arrived()) > 0, 60);
      expect(await desk.page.evaluate('window.opened')).toBe(true);
      await desk.shoot('24-under-way');
    } finally {
      system().google.limitWrites(undefined);
    }
    await until('all are there', async () => (await tally(desk))[0] === '20', 60);
    expect(await bar(desk).count()).toBe(0);
    expect(await desk.page.evaluate('window.opened')).toBe(true);
  }, 240_000);

  test('one of whose documents is refused sees why, and has it tried again once it is mended', async () => {
    const { office, desk } = await aWorkingDesk();
    await office.activate(office.client);
    const rubbish = await release(system(), office.client, 'PURCHASES', '<html><body>geen factuur</body></html>');
    await desk.manage();
    await until('it is refused', async () => (await tally(desk))[2] === '1', 40);
    await inEachLanguage(desk, async ({ manage, reasons }) => {
      await desk.reads(manage.problems.title);
      await desk.reads(reasons.notUbl.what);
      await desk.shoot('25-refused');
    });
    system().banqup.replaceDocument(rubbish, await bytesOf('invoice-one-rate.xml'));
    await desk.press(nl.manage.problems.retryOne(rubbish));
    expect(await office.files(1)).toEqual([expect.stringContaining(rubbish)]);
    await until('the page says so', async () => (await tally(desk)).join() === '1,0,0', 40);
  }, 180_000);

  test('is not told that it works where Google does not answer', async () => {
    const { office, desk } = await aWorkingDesk();
    await office.activate(office.client);
    system().google.addFault({ on: 'drive.about.get', status: 503, times: 100 });
    try {
      await inEachLanguage(desk, async ({ manage }) => {
        await desk.reads(manage.connection.unsure.title);
        expect(await desk.page.getByText(manage.connection.works.title, { exact: true }).count()).toBe(0);
        await desk.shoot('26-not-sure');
      });
    } finally {
      await system().google.clearFaults();
    }
  }, 120_000);

  test('who has ended it while Google is down sees that it stops, and then that it is off', async () => {
    const { desk } = await aWorkingDesk();
    system().google.addFault({ on: 'oauth.revoke', status: 503, times: 1 });
    await desk.manage();
    await desk.switchOff();
    await inEachLanguage(desk, async ({ manage }) => {
      await desk.reads(manage.connection.disconnecting.title);
      await desk.shoot('27-stopping');
    });
    await desk.press(nl.manage.finishNow);
    await desk.reads(nl.manage.connection.off.title);
  }, 120_000);

  test('with very many clients finds one by a part of its name, by its number, and by a letter', async () => {
    const { office, desk } = await aWorkingDesk();
    const long = `Établissements ${'de très longue dénomination '.repeat(6)}SRL`;
    const client = {
      name: long,
      space: system().banqup.createClient({
        name: long,
        vatNumber: 'BE0404666916',
        partnerSpaces: [office.partnerSpace],
      }),
    };
    await office.activate(client);
    const firestore = connectFirestore(system().firestore.host, system().project);
    const link = await createConnections(firestore).read(office.partnerSpace);
    await firestore.terminate();
    if (!link) throw new Error('the office is not connected');
    await seedClients({ url: system().firestore.url, project: system().project }, link.value, 1200);
    await inEachLanguage(desk, async ({ manage }, language) => {
      await desk.follow(manage.nav.clients);
      await desk.reads(manage.clients.count(1201));
      await desk.shoot('28-many-clients');
      await desk.page.getByRole('searchbox').fill(language === 'nl' ? '0404.666' : 'tres longue DENO');
      await desk.press(manage.clients.searchButton);
      await desk.page.getByRole('link', { name: long.trim() }).first().waitFor();
      expect(await desk.page.locator('tbody tr').count()).toBe(1);
      await desk.shoot('29-a-client-is-found');
    });
    await desk.page.getByRole('searchbox').fill('bestaat niet');
    await desk.press(nl.manage.clients.searchButton);
    await desk.reads(nl.manage.clients.noMatch('bestaat niet'));
    await desk.follow(nl.manage.clients.all);
    await desk.follow('T');
    expect(await desk.page.locator('tbody th').first().textContent()).toMatch(/^Tandarts/);
    await desk.follow(nl.manage.clients.next);
    expect(await desk.page.locator('tbody th').first().textContent()).toMatch(/^Tandarts/);
  }, 180_000);
});

const bar = (desk: Desk) => desk.page.getByRole('progressbar');

described('a visit that cannot go on ends with a page that says why, and one thing to press', () => {
  test('in each language', async () => {
    const { office, desk } = await aWorkingDesk();
    const app = system().pages.app;
    const { partnerSpace } = office;
    const go = (path: string) => desk.page.goto(`${app}${path}`);
    const ends: [keyof typeof nl.problems, (texts: typeof nl) => Promise<unknown>][] = [
      ['notFound', () => go('/nergens')],
      ['badRequest', () => go('/configure?partnerSpace=x')],
      ['linkExpired', () => go('/google/callback?state=x&code=y')],
      ['googleCancelled', (texts) => refuseAtGoogle(texts, 'Annuleren')],
      ['drivePermissionMissing', (texts) => refuseAtGoogle(texts, 'Doorgaan')],
      ['drivePolicy', (texts) => comeBackWith(texts, { error: 'admin_policy_enforced' })],
      ['googleCodeRefused', (texts) => comeBackWith(texts, { code: 'made-up' })],
      ['googleUnavailable', (texts) => whileGoogleFails(texts, 503)],
      ['formExpired', sendOldForm],
      ['notAuthenticated', signOutAndGoBack],
    ];

    async function toGoogle({ manage }: typeof nl): Promise<void> {
      await go('/manage');
      await desk.press(manage.reconnect);
    }
    async function refuseAtGoogle(texts: typeof nl, button: string): Promise<void> {
      await toGoogle(texts);
      await desk.follow(office.person);
      const tick = desk.page.getByRole('checkbox');
      if (button === 'Doorgaan') await tick.first().uncheck();
      await desk.press(button);
    }
    async function comeBackWith(texts: typeof nl, answer: Record<string, string>): Promise<void> {
      await toGoogle(texts);
      const state = new URL(desk.page.url()).searchParams.get('state') ?? '';
      await go(`/google/callback?${new URLSearchParams({ state, ...answer })}`);
    }
    async function whileGoogleFails(texts: typeof nl, status: number): Promise<void> {
      await toGoogle(texts);
      await desk.follow(office.person);
      system().google.addFault({ on: 'oauth.token', about: 'authorization_code', status, times: 1 });
      await desk.press('Doorgaan');
    }
    async function sendOldForm({ manage }: typeof nl): Promise<void> {
      await go('/manage');
      await desk.page.evaluate(
        "for (const field of document.querySelectorAll('[name=formToken]')) field.value = 'old'",
      );
      await desk.press(manage.reconnect);
    }
    async function signOutAndGoBack({ signOut }: typeof nl): Promise<void> {
      await go('/manage');
      await desk.press(signOut);
      await go('/manage');
    }

    await inEachLanguage(desk, async (texts) => {
      for (const [code, lead] of ends) {
        await lead(texts);
        expect([code, await desk.heading()]).toEqual([code, texts.problems[code].title]);
        expect([code, await desk.page.locator('main a.button').count()]).toEqual([code, 1]);
        await desk.shoot(`30-${code}`);
      }
    });
    expect(partnerSpace).not.toBe('');
  }, 300_000);

  test('for who is no administrator', async () => {
    const office = openOffice(system());
    const memberships = [{ partnerSpace: office.partnerSpace, role: 'ACCOUNTANT' as const }];
    const user = `Boekhouder van ${office.partnerSpace}`;
    system().banqup.createUser({ name: user, email: 'boekhouder@kantoor.example', memberships });
    const desk = await deskAt(office, { user });
    await desk.page.goto(system().pages.banqup);
    await desk.press(user);
    await inEachLanguage(desk, async ({ problems }) => {
      expect(await desk.heading()).toBe(problems.noAccess.title);
      await desk.shoot('31-no-access');
    });
  }, 60_000);
});
