/**
 * Proof that a call comes from Banqup: a token signed with a key of Banqup's, for us, for one partner space. Nothing of this
 * is documented (contract, 2.3): issuer, audience, keys and the claim's name are configuration.
 */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { Failure } from '../domain/errors.ts';
import type { BanqupCalls } from '../domain/ports.ts';

export interface BanqupCallsOptions {
  jwksUrl: string;
  issuer: string;
  audience: string;
  /** The claim that names the partner space. */
  spaceClaim: string;
}

/** Keys are fetched when the first token comes, and again when one names a key that is not known yet. */
export function createBanqupCalls({ jwksUrl, issuer, audience, spaceClaim }: BanqupCallsOptions): BanqupCalls {
  const keys = createRemoteJWKSet(new URL(jwksUrl));
  // Public-key algorithms only: a shared secret or `none` proves nothing.
  const algorithms = ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'];

  /** What a genuine token claims. */
  async function claimsOf(token: string): Promise<JWTPayload> {
    try {
      return (await jwtVerify(token, keys, { issuer, audience, algorithms, requiredClaims: ['exp'] })).payload;
    } catch (error) {
      // The generic code is that of an answer of the keys' address which is no key set.
      const unreadable =
        error instanceof errors.JWKSTimeout ||
        error instanceof errors.JWKSInvalid ||
        (error as { code?: string }).code === 'ERR_JOSE_GENERIC';
      if (unreadable || !(error instanceof errors.JOSEError)) {
        throw new Failure('banqupUnavailable', "Banqup's keys cannot be read", { cause: error });
      }
      throw new Failure('notAuthenticated', `the token is refused: ${error.code}`);
    }
  }

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
