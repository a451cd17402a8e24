/**
 * The journey in a real browser, on separate hosts for us, Google and Banqup, with web security on: in each language, and with
 * what people do on the way. Screenshots of our pages are kept in `screenshots/`.
 */
import { expect, test } from '@jest/globals';
import { languages, localeOf } from '../../functions/domain/language.ts';
import { speak } from '../../functions/texts/speak.ts';
import { until } from '../local/until.ts';
import { openOffice } from './office.ts';
import { withBrowser } from './with-browser.ts';

const { described, system: running, deskAt, aWorkingDesk } = await withBrowser();
const nl = speak('nl').texts;

described.each(languages)('the whole article in %s', (language) => {
  test('from the Store to the invoice in Drive, and to off, without a mishap in the browser', async () => {
    const { texts } = speak(language);
    const office = openOffice(running(), ["'t Hof & Zonen <b>"]);
    running().banqup.setLocale(office.partnerSpace, localeOf(language));
    // The browser would rather have another language: Banqup's word counts.
    const desk = await deskAt(office, { language, locale: language === 'en' ? 'nl-BE' : 'en-GB' });
    await desk.install();
    expect(await desk.heading()).toBe(texts.setUp.title);
    await desk.shoot('1-set-up');
    await desk.signIn();
    expect(await desk.heading()).toBe(texts.installed.title);
    await desk.shoot('2-installed');

    await desk.page.goto(running().pages.banqup);
    for (const link of ['Klanten', office.client.name, 'Integraties', 'Integratie toevoegen']) await desk.follow(link);
    await desk.press('Google Drive');
    await desk.manage();
    await desk.reads(texts.manage.connection.works.title);
    await desk.shoot('3-manage-no-documents');
    await office.release(office.client, 'PURCHASES', 'invoice-odd-number.xml');
    await office.release(office.client, 'SALES', 'credit-note.xml');
    await office.files(2);
    // The page finds out by itself.
    await until(
      'both are marked',
      async () => {
        return (await desk.page.getByText(texts.states.done, { exact: true }).count()) === 2;
      },
      40,
    );
    await desk.shoot('4-manage');
    await desk.follow(texts.manage.nav.documents);
    expect(await desk.heading()).toBe(texts.manage.documents.title);
    await desk.shoot('5-documents');
    await desk.follow(texts.manage.nav.clients);
    expect(await desk.heading()).toBe(texts.manage.clients.title);
    await desk.shoot('6-clients');
    await desk.follow(office.client.name);
    expect(await desk.heading()).toBe(office.client.name);
    await desk.shoot('7-documents-of-a-client');

    await desk.manage();
    await desk.page.getByRole('switch', { name: texts.manage.active }).click();
    expect(await desk.heading()).toBe(texts.switchOff.title);
    await desk.shoot('8-switch-off');
    await desk.press(texts.switchOff.confirm);
    await desk.reads(texts.manage.connection.off.title);
    await desk.shoot('9-off');
    await desk.press(texts.signOut);
    expect(await desk.heading()).toBe(texts.signedOut.title);
    await desk.shoot('10-signed-out');
    expect(desk.mishaps).toEqual([]);
  }, 120_000);

  test('a refusal at Google, and a link that does not hold any more, end with a page that leads on', async () => {
    const { texts } = speak(language);
    const office = openOffice(running());
    running().banqup.setLocale(office.partnerSpace, localeOf(language));
    const desk = await deskAt(office, { language });
    await desk.install();
    await desk.press(texts.signInButton);
    await desk.follow(office.person);
    await desk.press('Annuleren');
    expect(await desk.heading()).toBe(texts.problems.googleCancelled.title);
    await desk.shoot('11-refused-at-google');
    const used = desk.page.url();
    await desk.follow(texts.next.tryAgain);
    await desk.signIn();
    expect(await desk.heading()).toBe(texts.installed.title);
    await desk.page.goto(used);
    expect(await desk.heading()).toBe(texts.problems.linkExpired.title);
    await desk.shoot('12-expired-link');
    await desk.manage();
    await desk.reads(texts.manage.connection.noClients.title);
  }, 120_000);
});

described.each(languages)('who has never heard of us, with a browser in %s', (language) => {
  test('reads what this is and what it does with data, in every language, without signing in', async () => {
    const { home, privacy } = speak(language).texts;
    const desk = await deskAt(openOffice(running()), { language, locale: localeOf(language) });
    await desk.page.goto(running().pages.app);
    expect(await desk.heading()).toBe(home.title);
    await desk.shoot('13-home');
    await desk.follow(privacy.title);
    expect(await desk.heading()).toBe(privacy.title);
    await desk.shoot('14-privacy');
    for (const other of languages.filter((one) => one !== language)) {
      const { ownName, ...there } = speak(other).texts;
      await desk.follow(ownName);
      expect(await desk.heading()).toBe(there.privacy.title);
      await desk.follow(there.home.link);
      expect(await desk.heading()).toBe(there.home.title);
      await desk.follow(there.privacy.title);
    }
    expect(desk.mishaps).toEqual([]);
  }, 60_000);
});

