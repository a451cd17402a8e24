/** An entry made of a message that was given up is judged when it is taken up: exported, or taken away again (protocol, rule 13). */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { aDocument, usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { aWorld, callsOf, companyFolder, entryOf, filesOf } from './seen.ts';
import { createWorker, topics } from './worker.ts';

const { clientSpace, documentId } = usual;
const approved = { category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } };
const asked = { ...approved, type: 'resend' };
const history = new Date('2025-12-01T08:00:00.000Z');

/** A message was given up ten minutes ago. */
async function aBuried(message = approved, world = aWorld()): Promise<FakeWorld> {
  await createWorker(world).push(topics.deadLetters, message);
  const toAdmit = message.type === 'resend' ? 'asked' : 'released';
  expect(entryOf(world)).toMatchObject({ state: 'parked', toAdmit });
  world.clock.advance(600);
  return world;
}

function expectExported(world: FakeWorld, kind = 'AP'): void {
  const name = `2026-03-02_INV-1_${documentId}.xml`;
  expect(filesOf(world).map(({ path }) => path)).toEqual([`${companyFolder}/${kind}/${name}`]);
  expect(entryOf(world)).toMatchObject({ state: 'done', direction: kind });
  for (const gone of ['toAdmit', 'attempts', 'reason', 'wish']) expect(entryOf(world)).not.toHaveProperty(gone);
}

describe('taken up, a document', () => {
  test.each(['AP', 'AR'] as const)('that is to be exported is a file in its folder: %s', async (direction) => {
    const world = await aBuried();
    world.addDocument({ direction });
    await createWorker(world).resume();
    expectExported(world, direction);
    expect(entryOf(world)?.releasedAt).toEqual(aDocument().releasedAt);
  });

  test.each([
    ['that is not approved, or not sent', { exportable: false }],
    ['that Banqup says was approved before the switch-on', { releasedAt: history }],
  ])('%s is taken away again, and Drive never hears of it', async (_what, given) => {
    const world = await aBuried();
    world.addDocument(given);
    world.resetCalls();
    await createWorker(world).resume();
    expect(entryOf(world)).toBeUndefined();
    expect(callsOf(world, 'drive')).toEqual({});
  });

  test('that was taken away comes when it is approved in the end', async () => {
    const world = await aBuried();
    world.addDocument({ exportable: false });
    await createWorker(world).resume();
    world.addDocument();
    await createWorker(world).deliver();
    expect(filesOf(world)).toHaveLength(1);
  });

  test('of which Banqup does not say when it was approved counts from its message', async () => {
    const world = aWorld();
    const { releasedAt: _releasedAt, ...document } = world.addDocument();
    world.banqup.put(document);
    await aBuried(approved, world);
    await createWorker(world).resume();
    expectExported(world);
  });

  test('that the accountant asked for is exported though it was approved before the switch-on', async () => {
    const world = aWorld();
    world.addDocument({ releasedAt: history });
    await aBuried(asked, world);
    await createWorker(world).resume();
    expectExported(world);
  });

  test('that the accountant asked for is exported though it was once not to be had', async () => {
    const world = aWorld();
    world.addDocument({ releasedAt: history });
    await aBuried(asked, world);
    world.addFault({ on: 'banqup.document', failure: new Failure('banqupUnavailable', 'down') });
    await createWorker(world).resume();
    expect(entryOf(world)).toMatchObject({ state: 'parked', toAdmit: 'asked' });
    world.clock.advance(workerLifeSeconds);
    await createWorker(world).resume();
    expectExported(world);
  });

  test.each(['is on', 'needs its owner'])(
    'that the accountant asks for after its message was given up is judged from the asking, where the connection %s',
    async (state) => {
      const world = await aBuried();
      world.addDocument({ releasedAt: history });
      const askedAt = world.clock.now();
      await createWorker(world).push(topics.deadLetters, asked);
      expect(entryOf(world)).toMatchObject({ state: 'parked', toAdmit: 'asked', releasedAt: askedAt });
      if (state === 'needs its owner') {
        world.google.revoke(usual.email);
        await createWorker(world).resume();
        expect(entryOf(world)?.state).toBe('parked');
        await createOwner(world).signIn();
      }
      world.clock.advance(600);
      await createWorker(world).resume();
      expectExported(world);
      expect(entryOf(world)?.releasedAt).toEqual(askedAt);
    },
  );

  test('that the accountant asks for while it waits is exported at once, and judged by the asking', async () => {
    const world = await aBuried();
    world.addDocument({ releasedAt: history });
    await createWorker(world).deliver({ resend: true });
    expectExported(world);
  });

  test('that the accountant asks for while it is taken up, at any call, is exported', async () => {
    await interruptedAtEachCall(() => {
      let world = createFakeWorld();
      return {
        work: async (hooks) => {
          world = await aBuried();
          world.addDocument({ releasedAt: history });
          await createWorker(world, hooks).resume();
        },
        meanwhile: () => createWorker(world).push(topics.deadLetters, asked),
        afterwards: async (at) => {
          world.clock.advance(workerLifeSeconds + 600);
          await createWorker(world).resume();
          expect([at, entryOf(world)?.state]).toEqual([at, at === undefined ? undefined : 'done']);
          if (at !== undefined) expectExported(world);
        },
      };
    });
  });

  test('that was asked for, is not approved in the end: it is taken away again', async () => {
    const world = await aBuried(asked);
    world.addDocument({ exportable: false });
    await createWorker(world).resume();
    expect([entryOf(world), filesOf(world)]).toEqual([undefined, []]);
  });

  test('of a client that was switched off since is cancelled, visibly', async () => {
    const world = await aBuried();
    await createOwner(world).switchOff();
    await createWorker(world).resume();
    expect(entryOf(world)).toMatchObject({ state: 'cancelled', reason: 'switchedOff' });
  });

  test('that nobody understands still waits, twice as long, and is judged later', async () => {
    const world = await aBuried();
    world.addFault({ on: 'banqup.document', failure: new Failure('unexpected', 'as the test wants it') });
    await createWorker(world).resume();
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'unexpected', attempts: 2, toAdmit: 'released' });
    world.clock.advance(1200);
    await createWorker(world).resume();
    expectExported(world);
  });

  test.each([true, false])('ends the same whatever dies: exportable %s', async (exportable) => {
    await dyingAtEachCall((hooks) => {
      let world = createFakeWorld();
      const work = async () => {
        world = await aBuried();
        world.addDocument({ exportable });
        await createWorker(world, hooks).resume();
      };
      return {
        work: work(),
        afterwards: async () => {
          world.clock.advance(workerLifeSeconds);
          await createWorker(world).resume();
          if (exportable) return expectExported(world);
          expect([entryOf(world), filesOf(world)]).toEqual([undefined, []]);
        },
      };
    });
  });
});

