/** Taking up what waits (protocol, rule 6): in order, each once, for as long as it makes sense. */
import { describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode } from '../../functions/domain/errors.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { secondsAfter, workerLifeSeconds } from '../../functions/domain/life.ts';
import { anExport, usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { callsOf, entryOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const { partnerSpace } = usual;
const documentId = (index: number) => `document-${String(index).padStart(3, '0')}`;

/** A partner whose documents wait, due one second after the other, the last one now. */
function aWorldWaiting(count: number, given: Partial<Export> = {}): FakeWorld {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  for (let index = 0; index < count; index += 1) {
    const entry = anExport({
      documentId: documentId(index),
      state: 'parked',
      reason: 'driveFull',
      dueAt: secondsAfter(world.clock.now(), index - count + 1),
      fileIds: {},
      ...given,
    });
    world.addDocument({ documentId: entry.documentId, fileId: `file-${index}` });
    world.database.exports.put(exportId(entry), entry);
  }
  return world;
}

/** So many are worked on at the same time. */
const atOnce = 12;

const statesOf = (world: FakeWorld) => world.database.exports.all().map(({ value }) => value.state);
const failing = (code: FailureCode) => new Failure(code, 'as the test wants it');

describe('what is due', () => {
  test('is exported, and the entries are done', async () => {
    const world = aWorldWaiting(3);
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(3);
    expect(statesOf(world)).toEqual(['done', 'done', 'done']);
  });

  test('is taken up in the order in which it became due', async () => {
    const world = aWorldWaiting(30);
    const asked: unknown[] = [];
    const worker = createWorker(world, { onCall: (name, args) => name === 'banqup.document' && asked.push(args[1]) });
    await worker.resume();
    expect(asked).toEqual(Array.from({ length: 30 }, (_, index) => documentId(index)));
  });

  test('is worked on twelve at a time', async () => {
    const world = aWorldWaiting(30);
    let underWay = 0;
    let most = 0;
    const worker = createWorker(world, {
      onCall: async (name) => {
        if (name !== 'banqup.document') return;
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise<void>((resolve) => setImmediate(resolve));
        underWay -= 1;
      },
    });
    await worker.resume();
    expect(most).toBe(atOnce);
    expect(filesOf(world)).toHaveLength(30);
  });

  test.each([1, 2])(
    'is emptied, two hundred of it in the order in which it became due, each once, by %d at once',
    async (resumes) => {
      const world = aWorldWaiting(200);
      const asked: string[] = [];
      const onCall = (name: string, args: readonly unknown[]) => {
        if (name === 'banqup.document') asked.push(String(args[1]));
      };
      world.topic.messages.push(...Array.from({ length: resumes }, () => ({ kind: 'resume' as const, partnerSpace })));
      while (world.topic.messages.length > 0) {
        const messages = world.topic.messages.splice(0);
        await Promise.all(messages.map(() => createWorker(world, { onCall }).resume()));
      }
      const all = Array.from({ length: 200 }, (_, index) => documentId(index));
      expect(asked.toSorted()).toEqual(all);
      // Who is at it together may overtake one another by as many as they are.
      for (const [index, id] of asked.entries()) {
        expect(Math.abs(index - all.indexOf(id))).toBeLessThan(resumes * atOnce);
      }
      expect(callsOf(world, 'drive')['drive.createFile']).toBe(200);
      expect(filesOf(world)).toHaveLength(200);
      expect(new Set(statesOf(world))).toEqual(new Set(['done']));
    },
  );

  test('is taken up however much there is', async () => {
    const world = aWorldWaiting(45);
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(45);
    expect(new Set(statesOf(world))).toEqual(new Set(['done']));
  });

  test.each(['reserved', 'updating', 'parked'] as const)(
    'is taken up whatever open state it is in: %s',
    async (state) => {
      const world = aWorldWaiting(1, { state });
      await createWorker(world).resume();
      expect(entryOf(world, documentId(0))?.state).toBe('done');
      expect(filesOf(world)).toHaveLength(1);
    },
  );

  test('is not judged again: what is no longer approved at Banqup comes all the same', async () => {
    const world = aWorldWaiting(1);
    world.addDocument({ documentId: documentId(0), exportable: false, releasedAt: new Date(0) });
    await createWorker(world).resume();
    expect(entryOf(world, documentId(0))?.state).toBe('done');
  });

  test("is claimed by moving it a worker's life ahead before anything else is done", async () => {
    const world = aWorldWaiting(1);
    let claimed: Export | undefined;
    const worker = createWorker(world, {
      onCall: (name) => {
        if (name === 'banqup.document') claimed ??= entryOf(world, documentId(0));
      },
    });
    await worker.resume();
    expect(claimed).toMatchObject({ state: 'parked', dueAt: secondsAfter(world.clock.now(), workerLifeSeconds) });
  });

  test('of a client that was switched off meanwhile is cancelled, visibly', async () => {
    const world = aWorldWaiting(2);
    await createOwner(world).switchOff();
    world.resetCalls();
    await createWorker(world).resume();
    expect(world.database.exports.all().map(({ value }) => [value.state, value.reason])).toEqual([
      ['cancelled', 'switchedOff'],
      ['cancelled', 'switchedOff'],
    ]);
    expect(callsOf(world, 'drive')).toEqual({});
  });
});

describe('what is left alone', () => {
  test('is what is not due yet', async () => {
    const world = aWorldWaiting(1);
    const early = anExport({ documentId: 'early', state: 'parked', dueAt: secondsAfter(world.clock.now(), 1) });
    world.database.exports.put(exportId(early), early);
    await createWorker(world).resume();
    expect(entryOf(world, 'early')).toEqual(early);
  });

  test('is what is of another partner', async () => {
    const world = aWorldWaiting(1);
    const other = 'a0000000-0000-4000-8000-000000000002';
    world.connect({ partnerSpace: other, account: world.google.account('jan@x.example') });
    world.activate({ partnerSpace: other });
    const foreign = anExport({ partnerSpace: other, state: 'parked', dueAt: new Date(0) });
    world.database.exports.put(exportId(foreign), foreign);
    await createWorker(world).resume();
    expect(world.database.exports.get(exportId(foreign))?.value).toEqual(foreign);
    expect(filesOf(world, 'jan@x.example')).toEqual([]);
  });

  test.each(['needsSignIn', 'disconnecting', 'off'] as const)(
    'is everything under a connection that is %s',
    async (state) => {
      const world = aWorldWaiting(2);
      const stored = world.database.connections.get(usual.partnerSpace);
      if (stored) world.database.connections.put(stored.id, { ...stored.value, state });
      world.resetCalls();
      await createWorker(world).resume();
      expect(world.calls()).toEqual({ 'connections.read': 1 });
    },
  );

  test('is everything where there is no connection at all', async () => {
    const world = createFakeWorld();
    await expect(createWorker(world).resume()).resolves.toBeUndefined();
  });

  test.each(['done', 'rejected', 'cancelled'] as const)('is what is closed: %s', async (state) => {
    const world = aWorldWaiting(0);
    const { dueAt: _dueAt, ...closed } = anExport({ state });
    world.database.exports.put(exportId(closed), closed);
    await createWorker(world).resume();
    expect(entryOf(world)).toEqual(closed);
  });
});

describe('a cause that is met again', () => {
  test.each(['signInNeeded', 'driveFull'] as const)(
    'and holds for every document of the connection ends the run: %s',
    async (code) => {
      const world = aWorldWaiting(20, { reason: 'ublMissing' });
      world.addFault({ on: 'drive.createFile', failure: failing(code), times: Number.POSITIVE_INFINITY });
      const begunAt = world.clock.now();
      await createWorker(world).resume();
      // Those that were under way together meet it, and nobody else.
      expect(world.calls()['drive.createFile']).toBeLessThanOrEqual(atOnce);
      expect(entryOf(world, documentId(0))).toMatchObject({ state: 'parked', reason: code });
      for (const index of [12, 15, 19]) {
        const dueAt = secondsAfter(begunAt, index - 19);
        expect(entryOf(world, documentId(index))).toMatchObject({ state: 'parked', reason: 'ublMissing', dueAt });
      }
      expect(world.topic.messages).toEqual([]);
    },
  );

  test.each(['driveLimit', 'drivePolicy', 'ublMissing', 'idRefusedTwice'] as const)(
    'and may be of one document alone has that one wait, and the others come: %s',
    async (code) => {
      const world = aWorldWaiting(30);
      world.addFault({ on: 'drive.createFile', failure: failing(code) });
      await createWorker(world).resume();
      const waiting = world.database.exports.all().filter(({ value }) => value.state !== 'done');
      expect(waiting.map(({ value }) => [value.state, value.reason])).toEqual([['parked', code]]);
      expect(filesOf(world)).toHaveLength(29);
    },
  );

  test('and is haste has that one wait for another turn, and the others come', async () => {
    const world = aWorldWaiting(30);
    world.addFault({ on: 'drive.createFile', failure: failing('paceLimited') });
    const begunAt = world.clock.now().getTime();
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(30);
    expect(world.calls()['drive.createFile']).toBe(31);
    expect(world.clock.now().getTime() - begunAt).toBeLessThan(30_000);
  });

  test('and is haste, twice for the same document, has that one wait at the end of the queue', async () => {
    const world = aWorldWaiting(3);
    let refusals = 0;
    const worker = createWorker(world, {
      onCall: (name, [given]) => {
        if (name !== 'drive.createFile' || !(given as { name: string }).name.includes(documentId(0))) return;
        refusals += 1;
        if (refusals <= 2) throw failing('paceLimited');
      },
    });
    await worker.resume();
    expect(filesOf(world)).toHaveLength(3);
    expect(filesOf(world).at(-1)?.name).toContain(documentId(0));
    // Whoever has taken it up goes on with it: nobody else is to be woken.
    expect(world.topic.messages).toEqual([]);
  });

  test('and is that Drive asks for patience ends the run: what it has not come to stays as it was', async () => {
    const world = aWorldWaiting(30);
    const begunAt = world.clock.now();
    const failure = new Failure('paceLimited', 'slow down', { retryAfterSeconds: 300 });
    world.addFault({ on: 'drive.createFile', failure });
    await createWorker(world).resume();
    const waiting = world.database.exports.all().filter(({ value }) => value.state !== 'done');
    const reasons = waiting.map(({ value }) => value.reason).filter((reason) => reason === 'paceLimited');
    expect(reasons).toHaveLength(1);
    expect(waiting.length).toBeGreaterThan(30 - atOnce);
    expect(entryOf(world, documentId(29))).toMatchObject({ reason: 'driveFull', dueAt: begunAt });
  });

  test('and is of one document alone does not stop the others', async () => {
    const world = aWorldWaiting(3);
    world.banqup.remove(usual.clientSpace, documentId(0));
    const worker = createWorker(world);
    await worker.resume();
    expect(entryOf(world, documentId(0))).toMatchObject({ state: 'parked', reason: 'documentNotFound' });
    // Alerts are made of this line (infra/metrics.tf).
    const rests = expect.objectContaining({ documentId: documentId(0), state: 'parked', reason: 'documentNotFound' });
    expect(worker.log.lines).toContainEqual({ level: 'info', message: 'export came to rest', fields: rests });
    expect(Number(entryOf(world, documentId(0))?.dueAt)).toBeGreaterThan(world.clock.now().getTime());
    expect(filesOf(world)).toHaveLength(2);
  });

  test('and cannot go away rejects the document, and the others come', async () => {
    const world = aWorldWaiting(3);
    world.addDocument({ documentId: documentId(1), fileId: 'bad' }, new TextEncoder().encode('<html/>'));
    await createWorker(world).resume();
    expect(entryOf(world, documentId(1))).toMatchObject({ state: 'rejected', reason: 'notUbl' });
    expect(filesOf(world)).toHaveLength(2);
  });

  test.each(['googleUnavailable', 'banqupUnavailable', 'storageUnavailable'] as const)(
    "and passes by itself leaves it due after a worker's life: %s",
    async (code) => {
      const world = aWorldWaiting(3);
      world.addFault({ on: 'banqup.document', failure: failing(code) });
      const worker = createWorker(world);
      const dueAt = secondsAfter(world.clock.now(), workerLifeSeconds);
      await worker.resume();
      expect(entryOf(world, documentId(0))).toMatchObject({ state: 'parked', reason: 'driveFull', dueAt });
      expect(filesOf(world)).toHaveLength(2);
      expect(worker.log.lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'export failed' }));
      world.clock.advance(workerLifeSeconds);
      await createWorker(world).resume();
      expect(filesOf(world)).toHaveLength(3);
    },
  );

  test('is thrown when it keeps from finding entries at all', async () => {
    const world = aWorldWaiting(1);
    world.addFault({ on: 'exports.due', failure: failing('storageUnavailable') });
    await expect(createWorker(world).resume()).rejects.toMatchObject({ code: 'storageUnavailable' });
  });

  test('is thrown when an entry cannot be claimed, once those that were begun with it have ended', async () => {
    const world = aWorldWaiting(4);
    world.addFault({ on: 'exports.replace', failure: failing('storageUnavailable') });
    await expect(createWorker(world).resume()).rejects.toMatchObject({ code: 'storageUnavailable' });
    expect(filesOf(world)).toHaveLength(3);
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(4);
  });
});

