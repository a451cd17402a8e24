/**
 * One document becomes one file, whatever dies, races or is refused on the way (protocol, "A delivery" and rules 1 to 4).
 * Each worker is an instance with a memory of its own; the world outside is the fake one.
 */
import { describe, expect, test } from '@jest/globals';
import { asFailure, Failure, type FailureCode } from '../../functions/domain/errors.ts';
import { exportId } from '../../functions/domain/export.ts';
import { secondsAfter, workerLifeSeconds } from '../../functions/domain/life.ts';
import { aConnection, aDocument, anExport, ublOf, usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, failingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { aWorld, callsOf, companyFolder, entryOf, filesOf, foldersOf } from './seen.ts';
import { createWorker } from './worker.ts';

const fileName = `2026-03-02_INV-1_${usual.documentId}.xml`;
const [firstVersion, secondVersion] = [ublOf(), ublOf({ note: 'a later version' })];

function expectOneFile(world: FakeWorld, content = firstVersion): void {
  expect(filesOf(world).map(({ path }) => path)).toEqual([`${companyFolder}/AP/${fileName}`]);
  const [file] = filesOf(world);
  expect(file?.content).toEqual(content);
  expect(entryOf(world)).toMatchObject({ state: 'done', file: { id: file?.id, folderId: file?.parentId } });
}

function expectOneFileInItsFolders(world: FakeWorld): void {
  expectOneFile(world);
  expect(foldersOf(world)).toHaveLength(3);
}

const failing = (code: FailureCode) => new Failure(code, 'as the test wants it');

describe('a document that was approved', () => {
  test('is a file with its bytes and its name in the folder of its company', async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    expectOneFile(world);
    expect(foldersOf(world)).toEqual(['Invoice_import', companyFolder, `${companyFolder}/AP`]);
  });

  test('is in the ledger with its facts, its file and when it was done', async () => {
    const world = aWorld();
    await createWorker(world).deliver();
    const [file] = filesOf(world);
    expect(entryOf(world)).toEqual({
      ...usualKey,
      state: 'done',
      direction: 'AP',
      releasedAt: aDocument().releasedAt,
      reservedAt: world.clock.now(),
      doneAt: world.clock.now(),
      syncDate: '2026-03-02',
      fileIds: { [aConnection().account.id]: file?.id },
      facts: expect.objectContaining({ number: 'INV-1', counterparty: 'Drukkerij Janssens', payableAmount: '121.00' }),
      file: {
        account: aConnection().account.id,
        generation: 1,
        id: file?.id,
        name: fileName,
        folderId: file?.parentId,
        md5: expect.stringMatching(/^[0-9a-f]{32}$/),
        sizeBytes: firstVersion.byteLength,
        link: expect.stringContaining('https://'),
      },
    });
  });

  const { partnerSpace, clientSpace, documentId } = usual;
  const usualKey = { partnerSpace, clientSpace, documentId };

  test('is in AR and shows the customer when it is a sale', async () => {
    const world = aWorld();
    world.addDocument({ direction: 'AR' });
    await createWorker(world).deliver();
    expect(filesOf(world).map(({ path }) => path)).toEqual([`${companyFolder}/AR/${fileName}`]);
    expect(entryOf(world)?.facts?.counterparty).toBe('John Doe Group');
  });

  test('costs one call to Drive and one read of the connection once the instance is warm', async () => {
    const world = aWorld();
    const worker = createWorker(world);
    await worker.deliver();
    const document = world.addDocument({ documentId: 'd0000000-0000-4000-8000-000000000002' });
    world.resetCalls();
    await worker.deliver(document);
    expect(world.calls()).toEqual({
      'activations.activeOfClient': 1,
      'banqup.document': 1,
      'exports.create': 1,
      'banqup.ubl': 1,
      'connections.readWithFolder': 1,
      'drive.createFile': 1,
      'exports.replace': 1,
      'banqup.reportExport': 1,
    });
  });

  test('costs a draw of ids only for every 250 documents', async () => {
    const world = aWorld();
    const worker = createWorker(world);
    await worker.deliver();
    world.resetCalls();
    for (let count = 2; count <= 200; count += 1) {
      await worker.deliver(world.addDocument({ documentId: `document-${count}`, fileId: `file-${count}` }));
    }
    expect(callsOf(world, 'drive')).toEqual({ 'drive.createFile': 199 });
  });
});

