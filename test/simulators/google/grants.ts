/**
 * What each account has granted to each client, and the tokens that live by it. Ending a grant ends all of its tokens at
 * once; a later consent is a new grant with a new id, so that Drive can tell what was made under the old one.
 * https://developers.google.com/identity/protocols/oauth2#expiration
 */
import { randomBytes } from 'node:crypto';
import { OAuthError } from './errors.ts';

const maxRefreshTokens = 100;

export type Grant = { id: string; email: string; clientId: string; since: Date; scopes: Set<string>; ended: boolean };

export type Access = { email: string; clientId: string; grantId: string; scopes: readonly string[] };

export type TokenAnswer = {
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  scope: string;
  token_type: 'Bearer';
};

type RefreshToken = { token: string; grant: Grant; scopes: readonly string[] };

export type Grants = ReturnType<typeof createGrants>;

/** An empty book of grants; access tokens live `accessTokenSeconds`. */
export function createGrants({ now, accessTokenSeconds }: { now: () => Date; accessTokenSeconds: number }) {
  let grants: Grant[] = [];
  let refreshTokens: RefreshToken[] = [];
  const accessTokens = new Map<string, { grant: Grant; scopes: readonly string[]; expiresAt: number }>();

  function find(email: string, clientId: string): Grant | undefined {
    return grants.find((grant) => grant.email === email && grant.clientId === clientId);
  }

  function issueAccessToken(grant: Grant, scopes: readonly string[]): TokenAnswer {
    const token = `ya29.${randomBytes(48).toString('base64url')}`;
    accessTokens.set(token, { grant, scopes, expiresAt: now().getTime() + accessTokenSeconds * 1000 });
    return { access_token: token, expires_in: accessTokenSeconds, scope: scopes.join(' '), token_type: 'Bearer' };
  }

  function issueRefreshToken(grant: Grant, scopes: readonly string[]): string {
    const token = `1//${randomBytes(48).toString('base64url')}`;
    refreshTokens.push({ token, grant, scopes });
    const ofGrant = refreshTokens.filter((entry) => entry.grant === grant);
    const oldest = ofGrant[0];
    if (ofGrant.length > maxRefreshTokens && oldest) refreshTokens = refreshTokens.filter((entry) => entry !== oldest);
    return token;
  }

  function end(grant: Grant): void {
    grant.ended = true;
    grants = grants.filter((other) => other !== grant);
    refreshTokens = refreshTokens.filter((entry) => entry.grant !== grant);
    for (const [token, entry] of accessTokens) if (entry.grant === grant) accessTokens.delete(token);
  }

  function access(token: string): Access | undefined {
    const entry = accessTokens.get(token);
    if (!entry || entry.expiresAt <= now().getTime()) return undefined;
    const { id, email, clientId } = entry.grant;
    return { email, clientId, grantId: id, scopes: entry.scopes };
  }

  return {
    find,
    end,

    /** The access that a token gives now; undefined when it is unknown, expired or revoked. */
    access,

    /** The live grants of an account, oldest first. */
    ofAccount: (email: string): Grant[] => grants.filter((grant) => grant.email === email),

    isLive: (grantId: string): boolean => grants.some((grant) => grant.id === grantId),

    /** The person agrees: extends the live grant of this account for this client, or makes a new one. */
    consent(email: string, clientId: string, scopes: readonly string[]): Grant {
      const known = find(email, clientId);
      if (known) {
        for (const scope of scopes) known.scopes.add(scope);
        return known;
      }
      const id = randomBytes(9).toString('base64url');
      const grant: Grant = { id, email, clientId, since: now(), scopes: new Set(scopes), ended: false };
      grants.push(grant);
      return grant;
    },

    /** The tokens for a consent; a refresh token only when it is asked for. */
    issue(grant: Grant, scopes: readonly string[], withRefreshToken: boolean): TokenAnswer {
      const answer = issueAccessToken(grant, scopes);
      return withRefreshToken ? { ...answer, refresh_token: issueRefreshToken(grant, scopes) } : answer;
    },

    /** A new access token for a refresh token of this client; `invalid_grant` when it is dead. */
    refresh(token: string, clientId: string): TokenAnswer {
      const entry = refreshTokens.find((candidate) => candidate.token === token);
      if (!entry) throw new OAuthError(400, 'invalid_grant', 'Token has been expired or revoked.');
      if (entry.grant.clientId !== clientId) throw new OAuthError(401, 'unauthorized_client', 'Unauthorized');
      return issueAccessToken(entry.grant, entry.scopes);
    },

    /** Ends the whole grant behind an access or refresh token; `invalid_token` when there is none. */
    revoke(token: string): void {
      const grant = access(token)
        ? accessTokens.get(token)?.grant
        : refreshTokens.find((entry) => entry.token === token)?.grant;
      if (!grant) throw new OAuthError(400, 'invalid_token', 'Token expired or revoked');
      end(grant);
    },
  };
}
