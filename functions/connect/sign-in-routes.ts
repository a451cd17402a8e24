/** Routes of the install: Banqup's login, Google's consent, and back. */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';
import { folderId, rootPlace } from '../domain/folder.ts';
import type { BanqupLogin, Connections, Folders, GoogleSignIn, VisibleSpace } from '../domain/ports.ts';
import type { LookAtGoogle } from '../partner/look-at-google.ts';
import { speak } from '../texts/speak.ts';
import type { Browser } from './browser.ts';
import type { CompleteSignIn } from './complete-sign-in.ts';
import { requireOwnForm, requireSession } from './guards.ts';
import { languageFor, rememberLocale } from './language.ts';
import { installedPage } from './pages/set-up.ts';
import { signedOutPage } from './pages/signed-out.ts';
import { checked, spaceId } from './request-input.ts';
import type { SignInVisits } from './sign-in-visits.ts';

export interface SignInRouteParts {
  browser: Browser;
  visits: SignInVisits;
  banqupLogin: BanqupLogin;
  administratorRoles: readonly string[];
  google: GoogleSignIn;
  connections: Connections;
  completeSignIn: CompleteSignIn;
  folders: Folders;
  lookAtGoogle: LookAtGoogle;
  /** Where a person goes back to in Banqup. */
  banqupUrl: string;
}

/** Google names itself in its redirect (RFC 9207); where it does, it must be Google. */
const googleIssuer = 'https://accounts.google.com';

const configureQuery = z.object({ partnerSpace: spaceId, locale: z.string().max(50).optional() });
const callbackQuery = z.object({
  state: z.string().max(200),
  code: z.string().max(2000).optional(),
  error: z.string().max(200).optional(),
  iss: z.string().max(200).optional(),
});

/** A name is for a heading. */
const partnerNameLength = 200;

/** The routes. */
export function signInRoutes(parts: SignInRouteParts): Hono {
  const { browser, visits, banqupLogin, administratorRoles, google, connections, completeSignIn, banqupUrl } = parts;
  const { folders, lookAtGoogle } = parts;
  const routes = new Hono();

  const visitorOf = (c: Context) => ({ browserDigest: browser.mark(c), language: languageFor(c) });

  /** Banqup's Store and *Beheren* open this. */
  routes.get('/configure', async (c) => {
    const { partnerSpace, locale } = checked(configureQuery, c.req.query());
    rememberLocale(c, locale);
    if ((await browser.session(c))?.partnerSpace === partnerSpace) return c.redirect('/manage');
    const visit = { at: 'banqup', partnerSpace, ...visitorOf(c) } as const;
    return c.redirect(banqupLogin.authorizationUrl(await visits.begin(visit)));
  });

  routes.get('/banqup/callback', async (c) => {
    const { state, code, error } = checked(callbackQuery, c.req.query());
    const { partnerSpace, codeVerifier } = await visits.end(state, 'banqup', browser.digest(c));
    if (error !== undefined || code === undefined)
      throw new Failure('loginCancelled', `Banqup's login ended: ${error}`);
    const space = mayManage(await banqupLogin.spaces(code, codeVerifier), partnerSpace, administratorRoles);
    await browser.begin(c, { partnerSpace, partnerName: space.name.slice(0, partnerNameLength) });
    return c.redirect('/manage');
  });

  routes.post('/google/sign-in', async (c) => {
    const { partnerSpace } = await requireOwnForm(c, browser);
    const visit = { at: 'google', partnerSpace, ...visitorOf(c) } as const;
    return c.redirect(google.authorizationUrl(await visits.begin(visit)), 303);
  });

  routes.get('/google/callback', async (c) => {
    const { state, code, error, iss } = checked(callbackQuery, c.req.query());
    const visit = await visits.end(state, 'google', browser.digest(c));
    const session = await requireSession(c, browser);
    if (session.partnerSpace !== visit.partnerSpace) {
      throw new Failure('linkExpired', 'the session is of another partner space than the sign-in');
    }
    if (iss !== undefined && iss !== googleIssuer) throw new Failure('linkExpired', 'the answer is not from Google');
    if (error !== undefined || code === undefined) throw refusedAtGoogle(error);
    await completeSignIn(visit, code);
    return c.redirect('/installed');
  });

  routes.get('/installed', async (c) => {
    const session = await requireSession(c, browser);
    const connection = (await connections.read(session.partnerSpace))?.value;
    if (connection?.state !== 'on') return c.redirect('/manage');
    const rootFolder = (await folders.read(folderId(rootPlace(connection))))?.value;
    const seen = await lookAtGoogle(connection, rootFolder);
    if (seen.connection.state !== 'on') return c.redirect('/manage');
    return c.html(installedPage(speak(languageFor(c)), session, seen, banqupUrl));
  });

  routes.post('/sign-out', async (c) => {
    await requireOwnForm(c, browser);
    await browser.end(c);
    return c.html(signedOutPage(speak(languageFor(c)), banqupUrl));
  });

  return routes;
}

/** The partner space, if the person may manage it: sees it, and is an administrator where Banqup tells the role. */
function mayManage(spaces: VisibleSpace[], partnerSpace: string, administratorRoles: readonly string[]): VisibleSpace {
  const space = spaces.find(({ id }) => id === partnerSpace);
  if (!space) throw new Failure('noAccess', 'the person does not see this partner space');
  if (space.role !== undefined && !administratorRoles.includes(space.role)) {
    throw new Failure('noAccess', 'the person is no administrator of this partner space');
  }
  return space;
}

function refusedAtGoogle(error: string | undefined): Failure {
  if (error === 'access_denied') return new Failure('googleCancelled', 'consent refused at Google');
  if (error === 'admin_policy_enforced') return new Failure('drivePolicy', "the organisation's policy refuses");
  return new Failure('googleCodeRefused', 'Google sent no code');
}
