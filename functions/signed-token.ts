/** What a signed token (JWT) claims that somebody else has made: read only once its signature, issuer, audience and end are found right. */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { Failure, type FailureCode } from './domain/errors.ts';

export interface TokenRules {
  /** Address of the keys that sign. */
  jwksUrl: string;
  issuer: string | string[];
  audience: string;
  /** Of public keys only: a shared secret or `none` proves nothing. */
  algorithms: string[];
  /** What it is when the keys cannot be read. */
  withoutKeys: FailureCode;
}

/** Throws notAuthenticated on a token that is not genuine, and `withoutKeys`. */
export type ReadToken = (token: string) => Promise<JWTPayload>;

/** Keys are fetched when the first token comes, and again when one names a key that is not known yet. */
export function createReadToken({ jwksUrl, withoutKeys, ...expected }: TokenRules): ReadToken {
  const keys = createRemoteJWKSet(new URL(jwksUrl));

  return async (token) => {
    try {
      return (await jwtVerify(token, keys, { ...expected, requiredClaims: ['exp'] })).payload;
    } catch (error) {
      // The generic code is that of an answer of the keys' address which is no key set.
      const unreadable =
        error instanceof errors.JWKSTimeout ||
        error instanceof errors.JWKSInvalid ||
        (error as { code?: string }).code === 'ERR_JOSE_GENERIC';
      if (unreadable || !(error instanceof errors.JOSEError)) {
        throw new Failure(withoutKeys, 'the keys that sign tokens cannot be read', { cause: error });
      }
      throw new Failure('notAuthenticated', `the token is refused: ${error.code}`);
    }
  };
}
