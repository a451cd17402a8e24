/**
 * What becomes of a document when its partner signs in, switches off or loses the connection meanwhile, and an instance
 * remembers what was (protocol, "A delivery" 2 and 5, rules 2, 9 and 10).
 */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import type { Export } from '../../functions/domain/export.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { aConnection, ublOf, usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { aWorld, callsOf, entryOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const jan = 'jan.peeters@fiduclaes.example';
const second = { documentId: 'd0000000-0000-4000-8000-000000000002' };

function connectionOf(world: FakeWorld) {
  return world.database.connections.get(usual.partnerSpace)?.value;
}

/** Moments that follow each other: the clock moves a minute on. */
function aMinuteLater(world: FakeWorld): Date {
  world.clock.advance(60);
  return world.clock.now();
}

describe('a document is admitted', () => {
  const noon = new Date('2026-03-02T12:00:00.000Z');

  async function deliveredAt(releasedAt: Date, publishedAt = releasedAt, field = true): Promise<FakeWorld> {
    const world = aWorld();
    const { releasedAt: _usual, ...document } = world.addDocument();
    world.banqup.put(field ? { ...document, releasedAt } : document);
    world.database.connections.put(usual.partnerSpace, { ...aConnection(connectionOf(world)), since: noon });
    world.clock.set(secondsAfter(noon, 3600));
    await createWorker(world).deliver({}, publishedAt);
    return world;
  }

  test.each([0, 0.001, 3600])('when it was released %d seconds after the switch-on', async (seconds) => {
    expect(filesOf(await deliveredAt(secondsAfter(noon, seconds)))).toHaveLength(1);
  });

  test.each([-0.001, -3600])('not when it was released %d seconds after the switch-on', async (seconds) => {
    const world = await deliveredAt(secondsAfter(noon, seconds), secondsAfter(noon, 60));
    expect(filesOf(world)).toEqual([]);
    expect(entryOf(world)).toBeUndefined();
    expect(callsOf(world, 'drive')).toEqual({});
  });

  test('by the time at which the message was published where Banqup tells no other', async () => {
    expect(filesOf(await deliveredAt(noon, secondsAfter(noon, 1), false))).toHaveLength(1);
    expect(filesOf(await deliveredAt(noon, secondsAfter(noon, -1), false))).toEqual([]);
  });

  test('not while it is not approved or sent', async () => {
    const world = aWorld();
    world.addDocument({ exportable: false });
    await createWorker(world).deliver();
    expect(entryOf(world)).toBeUndefined();
    world.addDocument();
    await createWorker(world).deliver();
    expect(entryOf(world)?.state).toBe('done');
  });

  test.each(['off', 'disconnecting', undefined] as const)('not under a connection that is %s', async (state) => {
    const world = aWorld();
    const stored = world.database.connections.get(usual.partnerSpace);
    if (state) world.database.connections.put(usual.partnerSpace, { ...aConnection(connectionOf(world)), state });
    else if (stored) world.database.connections.remove(stored);
    await createWorker(world).deliver();
    expect(entryOf(world)).toBeUndefined();
    expect(filesOf(world)).toEqual([]);
  });

  test('once and for all: switching the client off and on between two deliveries strands nothing', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: new Failure('googleUnavailable', 'down') });
    await expect(createWorker(world).deliver()).rejects.toMatchObject({ code: 'googleUnavailable' });
    aMinuteLater(world);
    await createOwner(world).switchOff();
    await createOwner(world).switchOn();
    await createWorker(world).deliver();
    expect(filesOf(world)).toHaveLength(1);
    expect(entryOf(world)?.state).toBe('done');
  });

  test('once and for all: Banqup taking the approval back does not strand what was reserved', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: new Failure('googleUnavailable', 'down') });
    await expect(createWorker(world).deliver()).rejects.toMatchObject({ code: 'googleUnavailable' });
    world.addDocument({ exportable: false });
    await createWorker(world).deliver();
    expect(entryOf(world)?.state).toBe('done');
  });
});

