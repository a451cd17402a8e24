/** One message of Banqup's, for every partner that has the client switched on (protocol, "A delivery"). */
import { describe, expect, test } from '@jest/globals';
import { Failure, waitSecondsOf } from '../../functions/domain/errors.ts';
import { exportId } from '../../functions/domain/export.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { callsOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const els = { partnerSpace: usual.partnerSpace, email: usual.email };
const jan = { partnerSpace: 'a0000000-0000-4000-8000-000000000002', email: 'jan.peeters@peeters.example' };

/** A supplier whose accountants are two, each with a Drive. */
function aWorldOfTwo({ email = jan.email } = {}): FakeWorld {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  world.connect({ partnerSpace: jan.partnerSpace, account: world.google.account(email) });
  world.activate({ partnerSpace: jan.partnerSpace });
  world.addDocument();
  return world;
}

function stateFor(world: FakeWorld, { partnerSpace }: { partnerSpace: string }) {
  const { clientSpace, documentId } = usual;
  return world.database.exports.get(exportId({ partnerSpace, clientSpace, documentId }))?.value.state;
}

/** Fails what Drive is asked on behalf of one partner. */
function failingFor(email: string, failure: Failure) {
  return (name: string, args: readonly unknown[]) => {
    const isTheirs = JSON.stringify(args[0] ?? '').includes(email);
    if (name === 'drive.createFile' && isTheirs) throw failure;
  };
}

describe('a client of two partners', () => {
  test('has its document in both Drives, and Banqup is asked once which it is', async () => {
    const world = aWorldOfTwo();
    await createWorker(world).deliver();
    expect([filesOf(world).length, filesOf(world, jan.email).length]).toEqual([1, 1]);
    expect([stateFor(world, els), stateFor(world, jan)]).toEqual(['done', 'done']);
    expect(world.calls()['banqup.document']).toBe(1);
  });

  test('has it twice in one Drive when both use the same account: each partner has its own folders', async () => {
    const world = aWorldOfTwo({ email: els.email });
    await createWorker(world).deliver();
    expect(filesOf(world)).toHaveLength(2);
    expect(new Set(filesOf(world).map(({ parentId }) => parentId)).size).toBe(2);
  });

  test('has it for the one whose switch-on it came after, and not for the other', async () => {
    const world = aWorldOfTwo();
    world.activate({ partnerSpace: jan.partnerSpace, since: new Date('2026-03-02T08:59:01.000Z') });
    await createWorker(world).deliver();
    expect([stateFor(world, els), stateFor(world, jan)]).toEqual(['done', undefined]);
  });

  test('has it for the one while the other is switched off', async () => {
    const world = aWorldOfTwo();
    world.activate({ active: false });
    await createWorker(world).deliver();
    expect([stateFor(world, els), stateFor(world, jan)]).toEqual([undefined, 'done']);
  });
});

describe("one partner's failure", () => {
  const both = [
    [els, jan],
    [jan, els],
  ] as const;

  test.each(both)("does not skip another's, and the message comes again (%j)", async (unlucky, lucky) => {
    for (const code of ['googleUnavailable', 'unexpected'] as const) {
      const world = aWorldOfTwo();
      const failure = new Failure(code, 'as the test wants it');
      const worker = createWorker(world, { onCall: failingFor(unlucky.email, failure) });
      await expect(worker.deliver()).rejects.toBe(failure);
      expect(stateFor(world, lucky)).toBe('done');
      expect(stateFor(world, unlucky)).toBe('reserved');

      world.resetCalls();
      await createWorker(world).deliver();
      expect([filesOf(world).length, filesOf(world, jan.email).length]).toEqual([1, 1]);
      expect(callsOf(world, 'drive')['drive.createFile']).toBe(1);
    }
  });

  test.each(both)("that only has it wait does not make the other's message come again (%j)", async (unlucky, lucky) => {
    const world = aWorldOfTwo();
    const onCall = failingFor(unlucky.email, new Failure('driveFull', 'full'));
    await createWorker(world, { onCall }).deliver();
    expect([stateFor(world, unlucky), stateFor(world, lucky)]).toEqual(['parked', 'done']);
  });

  test('when both fail, both have been tried', async () => {
    const world = aWorldOfTwo();
    world.addFault({ on: 'drive.createFile', failure: new Failure('googleUnavailable', 'down'), times: 2 });
    await expect(createWorker(world).deliver()).rejects.toMatchObject({ code: 'googleUnavailable' });
    expect(world.calls()['drive.createFile']).toBe(2);
  });

  test('a dead token of one leaves the connection of the other alone', async () => {
    const world = aWorldOfTwo();
    world.google.revoke(jan.email);
    await createWorker(world).deliver();
    const state = ({ partnerSpace }: { partnerSpace: string }) =>
      world.database.connections.get(partnerSpace)?.value.state;
    expect([state(els), state(jan)]).toEqual(['on', 'needsSignIn']);
    expect([stateFor(world, els), stateFor(world, jan)]).toEqual(['done', 'parked']);
  });

  test('is logged as an error when nobody has understood it, as a warning otherwise', async () => {
    for (const [code, level] of [
      ['unexpected', 'error'],
      ['googleUnavailable', 'warn'],
    ] as const) {
      const world = aWorldOfTwo();
      world.addFault({ on: 'banqup.ubl', failure: new Failure(code, 'as the test wants it') });
      const worker = createWorker(world);
      await worker.deliver().catch(() => {});
      const fields = { failure: code, partnerSpace: expect.any(String), documentId: usual.documentId };
      expect(worker.log.lines).toContainEqual({
        level,
        message: 'export failed',
        fields: expect.objectContaining(fields),
      });
    }
  });
});

