/**
 * Google's sign-in: authorization code with PKCE, for offline access with the scope `drive.file` alone.
 * https://developers.google.com/identity/protocols/oauth2/web-server
 */
import { Failure } from '../domain/errors.ts';
import type { GoogleSignIn } from '../domain/ports.ts';
import { once } from '../late.ts';
import { googleFailure } from './google-errors.ts';

const scope = 'https://www.googleapis.com/auth/drive.file';

export interface GoogleSignInOptions {
  clientId: string;
  clientSecret: string;
  /** Where Google sends the browser back to. */
  redirectUri: string;
  authorizationUrl: string;
  tokenUrl: string;
  driveUrl: string;
}

/** Its methods throw googleUnavailable besides what the port says. */
export function createGoogleSignIn(options: GoogleSignInOptions): GoogleSignIn {
  const { clientId, clientSecret, redirectUri } = options;
  const load = once(async () => {
    const [{ OAuth2Client }, { drive }, { createTransporter }] = await Promise.all([
      import('google-auth-library'),
      import('googleapis/build/src/apis/drive/index.js'),
      import('./transporter.ts'),
    ]);
    const transporter = createTransporter();
    const endpoints = { oauth2TokenUrl: options.tokenUrl };
    return { drive, client: () => new OAuth2Client({ clientId, clientSecret, redirectUri, endpoints, transporter }) };
  });

  async function accountBehind(accessToken: string) {
    const { client, drive } = await load();
    const auth = client();
    auth.setCredentials({ access_token: accessToken });
    const about = await drive({ version: 'v3', auth }).about.get(
      { fields: 'user(permissionId,emailAddress)' },
      { rootUrl: options.driveUrl },
    );
    const { permissionId, emailAddress } = about.data.user ?? {};
    if (!permissionId || !emailAddress) throw new Error('Google did not tell whose Drive it is');
    return { id: permissionId, email: emailAddress };
  }

  return {
    authorizationUrl({ state, codeChallenge }) {
      const url = new URL(options.authorizationUrl);
      url.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope,
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        // Without both, a second consent brings no refresh token.
        access_type: 'offline',
        prompt: 'consent',
      }).toString();
      return url.href;
    },

    async exchange(code, codeVerifier) {
      try {
        const { client } = await load();
        const { tokens } = await client().getToken({ code, codeVerifier });
        // The person may have unticked Drive, or Google may have granted less (RFC 6749, 5.1).
        if (!tokens.scope?.split(' ').includes(scope)) {
          throw new Failure('drivePermissionMissing', 'the grant does not include drive.file');
        }
        if (!tokens.refresh_token || !tokens.access_token) {
          throw new Failure('refreshTokenMissing', 'Google gave no refresh token');
        }
        return { refreshToken: tokens.refresh_token, account: await accountBehind(tokens.access_token) };
      } catch (error) {
        const failure = googleFailure(error, 'sign-in');
        // A dead code looks like a dead refresh token at the token endpoint.
        if (failure.code === 'signInNeeded') throw new Failure('googleCodeRefused', failure.message);
        throw failure;
      }
    },
  };
}
