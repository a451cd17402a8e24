/**
 * Routes of the pages that anybody may read, without a session: the home page and the privacy policy. Google asks for both, on
 * our domain, linked to each other (https://support.google.com/cloud/answer/13464321).
 */
import { Hono } from 'hono';
import { languageOf } from '../domain/language.ts';
import { type Speech, speak } from '../texts/speak.ts';
import { languageFor } from './language.ts';
import type { Operator } from './pages/contact.ts';
import { homePage } from './pages/home.ts';
import type { Html, PublicPath, PublicVisit } from './pages/layout.ts';
import { privacyPage } from './pages/privacy.ts';

export interface PublicRouteParts {
  /** Who runs this, and answers for it. */
  operator: Operator;
  /** Where a person goes to Banqup. */
  banqupUrl: string;
}

/** The routes. `?language=fr` chooses the language; without one that we speak it is that of other pages. */
export function publicRoutes({ operator, banqupUrl }: PublicRouteParts): Hono {
  const routes = new Hono();

  function open(path: PublicPath, write: (speech: Speech, visit: PublicVisit) => Html): void {
    routes.get(path, (c) => {
      const chosen = languageOf(c.req.query('language'));
      c.header('cache-control', 'public, max-age=300');
      if (!chosen) c.header('vary', 'accept-language, cookie');
      return c.html(write(speak(chosen ?? languageFor(c)), { path, chosen }));
    });
  }

  open('/', (speech, visit) => homePage(speech, visit, operator, banqupUrl));
  open('/privacy', (speech, visit) => privacyPage(speech, visit, operator));
  return routes;
}
