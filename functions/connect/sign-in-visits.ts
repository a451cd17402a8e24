/** Begins a visit to a sign-in page: what the address there needs, and a record to check what comes back. */
import type { Clock, SignIns } from '../domain/ports.ts';
import { assertBelongs, beganSignIn, type SignIn } from '../domain/sign-in.ts';
import { digestOf, randomToken } from './browser.ts';

export interface SignInVisits {
  /** State and PKCE challenge for the address of the sign-in page. */
  begin(
    visit: Pick<SignIn, 'at' | 'partnerSpace' | 'browserDigest' | 'language'>,
  ): Promise<{ state: string; codeChallenge: string }>;
  /** The visit that a callback belongs to; it serves once. Throws linkExpired. */
  end(state: string, at: SignIn['at'], browserDigest: string | undefined): Promise<SignIn>;
}

/** Visits kept in the given records. */
export function createSignInVisits(signIns: SignIns, now: Clock): SignInVisits {
  return {
    async begin(visit) {
      const [state, codeVerifier] = [randomToken(), randomToken()];
      await signIns.create(digestOf(state), beganSignIn({ ...visit, codeVerifier }, now()));
      return { state, codeChallenge: digestOf(codeVerifier) };
    },

    async end(state, at, browserDigest) {
      const found = await signIns.read(digestOf(state));
      const signIn = assertBelongs(found?.value, { at, browserDigest }, now());
      // Of two callbacks with one state, one takes the record; the other one finds nothing to take.
      const taken = found !== undefined && (await signIns.remove(found));
      return assertBelongs(taken ? signIn : undefined, { at, browserDigest }, now());
    },
  };
}
