/** Routes of the page that puts what Banqup says of a client's month beside what is in Drive. Without Banqup's list there are none. */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type Activation, activationId } from '../domain/activation.ts';
import { monthOf } from '../domain/calendar.ts';
import { checkId, isAwaited } from '../domain/check.ts';
import { Failure } from '../domain/errors.ts';
import type { Activations, Checks, Clock } from '../domain/ports.ts';
import type { Session } from '../domain/session.ts';
import type { AskCheck } from '../partner/ask-check.ts';
import { speak } from '../texts/speak.ts';
import type { Browser } from './browser.ts';
import { requireOwnForm, requireSession } from './guards.ts';
import { languageFor } from './language.ts';
import { completenessPage } from './pages/completeness.ts';
import { checked, spaceId } from './request-input.ts';

/** Months that can be chosen. */
const monthsShown = 12;

export interface CompletenessRouteParts {
  browser: Browser;
  activations: Activations;
  /** Undefined: Banqup does not list its documents. */
  completeness?: { checks: Checks; askCheck: AskCheck } | undefined;
  now: Clock;
}

const monthText = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);
const question = z.object({ client: spaceId, month: monthText.optional() });
const form = z.object({ client: spaceId, month: monthText, exports: z.literal('all').optional() });

/** The routes. */
export function completenessRoutes({ browser, activations, completeness, now }: CompletenessRouteParts): Hono {
  const routes = new Hono();
  if (!completeness) return routes;
  const { checks, askCheck } = completeness;

  routes.get('/manage/completeness', async (c) => {
    const session = await requireSession(c, browser);
    const asked = checked(question, c.req.query());
    const client = await clientOf(session, asked.client);
    const months = monthsOf(client);
    const chosen = offered(months, asked.month ?? months[0]);
    const { partnerSpace, clientSpace } = client;
    const check = (await checks.read(checkId({ partnerSpace, clientSpace, month: chosen })))?.value;
    const isBusy = check !== undefined && isAwaited(check, now());
    return c.html(completenessPage(speak(languageFor(c)), session, { client, months, month: chosen, check, isBusy }));
  });

  routes.post('/manage/completeness', async (c: Context) => {
    const session = await requireOwnForm(c, browser);
    const asked = checked(form, await c.req.parseBody());
    const client = await clientOf(session, asked.client);
    const chosen = offered(monthsOf(client), asked.month);
    await askCheck(session.partnerSpace, client.clientSpace, chosen, asked.exports);
    return c.redirect(`/manage/completeness?client=${client.clientSpace}&month=${chosen}`, 303);
  });

  return routes;

  function monthsOf({ since }: Activation): string[] {
    return monthsSince(monthOf(since), monthOf(now()));
  }

  async function clientOf({ partnerSpace }: Session, clientSpace: string) {
    const found = (await activations.read(activationId(partnerSpace, clientSpace)))?.value;
    if (!found?.active) throw new Failure('notFound', 'no such active client of this partner');
    return found;
  }
}

/** The month, if it is one of those. Throws badRequest: of another one there is nothing to compare. */
function offered(months: string[], asked: string | undefined): string {
  const month = months.find((one) => one === asked);
  if (month === undefined) throw new Failure('badRequest', 'a month before the activation, or one that is to come');
  return month;
}

/** The latest first. */
function monthsSince(first: string, last: string): string[] {
  const months: string[] = [];
  const date = new Date(`${last}-01T00:00:00Z`);
  while (months.length < monthsShown) {
    const one = date.toISOString().slice(0, 7);
    if (one < first) break;
    months.push(one);
    date.setUTCMonth(date.getUTCMonth() - 1);
  }
  return months;
}