describe('a client that nobody has switched on', () => {
  test('costs no question to Banqup, and the message is acknowledged', async () => {
    const world = createFakeWorld();
    world.connect();
    world.activate({ active: false });
    await createWorker(world).deliver();
    expect(world.calls()).toEqual({ 'activations.activeOfClient': 1 });
  });
});

describe('when Banqup', () => {
  test.each(['documentNotFound', 'banqupUnavailable'] as const)(
    'answers %s, the message comes again: nobody knows yet what it is',
    async (code) => {
      const world = aWorldOfTwo();
      world.addFault({ on: 'banqup.document', failure: new Failure(code, 'as the test wants it') });
      await expect(createWorker(world).deliver()).rejects.toMatchObject({ code });
      expect(world.database.exports.all()).toEqual([]);
      await createWorker(world).deliver();
      expect(stateFor(world, els)).toBe('done');
    },
  );

  const patienceSeconds = 15 * 60;
  const codes = ['documentNotFound', 'banqupUnavailable'] as const;

  /** Two partners whose document's message came so long ago, while Banqup answers this. */
  function aWorldLongAway(code: (typeof codes)[number], secondsAgo: number) {
    const world = aWorldOfTwo();
    const publishedAt = world.clock.now();
    world.clock.advance(secondsAgo);
    const failure = new Failure(code, 'as the test wants it');
    world.addFault({ on: 'banqup.document', failure, times: Number.POSITIVE_INFINITY });
    const deliver = (message = {}) => createWorker(world).deliver(message, publishedAt);
    return { world, publishedAt, deliver };
  }

  test.each(codes)('answers %s for a quarter of an hour, the message still comes again until then', async (code) => {
    const { world, deliver } = aWorldLongAway(code, patienceSeconds - 1);
    await expect(deliver()).rejects.toMatchObject({ code });
    expect(world.database.exports.all()).toEqual([]);
  });

  test.each(codes)(
    'answers %s for longer, the document waits where each of its partners sees why, and the message is acknowledged',
    async (code) => {
      const { world, publishedAt, deliver } = aWorldLongAway(code, patienceSeconds);
      await deliver();
      const dueAt = secondsAfter(world.clock.now(), waitSecondsOf(new Failure(code, '')));
      for (const { partnerSpace } of [els, jan]) {
        const entry = world.database.exports.get(exportId({ ...usual, partnerSpace }))?.value;
        const waits = { state: 'parked', reason: code, toAdmit: 'released', releasedAt: publishedAt, dueAt };
        expect(entry).toMatchObject(waits);
        // It is understood: nobody has to look into it.
        expect(entry).not.toHaveProperty('attempts');
      }
      const once = world.database.exports.all();
      await deliver();
      expect(world.database.exports.all()).toEqual(once);
    },
  );

  test.each(codes)('answers %s for days, it is tried again by itself, and comes once it is shown', async (code) => {
    const { world, deliver } = aWorldLongAway(code, patienceSeconds);
    await deliver();
    for (let hours = 0; hours < 48; hours += 1) {
      world.clock.advance(3600);
      for (const { partnerSpace } of [els, jan]) await createWorker(world).resume(partnerSpace);
    }
    expect([stateFor(world, els), stateFor(world, jan)]).toEqual(['parked', 'parked']);
    world.clearFaults();
    world.clock.advance(86_400);
    for (const { partnerSpace } of [els, jan]) await createWorker(world).resume(partnerSpace);
    expect([filesOf(world).length, filesOf(world, jan.email).length]).toEqual([1, 1]);
  });

  test.each(codes)('answers %s for longer, what the accountant asked for is not lost', async (code) => {
    const { world, deliver } = aWorldLongAway(code, patienceSeconds);
    await deliver({ resend: true });
    for (const { value } of world.database.exports.all())
      expect(value).toMatchObject({ state: 'parked', reason: code, wish: 'resend' });
    world.clearFaults();
    world.clock.advance(3600);
    for (const { partnerSpace } of [els, jan]) await createWorker(world).resume(partnerSpace);
    expect([filesOf(world).length, filesOf(world, jan.email).length]).toEqual([1, 1]);
  });

  test('does not answer for long, what waits already keeps its reason, and what is in Drive stays', async () => {
    const world = aWorldOfTwo();
    const publishedAt = world.clock.now();
    const onCall = failingFor(jan.email, new Failure('driveFull', 'full'));
    await createWorker(world, { onCall }).deliver();
    const before = world.database.exports.all();
    world.clock.advance(patienceSeconds);
    world.addFault({ on: 'banqup.document', failure: new Failure('banqupUnavailable', 'down') });
    await createWorker(world).deliver({}, publishedAt);
    expect(world.database.exports.all()).toEqual(before);
  });

  test('is not understood, the message comes again however long that takes: it is given up at its end', async () => {
    const world = aWorldOfTwo();
    const publishedAt = world.clock.now();
    world.clock.advance(86_400);
    world.addFault({ on: 'banqup.document', failure: new Failure('unexpected', 'as the test wants it') });
    await expect(createWorker(world).deliver({}, publishedAt)).rejects.toMatchObject({ code: 'unexpected' });
    expect(world.database.exports.all()).toEqual([]);
  });

  test('no longer shows a document of which every partner has its entry, the message is acknowledged', async () => {
    const world = aWorldOfTwo();
    world.addFault({ on: 'drive.createFile', failure: new Failure('driveFull', 'full') });
    await createWorker(world).deliver();
    const entries = world.database.exports.all();
    world.banqup.remove(usual.clientSpace, usual.documentId);
    await createWorker(world).deliver();
    expect(world.database.exports.all()).toEqual(entries);
    expect([stateFor(world, els), stateFor(world, jan)].sort()).toEqual(['done', 'parked']);
  });

  test('does not show a document that is asked for again, it comes again until it is served: an entry is not enough', async () => {
    const world = aWorldOfTwo();
    await createWorker(world).deliver();
    world.banqup.remove(usual.clientSpace, usual.documentId);
    for (const email of [els.email, jan.email]) {
      for (const { id } of filesOf(world, email)) world.google.person(email).deleteForGood(id);
    }
    const entries = world.database.exports.all();
    await expect(createWorker(world).deliver({ resend: true })).rejects.toMatchObject({ code: 'documentNotFound' });
    expect(world.database.exports.all()).toEqual(entries);
    world.addDocument();
    await createWorker(world).deliver({ resend: true });
    expect([filesOf(world).length, filesOf(world, jan.email).length]).toEqual([1, 1]);
  });

  test.each([els, jan])(
    'no longer shows a document that a partner is still to get, it comes again (%j)',
    async (one) => {
      const world = aWorldOfTwo();
      world.activate({ partnerSpace: one.partnerSpace, active: false });
      await createWorker(world).deliver();
      world.activate({ partnerSpace: one.partnerSpace });
      world.banqup.remove(usual.clientSpace, usual.documentId);
      await expect(createWorker(world).deliver()).rejects.toMatchObject({ code: 'documentNotFound' });
      expect(stateFor(world, one)).toBeUndefined();
    },
  );
});
