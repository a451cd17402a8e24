/**
 * Signing in to our pages with one's Banqup account: OAuth 2 authorization code with PKCE. The endpoints are not documented
 * (contract, 3.3) and therefore configuration; the spaces a person may see are (2.6).
 */
import * as oauth from 'openid-client';
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';
import type { BanqupLogin } from '../domain/ports.ts';
import { askBanqup, readAnswer, readBody, unexpectedAnswer } from './http.ts';

export interface BanqupLoginOptions {
  /** Where the browser goes to log in. */
  loginUrl: string;
  tokenUrl: string;
  apiUrl: string;
  clientId: string;
  clientSecret: string;
  scope?: string | undefined;
  /** Where Banqup sends the browser back to. */
  redirectUri: string;
}

const spacesAnswer = z.object({
  spaces: z.array(z.object({ id: z.string().toLowerCase(), name: z.string().nullish(), role: z.string().nullish() })),
});

/** Its methods throw banqupUnavailable besides what the port says. */
export function createBanqupLogin(options: BanqupLoginOptions): BanqupLogin {
  const { loginUrl, tokenUrl, apiUrl, redirectUri, scope } = options;
  const server = { issuer: new URL(loginUrl).origin, authorization_endpoint: loginUrl, token_endpoint: tokenUrl };
  const client = new oauth.Configuration(server, options.clientId, options.clientSecret);
  // So that the library's request ends as all others to Banqup do.
  client[oauth.customFetch] = async (url, { body = null, ...request }) => {
    const response = await askBanqup(url, { ...request, body });
    return new Response((await readBody(url, () => response.text())) || null, response);
  };
  // The configuration lets plain HTTP pass for addresses of this machine only.
  if (tokenUrl.startsWith('http:')) oauth.allowInsecureRequests(client);

  async function exchange(code: string, codeVerifier: string): Promise<string> {
    // Our callback has checked state and browser already, so the library is given a callback address of its own shape.
    const callback = new URL(redirectUri);
    callback.searchParams.set('code', code);
    try {
      const answer = await oauth.authorizationCodeGrant(client, callback, { pkceCodeVerifier: codeVerifier });
      return answer.access_token;
    } catch (error) {
      if (error instanceof Error && error.cause instanceof Failure) throw error.cause;
      if (error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant') {
        throw new Failure('linkExpired', 'Banqup refused the code');
      }
      if (error instanceof oauth.ResponseBodyError) {
        throw new Failure('unexpected', `Banqup refused our login: ${error.error}`);
      }
      throw new Failure('unexpected', 'Banqup does not complete the login', { cause: error });
    }
  }

  return {
    authorizationUrl: ({ state, codeChallenge }) =>
      oauth.buildAuthorizationUrl(client, {
        redirect_uri: redirectUri,
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        ...(scope !== undefined && { scope }),
      }).href,

    async spaces(code, codeVerifier) {
      const accessToken = await exchange(code, codeVerifier);
      const url = `${apiUrl}/entitystore/v1/spaces`;
      const response = await askBanqup(url, {
        headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
      });
      if (!response.ok) throw await unexpectedAnswer(url, response);
      const { spaces } = await readAnswer(url, response, spacesAnswer);
      return spaces.map(({ id, name, role }) => ({ id, name: name ?? '', role: role ?? undefined }));
    },
  };
}
