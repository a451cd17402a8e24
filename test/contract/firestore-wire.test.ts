/**
 * What this project relies on in Firestore, asked over REST by Google's own client: once of the embedded stand-in, once
 * of Google's emulator. Each test has a project of its own, so none sees another's documents.
 */
import { randomUUID } from 'node:crypto';
import {
  FieldPath,
  FieldValue,
  Filter,
  type Firestore,
  type Query,
  type QueryDocumentSnapshot,
} from '@google-cloud/firestore';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connectFirestore } from '../local/clients.ts';
import { type Emulator, kindsToTest, startKind } from '../local/emulators.ts';
import { createFirestoreSimulator } from '../simulators/firestore/server.ts';

const ALREADY_EXISTS = 6;
const FAILED_PRECONDITION = 9;
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;

const ids = async (query: Query) => (await query.get()).docs.map(({ id }) => id);

async function fill(firestore: Firestore, documents: Record<string, object>) {
  const batch = firestore.batch();
  for (const [id, fields] of Object.entries(documents)) batch.set(firestore.doc(`invoices/${id}`), fields);
  await batch.commit();
  return firestore.collection('invoices');
}

/** Without indexes: it serves every query, as Google's emulator does. */
async function startEmbedded(): Promise<Omit<Emulator, 'kind'>> {
  const { url, close } = await createFirestoreSimulator();
  return { host: new URL(url).host, url, close };
}

