/**
 * Whether infra/firestore.indexes.json holds the indexes that our queries need, and no others. Each query of each port goes through
 * the adapter to a stand-in that has those indexes and refuses what they do not serve, as Firestore does. The second half holds the
 * stand-in itself to Google's own examples of what an index serves.
 */
import { Filter, type Firestore, type Query } from '@google-cloud/firestore';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ExportFilter, openStates } from '../../functions/domain/export.ts';
import type { PartnerTable, Table } from '../../functions/domain/record.ts';
import * as adapter from '../../functions/storage/records.ts';
import { usual } from '../builders.ts';
import { connectFirestore } from '../local/clients.ts';
import { type Indexes, ourIndexes } from '../simulators/firestore/indexes.ts';
import { createFirestoreSimulator } from '../simulators/firestore/server.ts';

const records = { ...adapter };
type Records = typeof records;
type Kind = keyof Records;
type Ask<Port> = (port: Port) => Promise<unknown>;
/** What a port is asked besides reading and writing a record by its id. */
type Queries<Port> = { [Name in Exclude<keyof Port, keyof Table<object>>]: Ask<Port> };

const { partnerSpace, clientSpace, documentId } = usual;
const now = new Date('2026-03-02T09:00:00.000Z');

/** What the ledger is asked for together. */
const filters: ExportFilter[] = [
  {},
  { clientSpace },
  { states: openStates },
  { clientSpace, states: ['done'] },
  { reason: 'driveFull' },
];

const ofPartner = (table: PartnerTable<object>) => table.ofPartner(partnerSpace, 1);

/** Every port that the adapter has, and all that it is asked: where one is missing, this does not compile. */
const queries: { [Create in Kind]: Queries<ReturnType<Records[Create]>> } = {
  createConnections: {
    readWithFolder: (connections) => connections.readWithFolder(partnerSpace, 'folder'),
    page: (connections) => connections.page('a', 1),
    ofAccount: (connections) => connections.ofAccount('account'),
  },
  createActivations: {
    ofPartner,
    activeOfClient: (activations) => activations.activeOfClient(clientSpace),
    activeOfPartner: (activations) => activations.activeOfPartner(partnerSpace),
    activePage: (activations) => {
      const search = ['', 'claes'].map((search) => activations.activePage(partnerSpace, { search }, 1));
      return Promise.all([...search, activations.activePage(partnerSpace, { from: 'c' }, 1)]);
    },
    countActive: (activations) => activations.countActive(partnerSpace),
    companyNames: (activations) => activations.companyNames(partnerSpace, [clientSpace]),
  },
  createFolders: { ofPartner, ofAccount: (folders) => folders.ofAccount(partnerSpace, 'account') },
  createExports: {
    ofPartner,
    standings: (exports) => exports.standings(['one', 'two']),
    ofDocument: (exports) => exports.ofDocument(documentId),
    due: (exports) => exports.due(partnerSpace, now, 1),
    open: (exports) => exports.open(partnerSpace, 1),
    newest: (exports) => Promise.all(filters.map((filter) => exports.newest(partnerSpace, filter, undefined, 1))),
    doneSince: (exports) => exports.doneSince(partnerSpace, now, 1),
    waitingFor: (exports) => exports.waitingFor('unexpected', now, 1),
    count: (exports) => Promise.all(filters.map((filter) => exports.count(partnerSpace, filter))),
    countDoneSince: (exports) => exports.countDoneSince(partnerSpace, now),
  },
  createChecks: { ofPartner },
  createDeadLetters: { page: (deadLetters) => deadLetters.page('a', 1) },
  createNotices: { ofPartner },
  createSessions: { ofPartner },
  createSignIns: { ofPartner },
};

const kinds = Object.keys(queries) as Kind[];
const asked = kinds.flatMap((create) =>
  Object.entries(queries[create]).map(([name, ask]: [string, Ask<never>]) => ({
    name: `${create.replace('create', '')}.${name}`,
    ask: (firestore: Firestore) => ask(records[create](firestore) as never),
  })),
);

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** An empty Firestore with these indexes. */
async function aFirestore(indexes: Indexes): Promise<Firestore> {
  const { url, close } = await createFirestoreSimulator({ indexes });
  const firestore = connectFirestore(new URL(url).host, 'p-indexes');
  ends.push(close, () => firestore.terminate());
  return firestore;
}

