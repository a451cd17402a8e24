/**
 * Proof that a call comes from our scheduler: an ID token that Google signed for its service account, and for us.
 * https://cloud.google.com/scheduler/docs/http-target-auth
 * https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken
 */
import { Failure } from '../domain/errors.ts';
import type { SchedulerCalls } from '../domain/ports.ts';
import { createReadToken } from '../signed-token.ts';

export interface SchedulerCallsOptions {
  /** Keys that sign Google's ID tokens. */
  jwksUrl: string;
  audience: string;
  /** E-mail address of the scheduler's service account. */
  account: string;
}

/** Google names itself in either way. */
const issuer = ['https://accounts.google.com', 'accounts.google.com'];

/** Answers for the tokens of one account only. */
export function createSchedulerCalls({ jwksUrl, audience, account }: SchedulerCallsOptions): SchedulerCalls {
  const claimsOf = createReadToken({
    jwksUrl,
    issuer,
    audience,
    algorithms: ['RS256'],
    withoutKeys: 'googleUnavailable',
  });

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
