/** Routes of the page that puts what Banqup says of a client's month beside what is in Drive. Without Banqup's list there are none. */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { activationId } from '../domain/activation.ts';
import { monthOf } from '../domain/calendar.ts';
import { checkId } from '../domain/check.ts';
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

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/);
const question = z.object({ client: spaceId, month: month.optional() });
const form = z.object({ client: spaceId, month, exports: z.literal('all').optional() });

/** The routes. */
export function completenessRoutes({ browser, activations, completeness, now }: CompletenessRouteParts): Hono {
  const routes = new Hono();
  if (!completeness) return routes;
  const { checks, askCheck } = completeness;

  routes.get('/manage/completeness', async (c) => {
    const session = await requireSession(c, browser);
    const asked = checked(question, c.req.query());
    const client = await clientOf(session, asked.client);
    const months = monthsSince(monthOf(client.since), monthOf(now()));
    const chosen = asked.month ?? months[0] ?? '';
    const { partnerSpace, clientSpace } = client;
    const check = (await checks.read(checkId({ partnerSpace, clientSpace, month: chosen })))?.value;
    return c.html(completenessPage(speak(languageFor(c)), session, { client, months, month: chosen, check }));
  });

  routes.post('/manage/completeness', async (c: Context) => {
    const session = await requireOwnForm(c, browser);
    const asked = checked(form, await c.req.parseBody());
    const { clientSpace } = await clientOf(session, asked.client);
    await askCheck(session.partnerSpace, clientSpace, asked.month, asked.exports);
    return c.redirect(`/manage/completeness?client=${clientSpace}&month=${asked.month}`, 303);
  });

  return routes;

  async function clientOf({ partnerSpace }: Session, clientSpace: string) {
    const found = (await activations.read(activationId(partnerSpace, clientSpace)))?.value;
    if (!found?.active) throw new Failure('notFound', 'no such active client of this partner');
    return found;
  }
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