describe('two at once', () => {
  test('do each entry once', async () => {
    const world = aWorldWaiting(25);
    await Promise.all([createWorker(world).resume(), createWorker(world).resume(), createWorker(world).resume()]);
    expect(filesOf(world)).toHaveLength(25);
    expect(callsOf(world, 'drive')['drive.createFile']).toBe(25);
    expect(callsOf(world, 'banqup')).toEqual({ 'banqup.document': 25, 'banqup.ubl': 25, 'banqup.reportExport': 25 });
  });

  test('with deliveries of the same documents make each file once', async () => {
    const world = aWorldWaiting(10);
    const deliveries = Array.from({ length: 10 }, (_, index) =>
      createWorker(world).deliver({ documentId: documentId(index) }),
    );
    await Promise.all([createWorker(world).resume(), ...deliveries]);
    expect(filesOf(world)).toHaveLength(10);
    expect(new Set(statesOf(world))).toEqual(new Set(['done']));
  });
});

test('what was asked for once more meanwhile, and whose owner signed in again, is done by whoever has claimed it', async () => {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  world.addDocument();
  world.addFault({ on: 'drive.createFile', failure: failing('driveFull') });
  await createWorker(world).deliver();
  world.clock.advance(3601);
  const wishes: unknown[] = [];
  const onCall = async (name: string) => {
    if (name !== 'connections.readWithFolder' || wishes.length > 0) return;
    await createOwner(world).signIn();
    await createWorker(world).deliver({ resend: true });
    wishes.push(entryOf(world)?.wish);
  };
  await createWorker(world, { onCall }).resume();
  expect([wishes, entryOf(world)?.state]).toEqual([['resend'], 'done']);
});

