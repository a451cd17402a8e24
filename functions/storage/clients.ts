/**
 * Clients of Google Cloud, or of the emulators and simulators that stand in for it. Nothing here waits for the network; what few
 * calls need is loaded with the first of them, so that an instance starts without it.
 */
import { Firestore } from '@google-cloud/firestore';
import type { v1 } from '@google-cloud/pubsub';
import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { GoogleAuth, PassThroughClient } from 'google-auth-library';
import { oneAttempt } from './one-attempt.ts';

const firestoreScope = 'https://www.googleapis.com/auth/datastore';

/** Over REST, which starts faster than gRPC; with `emulatorHost` (host:port) the library goes there by itself. */
export function createFirestore(at: {
  projectId: string;
  databaseId: string;
  emulatorHost: string | undefined;
}): Firestore {
  const { projectId, databaseId, emulatorHost } = at;
  const credentials = emulatorHost
    ? { authClient: oneAttempt(new PassThroughClient()) }
    : { auth: oneAttempt(new GoogleAuth({ scopes: firestoreScope })) };
  return new Firestore({ projectId, databaseId, preferRest: true, ...credentials });
}

/** Gives the client, the same one each time. */
export type Client<T> = () => Promise<T>;

/** For publishing, over REST; to an emulator at `emulatorHost` (host:port). */
export function createPubSub(projectId: string, emulatorHost: string | undefined): Client<v1.PublisherClient> {
  const emulator = emulatorHost && plainAddress(`http://${emulatorHost}`);
  return once(async () => {
    const { v1 } = await import('@google-cloud/pubsub');
    return new v1.PublisherClient({ projectId, fallback: true, ...emulator });
  });
}

/** Google's, or a simulator where the address is plain HTTP. */
export function createSecretManager(projectId: string, url: string): Client<SecretManagerServiceClient> {
  const { protocol, hostname } = new URL(url);
  const address = protocol === 'http:' ? plainAddress(url) : { apiEndpoint: hostname };
  return once(async () => {
    const { SecretManagerServiceClient } = await import('@google-cloud/secret-manager');
    return new SecretManagerServiceClient({ projectId, fallback: true, ...address });
  });
}

function once<T>(make: Client<T>): Client<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** An emulator or simulator: plain HTTP, no credentials. */
function plainAddress(url: string) {
  const { hostname, port } = new URL(url);
  return { protocol: 'http', apiEndpoint: hostname, port: Number(port), authClient: new PassThroughClient() };
}
