/**
 * What a page reads must not grow with a partner: the manage page through the adapter, counted where the stand-in is asked and as
 * Firestore bills it.
 */
import { afterEach, expect, test } from '@jest/globals';
import * as adapter from '../../functions/storage/records.ts';
import { seedClients, seedExports } from '../bench/seed.ts';
import { aConnection, usual } from '../builders.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { connectFirestore } from '../local/clients.ts';
import { ourIndexes } from '../simulators/firestore/indexes.ts';
import { createFirestoreSimulator } from '../simulators/firestore/server.ts';
import { createConnectApp } from '../unit/connect-app.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** An office with so many clients and exports; answers how many reads a page of its costs. */
async function anOffice(clients: number, exports: number) {
  const simulator = await createFirestoreSimulator({ indexes: ourIndexes() });
  ends.push(simulator.close);
  const project = 'p-pages';
  const firestore = connectFirestore(new URL(simulator.url).host, project);
  ends.push(() => firestore.terminate());
  const connection = aConnection();
  const connections = adapter.createConnections(firestore);
  await connections.create(usual.partnerSpace, connection);
  const activations = await seedClients({ url: simulator.url, project }, connection, clients);
  await seedExports({ url: simulator.url, project }, connection, activations, exports);

  const world = createFakeWorld();
  const ports = {
    ...world.ports,
    connections,
    activations: adapter.createActivations(firestore),
    exports: adapter.createExports(firestore),
    folders: adapter.createFolders(firestore),
    sessions: adapter.createSessions(firestore),
  };
  const visitor = createConnectApp({ ...world, ports }).visitor();
  await visitor.logIn();
  return async (path: string) => {
    const before = simulator.billed()['reads'] ?? 0;
    const { status, text } = await visitor.get(path);
    expect(status).toBe(200);
    return { reads: (simulator.billed()['reads'] ?? 0) - before, text };
  };
}

/** Clients and one more, their count; exports and the client of each; session, connection, folder and what waits. */
const readsAtMost = 51 + 1 + 50 + 50 + 4;

test('the manage page costs no more reads for many clients and exports than what it shows', async () => {
  const [some, many] = [await anOffice(60, 70), await anOffice(600, 900)];
  const reads = [(await some('/manage')).reads, (await many('/manage')).reads];
  expect(reads).toEqual([readsAtMost, readsAtMost]);
});

test('every page of clients costs no more reads than what it shows', async () => {
  const open = await anOffice(600, 0);
  const seen: number[] = [];
  for (let path: string | undefined = '/manage/clients'; path && seen.length < 20; ) {
    const { reads, text }: Awaited<ReturnType<typeof open>> = await open(path);
    seen.push(reads);
    path = /href="(\/manage\/clients\?[^"]+)"/.exec(text)?.[1];
  }
  expect(seen).toHaveLength(12);
  // Session, count, the client after which it begins, and one more than is shown.
  expect(Math.max(...seen)).toBe(3 + 51);
});
