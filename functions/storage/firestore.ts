/** The client of Firestore, or of the emulator that stands in for it. Nothing here waits for the network. */
import { Firestore } from '@google-cloud/firestore';
import { noCredentials, ownCredentials } from './credentials.ts';
import { oneAttempt } from './one-attempt.ts';

const firestoreScope = 'https://www.googleapis.com/auth/datastore';

export interface FirestoreAddress {
  projectId: string;
  databaseId: string;
  emulatorHost: string | undefined;
}

/** Over REST, which starts faster than gRPC; with `emulatorHost` (host:port) the library goes there by itself. */
export function createFirestore({ projectId, databaseId, emulatorHost }: FirestoreAddress): Firestore {
  const credentials = emulatorHost
    ? { authClient: oneAttempt(noCredentials()) }
    : { auth: oneAttempt(ownCredentials(firestoreScope)) };
  return new Firestore({ projectId, databaseId, preferRest: true, ...credentials });
}
