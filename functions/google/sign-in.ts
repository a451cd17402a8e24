/**
 * Google's sign-in: authorization code with PKCE, for offline access with the scope `drive.file` alone.
 * https://developers.google.com/identity/protocols/oauth2/web-server
 */
import { CodeChallengeMethod, OAuth2Client } from 'google-auth-library';
import { drive as driveApi } from 'googleapis/build/src/apis/drive/index.js';
import { Failure } from '../domain/errors.ts';
import type { GoogleSignIn } from '../domain/ports.ts';
import { googleFailure } from './google-errors.ts';
import { createTransporter } from './transporter.ts';

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
  const transporter = createTransporter();
  const client = () =>
    new OAuth2Client({
      clientId: options.clientId,
      clientSecret: options.clientSecret,
      redirectUri: options.redirectUri,
      endpoints: { oauth2AuthBaseUrl: options.authorizationUrl, oauth2TokenUrl: options.tokenUrl },
      transporter,
    });

  async function accountBehind(accessToken: string) {
    const auth = client();
    auth.setCredentials({ access_token: accessToken });
    const about = await driveApi({ version: 'v3', auth }).about.get(
      { fields: 'user(permissionId,emailAddress)' },
      { rootUrl: options.driveUrl },
    );
    const { permissionId, emailAddress } = about.data.user ?? {};
    if (!permissionId || !emailAddress) throw new Error('Google did not tell whose Drive it is');
    return { id: permissionId, email: emailAddress };
  }

  return {
    authorizationUrl: ({ state, codeChallenge }) =>
      client().generateAuthUrl({
        scope,
        state,
        code_challenge: codeChallenge,
        code_challenge_method: CodeChallengeMethod.S256,
        // Without both, a second consent brings no refresh token.
        access_type: 'offline',
        prompt: 'consent',
      }),

    async exchange(code, codeVerifier) {
      try {
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
