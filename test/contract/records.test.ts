/**
 * What the domain may rely on in its records (domain/ports.ts), asked of the fake, of the adapter on the embedded stand-in,
 * and of the adapter on Google's emulator. Each test has a database of its own.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Firestore } from '@google-cloud/firestore';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PassThroughClient } from 'google-auth-library';
import type { Activation } from '../../functions/domain/activation.ts';
import type { Check } from '../../functions/domain/check.ts';
import { disconnecting } from '../../functions/domain/connection.ts';
import type { DeadLetter } from '../../functions/domain/dead-letter.ts';
import {
  cancelled,
  done,
  type Export,
  type ExportFilter,
  openStates,
  rejected,
  reopened,
} from '../../functions/domain/export.ts';
import { searchKey } from '../../functions/domain/listed-name.ts';
import type { Notice } from '../../functions/domain/notice.ts';
import { COMMIT_TIME, type PartnerTable, type Stored, type Table } from '../../functions/domain/record.ts';
import type { Session } from '../../functions/domain/session.ts';
import { oneAttempt } from '../../functions/storage/one-attempt.ts';
import {
  createActivations,
  createChecks,
  createConnections,
  createDeadLetters,
  createExports,
  createFolders,
  createNotices,
  createSessions,
  createSignIns,
} from '../../functions/storage/records.ts';
import { aConnection, aFolder, anActivation, anExport, anExportedFile, aSignIn, usual } from '../builders.ts';
import { createFakeWorld, type Ports } from '../fakes/world.ts';
import { connectFirestore } from '../local/clients.ts';
import { kindsToTest, startKind } from '../local/emulators.ts';
import { ourIndexes } from '../simulators/firestore/indexes.ts';
import { createFirestoreSimulator } from '../simulators/firestore/server.ts';

type Records = Pick<
  Ports,
  'connections' | 'activations' | 'folders' | 'exports' | 'checks' | 'deadLetters' | 'notices' | 'sessions' | 'signIns'
>;

interface Database {
  records: Records;
  /** The database's clock, which is not that of this process where that can be had. */
  now(): Date;
  /** Lets the database's clock go on by some milliseconds. */
  pass(): Promise<void>;
  end(): Promise<void>;
}

const facts = { kind: 'invoice', number: 'INV-1', isPeppol: true } as const;
const at = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 9, 0, seconds));
const idsOf = (found: Stored<unknown>[]) => found.map(({ id }) => id);

function aDeadLetter(changed: Partial<DeadLetter> = {}): DeadLetter {
  return { data: 'eyI=', publishedAt: at(1), reason: 'not JSON', keptAt: at(2), ...changed };
}

const aNotice: Notice = {
  partnerSpace: usual.partnerSpace,
  cause: 'driveFull',
  news: 'trouble',
  state: 'telling',
  at: at(2),
  troubleAt: at(1),
};

const aCheck: Check = {
  partnerSpace: usual.partnerSpace,
  clientSpace: usual.clientSpace,
  month: '2026-03',
  state: 'done',
  askedAt: at(1),
  checkedAt: at(2),
  failure: 'signInNeeded',
  released: 3,
  earlier: 1,
  inDrive: 1,
  waiting: 0,
  missing: [
    { documentId: 'one', direction: 'AP', releasedAt: new Date('2026-03-02T10:11:12.345Z'), why: 'unseen' },
    { documentId: 'two', direction: 'AR', releasedAt: at(1), number: '7', why: 'rejected', reason: 'notUbl' },
  ],
  missingCount: 2,
  expiresAt: at(3),
};

const aSession: Session = {
  partnerSpace: usual.partnerSpace,
  partnerName: 'Fiduclaes',
  formToken: 'token',
  expiresAt: at(3),
};

const millisecondsBetween = (a: Date | undefined, b: Date | undefined) => Math.abs(Number(a) - Number(b));

function given<T>(stored: T | undefined): T {
  if (stored === undefined) throw new Error('the record should be there');
  return stored;
}

