/**
 * What a browser holds of ours: a key that binds its sign-ins to it, and the key of its session. Both are random, and
 * `__Host-` cookies: this host only, HTTPS only, out of reach of scripts. We keep their digests only.
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Clock, Sessions } from '../domain/ports.ts';
import { begunSession, currentSession, type Session, sessionSeconds } from '../domain/session.ts';

const options = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax', prefix: 'host' } as const;

export interface Browser {
  /** Digest of this browser's key; gives it one where it has none. */
  mark(c: Context): string;
  /** Digest of this browser's key, if it has one. */
  digest(c: Context): string | undefined;
  /** A new session; the one that the browser had ends. */
  begin(c: Context, person: Pick<Session, 'partnerSpace' | 'partnerName'>): Promise<void>;
  session(c: Context): Promise<Session | undefined>;
  /** Ends the session, for everybody who holds its key. */
  end(c: Context): Promise<void>;
}

/** Browsers with their sessions in the given records. Its methods throw storageUnavailable. */
export function createBrowser(sessions: Sessions, now: Clock): Browser {
  async function forget(key: string | undefined): Promise<void> {
    const stored = key === undefined ? undefined : await sessions.read(digestOf(key));
    if (stored) await sessions.remove(stored);
  }

  return {
    mark(c) {
      const held = getCookie(c, 'browser', 'host');
      if (held) return digestOf(held);
      const value = randomToken();
      setCookie(c, 'browser', value, options);
      return digestOf(value);
    },

    digest(c) {
      const held = getCookie(c, 'browser', 'host');
      return held === undefined ? undefined : digestOf(held);
    },

    async begin(c, person) {
      await forget(getCookie(c, 'session', 'host'));
      const key = randomToken();
      await sessions.create(digestOf(key), begunSession({ ...person, formToken: randomToken() }, now()));
      setCookie(c, 'session', key, { ...options, maxAge: sessionSeconds });
    },

    async session(c) {
      const key = getCookie(c, 'session', 'host');
      if (!key) return undefined;
      const session = currentSession((await sessions.read(digestOf(key)))?.value, now());
      // Expired, ended, or never ours: the same as none.
      if (!session) deleteCookie(c, 'session', options);
      return session;
    },

    async end(c) {
      await forget(getCookie(c, 'session', 'host'));
      deleteCookie(c, 'session', options);
    },
  };
}

/** 256 random bits, for cookies, states and tokens in forms. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in base64url; also the PKCE challenge of a verifier (RFC 7636, 4.2). */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
