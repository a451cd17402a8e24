/** What was exported into the trash comes again where its owner looks; what its owner threw away stays away (protocol, rule 5). */
import { describe, expect, test } from '@jest/globals';
import { asFailure, Failure } from '../../functions/domain/errors.ts';
import { usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { aWorld, callsOf, companyFolder, entryOf, filesOf, foldersOf } from './seen.ts';
import { portsInTheTrash } from './trash.ts';
import { createWorker } from './worker.ts';

const second = { documentId: 'd0000000-0000-4000-8000-000000000002', fileId: 'f0000000-0000-4000-8000-000000000002' };
const settlingSeconds = 5 * 60;
const tree = ['Invoice_import', companyFolder, `${companyFolder}/AP`];

const hands = (world: FakeWorld) => world.google.person(usual.email);
const live = (world: FakeWorld) => world.google.tree(usual.email).filter(({ id }) => !isInTrash(world, id));
const liveFolders = (world: FakeWorld) =>
  live(world)
    .filter(({ content }) => content === undefined)
    .map(({ path }) => path);
const liveFiles = (world: FakeWorld) => live(world).filter(({ content }) => content !== undefined);
const idOf = (world: FakeWorld, path: string) =>
  world.google.tree(usual.email).find((one) => one.path === path)?.id ?? '';

/** As its owner sees it: also what was made in the trash, which Drive does not flag. */
function isInTrash(world: FakeWorld, id: string): boolean {
  const file = world.google.files.find(id);
  if (!file) return false;
  return file.trashedItself || (file.parentId !== undefined && isInTrash(world, file.parentId));
}

/** A first document in Drive, and a second one that came after a folder had been thrown away; longer ago than a pass leaves alone. */
async function exportedIntoTheTrash(path: string): Promise<FakeWorld> {
  const world = aWorld();
  const worker = createWorker(world);
  await worker.care();
  await worker.deliver();
  hands(world).trash(idOf(world, path));
  await worker.deliver(world.addDocument(second));
  expect([entryOf(world)?.state, entryOf(world, second.documentId)?.state]).toEqual(['done', 'done']);
  expect(liveFiles(world)).toEqual([]);
  world.clock.advance(settlingSeconds);
  world.resetCalls();
  return world;
}

/** A pass, and what was opened by it is taken up. */
async function afterCare(world: FakeWorld, hooks: Hooks = {}): Promise<void> {
  await createWorker(world, hooks).care();
  await createWorker(world).resume();
}

function expectBothLiveOnce(world: FakeWorld): void {
  expect(liveFiles(world).map(({ name }) => name.split('_')[2])).toEqual(
    expect.arrayContaining([`${usual.documentId}.xml`, `${second.documentId}.xml`]),
  );
  expect(liveFiles(world)).toHaveLength(2);
  for (const { documentId } of [usual, second]) {
    const { state, file } = entryOf(world, documentId) ?? {};
    expect([state, file && isInTrash(world, file.id)]).toEqual(['done', false]);
  }
}

describe('a document that was exported into a folder in the trash', () => {
  test.each(tree)('is exported again, into a new folder that is live: %s', async (path) => {
    const world = await exportedIntoTheTrash(path);
    await afterCare(world);
    expectBothLiveOnce(world);
    expect(liveFolders(world).sort()).toEqual(expect.arrayContaining(tree));
    expect(new Set(liveFolders(world)).size).toBe(liveFolders(world).length);
  });

  test.each(tree)(
    'comes with its folders, parents first, each once, and only those that were dead: %s',
    async (path) => {
      const world = await exportedIntoTheTrash(path);
      const swapped: unknown[] = [];
      const onCall = (name: string, args: readonly unknown[]) => {
        const [, value] = args as [unknown, { kind?: string; state?: string }];
        if (name === 'folders.replace' && value.state === 'reserved') swapped.push(value.kind);
      };
      await createWorker(world, { onCall }).care();
      const dead = tree.indexOf(path);
      expect(swapped).toEqual(['root', 'company', 'AP'].slice(dead));
      await createWorker(world).resume();
      expect(foldersOf(world).filter((one) => one === 'Invoice_import')).toHaveLength(dead === 0 ? 2 : 1);
    },
  );

  test('is opened under another file id, due now, and its partner is woken and the operator told', async () => {
    const world = await exportedIntoTheTrash(companyFolder);
    const before = entryOf(world, second.documentId);
    const worker = createWorker(world);
    await worker.care();
    const opened = entryOf(world, second.documentId);
    expect(opened).toMatchObject({ state: 'reserved', dueAt: world.clock.now(), releasedAt: before?.releasedAt });
    expect(Object.values(opened?.fileIds ?? {})).not.toContain(before?.file?.id);
    expect(opened).not.toHaveProperty('file');
    expect(opened).not.toHaveProperty('doneAt');
    expect(world.topic.messages).toEqual([{ kind: 'resume', partnerSpace: usual.partnerSpace }]);
    const line = { level: 'warn', fields: { partnerSpace: usual.partnerSpace, documents: 2 } };
    expect(worker.log.lines).toContainEqual(expect.objectContaining(line));
  });

  test.each(tree)('comes again also where the folder was emptied out of the trash: %s', async (path) => {
    const world = await exportedIntoTheTrash(path);
    hands(world).deleteForGood(idOf(world, path));
    await afterCare(world);
    expectBothLiveOnce(world);
  });

  test('comes again where its folder was made in the trash, which Drive does not say of it', async () => {
    const world = aWorld();
    const worker = createWorker(world);
    await worker.deliver();
    hands(world).trash(idOf(world, companyFolder));
    await worker.deliver(world.addDocument({ ...second, direction: 'AR' }));
    expect(world.google.files.find(idOf(world, `${companyFolder}/AR`))).toMatchObject({
      trashedItself: false,
      trashedWithParent: false,
    });
    world.clock.advance(settlingSeconds);
    await afterCare(world);
    expectBothLiveOnce(world);
  });

  test('comes again once, whoever looks at the same time', async () => {
    const world = await exportedIntoTheTrash(companyFolder);
    const atOnce = [createWorker(world), createWorker(world), createWorker(world)];
    const passes = await Promise.allSettled(atOnce.map((worker) => worker.care()));
    for (const pass of passes) {
      if (pass.status === 'rejected') expect(pass.reason).toMatchObject({ code: 'contended' });
    }
    await afterCare(world);
    expectBothLiveOnce(world);
    expect(filesOf(world)).toHaveLength(4);
  });

  test.each(['Invoice_import', companyFolder])('comes again once whatever dies on the way: %s', async (path) => {
    const deaths = await dyingAtEachCall((hooks) => {
      let world = createFakeWorld();
      const work = async () => {
        world = await exportedIntoTheTrash(path);
        await createWorker(world, hooks).care();
      };
      return {
        work: work(),
        afterwards: async () => {
          await afterCare(world);
          expectBothLiveOnce(world);
          expect(filesOf(world)).toHaveLength(4);
          // Nothing is left for later passes.
          const before = world.google.tree(usual.email);
          world.clock.advance(settlingSeconds);
          await afterCare(world);
          expect(world.google.tree(usual.email)).toEqual(before);
        },
      };
    });
    expect(deaths).toBeGreaterThan(40);
  });

  test('comes again also where the folder was thrown away after a pass had begun, and it came before the entries were read', async () => {
    const world = aWorld();
    await createWorker(world).care();
    await createWorker(world).deliver();
    let begun = false;
    const slow = createWorker(world, {
      onCall: async (name) => {
        if (name !== 'exports.doneSince' || begun) return;
        begun = true;
        hands(world).trash(idOf(world, companyFolder));
        await createWorker(world).deliver(world.addDocument(second));
        world.clock.advance(settlingSeconds + 1);
      },
    });
    await slow.care();
    await afterCare(world);
    expectBothLiveOnce(world);
  });

  test.each(['driveFull', 'googleUnavailable', 'paceLimited', 'unexpected'] as const)(
    'is opened again also where a folder cannot be made: %s',
    async (code) => {
      const world = await exportedIntoTheTrash(companyFolder);
      const another = { key: 'vat-BE0987654394', name: 'Bakkerij Maes_BE0987654394' };
      world.activate({ clientSpace: 'c0000000-0000-4000-8000-000000000002', folder: another });
      const failure = new Failure(code, 'as the test wants it');
      world.addFault({ on: 'drive.createFolder', failure, times: Number.POSITIVE_INFINITY });
      const ended = await createWorker(world)
        .care()
        .then(() => undefined, asFailure);
      expect(ended?.code).toBe(code === 'driveFull' ? undefined : code);
      expect([entryOf(world)?.state, entryOf(world, second.documentId)?.state]).toEqual(['reserved', 'reserved']);
      world.clearFaults();
      world.clock.advance(60);
      await afterCare(world);
      expectBothLiveOnce(world);
    },
  );

  test('comes again where a worker died between the trash and the mark, and somebody else marked it', async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    world.addDocument(second);
    const dying = createWorker(world, {
      onAnswer: (name) => name === 'drive.createFile' && Promise.withResolvers<void>().promise,
    });
    hands(world).trash(idOf(world, companyFolder));
    dying.deliver(second).catch(() => {});
    while (filesOf(world).length < 2) await Promise.resolve();
    world.clock.advance(settlingSeconds);
    await afterCare(world);
    await createWorker(world).deliver(second);
    world.clock.advance(settlingSeconds);
    await afterCare(world);
    expectBothLiveOnce(world);
  });
});