describe('a document that is delivered again', () => {
  test('costs no call to Drive, and its bytes are not fetched', async () => {
    const world = aWorld();
    const worker = createWorker(world);
    await worker.deliver();
    for (const again of [worker, createWorker(world)]) {
      world.resetCalls();
      await again.deliver();
      expect(callsOf(world, 'drive')).toEqual({});
      expect(world.calls()['banqup.ubl']).toBeUndefined();
    }
    expectOneFile(world);
  });

  test.each([
    ['ten workers', () => true],
    ['one worker ten times', () => false],
  ])('at once, by %s, is one file', async (_who, fresh) => {
    const world = aWorld();
    const one = createWorker(world);
    await Promise.all(Array.from({ length: 10 }, () => (fresh() ? createWorker(world) : one).deliver()));
    // One of them may have been sent away by the pace, and have the entry wait.
    await one.resume();
    expectOneFile(world);
    expect(foldersOf(world)).toHaveLength(3);
  });

  test('at once with nine others makes each folder and each file once', async () => {
    const world = aWorld();
    const documents = Array.from({ length: 10 }, (_, index) =>
      world.addDocument({ documentId: `document-${index}`, fileId: `file-${index}` }),
    );
    await Promise.all([...documents, ...documents].map((document) => createWorker(world).deliver(document)));
    expect(filesOf(world)).toHaveLength(10);
    expect(foldersOf(world)).toHaveLength(3);
  });

  /** A first delivery, and one that comes again after it. */
  function deliveredTwice(hooks: Hooks) {
    const world = aWorld();
    return {
      work: createWorker(world, hooks).deliver(),
      afterwards: async () => {
        await createWorker(world).deliver();
        expectOneFileInItsFolders(world);
      },
    };
  }

  test('after the worker died at any of its calls is one file', async () => {
    expect(await dyingAtEachCall(deliveredTwice)).toBeGreaterThan(40);
  });

  test('after any of its calls failed is one file', async () => {
    expect(await failingAtEachCall(failing('storageUnavailable'), deliveredTwice)).toBeGreaterThan(40);
  });

  test('while a slow worker still works, at any of its calls, is one file', async () => {
    await interruptedAtEachCall(() => {
      const world = aWorld();
      return {
        work: (hooks) => createWorker(world, hooks).deliver(),
        meanwhile: () => createWorker(world).deliver(),
        afterwards: () => expectOneFileInItsFolders(world),
      };
    });
  });

  test('after midnight keeps the day on which it was reserved in its name', async () => {
    const world = aWorld();
    world.clock.set(new Date('2026-03-02T22:59:00.000Z'));
    world.addFault({ on: 'drive.createFile', failure: failing('googleUnavailable') });
    await expect(createWorker(world).deliver()).rejects.toMatchObject({ code: 'googleUnavailable' });
    world.clock.set(new Date('2026-03-02T23:01:00.000Z'));
    await createWorker(world).deliver();
    expectOneFile(world);
  });
});

