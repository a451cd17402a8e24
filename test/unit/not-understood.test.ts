/** What nobody has understood waits for longer each time, stays visible, and is never given up (protocol, rule 6). */
import { describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode, waitSecondsOf } from '../../functions/domain/errors.ts';
import { exportId, isOpen, openStates } from '../../functions/domain/export.ts';
import { secondsAfter, workerLifeSeconds } from '../../functions/domain/life.ts';
import { anExport, usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const day = 86_400;
const failing = (code: FailureCode = 'unexpected') => new Failure(code, 'as the test wants it');

/** A document that waits, due now. */
function aWorldWaiting(): FakeWorld {
  const world = aWorld();
  const entry = anExport({ state: 'parked', reason: 'driveFull', dueAt: world.clock.now(), fileIds: {} });
  world.database.exports.put(exportId(entry), entry);
  return world;
}

/** Taken up as soon as it is due, this often, and each time something fails; answers what it waited each time, in seconds. */
async function waitsOf(world: FakeWorld, times: number, on = 'banqup.document', code?: FailureCode): Promise<number[]> {
  const waits: number[] = [];
  for (let time = 0; time < times; time += 1) {
    world.addFault({ on, failure: failing(code) });
    const failedAt = world.clock.now();
    await createWorker(world).resume();
    const { dueAt } = entryOf(world) ?? {};
    waits.push((Number(dueAt) - failedAt.getTime()) / 1000);
    if (dueAt) world.clock.set(dueAt);
  }
  return waits;
}

describe('a failure that nobody has understood', () => {
  test.each(['banqup.document', 'banqup.ubl', 'drive.createFile', 'connections.readWithFolder', 'folders.create'])(
    'makes the document that was taken up wait for that reason, told as an error: %s',
    async (on) => {
      const world = aWorldWaiting();
      world.addFault({ on, failure: failing() });
      const worker = createWorker(world);
      await worker.resume();
      expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'unexpected', attempts: 1 });
      expect(entryOf(world)?.dueAt).toEqual(secondsAfter(world.clock.now(), 600));
      const { partnerSpace, clientSpace, documentId } = usual;
      const fields = { partnerSpace, clientSpace, documentId, failure: 'unexpected' };
      expect(worker.log.lines).toContainEqual(
        expect.objectContaining({ level: 'error', message: 'export failed', fields: expect.objectContaining(fields) }),
      );
    },
  );

  test('makes it wait twice as long each time, and a day at most', async () => {
    const world = aWorldWaiting();
    const waits = await waitsOf(world, 12);
    expect(waits).toEqual([600, 1200, 2400, 4800, 9600, 19_200, 38_400, 76_800, day, day, day, day]);
    expect(entryOf(world)?.attempts).toBe(12);
  });

  test('never ends it: it is open, visible and due daily after years', async () => {
    const world = aWorldWaiting();
    const waits = await waitsOf(world, 1200);
    expect(waits.at(-1)).toBe(day);
    const entry = entryOf(world);
    expect(entry && isOpen(entry)).toBe(true);
    expect(await world.ports.exports.count(usual.partnerSpace, { states: openStates })).toBe(1);
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(1);
  });

  test('does not keep the others from coming', async () => {
    const world = aWorldWaiting();
    const second = anExport({ documentId: 'second', state: 'parked', dueAt: world.clock.now(), fileIds: {} });
    world.addDocument({ documentId: 'second' });
    world.database.exports.put(exportId(second), second);
    world.addFault({ on: 'banqup.ubl', failure: failing() });
    await createWorker(world).resume();
    expect(
      world.database.exports
        .all()
        .map(({ value }) => value.state)
        .sort(),
    ).toEqual(['done', 'parked']);
  });

  test('is forgotten once the document is in Drive', async () => {
    const world = aWorldWaiting();
    await waitsOf(world, 3);
    await createWorker(world).resume();
    expect(entryOf(world)?.state).toBe('done');
    expect(entryOf(world)).not.toHaveProperty('attempts');
  });

  test('waits for its time whatever dies', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorldWaiting();
      world.addFault({ on: 'drive.createFile', failure: failing() });
      return {
        work: createWorker(world, hooks).resume(),
        afterwards: async () => {
          world.clock.advance(workerLifeSeconds + 600);
          await createWorker(world).resume();
          world.clock.advance(workerLifeSeconds + 600);
          await createWorker(world).resume();
          expect([filesOf(world).length, entryOf(world)?.state]).toEqual([1, 'done']);
        },
      };
    });
  });
});

describe('only such a failure counts:', () => {
  test.each(['driveFull', 'driveLimit', 'drivePolicy'] as const)(
    'waiting for %s takes as long each time, and does not add to the attempts',
    async (code) => {
      const world = aWorldWaiting();
      await waitsOf(world, 2);
      const waits = await waitsOf(world, 3, 'banqup.ubl', code);
      expect(new Set(waits)).toEqual(new Set([waitSecondsOf(failing(code))]));
      expect(entryOf(world)).toMatchObject({ reason: code, attempts: 2 });
      expect(await waitsOf(world, 1)).toEqual([2400]);
    },
  );

  test.each(['ublMissing', 'documentNotFound', 'idRefusedTwice'] as const)(
    'waiting for %s takes a quarter of its age once that is longer, a day at most, and does not add to the attempts',
    async (code) => {
      const world = aWorldWaiting();
      const shortest = waitSecondsOf(failing(code));
      const ages: number[] = [];
      const waits: number[] = [];
      for (let time = 0; time < 40; time += 1) {
        ages.push((world.clock.now().getTime() - Number(entryOf(world)?.reservedAt)) / 1000);
        waits.push(...(await waitsOf(world, 1, 'banqup.ubl', code)));
      }
      const quarters = ages.map((age) => Math.min(Math.max(shortest, age / 4), day));
      expect(waits.map(Math.round)).toEqual(quarters.map(Math.round));
      expect([waits[0], waits.at(-1)]).toEqual([shortest, day]);
      expect(entryOf(world)).toMatchObject({ state: 'parked', reason: code });
      expect(entryOf(world)).not.toHaveProperty('attempts');
    },
  );

  test.each(['googleUnavailable', 'banqupUnavailable', 'storageUnavailable'] as const)(
    'what passes by itself does not: %s',
    async (code) => {
      const world = aWorldWaiting();
      const waits = await waitsOf(world, 3, 'banqup.ubl', code);
      expect(waits).toEqual([workerLifeSeconds, workerLifeSeconds, workerLifeSeconds]);
      expect(entryOf(world)).not.toHaveProperty('attempts');
    },
  );
});

describe('an entry that another worker has taken meanwhile', () => {
  test('for an update is left to it', async () => {
    const world = aWorldWaiting();
    const [theirs] = world.database.exports.all();
    const updating = anExport({ state: 'updating', dueAt: secondsAfter(world.clock.now(), 300) });
    const worker = createWorker(world, {
      onCall: (name) => {
        if (name !== 'banqup.ubl') return;
        world.database.exports.put(theirs?.id ?? '', updating);
        throw failing();
      },
    });
    await worker.resume();
    expect(entryOf(world)).toEqual(updating);
  });

  test('and finished stays finished', async () => {
    const world = aWorldWaiting();
    const [theirs] = world.database.exports.all();
    const { dueAt: _dueAt, ...done } = anExport({ state: 'done' });
    const worker = createWorker(world, {
      onCall: (name) => {
        if (name !== 'banqup.ubl') return;
        world.database.exports.put(theirs?.id ?? '', done);
        throw failing();
      },
    });
    await worker.resume();
    expect(entryOf(world)).toEqual(done);
  });
});