function describeRecords(
  name: string,
  start: () => Promise<{ open(): Promise<Database> | Database; close(): Promise<void> }>,
): void {
  describe(`records (${name})`, () => {
    let service: Awaited<ReturnType<typeof start>>;
    let database: Database;
    let records: Records;

    beforeAll(async () => {
      service = await start();
    });
    afterAll(() => service.close());
    beforeEach(async () => {
      database = await service.open();
      records = database.records;
    });
    afterEach(() => database.end());

    const kinds = {
      connections: aConnection({ state: 'disconnecting', disconnectingAt: new Date('2026-03-02T10:11:12.345Z') }),
      activations: anActivation({ company: { name: `'t Hof "van" Éénaeme 🧾` } }),
      folders: aFolder(),
      exports: anExport({ facts: { ...facts, counterparty: 'Drukkerij' }, file: anExportedFile() }),
      checks: aCheck,
      deadLetters: aDeadLetter({ keptAt: new Date('2026-03-02T10:11:12.999Z') }),
      notices: aNotice,
      sessions: aSession,
      signIns: aSignIn({ expiresAt: new Date('2026-03-02T10:11:12.001Z') }),
    };

    test.each(Object.keys(kinds) as (keyof typeof kinds)[])(
      'gives back of %s what was written, moments to the millisecond',
      async (kind) => {
        const table = records[kind] as Table<object>;
        const created = given(await table.create('one', kinds[kind]));
        expect(created).toEqual({ id: 'one', value: kinds[kind], version: expect.any(String) });
        expect(await table.read('one')).toEqual(created);
        expect(await table.read('another')).toBeUndefined();
      },
    );

    test('gives nobody an object that is also in the store', async () => {
      const { exports } = records;
      const value = anExport({ fileIds: { account: 'first' } });
      const created = given(await exports.create('one', value));
      value.fileIds['account'] = 'second';
      created.value.fileIds['account'] = 'third';
      expect((await exports.read('one'))?.value.fileIds).toEqual({ account: 'first' });
    });

    test('leaves what there is unchanged when it is created again', async () => {
      const { exports } = records;
      const created = await exports.create('one', anExport());
      expect(await exports.create('one', anExport({ syncDate: '2026-03-03' }))).toBeUndefined();
      expect(await exports.create('one', anExport())).toBeUndefined();
      expect(await exports.read('one')).toEqual(created);
    });

    test('lets one of several concurrent creates win', async () => {
      const { exports } = records;
      const dates = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'];
      const all = await Promise.all(dates.map((syncDate) => exports.create('one', anExport({ syncDate }))));
      const winners = all.flatMap((one) => one ?? []);
      expect(winners).toHaveLength(1);
      expect(await exports.read('one')).toEqual(winners[0]);
    });

    test('replaces what was read last, under another version each time', async () => {
      const { exports } = records;
      const first = given(await exports.create('one', anExport()));
      const second = given(await exports.replace(first, anExport({ syncDate: '2026-03-03' })));
      const third = given(await exports.replace(second, second.value));
      expect(second.value).toEqual(anExport({ syncDate: '2026-03-03' }));
      expect(new Set([first.version, second.version, third.version]).size).toBe(3);
      expect(await exports.read('one')).toEqual(third);
    });

    test('leaves a record unchanged when an older version of it is replaced, whatever is written', async () => {
      const { exports } = records;
      const first = given(await exports.create('one', anExport()));
      const same = given(await exports.replace(first, first.value));
      expect(await exports.replace(first, anExport({ syncDate: '2026-03-03' }))).toBeUndefined();
      expect(await exports.replace(first, first.value)).toBeUndefined();
      expect(await exports.read('one')).toEqual(same);
    });

    test('lets one of several concurrent replacements win', async () => {
      const { exports } = records;
      const first = given(await exports.create('one', anExport()));
      const dates = ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
      const all = await Promise.all(dates.map((syncDate) => exports.replace(first, anExport({ syncDate }))));
      const winners = all.flatMap((one) => one ?? []);
      expect(winners).toHaveLength(1);
      expect(await exports.read('one')).toEqual(winners[0]);
    });

    test('replaces nothing that is not there, or was made anew since', async () => {
      const { exports } = records;
      const first = given(await exports.create('one', anExport()));
      await exports.remove(first);
      expect(await exports.replace(first, anExport())).toBeUndefined();
      expect(await exports.read('one')).toBeUndefined();
      const again = given(await exports.create('one', anExport()));
      expect(await exports.replace(first, anExport({ syncDate: '2026-03-03' }))).toBeUndefined();
      expect(await exports.remove(first)).toBe(false);
      expect(await exports.read('one')).toEqual(again);
    });

    test('removes a field that is not in the new value, at its top and deeper down', async () => {
      const { exports } = records;
      const first = given(
        await exports.create(
          'one',
          anExport({ reason: 'driveFull', fileIds: { a: '1', b: '2' }, file: anExportedFile() }),
        ),
      );
      const { reason: _reason, file: _file, ...rest } = first.value;
      await exports.replace(first, { ...rest, fileIds: { b: '2' } });
      expect((await exports.read('one'))?.value).toEqual({ ...rest, fileIds: { b: '2' } });
    });

    test('does not touch a field whose value is undefined to begin with', async () => {
      const { signIns } = records;
      const loose: object = { ...aSignIn(), extra: undefined };
      const created = await signIns.create('one', loose as ReturnType<typeof aSignIn>);
      expect(created).toBeDefined();
      expect((await signIns.read('one'))?.value).toStrictEqual(aSignIn());
    });

    test('fills in its own time of commit, and answers with it', async () => {
      const { connections } = records;
      const created = given(await connections.create('one', { ...aConnection(), since: COMMIT_TIME }));
      const first = given(await connections.read('one'));
      expect(millisecondsBetween(first.value.since, database.now())).toBeLessThan(60_000);
      expect(created).toEqual({ ...first, value: { ...first.value, since: expect.any(Date) } });
      // Firestore takes the time when a write arrives, and tells in its answer only when it was done.
      expect(millisecondsBetween(created.value.since, first.value.since)).toBeLessThan(5_000);

      const replaced = given(await connections.replace(first, disconnecting(first.value)));
      const second = given(await connections.read('one'));
      expect(second.value.since).toEqual(first.value.since);
      expect(Number(second.value.disconnectingAt)).toBeGreaterThanOrEqual(first.value.since.getTime());
      expect(millisecondsBetween(second.value.disconnectingAt, database.now())).toBeLessThan(60_000);
      expect(millisecondsBetween(replaced.value.disconnectingAt, second.value.disconnectingAt)).toBeLessThan(5_000);
    });

    test('removes what was read last, and nothing else', async () => {
      const { signIns } = records;
      const first = given(await signIns.create('one', aSignIn()));
      const second = given(await signIns.replace(first, aSignIn()));
      expect(await signIns.remove(first)).toBe(false);
      expect(await signIns.read('one')).toEqual(second);
      expect(await signIns.remove(second)).toBe(true);
      expect(await signIns.read('one')).toBeUndefined();
      expect(await signIns.remove(second)).toBe(false);
    });

    test('lets one of several concurrent removals succeed', async () => {
      const { signIns } = records;
      const stored = given(await signIns.create('one', aSignIn()));
      const all = await Promise.all([1, 2, 3, 4].map(() => signIns.remove(stored)));
      expect(all.filter((removed) => removed)).toEqual([true]);
    });

    test('keeps an id apart in each kind of record', async () => {
      await records.connections.create('one', aConnection());
      expect(await records.folders.read('one')).toBeUndefined();
      expect(await records.folders.create('one', aFolder())).toBeDefined();
    });

    const ofPartners = {
      activations: (partnerSpace: string) => anActivation({ partnerSpace, active: partnerSpace !== 'p2' }),
      folders: (partnerSpace: string) => aFolder({ partnerSpace }),
      exports: (partnerSpace: string) => anExport({ partnerSpace }),
      checks: (partnerSpace: string) => ({ ...aCheck, partnerSpace }),
      notices: (partnerSpace: string) => ({ ...aNotice, partnerSpace }),
      sessions: (partnerSpace: string) => ({ ...aSession, partnerSpace }),
      signIns: (partnerSpace: string) => aSignIn({ partnerSpace }),
    };

    test.each(Object.keys(ofPartners) as (keyof typeof ofPartners)[])(
      'finds the %s of a partner space, whatever their state, in order of their ids, no more than asked',
      async (kind) => {
        const table = records[kind] as PartnerTable<object>;
        const make = (id: string, partnerSpace: string) => table.create(id, ofPartners[kind](partnerSpace));
        for (const id of ['c', 'a', 'e']) await make(id, 'p2');
        await make('b', 'p1');
        expect(idsOf(await table.ofPartner('p2'))).toEqual(['a', 'c', 'e']);
        expect(idsOf(await table.ofPartner('p2', 2))).toEqual(['a', 'c']);
        const [first] = await table.ofPartner('p1', 2);
        expect(first).toEqual(await table.read('b'));
        expect(await table.remove(given(first))).toBe(true);
        expect(await table.ofPartner('p1')).toEqual([]);
        expect(await table.ofPartner('p3')).toEqual([]);
      },
    );

    describe('connections', () => {
      test('are read together with a folder, each undefined where it is missing', async () => {
        const { connections, folders } = records;
        expect(await connections.readWithFolder(usual.partnerSpace, 'folder')).toEqual([undefined, undefined]);
        const folder = await folders.create('folder', aFolder());
        expect(await connections.readWithFolder(usual.partnerSpace, 'folder')).toEqual([undefined, folder]);
        const connection = await connections.create(usual.partnerSpace, aConnection());
        expect(await connections.readWithFolder(usual.partnerSpace, 'folder')).toEqual([connection, folder]);
        expect(await connections.readWithFolder(usual.partnerSpace, 'none')).toEqual([connection, undefined]);
      });

      test('can be replaced by the version that they were read with beside a folder', async () => {
        const { connections } = records;
        await connections.create(usual.partnerSpace, aConnection());
        const [read] = await connections.readWithFolder(usual.partnerSpace, 'none');
        expect(await connections.replace(given(read), aConnection({ generation: 2 }))).toBeDefined();
        expect(await connections.replace(given(read), aConnection({ generation: 3 }))).toBeUndefined();
      });

      test('are found page by page in order of their ids, in every state, each once', async () => {
        const { connections } = records;
        const states = { d: 'on', b: 'needsSignIn', c: 'disconnecting', a: 'off' } as const;
        for (const [id, state] of Object.entries(states))
          await connections.create(id, aConnection({ partnerSpace: id, state }));
        const first = await connections.page(undefined, 3);
        expect(idsOf(first)).toEqual(['a', 'b', 'c']);
        expect(first[1]).toEqual(await connections.read('b'));
        expect(idsOf(await connections.page('c', 3))).toEqual(['d']);
        expect(await connections.page('d', 3)).toEqual([]);
      });

      test('are found by their Google account, in every state', async () => {
        const { connections } = records;
        const mine = { id: '1', email: 'els@x.example' };
        await connections.create('a', aConnection({ partnerSpace: 'a', account: mine }));
        await connections.create('b', aConnection({ partnerSpace: 'b', account: { ...mine, id: '2' } }));
        const off = await connections.create('c', aConnection({ partnerSpace: 'c', account: mine, state: 'off' }));
        const found = await connections.ofAccount('1');
        expect(idsOf(found).sort()).toEqual(['a', 'c']);
        expect(found).toContainEqual(off);
        expect(await connections.ofAccount('3')).toEqual([]);
      });
    });

    test('finds the folders of a partner space in one Google account, made or not', async () => {
      const { folders } = records;
      const mine = aFolder({ partnerSpace: 'p1', account: '1', replacedAt: at(1) });
      const root = await folders.create('root', mine);
      await folders.create('company', { ...mine, kind: 'company', state: 'reserved' });
      await folders.create('of before', { ...mine, account: '2' });
      await folders.create('foreign', { ...mine, partnerSpace: 'p2' });
      const found = await folders.ofAccount('p1', '1');
      expect(idsOf(found).sort()).toEqual(['company', 'root']);
      expect(found).toContainEqual(root);
      expect(idsOf(await folders.ofAccount('p2', '1'))).toEqual(['foreign']);
      expect(await folders.ofAccount('p2', '2')).toEqual([]);
    });

    describe('dead letters', () => {
      test('are found page by page in order of their ids, each once, also while they are thrown away', async () => {
        const { deadLetters } = records;
        expect(await deadLetters.page(undefined, 2)).toEqual([]);
        for (const id of ['e', 'b', 'd', 'a', 'c']) await deadLetters.create(id, aDeadLetter({ reason: id }));
        const first = await deadLetters.page(undefined, 2);
        expect(idsOf(first)).toEqual(['a', 'b']);
        expect(first[1]).toEqual(await deadLetters.read('b'));
        for (const letter of first) expect(await deadLetters.remove(letter)).toBe(true);
        expect(idsOf(await deadLetters.page('b', 2))).toEqual(['c', 'd']);
        expect(idsOf(await deadLetters.page('d', 2))).toEqual(['e']);
        expect(await deadLetters.page('e', 2)).toEqual([]);
      });

      test('are kept whole, some hundred kilobytes too, and not at all above what a record may hold', async () => {
        const { deadLetters } = records;
        const letter = aDeadLetter({ data: 'x'.repeat(700_000) });
        await deadLetters.create('large', letter);
        expect((await deadLetters.read('large'))?.value).toEqual(letter);
        await expect(deadLetters.create('too large', aDeadLetter({ data: 'x'.repeat(1_048_577) }))).rejects.toThrow();
        expect(idsOf(await deadLetters.page(undefined, 9))).toEqual(['large']);
      });
    });

    test('finds the active activations of a client space, and of a partner space', async () => {
      const { activations } = records;
      const make = (partnerSpace: string, clientSpace: string, active: boolean) =>
        activations.create(`${partnerSpace}.${clientSpace}`, anActivation({ partnerSpace, clientSpace, active }));
      const first = await make('p1', 'c1', true);
      await make('p2', 'c1', true);
      await make('p3', 'c1', false);
      await make('p1', 'c2', true);
      await make('p1', 'c3', false);
      const ofClient = await activations.activeOfClient('c1');
      expect(idsOf(ofClient).sort()).toEqual(['p1.c1', 'p2.c1']);
      expect(ofClient).toContainEqual(first);
      expect(idsOf(await activations.activeOfPartner('p1')).sort()).toEqual(['p1.c1', 'p1.c2']);
      expect(await activations.activeOfClient('c3')).toEqual([]);
    });

    describe('activations', () => {
      /** Their ids are in another order than their names. */
      const make = (id: string, name: string, given: Parameters<typeof anActivation>[0] = {}) => {
        const [partnerSpace, clientSpace] = id.split('.') as [string, string];
        return records.activations.create(id, anActivation({ partnerSpace, clientSpace, company: { name }, ...given }));
      };

      test('that are active come page by page in order of their names, each once, and only of the partner', async () => {
        const { activations } = records;
        await make('p1.e', 'Aerts');
        await make('p1.d', 'Bakkerij');
        await make('p1.c', 'Éénaeme');
        await make('p1.b', 'Bakkerij');
        const last = given(await make('p1.a', 'Claes'));
        await make('p1.off', 'Aerts', { active: false });
        await make('p2.a', 'Aerts');
        const first = await activations.activePage('p1', {}, 2);
        expect(idsOf(first)).toEqual(['p1.e', 'p1.b']);
        expect(first[0]).toEqual(await activations.read('p1.e'));
        expect(idsOf(await activations.activePage('p1', { after: first[1] }, 2))).toEqual(['p1.d', 'p1.a']);
        expect(idsOf(await activations.activePage('p1', { after: last }, 2))).toEqual(['p1.c']);
        expect(await activations.activePage('p3', {}, 2)).toEqual([]);
      });

      test('go on after one that is not active any more, or is gone', async () => {
        const { activations } = records;
        await make('p1.c', 'Aerts');
        await make('p1.b', 'Claes');
        const off = given(await make('p1.a', 'Bakkerij', { active: false }));
        expect(idsOf(await activations.activePage('p1', { after: off }, 9))).toEqual(['p1.b']);
        await activations.remove(off);
        expect(idsOf(await activations.activePage('p1', { after: off }, 9))).toEqual(['p1.b']);
      });

      test('are found by any beginning of a word or a number, in the same order, page by page, and only of the partner', async () => {
        const { activations } = records;
        await make('p1.c', 'Garage Élan', { company: { name: 'Garage Élan', vatNumber: 'BE0123456749' } });
        await make('p1.b', 'Élan 19');
        await make('p1.a', 'Élan 179');
        await make('p1.d', 'Bakkerij Maes');
        await make('p1.off', 'Élan', { active: false });
        await make('p2.a', 'Élan');
        const find = async (text: string, after?: Stored<Activation>, limit = 9) =>
          activations.activePage('p1', { search: searchKey(text), after }, limit);
        expect(idsOf(await find('ELAN'))).toEqual(['p1.b', 'p1.a', 'p1.c']);
        const first = await find('élan', undefined, 2);
        expect(idsOf(first)).toEqual(['p1.b', 'p1.a']);
        expect(idsOf(await find('élan', first[1], 2))).toEqual(['p1.c']);
        expect(idsOf(await find('lan'))).toEqual([]);
        expect(idsOf(await find('BE 0123.456.749'))).toEqual(['p1.c']);
        expect(idsOf(await find(' . '))).toEqual(['p1.d', 'p1.b', 'p1.a', 'p1.c']);
      });

      test('come from a place in the order on, whether anybody stands there or not', async () => {
        const { activations } = records;
        for (const [id, name] of Object.entries({ 'p1.c': 'Aerts', 'p1.b': 'Éénaeme', 'p1.a': "'t Hof" })) {
          await make(id, name);
        }
        const from = async (place: string) => idsOf(await activations.activePage('p1', { from: place }, 9));
        expect(await from('')).toEqual(['p1.c', 'p1.b', 'p1.a']);
        expect(await from('b')).toEqual(['p1.b', 'p1.a']);
        expect(await from('eenaeme')).toEqual(['p1.b', 'p1.a']);
        expect(await from('f')).toEqual(['p1.a']);
        expect(await from('z')).toEqual([]);
        const [, after] = await activations.activePage('p1', {}, 2);
        expect(idsOf(await activations.activePage('p1', { from: 'a', after }, 9))).toEqual(['p1.a']);
      });

      test('that are active are counted, those of the partner alone', async () => {
        const { activations } = records;
        for (const id of ['p1.a', 'p1.b', 'p2.a']) await make(id, 'Aerts');
        await make('p1.off', 'Aerts', { active: false });
        expect(await activations.countActive('p1')).toBe(2);
        expect(await activations.countActive('p3')).toBe(0);
      });

      test('tell the names of companies, active or not, as far as there are any, and only of the partner', async () => {
        const { activations } = records;
        await make('p1.on', 'Aerts');
        await make('p1.off', 'Éénaeme', { active: false });
        await make('p1.other', 'Maes');
        await make('p2.theirs', 'Maes');
        expect(await activations.companyNames('p1', ['on', 'theirs', 'off'])).toEqual(
          new Map([
            ['on', 'Aerts'],
            ['off', 'Éénaeme'],
          ]),
        );
        expect(await activations.companyNames('p1', ['none'])).toEqual(new Map());
        expect(await activations.companyNames('p1', [])).toEqual(new Map());
      });
    });

    describe('exports', () => {
      const entry = (id: string, given: Parameters<typeof anExport>[0]) =>
        records.exports.create(id, anExport({ documentId: id, ...given }));

      test('that are due come the longest due first, no more than asked, and only of the partner', async () => {
        const { exports } = records;
        await entry('third', { dueAt: at(3) });
        await entry('first', { dueAt: at(1), state: 'parked', reason: 'driveFull' });
        await entry('second', { dueAt: at(2), state: 'updating' });
        await entry('later', { dueAt: at(4) });
        await entry('foreign', { dueAt: at(1), partnerSpace: 'another' });
        expect(idsOf(await exports.due(usual.partnerSpace, at(3), 10))).toEqual(['first', 'second', 'third']);
        expect(idsOf(await exports.due(usual.partnerSpace, at(3), 2))).toEqual(['first', 'second']);
        expect(idsOf(await exports.due('another', at(3), 10))).toEqual(['foreign']);
        expect(await exports.due(usual.partnerSpace, at(0), 10)).toEqual([]);
      });

      test('are due at their moment, to the millisecond', async () => {
        const { exports } = records;
        await entry('one', { dueAt: new Date('2026-03-02T09:00:00.500Z') });
        expect(await exports.due(usual.partnerSpace, new Date('2026-03-02T09:00:00.499Z'), 10)).toEqual([]);
        expect(await exports.due(usual.partnerSpace, new Date('2026-03-02T09:00:00.500Z'), 10)).toHaveLength(1);
      });

      test('that are closed are neither due nor open, nor counted as open', async () => {
        const { exports } = records;
        const ends = {
          done: (value: ReturnType<typeof anExport>) => done(value, anExportedFile(), facts),
          rejected: (value: ReturnType<typeof anExport>) => rejected(value, 'notUbl'),
          cancelled: (value: ReturnType<typeof anExport>) => cancelled(value, 'disconnected'),
        };
        for (const [id, end] of Object.entries(ends)) {
          const stored = given(await entry(id, { dueAt: at(1) }));
          const closed = given(await exports.replace(stored, end(stored.value)));
          expect(await exports.read(id)).toMatchObject({ version: closed.version, value: { state: id } });
          expect(closed.value).not.toHaveProperty('dueAt');
        }
        const open = await entry('open', { dueAt: at(2) });
        expect(await exports.due(usual.partnerSpace, at(9), 10)).toEqual([open]);
        expect(await exports.open(usual.partnerSpace, 10)).toEqual([open]);
        expect(await exports.count(usual.partnerSpace, { states: openStates })).toBe(1);
      });

      test('that are open come the longest due first, due or not, no more than asked, and only of the partner', async () => {
        const { exports } = records;
        await entry('second', { dueAt: at(86_400) });
        await entry('first', { dueAt: at(1) });
        await entry('third', { dueAt: at(99_999) });
        await entry('foreign', { dueAt: at(1), partnerSpace: 'another' });
        expect(idsOf(await exports.open(usual.partnerSpace, 10))).toEqual(['first', 'second', 'third']);
        expect(idsOf(await exports.open(usual.partnerSpace, 1))).toEqual(['first']);
        expect(await exports.count(usual.partnerSpace, { states: openStates })).toBe(3);
        expect(await exports.count('nobody', { states: openStates })).toBe(0);
      });

      test('that wait for one reason are counted, those of the partner alone', async () => {
        const { exports } = records;
        await entry('full', { state: 'parked', reason: 'driveFull' });
        await entry('full too', { state: 'parked', reason: 'driveFull' });
        await entry('policy', { state: 'parked', reason: 'drivePolicy' });
        await entry('taken', { state: 'reserved' });
        await entry('foreign', { state: 'parked', reason: 'driveFull', partnerSpace: 'another' });
        expect(await exports.count(usual.partnerSpace, { reason: 'driveFull' })).toBe(2);
        expect(await exports.count(usual.partnerSpace, { reason: 'driveLimit' })).toBe(0);
      });

      test('come the newest first, open or closed, no more than asked, and only of the partner', async () => {
        const { exports } = records;
        await entry('old', { reservedAt: at(1) });
        await entry('new', { reservedAt: at(3) });
        const stored = given(await entry('middle', { reservedAt: at(2) }));
        await exports.replace(stored, rejected(stored.value, 'notUbl'));
        await entry('foreign', { reservedAt: at(9), partnerSpace: 'another' });
        expect(idsOf(await exports.newest(usual.partnerSpace, {}, undefined, 10))).toEqual(['new', 'middle', 'old']);
        expect(idsOf(await exports.newest(usual.partnerSpace, {}, undefined, 2))).toEqual(['new', 'middle']);
      });

      describe('of which some are asked for', () => {
        const asked: [string, ExportFilter, string[]][] = [
          ['all', {}, ['6', '5b', '5a', '4', '3', '2', '1']],
          ['one client', { clientSpace: 'mine' }, ['6', '5a', '4', '1']],
          ['one state', { states: ['cancelled'] }, ['3']],
          ['several states', { states: openStates }, ['6', '5b', '2', '1']],
          ['several states of one client', { clientSpace: 'mine', states: ['done', 'parked'] }, ['6', '5a']],
          ['one reason', { reason: 'driveFull' }, ['6', '2']],
          ['what there is none of', { clientSpace: 'mine', states: ['updating'] }, []],
        ];

        beforeEach(async () => {
          const full = { state: 'parked', reason: 'driveFull' } as const;
          await entry('1', { clientSpace: 'mine', reservedAt: at(1) });
          await entry('5b', { state: 'updating', reservedAt: at(5) });
          await entry('2', { ...full, reservedAt: at(2) });
          await entry('5a', { clientSpace: 'mine', state: 'done', reservedAt: at(5) });
          await entry('3', { state: 'cancelled', reason: 'disconnected', reservedAt: at(3) });
          await entry('6', { ...full, clientSpace: 'mine', reservedAt: at(6) });
          await entry('4', { clientSpace: 'mine', state: 'rejected', reason: 'notUbl', reservedAt: at(4) });
          await entry('foreign', { ...full, clientSpace: 'mine', partnerSpace: 'another', reservedAt: at(9) });
        });

        test.each(asked)(
          'come the newest first, page by page, and are counted: %s',
          async (_name, filter, expected) => {
            const { exports } = records;
            const seen: string[] = [];
            let after: Stored<Export> | undefined;
            do {
              const page = await exports.newest(usual.partnerSpace, filter, after, 2);
              seen.push(...idsOf(page));
              after = page.at(-1);
            } while (after);
            expect(seen).toEqual(expected);
            expect(await exports.count(usual.partnerSpace, filter)).toBe(expected.length);
          },
        );

        test('go on behind one that is another now, or is gone', async () => {
          const { exports } = records;
          const [first] = await exports.newest(usual.partnerSpace, { reason: 'driveFull' }, undefined, 1);
          await exports.replace(given(first), rejected(given(first).value, 'notUbl'));
          expect(idsOf(await exports.newest(usual.partnerSpace, { reason: 'driveFull' }, first, 9))).toEqual(['2']);
          expect(await exports.remove(given(await exports.read('6')))).toBe(true);
          expect(idsOf(await exports.newest(usual.partnerSpace, {}, first, 2))).toEqual(['5b', '5a']);
        });
      });

      test('of one reason come the newest first, page by page, also behind one that is another now', async () => {
        const { exports } = records;
        for (const id of ['a', 'b', 'd']) await entry(id, { reason: 'driveFull', reservedAt: at(id === 'd' ? 2 : 1) });
        await entry('other', { reason: 'drivePolicy', reservedAt: at(1) });
        await entry('foreign', { reason: 'driveFull', reservedAt: at(1), partnerSpace: 'another' });
        const find = (after: Stored<Export> | undefined, limit = 9) =>
          exports.newest(usual.partnerSpace, { reason: 'driveFull' }, after, limit);
        const first = await find(undefined, 2);
        expect(idsOf(first)).toEqual(['d', 'b']);
        await exports.replace(given(first[1]), rejected(given(first[1]).value, 'notUbl'));
        expect(idsOf(await find(first[1]))).toEqual(['a']);
      });

      /** Done at the database's time of the commit. */
      async function finish(id: string, partnerSpace: string = usual.partnerSpace): Promise<Date> {
        const stored = given(await entry(id, { partnerSpace }));
        await records.exports.replace(stored, done(stored.value, anExportedFile(), facts));
        return given(given(await records.exports.read(id)).value.doneAt);
      }

      test('that are done come in order of when that was, from a moment on, no more than asked, and only of the partner', async () => {
        const { exports } = records;
        // A moment of its own for each, wherever two commits may fall into one millisecond.
        const moments: Date[] = [];
        for (const id of ['c', 'a', 'b']) {
          moments.push(await finish(id));
          await database.pass();
        }
        await finish('foreign', 'another');
        await entry('open', {});
        const refused = given(await entry('refused', {}));
        await exports.replace(refused, rejected(refused.value, 'notUbl'));
        const [first, second] = [given(moments[0]), given(moments[1])];
        const since = async (moment: Date, limit = 10) =>
          idsOf((await exports.doneSince(usual.partnerSpace, moment, limit)).entries);
        expect(await since(new Date(0))).toEqual(['c', 'a', 'b']);
        expect(await since(first)).toEqual(['c', 'a', 'b']);
        expect(await since(new Date(first.getTime() + 1))).toEqual(['a', 'b']);
        expect(await since(second, 1)).toEqual(['a']);
        expect(await since(new Date(second.getTime() - 1), 1)).toEqual(['a']);
        const { entries } = await exports.doneSince(usual.partnerSpace, second, 1);
        expect(entries).toEqual([await exports.read('a')]);
        expect(idsOf((await exports.doneSince('another', first, 10)).entries)).toEqual(['foreign']);
        const counted = [new Date(0), first, new Date(first.getTime() + 1)].map((moment) =>
          exports.countDoneSince(usual.partnerSpace, moment),
        );
        expect(await Promise.all(counted)).toEqual([3, 3, 2]);
      });

      test('that were done and are opened again are not among the done', async () => {
        const { exports } = records;
        await finish('one');
        const stored = given(await exports.read('one'));
        await exports.replace(stored, reopened(stored.value, at(1), at(2)));
        expect((await exports.doneSince(usual.partnerSpace, new Date(0), 10)).entries).toEqual([]);
      });

      test("that are done are read at the database's own time, never before that of what was committed", async () => {
        const { exports } = records;
        const nothing = await exports.doneSince(usual.partnerSpace, new Date(0), 10);
        expect(nothing.entries).toEqual([]);
        expect(millisecondsBetween(nothing.readAt, database.now())).toBeLessThan(60_000);
        let before = nothing.readAt;
        for (const id of ['a', 'b', 'c', 'd', 'e']) {
          const doneAt = await finish(id);
          const { entries, readAt } = await exports.doneSince(usual.partnerSpace, doneAt, 10);
          expect(idsOf(entries)).toContain(id);
          expect(readAt.getTime()).toBeGreaterThanOrEqual(doneAt.getTime());
          expect(doneAt.getTime()).toBeGreaterThanOrEqual(before.getTime() - 1);
          before = readAt;
        }
      });

      test('that wait for one reason until later come the first due first, no more than asked, of every partner', async () => {
        const { exports } = records;
        const waiting = { state: 'parked', reason: 'unexpected' } as const;
        await entry('third', { ...waiting, dueAt: at(4), partnerSpace: 'another' });
        await entry('first', { ...waiting, dueAt: new Date(at(2).getTime() + 1) });
        const second = await entry('second', { ...waiting, dueAt: at(3) });
        await entry('due', { ...waiting, dueAt: at(2) });
        await entry('full', { ...waiting, reason: 'driveFull', dueAt: at(3) });
        await entry('taken', { ...waiting, state: 'updating', dueAt: at(3) });
        const closed = given(await entry('closed', { ...waiting, dueAt: at(3) }));
        await exports.replace(closed, rejected(closed.value, 'unexpected'));
        expect(idsOf(await exports.waitingFor('unexpected', at(2), 10))).toEqual(['first', 'second', 'third']);
        expect(idsOf(await exports.waitingFor('unexpected', at(2), 2))).toEqual(['first', 'second']);
        expect((await exports.waitingFor('unexpected', at(2), 2))[1]).toEqual(second);
        expect(await exports.waitingFor('unexpected', at(4), 10)).toEqual([]);
        expect(await exports.waitingFor('drivePolicy', at(0), 10)).toEqual([]);
      });

      test('of some ids tell how their documents stand, and no more; those that are not there are left out', async () => {
        const { exports } = records;
        await entry('parked', { state: 'parked', reason: 'driveFull' });
        const stored = given(await entry('done', {}));
        await exports.replace(stored, done(stored.value, anExportedFile(), { ...facts, counterparty: 'Drukkerij' }));
        await entry('another', {});
        const standings = await exports.standings(['done', 'nothing', 'parked']);
        expect([...standings.keys()].sort()).toEqual(['done', 'parked']);
        expect(standings.get('parked')).toEqual({ documentId: 'parked', state: 'parked', reason: 'driveFull' });
        expect(standings.get('done')).toEqual({
          documentId: 'done',
          state: 'done',
          file: anExportedFile(),
          facts: { ...facts, counterparty: 'Drukkerij' },
        });
        expect(await exports.standings([])).toEqual(new Map());
      });

      test('of a document are found whoever its partners and clients are, in every state', async () => {
        const { exports } = records;
        await exports.create('b', anExport({ partnerSpace: 'p2', state: 'parked', reason: 'driveFull' }));
        const first = await exports.create(
          'a',
          anExport({ partnerSpace: 'p1', clientSpace: 'another', state: 'done' }),
        );
        await entry('of another', {});
        const found = await exports.ofDocument(usual.documentId);
        expect(idsOf(found)).toEqual(['a', 'b']);
        expect(found[0]).toEqual(first);
        expect(await exports.ofDocument('nothing')).toEqual([]);
      });

      test('of the same moment come by their id', async () => {
        const { exports } = records;
        for (const id of ['b', 'a', 'c']) await entry(id, { dueAt: at(1), reservedAt: at(1) });
        expect(idsOf(await exports.due(usual.partnerSpace, at(1), 10))).toEqual(['a', 'b', 'c']);
        expect(idsOf(await exports.newest(usual.partnerSpace, {}, undefined, 10))).toEqual(['c', 'b', 'a']);
        for (const id of ['e', 'd']) await entry(id, { dueAt: at(1), state: 'parked', reason: 'driveFull' });
        expect(idsOf(await exports.waitingFor('driveFull', at(0), 10))).toEqual(['d', 'e']);
      });
    });
  });
}