describe.each(kindsToTest('firestore'))('Firestore over REST (%s)', (kind) => {
  let emulator: Omit<Emulator, 'kind'>;
  let projectId: string;
  let firestore: Firestore;

  beforeAll(async () => {
    emulator = kind === 'embedded' ? await startEmbedded() : await startKind('firestore', kind, () => {});
  });
  afterAll(() => emulator.close());
  beforeEach(() => {
    projectId = `p-${randomUUID()}`;
    firestore = connectFirestore(emulator.host, projectId);
  });
  afterEach(() => firestore.terminate());

  test('lets exactly one of many concurrent creates of a document win', async () => {
    const document = firestore.doc('exports/one');
    const all = await Promise.allSettled(Array.from({ length: 8 }, (_, by) => document.create({ by })));
    const winners = all.flatMap((one, by) => (one.status === 'fulfilled' ? by : []));
    expect(winners).toHaveLength(1);
    expect((await document.get()).data()).toEqual({ by: winners[0] });
    for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: ALREADY_EXISTS });
  });

  test('refuses an update with a stale lastUpdateTime, takes one with the current', async () => {
    const document = firestore.doc('exports/one');
    const { writeTime: stale } = await document.create({ n: 1 });
    const { writeTime: current } = await document.update({ n: 2 }, { lastUpdateTime: stale });
    await expect(document.update({ n: 3 }, { lastUpdateTime: stale })).rejects.toMatchObject({
      code: FAILED_PRECONDITION,
    });
    expect((await document.get()).data()).toEqual({ n: 2 });
    await document.update({ n: 4 }, { lastUpdateTime: current });
    expect((await document.get()).data()).toEqual({ n: 4 });
  });

  test('lets exactly one of many concurrent compare-and-sets win', async () => {
    const document = firestore.doc('exports/one');
    const { writeTime } = await document.create({ by: -1 });
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, (_, by) => document.update({ by }, { lastUpdateTime: writeTime })),
    );
    const winners = all.flatMap((one, by) => (one.status === 'fulfilled' ? by : []));
    expect(winners).toHaveLength(1);
    expect((await document.get()).data()).toEqual({ by: winners[0] });
  });

  test('refuses a delete with a stale lastUpdateTime, or of what must exist and does not', async () => {
    const document = firestore.doc('exports/one');
    const { writeTime: stale } = await document.create({ n: 1 });
    await document.update({ n: 2 });
    await expect(document.delete({ lastUpdateTime: stale })).rejects.toMatchObject({ code: FAILED_PRECONDITION });
    await document.delete({ exists: true });
    await expect(document.delete({ exists: true })).rejects.toMatchObject({ code: NOT_FOUND });
    await document.delete();
    expect((await document.get()).exists).toBe(false);
  });

  test('answers NOT_FOUND to an update of a document that is not there', async () => {
    await expect(firestore.doc('exports/none').update({ n: 1 })).rejects.toMatchObject({ code: NOT_FOUND });
  });

  test('answers FAILED_PRECONDITION to a compare-and-set on a document that is gone', async () => {
    const document = firestore.doc('exports/one');
    const { writeTime } = await document.create({ n: 1 });
    await document.delete();
    await expect(document.update({ n: 2 }, { lastUpdateTime: writeTime })).rejects.toMatchObject({
      code: FAILED_PRECONDITION,
    });
  });

  test('commits a batch as a whole or not at all', async () => {
    const [first, second] = [firestore.doc('exports/one'), firestore.doc('exports/two')];
    await second.create({ n: 1 });
    const failing = firestore.batch().set(first, { n: 2 }).create(second, { n: 2 });
    await expect(failing.commit()).rejects.toMatchObject({ code: ALREADY_EXISTS });
    expect((await first.get()).exists).toBe(false);
    const [one, two] = await firestore.batch().create(first, { n: 3 }).update(second, { n: 3 }).commit();
    expect(one?.writeTime).toEqual(two?.writeTime);
    expect((await firestore.getAll(first, second)).map((document) => document.get('n'))).toEqual([3, 3]);
  });

  test('gives every commit an update time of its own, later than those before', async () => {
    const documents = Array.from({ length: 20 }, (_, n) => firestore.doc(`exports/${n}`));
    const times = (await Promise.all(documents.map((document) => document.set({ n: 1 })))).map(({ writeTime }) =>
      writeTime.valueOf(),
    );
    expect(new Set(times).size).toBe(20);
    const next = (await firestore.doc('exports/next').set({ n: 1 })).writeTime.valueOf();
    expect(times.every((time) => time < next)).toBe(true);
  });

  test('orders server timestamps as update times, in whole milliseconds, none later than its commit', async () => {
    const pairs: { at: number; updated: number }[] = [];
    for (let n = 0; n < 10; n += 1) {
      const document = firestore.doc(`exports/${n}`);
      await document.create({ at: FieldValue.serverTimestamp() });
      const read = await document.get();
      expect(read.get('at').nanoseconds % 1_000_000).toBe(0);
      expect(read.updateTime?.valueOf()).toBe(read.createTime?.valueOf());
      pairs.push({ at: read.get('at').toMillis(), updated: read.updateTime?.toMillis() ?? 0 });
    }
    expect(pairs.every(({ at, updated }) => at <= updated)).toBe(true);
    expect(pairs.map(({ at }) => at)).toEqual(pairs.map(({ at }) => at).sort((a, b) => a - b));
    const found = await ids(firestore.collection('exports').orderBy('at').orderBy(FieldPath.documentId()));
    expect(found).toEqual(Array.from({ length: 10 }, (_, n) => String(n)));
  });

  test('reads at a time that is not before what it shows', async () => {
    const { writeTime } = await firestore.doc('exports/one').create({ n: 1 });
    const { readTime } = await firestore.collection('exports').get();
    expect(readTime.valueOf() >= writeTime.valueOf()).toBe(true);
    const nothing = await firestore.collection('exports').where('n', '>', 1).get();
    expect(nothing.docs).toEqual([]);
    expect(nothing.readTime.valueOf() >= readTime.valueOf()).toBe(true);
  });

  test('keeps the update time when a write changes nothing', async () => {
    const document = firestore.doc('exports/one');
    const { writeTime } = await document.set({ n: 1, map: { deep: 'x' } });
    expect((await document.update({ n: 1 })).writeTime).toEqual(writeTime);
    expect((await document.update({ n: 2 })).writeTime).not.toEqual(writeTime);
  });

  test('changes only the fields named in an update, and counts, deletes and joins on the server', async () => {
    const document = firestore.doc('exports/one');
    await document.set({ n: 1, gone: true, list: [1, 'a'], map: { kept: 1, gone: 2 }, 'odd.na`me': 1 });
    await document.update(
      'map.gone',
      FieldValue.delete(),
      'map.new.deep',
      3,
      new FieldPath('odd.na`me'),
      FieldValue.increment(4),
    );
    await document.update({ n: FieldValue.increment(2), gone: FieldValue.delete() });
    await document.update({ list: FieldValue.arrayUnion('a', 'b'), half: FieldValue.increment(0.5) });
    await document.set({ map: { merged: true } }, { merge: true });
    expect((await document.get()).data()).toEqual({
      n: 3,
      half: 0.5,
      list: [1, 'a', 'b'],
      map: { kept: 1, new: { deep: 3 }, merged: true },
      'odd.na`me': 5,
    });
    await document.set({ n: 9 });
    expect((await document.get()).data()).toEqual({ n: 9 });
  });

  test('reads many documents at once, with only the fields asked for, and says which are missing', async () => {
    const invoices = await fill(firestore, { a: { n: 1, text: 'x', map: { x: 1, y: 2 } }, c: { n: 3 } });
    const read = await firestore.getAll(invoices.doc('a'), invoices.doc('b'), invoices.doc('c'), {
      fieldMask: ['n', 'map.y'],
    });
    expect(read.map((one) => one.data())).toEqual([{ n: 1, map: { y: 2 } }, undefined, { n: 3 }]);
  });

  test('finds by comparison, only values of the same type, and never what lacks the field', async () => {
    const invoices = await fill(firestore, {
      a: { n: 1 },
      b: { n: 2.5 },
      c: { n: 3 },
      d: { n: '2' },
      e: { n: null },
      f: { other: 1 },
    });
    expect(await ids(invoices.where('n', '==', 1.0))).toEqual(['a']);
    expect(await ids(invoices.where('n', '<', 3))).toEqual(['a', 'b']);
    expect(await ids(invoices.where('n', '<=', 3))).toEqual(['a', 'b', 'c']);
    expect(await ids(invoices.where('n', '>', 1))).toEqual(['b', 'c']);
    expect(await ids(invoices.where('n', '>=', 2.5))).toEqual(['b', 'c']);
    expect(await ids(invoices.where('n', '!=', 3))).toEqual(['a', 'b', 'd']);
    expect(await ids(invoices.where('n', 'in', [1, '2', 7]))).toEqual(['a', 'd']);
    expect(await ids(invoices.where('n', '==', null))).toEqual(['e']);
    expect(await ids(invoices.where('n', '!=', null))).toEqual(['a', 'b', 'c', 'd']);
    expect(await ids(invoices.where(FieldPath.documentId(), 'in', ['a', 'f']))).toEqual(['a', 'f']);
  });

  test('joins filters with AND and OR', async () => {
    const invoices = await fill(firestore, {
      a: { x: 1, y: 1 },
      b: { x: 1, y: 2 },
      c: { x: 2, y: 1 },
      d: { x: 3, y: 3 },
    });
    expect(await ids(invoices.where('x', '==', 1).where('y', '>', 1))).toEqual(['b']);
    const either = Filter.or(
      Filter.where('x', '==', 3),
      Filter.and(Filter.where('x', '==', 2), Filter.where('y', '==', 1)),
    );
    expect(await ids(invoices.where(either))).toEqual(['c', 'd']);
  });

  test('orders by several fields, and by the document id at last', async () => {
    const invoices = await fill(firestore, {
      c: { x: 1, y: 1 },
      a: { x: 1, y: 2 },
      b: { x: 1, y: 2 },
      d: { x: 0, y: 5 },
      e: { x: 0 },
    });
    expect(await ids(invoices.orderBy('x').orderBy('y', 'desc'))).toEqual(['d', 'b', 'a', 'c']);
    expect(await ids(invoices.orderBy('x', 'desc').limit(2))).toEqual(['c', 'b']);
    expect(await ids(invoices.where('y', '<', 5))).toEqual(['c', 'a', 'b']);
  });

  test('orders values of all types as Firestore documents it', async () => {
    const ordered = [
      null,
      false,
      true,
      Number.NaN,
      -1,
      0.5,
      1,
      new Date(1),
      'A',
      'a',
      'é',
      '\uFFFD',
      '😀',
      Buffer.from([1]),
    ];
    const ascending = [...ordered, firestore.doc('a/b'), [], [1], [1, 0], ['a'], {}, { a: 1 }, { a: 2 }, { b: 0 }];
    // The ids go the other way, so that a value taken for equal shows.
    const letters = ascending.map((_, index) => String.fromCharCode(122 - index));
    const invoices = await fill(firestore, Object.fromEntries(letters.map((id, at) => [id, { value: ascending[at] }])));
    expect(await ids(invoices.orderBy('value'))).toEqual(letters);
  });

  test('pages with startAfter without gap or doubling, among equal values too', async () => {
    const documents = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`d${n}`, { x: n % 3 }]));
    const ordered = (await fill(firestore, documents)).orderBy('x', 'desc').limit(2);
    const seen: string[] = [];
    let last: QueryDocumentSnapshot | undefined;
    do {
      const page = await (last ? ordered.startAfter(last) : ordered).get();
      seen.push(...page.docs.map(({ id }) => id));
      last = page.docs.at(-1);
    } while (last);
    expect(seen).toEqual(
      [...Array.from({ length: 11 }, (_, n) => `d${n}`)].sort((a, b) => {
        const [x, y] = [Number(a.slice(1)) % 3, Number(b.slice(1)) % 3];
        return y - x || (a < b ? 1 : -1);
      }),
    );
  });

  test('pages over document ids, from behind the last one, whether it is still there or not', async () => {
    const documents = Object.fromEntries(['b', 'B', 'a-1', 'a', 'é', '10', '9'].map((id) => [id, { x: 1 }]));
    const ordered = (await fill(firestore, documents)).orderBy(FieldPath.documentId());
    expect(await ids(ordered)).toEqual(['10', '9', 'B', 'a', 'a-1', 'b', 'é']);
    expect(await ids(ordered.limit(3))).toEqual(['10', '9', 'B']);
    expect(await ids(ordered.startAfter('B').limit(3))).toEqual(['a', 'a-1', 'b']);
    expect(await ids(ordered.startAfter('a-0').limit(2))).toEqual(['a-1', 'b']);
    expect(await ids(ordered.startAfter('é').limit(3))).toEqual([]);
    expect(await ids(ordered.startAfter('ẑ'))).toEqual([]);
  });

  test('finds by an inequality beside equalities, in the order of its field', async () => {
    const invoices = await fill(firestore, {
      a: { owner: 'x', reason: 'full', at: new Date(3) },
      b: { owner: 'x', reason: 'full', at: new Date(1) },
      c: { owner: 'x', reason: 'full', at: new Date(2) },
      d: { owner: 'y', reason: 'full', at: new Date(2) },
      e: { owner: 'x', reason: 'other', at: new Date(2) },
      f: { owner: 'x', reason: 'full' },
    });
    const full = invoices.where('owner', '==', 'x').where('reason', '==', 'full');
    expect(await ids(full.where('at', '>=', new Date(2)).orderBy('at'))).toEqual(['c', 'a']);
    expect(await ids(full.where('at', '>', new Date(2)).orderBy('at'))).toEqual(['a']);
    expect(await ids(full.where('at', '<=', new Date(2)).orderBy('at').limit(1))).toEqual(['b']);
    expect(await ids(full.where('at', '>', new Date(0)).orderBy('at', 'desc').limit(2))).toEqual(['a', 'c']);
  });

  test('finds what has one of several values in one order, page by page, and counts it', async () => {
    const invoices = await fill(firestore, {
      a: { owner: 'x', state: 'open', at: 1 },
      b: { owner: 'x', state: 'done', at: 1 },
      c: { owner: 'x', state: 'lost', at: 2 },
      d: { owner: 'x', state: 'done', at: 3 },
      e: { owner: 'y', state: 'done', at: 3 },
      f: { owner: 'x', state: 'open', at: 2 },
      g: { owner: 'x', state: 'open' },
    });
    const found = invoices.where('owner', '==', 'x').where('state', 'in', ['open', 'done', 'open']);
    const ordered = found.orderBy('at', 'desc').orderBy(FieldPath.documentId(), 'desc');
    expect(await ids(ordered)).toEqual(['d', 'f', 'b', 'a']);
    expect(await ids(ordered.limit(2))).toEqual(['d', 'f']);
    expect(await ids(ordered.startAfter(2, 'f').limit(2))).toEqual(['b', 'a']);
    expect(await ids(ordered.startAfter(1, 'b'))).toEqual(['a']);
    expect(await ids(ordered.offset(1).limit(2))).toEqual(['f', 'b']);
    expect((await ordered.count().get()).data()).toEqual({ count: 4 });
  });

  test('finds by what a list holds, each once, and by what it holds now', async () => {
    const invoices = await fill(firestore, {
      a: { owner: 'x', at: 2, map: { starts: ['b', 'ba', 'b'] } },
      b: { owner: 'x', at: 1, map: { starts: ['ba'] } },
      c: { owner: 'x', at: 3, map: { starts: 'ba' } },
      d: { owner: 'y', at: 3, map: { starts: ['ba'] } },
      e: { owner: 'x', at: 4 },
    });
    const holding = (start: string) =>
      invoices.where('owner', '==', 'x').where('map.starts', 'array-contains', start).orderBy('at');
    expect(await ids(holding('ba'))).toEqual(['b', 'a']);
    expect(await ids(holding('b'))).toEqual(['a']);
    expect(await ids(holding('ba').startAfter(1))).toEqual(['a']);
    expect((await holding('ba').count().get()).data()).toEqual({ count: 2 });
    await invoices.doc('a').update({ 'map.starts': ['b', 'c'] });
    await invoices.doc('c').update({ 'map.starts': ['ba'] });
    expect(await ids(holding('ba'))).toEqual(['b', 'c']);
    expect(await ids(holding('c'))).toEqual(['a']);
    expect(await ids(holding('nothing'))).toEqual([]);
  });

  test('finds what has come, moved and gone since the same was asked before', async () => {
    const invoices = await fill(firestore, {
      a: { owner: 'x', at: 1 },
      b: { owner: 'x', at: 2 },
      c: { owner: 'x', at: 3 },
      d: { owner: 'y', at: 4 },
    });
    const ofX = invoices.where('owner', '==', 'x').orderBy('at');
    expect(await ids(ofX)).toEqual(['a', 'b', 'c']);
    await invoices.doc('a').update({ at: 9 });
    await invoices.doc('b').update({ at: FieldValue.delete() });
    await invoices.doc('c').delete();
    await invoices.doc('d').update({ owner: 'x' });
    await invoices.doc('e').create({ owner: 'x', at: 5 });
    await invoices.doc('f').create({ owner: 'z', at: 5 });
    expect(await ids(ofX)).toEqual(['d', 'e', 'a']);
    expect((await ofX.count().get()).data()).toEqual({ count: 3 });
    expect(await ids(ofX.where('at', '>', 4).limit(1))).toEqual(['e']);
    expect(await ids(invoices)).toEqual(['a', 'b', 'd', 'e', 'f']);
  });

  test('begins and ends at cursors', async () => {
    const invoices = (await fill(firestore, { a: { x: 1 }, b: { x: 2 }, c: { x: 2 }, d: { x: 3 } })).orderBy('x');
    expect(await ids(invoices.startAt(2))).toEqual(['b', 'c', 'd']);
    expect(await ids(invoices.startAfter(2))).toEqual(['d']);
    expect(await ids(invoices.endBefore(2))).toEqual(['a']);
    expect(await ids(invoices.orderBy(FieldPath.documentId()).startAt(2, 'c').endBefore(3))).toEqual(['c']);
  });

  test('gives only the selected fields, and counts without giving any', async () => {
    const invoices = await fill(firestore, { a: { x: 1, map: { y: 2, z: 3 } }, b: { x: 2 }, c: { x: 3 } });
    const selected = await invoices.select('map.z').limit(1).get();
    expect(selected.docs.map((one) => one.data())).toEqual([{ map: { z: 3 } }]);
    expect((await invoices.where('x', '>', 1).count().get()).data()).toEqual({ count: 2 });
  });

  test('finds documents of one collection only, unless a collection group is asked for', async () => {
    const invoices = await fill(firestore, { a: { x: 1 }, b: { x: 2 } });
    await firestore.doc('invoices/a/invoices/deep').set({ x: 1 });
    await firestore.doc('others/a').set({ x: 1 });
    expect(await ids(invoices.where('x', '==', 1))).toEqual(['a']);
    expect(await ids(firestore.collectionGroup('invoices').where('x', '==', 1))).toEqual(['a', 'deep']);
    expect(await ids(firestore.collection('nothing'))).toEqual([]);
  });

  test('brings concurrent transactions on one document one after the other', async () => {
    const document = firestore.doc('exports/one');
    await document.create({ n: 0 });
    const increment = () =>
      firestore.runTransaction(async (transaction) => {
        const read = await transaction.get(document);
        transaction.update(document, { n: read.get('n') + 1 });
      });
    await Promise.all([increment(), increment(), increment()]);
    expect((await document.get()).data()).toEqual({ n: 3 });
  });

  test('answers INVALID_ARGUMENT to a document of more than 1 MiB', async () => {
    const document = firestore.doc('exports/one');
    await document.create({ text: 'x'.repeat(1_040_000) });
    await expect(document.set({ text: 'x'.repeat(1_050_000) })).rejects.toMatchObject({ code: INVALID_ARGUMENT });
    const halves = { one: 'x'.repeat(530_000), two: 'x'.repeat(530_000) };
    await expect(document.update(halves)).rejects.toMatchObject({ code: INVALID_ARGUMENT });
    expect(Object.keys((await document.get()).data() ?? {})).toEqual(['text']);
  });

  test('answers INVALID_ARGUMENT to an IN of more than thirty values', async () => {
    const tooMany = firestore.collection('invoices').where(
      'x',
      'in',
      Array.from({ length: 31 }, (_, n) => n),
    );
    await expect(tooMany.get()).rejects.toMatchObject({ code: INVALID_ARGUMENT });
  });

  test("forgets one project's documents on DELETE /emulator/v1/projects/P/databases/(default)/documents", async () => {
    const other = connectFirestore(emulator.host, `other-${projectId}`);
    const [mine, theirs] = [firestore.doc('exports/one'), other.doc('exports/one')];
    await Promise.all([mine.create({ n: 1 }), theirs.create({ n: 1 })]);
    const path = `/emulator/v1/projects/${projectId}/databases/(default)/documents`;
    expect((await fetch(`${emulator.url}${path}`, { method: 'DELETE' })).status).toBe(200);
    expect((await mine.get()).exists).toBe(false);
    expect((await theirs.get()).exists).toBe(true);
    await other.terminate();
  });
});