describe('switching off', () => {
  const names = ['exports.create', 'banqup.ubl', 'connections.readWithFolder'];

  test.each(names)('before %s: no file comes, and nothing stays open', async (call) => {
    const world = aWorld();
    await createWorker(world).deliver();
    world.addDocument({ ...second, fileId: 'another file' });
    const worker = createWorker(world, {
      onCall: async (name) => {
        if (name === call && connectionOf(world)?.state === 'on') await createOwner(world).disconnect();
      },
    });
    await worker.deliver(second);
    expect(filesOf(world)).toHaveLength(1);
    expect(entryOf(world, second.documentId)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
    expect(connectionOf(world)?.state).toBe('off');
  });

  test.each(names)('while Google is down, before %s: no file comes either', async (call) => {
    const world = aWorld();
    await createWorker(world).deliver();
    world.addDocument({ ...second, fileId: 'another file' });
    world.addFault({ on: 'google.revoke', failure: new Failure('googleUnavailable', 'down') });
    const worker = createWorker(world, {
      onCall: async (name) => {
        if (name !== call || connectionOf(world)?.state !== 'on') return;
        await createOwner(world).disconnect();
      },
    });
    await worker.deliver(second);
    expect(filesOf(world)).toHaveLength(1);
    expect(entryOf(world, second.documentId)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
    expect(connectionOf(world)?.state).toBe('disconnecting');
  });

  test('and on again leaves what was cancelled cancelled', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: new Failure('driveFull', 'full') });
    await createWorker(world).deliver();
    await createOwner(world).disconnect();
    aMinuteLater(world);
    await createOwner(world).signIn();
    await createWorker(world).deliver();
    await createWorker(world).resume();
    expect(entryOf(world)).toMatchObject({ state: 'cancelled', reason: 'disconnected' });
    expect(filesOf(world)).toEqual([]);
  });
});

