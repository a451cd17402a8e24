/**
 * ID tokens of service accounts, as Cloud Scheduler puts them on its calls, and the keys that prove them.
 * https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
 */
import { createHash, randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Traffic } from './traffic.ts';

const tokenSeconds = 3600;
const issuer = 'https://accounts.google.com';

export type IdTokenWish = {
  /** E-mail address of the service account. */
  account: string;
  audience: string;
  /** Set over the usual claims; undefined leaves one out. */
  claims?: Record<string, unknown>;
};

export type ServiceAccounts = ReturnType<typeof createServiceAccounts>;

/** Their one key is made when it is first needed: most tests need none. */
export function createServiceAccounts({ now }: { now: () => Date }) {
  const makeKey = async () => ({ ...(await generateKeyPair('RS256')), kid: randomUUID().replaceAll('-', '') });
  let made: ReturnType<typeof makeKey> | undefined;
  const key = () => {
    made ??= makeKey();
    return made;
  };

  return {
    async jwks() {
      const { publicKey, kid } = await key();
      return { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] };
    },

    async idToken({ account, audience, claims }: IdTokenWish): Promise<string> {
      const { privateKey, kid } = await key();
      const iat = Math.floor(now().getTime() / 1000);
      const id = BigInt(`0x${createHash('sha256').update(account).digest('hex').slice(0, 16)}`).toString();
      const usual = { iss: issuer, aud: audience, azp: id, sub: id, email: account, email_verified: true };
      return new SignJWT({ ...usual, iat, exp: iat + tokenSeconds, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
        .sign(privateKey);
    },
  };
}

/** Adds /oauth2/v3/certs. */
export function addServiceAccounts(
  app: Hono<{ Bindings: HttpBindings }>,
  { serviceAccounts, traffic }: { serviceAccounts: ServiceAccounts; traffic: Traffic },
): void {
  app.get(
    '/oauth2/v3/certs',
    traffic.operation('oauth.certs', async (c) => c.json(await serviceAccounts.jwks())),
  );
}