test('whatever dies, everything comes once, after a life at the latest', async () => {
  const deaths = await dyingAtEachCall((hooks) => {
    const world = aWorldWaiting(3);
    return {
      work: createWorker(world, hooks).resume(),
      afterwards: async () => {
        world.clock.advance(workerLifeSeconds);
        await createWorker(world).resume();
        expect(filesOf(world)).toHaveLength(3);
        expect(statesOf(world)).toEqual(['done', 'done', 'done']);
      },
    };
  });
  expect(deaths).toBeGreaterThan(40);
});

describe('its time', () => {
  test('is limited: what is left stays due as it was, for the next sweep', async () => {
    const world = aWorldWaiting(60);
    const worker = createWorker(world, { onCall: (name) => name === 'drive.createFile' && world.clock.advance(30) });
    await worker.resume();
    const done = filesOf(world).length;
    expect(done).toBeGreaterThan(5);
    expect(done).toBeLessThan(10 + atOnce);
    expect(entryOf(world, documentId(59))).toMatchObject({
      state: 'parked',
      dueAt: new Date('2026-03-02T09:00:00.000Z'),
    });
    expect(world.topic.messages).toEqual([]);
    world.clock.advance(workerLifeSeconds);
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(60);
  });

  test('is its life: when that is over no write begins', async () => {
    for (let at = 1; at <= 30; at += 1) {
      const world = aWorldWaiting(2);
      const late: string[] = [];
      let answers = 0;
      const worker = createWorker(world, {
        onCall: (name) => {
          if (answers >= at && /\.(create\w*|replace|remove|updateFile)$/.test(name)) late.push(name);
        },
        onAnswer: () => {
          answers += 1;
          if (answers === at) world.clock.advance(workerLifeSeconds);
        },
      });
      await worker.resume().catch(() => {});
      expect([at, late]).toEqual([at, []]);
      await createWorker(world).resume();
      world.clock.advance(workerLifeSeconds);
      await createWorker(world).resume();
      expect(filesOf(world)).toHaveLength(2);
    }
  });
});