describe('before it is taken up', () => {
  test('its message, delivered once more, brings it', async () => {
    const world = await aBuried();
    await createWorker(world).deliver();
    expectExported(world);
  });

  test('a message of before its approval leaves it waiting', async () => {
    const world = await aBuried();
    const before = entryOf(world);
    world.addDocument({ exportable: false });
    await createWorker(world).deliver();
    expect(entryOf(world)).toEqual(before);
  });

  test('its message brings it once while it is taken up, at any call', async () => {
    await interruptedAtEachCall(() => {
      let world = createFakeWorld();
      return {
        work: async (hooks) => {
          world = await aBuried();
          await createWorker(world, hooks).resume();
        },
        meanwhile: () => createWorker(world).deliver(),
        afterwards: async () => {
          world.clock.advance(workerLifeSeconds);
          await createWorker(world).resume();
          expectExported(world);
        },
      };
    });
  });

  test('a connection that needs its owner leaves it waiting, and it comes once the owner has signed in', async () => {
    const world = await aBuried();
    world.google.revoke(usual.email);
    await createWorker(world).care();
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'parked', toAdmit: 'released' });
    await createOwner(world).signIn();
    await createWorker(world).resume();
    expectExported(world);
  });

  test('a link that its owner ends cancels it with all else', async () => {
    const world = await aBuried();
    await createOwner(world).disconnect();
    expect(entryOf(world)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
  });
});
