/** The OAuth clients (apps) that the simulated Google knows, and how they prove who they are at the token endpoint. */
import { OAuthError } from './errors.ts';

export type Client = {
  clientId: string;
  clientSecret: string;
  redirectUris: readonly string[];
  /** The app's name on the consent page. */
  name: string;
  /** Google has not verified it: people are warned before they are asked to agree. */
  unverified?: boolean;
};

export type Clients = {
  find(clientId: string): Client | undefined;
  /** The client behind an Authorization header or a form; 401 `invalid_client` when the secret is not its own. */
  authenticate(authorization: string | undefined, form: URLSearchParams): Client;
};

/** These clients and no other. */
export function createClients(clients: readonly Client[]): Clients {
  const find = (clientId: string) => clients.find((client) => client.clientId === clientId);
  return {
    find,
    authenticate(authorization, form) {
      const { id, secret } = authorization?.startsWith('Basic ')
        ? readBasic(authorization.slice('Basic '.length))
        : { id: form.get('client_id') ?? '', secret: form.get('client_secret') };
      const client = find(id);
      if (!client) throw new OAuthError(401, 'invalid_client', 'The OAuth client was not found.');
      if (secret !== client.clientSecret) throw new OAuthError(401, 'invalid_client', 'Unauthorized');
      return client;
    },
  };
}

/** RFC 6749, 2.3.1: both halves are form-encoded before they are joined. */
function readBasic(credentials: string): { id: string; secret: string } {
  const [id = '', ...secret] = Buffer.from(credentials, 'base64').toString().split(':');
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  return { id: decode(id), secret: decode(secret.join(':')) };
}
