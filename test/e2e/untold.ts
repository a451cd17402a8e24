/** A document of which Banqup never told, and an office old enough that it is missed: what is younger than a quarter of an hour may still be on its way. */
import { activationId } from '../../functions/domain/activation.ts';
import { createActivations, createConnections } from '../../functions/storage/records.ts';
import { connectFirestore } from '../local/clients.ts';
import { until } from '../local/until.ts';
import { bytesOf, type Office, type TestSystem } from './office.ts';

export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/** The office has been connected, and has had its client on, for an hour. */
export async function ageByAnHour(system: TestSystem, { partnerSpace, client }: Office): Promise<void> {
  const firestore = connectFirestore(system.firestore.host, system.project);
  const [connections, activations] = [createConnections(firestore), createActivations(firestore)];
  const since = minutesAgo(60);
  await until('the connection is older', async () => {
    const stored = await connections.read(partnerSpace);
    return stored && connections.replace(stored, { ...stored.value, since });
  });
  await until('the client is too', async () => {
    const stored = await activations.read(activationId(partnerSpace, client.space));
    return stored && activations.replace(stored, { ...stored.value, since });
  });
  await firestore.terminate();
}

/** Approved twenty minutes ago, and its message never came. */
export async function releaseUntold(system: TestSystem, { client }: Office): Promise<string> {
  const ubl = await bytesOf('invoice-one-rate.xml');
  const { documentId } = system.banqup.addDocument({ space: client.space, folder: 'PURCHASES', ubl });
  system.banqup.releaseUntold(documentId, minutesAgo(20));
  return documentId;
}
