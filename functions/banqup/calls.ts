/**
 * Proof that a call comes from Banqup: a token signed with a key of Banqup's, for us, for one partner space. Nothing of this
 * is documented (contract, 2.3): issuer, audience, keys and the claim's name are configuration.
 */
import { Failure } from '../domain/errors.ts';
import type { BanqupCalls } from '../domain/ports.ts';
import { createReadToken } from '../signed-token.ts';

export interface BanqupCallsOptions {
  jwksUrl: string;
  issuer: string;
  audience: string;
  /** The claim that names the partner space. */
  spaceClaim: string;
}

/** Whatever Banqup signs with, as long as its key is a public one. */
const algorithms = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'];

/** Answers for the tokens of that issuer only. */
export function createBanqupCalls({ jwksUrl, issuer, audience, spaceClaim }: BanqupCallsOptions): BanqupCalls {
  const claimsOf = createReadToken({ jwksUrl, issuer, audience, algorithms, withoutKeys: 'banqupUnavailable' });

  return {
    async partnerSpaceOf(token) {
      const { [spaceClaim]: space } = await claimsOf(token);
      if (typeof space === 'string') return space.toLowerCase();
      throw new Failure('notAuthenticated', `the token has no claim ${spaceClaim}`);
    },

    async assertGenuine(token) {
      await claimsOf(token);
    },
  };
}
