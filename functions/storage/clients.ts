/**
 * Clients of Pub/Sub and Secret Manager, or of the emulators and simulators that stand in for them, loaded with the first call.
 * Nothing here waits for the network.
 */
import type { v1 } from '@google-cloud/pubsub';
import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { once } from '../late.ts';

/** Gives the client, the same one each time. */
export type Client<T> = () => Promise<T>;

/** For publishing, over REST; to an emulator at `emulatorHost` (host:port). */
export function createPubSub(projectId: string, emulatorHost: string | undefined): Client<v1.PublisherClient> {
  return once(async () => {
    const { v1 } = await import('@google-cloud/pubsub');
    const emulator = emulatorHost && (await plainAddress(`http://${emulatorHost}`));
    return new v1.PublisherClient({ projectId, fallback: true, ...emulator });
  });
}

/** Google's, or a simulator where the address is plain HTTP. */
export function createSecretManager(projectId: string, url: string): Client<SecretManagerServiceClient> {
  const { protocol, hostname } = new URL(url);
  return once(async () => {
    const { SecretManagerServiceClient } = await import('@google-cloud/secret-manager');
    const address = protocol === 'http:' ? await plainAddress(url) : { apiEndpoint: hostname };
    return new SecretManagerServiceClient({ projectId, fallback: true, ...address });
  });
}

/** An emulator or simulator: plain HTTP, no credentials. */
async function plainAddress(url: string) {
  const { PassThroughClient } = await import('google-auth-library');
  const { hostname, port } = new URL(url);
  return { protocol: 'http', apiEndpoint: hostname, port: Number(port), authClient: new PassThroughClient() };
}
