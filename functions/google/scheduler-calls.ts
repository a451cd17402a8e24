/**
 * Proof that a call comes from our scheduler: an ID token that Google signed for its service account, and for us.
 * https://cloud.google.com/scheduler/docs/http-target-auth
 * https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken
 */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { Failure } from '../domain/errors.ts';
import type { SchedulerCalls } from '../domain/ports.ts';

export interface SchedulerCallsOptions {
  /** Keys that sign Google's ID tokens. */
  jwksUrl: string;
  audience: string;
  /** E-mail address of the scheduler's service account. */
  account: string;
}

/** Google names itself in either way. */
const issuer = ['https://accounts.google.com', 'accounts.google.com'];

/** Keys are fetched when the first token comes, and again when one names a key that is not known yet. */
export function createSchedulerCalls({ jwksUrl, audience, account }: SchedulerCallsOptions): SchedulerCalls {
  const keys = createRemoteJWKSet(new URL(jwksUrl));

  /** What a genuine token claims. */
  async function claimsOf(token: string): Promise<JWTPayload> {
    const expected = { issuer, audience, algorithms: ['RS256'], requiredClaims: ['exp'] };
    try {
      return (await jwtVerify(token, keys, expected)).payload;
    } catch (error) {
      // The generic code is that of an answer of the keys' address which is no key set.
      const unreadable =
        error instanceof errors.JWKSTimeout ||
        error instanceof errors.JWKSInvalid ||
        (error as { code?: string }).code === 'ERR_JOSE_GENERIC';
      if (unreadable || !(error instanceof errors.JOSEError)) {
        throw new Failure('googleUnavailable', "Google's keys cannot be read", { cause: error });
      }
      throw new Failure('notAuthenticated', `the token is refused: ${error.code}`);
    }
  }

  return {
    async assertGenuine(token) {
      const { email, email_verified: verified } = await claimsOf(token);
      // Anybody may have Google sign a token with our audience: the account is what proves the scheduler.
      if (typeof email !== 'string' || verified !== true) {
        throw new Failure('notAuthenticated', 'the token names no e-mail address that Google has verified');
      }
      if (email !== account) throw new Failure('noAccess', 'the token is of another account than the scheduler');
    },
  };
}
