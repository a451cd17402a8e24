/** A client's month in a real browser: compared with what Banqup says, the difference by name, and what is missing brought by one press. */
import { expect, test } from '@jest/globals';
import { monthOf } from '../../functions/domain/calendar.ts';
import { languages } from '../../functions/domain/language.ts';
import { speak } from '../../functions/texts/speak.ts';
import { until } from '../local/until.ts';
import { ageByAnHour, minutesAgo, releaseUntold } from './untold.ts';
import { withBrowser } from './with-browser.ts';

// The comparison of every night is not to come before the person's.
const { described, system, aWorkingDesk } = await withBrowser({ unscheduled: true });
const nl = speak('nl').texts;

const month = monthOf(minutesAgo(20));

described('a client’s month', () => {
  test('shows what is missing by name, in each language, and one press brings it', async () => {
    const { office, desk } = await aWorkingDesk();
    await office.activate(office.client);
    await ageByAnHour(system(), office);
    await office.release(office.client, 'SALES', 'credit-note.xml');
    await office.files(1);
    await releaseUntold(system(), office);
    await releaseUntold(system(), office);

    await desk.manage();
    await desk.follow(nl.manage.nav.clients);
    await desk.follow(office.client.name);
    await desk.follow(nl.manage.completeness.title);
    await desk.reads(nl.manage.completeness.never);
    await desk.shoot('40-never-compared');
    await desk.press(nl.manage.completeness.compare);
    await until('it is compared, and the page finds out by itself', async () => {
      return (await desk.page.getByText(nl.manage.completeness.incomplete(2)).count()) === 1;
    });
    const address = desk.page.url();
    for (const language of [...languages].reverse()) {
      const { completeness } = speak(language).texts.manage;
      await desk.turnTo(language);
      await desk.page.goto(address);
      expect(await desk.heading()).toBe(`${completeness.title} – ${office.client.name}`);
      await desk.reads(speak(language).month(month));
      await desk.reads(completeness.incomplete(2));
      expect(await desk.page.getByText(completeness.why.unseen).count()).toBe(2);
      await desk.shoot('41-something-is-missing');
    }
    await desk.press(nl.manage.completeness.exportMissing(2));
    expect(await office.files(3)).toHaveLength(3);
    await until('it is complete', async () => {
      await desk.page.goto(address);
      const again = desk.page.getByRole('button', { name: nl.manage.completeness.compareAgain, exact: true });
      if ((await again.count()) === 1) await again.click();
      return (await desk.page.getByText(nl.manage.completeness.complete(3)).count()) === 1;
    });
    await desk.shoot('42-complete');
    expect(await office.files(3)).toHaveLength(3);
    expect(desk.mishaps).toEqual([]);
  }, 180_000);
});