const noIndex = { code: 9, message: expect.stringContaining('The query requires an index') };

describe('the indexes of production', () => {
  test.each(asked)('serve $name', async ({ ask }) => {
    await ask(await aFirestore(ourIndexes()));
  });

  const { indexes, fieldOverrides } = ourIndexes();
  const composites = indexes.map(({ collectionGroup, fields }, position) => ({
    name: `${collectionGroup} by ${fields.map(({ fieldPath }) => fieldPath).join(', ')}`,
    without: { indexes: indexes.toSpliced(position, 1), fieldOverrides },
  }));
  const singles = fieldOverrides.flatMap((override, position) => {
    const without = { indexes, fieldOverrides: fieldOverrides.with(position, { ...override, indexes: [] }) };
    return override.indexes.length > 0
      ? [{ name: `${override.collectionGroup} by ${override.fieldPath}`, without }]
      : [];
  });

  test.each([...composites, ...singles])('hold none that no query needs: $name', async ({ without }) => {
    const firestore = await aFirestore(without);
    const answers = await Promise.allSettled(asked.map(({ ask }) => ask(firestore)));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused).not.toEqual([]);
    for (const { reason } of refused) expect(reason).toMatchObject(noIndex);
  });

  test('hold in each of our collections no field by itself but those that are named', async () => {
    const firestore = await aFirestore(ourIndexes());
    const collections = new Set<string>();
    const collection = (name: string) => {
      collections.add(name);
      return firestore.collection(name);
    };
    for (const create of kinds) records[create](Object.create(firestore, { collection: { value: collection } }));
    const emptied = ourIndexes().fieldOverrides.filter(
      ({ fieldPath, indexes }) => fieldPath === '*' && !indexes.length,
    );
    expect(emptied.map(({ collectionGroup }) => collectionGroup).sort()).toEqual([...collections].sort());
  });

  test('let Firestore delete checks, sessions and visits to sign-in pages that are over, by a moment that is in no index', () => {
    const expiring = ourIndexes().fieldOverrides.filter(({ ttl }) => ttl);
    expect(expiring).toEqual(
      ['checks', 'sessions', 'signIns'].map((collectionGroup) => ({
        collectionGroup,
        fieldPath: 'expiresAt',
        ttl: true,
        indexes: [],
      })),
    );
  });
});