describe('nothing that lies anywhere', () => {
  test.each(tree)('is moved, restored, renamed or deleted: %s', async (path) => {
    const world = await exportedIntoTheTrash(path);
    const before = world.google.tree(usual.email);
    await afterCare(world);
    const after = new Map(world.google.tree(usual.email).map((file) => [file.id, file]));
    for (const file of before) expect(after.get(file.id)).toEqual(file);
  });
});

describe('what its owner decides stays so:', () => {
  test('a file in a live folder is left alone, and costs a second look at the folders', async () => {
    const world = aWorld();
    await createWorker(world).care();
    await createWorker(world).deliver();
    const before = [entryOf(world), world.google.tree(usual.email)];
    world.clock.advance(settlingSeconds);
    world.resetCalls();
    await createWorker(world).care();
    expect([entryOf(world), world.google.tree(usual.email)]).toEqual(before);
    expect(callsOf(world, 'drive')).toEqual({ 'drive.folders': 2 });
  });

  test('a file thrown away by itself stays away, whatever happens to its folder', async () => {
    for (const folderToo of [false, true]) {
      const world = aWorld();
      await createWorker(world).deliver();
      const before = entryOf(world);
      hands(world).trash(before?.file?.id ?? '');
      if (folderToo) hands(world).trash(idOf(world, companyFolder));
      world.clock.advance(settlingSeconds);
      await afterCare(world);
      expect(entryOf(world)).toEqual(before);
      expect(filesOf(world)).toHaveLength(1);
    }
  });

  test('a file deleted for good out of a live folder stays away', async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    const before = entryOf(world);
    hands(world).deleteForGood(before?.file?.id ?? '');
    world.clock.advance(settlingSeconds);
    await afterCare(world);
    expect(entryOf(world)).toEqual(before);
    expect(filesOf(world)).toEqual([]);
  });

  test.each([
    ['into My Drive', () => undefined],
    ['into another live folder of ours', (world: FakeWorld) => idOf(world, 'Invoice_import')],
  ])(
    'a file that was taken out of the folder before that was thrown away stays where it was put: %s',
    async (_where, to) => {
      const world = aWorld();
      await createWorker(world).deliver();
      const before = entryOf(world);
      hands(world).move(before?.file?.id ?? '', to(world));
      hands(world).trash(idOf(world, companyFolder));
      world.clock.advance(settlingSeconds);
      await afterCare(world);
      expect(entryOf(world)).toEqual(before);
      expect(liveFiles(world)).toHaveLength(1);
    },
  );

  test('a folder thrown away after a pass saw its files live stays away with them', async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    world.clock.advance(settlingSeconds + 1);
    await createWorker(world).care();
    hands(world).trash(idOf(world, companyFolder));
    world.clock.advance(3600);
    await afterCare(world);
    expect(liveFiles(world)).toEqual([]);
    expect(entryOf(world)?.state).toBe('done');
  });
});

