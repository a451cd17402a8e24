/** A partner has mended the cause, and presses *Try again* (protocol, rules 6 and 8). */
import { describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode } from '../../functions/domain/errors.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { createTryAgain } from '../../functions/partner/try-again.ts';
import { anExport, ublOf, usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { everything } from './everything.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker, topics } from './worker.ts';

const { partnerSpace, clientSpace, documentId, fileId } = usual;
const other = 'a0000000-0000-4000-8000-000000000002';
const id = exportId({ partnerSpace, clientSpace, documentId });

function addEntry(world: FakeWorld, given: Partial<Export> = {}): Export {
  const dueAt = secondsAfter(world.clock.now(), 3600);
  const entry = anExport({ state: 'parked', reason: 'driveFull', dueAt, fileIds: {}, ...given });
  return world.database.exports.put(exportId(entry), entry).value;
}

/** A closed entry has no moment from which it is due. */
function addRejected(world: FakeWorld, given: Partial<Export> = {}): Export {
  const { dueAt: _dueAt, ...closed } = anExport({ state: 'rejected', reason: 'notUbl', fileIds: {}, ...given });
  return world.database.exports.put(exportId(closed), closed).value;
}

function tryOne(world: FakeWorld, partner: string = partnerSpace, entry = id, hooks: Hooks = {}): Promise<boolean> {
  const { connections, activations, exports, publisher } = world.portsFor(hooks);
  return createTryAgain({ connections, activations, exports, publisher, now: world.clock.now }).one(partner, entry);
}

/** Our own message, and those that follow from it, until there are none. */
async function tryAll(world: FakeWorld, reason: FailureCode, hooks: Hooks = {}): Promise<void> {
  world.topic.messages.push({ kind: 'tryAgain', partnerSpace, reason });
  for (let message = world.topic.messages.shift(); message; message = world.topic.messages.shift()) {
    if (message.kind === 'tryAgain') await createWorker(world, hooks).push(topics.own, message);
    else resumed.push(message);
  }
}
const resumed: unknown[] = [];

const resume = { kind: 'resume', partnerSpace };

describe('one document', () => {
  test('that waits is due now, and taken up', async () => {
    const world = aWorld();
    const before = addEntry(world);
    expect(await tryOne(world)).toBe(true);
    expect(entryOf(world)).toEqual({ ...before, dueAt: world.clock.now() });
    expect(world.topic.messages).toEqual([resume]);
    await createWorker(world).resume();
    expect([filesOf(world).length, entryOf(world)?.state]).toEqual([1, 'done']);
  });

  test('that was rejected, and has been replaced at Banqup since, is exported once, however often that is pressed', async () => {
    const world = aWorld();
    world.banqup.put(world.addDocument(), new TextEncoder().encode('<html></html>'));
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'rejected', reason: 'notUbl' });
    world.addDocument({}, ublOf());
    world.clock.advance(60);
    expect(await Promise.all([tryOne(world), tryOne(world), tryOne(world)])).toEqual([true, false, false]);
    expect(entryOf(world)?.releasedAt).toEqual(world.clock.now());
    await Promise.all([createWorker(world).resume(), createWorker(world).resume()]);
    expect([filesOf(world).length, entryOf(world)?.state]).toEqual([1, 'done']);
    expect(await tryOne(world)).toBe(false);
  });

  test('that was rejected under a link that has ended since counts from the asking, and is exported', async () => {
    const world = aWorld();
    addRejected(world, { releasedAt: new Date('2026-01-02T08:00:00.000Z') });
    await tryOne(world);
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(1);
  });

  test('that was rejected for a client that is switched off by now stays as it is, with its reason', async () => {
    const world = aWorld();
    world.activate({ active: false });
    const before = addRejected(world);
    expect(await tryOne(world)).toBe(false);
    await tryAll(world, 'notUbl');
    expect(entryOf(world)).toEqual(before);
  });

  test('that is due already is left as it is, and taken up', async () => {
    const world = aWorld();
    const before = addEntry(world, { dueAt: secondsAfter(world.clock.now(), -5) });
    expect(await tryOne(world)).toBe(true);
    expect(entryOf(world)).toEqual(before);
    expect(world.topic.messages).toEqual([resume]);
  });

  test('that is due, and of which nobody could be told, is taken up by the next sweep', async () => {
    const world = aWorld();
    addEntry(world);
    world.addFault({ on: 'publisher.publish', failure: new Failure('storageUnavailable', 'down') });
    await expect(tryOne(world)).rejects.toMatchObject({ code: 'storageUnavailable' });
    expect(world.topic.messages).toEqual([]);
    await createWorker(world).sweep();
    expect(world.topic.messages).toEqual([resume]);
  });

  test.each<[string, Partial<Export>]>([
    ['is being exported', { state: 'reserved' }],
    ['is being updated', { state: 'updating' }],
    ['is in Drive', { state: 'done' }],
    ['its partner has ended', { state: 'cancelled' }],
    // Whoever was refused may still be creating with the id.
    ['waits until nobody can be creating with its id', { reason: 'idRefusedTwice' }],
  ])('that %s is left as it is', async (_what, given) => {
    const world = aWorld();
    addEntry(world, given);
    const before = everything(world);
    expect(await tryOne(world)).toBe(false);
    expect(everything(world)).toEqual(before);
  });

  test('of another partner, or that there is not, is left as it is', async () => {
    const world = aWorld();
    world.connect({ partnerSpace: other });
    addEntry(world);
    const before = everything(world);
    expect(await tryOne(world, other)).toBe(false);
    expect(await tryOne(world, partnerSpace, 'no such id')).toBe(false);
    expect(everything(world)).toEqual(before);
  });

  test.each(['needsSignIn', 'disconnecting', 'off'] as const)(
    'under a link that is %s is left as it is',
    async (state) => {
      const world = aWorld();
      world.connect({ state });
      addRejected(world);
      const before = everything(world);
      expect(await tryOne(world)).toBe(false);
      expect(everything(world)).toEqual(before);
    },
  );

  test('that somebody takes up or ends meanwhile is tried only where there is something to try still', async () => {
    await interruptedAtEachCall(() => {
      const world = aWorld();
      addEntry(world);
      let tried: boolean | undefined;
      return {
        work: async (hooks) => {
          tried = await tryOne(world, partnerSpace, id, hooks);
        },
        meanwhile: async () => addRejected(world, { state: 'cancelled', reason: 'switchedOff' }),
        afterwards: (at) => {
          const isTried = at === undefined || at > 3;
          expect([at, tried]).toEqual([at, isTried]);
          if (!isTried) expect([at, entryOf(world)?.state]).toEqual([at, 'cancelled']);
        },
      };
    });
  });

  test('that changes otherwise meanwhile is tried all the same', async () => {
    const world = aWorld();
    const entry = addEntry(world);
    let touched = false;
    const touch = (name: string) => {
      if (name === 'exports.replace' && !touched) world.database.exports.put(id, { ...entry, reason: 'ublMissing' });
      touched ||= name === 'exports.replace';
    };
    expect(await tryOne(world, partnerSpace, id, { onCall: touch })).toBe(true);
    expect(entryOf(world)).toMatchObject({ reason: 'ublMissing', dueAt: world.clock.now() });
  });
});