/** The examples of https://docs.cloud.google.com/firestore/native/docs/standard-index-overview, and what follows from its rules. */
describe('a Firestore that has indexes', () => {
  const nothing: Indexes = { indexes: [], fieldOverrides: [] };
  const indexed = (fieldPath: string, order: 'ASCENDING' | 'DESCENDING'): Indexes => ({
    ...nothing,
    indexes: [
      {
        collectionGroup: 'cities',
        queryScope: 'COLLECTION',
        fields: [
          { fieldPath, order: 'ASCENDING' },
          { fieldPath: 'population', order },
        ],
      },
    ],
  });
  const ascending = indexed('country', 'ASCENDING');
  const descending = indexed('country', 'DESCENDING');
  const ofCapital = indexed('capital', 'ASCENDING');
  const exempt = (fieldPath: string, order?: 'ASCENDING'): Indexes => {
    const indexes = order ? [{ queryScope: 'COLLECTION' as const, order }] : [];
    return { ...nothing, fieldOverrides: [{ collectionGroup: 'cities', fieldPath, indexes }] };
  };
  const both = (one: Indexes, other: Indexes): Indexes => ({
    indexes: [...one.indexes, ...other.indexes],
    fieldOverrides: [...one.fieldOverrides, ...other.fieldOverrides],
  });

  const inUsa = (cities: Query) => cities.where('country', '==', 'USA');
  const byPopulation = (cities: Query) => cities.orderBy('population');
  const capital = (cities: Query) => inUsa(cities).where('capital', '==', true);
  const ofTwo = (cities: Query) => cities.where('country', 'in', ['USA', 'Japan']);
  const coastal = (cities: Query) => cities.where('regions', 'array-contains', 'coast');
  const ofRegions: Indexes = {
    ...nothing,
    indexes: [
      {
        collectionGroup: 'cities',
        queryScope: 'COLLECTION',
        fields: [
          { fieldPath: 'regions', arrayConfig: 'CONTAINS' },
          { fieldPath: 'population', order: 'ASCENDING' },
        ],
      },
    ],
  };

  const served: [string, Indexes, (cities: Query) => Query][] = [
    ['one field, equal', nothing, inUsa],
    ['one field, one of several', nothing, (cities) => cities.where('country', 'in', ['USA', 'Japan'])],
    ['one of several and ordered, with the index', ascending, (cities) => byPopulation(ofTwo(cities))],
    ['what a list holds', nothing, coastal],
    ['what a list holds, ordered, with the index', ofRegions, (cities) => byPopulation(coastal(cities))],
    ['one field, less', nothing, (cities) => cities.where('population', '<', 100_000)],
    ['one field, ordered backwards', nothing, (cities) => cities.orderBy('population', 'desc')],
    ['several fields, equal', nothing, capital],
    ['everything, by name', nothing, (cities) => cities.orderBy('__name__')],
    ['equal and ordered, with the index', ascending, (cities) => byPopulation(inUsa(cities))],
    ['equal and less, with the index', ascending, (cities) => inUsa(cities).where('population', '<', 1)],
    ['equal and backwards, with the index', descending, (cities) => inUsa(cities).orderBy('population', 'desc')],
    [
      'two equal and ordered, with an index for each',
      both(ascending, ofCapital),
      (cities) => byPopulation(capital(cities)),
    ],
    ['an exempt field in an index of several', both(exempt('*'), ascending), (cities) => byPopulation(inUsa(cities))],
    ['the field put back where all are exempt', both(exempt('*'), exempt('country', 'ASCENDING')), inUsa],
    [
      'a part put back of an exempt map',
      both(exempt('a'), exempt('a.b', 'ASCENDING')),
      (cities) => cities.where('a.b', '==', 1),
    ],
  ];
  test.each(served)('serves %s', async (_name, indexes, query) => {
    const firestore = await aFirestore(indexes);
    expect((await query(firestore.collection('cities')).get()).empty).toBe(true);
    expect((await query(firestore.collection('cities')).count().get()).data()).toEqual({ count: 0 });
  });

  const refused: typeof served = [
    ['equal and ordered', nothing, (cities) => byPopulation(inUsa(cities))],
    ['equal and less', nothing, (cities) => inUsa(cities).where('population', '<', 1)],
    ['equal and backwards, with an index forwards', ascending, (cities) => inUsa(cities).orderBy('population', 'desc')],
    ['ordered alone, with an index of several', both(exempt('population'), ascending), byPopulation],
    ['two equal and ordered, with an index for one', ascending, (cities) => byPopulation(capital(cities))],
    [
      'one of several and another equal, ordered, with an index for each',
      both(ascending, ofCapital),
      (cities) => byPopulation(ofTwo(cities).where('capital', '==', true)),
    ],
    ['what a list holds, ordered', nothing, (cities) => byPopulation(coastal(cities))],
    [
      'a whole list, with an index of what lists hold',
      ofRegions,
      (cities) => byPopulation(cities.where('regions', '==', [])),
    ],
    ['what an exempt list holds', exempt('regions'), coastal],
    ['an exempt field', exempt('country'), inUsa],
    ['several fields, one of them exempt', exempt('capital'), capital],
    ['a part of an exempt map', exempt('a'), (cities) => cities.where('a.b', '==', 1)],
    ['any field where all are exempt', exempt('*'), inUsa],
    [
      'a field backwards that is held forwards',
      exempt('population', 'ASCENDING'),
      (cities) => cities.orderBy('population', 'desc'),
    ],
    ['everything, by name backwards', nothing, (cities) => cities.orderBy('__name__', 'desc')],
  ];
  test.each(refused)('refuses %s', async (_name, indexes, query) => {
    const firestore = await aFirestore(indexes);
    await expect(query(firestore.collection('cities')).get()).rejects.toMatchObject(noIndex);
    await expect(query(firestore.collection('cities')).count().get()).rejects.toMatchObject(noIndex);
  });

  const unknown: [string, (firestore: Firestore) => Query][] = [
    [
      'one thing or another',
      (firestore) =>
        firestore.collection('cities').where(Filter.or(Filter.where('a', '==', 1), Filter.where('b', '==', 1))),
    ],
    ['all collections of a name', (firestore) => firestore.collectionGroup('cities')],
  ];
  test.each(unknown)('says that it does not know what serves %s', async (_name, query) => {
    await expect(query(await aFirestore(nothing)).get()).rejects.toMatchObject({ code: 12 });
  });
});
