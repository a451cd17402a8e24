/** The pages of the simulators in a real browser, as a newcomer clicks through the help article: each fit for a phone, and nothing for axe to find. */
import { expect, test } from '@jest/globals';
import { speak } from '../../functions/texts/speak.ts';
import { until } from '../local/until.ts';
import { bytesOf, openOffice } from './office.ts';
import { withBrowser } from './with-browser.ts';

const { described, system, deskAt } = await withBrowser();
const nl = speak('nl').texts;

described('the simulators', () => {
  test('lead through the whole article, each page saying that it is one', async () => {
    const office = openOffice(system());
    const { documentId } = system().banqup.addDocument({
      space: office.client.space,
      folder: 'PURCHASES',
      ubl: await bytesOf('invoice-one-rate.xml'),
    });
    const desk = await deskAt(office);
    const { page } = desk;
    const look = async (name: string) => {
      expect([name, await page.getByText(/Simulator van/).count()]).not.toEqual([name, 0]);
      await desk.shoot(`50-${name}`);
    };
    await page.goto(system().pages.banqup);
    await look('banqup-login');
    await desk.press(office.administrator);
    await look('banqup-home');
    await page.getByLabel('App launcher').click();
    await desk.follow('Ontdek de Banqup Store');
    await look('banqup-store');
    await page.locator('[name=q]').fill('Google Drive');
    await desk.press('Zoeken');
    await desk.follow('Installeren');
    await look('banqup-rights');
    await desk.press('Bevestigen');
    await desk.press(nl.signInButton);
    await look('google-accounts');
    await desk.follow(office.person);
    await look('google-consent');
    await desk.press('Doorgaan');
    await page.waitForURL('**/installed');

    await page.goto(system().pages.banqup);
    await desk.follow('Klanten');
    await look('banqup-clients');
    await desk.follow(office.client.name);
    await look('banqup-client');
    await desk.follow('Integraties');
    await look('banqup-integrations');
    await desk.follow('Integratie toevoegen');
    await look('banqup-choice');
    await desk.press('Google Drive');
    await page.goto(`${system().pages.banqup}/business-spaces/${office.client.space}`);
    await look('banqup-business-space');
    await system().banqup.approve(documentId);
    await office.files(1);

    const drive = `${system().pages.google}/drive/${encodeURIComponent(office.email)}`;
    await page.goto(drive);
    await look('google-drive');
    await page.goto(`${drive}/apps`);
    await look('google-apps');
    await page.goto(`${drive}/file/nergens`);
    await look('google-nothing-there');
    system().google.revoke(office.email);
    await office.release(office.client, 'SALES');
    await until('Banqup has been told', () => system().banqup.notices(office.partnerSpace).length > 0);
    await page.goto(`${system().pages.banqup}/partner-spaces/${office.partnerSpace}`);
    await look('banqup-with-a-notice');
  }, 120_000);
});