describeRecords('fake', async () => ({
  open() {
    const { clock, ports } = createFakeWorld();
    return { records: ports, now: clock.now, pass: async () => clock.advance(0.005), end: async () => {} };
  },
  close: async () => {},
}));

function connect(host: string): Firestore {
  return connectFirestore(host, `p-${randomUUID()}`, oneAttempt(new PassThroughClient()));
}

function openFirestore(host: string, now: () => Date): Database {
  const firestore = connect(host);
  const records = {
    connections: createConnections(firestore),
    activations: createActivations(firestore),
    folders: createFolders(firestore),
    exports: createExports(firestore),
    checks: createChecks(firestore),
    deadLetters: createDeadLetters(firestore),
    notices: createNotices(firestore),
    sessions: createSessions(firestore),
    signIns: createSignIns(firestore),
  };
  return { records, now, pass: () => pause(5), end: () => firestore.terminate() };
}

const yearMilliseconds = 365 * 86_400_000;

for (const kind of kindsToTest('firestore')) {
  describeRecords(kind, async () => {
    if (kind === 'google-emulator') {
      const { host, close } = await startKind('firestore', kind, () => {});
      return { open: () => openFirestore(host, () => new Date()), close };
    }
    // A year ahead of this process: no time that an adapter would take here passes for the database's.
    const now = () => Date.now() + yearMilliseconds;
    const { url, close } = await createFirestoreSimulator({ now, indexes: ourIndexes() });
    return { open: () => openFirestore(new URL(url).host, () => new Date(now())), close };
  });
}

