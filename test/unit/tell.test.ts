/** Partners are told at once that something waits for them, once a day at most, and once when it is good again. */
import { describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode } from '../../functions/domain/errors.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { aConnection, usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { aWorld, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const { partnerSpace } = usual;
const day = 24 * 3600;
const told = (world: FakeWorld) => world.noticesTopic.messages;
const newsOf = (world: FakeWorld) => told(world).map(({ kind, news }) => `${kind} ${news}`);

function setState(world: FakeWorld, state: 'on' | 'needsSignIn' | 'disconnecting' | 'off'): void {
  const { id = '', value } = world.database.connections.all()[0] ?? {};
  world.database.connections.put(id, { ...aConnection(), ...value, state });
}

/** A document that waits because Drive refused it so. */
async function refused(world: FakeWorld, code: FailureCode, documentId: string = usual.documentId): Promise<void> {
  world.addDocument({ documentId, fileId: documentId });
  world.addFault({ on: 'drive.createFile', failure: new Failure(code, 'as the test wants it') });
  await createWorker(world).deliver({ documentId });
}

describe('a connection that Google refuses', () => {
  test('is told at once, in the language of who signed in, with how many wait and the way in', async () => {
    const world = aWorld();
    world.connect({ language: 'fr' });
    world.google.revoke(usual.email);
    await createWorker(world).deliver();
    expect(told(world)).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        partnerSpace,
        locale: 'fr-BE',
        kind: 'signInNeeded',
        news: 'trouble',
        counts: { waiting: 1 },
        sentence: expect.stringContaining('Reconnectez-vous'),
        link: `https://drive.example/configure?partnerSpace=${partnerSpace}&locale=fr-BE`,
        at: world.clock.now().toISOString(),
      },
    ]);
  });

  test('is told once, however many documents come', async () => {
    const world = aWorld();
    world.google.revoke(usual.email);
    const worker = createWorker(world);
    for (let count = 1; count <= 5; count += 1) {
      await worker.deliver(world.addDocument({ documentId: `document-${count}` }));
    }
    await worker.sweep();
    expect(newsOf(world)).toEqual(['signInNeeded trouble']);
  });

  test('is told when care finds it, without any document', async () => {
    const world = aWorld();
    world.google.revoke(usual.email);
    await createWorker(world).care();
    expect(told(world)).toMatchObject([{ kind: 'signInNeeded', counts: { waiting: 0 } }]);
  });

  test('is good again, once, as soon as its owner has signed in', async () => {
    const world = aWorld();
    world.google.revoke(usual.email);
    await createWorker(world).deliver();
    await createOwner(world).signIn();
    await createWorker(world).care();
    expect(newsOf(world)).toEqual(['signInNeeded trouble', 'signInNeeded good']);
    await createWorker(world).care();
    await createWorker(world).sweep();
    expect(newsOf(world)).toEqual(['signInNeeded trouble', 'signInNeeded good']);
    expect(told(world)[0]?.id).not.toBe(told(world)[1]?.id);
  });

  test('is not said to be good again to a partner who has switched off meanwhile', async () => {
    const world = aWorld();
    setState(world, 'needsSignIn');
    await createWorker(world).tell(partnerSpace);
    setState(world, 'off');
    await createWorker(world).tell(partnerSpace);
    expect(newsOf(world)).toEqual(['signInNeeded trouble']);
  });

  test('is told no more to a partner who has switched off', async () => {
    for (const state of ['disconnecting', 'off'] as const) {
      const world = aWorld();
      setState(world, state);
      await createWorker(world).tell(partnerSpace);
      expect(told(world)).toEqual([]);
    }
  });
});

describe('documents that wait for a person', () => {
  test.each(['driveFull', 'driveLimit', 'drivePolicy'] as const)(
    'are told at once, with their number: %s',
    async (code) => {
      const world = aWorld();
      await refused(world, code);
      expect(told(world)).toMatchObject([{ kind: code, news: 'trouble', counts: { waiting: 1 } }]);
      expect(told(world)[0]?.sentence).toContain('1 document');
    },
  );

  test('are good again once they are all in Drive', async () => {
    const world = aWorld();
    await refused(world, 'driveFull');
    await refused(world, 'driveFull', 'another');
    world.clock.advance(3601);
    await createWorker(world).resume();
    await createWorker(world).sweep();
    await createWorker(world).sweep();
    expect(filesOf(world)).toHaveLength(2);
    expect(newsOf(world)).toEqual(['driveFull trouble', 'driveFull good']);
  });

  test.each(['paceLimited', 'googleUnavailable', 'idRefused'] as const)(
    'for %s, which passes by itself, are not told',
    async (code) => {
      const world = aWorld();
      await refused(world, code).catch(() => {});
      await createWorker(world).sweep();
      expect(told(world)).toEqual([]);
    },
  );
});

test('a thousandth document that meets the same costs two reads more than one that meets nothing', async () => {
  const world = aWorld();
  await refused(world, 'driveFull');
  world.resetCalls();
  await refused(world, 'driveFull', 'another');
  expect([world.calls()['notices.read'], world.calls()['connections.read']]).toEqual([1, 2]);
  expect(Object.keys(world.calls()).filter((name) => name.startsWith('exports.count'))).toEqual([]);
});