describe('The embedded Firestore', () => {
  async function withStandIn(
    run: (firestore: Firestore, url: string, calls: () => Record<string, number>) => Promise<void>,
  ) {
    const simulator = await createFirestoreSimulator({ now: () => Date.UTC(2026, 0, 1, 12) });
    const firestore = connectFirestore(new URL(simulator.url).host, 'p');
    try {
      await run(firestore, simulator.url, simulator.calls);
    } finally {
      await firestore.terminate();
      await simulator.close();
    }
  }

  test('goes by the clock it is given, with a microsecond between commits at least', () =>
    withStandIn(async (firestore) => {
      const first = await firestore.doc('a/b').create({ at: FieldValue.serverTimestamp() });
      const second = await firestore.doc('a/c').create({ n: 1 });
      expect(first.writeTime.toDate().toISOString()).toBe('2026-01-01T12:00:00.000Z');
      expect((await firestore.doc('a/b').get()).get('at')).toEqual(first.writeTime);
      expect(second.writeTime.nanoseconds).toBe(1000);
    }));

  test('names in a 501 the call that it does not know', () =>
    withStandIn(async (firestore, url) => {
      await expect(firestore.listCollections()).rejects.toMatchObject({ code: UNIMPLEMENTED });
      const answer = await fetch(`${url}/v1/projects/p/databases/(default)/documents:listCollectionIds`, {
        method: 'POST',
      });
      expect(answer.status).toBe(501);
      expect(await answer.text()).toContain('documents:listCollectionIds');
      const unknown = firestore.collection('a').where('list', 'array-contains-any', [1]).get();
      await expect(unknown).rejects.toMatchObject({ code: UNIMPLEMENTED });
    }));

  test('counts calls, and fails as often as asked', () =>
    withStandIn(async (firestore, url, calls) => {
      const wish = { on: 'commit', times: 1, status: 500 };
      const faults = `${url}/_control/faults`;
      expect((await fetch(faults, { method: 'POST', body: JSON.stringify(wish) })).status).toBe(200);
      await expect(firestore.doc('a/b').create({ n: 1 })).rejects.toMatchObject({ code: 13, httpStatusCode: 500 });
      await firestore.doc('a/b').create({ n: 1 });
      expect(calls()).toEqual({ commit: 2 });
      expect(await (await fetch(`${url}/_control/calls`)).json()).toEqual({ commit: 2 });
      expect((await fetch(faults, { method: 'POST', body: JSON.stringify({ ...wish, on: 'comit' }) })).status).toBe(
        400,
      );
    }));

  test('hangs as often as asked, until the client gives up, and again answers once the faults are ended', () =>
    withStandIn(async (firestore, url) => {
      const faults = `${url}/_control/faults`;
      await fetch(faults, { method: 'POST', body: JSON.stringify({ on: 'runQuery', times: 9, hang: true }) });
      const path = '/v1/projects/p/databases/(default)/documents:runQuery';
      const asked = fetch(`${url}${path}`, { method: 'POST', signal: AbortSignal.timeout(100) });
      await expect(asked).rejects.toThrow('timeout');
      await fetch(faults, { method: 'DELETE' });
      expect(await ids(firestore.collection('a'))).toEqual([]);
    }));
});
