/** Our records; Firestore's client is loaded with the first call to one of them. */
import type {
  Activations,
  Checks,
  Connections,
  DeadLetters,
  Exports,
  Folders,
  Notices,
  Sessions,
  SignIns,
} from '../domain/ports.ts';
import { late, once } from '../late.ts';
import type { FirestoreAddress } from './firestore.ts';

/** Every kind of record. */
export function createRecords(at: FirestoreAddress) {
  const load = once(async () => {
    const [{ createFirestore }, records] = await Promise.all([import('./firestore.ts'), import('./records.ts')]);
    return { firestore: createFirestore(at), records };
  });
  type Loaded = Awaited<ReturnType<typeof load>>;
  const make = <T>(create: (loaded: Loaded) => T) => load().then(create);

  return {
    connections: late<Connections>(() => make(({ firestore, records }) => records.createConnections(firestore))),
    activations: late<Activations>(() => make(({ firestore, records }) => records.createActivations(firestore))),
    folders: late<Folders>(() => make(({ firestore, records }) => records.createFolders(firestore))),
    exports: late<Exports>(() => make(({ firestore, records }) => records.createExports(firestore))),
    checks: late<Checks>(() => make(({ firestore, records }) => records.createChecks(firestore))),
    deadLetters: late<DeadLetters>(() => make(({ firestore, records }) => records.createDeadLetters(firestore))),
    notices: late<Notices>(() => make(({ firestore, records }) => records.createNotices(firestore))),
    sessions: late<Sessions>(() => make(({ firestore, records }) => records.createSessions(firestore))),
    signIns: late<SignIns>(() => make(({ firestore, records }) => records.createSignIns(firestore))),
  };
}