describe('an instance that still remembers the connection of before', () => {
  /** An instance that has exported a document; then off and on again, with a document approved in between. */
  async function approvedWhileOff(worker: (world: FakeWorld) => ReturnType<typeof createWorker> = createWorker) {
    const world = aWorld();
    const stale = worker(world);
    await stale.deliver();
    aMinuteLater(world);
    await createOwner(world).disconnect();
    const releasedAt = aMinuteLater(world);
    aMinuteLater(world);
    await createOwner(world).signIn();
    aMinuteLater(world);
    world.addDocument({ ...second, releasedAt, fileId: 'another file' });
    return { world, stale };
  }

  function expectNothingCame(world: FakeWorld): void {
    expect(filesOf(world).map(({ name }) => name)).not.toContainEqual(expect.stringContaining(second.documentId));
    expect([undefined, 'cancelled']).toContain(entryOf(world, second.documentId)?.state);
  }

  test('does not export what was approved while it was off', async () => {
    const { world, stale } = await approvedWhileOff();
    await stale.deliver(second);
    expectNothingCame(world);
  });

  test.each(['banqup.ubl', 'connections.readWithFolder', 'exports.replace'])(
    'does not export it either when %s fails, and the message comes again',
    async (on) => {
      const { world, stale } = await approvedWhileOff();
      world.addFault({ on, failure: new Failure('storageUnavailable', 'down') });
      await stale.deliver(second).catch(() => {});
      await createWorker(world).deliver(second);
      world.clock.advance(3600);
      await createWorker(world).resume();
      expectNothingCame(world);
    },
  );

  test('does not export it either when it dies, and it is taken up later', async () => {
    const { world, stale } = await approvedWhileOff((one) => {
      let reserved = 0;
      return createWorker(one, {
        onAnswer: (name) => {
          if (name === 'exports.create') reserved += 1;
          return reserved === 2 ? new Promise<never>(() => {}) : undefined;
        },
      });
    });
    stale.deliver(second).catch(() => {});
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(entryOf(world, second.documentId)?.state).toBe('reserved');
    world.clock.advance(3600);
    await createWorker(world).resume();
    expectNothingCame(world);
  });

  test('exports what was approved after it was on again', async () => {
    const { world, stale } = await approvedWhileOff();
    const third = { documentId: 'd0000000-0000-4000-8000-000000000003' };
    world.addDocument({ ...third, releasedAt: world.clock.now() });
    await stale.deliver(third);
    expect(entryOf(world, third.documentId)?.state).toBe('done');
  });

  test('brings a document into the Drive of the account that has signed in since, under an id of that account', async () => {
    const world = aWorld();
    const stale = createWorker(world);
    await stale.deliver();
    await createOwner(world).signIn(jan);
    world.addDocument({ ...second, fileId: 'another file' });
    await stale.deliver(second);
    expect(filesOf(world)).toHaveLength(1);
    const [file] = filesOf(world, jan);
    expect(file?.path).toContain(second.documentId);
    expect(entryOf(world, second.documentId)).toMatchObject({
      state: 'done',
      file: { account: world.google.account(jan).id, id: file?.id },
      fileIds: { [world.google.account(jan).id]: file?.id },
    });
  });

  test('does so also when the grant of the account of before lives on, for another partner', async () => {
    const world = aWorld();
    world.connect({ partnerSpace: 'another partner' });
    const stale = createWorker(world);
    await stale.deliver();
    await createOwner(world).signIn(jan);
    world.addDocument({ ...second, fileId: 'another file' });
    await stale.deliver(second);
    expect(filesOf(world)).toHaveLength(1);
    expect(filesOf(world, jan).map(({ path }) => path)).toEqual([expect.stringContaining(second.documentId)]);
  });

  test('leaves a document that came into another account in between, when the account of before is back', async () => {
    const world = aWorld();
    // Another partner's link keeps the grant of that account alive.
    world.connect({ partnerSpace: 'a0000000-0000-4000-8000-000000000002' });
    let turns = 0;
    const onCall = async (name: string) => {
      if (name !== 'connections.readWithFolder' || turns > 0 || filesOf(world).length === 0) return;
      turns += 1;
      await createWorker(world).deliver(second);
      expect(filesOf(world, jan)).toHaveLength(1);
      await createOwner(world).signIn();
    };
    const worker = createWorker(world, { onCall });
    await worker.deliver();
    await createOwner(world).signIn(jan);
    world.addDocument({ ...second, releasedAt: aMinuteLater(world) });
    await worker.deliver(second);
    expect([turns, filesOf(world).length, filesOf(world, jan).length]).toEqual([1, 1, 1]);
  });

  test('does not take a healthy new connection for a dead one', async () => {
    const world = aWorld();
    const stale = createWorker(world);
    await stale.deliver();
    world.google.revoke(usual.email);
    await createOwner(world).signIn();
    world.addDocument({ ...second, fileId: 'another file' });
    await stale.deliver(second);
    expect(connectionOf(world)).toMatchObject({ state: 'on', generation: 2 });
    expect(entryOf(world, second.documentId)?.state).toBe('done');
  });

  test('does not do so either when it finds the old token dead, and goes on with the new one', async () => {
    const world = aWorld();
    // Its pool of ids is empty: it has to ask Drive before it looks again.
    const stale = createWorker(world);
    world.addDocument({ exportable: false });
    await stale.deliver();
    world.addDocument();
    const signingIn = createWorker(world, {
      onAnswer: async (name) => {
        if (name !== 'tokens.read' || connectionOf(world)?.generation !== 1) return;
        world.google.revoke(usual.email);
        await createOwner(world).signIn();
      },
    });
    await signingIn.deliver();
    expect(connectionOf(world)).toMatchObject({ state: 'on', generation: 2 });
    expect(entryOf(world)?.state).toBe('done');
  });

  test('reads the connection again when its secret version is gone, and goes on with the new one', async () => {
    const world = aWorld();
    const stale = createWorker(world);
    world.addDocument({ exportable: false });
    await stale.deliver();
    world.addDocument();
    await createOwner(world).signIn();
    expect(world.vault.versions(usual.partnerSpace)).toEqual(['2']);
    await stale.deliver();
    expect(connectionOf(world)).toMatchObject({ state: 'on', generation: 2 });
    expect(entryOf(world)?.state).toBe('done');
  });
});

