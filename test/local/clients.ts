/** Google's clients for an emulator or a stand-in: over REST to a plain address, without credentials. */
import { Firestore } from '@google-cloud/firestore';
import { v1 } from '@google-cloud/pubsub';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { type AuthClient, PassThroughClient } from 'google-auth-library';

/** Firestore at host:port, whatever the environment says. */
export function connectFirestore(
  host: string,
  projectId: string,
  authClient: AuthClient = new PassThroughClient(),
): Firestore {
  // The client prefers this variable to the host that it is given.
  const { FIRESTORE_EMULATOR_HOST: elsewhere } = process.env;
  delete process.env['FIRESTORE_EMULATOR_HOST'];
  const firestore = new Firestore({ projectId, preferRest: true, host, ssl: false, authClient });
  if (elsewhere !== undefined) process.env['FIRESTORE_EMULATOR_HOST'] = elsewhere;
  return firestore;
}

/** A publisher at http://host:port. */
export function connectPublisher(url: string, projectId: string): v1.PublisherClient {
  return new v1.PublisherClient({ projectId, ...plain(url) });
}

/** Secret Manager at http://host:port. */
export function connectSecretManager(url: string, projectId: string): SecretManagerServiceClient {
  return new SecretManagerServiceClient({ projectId, ...plain(url) });
}

function plain(url: string) {
  const { hostname, port } = new URL(url);
  const address = { protocol: 'http', apiEndpoint: hostname, port: Number(port) };
  return { fallback: true, ...address, authClient: new PassThroughClient() };
}