describe('an id that Drive knows already (409)', () => {
  /** The file is made, and the worker never hears of it. */
  async function aLostAnswer(): Promise<FakeWorld> {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', when: 'after', failure: failing('googleUnavailable') });
    await expect(createWorker(world).deliver()).rejects.toMatchObject({ code: 'googleUnavailable' });
    expect(filesOf(world)).toHaveLength(1);
    expect(entryOf(world)?.state).toBe('reserved');
    world.resetCalls();
    return world;
  }

  test('is marked done when it has the same bytes', async () => {
    const world = await aLostAnswer();
    await createWorker(world).deliver();
    expectOneFile(world);
    expect(callsOf(world, 'drive')).toEqual({ 'drive.createFile': 1, 'drive.file': 1 });
  });

  test('gets the bytes that Banqup has now when it has others', async () => {
    const world = await aLostAnswer();
    world.banqup.replaceUbl(world.addDocument(), secondVersion);
    await createWorker(world).deliver();
    expectOneFile(world, secondVersion);
    expect(callsOf(world, 'drive')).toEqual({ 'drive.createFile': 1, 'drive.file': 1, 'drive.updateFile': 1 });
  });

  test('gets the name that belongs to those bytes too', async () => {
    const world = await aLostAnswer();
    world.banqup.replaceUbl(world.addDocument(), ublOf({ number: 'INV-1-bis' }));
    await createWorker(world).deliver();
    expect(filesOf(world).map(({ name }) => name)).toEqual([`2026-03-02_INV-1-bis_${usual.documentId}.xml`]);
    expect(entryOf(world)?.facts?.number).toBe('INV-1-bis');
  });

  test('with other bytes has the new ones whatever dies while they are put there', async () => {
    const deaths = await dyingAtEachCall((hooks) => {
      const world = aWorld();
      const work = async () => {
        world.addFault({ on: 'drive.createFile', when: 'after', failure: failing('googleUnavailable') });
        await createWorker(world)
          .deliver()
          .catch(() => {});
        world.banqup.replaceUbl(world.addDocument(), secondVersion);
        await createWorker(world, hooks).deliver();
      };
      return {
        work: work(),
        afterwards: async () => {
          await createWorker(world).deliver();
          // Who finds an update under way leaves it to its worker, for a life.
          world.clock.advance(workerLifeSeconds + 1);
          await createWorker(world).resume();
          expectOneFile(world, secondVersion);
        },
      };
    });
    expect(deaths).toBeGreaterThan(20);
  });

  test('gets a new id when the person has deleted the file meanwhile (404)', async () => {
    const world = await aLostAnswer();
    const lost = filesOf(world)[0]?.id ?? '';
    world.google.person(usual.email).deleteForGood(lost);
    await createWorker(world).deliver();
    expectOneFile(world);
    expect(filesOf(world)[0]?.id).not.toBe(lost);
  });

  test('gets a new id when the file goes while other bytes are put there (404)', async () => {
    const world = await aLostAnswer();
    const lost = filesOf(world)[0]?.id ?? '';
    world.banqup.replaceUbl(world.addDocument(), secondVersion);
    const worker = createWorker(world, {
      onCall: (name) => {
        if (name === 'drive.updateFile') world.google.person(usual.email).deleteForGood(lost);
      },
    });
    await worker.deliver();
    expectOneFile(world, secondVersion);
    expect(filesOf(world)[0]?.id).not.toBe(lost);
  });

  test('is marked with the folder where the person has put the file', async () => {
    const world = await aLostAnswer();
    const [root] = world.google.tree(usual.email);
    world.google.person(usual.email).move(filesOf(world)[0]?.id ?? '', root?.id);
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'done', file: { folderId: root?.id } });
    expect(filesOf(world)).toHaveLength(1);
  });

  test('is left alone while another worker puts other bytes there', async () => {
    const world = await aLostAnswer();
    const dueAt = secondsAfter(world.clock.now(), 60);
    const { id = '', value } = world.database.exports.all()[0] ?? {};
    world.database.exports.put(id, { ...anExport(value), state: 'updating', dueAt });
    await createWorker(world).deliver();
    expect(callsOf(world, 'drive')).toEqual({});
    expect(entryOf(world)).toMatchObject({ state: 'updating', dueAt });
  });
});