describe('all that wait for one reason, or were rejected for it', () => {
  test('are due, each once, however many there are, and are taken up from the first page on', async () => {
    const world = aWorld();
    const order: string[] = [];
    const messages: unknown[] = [];
    for (let index = 0; index < 250; index += 1) addEntry(world, { documentId: `document-${index}` });
    resumed.length = 0;
    await tryAll(world, 'driveFull', {
      onAnswer: (name, [given]) => {
        if (name === 'exports.replace') order.push((given as { id: string }).id);
        if (name === 'publisher.publish') messages.push((given as { kind: string }).kind);
      },
    });
    for (const { value } of world.database.exports.all()) expect(value.dueAt).toEqual(world.clock.now());
    expect([order.length, new Set(order).size]).toEqual([250, 250]);
    // The first page, the second, and the last.
    expect(messages).toEqual(['resume', 'tryAgain', 'tryAgain', 'resume']);
    expect(resumed).toEqual([resume, resume]);
  });

  test('go into Drive once there is room', async () => {
    const world = aWorld();
    for (let index = 0; index < 5; index += 1) {
      world.addDocument({ documentId: `document-${index}`, fileId: `${fileId}-${index}` });
      addEntry(world, { documentId: `document-${index}` });
    }
    await tryAll(world, 'driveFull');
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(5);
  });

  test('are only those: what has another reason, is closed otherwise, or is of another partner stays', async () => {
    const world = aWorld();
    world.connect({ partnerSpace: other });
    addEntry(world, { partnerSpace: other });
    addEntry(world, { documentId: 'policy', reason: 'drivePolicy' });
    addRejected(world, { documentId: 'rejected' });
    addEntry(world, { documentId: 'due', dueAt: secondsAfter(world.clock.now(), -5) });
    const before = world.database.exports.all();
    await tryAll(world, 'driveFull');
    expect(world.database.exports.all()).toEqual(before);
    await tryAll(world, 'notUbl');
    const states = world.database.exports.all().map(({ value }) => [value.documentId, value.state]);
    expect(states).toContainEqual(['rejected', 'reserved']);
  });

  test.each(['needsSignIn', 'off'] as const)('are left as they are under a link that is %s', async (state) => {
    const world = aWorld();
    world.connect({ state });
    addEntry(world);
    const before = everything(world);
    await createWorker(world).push(topics.own, { kind: 'tryAgain', partnerSpace, reason: 'driveFull' });
    expect(everything(world)).toEqual(before);
  });

  test('are left where the partner was erased between two pages', async () => {
    const world = aWorld();
    addEntry(world);
    const before = everything(world);
    const message = { kind: 'tryAgain', partnerSpace, reason: 'driveFull', after: 'an entry that was erased' };
    await createWorker(world).push(topics.own, message);
    expect(everything(world)).toEqual(before);
  });

  test('are due whatever dies, when the message comes again, and no page comes twice for a failure in it', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorld();
      for (let index = 0; index < 101; index += 1) addEntry(world, { documentId: `document-${index}` });
      const message = { kind: 'tryAgain', partnerSpace, reason: 'driveFull' };
      return {
        work: createWorker(world, hooks).push(topics.own, message),
        afterwards: async () => {
          await tryAll(world, 'driveFull');
          for (const { value } of world.database.exports.all()) expect(value.dueAt).toEqual(world.clock.now());
        },
      };
    });
  });

  test('come again where one of them could not be written, before there is a next page', async () => {
    const world = aWorld();
    for (let index = 0; index < 101; index += 1) addEntry(world, { documentId: `document-${index}` });
    world.addFault({ on: 'exports.replace', failure: new Failure('storageUnavailable', 'down') });
    const work = createWorker(world).push(topics.own, { kind: 'tryAgain', partnerSpace, reason: 'driveFull' });
    await expect(work).rejects.toMatchObject({ code: 'storageUnavailable' });
    expect(world.topic.messages).toEqual([]);
  });
});