describe('an instance that remembers an account whose grant lives on, and takes up what waits under another one', () => {
  const later = ublOf({ note: 'a later version' });

  /** The first account has the file already; its partner has signed in with another account since. */
  async function waiting(given: Pick<Export, 'state' | 'reason'>) {
    const world = aWorld();
    world.connect({ partnerSpace: 'another partner' });
    const stale = createWorker(world);
    await stale.deliver();
    const document = world.addDocument({ ...second, fileId: 'another file' });
    world.addFault({ on: 'drive.createFile', when: 'after', failure: new Failure('googleUnavailable', 'lost') });
    await createWorker(world)
      .deliver(second)
      .catch(() => {});
    const [entry] = world.database.exports.all(({ documentId }) => documentId === second.documentId);
    if (!entry) throw new Error('nothing was reserved');
    world.database.exports.put(entry.id, { ...entry.value, ...given, dueAt: world.clock.now() });
    aMinuteLater(world);
    await createOwner(world).signIn(jan);
    return { world, stale, document, before: filesOf(world) };
  }

  test.each([
    ['being updated', { state: 'updating' }],
    ['parked, its id refused twice', { state: 'parked', reason: 'idRefusedTwice' }],
    ['reserved', { state: 'reserved' }],
  ] as const)('neither takes the file of the first one for the new one, nor writes to it: %s', async (_what, given) => {
    for (const content of [ublOf(), later]) {
      const { world, stale, document, before } = await waiting(given);
      world.banqup.replaceUbl(document, content);
      world.resetCalls();
      await stale.resume();
      expect(before).toHaveLength(2);
      expect(filesOf(world)).toEqual(before);
      expect(filesOf(world, jan).map((file) => [file.path, file.content])).toEqual([
        [expect.stringContaining(second.documentId), content],
      ]);
      expect(entryOf(world, second.documentId)).toMatchObject({
        state: 'done',
        file: { account: world.google.account(jan).id, id: filesOf(world, jan)[0]?.id },
      });
      expect(callsOf(world, 'drive')['drive.updateFile']).toBeUndefined();
    }
  });
});

describe('an id reserved under one account', () => {
  test('is not used under another one that has signed in before the document came again', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: new Failure('googleUnavailable', 'down') });
    await expect(createWorker(world).deliver()).rejects.toMatchObject({ code: 'googleUnavailable' });
    await createOwner(world).signIn(jan);
    await createWorker(world).deliver();
    expect(filesOf(world)).toEqual([]);
    expect(filesOf(world, jan)).toHaveLength(1);
    expect(entryOf(world)?.fileIds).toEqual({
      [world.google.account(usual.email).id]: expect.stringContaining(usual.email),
      [world.google.account(jan).id]: filesOf(world, jan)[0]?.id,
    });
  });

  test('is not taken for a file of another one: what only the first account has is exported again', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', when: 'after', failure: new Failure('googleUnavailable', 'lost') });
    await expect(createWorker(world).deliver()).rejects.toMatchObject({ code: 'googleUnavailable' });
    await createOwner(world).signIn(jan);
    await createWorker(world).deliver();
    expect(filesOf(world, jan)).toHaveLength(1);
    expect(entryOf(world)).toMatchObject({ state: 'done', file: { account: world.google.account(jan).id } });
  });

  test('serves a re-send when that account comes back: a slow worker may still be about to create with it', async () => {
    const world = aWorld();
    // Another partner's link keeps the grant of that account alive.
    world.connect({ partnerSpace: 'a0000000-0000-4000-8000-000000000002' });
    let turns = 0;
    const onCall = async (name: string) => {
      if (name !== 'drive.createFile' || turns > 0) return;
      turns += 1;
      await createOwner(world).signIn(jan);
      await createWorker(world).deliver();
      expect(filesOf(world, jan)).toHaveLength(1);
      await createOwner(world).signIn();
      world.clock.advance(60);
      await createWorker(world).deliver({ resend: true });
      expect(filesOf(world)).toHaveLength(1);
    };
    await createWorker(world, { onCall }).deliver();
    expect(turns).toBe(1);
    expect(filesOf(world)).toHaveLength(1);
    expect(entryOf(world)?.file?.id).toBe(filesOf(world)[0]?.id);
  });

  test('serves again when that account comes back', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', times: 2, failure: new Failure('googleUnavailable', 'down') });
    await createWorker(world)
      .deliver()
      .catch(() => {});
    const first = entryOf(world)?.fileIds[world.google.account(usual.email).id];
    await createOwner(world).signIn(jan);
    await createWorker(world)
      .deliver()
      .catch(() => {});
    await createOwner(world).signIn();
    await createWorker(world).deliver();
    expect(filesOf(world).map(({ id }) => id)).toEqual([first]);
    expect(filesOf(world, jan)).toEqual([]);
  });
});

