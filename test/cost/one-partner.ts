/** One partner as it is measured (npm run cost, npm run bench): connected for a while, its clients switched on, all its folders there. */
import { readdir, readFile } from 'node:fs/promises';
import { createActivations, createConnections } from '../../functions/storage/records.ts';
import { connectFirestore } from '../local/clients.ts';
import { install, signInWithGoogle } from '../local/journey.ts';
import type { LocalSystem } from '../local/system.ts';
import { until } from '../local/until.ts';
import { createVisitor } from '../local/visitor.ts';
import type { Account } from '../simulators/google/accounts.ts';
import type { Meter } from './meter.ts';

export interface OnePartner {
  partnerSpace: string;
  /** Of its clients. */
  spaces: string[];
  /** Of its Google account. */
  email: string;
}

/** Documents under way at once: fewer than our own pace for an account would hold back (export/pace.ts). */
const underWay = 4;

/**
 * Connects it through the doors that people and Banqup use; answers when every folder is there. With the first of Google's
 * accounts, unless another one is given.
 */
export async function connectPartner(
  system: LocalSystem,
  clients: number,
  account: Account | undefined = system.google.accounts[0],
): Promise<OnePartner> {
  if (!account) throw new Error('Google has no accounts');
  const { displayName: administrator } = account;
  const partnerSpace = system.banqup.createPartnerSpace({ name: `Kantoor ${administrator}` });
  const memberships = [{ partnerSpace, role: 'ADMINISTRATOR' as const }];
  system.banqup.createUser({ name: administrator, email: account.email, memberships });
  const visitor = createVisitor();
  await signInWithGoogle(visitor, await install(system, visitor, administrator), administrator);
  const spaces: string[] = [];
  for (let index = 1; index <= clients; index += 1) {
    const space = system.banqup.createClient({
      name: `Klant ${index} van ${administrator}`,
      partnerSpaces: [partnerSpace],
    });
    const outcome = await system.banqup.activate(partnerSpace, space);
    if (!outcome.ok) throw new Error(`not activated: ${outcome.status} ${outcome.body}`);
    spaces.push(space);
  }
  const { email } = account;
  const folders = 1 + 3 * clients;
  await until('every folder is there', () => system.google.tree(email).length === folders, 30 + folders);
  return { partnerSpace, spaces, email };
}

/** Makes the link and the switch-ons an hour older: what is new is looked at more closely. */
export async function age(system: LocalSystem, { partnerSpace }: OnePartner): Promise<void> {
  const firestore = connectFirestore(system.firestore.host, system.project);
  const [connections, activations] = [createConnections(firestore), createActivations(firestore)];
  const earlier = (moment: Date) => new Date(moment.getTime() - 3_600_000);
  const connection = await connections.read(partnerSpace);
  if (!connection) throw new Error('the partner is not connected');
  const { careAt: _careAt, ...value } = connection.value;
  const [since, accountSince] = [earlier(value.since), earlier(value.accountSince)];
  if (!(await connections.replace(connection, { ...value, since, accountSince })))
    throw new Error('the link has changed');
  for (const activation of await activations.activeOfPartner(partnerSpace)) {
    await activations.replace(activation, { ...activation.value, since: earlier(activation.value.since) });
  }
  await firestore.terminate();
}

/** Our valid documents, in the order of their names. */
export async function readSamples(): Promise<Uint8Array[]> {
  const folder = new URL('../samples/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.xml')).sort();
  return Promise.all(names.map(async (name) => new Uint8Array(await readFile(new URL(name, folder)))));
}

/** Has so many of our samples approved or sent, one client after another; answers when each has ended. */
export async function createSender(system: LocalSystem, meter: Meter, spaces: readonly string[]) {
  const samples = await readSamples();
  let sent = 0;

  return async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) {
      await meter.quiet(underWay - 1);
      const [space, ubl] = [spaces[sent % spaces.length], samples[sent % samples.length]];
      if (!space || !ubl) throw new Error('no clients, or no samples');
      // Each client has both.
      const isPurchase = Math.floor(sent / spaces.length) % 2 === 0;
      const { documentId } = system.banqup.addDocument({ space, folder: isPurchase ? 'PURCHASES' : 'SALES', ubl });
      await (isPurchase ? system.banqup.approve(documentId) : system.banqup.send(documentId));
      sent += 1;
    }
    await meter.quiet();
  };
}
