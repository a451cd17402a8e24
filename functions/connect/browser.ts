/**
 * What a browser holds of ours: a key that binds its sign-ins to it, and the session of the person in front of it. Both are
 * `__Host-` cookies: this host only, HTTPS only, out of reach of scripts.
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../domain/ports.ts';

/** Short: whoever loses access in Banqup loses it here soon; Banqup's own login renews it without a question. */
const sessionSeconds = 60 * 60;

const options = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax', prefix: 'host' } as const;

/** A person of one partner space, as Banqup's login has shown. */
export interface Session {
  partnerSpace: string;
  partnerName: string;
  /** In every form of this session, so that no other page can send one. */
  formToken: string;
}

const sessionClaims = z.object({ partnerSpace: z.string(), partnerName: z.string(), formToken: z.string() });

export interface Browser {
  /** Digest of this browser's key; gives it one where it has none. */
  mark(c: Context): string;
  /** Digest of this browser's key, if it has one. */
  digest(c: Context): string | undefined;
  begin(c: Context, session: Omit<Session, 'formToken'>): Promise<void>;
  session(c: Context): Promise<Session | undefined>;
}

/** @param sessionKey signs sessions; whoever has it can make them */
export function createBrowser(sessionKey: string, now: Clock): Browser {
  const key = new TextEncoder().encode(sessionKey);

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

    async begin(c, session) {
      const issuedAt = Math.floor(now().getTime() / 1000);
      const jwt = await new SignJWT({ ...session, formToken: randomToken() })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + sessionSeconds)
        .sign(key);
      setCookie(c, 'session', jwt, { ...options, maxAge: sessionSeconds });
    },

    async session(c) {
      const jwt = getCookie(c, 'session', 'host');
      if (!jwt) return undefined;
      try {
        const { payload } = await jwtVerify(jwt, key, { algorithms: ['HS256'], currentDate: now() });
        return sessionClaims.parse(payload);
      } catch {
        // Expired, or not ours: the same as none.
        deleteCookie(c, 'session', options);
        return undefined;
      }
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
