/** A document's message that Pub/Sub has given up becomes an entry that waits, for each partner that it is of (protocol, rule 13). */
import { describe, expect, test } from '@jest/globals';
import { activationId } from '../../functions/domain/activation.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { anExport, anExportedFile, ublOf, usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { everything } from './everything.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker, topics, type Worker } from './worker.ts';

const { partnerSpace, clientSpace, documentId } = usual;
const other = 'a0000000-0000-4000-8000-000000000002';
const approved = { category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } };
const asked = { ...approved, type: 'resend' };

const bury = ({ push }: Pick<Worker, 'push'>, message: object = approved, at?: Date) =>
  push(topics.deadLetters, message, at);
const entriesOf = (world: FakeWorld) => world.database.exports.all().map(({ value }) => value);
const inTenMinutes = (world: FakeWorld) => secondsAfter(world.clock.now(), 600);

/** A partner whose ledger has an entry of the document. */
function aWorldWith(given: Partial<Export>): FakeWorld {
  const world = aWorld();
  const { dueAt, ...entry } = anExport(given);
  const open = given.state === 'reserved' || given.state === 'updating' || given.state === 'parked';
  world.database.exports.put(exportId(entry), { ...entry, ...(open && { dueAt }) });
  return world;
}

const closed: [string, Partial<Export>][] = [
  ['done', { state: 'done', file: anExportedFile(), doneAt: new Date('2026-03-02T09:00:00.000Z') }],
  ['rejected', { state: 'rejected', reason: 'notUbl' }],
  ['cancelled', { state: 'cancelled', reason: 'disconnected' }],
];

describe('a message that was given up', () => {
  test('makes an entry that waits, due in ten minutes, for a reason that nobody has understood', async () => {
    const world = aWorld();
    const worker = createWorker(world);
    const publishedAt = secondsAfter(world.clock.now(), -3600);
    await bury(worker, approved, publishedAt);
    expect(entriesOf(world)).toEqual([
      {
        partnerSpace,
        clientSpace,
        documentId,
        state: 'parked',
        reason: 'unexpected',
        attempts: 1,
        toAdmit: 'released',
        dueAt: inTenMinutes(world),
        releasedAt: publishedAt,
        reservedAt: world.clock.now(),
        syncDate: '2026-03-02',
        fileIds: {},
      },
    ]);
    const ids = expect.objectContaining({ clientSpace, documentId });
    expect(worker.log.lines).toContainEqual({ level: 'error', message: 'a message was given up', fields: ids });
    // Alerts are made of this line (infra/metrics.tf).
    const rests = expect.objectContaining({ documentId, state: 'parked', reason: 'unexpected' });
    expect(worker.log.lines).toContainEqual({ level: 'info', message: 'export came to rest', fields: rests });
  });

  test('makes one for each partner that has the client switched on, one that needs its owner too', async () => {
    const world = aWorld();
    world.connect({ partnerSpace: other, state: 'needsSignIn' });
    world.activate({ partnerSpace: other });
    await bury(createWorker(world));
    expect(entriesOf(world).map((entry) => [entry.partnerSpace, entry.state])).toEqual(
      expect.arrayContaining([
        [partnerSpace, 'parked'],
        [other, 'parked'],
      ]),
    );
  });

  test.each<[string, (world: FakeWorld) => unknown]>([
    ['whose connection is being ended', (world) => world.connect({ state: 'disconnecting' })],
    ['whose connection is off', (world) => world.connect({ state: 'off' })],
    ['that has no connection', (world) => world.database.connections.all().map(world.database.connections.remove)],
    ['whose client is switched off', (world) => world.activate({ active: false })],
    ['whose client was switched on since', (world) => world.activate({ since: world.clock.now() })],
    ['who signed in since', (world) => world.connect({ since: world.clock.now() })],
    [
      'to whom no client of it belongs',
      (world) => {
        for (const stored of world.database.activations.all()) world.database.activations.remove(stored);
        world.activate({ clientSpace: 'c0000000-0000-4000-8000-00000000dead' });
      },
    ],
  ])('makes none for a partner %s', async (_who, arrange) => {
    const world = aWorld();
    arrange(world);
    const before = everything(world);
    await bury(createWorker(world), approved, secondsAfter(world.clock.now(), -1));
    expect(everything(world)).toEqual(before);
  });

  test.each(closed)('leaves a document alone that is %s', async (_state, given) => {
    const world = aWorldWith(given);
    const before = everything(world);
    await bury(createWorker(world));
    expect(everything(world)).toEqual(before);
  });

  test('leaves a document alone that waits already, with its reason', async () => {
    const world = aWorldWith({ state: 'parked', reason: 'driveFull' });
    const before = everything(world);
    await bury(createWorker(world));
    expect(everything(world)).toEqual(before);
  });

  test('leaves one alone whose file somebody updates: their claim tells until when', async () => {
    const world = aWorldWith({ state: 'updating' });
    const before = everything(world);
    await bury(createWorker(world));
    expect(everything(world)).toEqual(before);
  });

  test('makes one that is reserved wait, with its id and its day', async () => {
    const world = aWorldWith({ state: 'reserved', syncDate: '2026-03-01' });
    await bury(createWorker(world));
    expect(entryOf(world)).toEqual({
      ...anExport({ syncDate: '2026-03-01' }),
      state: 'parked',
      reason: 'unexpected',
      attempts: 1,
      dueAt: inTenMinutes(world),
    });
  });

  test('changes nothing the second time', async () => {
    const world = aWorld();
    await bury(createWorker(world));
    const once = everything(world);
    world.clock.advance(60);
    await Promise.all([bury(createWorker(world)), bury(createWorker(world))]);
    expect(everything(world)).toEqual(once);
  });

  test('reaches every partner whatever dies', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorld();
      world.connect({ partnerSpace: other });
      world.activate({ partnerSpace: other });
      return {
        work: bury(createWorker(world, hooks)),
        afterwards: async () => {
          await bury(createWorker(world));
          expect(entriesOf(world)).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
        },
      };
    });
  });

  test('comes again where the entry keeps changing, or cannot be written', async () => {
    const world = aWorldWith({ state: 'reserved' });
    const onCall = (name: string) => {
      const [entry] = world.database.exports.all();
      if (entry && name === 'exports.replace') world.database.exports.put(entry.id, entry.value);
    };
    await expect(bury(createWorker(world, { onCall }))).rejects.toMatchObject({ code: 'contended' });
    world.addFault({ on: 'exports.replace', failure: new Failure('storageUnavailable', 'down') });
    await expect(bury(createWorker(world))).rejects.toMatchObject({ code: 'storageUnavailable' });
    await bury(createWorker(world));
    expect(entryOf(world)?.state).toBe('parked');
  });
});

