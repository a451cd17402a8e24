/**
 * Clients of Pub/Sub and Secret Manager, or of the emulators and simulators that stand in for them, loaded with the first call.
 * Nothing here waits for the network.
 */
import type { v1 } from '@google-cloud/pubsub';
import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { once } from '../late.ts';

/** Gives the client, the same one each time. */
export type Client<T> = () => Promise<T>;

const scopes = {
  pubsub: 'https://www.googleapis.com/auth/pubsub',
  secrets: 'https://www.googleapis.com/auth/cloud-platform',
};

/** For publishing, over REST; to an emulator at `emulatorHost` (host:port). */
export function createPubSub(projectId: string, emulatorHost: string | undefined): Client<v1.PublisherClient> {
  return once(async () => {
    const [{ v1 }, credentials] = await Promise.all([import('@google-cloud/pubsub'), import('./credentials.ts')]);
    const at = emulatorHost
      ? { ...plainAddress(`http://${emulatorHost}`), authClient: credentials.noCredentials() }
      : { auth: credentials.ownCredentials(scopes.pubsub) };
    return new v1.PublisherClient({ projectId, fallback: true, ...at });
  });
}

/** Google's, or a simulator where the address is plain HTTP. */
export function createSecretManager(projectId: string, url: string): Client<SecretManagerServiceClient> {
  const { protocol, hostname } = new URL(url);
  return once(async () => {
    const [secrets, credentials] = await Promise.all([
      import('@google-cloud/secret-manager'),
      import('./credentials.ts'),
    ]);
    const at =
      protocol === 'http:'
        ? { ...plainAddress(url), authClient: credentials.noCredentials() }
        : { apiEndpoint: hostname, auth: credentials.ownCredentials(scopes.secrets) };
    return new secrets.SecretManagerServiceClient({ projectId, fallback: true, ...at });
  });
}

/** An emulator or simulator. */
function plainAddress(url: string) {
  const { hostname, port } = new URL(url);
  return { protocol: 'http', apiEndpoint: hostname, port: Number(port) };
}
