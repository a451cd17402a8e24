/** Who may come in: a session for a page, and the session's own token for a form. */
import type { Context } from 'hono';
import { Failure } from '../domain/errors.ts';
import type { Session } from '../domain/session.ts';
import { equalInConstantTime } from '../domain/sign-in.ts';
import type { Browser } from './browser.ts';

/** The session of this browser. Throws notAuthenticated. */
export async function requireSession(c: Context, browser: Browser): Promise<Session> {
  const session = await browser.session(c);
  if (!session) throw new Failure('notAuthenticated', 'no session');
  return session;
}

/** The token that a call carries. Throws notAuthenticated. */
export function bearerToken(c: Context): string {
  const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (!token) throw new Failure('notAuthenticated', 'a bearer token is needed');
  return token;
}

/** The session, if the form that is being sent came from one of its pages. Throws notAuthenticated, formExpired. */
export async function requireOwnForm(c: Context, browser: Browser): Promise<Session> {
  const session = await requireSession(c, browser);
  const { formToken } = await c.req.parseBody();
  // Another session in the same browser, of another partner space perhaps, must not act through an old page.
  if (typeof formToken !== 'string' || !equalInConstantTime(formToken, session.formToken)) {
    throw new Failure('formExpired', 'the form is not of this session');
  }
  return session;
}
