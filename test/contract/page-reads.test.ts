/**
 * What a page reads must not grow with a partner: the manage pages through the adapter, counted where the stand-in is asked and as
 * Firestore bills it.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parkingCodes } from '../../functions/domain/errors.ts';
import * as adapter from '../../functions/storage/records.ts';
import { seedClients, seedExports } from '../bench/seed.ts';
import { usual } from '../builders.ts';
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
  const world = createFakeWorld();
  const connection = world.connect();
  const connections = adapter.createConnections(firestore);
  await connections.create(usual.partnerSpace, connection);
  const activations = await seedClients({ url: simulator.url, project }, connection, clients);
  await seedExports({ url: simulator.url, project }, connection, activations, exports);

  const ports = {
    ...world.ports,
    connections,
    activations: adapter.createActivations(firestore),
    exports: adapter.createExports(firestore),
    folders: adapter.createFolders(firestore),
    checks: adapter.createChecks(firestore),
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

/** Session and connection, which every page reads. */
const always = 2;
/** Causes for which documents may wait, each counted once some wait. */
const causes = parkingCodes.length;

const pages: [path: string, reads: number][] = [
  // Folder; what was exported today, waits, was rejected, by cause; clients; ten documents with the names of their clients.
  ['/manage', always + 1 + 3 + causes + 1 + 10 + 10],
  // One more than is shown, and the names of their clients.
  ['/manage/documents', always + 51 + 51],
  ['/manage/documents?status=exported', always + 51 + 51],
  ['/manage/documents?status=rejected', always + 1],
  ['/manage/documents?cause=driveFull', always + 1],
  // Their count; one more than is shown, and of each that is its last document and three counts.
  ['/manage/clients', always + 1 + 21 + 20 * 4],
  ['/manage/clients?from=b', always + 1 + 21 + 20 * 4],
  ['/manage/clients?q=kapsalon', always + 1 + 21 + 20 * 4],
  ['/manage/clients?q=nobody', always + 1 + 1],
  // What waits.
  ['/manage/off', always + 1],
  // Folder.
  ['/installed', always + 1],
];

describe('a page costs no more reads for many clients and exports than what it shows:', () => {
  let offices: Awaited<ReturnType<typeof anOffice>>[];

  beforeEach(async () => {
    offices = [await anOffice(180, 200), await anOffice(600, 900)];
  });

  test('each of them', async () => {
    const seen: [string, number[]][] = [];
    for (const [path] of pages) {
      const reads: number[] = [];
      for (const open of offices) reads.push((await open(path)).reads);
      seen.push([path, reads]);
    }
    expect(seen).toEqual(pages.map(([path, reads]) => [path, offices.map(() => reads)]));
  });

  test('every page of clients and of documents, from the first to the last', async () => {
    const [, large] = offices;
    for (const [first, count, readsAtMost] of [
      ['/manage/clients', 30, 104 + 1],
      ['/manage/documents', 18, 104 + 1],
    ] as const) {
      const seen: number[] = [];
      for (let path: string | undefined = first; path && large && seen.length < 40; ) {
        const { reads, text }: Awaited<ReturnType<typeof large>> = await large(path);
        seen.push(reads);
        path = /href="([^"]+[?&]after=[^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
      }
      expect([first, seen.length, Math.max(...seen)]).toEqual([first, count, readsAtMost]);
    }
  });

  test('the page of a client and of its month', async () => {
    const seen: number[][] = [];
    for (const open of offices) {
      const { text } = await open('/manage/clients');
      const client = /\?client=([0-9a-f-]{36})/.exec(text)?.[1];
      const documents = await open(`/manage/documents?client=${client}`);
      const shown = documents.text.split('<tr').length - 2;
      const month = await open(`/manage/completeness?client=${client}`);
      seen.push([documents.reads - shown, month.reads]);
    }
    // Of the client its own record, and its name once; of the month session, client and comparison.
    expect(seen).toEqual(offices.map(() => [always + 1 + 1, 3]));
  });
});