describe('when Google refuses the token', () => {
  test('the connection says so, and the document waits', async () => {
    const world = aWorld();
    world.google.revoke(usual.email);
    await createWorker(world).deliver();
    expect(connectionOf(world)).toMatchObject({ state: 'needsSignIn', generation: 1 });
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'signInNeeded' });
  });

  test.each(['drive.drawIds', 'drive.createFolder', 'drive.createFile'])('at %s, the same holds', async (on) => {
    const world = aWorld();
    world.addFault({ on, failure: new Failure('signInNeeded', 'dead') });
    await createWorker(world).deliver();
    expect(connectionOf(world)?.state).toBe('needsSignIn');
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'signInNeeded' });
  });

  test('a document that is on its way waits too, without trying', async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    world.addDocument({ ...second, fileId: 'another file' });
    world.resetCalls();
    const worker = createWorker(world, {
      onCall: (name) => {
        const connection = connectionOf(world);
        if (name !== 'connections.readWithFolder' || !connection) return;
        world.database.connections.put(usual.partnerSpace, { ...connection, state: 'needsSignIn' });
      },
    });
    await worker.deliver(second);
    expect(world.calls()['drive.createFile']).toBeUndefined();
    expect(entryOf(world, second.documentId)).toMatchObject({ state: 'parked', reason: 'signInNeeded' });
  });

  test('documents that come then wait too, without a call to Google', async () => {
    const world = aWorld();
    world.google.revoke(usual.email);
    const worker = createWorker(world);
    await worker.deliver();
    world.addDocument({ ...second, fileId: 'another file' });
    world.resetCalls();
    await worker.deliver(second);
    expect(entryOf(world, second.documentId)).toMatchObject({ state: 'parked', reason: 'signInNeeded', fileIds: {} });
    expect(callsOf(world, 'drive')).toEqual({});
  });

  test.each([usual.email, jan])('all that waits comes after the owner has signed in again, as %s', async (email) => {
    const world = aWorld();
    world.google.revoke(usual.email);
    await createWorker(world).deliver();
    await createWorker(world).deliver(world.addDocument({ ...second, fileId: 'another file' }));
    aMinuteLater(world);
    await createOwner(world).signIn(email);
    expect(world.topic.messages).toContainEqual({ kind: 'resume', partnerSpace: usual.partnerSpace });
    await createWorker(world).resume();
    expect(filesOf(world, email)).toHaveLength(2);
    expect(world.database.exports.all().map(({ value }) => value.state)).toEqual(['done', 'done']);
  });

  test('whatever dies, it is one file after the owner has signed in again', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorld();
      world.google.revoke(usual.email);
      return {
        work: createWorker(world, hooks).deliver(),
        afterwards: async () => {
          await createWorker(world).deliver();
          await createOwner(world).signIn();
          await createWorker(world).resume();
          expect(filesOf(world)).toHaveLength(1);
          expect(entryOf(world)?.state).toBe('done');
        },
      };
    });
  });

  test('while the owner signs in, at any of the calls, the connection stays healthy and the document is due', async () => {
    await interruptedAtEachCall(() => {
      const world = aWorld();
      world.google.revoke(usual.email);
      return {
        work: (hooks) => createWorker(world, hooks).deliver(),
        meanwhile: async () => {
          await createOwner(world).signIn();
          // What its message to take up what waits would find.
          await createWorker(world).resume();
        },
        afterwards: async (at) => {
          if (at === undefined) return;
          // It may have been parked right after the sign-in has looked for what waits (protocol, rule 6).
          await createWorker(world).resume();
          expect([at, connectionOf(world)?.state]).toEqual([at, 'on']);
          expect([at, entryOf(world)?.state, entryOf(world)?.reason]).toEqual([at, 'done', undefined]);
        },
      };
    });
  });
});
