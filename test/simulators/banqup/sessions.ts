/**
 * Who is signed in to this Banqup in which browser, and the notice to show on that browser's next page.
 * The cookie is host-only and named after Banqup: cookies ignore ports, and the app has its own on this machine.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { State, User } from './state.ts';

const cookieName = 'banqup_session';

export type Sessions = ReturnType<typeof createSessions>;

/** The sessions of one simulator; they end with it. */
export function createSessions(state: State) {
  const sessions = new Map<string, { userId: string; notice?: string }>();
  const session = (c: Context) => sessions.get(getCookie(c, cookieName) ?? '');

  return {
    start(c: Context, user: User): void {
      const id = randomUUID();
      sessions.set(id, { userId: user.id });
      setCookie(c, cookieName, id, { path: '/', httpOnly: true, sameSite: 'Lax' });
    },

    end(c: Context): void {
      sessions.delete(getCookie(c, cookieName) ?? '');
    },

    user: (c: Context): User | undefined => state.users.get(session(c)?.userId ?? ''),

    notify(c: Context, notice: string): void {
      const found = session(c);
      if (found) found.notice = notice;
    },

    /** The notice, once. */
    takeNotice(c: Context): string | undefined {
      const found = session(c);
      const notice = found?.notice;
      if (found) delete found.notice;
      return notice;
    },
  };
}