describe('records that Firestore does not serve', () => {
  let simulator: Awaited<ReturnType<typeof createFirestoreSimulator>>;
  let firestore: Firestore;

  beforeEach(async () => {
    simulator = await createFirestoreSimulator();
    firestore = connect(new URL(simulator.url).host);
  });
  afterEach(async () => {
    await firestore.terminate();
    await simulator.close();
  });

  /** Every kind of request there is. */
  const calls: [string, () => Promise<unknown>][] = [
    ['commit', () => createExports(firestore).create('two', anExport())],
    ['commit', async () => createExports(firestore).replace(await theOne(), anExport())],
    ['commit', async () => createExports(firestore).remove(await theOne())],
    ['batchGet', () => createExports(firestore).read('one')],
    ['batchGet', () => createConnections(firestore).readWithFolder('one', 'two')],
    ['batchGet', () => createExports(firestore).standings(['one', 'two'])],
    ['runQuery', () => createExports(firestore).due(usual.partnerSpace, at(0), 1)],
    ['runQuery', () => createExports(firestore).doneSince(usual.partnerSpace, at(0), 1)],
    ['runAggregationQuery', () => createExports(firestore).count(usual.partnerSpace, {})],
    ['runAggregationQuery', () => createExports(firestore).countDoneSince(usual.partnerSpace, at(0))],
  ];
  let one: Stored<ReturnType<typeof anExport>> | undefined;
  const theOne = async () => given(one);

  test.each([503, 500, 504, 429])(
    'are storageUnavailable at %i, after one request, and there afterwards',
    async (status) => {
      const exports = createExports(firestore);
      one = await exports.create('one', anExport());
      for (const [on, call] of calls) {
        const before = simulator.calls()[on] ?? 0;
        const fault = JSON.stringify({ on, status, times: 1 });
        await fetch(`${simulator.url}/_control/faults`, { method: 'POST', body: fault });
        await expect(call()).rejects.toMatchObject({ code: 'storageUnavailable' });
        expect(simulator.calls()[on]).toBe(before + 1);
      }
      expect(await exports.read('one')).toEqual(one);
      expect(await exports.read('two')).toBeUndefined();
    },
  );

  test('are storageUnavailable, at once, where nobody answers', async () => {
    one = await createExports(firestore).create('one', anExport());
    const { port } = new URL(simulator.url);
    const elsewhere = connect(`127.0.0.1:${port}`);
    await simulator.close();
    const exports = createExports(elsewhere);
    await expect(exports.read('one')).rejects.toMatchObject({ code: 'storageUnavailable' });
    await expect(exports.create('one', anExport())).rejects.toMatchObject({ code: 'storageUnavailable' });
    await expect(exports.due('partner', at(0), 1)).rejects.toMatchObject({ code: 'storageUnavailable' });
    await elsewhere.terminate();
    simulator = await createFirestoreSimulator();
  });
});
