/**
 * The HTTP function: install, Google sign-in, activations, manage. Every page is for the one partner space of its session;
 * no address names a partner space but the one that Banqup opens, so there is none to guess.
 */
import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { asFailure, Failure, fateOf, statusOf } from '../domain/errors.ts';
import type { Checks, Log } from '../domain/ports.ts';
import type { AskCheck } from '../partner/ask-check.ts';
import { speak } from '../texts/speak.ts';
import { type ActivationRouteParts, activationRoutes } from './activation-routes.ts';
import type { Browser } from './browser.ts';
import { type CompletenessRouteParts, completenessRoutes } from './completeness-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { languageFor } from './language.ts';
import { type ListenerRouteParts, listenerPath, listenerRoutes } from './listener-routes.ts';
import { type ManageRouteParts, manageRoutes } from './manage-routes.ts';
import { liveScript } from './pages/live.ts';
import { problemPage } from './pages/problem.ts';
import { style } from './pages/style.ts';
import { type PublicRouteParts, publicRoutes } from './public-routes.ts';
import { type ScheduledRouteParts, scheduledPath, scheduledRoutes } from './scheduled-routes.ts';
import { type SignInRouteParts, signInRoutes } from './sign-in-routes.ts';

const bodyLimitBytes = 64 * 1024;

export interface AppParts
  extends PublicRouteParts,
    SignInRouteParts,
    ManageRouteParts,
    CompletenessRouteParts,
    ActivationRouteParts,
    ListenerRouteParts,
    ScheduledRouteParts {
  browser: Browser;
  /** Address of `connect` as browsers see it. */
  publicUrl: string;
  /** Where forms may lead to besides our own pages: Google's consent. */
  authorizationUrl: string;
  /** Not there where Banqup has no list of documents: then nobody can tell whether a month is complete. */
  completeness?: { checks: Checks; askCheck: AskCheck } | undefined;
  log: Log;
}

/** Pages answer with pages, calls of Banqup and of our scheduler with JSON, whatever happens. */
export function createApp(parts: AppParts): Hono {
  const { publicUrl, authorizationUrl, banqupUrl, listenerKey, log } = parts;
  const app = new Hono();

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        // One script of ours, which asks for the page that it stands on (pages/live.ts).
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        // Chromium holds the redirect after a form against this list too.
        formAction: ["'self'", new URL(authorizationUrl).origin],
      },
      xFrameOptions: 'DENY',
      // `no-referrer` would make browsers send `Origin: null` with our own forms.
      referrerPolicy: 'same-origin',
    }),
  );
  app.use(async (c, next) => {
    await next();
    // Every other page is of one person, one moment.
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  // Calls carry a token instead of a cookie.
  const ownOrigin = csrf({ origin: new URL(publicUrl).origin });
  app.use((c, next) => (isCall(c) ? next() : ownOrigin(c, next)));
  app.use(
    bodyLimit({
      maxSize: bodyLimitBytes,
      onError: () => refuse('tooLarge', `the body has more than ${bodyLimitBytes} bytes`),
    }),
  );

  app.get('/style.css', (c) => {
    c.header('cache-control', 'public, max-age=300');
    return c.body(style, 200, { 'content-type': 'text/css; charset=utf-8' });
  });
  app.get('/live.js', (c) => {
    c.header('cache-control', 'public, max-age=300');
    return c.body(liveScript, 200, { 'content-type': 'text/javascript; charset=utf-8' });
  });
  app.route('/', publicRoutes(parts));
  app.route('/', signInRoutes(parts));
  app.route('/', manageRoutes(parts));
  app.route('/', documentRoutes(parts));
  app.route('/', completenessRoutes(parts));
  app.route('/', activationRoutes(parts));
  app.route('/', listenerRoutes(parts));
  app.route('/', scheduledRoutes(parts));
  app.notFound(() => refuse('notFound', 'no such page'));

  app.onError(async (error, c) => {
    const refusedOrigin = error instanceof HTTPException && error.status === 403;
    const failure = refusedOrigin ? new Failure('formExpired', 'the form is of another site') : asFailure(error);
    const requestId = randomUUID();
    // The key of the listener is a secret, also where it comes in another path than its own.
    const path = listenerKey ? c.req.path.replaceAll(listenerKey, '…') : c.req.path;
    const fields = { requestId, path, failure: failure.code };
    const fate = fateOf(failure.code);
    // A refusal is said in a line; what failed is told with all that is known, and loudly where nobody has understood it.
    if (fate === 'reject') log.info('request refused', { ...fields, why: failure.message });
    else log[fate === 'unknown' ? 'error' : 'warn']('request failed', { ...fields, error: failure });
    c.status(statusOf(failure.code) as ContentfulStatusCode);
    if (failure.retryAfterSeconds !== undefined) c.header('retry-after', String(failure.retryAfterSeconds));
    if (isCall(c)) return c.json({ code: failure.code, message: messageFor(failure), requestId });
    // Where nobody can tell, the way leads through Banqup, which is always right.
    const session = await parts.browser.session(c).catch(() => undefined);
    const visit = { banqupUrl, requestId, isSignedIn: session !== undefined };
    return c.html(problemPage(speak(languageFor(c)), failure.code, visit));
  });
  return app;
}

function refuse(code: 'tooLarge' | 'notFound', message: string): never {
  throw new Failure(code, message);
}

function isCall(c: Context): boolean {
  return ['/partner-spaces', listenerPath, scheduledPath].some((path) => c.req.path.startsWith(`${path}/`));
}

/** What is wrong with a call is told to its caller; what is wrong with us is for the log. */
function messageFor(failure: Failure): string {
  return fateOf(failure.code) === 'reject' ? failure.message : 'this call could not be completed';
}
