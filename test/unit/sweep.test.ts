/** What the scheduler's message wakes (protocol, rule 6): each partner for whom something is due, and nobody else. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { anExport, usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const [large, small, third] = ['1', '2', '3'].map((end) => `a0000000-0000-4000-8000-00000000000${end}`) as [
  string,
  string,
  string,
];

function addEntry(world: FakeWorld, given: Partial<Export>): void {
  const entry = anExport({ state: 'parked', reason: 'driveFull', dueAt: world.clock.now(), ...given });
  world.database.exports.put(exportId(entry), entry);
}

const woken = ({ topic }: FakeWorld) => topic.messages.map((message) => JSON.stringify(message)).sort();
const resumeOf = (...spaces: string[]) =>
  spaces.map((partnerSpace) => JSON.stringify({ kind: 'resume', partnerSpace })).sort();

describe('a sweep', () => {
  test.each(['reserved', 'updating', 'parked'] as const)(
    'wakes a partner with an entry that is due: %s',
    async (state) => {
      const world = createFakeWorld();
      world.connect();
      addEntry(world, { state });
      await createWorker(world).sweep();
      expect(world.topic.messages).toEqual([{ kind: 'resume', partnerSpace: usual.partnerSpace }]);
    },
  );

  test('wakes every such partner once, however much is due, and a large one does not hide a small one', async () => {
    const world = createFakeWorld();
    for (const partnerSpace of [large, small, third]) world.connect({ partnerSpace });
    for (let index = 0; index < 250; index += 1) {
      const dueAt = secondsAfter(world.clock.now(), index - 1000);
      addEntry(world, { partnerSpace: large, documentId: `document-${index}`, dueAt });
    }
    addEntry(world, { partnerSpace: small });
    await createWorker(world).sweep();
    expect(woken(world)).toEqual(resumeOf(large, small));
  });

  test('wakes nobody for whom nothing is due: no entry, one that is due later, one that is closed', async () => {
    const world = createFakeWorld();
    for (const partnerSpace of [large, small, third]) world.connect({ partnerSpace });
    addEntry(world, { partnerSpace: small, dueAt: secondsAfter(world.clock.now(), 1) });
    const { dueAt: _dueAt, ...done } = anExport({ partnerSpace: third, state: 'done' });
    world.database.exports.put(exportId(done), done);
    await createWorker(world).sweep();
    expect(world.topic.messages).toEqual([]);
    world.clock.advance(1);
    await createWorker(world).sweep();
    expect(woken(world)).toEqual(resumeOf(small));
  });

  test.each(['needsSignIn', 'disconnecting', 'off'] as const)(
    'wakes nobody whose connection is %s, whatever is due',
    async (state) => {
      const world = createFakeWorld();
      world.connect({ state });
      world.connect({ partnerSpace: small });
      addEntry(world, {});
      addEntry(world, { partnerSpace: small });
      await createWorker(world).sweep();
      expect(woken(world).filter((message) => message.includes('resume'))).toEqual(resumeOf(small));
    },
  );

  test('wakes nobody whose connection there never was', async () => {
    const world = createFakeWorld();
    addEntry(world, {});
    await createWorker(world).sweep();
    expect(world.topic.messages).toEqual([]);
  });

  test('says how many it found and woke', async () => {
    const world = createFakeWorld();
    for (const partnerSpace of [large, small]) world.connect({ partnerSpace });
    addEntry(world, { partnerSpace: small });
    const worker = createWorker(world);
    await worker.sweep();
    expect(worker.log.lines.filter(({ message }) => message === 'swept')).toEqual([
      { level: 'info', message: 'swept', fields: { connections: 2, woken: 1 } },
    ]);
  });

  /** Two partners with an entry that is due, while a call fails once. */
  function aWorldWhere(on: string): FakeWorld {
    const world = createFakeWorld();
    for (const partnerSpace of [large, small]) {
      world.connect({ partnerSpace });
      addEntry(world, { partnerSpace });
    }
    world.addFault({ on, failure: new Failure('storageUnavailable', 'down') });
    return world;
  }

  test('throws when it cannot see the partners, and the next one wakes everybody', async () => {
    const world = aWorldWhere('connections.page');
    await expect(createWorker(world).sweep()).rejects.toMatchObject({ code: 'storageUnavailable' });
    await createWorker(world).sweep();
    expect(woken(world)).toEqual(resumeOf(large, small));
  });

  test.each(['exports.due', 'publisher.publish'])(
    'leaves a partner for whom %s fails to the next one, told in the log, and wakes the others',
    async (on) => {
      const world = aWorldWhere(on);
      const worker = createWorker(world);
      await worker.sweep();
      expect(woken(world)).toEqual(resumeOf(small));
      expect(worker.log.lines).toContainEqual(
        expect.objectContaining({ level: 'warn', fields: expect.objectContaining({ partnerSpace: large }) }),
      );
      world.topic.messages.length = 0;
      await createWorker(world).sweep();
      expect(woken(world)).toEqual(resumeOf(large, small));
    },
  );
});

test('what waited comes, once the partner who was woken takes it up', async () => {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  world.addDocument();
  world.addFault({ on: 'drive.createFile', failure: new Failure('driveFull', 'full') });
  const worker = createWorker(world);
  await worker.deliver();
  await worker.sweep();
  expect(world.topic.messages).toEqual([]);
  world.clock.advance(3600);
  await worker.sweep();
  for (const message of world.topic.messages) {
    if (message.kind === 'resume') await worker.resume(message.partnerSpace);
  }
  expect(filesOf(world)).toHaveLength(1);
});
