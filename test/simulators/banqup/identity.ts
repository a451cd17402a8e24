/**
 * Banqup's signing key and the tokens it makes: for the app, for a user, and for Banqup's calls to the app.
 * All are JWTs signed with ES256, as documented for the app's; the key is published as a JWK set.
 */
import { randomUUID } from 'node:crypto';
import { type CryptoKey, errors, exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { activationSubject, activationTokenSeconds, apiAudience } from './assumed.ts';
import { Problem } from './problem.ts';

export interface AppRegistration {
  clientId: string;
  clientSecret: string;
  /** The App ID of the Developer Portal. */
  appId: string;
  /** The id of the Store entry, another one than the App ID. */
  applicationId?: string;
}

export interface ActivationClaims {
  partnerSpace: string;
  audience?: string | undefined;
  issuer?: string | undefined;
  expiresInSeconds?: number | undefined;
  /** Signs with this key, but still names Banqup's own in the header. */
  key?: CryptoKey | undefined;
  /** Set over the usual claims; undefined leaves one out. */
  claims?: Record<string, unknown> | undefined;
}

export type Bearer = { kind: 'app' } | { kind: 'user'; userId: string };

export type Identity = Awaited<ReturnType<typeof createIdentity>>;

interface Parts {
  app: AppRegistration;
  audience: string;
  issuer: () => string;
  now: () => Date;
}

/** A fresh key, and the tokens signed with it. */
export async function createIdentity({ app, audience, issuer, now }: Parts) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };

  function sign(claims: JWTPayload, lifeSeconds: number, key = privateKey): Promise<string> {
    const iat = Math.floor(now().getTime() / 1000);
    const payload = { iss: issuer(), iat, exp: iat + lifeSeconds, jti: randomUUID(), ...claims };
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid }).sign(key);
  }

  return {
    jwks: { keys: [jwk] },

    /** The token of the client-credentials grant, with the claims of the documented sample. */
    signAppToken: (lifeSeconds: number) =>
      sign(
        { access_token: randomUUID(), app_name: 'Google Drive', sub: app.appId, aud: apiAudience, kind: 'app' },
        lifeSeconds,
      ),

    /** [assumed] The token of the authorization-code grant: `sub` is the user's id. */
    signUserToken: (userId: string, lifeSeconds: number) =>
      sign({ sub: userId, aud: apiAudience, kind: 'user' }, lifeSeconds),

    /** [assumed] The token with which Banqup calls the app for one partner space. */
    signActivationToken: (given: ActivationClaims) =>
      sign(
        {
          sub: activationSubject,
          aud: given.audience ?? audience,
          iss: given.issuer ?? issuer(),
          partnerSpace: given.partnerSpace,
          ...given.claims,
        },
        given.expiresInSeconds ?? activationTokenSeconds,
        given.key,
      ),

    /** Who calls Banqup's API; 401 where the token is missing, forged, expired or made for something else. */
    async verifyBearer(authorization: string | undefined): Promise<Bearer> {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
      if (!token) throw new Problem(401, 'UNAUTHORIZED', 'A bearer token is required');
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          issuer: issuer(),
          audience: apiAudience,
          algorithms: ['ES256'],
          currentDate: now(),
        });
        return payload['kind'] === 'user' ? { kind: 'user', userId: String(payload.sub) } : { kind: 'app' };
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
        throw new Problem(401, 'UNAUTHORIZED', `The token is not accepted: ${error.message}`);
      }
    },
  };
}
