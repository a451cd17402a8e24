/**
 * The Drive behind a connection: its refresh token is read once from Secret Manager and lives, with the access token, in
 * one client per secret version, which renews the access token by itself.
 */
import { OAuth2Client } from 'google-auth-library';
import type { Connection } from '../domain/connection.ts';
import { Failure } from '../domain/errors.ts';
import type { Drives, Tokens } from '../domain/ports.ts';
import { createDrive, type DriveAddresses } from './drive.ts';
import { googleFailure } from './google-errors.ts';
import { createTransporter } from './transporter.ts';

/** Connections whose clients are kept at once; the one unused for longest goes first. */
const clientsKept = 1000;

export interface DrivesOptions extends DriveAddresses {
  clientId: string;
  clientSecret: string;
  tokenUrl: string;
}

/** Drives for connections; a Drive's calls throw connectionChanged when the connection's secret version is gone. */
export function createDrives(tokens: Tokens, options: DrivesOptions): Drives {
  const transporter = createTransporter();
  const largeTransporter = createTransporter({});
  const clients = new Map<string, Promise<OAuth2Client>>();

  async function createClient({ partnerSpace, secretVersion }: Connection): Promise<OAuth2Client> {
    const refreshToken = await tokens.read(partnerSpace, secretVersion);
    // Not "token dead": somebody has signed in anew, or disconnected (protocol, rule 9).
    if (refreshToken === undefined) throw new Failure('connectionChanged', 'the secret version is gone');
    const client = new OAuth2Client({
      clientId: options.clientId,
      clientSecret: options.clientSecret,
      endpoints: { oauth2TokenUrl: options.tokenUrl },
      transporter,
    });
    client.setCredentials({ refresh_token: refreshToken });
    return client;
  }

  function clientOf(connection: Connection): Promise<OAuth2Client> {
    // Where a partner was erased and has come back, its versions are counted from the beginning, and its generations.
    const { partnerSpace, since, generation, secretVersion } = connection;
    const key = `${partnerSpace}/${since.getTime()}/${generation}/${secretVersion}`;
    const client = clients.get(key) ?? createClient(connection);
    clients.delete(key);
    clients.set(key, client);
    client.catch(() => clients.delete(key));
    const oldest = clients.keys().next();
    if (clients.size > clientsKept && !oldest.done) clients.delete(oldest.value);
    return client;
  }

  /** The client with an access token: what the token endpoint refuses must not be taken for an answer of Drive. */
  async function authorized(connection: Connection): Promise<OAuth2Client> {
    const client = await clientOf(connection);
    await client.getAccessToken().catch((error) => {
      throw googleFailure(error, 'token');
    });
    return client;
  }

  return { of: (connection) => createDrive(() => authorized(connection), largeTransporter, options) };
}
