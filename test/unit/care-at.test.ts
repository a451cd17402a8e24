/** How far care has looked (protocol, rule 5): by the database's time, and never further than what it has handled. */
import { describe, expect, test } from '@jest/globals';
import { caredFor } from '../../functions/domain/connection.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { secondsAfter, workerLifeSeconds } from '../../functions/domain/life.ts';
import { anExport, anExportedFile, usual } from '../builders.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { callsOf, companyFolder, entryOf } from './seen.ts';
import {
  aWorldInTheTrash,
  careAtOf,
  changeCareAt,
  changeConnection,
  connectionOf,
  exportedIntoTheTrash,
  folderOf,
  settled,
  settlingSeconds,
} from './trash.ts';
import { createWorker } from './worker.ts';

describe('what was done less than five minutes ago', () => {
  test('waits for the next pass, which still looks at it', async () => {
    const world = await exportedIntoTheTrash(settlingSeconds - 1);
    await createWorker(world).care();
    expect(entryOf(world)?.state).toBe('done');
    expect(careAtOf(world)).toEqual(settled(world));
    world.clock.advance(1);
    await createWorker(world).care();
    expect(entryOf(world)?.state).toBe('reserved');
  });

  test.each([-7200, 7200])(
    "is so by the database's time, whatever an instance's clock says (%d seconds off)",
    async (offSeconds) => {
      const world = await exportedIntoTheTrash(settlingSeconds - 1);
      const elsewhere = { ...world, clock: createFakeClock(secondsAfter(world.clock.now(), offSeconds)) };
      await createWorker(elsewhere).care();
      expect([entryOf(world)?.state, careAtOf(world)]).toEqual(['done', settled(world)]);
      world.clock.advance(1);
      await createWorker(elsewhere).care();
      expect([entryOf(world)?.state, careAtOf(world)]).toEqual(['reserved', settled(world)]);
    },
  );
});

describe('care has looked', () => {
  test('until five minutes ago once it has, also where nothing was done', async () => {
    const world = createFakeWorld();
    world.connect();
    await createWorker(world).care();
    expect(careAtOf(world)).toEqual(settled(world));
    world.clock.advance(3600);
    await createWorker(world).care();
    expect(careAtOf(world)).toEqual(settled(world));
  });

  test('never for less than before', async () => {
    const world = createFakeWorld();
    world.connect();
    const before = secondsAfter(world.clock.now(), -60);
    changeCareAt(world, before);
    await createWorker(world).care();
    expect(careAtOf(world)).toEqual(before);
  });

  test('never until before the link came to its account', async () => {
    const world = createFakeWorld();
    world.connect();
    changeConnection(world, { accountSince: secondsAfter(world.clock.now(), -60) });
    await createWorker(world).care();
    expect(careAtOf(world)).toBeUndefined();
  });

  test('keeps everything else of the connection, and its generation', async () => {
    const world = createFakeWorld();
    const before = world.connect();
    await createWorker(world).care();
    expect(connectionOf(world)?.value).toEqual(caredFor(before, settled(world), before.generation));
  });

  test('at what it has handled: nothing is looked at twice', async () => {
    const world = await exportedIntoTheTrash(3600);
    world.google.person(usual.email).trash(entryOf(world)?.file?.id ?? '');
    await createWorker(world).care();
    expect(callsOf(world, 'drive')['drive.file']).toBe(1);
    world.clock.advance(60);
    world.resetCalls();
    await createWorker(world).care();
    expect(callsOf(world, 'drive')).not.toHaveProperty('drive.file');
  });

  test('no further where its life is over: another pass has gone on', async () => {
    const world = createFakeWorld();
    world.connect();
    const worker = createWorker(world, {
      onAnswer: (name) => name === 'exports.doneSince' && world.clock.advance(workerLifeSeconds),
    });
    await expect(worker.care()).rejects.toMatchObject({ code: 'lifeOver' });
    expect(careAtOf(world)).toBeUndefined();
    await createWorker(world).care();
    expect(careAtOf(world)).toEqual(settled(world));
  });

  test('no further than it came where Drive fails, so that the next pass looks at the rest', async () => {
    const world = await exportedIntoTheTrash(3600);
    const before = careAtOf(world);
    const worker = createWorker(world, {
      onCall: (name) => {
        if (name === 'drive.file') throw new Error('down');
      },
    });
    await expect(worker.care()).rejects.toThrow('down');
    expect(careAtOf(world)).toEqual(before);
    await createWorker(world).care();
    expect(entryOf(world)?.state).toBe('reserved');
  });
});

describe('however much was done', () => {
  const count = 650;
  const documentId = (index: number) => `document-${String(index).padStart(3, '0')}`;

  /** Done a second apart, the last one an hour ago; in a live folder, but for the last but ten. */
  async function aLongLedger(): Promise<FakeWorld> {
    const world = await aWorldInTheTrash();
    const [live, trashed] = [folderOf(world, `${companyFolder}/AR`), folderOf(world, `${companyFolder}/AP`)];
    for (let index = 0; index < count; index += 1) {
      const { dueAt: _dueAt, ...entry } = anExport({
        documentId: documentId(index),
        state: 'done',
        doneAt: secondsAfter(world.clock.now(), index),
        file: anExportedFile({ id: `file-${index}`, folderId: index === count - 10 ? trashed : live }),
      });
      world.database.exports.put(exportId(entry), entry);
    }
    world.clock.advance(count + 3600);
    return world;
  }

  test('Drive is asked where the folders are once each page of it has been read', async () => {
    const world = await aLongLedger();
    const order: string[] = [];
    const onCall = (name: string) => /^(exports\.doneSince|drive\.folders)$/.test(name) && order.push(name);
    await createWorker(world, { onCall }).care();
    const page = ['exports.doneSince', 'drive.folders'];
    expect(order).toEqual(['drive.folders', ...page, ...page, ...page]);
  });

  test('all of it is looked at, a page at a time', async () => {
    const world = await aLongLedger();
    world.resetCalls();
    await createWorker(world).care();
    expect(world.calls()['exports.doneSince']).toBe(3);
    const open = world.database.exports.all((entry: Export) => entry.state !== 'done');
    expect(open.map(({ value }) => value.documentId)).toEqual([documentId(count - 10)]);
    expect(careAtOf(world)).toEqual(settled(world));
  });

  test('a pass that died goes on from the last page that it had done', async () => {
    const world = await aLongLedger();
    let pages = 0;
    const dying = createWorker(world, {
      onCall: (name) => {
        if (name !== 'exports.doneSince') return;
        pages += 1;
        if (pages === 3) throw new Error('dead');
      },
    });
    await expect(dying.care()).rejects.toThrow('dead');
    const done = world.database.exports.get(exportId(anExport({ documentId: documentId(598) })))?.value.doneAt;
    expect(careAtOf(world)).toEqual(done);
    world.resetCalls();
    await createWorker(world).care();
    expect(world.calls()['exports.doneSince']).toBe(1);
    expect(entryOf(world, documentId(count - 10))?.state).toBe('reserved');
  });
});