describe('each cause', () => {
  test('is told again after a day, as long as it lasts', async () => {
    const world = aWorld();
    setState(world, 'needsSignIn');
    for (let hour = 0; hour <= 49; hour += 1) {
      await createWorker(world).sweep();
      world.clock.advance(3600);
    }
    expect(newsOf(world)).toEqual(Array.from({ length: 3 }, () => 'signInNeeded trouble'));
    expect(new Set(told(world).map(({ id }) => id)).size).toBe(3);
  });

  test('that comes and goes is told once a day at most', async () => {
    const world = aWorld();
    for (let round = 0; round < 5; round += 1) {
      setState(world, 'needsSignIn');
      await createWorker(world).tell(partnerSpace);
      setState(world, 'on');
      await createWorker(world).tell(partnerSpace);
      world.clock.advance(600);
    }
    expect(newsOf(world)).toEqual(['signInNeeded trouble', 'signInNeeded good']);
    world.clock.advance(day);
    setState(world, 'needsSignIn');
    await createWorker(world).tell(partnerSpace);
    expect(newsOf(world)).toHaveLength(3);
  });

  test('is told for itself, and for its partner alone', async () => {
    const world = aWorld();
    world.connect({ partnerSpace: 'another' });
    await refused(world, 'driveFull');
    await refused(world, 'drivePolicy', 'another document');
    await createWorker(world).sweep();
    expect(newsOf(world).sort()).toEqual(['driveFull trouble', 'drivePolicy trouble']);
    expect(new Set(told(world).map((notice) => notice.partnerSpace))).toEqual(new Set([partnerSpace]));
  });

  test('is told once by ten at once', async () => {
    const world = aWorld();
    setState(world, 'needsSignIn');
    await Promise.all(Array.from({ length: 10 }, () => createWorker(world).tell(partnerSpace)));
    expect(told(world)).toHaveLength(1);
  });

  test('is told whatever dies; twice only with the same id', async () => {
    const deaths = await dyingAtEachCall((hooks) => {
      const world = aWorld();
      setState(world, 'needsSignIn');
      return {
        work: createWorker(world, hooks).tell(partnerSpace),
        afterwards: async () => {
          world.clock.advance(workerLifeSeconds + 1);
          await createWorker(world).tell(partnerSpace);
          expect(told(world).length).toBeGreaterThan(0);
          expect(new Set(told(world).map(({ id }) => id)).size).toBe(1);
        },
      };
    });
    expect(deaths).toBeGreaterThan(10);
  });

  test("that somebody has begun to tell is left to them for a worker's life, and told then with the same id", async () => {
    const world = aWorld();
    setState(world, 'needsSignIn');
    world.addFault({ on: 'notices.replace', failure: new Failure('storageUnavailable', 'down') });
    await createWorker(world).tell(partnerSpace);
    world.clock.advance(60);
    await createWorker(world).tell(partnerSpace);
    expect(told(world)).toHaveLength(1);
    world.clock.advance(workerLifeSeconds);
    await createWorker(world).tell(partnerSpace);
    expect(told(world)).toHaveLength(2);
    expect(told(world)[1]?.id).toBe(told(world)[0]?.id);
  });

  test('holds no name, address or number of anybody', async () => {
    const world = aWorld();
    await refused(world, 'driveFull');
    expect(JSON.stringify(told(world))).not.toMatch(/fiduclaes|@|INV-1|Janssens|John Doe/);
  });
});

test.each(['noticePublisher.publish', 'notices.create', 'exports.count'])(
  'an export does not fail because nobody can be told: %s',
  async (on) => {
    const world = aWorld();
    world.addFault({ on, failure: new Failure('storageUnavailable', 'down') });
    await refused(world, 'driveFull');
    expect(told(world)).toEqual([]);
    world.clock.advance(workerLifeSeconds + 1);
    await createWorker(world).sweep();
    expect(newsOf(world)).toEqual(['driveFull trouble']);
  },
);

describe('Banqup', () => {
  test('is told once of each export that ended: ready, or an error with its reason', async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    await createWorker(world).deliver();
    const documentId = 'd0000000-0000-4000-8000-000000000002';
    world.addDocument({ documentId, fileId: documentId }, new TextEncoder().encode('<html/>'));
    await createWorker(world).deliver({ documentId });
    const { clientSpace } = usual;
    expect(world.banqup.results).toEqual([
      { clientSpace, documentId: usual.documentId, state: 'ready', link: expect.stringContaining('https://') },
      { clientSpace, documentId, state: 'error', reason: 'notUbl' },
    ]);
  });

  test('that cannot be told does not spoil an export', async () => {
    const world = aWorld();
    world.addFault({ on: 'banqup.reportExport', failure: new Failure('banqupUnavailable', 'down') });
    const worker = createWorker(world);
    await worker.deliver();
    expect(filesOf(world)).toHaveLength(1);
    expect(worker.log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });
});
