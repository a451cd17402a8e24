/**
 * Authorization codes: short-lived, good for one exchange, bound to the client, the redirect address and the PKCE challenge.
 * https://developers.google.com/identity/protocols/oauth2/web-server and RFC 7636
 */
import { createHash, randomBytes } from 'node:crypto';
import { OAuthError } from './errors.ts';
import type { Grant } from './grants.ts';

const ttlSeconds = 600;

type Consent = {
  grant: Grant;
  scopes: readonly string[];
  redirectUri: string;
  codeChallenge: string | undefined;
  withRefreshToken: boolean;
};

export type AuthorizationCodes = ReturnType<typeof createAuthorizationCodes>;

/** An empty store of codes. */
export function createAuthorizationCodes({ now }: { now: () => Date }) {
  const codes = new Map<string, Consent & { expiresAt: number }>();

  return {
    issue(consent: Consent): string {
      const code = `4/0${randomBytes(36).toString('base64url')}`;
      codes.set(code, { ...consent, expiresAt: now().getTime() + ttlSeconds * 1000 });
      return code;
    },

    /** Uses a code up; throws what Google's token endpoint answers when it is not good for this exchange. */
    redeem(code: string, clientId: string, redirectUri: string, codeVerifier: string | undefined): Consent {
      const entry = codes.get(code);
      if (!entry)
        throw new OAuthError(400, 'invalid_grant', code.startsWith('4/') ? 'Bad Request' : 'Malformed auth code.');
      if (entry.grant.clientId !== clientId || entry.grant.ended || entry.expiresAt <= now().getTime()) {
        throw new OAuthError(400, 'invalid_grant', 'Bad Request');
      }
      if (entry.redirectUri !== redirectUri) throw new OAuthError(400, 'redirect_uri_mismatch', 'Bad Request');
      checkVerifier(entry.codeChallenge, codeVerifier);
      codes.delete(code);
      return entry;
    },
  };
}

function checkVerifier(challenge: string | undefined, verifier: string | undefined): void {
  if (challenge === undefined) {
    if (verifier === undefined) return;
    throw new OAuthError(400, 'invalid_grant', 'code_verifier or verifier is not needed.');
  }
  if (verifier === undefined) throw new OAuthError(400, 'invalid_grant', 'Missing code verifier.');
  if (createHash('sha256').update(verifier).digest('base64url') !== challenge) {
    throw new OAuthError(400, 'invalid_grant', 'Invalid code verifier.');
  }
}
