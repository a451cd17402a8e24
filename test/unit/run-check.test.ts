/**
 * A client's month beside what Banqup says of it: every document is in Drive, on its way, or missing by name; and what is missing can be
 * had exported, once, for this partner alone.
 */
import { describe, expect, test } from '@jest/globals';
import { type Check, type ExportsAsked, namedAtMost } from '../../functions/domain/check.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { beginLife } from '../../functions/domain/life.ts';
import type { OwnMessage } from '../../functions/domain/message.ts';
import type { BanqupDocument } from '../../functions/domain/ports.ts';
import { anExport, anExportedFile, ublOf, usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { callsOf, entryOf, filesOf } from './seen.ts';
import { createWorker, topics } from './worker.ts';

const { partnerSpace, clientSpace } = usual;
const other = 'a0000000-0000-4000-8000-000000000002';
const month = '2026-03';
const key = { partnerSpace, clientSpace, month };
const idOf = (index: number) => `d0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const anHourAgo = new Date('2026-03-02T08:00:00.000Z');

/** A partner with one client switched on, and so many documents that were released an hour ago. */
function aWorldOf(count: number, given: Partial<BanqupDocument> = {}): FakeWorld {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  for (let index = 1; index <= count; index += 1) add(world, index, given);
  return world;
}

function add(world: FakeWorld, index: number, given: Partial<BanqupDocument> = {}): string {
  const documentId = idOf(index);
  const file = { documentId, fileId: `file-${index}`, releasedAt: anHourAgo };
  world.addDocument({ ...file, ...given }, ublOf({ number: `INV-${index}` }));
  return documentId;
}

function put(world: FakeWorld, index: number, given: Partial<Export>): void {
  const entry = anExport({ documentId: idOf(index), fileIds: {}, ...given });
  world.database.exports.put(exportId(entry), entry);
}

/** Documents whose messages have come. */
async function deliver(world: FakeWorld, ...indexes: number[]): Promise<void> {
  for (const index of indexes) await createWorker(world).deliver({ documentId: idOf(index) });
}

async function check(world: FakeWorld, exports?: ExportsAsked, worker = createWorker(world)): Promise<Check> {
  await worker.push(topics.own, { kind: 'check', ...key, ...(exports && { exports }) });
  return kept(world);
}

function kept(world: FakeWorld, of = partnerSpace): Check {
  const found = world.database.checks.get(`${of}.${clientSpace}.${month}`);
  if (!found) throw new Error('there is no check');
  return found.value;
}

/** Delivers what was published to have documents exported; answers the messages. */
async function redeliver(world: FakeWorld): Promise<OwnMessage[]> {
  const messages = world.topic.messages.splice(0).filter(({ kind }) => kind === 'redeliver');
  for (const message of messages) await createWorker(world).push(topics.own, message);
  return messages;
}

const live = (world: FakeWorld, email?: string) => filesOf(world, email).filter(({ trashed }) => !trashed);
const missing = ({ missing }: Check) => missing.map(({ documentId, why }) => [documentId, why]);
const counts = ({ released, earlier, inDrive, waiting, missingCount }: Check) => ({
  released,
  earlier,
  inDrive,
  waiting,
  missingCount,
});
const hands = (world: FakeWorld) => world.google.person(usual.email);
const fileOf = (world: FakeWorld, index: number) => entryOf(world, idOf(index))?.file?.id ?? '';

describe('a check', () => {
  test('tells apart what is in Drive, on its way, missing, and of before the switch-on', async () => {
    const world = aWorldOf(6);
    await deliver(world, 1, 2);
    put(world, 3, { state: 'parked', reason: 'driveFull' });
    put(world, 4, { state: 'rejected', reason: 'notUbl' });
    put(world, 5, { state: 'cancelled', reason: 'switchedOff' });
    world.activate({ since: new Date('2026-03-01T12:00:00Z') });
    add(world, 7, { releasedAt: new Date('2026-03-01T11:59:59Z') });
    add(world, 8, { exportable: false });
    add(world, 9, { releasedAt: new Date('2026-02-27T12:00:00Z') });
    hands(world).trash(fileOf(world, 2));
    const found = await check(world);
    expect(counts(found)).toEqual({ released: 6, earlier: 1, inDrive: 1, waiting: 1, missingCount: 4 });
    expect(missing(found)).toEqual([
      [idOf(2), 'removed'],
      [idOf(4), 'rejected'],
      [idOf(5), 'cancelled'],
      [idOf(6), 'unseen'],
    ]);
    expect(found).toMatchObject({ ...key, state: 'done', checkedAt: world.clock.now() });
    expect(found).not.toHaveProperty('failure');
    expect(await redeliver(world)).toEqual([]);
  });

  test('says of each that is missing what a person knows it by', async () => {
    const world = aWorldOf(2, { direction: 'AR' });
    const facts = { kind: 'invoice', number: 'F-7', counterparty: 'De Klant', isPeppol: true } as const;
    put(world, 1, { state: 'rejected', reason: 'notUbl', facts });
    expect((await check(world)).missing).toEqual([
      {
        documentId: idOf(1),
        direction: 'AR',
        releasedAt: anHourAgo,
        counterparty: 'De Klant',
        number: 'F-7',
        why: 'rejected',
        reason: 'notUbl',
      },
      { documentId: idOf(2), direction: 'AR', releasedAt: anHourAgo, why: 'unseen' },
    ]);
  });

  test('counts what has an entry as ours, also where it was released before the switch-on', async () => {
    const world = aWorldOf(2);
    await deliver(world, 1);
    put(world, 2, { state: 'cancelled', reason: 'switchedOff' });
    world.activate({ since: world.clock.now() });
    expect(counts(await check(world))).toEqual({ released: 2, earlier: 0, inDrive: 1, waiting: 0, missingCount: 1 });
  });

  test('names a hundred, and counts the others', async () => {
    const found = await check(aWorldOf(namedAtMost + 5));
    expect([found.missing.length, found.missingCount]).toEqual([namedAtMost, namedAtMost + 5]);
  });

  test('takes for on its way what is younger than a quarter of an hour and has no entry yet', async () => {
    const world = aWorldOf(0);
    add(world, 1, { releasedAt: world.clock.now() });
    expect(counts(await check(world, 'unseen'))).toMatchObject({ waiting: 1, missingCount: 0 });
    expect(await redeliver(world)).toEqual([]);
    world.clock.advance(15 * 60);
    expect(counts(await check(world))).toMatchObject({ waiting: 0, missingCount: 1 });
  });

  test('keeps what was found for a year and more, and the next one takes its place', async () => {
    const world = aWorldOf(1);
    expect((await check(world)).expiresAt.getTime() - world.clock.now().getTime()).toBe(400 * 86_400_000);
    await deliver(world, 1);
    world.clock.advance(3600);
    expect(counts(await check(world))).toMatchObject({ inDrive: 1, missingCount: 0 });
    expect(kept(world).checkedAt).toEqual(world.clock.now());
    expect(world.database.checks.all()).toHaveLength(1);
  });
});

describe('what is in Drive', () => {
  test('costs one question for a folder, however many files it has', async () => {
    const world = aWorldOf(20);
    await deliver(world, ...Array.from({ length: 20 }, (_, index) => index + 1));
    add(world, 21, { direction: 'AR' });
    await deliver(world, 21);
    world.resetCalls();
    expect(counts(await check(world))).toMatchObject({ inDrive: 21 });
    expect(callsOf(world, 'drive')).toEqual({ 'drive.liveFiles': 2 });
  });

  test('is not asked for a month in which nothing was exported', async () => {
    const world = aWorldOf(3);
    world.resetCalls();
    await check(world);
    expect(callsOf(world, 'drive')).toEqual({});
  });

  test('is there where its owner has moved or renamed it, and is not where they deleted it', async () => {
    const world = aWorldOf(3);
    await deliver(world, 1, 2, 3);
    hands(world).move(fileOf(world, 1));
    hands(world).rename(fileOf(world, 2), 'mine.xml');
    hands(world).deleteForGood(fileOf(world, 3));
    const found = await check(world);
    expect([counts(found).inDrive, missing(found)]).toEqual([2, [[idOf(3), 'removed']]]);
  });

  test('is what the ledger says where it lies in another account, or may not be shown to this grant', async () => {
    const world = aWorldOf(2);
    put(world, 1, { state: 'done', file: anExportedFile({ account: 'another account' }) });
    put(world, 2, { state: 'done', file: anExportedFile({ generation: 1 }) });
    world.connect({ generation: 3, sees: 2 });
    expect(counts(await check(world))).toMatchObject({ inDrive: 2, missingCount: 0 });
  });

  test('is looked for a hundred times; of the others it is said that nobody has looked', async () => {
    const world = aWorldOf(102);
    for (let index = 1; index <= 102; index += 1) put(world, index, { state: 'done', file: anExportedFile() });
    world.resetCalls();
    const found = await check(world);
    expect([counts(found), found.failure]).toEqual([
      { released: 102, earlier: 0, inDrive: 2, waiting: 0, missingCount: 100 },
      'lifeOver',
    ]);
    expect(callsOf(world, 'drive')).toEqual({ 'drive.liveFiles': 1, 'drive.file': 100 });
  });

  test.each(['googleUnavailable', 'drivePolicy', 'unexpected'] as const)(
    'is what the ledger says where Drive answers %s, and that is said',
    async (code) => {
      const world = aWorldOf(2);
      await deliver(world, 1);
      hands(world).trash(fileOf(world, 1));
      world.addFault({ on: 'drive.liveFiles', failure: new Failure(code, 'no') });
      const found = await check(world);
      expect([counts(found), found.failure]).toEqual([
        { released: 2, earlier: 0, inDrive: 1, waiting: 0, missingCount: 1 },
        code,
      ]);
      expect(await check(world)).not.toHaveProperty('failure');
    },
  );

  test('is what the ledger says where Google refuses the connection, whose owner is needed from then on', async () => {
    const world = aWorldOf(1);
    await deliver(world, 1);
    world.google.revoke(usual.email);
    for (const _ of [1, 2]) {
      const found = await check(world);
      expect([counts(found).inDrive, found.failure]).toEqual([1, 'signInNeeded']);
      expect(world.database.connections.get(partnerSpace)?.value.state).toBe('needsSignIn');
    }
  });
});

describe('what Banqup never told of', () => {
  test('is exported once, told in the log, and on its way from then on', async () => {
    const world = aWorldOf(3);
    await deliver(world, 1);
    put(world, 2, { state: 'rejected', reason: 'notUbl' });
    const worker = createWorker(world);
    const found = await check(world, 'unseen', worker);
    expect(counts(found)).toEqual({ released: 3, earlier: 0, inDrive: 1, waiting: 1, missingCount: 1 });
    expect(worker.log.lines.filter(({ level }) => level === 'warn')).toEqual([
      expect.objectContaining({ fields: { partnerSpace, clientSpace, documentId: idOf(3) } }),
    ]);
    // By itself nothing comes back that was refused.
    expect(await redeliver(world)).toEqual([
      { kind: 'redeliver', partnerSpace, clientSpace, documentId: idOf(3), resend: false },
    ]);
    expect(live(world)).toHaveLength(2);
    expect(entryOf(world, idOf(2))?.state).toBe('rejected');
    expect(counts(await check(world, 'unseen'))).toMatchObject({ inDrive: 2, waiting: 0 });
    expect(await redeliver(world)).toEqual([]);
  });

  test('is exported once where its message comes at the same time after all', async () => {
    const world = aWorldOf(1);
    await check(world, 'unseen');
    const [message] = world.topic.messages;
    await Promise.all([createWorker(world).push(topics.own, message), deliver(world, 1)]);
    expect(live(world)).toHaveLength(1);
    expect(entryOf(world, idOf(1))?.state).toBe('done');
  });

  test('and is of before the switch-on stays history', async () => {
    const world = aWorldOf(1);
    world.activate({ since: world.clock.now() });
    expect(counts(await check(world, 'all'))).toMatchObject({ released: 0, earlier: 1 });
    expect(await redeliver(world)).toEqual([]);
  });

  test('and Banqup does not show any more waits in the ledger of this partner alone', async () => {
    const world = aWorldOf(1);
    world.connect({ partnerSpace: other });
    world.activate({ partnerSpace: other });
    await check(world, 'unseen');
    world.banqup.remove(clientSpace, idOf(1));
    const [message] = world.topic.messages;
    const publishedAt = world.clock.now();
    world.clock.advance(16 * 60);
    await createWorker(world).push(topics.own, message, publishedAt);
    expect(world.database.exports.all().map(({ value }) => [value.partnerSpace, value.state])).toEqual([
      [partnerSpace, 'parked'],
    ]);
  });
});

describe('all that is missing', () => {
  test('comes back: what was refused, ended, thrown away, and what Banqup never told of', async () => {
    const world = aWorldOf(5);
    await deliver(world, 1, 2);
    hands(world).trash(fileOf(world, 1));
    put(world, 3, { state: 'rejected', reason: 'notUbl' });
    put(world, 4, { state: 'cancelled', reason: 'switchedOff' });
    expect(counts(await check(world, 'all'))).toEqual({
      released: 5,
      earlier: 0,
      inDrive: 1,
      waiting: 4,
      missingCount: 0,
    });
    const messages = await redeliver(world);
    expect(messages.map((one) => 'resend' in one && [one.documentId, one.resend])).toEqual([
      [idOf(1), true],
      [idOf(3), true],
      [idOf(4), true],
      [idOf(5), false],
    ]);
    expect(live(world)).toHaveLength(5);
    expect(counts(await check(world, 'all'))).toMatchObject({ inDrive: 5, waiting: 0 });
  });

  test('comes for this partner alone, where another one has the client on too', async () => {
    const world = aWorldOf(2);
    world.connect({ partnerSpace: other, account: world.google.account('jan@x.example') });
    world.activate({ partnerSpace: other });
    await deliver(world, 1);
    hands(world).trash(fileOf(world, 1));
    for (const { id } of world.google.tree('jan@x.example').filter(({ content }) => content)) {
      world.google.person('jan@x.example').trash(id);
    }
    await check(world, 'all');
    await redeliver(world);
    expect(live(world)).toHaveLength(2);
    expect(live(world, 'jan@x.example')).toEqual([]);
    expect(world.database.exports.all().filter(({ value }) => value.partnerSpace === other)).toHaveLength(1);
  });
});

describe('a check that cannot be made', () => {
  test.each(['banqupUnavailable', 'documentNotFound', 'unexpected'] as const)(
    'says so where Banqup answers %s, and keeps what was found before',
    async (code) => {
      const world = aWorldOf(3);
      const before = await check(world);
      world.clock.advance(3600);
      // Half of the list has come already.
      const worker = createWorker(world, {
        onCall: (name, args) => {
          if (name === 'banqup.released' && args[3] === 1) throw new Failure(code, 'no');
        },
      });
      const after = await check(world, undefined, worker);
      expect(after).toEqual({ ...before, failure: code, expiresAt: expect.any(Date) });
      expect(await check(world)).toMatchObject({ checkedAt: world.clock.now() });
      expect(kept(world)).not.toHaveProperty('failure');
    },
  );

  test('comes again where it cannot be kept', async () => {
    const world = aWorldOf(1);
    for (const on of ['exports.standings', 'checks.create', 'publisher.publish']) {
      world.addFault({ on, failure: new Failure('storageUnavailable', 'down') });
      await expect(check(world, 'unseen')).rejects.toMatchObject({ code: 'storageUnavailable' });
    }
    await check(world, 'unseen');
    await redeliver(world);
    expect(live(world)).toHaveLength(1);
  });

  test('that died at any of its calls is made whole by the next delivery', async () => {
    const deaths = await dyingAtEachCall((hooks) => {
      const world = aWorldOf(3);
      put(world, 2, { state: 'rejected', reason: 'notUbl' });
      return {
        work: check(world, 'unseen', createWorker(world, hooks)),
        afterwards: async () => {
          const found = await check(world, 'unseen');
          expect([found.state, counts(found)]).toEqual([
            'done',
            { released: 3, earlier: 0, inDrive: 0, waiting: 2, missingCount: 1 },
          ]);
          await redeliver(world);
          expect(live(world)).toHaveLength(2);
        },
      };
    });
    expect(deaths).toBeGreaterThan(10);
  });

  test('ends where its time is over', async () => {
    const world = aWorldOf(1);
    const life = beginLife(world.clock.now());
    world.clock.advance(3600);
    await createWorker(world).runCheck({ ...key, exports: 'all' }, life);
    expect(kept(world)).toMatchObject({ state: 'done', failure: 'lifeOver' });
    expect(world.topic.messages).toEqual([]);
  });

  test.each([
    ['is off', 'notFound', (world: FakeWorld): void => void world.activate({ active: false })],
    [
      'is of a partner that has ended',
      'signInNeeded',
      (world: FakeWorld): void => void world.connect({ state: 'off' }),
    ],
  ] as const)(
    'leaves no trace where the client %s, but on what a person has asked for',
    async (_what, failure, end) => {
      const world = aWorldOf(1);
      end(world);
      await createWorker(world).push(topics.own, { kind: 'check', ...key, exports: 'all' });
      expect(world.database.checks.all()).toEqual([]);
      world.activate();
      world.connect();
      await check(world);
      end(world);
      expect(await check(world)).toMatchObject({ failure, missingCount: 1 });
      expect(await redeliver(world)).toEqual([]);
    },
  );

  test('says so where Banqup has no list', async () => {
    const world = aWorldOf(1);
    const ports = world.portsFor({});
    const { released: _released, ...banqup } = ports.banqup;
    const worker = createWorker(world, {}, { ...ports, banqup });
    expect(await check(world, 'all', worker)).toMatchObject({ state: 'done', failure: 'notFound', released: 0 });
    expect(world.topic.messages).toEqual([]);
  });
});

test('two checks of a month at once leave one, and both come to their end', async () => {
  const world = aWorldOf(4);
  await Promise.all([1, 2, 3].map(() => check(world)));
  expect(world.database.checks.all()).toHaveLength(1);
  expect(counts(kept(world))).toMatchObject({ released: 4, missingCount: 4 });
});
