/** What the processes that our function is compared with call outside by: the clients that it calls by, with nothing of ours around them. */
import { OAuth2Client } from 'google-auth-library';
import { type drive_v3, drive as driveApi } from 'googleapis/build/src/apis/drive/index.js';
import { createClientToken } from '../../functions/banqup/client-token.ts';
import type { ExportConfig } from '../../functions/config.ts';
import { createTransporter } from '../../functions/google/transporter.ts';

const transporter = createTransporter();

/** The Drive behind a refresh token. */
export function createDrive(config: ExportConfig, refreshToken: string): drive_v3.Drive {
  const auth = new OAuth2Client({
    clientId: config.GOOGLE_CLIENT_ID,
    clientSecret: config.GOOGLE_CLIENT_SECRET,
    endpoints: { oauth2TokenUrl: config.GOOGLE_TOKEN_URL },
    transporter,
  });
  auth.setCredentials({ refresh_token: refreshToken });
  return driveApi({ version: 'v3', auth });
}

/** The token at Banqup, renewed when it has to be. */
export function createBanqupToken({ BANQUP_TOKEN_URL, BANQUP_CLIENT_ID, BANQUP_CLIENT_SECRET }: ExportConfig) {
  const credentials = { tokenUrl: BANQUP_TOKEN_URL, clientId: BANQUP_CLIENT_ID, clientSecret: BANQUP_CLIENT_SECRET };
  return createClientToken(credentials, () => new Date());
}
