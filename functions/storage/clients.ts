/** Clients of Google Cloud, or of the emulators and simulators that stand in for it. Nothing here waits for the network. */
import { Firestore } from '@google-cloud/firestore';
import { v1 } from '@google-cloud/pubsub';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { GoogleAuth, PassThroughClient } from 'google-auth-library';
import { oneAttempt } from './one-attempt.ts';

const firestoreScope = 'https://www.googleapis.com/auth/datastore';

/** Node's own fetch: the library's would have to be loaded first and takes more CPU. */
const transporterOptions = { fetchImplementation: fetch };

/** Over REST, which starts faster than gRPC; with `emulatorHost` (host:port) the library goes there by itself. */
export function createFirestore(at: {
  projectId: string;
  databaseId: string;
  emulatorHost: string | undefined;
}): Firestore {
  const { projectId, databaseId, emulatorHost } = at;
  const credentials = emulatorHost
    ? { authClient: oneAttempt(new PassThroughClient({ transporterOptions })) }
    : { auth: oneAttempt(new GoogleAuth({ scopes: firestoreScope, clientOptions: { transporterOptions } })) };
  return new Firestore({ projectId, databaseId, preferRest: true, ...credentials });
}

/** For publishing, over REST; to an emulator at `emulatorHost` (host:port). */
export function createPubSub(projectId: string, emulatorHost: string | undefined): v1.PublisherClient {
  const emulator = emulatorHost && plainAddress(`http://${emulatorHost}`);
  return new v1.PublisherClient({ projectId, fallback: true, ...emulator });
}

/** Google's, or a simulator where the address is plain HTTP. */
export function createSecretManager(projectId: string, url: string): SecretManagerServiceClient {
  const { protocol, hostname } = new URL(url);
  const address = protocol === 'http:' ? plainAddress(url) : { apiEndpoint: hostname };
  return new SecretManagerServiceClient({ projectId, fallback: true, ...address });
}

/** An emulator or simulator: plain HTTP, no credentials. */
function plainAddress(url: string) {
  const { hostname, port } = new URL(url);
  return { protocol: 'http', apiEndpoint: hostname, port: Number(port), authClient: new PassThroughClient() };
}