describe('an id that Drive refuses (400)', () => {
  const refusal = failing('idRefused');

  test('is tried once more, the same one', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: refusal });
    const tried: unknown[] = [];
    await createWorker(world, { onCall: (name, args) => name === 'drive.createFile' && tried.push(args[0]) }).deliver();
    expectOneFile(world);
    expect(tried).toEqual([tried[0], tried[0]]);
  });

  /** Twice in one delivery. */
  async function refusedTwice(when: 'before' | 'after'): Promise<FakeWorld> {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: refusal, when });
    world.addFault({ on: 'drive.createFile', failure: refusal });
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'idRefusedTwice' });
    return world;
  }

  test("twice waits for at least a worker's life", async () => {
    const world = await refusedTwice('before');
    const dueAt = Number(entryOf(world)?.dueAt);
    expect(dueAt - world.clock.now().getTime()).toBeGreaterThanOrEqual(workerLifeSeconds * 1000);
  });

  test('twice, and delivered again, goes on waiting', async () => {
    const world = await refusedTwice('before');
    world.resetCalls();
    await createWorker(world).deliver();
    expect(callsOf(world, 'drive')).toEqual({});
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'idRefusedTwice' });
  });

  test('twice gets a new id in the end when there is no file', async () => {
    const world = await refusedTwice('before');
    const refused = Object.values(entryOf(world)?.fileIds ?? {});
    world.clock.advance(3600);
    await createWorker(world).resume();
    expectOneFile(world);
    expect(refused).not.toContain(filesOf(world)[0]?.id);
  });

  test('twice though the file was made is marked done in the end', async () => {
    const world = await refusedTwice('after');
    expect(filesOf(world)).toHaveLength(1);
    world.clock.advance(3600);
    world.resetCalls();
    await createWorker(world).resume();
    expectOneFile(world);
    expect(callsOf(world, 'drive')).toEqual({ 'drive.file': 1 });
  });

  test('twice is one file whatever dies when it is taken up', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorld();
      const work = async () => {
        world.addFault({ on: 'drive.createFile', failure: refusal, times: 2 });
        await createWorker(world).deliver();
        world.clock.advance(3600);
        await createWorker(world, hooks).resume();
      };
      return {
        work: work(),
        afterwards: async () => {
          world.clock.advance(3600);
          await createWorker(world).resume();
          expectOneFile(world);
        },
      };
    });
  });
});

describe('a folder that the person has deleted for good', () => {
  const second = { documentId: 'd0000000-0000-4000-8000-000000000002' };

  async function afterDeleting(path: string): Promise<FakeWorld> {
    const world = aWorld();
    await createWorker(world).deliver();
    const folder = world.google.tree(usual.email).find((file) => file.path === path);
    world.google.person(usual.email).deleteForGood(folder?.id ?? '');
    world.addDocument(second);
    return world;
  }

  test.each(['Invoice_import', companyFolder, `${companyFolder}/AP`])(
    'is made anew, with all that was in it, for the next document: %s',
    async (path) => {
      const world = await afterDeleting(path);
      await createWorker(world).deliver(second);
      expect(filesOf(world).map((file) => file.path)).toEqual([
        `${companyFolder}/AP/2026-03-02_INV-1_${second.documentId}.xml`,
      ]);
      expect(foldersOf(world)).toEqual(['Invoice_import', companyFolder, `${companyFolder}/AP`]);
    },
  );

  test('is replaced by nothing where Drive says only once that it is gone, and it is there', async () => {
    const world = aWorld();
    await createWorker(world).care();
    const before = [world.database.folders.all(), foldersOf(world)];
    world.resetCalls();
    world.addFault({ on: 'drive.createFile', failure: new Failure('parentGone', 'as the test wants it') });
    await createWorker(world).deliver();
    expectOneFile(world);
    expect([world.database.folders.all(), foldersOf(world)]).toEqual(before);
    expect(callsOf(world, 'drive')).toMatchObject({ 'drive.createFile': 2, 'drive.folder': 1 });
  });

  test('is replaced by nothing where Drive goes on saying so of one that it shows: the message comes again', async () => {
    const world = aWorld();
    await createWorker(world).care();
    const before = [world.database.folders.all(), foldersOf(world)];
    const failure = new Failure('parentGone', 'as the test wants it');
    world.addFault({ on: 'drive.createFile', failure, times: Number.POSITIVE_INFINITY });
    await expect(createWorker(world).deliver()).rejects.toMatchObject({ code: 'contended' });
    expect([world.database.folders.all(), foldersOf(world)]).toEqual(before);
    world.clearFaults();
    await createWorker(world).deliver();
    expectOneFile(world);
  });

  test('is made anew once by ten workers', async () => {
    const world = await afterDeleting('Invoice_import');
    const documents = Array.from({ length: 10 }, (_, index) =>
      world.addDocument({ documentId: `document-${index}`, fileId: `file-${index}` }),
    );
    await Promise.all(documents.map((document) => createWorker(world).deliver(document)));
    expect(foldersOf(world)).toHaveLength(3);
    expect(filesOf(world)).toHaveLength(10);
  });

  test('is made anew once whatever dies on the way', async () => {
    await dyingAtEachCall((hooks) => {
      let world = createFakeWorld();
      const work = async () => {
        world = await afterDeleting('Invoice_import');
        await createWorker(world, hooks).deliver(second);
      };
      return {
        work: work(),
        afterwards: async () => {
          await createWorker(world).deliver(second);
          expect(filesOf(world)).toHaveLength(1);
          expect(foldersOf(world)).toHaveLength(3);
          expect(entryOf(world, second.documentId)?.state).toBe('done');
        },
      };
    });
  });
});

