/** The embedded stand-ins count as Google bills, or `npm run cost` would be wrong. Pages: prices.ts. */
import { afterEach, expect, test } from '@jest/globals';
import { connectFirestore } from '../local/clients.ts';
import { createFirestoreSimulator } from '../simulators/firestore/server.ts';
import { createPubsubSimulator } from '../simulators/pubsub/server.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function aFirestore() {
  const simulator = await createFirestoreSimulator();
  const firestore = connectFirestore(new URL(simulator.url).host, 'p');
  cleanUps.push(simulator.close, () => firestore.terminate());
  const billedFor = async (work: () => Promise<unknown>) => {
    const before = simulator.billed();
    await work();
    const changed = Object.entries(simulator.billed()).map(([unit, now]) => [unit, now - (before[unit] ?? 0)] as const);
    return Object.fromEntries(changed.filter(([, amount]) => amount > 0));
  };
  return { firestore, billedFor };
}

test('Firestore bills a read for each document asked for by name, also one that is missing', async () => {
  const { firestore, billedFor } = await aFirestore();
  const [one, two] = [firestore.doc('a/1'), firestore.doc('a/2')];
  await one.create({ n: 1 });
  expect(await billedFor(() => one.get())).toEqual({ reads: 1 });
  expect(await billedFor(() => two.get())).toEqual({ reads: 1 });
  expect(await billedFor(() => firestore.getAll(one, two))).toEqual({ reads: 2 });
});

test('Firestore bills a query by what it finds, and one read where it finds nothing', async () => {
  const { firestore, billedFor } = await aFirestore();
  const all = firestore.collection('a');
  for (let n = 1; n <= 3; n += 1) await all.doc(String(n)).create({ n });
  expect(await billedFor(() => all.where('n', '>', 1).get())).toEqual({ reads: 2 });
  expect(await billedFor(() => all.where('n', '>', 9).get())).toEqual({ reads: 1 });
  expect(await billedFor(() => all.limit(1).get())).toEqual({ reads: 1 });
});

test('Firestore bills one read for a thousand that are counted, and for none', async () => {
  const { firestore, billedFor } = await aFirestore();
  const all = firestore.collection('a');
  expect(await billedFor(() => all.count().get())).toEqual({ reads: 1 });
  for (let page = 0; page < 3; page += 1) {
    const batch = firestore.batch();
    for (let n = 0; n < 400; n += 1) batch.create(all.doc(`${page}-${n}`), { n });
    expect(await billedFor(() => batch.commit())).toEqual({ writes: 400 });
  }
  expect(await billedFor(() => all.count().get())).toEqual({ reads: 2 });
});

test('Firestore bills each write and delete of a commit, and nothing for one that it refuses', async () => {
  const { firestore, billedFor } = await aFirestore();
  const document = firestore.doc('a/1');
  expect(await billedFor(() => document.create({ n: 1 }))).toEqual({ writes: 1 });
  expect(await billedFor(() => document.create({ n: 1 }).catch(() => undefined))).toEqual({});
  const batch = firestore.batch().update(document, { n: 2 }).delete(firestore.doc('a/2'));
  expect(await billedFor(() => batch.commit())).toEqual({ writes: 1, deletes: 1 });
});

test('Pub/Sub bills a thousand bytes at least, for publishing and for delivering', async () => {
  const simulator = await createPubsubSimulator();
  cleanUps.push(simulator.close);
  await fetch(`${simulator.url}/v1/projects/p/topics/messages`, { method: 'PUT', body: '{}' });
  const publish = async (size: number) => {
    const messages = [{ data: Buffer.alloc(size).toString('base64') }];
    const url = `${simulator.url}/v1/projects/p/topics/messages:publish`;
    expect((await fetch(url, { method: 'POST', body: JSON.stringify({ messages }) })).status).toBe(200);
  };
  await publish(10);
  expect(simulator.billed()).toEqual({ published: 1, bytes: 1_000 });
  await publish(3_000);
  expect(simulator.billed()).toEqual({ published: 2, bytes: 4_000 });
});