described('a person', () => {
  test('who takes the tick at Google Drive away is told so, and can try again', async () => {
    const desk = await deskAt(openOffice(running()));
    await desk.install();
    await desk.press(nl.signInButton);
    await desk.page.getByRole('link').first().click();
    const tick = desk.page.getByRole('checkbox');
    if ((await tick.count()) > 0) await tick.first().uncheck();
    await desk.press('Doorgaan');
    expect(await desk.heading()).toBe(nl.problems.drivePermissionMissing.title);
  });

  test('who goes back after the installation and agrees once more is connected once', async () => {
    const { desk } = await aWorkingDesk();
    await desk.page.goBack();
    await desk.manage();
    await desk.reads(nl.manage.connection.noClients.title);
  });

  test('who goes back after off and confirms once more ends nothing that is not ended', async () => {
    const { desk } = await aWorkingDesk();
    await desk.manage();
    await desk.switchOff();
    await desk.reads(nl.manage.connection.off.title);
    await desk.page.goBack();
    await desk.page.locator('h1').waitFor();
    await desk.manage();
    await desk.reads(nl.manage.connection.off.title);
    expect(desk.mishaps).toEqual([]);
  });

  test('with two tabs that both sign in ends with one good connection', async () => {
    const office = openOffice(running());
    const desk = await deskAt(office);
    await desk.install();
    const second = await desk.context.newPage();
    await second.goto(`${running().pages.app}/manage`);
    for (const tab of [desk.page, second]) {
      await tab.getByRole('button', { name: nl.signInButton, exact: true }).click();
      await tab.getByRole('link', { name: office.person, exact: true }).first().click();
    }
    for (const tab of [desk.page, second]) {
      await tab.getByRole('button', { name: 'Doorgaan', exact: true }).click();
      expect(await tab.locator('h1').textContent()).toBe(nl.installed.title);
    }
    await office.activate(office.client);
    await office.release(office.client, 'PURCHASES');
    await office.files(1);
  });

  test('with two tabs who switches off in one sees it in the other as soon as it is used', async () => {
    const { desk } = await aWorkingDesk();
    await desk.manage();
    const second = await desk.context.newPage();
    await second.goto(`${running().pages.app}/manage/off`);
    await desk.switchOff();
    await desk.reads(nl.manage.connection.off.title);
    await second.getByRole('button', { name: nl.switchOff.confirm, exact: true }).click();
    await second.getByText(nl.manage.connection.off.title).first().waitFor();
  });

  test('who is a second administrator sees the same connection, and may end it', async () => {
    const { office, desk } = await aWorkingDesk();
    const memberships = [{ partnerSpace: office.partnerSpace, role: 'ADMINISTRATOR' as const }];
    running().banqup.createUser({ name: 'Tweede beheerder', email: 'tweede@kantoor.example', memberships });
    const second = await deskAt(office, { user: 'Tweede beheerder' });
    await second.page.goto(running().pages.banqup);
    await second.press('Tweede beheerder');
    await second.follow('Beheren');
    expect(await second.page.textContent('main')).toContain(office.email);
    await second.switchOff();
    await second.reads(nl.manage.connection.off.title);
    await desk.manage();
    await desk.reads(nl.manage.connection.off.title);
  });

  test('who is no administrator, or of another partner, is shown nothing', async () => {
    const { office } = await aWorkingDesk();
    const memberships = [{ partnerSpace: office.partnerSpace, role: 'ACCOUNTANT' as const }];
    const name = `Boekhouder ${office.partnerSpace}`;
    running().banqup.createUser({ name, email: 'boekhouder@kantoor.example', memberships });
    for (const user of [name, openOffice(running()).administrator]) {
      const other = await deskAt(office, { user });
      await other.page.goto(running().pages.banqup);
      await other.press(user);
      await other.page.goto(`${running().pages.app}/configure?partnerSpace=${office.partnerSpace}&locale=nl-BE`);
      if ((await other.page.getByRole('button', { name: user, exact: true }).count()) > 0) await other.press(user);
      expect(await other.heading()).toBe(nl.problems.noAccess.title);
      expect(await other.page.textContent('body')).not.toContain(office.email);
    }
  });

  test('who has signed out finds nothing behind the back button', async () => {
    const { office, desk } = await aWorkingDesk();
    await desk.manage();
    await desk.press(nl.signOut);
    expect(await desk.heading()).toBe(nl.signedOut.title);
    await desk.page.goBack();
    expect(await desk.heading()).toBe(nl.problems.notAuthenticated.title);
    expect(await desk.page.textContent('body')).not.toContain(office.email);
  });
});