describe('what happens to a document when', () => {
  test.each(['driveFull', 'drivePolicy', 'driveLimit'] as const)(
    'Drive answers %s: it waits with the reason, and the message is acknowledged',
    async (code) => {
      const world = aWorld();
      world.addFault({ on: 'drive.createFile', failure: failing(code) });
      await createWorker(world).deliver();
      // Its partner sees which document it is.
      expect(entryOf(world)).toMatchObject({ state: 'parked', reason: code, facts: { number: 'INV-1' } });
      expect(Number(entryOf(world)?.dueAt)).toBeGreaterThan(world.clock.now().getTime());
    },
  );

  test('Drive refuses it for haste: it waits at the end of the queue, which is taken up at once', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: failing('paceLimited') });
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'paceLimited', dueAt: world.clock.now() });
    expect(world.topic.messages).toEqual([{ kind: 'resume', partnerSpace: usual.partnerSpace }]);
    await createWorker(world).resume();
    expectOneFile(world);
  });

  test('others wait for their turn already: it waits behind them, and nobody is woken twice', async () => {
    const world = aWorld();
    const ahead = anExport({ documentId: 'ahead', state: 'parked', reason: 'paceLimited', dueAt: new Date(0) });
    world.database.exports.put(exportId(ahead), ahead);
    world.addFault({ on: 'drive.createFile', failure: failing('paceLimited') });
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'paceLimited' });
    expect(world.topic.messages).toEqual([]);
  });

  test('it waits for its turn and nobody can be woken: it is left to the sweep, and the message is acknowledged', async () => {
    const world = aWorld();
    world.addFault({ on: 'drive.createFile', failure: failing('paceLimited') });
    world.addFault({ on: 'publisher.publish', failure: failing('storageUnavailable') });
    const worker = createWorker(world);
    await worker.deliver();
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'paceLimited' });
    expect(worker.log.lines).toContainEqual(expect.objectContaining({ message: 'a queue waits for the next sweep' }));
  });

  test.each([
    [300, 300],
    [10 ** 9, 600],
  ])('Drive asks to wait for %d seconds: it waits for %d, and nobody is woken', async (retryAfterSeconds, seconds) => {
    const world = aWorld();
    const failure = new Failure('paceLimited', 'slow down', { retryAfterSeconds });
    world.addFault({ on: 'drive.createFile', failure });
    await createWorker(world).deliver();
    expect(entryOf(world)?.dueAt).toEqual(secondsAfter(world.clock.now(), seconds));
    expect(world.topic.messages).toEqual([]);
  });

  test('its UBL is empty still: it waits, and comes when Banqup has filled it', async () => {
    const world = aWorld();
    const document = world.addDocument({}, new Uint8Array());
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'ublMissing' });
    world.banqup.replaceUbl(document, firstVersion);
    world.clock.advance(600);
    await createWorker(world).resume();
    expectOneFile(world);
  });

  test('its UBL is not there yet: it waits, and comes when Banqup has converted the document', async () => {
    const world = aWorld();
    const { fileId: _fileId, ...without } = world.addDocument();
    world.banqup.put(without);
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'ublMissing' });
    world.addDocument();
    world.clock.advance(600);
    await createWorker(world).resume();
    expect(filesOf(world)).toHaveLength(1);
  });

  test.each([
    ['notUbl', new TextEncoder().encode('<html/>')],
    ['ublUnreadable', new TextEncoder().encode('no XML at all')],
    ['ublForbidden', new TextEncoder().encode('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')],
  ] as const)('its UBL is %s: it is rejected with the reason, and the message is acknowledged', async (code, bytes) => {
    const world = aWorld();
    world.addDocument({}, bytes);
    await createWorker(world).deliver();
    expect(entryOf(world)).toMatchObject({ state: 'rejected', reason: code });
    expect(entryOf(world)).not.toHaveProperty('dueAt');
    expect(filesOf(world)).toEqual([]);
    world.resetCalls();
    await createWorker(world).deliver();
    expect(world.calls()['banqup.ubl']).toBeUndefined();
  });

  test.each(['googleUnavailable', 'storageUnavailable', 'banqupUnavailable', 'unexpected'] as const)(
    'something fails with %s: the message comes again, and nothing is hidden',
    async (code) => {
      for (const on of ['banqup.ubl', 'drive.createFile', 'connections.readWithFolder', 'exports.create']) {
        const world = aWorld();
        world.addFault({ on, failure: failing(code) });
        await expect(createWorker(world).deliver()).rejects.toMatchObject({ code });
        expect([undefined, 'reserved']).toContain(entryOf(world)?.state);
        await createWorker(world).deliver();
        expectOneFile(world);
      }
    },
  );

  test('a library throws an error of its own: it is unexpected, and the error is kept as its cause', async () => {
    const world = aWorld();
    const worker = createWorker(world, {
      onCall: (name) => {
        if (name === 'banqup.ubl') throw new TypeError('x is undefined');
      },
    });
    await expect(worker.deliver()).rejects.toMatchObject({
      code: 'unexpected',
      cause: expect.objectContaining({ message: 'x is undefined' }),
    });
    expect(worker.log.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'export failed' }));
  });

  test('its entry keeps changing: the message comes again, and nothing is doubled', async () => {
    const world = aWorld();
    const onCall = (name: string) => {
      const [entry] = world.database.exports.all();
      if (entry && name === 'exports.replace') world.database.exports.put(entry.id, entry.value);
    };
    await expect(createWorker(world, { onCall }).deliver()).rejects.toMatchObject({ code: 'contended' });
    expect(entryOf(world)?.state).toBe('reserved');
    await createWorker(world).deliver();
    expectOneFileInItsFolders(world);
  });

  test('Drive holds other bytes than it was given: nobody says that it is done', async () => {
    const world = aWorld();
    const { drives } = world.ports;
    const corrupting: typeof drives = {
      of: (connection) => {
        const drive = drives.of(connection);
        const spoil = (content: Uint8Array) => content.map((byte, index) => (index === 9 ? byte ^ 1 : byte));
        return {
          ...drive,
          createFile: (file) => drive.createFile({ ...file, content: spoil(file.content) }),
          updateFile: (file) => drive.updateFile({ ...file, content: spoil(file.content) }),
        };
      },
    };
    const worker = createWorker(world, {}, { ...world.ports, drives: corrupting });
    await expect(worker.deliver()).rejects.toMatchObject({ code: 'unexpected' });
    expect(entryOf(world)?.state).toBe('updating');
  });
});

describe("when a worker's life is over", () => {
  const isWrite = (name: string) =>
    /\.(create|replace|remove)$/.test(name) || /^drive\.(create|update)/.test(name) || name === 'publisher.publish';

  test('no write begins, whenever that happens, and another delivery goes on', async () => {
    const calls: string[] = [];
    await createWorker(aWorld(), { onCall: (name) => calls.push(name) }).deliver();
    expect(calls.filter(isWrite).length).toBeGreaterThan(10);

    // The last write is the mark; after it only Banqup is told.
    for (let at = 1; at <= calls.findLastIndex(isWrite); at += 1) {
      const world = aWorld();
      let answers = 0;
      const late: string[] = [];
      const worker = createWorker(world, {
        onCall: (name) => answers >= at && isWrite(name) && late.push(name),
        onAnswer: () => {
          answers += 1;
          if (answers === at) world.clock.advance(workerLifeSeconds);
        },
      });
      // Within a call to Drive it is that call's own time that is over first.
      const failure = await worker.deliver().then(() => undefined, asFailure);
      expect(['lifeOver', 'googleUnavailable']).toContain(failure?.code);
      expect(late).toEqual([]);
      await createWorker(world).deliver();
      expectOneFile(world);
    }
  });
});