describe('a wish to have a document sent again that was given up', () => {
  test('is kept where there was no entry', async () => {
    const world = aWorld();
    await bury(createWorker(world), asked);
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'unexpected', toAdmit: 'asked', wish: 'resend' });
  });

  test.each(closed)(
    'opens what is %s: it waits, as a document that came when it was asked for',
    async (_state, given) => {
      const world = aWorldWith(given);
      await bury(createWorker(world), asked);
      expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'unexpected' });
      expect(entryOf(world)).toMatchObject({ dueAt: inTenMinutes(world), releasedAt: world.clock.now() });
      expect(entryOf(world)).not.toHaveProperty('file');
      expect(entryOf(world)).not.toHaveProperty('doneAt');
    },
  );

  test('brings what was thrown away, and other bytes, as the wish itself would have', async () => {
    for (const thrownAway of [true, false]) {
      const world = aWorld();
      await createWorker(world).deliver();
      const [before] = filesOf(world);
      if (thrownAway) world.google.person(usual.email).trash(before?.id ?? '');
      world.banqup.replaceUbl(world.addDocument(), ublOf({ note: 'another version' }));
      await bury(createWorker(world), asked);
      world.clock.advance(600);
      await createWorker(world).resume();
      const file = filesOf(world).find(({ trashed }) => !trashed);
      expect([file?.id === before?.id, file?.content]).toEqual([!thrownAway, ublOf({ note: 'another version' })]);
      expect(entryOf(world)).toMatchObject({ state: 'done', file: { id: file?.id } });
    }
  });

  test('is written onto what waits, which goes on waiting for its own reason', async () => {
    const world = aWorldWith({ state: 'parked', reason: 'driveFull' });
    const before = entryOf(world);
    await bury(createWorker(world), asked);
    expect(entryOf(world)).toEqual({ ...before, releasedAt: world.clock.now(), wish: 'resend' });
  });

  test('is written onto what is reserved, which waits then', async () => {
    const world = aWorldWith({ state: 'reserved' });
    await bury(createWorker(world), asked);
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'unexpected', wish: 'resend' });
  });

  test('is written onto what is updating, which stays with who is at it', async () => {
    const world = aWorldWith({ state: 'updating' });
    const before = entryOf(world);
    await bury(createWorker(world), asked);
    expect(entryOf(world)).toEqual({ ...before, releasedAt: world.clock.now(), wish: 'resend' });
  });

  test('is not kept for a client that is switched off', async () => {
    const world = aWorldWith({ state: 'cancelled', reason: 'switchedOff' });
    const activation = world.database.activations.get(activationId(partnerSpace, clientSpace));
    world.activate({ ...activation?.value, active: false });
    const before = everything(world);
    await bury(createWorker(world), asked);
    expect(everything(world)).toEqual(before);
  });
});
