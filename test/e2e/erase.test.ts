/** An operator has a partner erased with the command of infra/operating.md, against processes of their own and Firestore as this machine has it. */
import type { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createActivations, createConnections } from '../../functions/storage/records.ts';
import { connectFirestore, connectSecretManager } from '../local/clients.ts';
import { until } from '../local/until.ts';
import { type Office, startTestSystem, type TestSystem } from './office.ts';
import { aWorkingOffice, treeOf } from './trouble.ts';

let system: TestSystem;
let firestore: Firestore;

beforeAll(async () => {
  system = await startTestSystem();
  firestore = connectFirestore(system.firestore.host, system.project);
}, 60_000);
afterAll(async () => {
  await firestore?.terminate();
  await system?.close();
});

const erase = ({ partnerSpace }: Office) => system.publish('own', JSON.stringify({ kind: 'erase', partnerSpace }));
const logged = (...parts: string[]) =>
  system.logLines.filter((line) => parts.every((part) => line.includes(part))).length;

/** Everything in Firestore that names the partner, wherever it is. */
async function namesOf({ partnerSpace }: Office): Promise<string[]> {
  const collections = await firestore.listCollections();
  const all = await Promise.all(collections.map((collection) => collection.get()));
  const found = all.flatMap(({ docs }) =>
    docs.filter((one) => `${one.id}${JSON.stringify(one.data())}`.includes(partnerSpace)),
  );
  return found.map(({ ref }) => ref.path);
}

async function secretOf({ partnerSpace }: Office): Promise<string> {
  const client = connectSecretManager(system.secretManagerUrl, system.project);
  const name = `projects/${system.project}/secrets/connection-${partnerSpace}`;
  const found = await client.getSecret({ name }).then(
    () => 'there',
    ({ code }) => (code === 5 ? 'gone' : `code ${code}`),
  );
  await client.close();
  return found;
}

/** As if the end were older than a worker's life. */
async function age({ partnerSpace }: Office): Promise<void> {
  const [connections, activations] = [createConnections(firestore), createActivations(firestore)];
  const longAgo = new Date(Date.now() - 20 * 60_000);
  await until('the end is older', async () => {
    const link = await connections.read(partnerSpace);
    return link?.value.state === 'off' && connections.replace(link, { ...link.value, disconnectingAt: longAgo });
  });
  for (const client of await activations.ofPartner(partnerSpace)) {
    await activations.replace(client, { ...client.value, offSince: longAgo });
  }
}

test('a partner is erased with one command: nothing names it any more, its file stays, and another partner is as before', async () => {
  const [office, other] = [await aWorkingOffice(system), await aWorkingOffice(system)];
  await office.release(office.client, 'PURCHASES');
  await office.files(1);
  const before = (await treeOf(system, office)).map(({ path }) => path);
  expect((await namesOf(office)).length).toBeGreaterThan(5);
  expect(await secretOf(office)).toBe('there');

  await erase(office);
  await until('its link is off', async () => (await office.manage()).text.includes('Google Drive staat uit'));
  expect(logged('partner erased')).toBe(0);
  await age(office);
  await erase(office);
  await until('it is erased', () => logged('partner erased', office.partnerSpace) > 0);
  expect(await namesOf(office)).toEqual([]);
  expect(await secretOf(office)).toBe('gone');

  const late = await office.release(office.client, 'PURCHASES');
  await until('its message is acknowledged', () => logged('nobody has this client switched on', late) > 0);
  // What `find` has an operator look for in the log.
  const line = system.logLines.find((one) => one.includes('nobody has this client switched on') && one.includes(late));
  expect(JSON.parse(line?.slice(line.indexOf('{')) ?? '')).toMatchObject({ documentId: late });
  await system.compareAll();
  await other.release(other.client, 'PURCHASES');
  await other.files(1);
  expect(await namesOf(office)).toEqual([]);
  expect((await treeOf(system, office)).map(({ path }) => path)).toEqual(before);
  expect(await secretOf(other)).toBe('there');
}, 120_000);