describe("a list of Drive's that is behind, and has everything in the trash,", () => {
  async function careWithListBehind(world: FakeWorld): Promise<void> {
    const worker = createWorker(world, {}, portsInTheTrash(world));
    await worker.care();
    await worker.resume();
  }

  test('doubles nothing where its owner has taken the folder out', async () => {
    const path = `${companyFolder}/AP`;
    const world = await exportedIntoTheTrash(path);
    hands(world).restore(idOf(world, path));
    const before = filesOf(world).length;
    await careWithListBehind(world);
    expect(filesOf(world)).toHaveLength(before);
  });

  test('doubles nothing where its owner has moved the file into a folder that is there', async () => {
    const world = await exportedIntoTheTrash(`${companyFolder}/AP`);
    const { documentId } = second;
    hands(world).move(entryOf(world, documentId)?.file?.id ?? '', idOf(world, `${companyFolder}/AR`));
    await careWithListBehind(world);
    expect(filesOf(world).filter(({ name }) => name.includes(documentId))).toHaveLength(1);
  });
});

describe('a document comes again also where its folder in the trash is deleted for good while a pass looks at it', () => {
  /** Once the folder `asked` has been asked for, the owner deletes `deleted` at the next question for it. */
  async function careWhileDeleting(world: FakeWorld, asked: string, deleted: string): Promise<void> {
    const ids = { asked: idOf(world, asked), deleted: idOf(world, deleted) };
    let wasAsked = false;
    let isDeleted = false;
    const onCall = (name: string, [id]: readonly unknown[]) => {
      if (name !== 'drive.folder') return;
      wasAsked ||= id === ids.asked;
      if (isDeleted || !wasAsked || id !== ids.deleted) return;
      isDeleted = true;
      hands(world).deleteForGood(ids.deleted);
    };
    await createWorker(world, { onCall }).care();
    await createWorker(world).resume();
    expect(isDeleted).toBe(true);
  }

  test('by itself', async () => {
    const path = `${companyFolder}/AP`;
    const world = await exportedIntoTheTrash(path);
    await careWhileDeleting(world, path, path);
    expectBothLiveOnce(world);
  });

  test('with the one above it', async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    hands(world).trash(idOf(world, companyFolder));
    await createWorker(world).deliver(world.addDocument({ ...second, direction: 'AR' }));
    world.clock.advance(settlingSeconds + 1);
    await careWhileDeleting(world, `${companyFolder}/AR`, companyFolder);
    expect(liveFiles(world).map(({ path }) => path)).toContainEqual(
      expect.stringContaining(`/AR/2026-03-02_INV-1_${second.documentId}`),
    );
  });
});
