/**
 * Google's sign-in: authorization code with PKCE, for offline access with the scope `drive.file` alone; and what it has come to since.
 * https://developers.google.com/identity/protocols/oauth2/web-server
 */
import type { OAuth2Client } from 'google-auth-library';
import type { drive_v3 } from 'googleapis/build/src/apis/drive/index.js';
import type { GoogleAccount } from '../domain/connection.ts';
import { Failure } from '../domain/errors.ts';
import type { SeenFolder } from '../domain/folder.ts';
import type { GoogleSignIn } from '../domain/ports.ts';
import { once } from '../late.ts';
import { googleFailure, httpStatusOf } from './google-errors.ts';

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

/** A person waits for what a look finds. */
const lookSeconds = 4;

/** Its methods throw googleUnavailable besides what the port says. */
export function createGoogleSignIn(options: GoogleSignInOptions): GoogleSignIn {
  const { clientId, clientSecret, redirectUri } = options;
  const load = once(async () => {
    const [{ OAuth2Client }, { drive }, { createTransporter }] = await Promise.all([
      import('google-auth-library'),
      import('googleapis/build/src/apis/drive/index.js'),
      import('./transporter.ts'),
    ]);
    const endpoints = { oauth2TokenUrl: options.tokenUrl };
    const client = (signal?: AbortSignal) => {
      const transporter = createTransporter(undefined, signal);
      return new OAuth2Client({ clientId, clientSecret, redirectUri, endpoints, transporter });
    };
    return { client, driveOf: (auth: OAuth2Client) => drive({ version: 'v3', auth }) };
  });
  const api = { rootUrl: options.driveUrl };

  async function accountOf(drive: drive_v3.Drive): Promise<GoogleAccount> {
    const about = await drive.about.get({ fields: 'user(permissionId,emailAddress)' }, api);
    const { permissionId, emailAddress } = about.data.user ?? {};
    if (!permissionId || !emailAddress) throw new Error('Google did not tell whose Drive it is');
    return { id: permissionId, email: emailAddress };
  }

  /** Undefined: there is no such folder for us. */
  async function folderOf(drive: drive_v3.Drive, fileId: string): Promise<SeenFolder | undefined> {
    try {
      const { data } = await drive.files.get({ fileId, fields: 'webViewLink,trashed' }, api);
      return { link: data.webViewLink ?? '', trashed: data.trashed ?? false };
    } catch (error) {
      if (httpStatusOf(error) === 404) return undefined;
      throw error;
    }
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
        const { client, driveOf } = await load();
        const auth = client();
        const { tokens } = await auth.getToken({ code, codeVerifier });
        // The person may have unticked Drive, or Google may have granted less (RFC 6749, 5.1).
        if (!tokens.scope?.split(' ').includes(scope)) {
          throw new Failure('drivePermissionMissing', 'the grant does not include drive.file');
        }
        if (!tokens.refresh_token || !tokens.access_token) {
          throw new Failure('refreshTokenMissing', 'Google gave no refresh token');
        }
        auth.setCredentials({ access_token: tokens.access_token });
        return { refreshToken: tokens.refresh_token, account: await accountOf(driveOf(auth)) };
      } catch (error) {
        const failure = googleFailure(error, 'sign-in');
        // A dead code looks like a dead refresh token at the token endpoint.
        if (failure.code === 'signInNeeded') throw new Failure('googleCodeRefused', failure.message);
        throw failure;
      }
    },

    async look(refreshToken, folderId) {
      const { client, driveOf } = await load();
      const auth = client(AbortSignal.timeout(lookSeconds * 1000));
      auth.setCredentials({ refresh_token: refreshToken });
      try {
        // Before Drive is asked: what the token endpoint refuses must not be taken for an answer of Drive.
        await auth.getAccessToken();
        const drive = driveOf(auth);
        const asked = [accountOf(drive), folderId === undefined ? undefined : folderOf(drive, folderId)] as const;
        const [account, folder] = await Promise.all(asked);
        return { account, ...(folder && { folder }) };
      } catch (error) {
        throw googleFailure(error, 'look');
      }
    },
  };
}
