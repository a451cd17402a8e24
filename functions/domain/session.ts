/**
 * A person of one partner space in one browser, as Banqup's login has shown. Kept by us and not in the cookie, so that signing
 * out ends it everywhere, copies included (ASVS 5.0, 7.4.1).
 */
import { secondsAfter } from './life.ts';

/** Short: whoever loses access in Banqup loses it here soon; Banqup's own login renews it without a question. */
export const sessionSeconds = 60 * 60;

export interface Session {
  partnerSpace: string;
  partnerName: string;
  /** In every form of this session, so that no other page can send one. */
  formToken: string;
  expiresAt: Date;
}

/** A session that begins now. */
export function begunSession(session: Omit<Session, 'expiresAt'>, now: Date): Session {
  return { ...session, expiresAt: secondsAfter(now, sessionSeconds) };
}

/** The session, while it lasts. What has expired stays in the database for a while. */
export function currentSession(session: Session | undefined, now: Date): Session | undefined {
  return session && now < session.expiresAt ? session : undefined;
}
