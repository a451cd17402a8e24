/**
 * Processes that die, as machines do: SIGKILL while one of their calls is held on its way, then started again while Pub/Sub
 * delivers again what was not acknowledged. However it died, the document is in Drive once, and the ledger says so.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startFirestore } from '../local/emulators.ts';
import { createGate, type Gate } from '../local/gate.ts';
import { install, signInWithGoogle } from '../local/journey.ts';
import { until } from '../local/until.ts';
import { bytesOf, type Office, openOffice, startTestSystem, type TestSystem } from './office.ts';
import { aWorkingOffice, expectOneFile, type Faults, faultsAt, type Ledger, openLedger, treeOf } from './trouble.ts';

let system: TestSystem;
let ledger: Ledger;
let gate: Gate;
let google: Faults;
let banqup: Faults;
let secretManager: Faults;
let invoice: Uint8Array;
const ends: (() => unknown)[] = [];

beforeAll(async () => {
  const firestore = await startFirestore({ log: () => {} });
  ends.push(firestore.close);
  gate = await createGate(firestore.host);
  ends.push(gate.close);
  // The system takes the emulator that the environment names: the gate, and behind it the one that was just started.
  process.env['FIRESTORE_EMULATOR_HOST'] = gate.host;
  system = await startTestSystem();
  ends.push(system.close);
  ledger = openLedger(system);
  ends.push(ledger.close);
  google = faultsAt(system.google.url);
  banqup = faultsAt(system.banqup.url);
  secretManager = faultsAt(system.secretManagerUrl);
  invoice = await bytesOf('invoice-one-rate.xml');
}, 60_000);
// Whatever happened to a test, the next one finds both functions running and no faults.
afterEach(() => Promise.all([google.end(), banqup.end(), secretManager.end()]));
afterEach(() => Promise.all([system.connect.start(), system.exportDocument.start()]));
afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

const kill = () => system.exportDocument.stop('SIGKILL');
const startAgain = () => system.exportDocument.start();
const expectOne = (office: Office, documentId: string, bytes = invoice) =>
  expectOneFile(system, ledger, office, documentId, bytes);
const creates = () => system.google.calls()['drive.files.create'] ?? 0;

/** A document whose message is on its way; `trouble` is made before it is. */
async function releaseInto(office: Office, trouble: (documentId: string) => Promise<void> | void): Promise<string> {
  const { documentId } = system.banqup.addDocument({ space: office.client.space, folder: 'PURCHASES', ubl: invoice });
  await trouble(documentId);
  await system.banqup.approve(documentId);
  return documentId;
}

/** The file id that the entry has reserved, the only one. */
async function reservedId(office: Office, documentId: string): Promise<string | undefined> {
  const [id, ...more] = Object.values((await ledger.read(office, documentId))?.fileIds ?? {});
  expect(more).toEqual([]);
  return id;
}

describe('exportDocument, killed while a document is on its way,', () => {
  test('after the reservation, before anything of it reached Drive: the next delivery goes on with its id', async () => {
    const office = await aWorkingOffice(system);
    const documentId = await releaseInto(office, () =>
      banqup.add({ on: 'file', about: office.client.space, hold: 'before' }),
    );
    await banqup.held();
    const id = await reservedId(office, documentId);
    await kill();
    await banqup.end();
    await startAgain();
    expect((await expectOne(office, documentId)).file?.id).toBe(id);
  });

  test('while its create is under way, which takes effect without it: the file is found there', async () => {
    const office = await aWorkingOffice(system);
    const documentId = await releaseInto(office, (about) =>
      google.add({ on: 'drive.files.create', about, how: 'hold' }),
    );
    await google.held();
    expect(await treeOf(system, office)).toHaveLength(4);
    await kill();
    await google.end();
    expect(await treeOf(system, office)).toHaveLength(5);
    await startAgain();
    await expectOne(office, documentId);
  });

  test('while its create is under way, which arrives only after the next one: it is refused', async () => {
    const office = await aWorkingOffice(system);
    const documentId = await releaseInto(office, (about) =>
      google.add({ on: 'drive.files.create', about, how: 'hold' }),
    );
    await google.held();
    await kill();
    await startAgain();
    await expectOne(office, documentId);
    await google.end();
    await expectOne(office, documentId);
  });

  test('after its create took effect, before the answer', async () => {
    const office = await aWorkingOffice(system);
    const documentId = await releaseInto(office, (about) =>
      google.add({ on: 'drive.files.create', about, how: 'hold', when: 'after' }),
    );
    await google.held();
    expect(await treeOf(system, office)).toHaveLength(5);
    await kill();
    await startAgain();
    await expectOne(office, documentId);
  });

  test('after the answer, before the mark', async () => {
    const office = await aWorkingOffice(system);
    const before = gate.stopped();
    const documentId = await releaseInto(office, (id) => gate.stop('before', [':commit', id, '"done"']));
    await until('the mark is stopped', () => gate.stopped() > before);
    expect(await treeOf(system, office)).toHaveLength(5);
    await kill();
    expect((await ledger.read(office, documentId))?.state).toBe('reserved');
    await startAgain();
    await expectOne(office, documentId);
  });

  test('after the mark, before the acknowledgement: the next delivery leaves it alone', async () => {
    const office = await aWorkingOffice(system);
    const before = gate.stopped();
    const documentId = await releaseInto(office, (id) => gate.stop('after', [':commit', id, '"done"']));
    await until('the mark is stopped', () => gate.stopped() > before);
    const createsBefore = creates();
    await kill();
    await startAgain();
    await until('the next delivery has ended', () => hasEnded(documentId, 'done'));
    await expectOne(office, documentId);
    expect(creates()).toBe(createsBefore);
  });
});

describe('exportDocument, killed at other work,', () => {
  test('while a document and a switch-on make the same folders: each is there once', async () => {
    const office = openOffice(system, ['Mappen bv']);
    await office.connect();
    // The company folder, by its name: one of them makes it, and the other one waits for that. What is above it is made already.
    await google.add({ on: 'drive.files.create', about: office.client.name, how: 'hold', when: 'after' });
    await office.activate(office.client);
    const documentId = await office.release(office.client, 'PURCHASES');
    await google.held();
    expect((await treeOf(system, office)).map(({ path }) => path.replace(/BE\d+/, 'VAT'))).toEqual([
      'Invoice_import',
      'Invoice_import/Mappen bv_VAT',
    ]);
    await kill();
    await startAgain();
    await until('the folders are there', async () => (await treeOf(system, office)).length === 5);
    await expectOne(office, documentId);
  });

  test('while it resumes what waits: the one at work is taken up once its life is over', async () => {
    const office = await aWorkingOffice(system);
    const full = { on: 'drive.files.create', status: 403, reason: 'storageQuotaExceeded' };
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push(await releaseInto(office, (about) => google.add({ ...full, about })));
    }
    for (const id of ids) await ledger.until(office, id, 'parked', 'driveFull');
    const [first = '', second = '', third = ''] = ids;
    await google.add({ on: 'drive.files.create', about: second, how: 'hold' });
    await ledger.hurry(office, ids);
    await google.held();
    for (const id of [first, third]) await ledger.until(office, id, 'done');
    await kill();
    await google.end();
    await startAgain();
    expect((await ledger.read(office, second))?.state).toBe('parked');
    await ledger.hurry(office, [second]);
    for (const id of [second, third, first]) await expectOne(office, id);
  });

  test('in the middle of care, which brings back what lies in the trash: each document comes back once', async () => {
    const office = await aWorkingOffice(system);
    const ids = [await office.release(office.client, 'PURCHASES'), await office.release(office.client, 'PURCHASES')];
    const first = await Promise.all(ids.map((id) => ledger.until(office, id, 'done')));
    // `care` goes by when they were done: this is the one that it comes to last.
    const [, last] = first.toSorted((a, b) => Number(a.doneAt) - Number(b.doneAt));
    await google.add({ on: 'drive.files.get', about: last?.file?.id, how: 'hold' });
    const company = (await treeOf(system, office)).find(({ path }) => path.split('/').length === 2);
    system.google.person(office.email).trash(company?.id ?? '');
    await ledger.age(office, ids);
    // Switching on what is on has the folders looked after, and nothing else.
    await office.activate(office.client);
    await google.held();
    await kill();
    await google.end();
    await startAgain();
    for (const [index, id] of ids.entries()) {
      const wasAt = first[index]?.file?.id;
      await until(
        'it is brought back',
        async () => ![wasAt, undefined].includes((await ledger.read(office, id))?.file?.id),
      );
      await expectOne(office, id);
    }
  });

  test('after it claimed an entry to put other bytes into its file: taken over once its life is over', async () => {
    const office = await aWorkingOffice(system);
    const documentId = await office.release(office.client, 'PURCHASES');
    const { file } = await ledger.until(office, documentId, 'done');
    await google.add({ on: 'drive.files.update', about: file?.id, how: 'hold' });
    const later = await bytesOf('credit-note.xml');
    system.banqup.replaceDocument(documentId, later);
    await system.banqup.resend(documentId);
    await google.held();
    expect((await ledger.read(office, documentId))?.state).toBe('updating');
    await kill();
    await google.end();
    await startAgain();
    // Whoever meets a claim leaves it, and leaves word of what was asked for.
    await until('the wish is kept', async () => (await ledger.read(office, documentId))?.wish === 'resend');
    await ledger.hurry(office, [documentId]);
    const entry = await expectOne(office, documentId, later);
    expect(entry.file?.id).toBe(file?.id);
  });
});

describe('connect, killed', () => {
  test('in a sign-in, after the token was kept and before the connection was: signing in again works', async () => {
    const office = openOffice(system);
    const ourPage = await install(system, office.visitor, office.administrator);
    await secretManager.add({ on: 'addVersion', about: office.partnerSpace, times: 1, hold: 'after' });
    const cutOff = signInWithGoogle(office.visitor, ourPage, office.person).catch(() => 'cut off');
    await secretManager.held();
    await system.connect.stop('SIGKILL');
    expect(await cutOff).toBe('cut off');
    await system.connect.start();
    const page = await office.manage();
    expect(page.text).toContain('Verbind je Google Drive');
    const installed = await signInWithGoogle(office.visitor, page, office.person);
    expect(installed.text).toContain('De installatie is geslaagd');
    await office.activate(office.client);
    await expectOne(office, await office.release(office.client, 'PURCHASES'));
  });

  test('in a switch-off, after it began: the sweep ends it, the grant is revoked, and nothing comes any more', async () => {
    const office = await aWorkingOffice(system);
    const waiting = await releaseInto(office, (about) =>
      google.add({ on: 'drive.files.create', about, status: 403, reason: 'storageQuotaExceeded' }),
    );
    await ledger.until(office, waiting, 'parked', 'driveFull');
    // The question is opened before: the page that leads to it asks Google, with the token.
    const question = await office.visitor.open(`${system.pages.app}/manage/off`);
    await secretManager.add({ on: 'access', about: office.partnerSpace, times: 1, hold: 'before' });
    const cutOff = office.visitor.press(question, 'Uitzetten').catch(() => 'cut off');
    await secretManager.held();
    await system.connect.stop('SIGKILL');
    expect(await cutOff).toBe('cut off');
    expect(await ledger.connectionState(office)).toBe('disconnecting');
    await system.connect.start();
    const during = await office.release(office.client, 'PURCHASES');
    await until('it has ended', () => hasEnded(during));

    await system.sweep();
    await until('it is off', async () => (await office.manage()).text.includes('Er komt niets meer bij'));
    const apps = `${system.pages.google}/drive/${encodeURIComponent(office.email)}/apps`;
    expect((await office.visitor.open(apps)).text).toContain('Geen enkele app heeft toegang');
    expect((await ledger.read(office, waiting))?.state).toBe('cancelled');
    const after = await office.release(office.client, 'PURCHASES');
    await until('it has ended', () => hasEnded(after));
    expect(await treeOf(system, office)).toHaveLength(4);
  });
});

/** Whether the log says that a delivery of the document has ended. */
function hasEnded(documentId: string, outcome = ''): boolean {
  return system.logLines.some(
    (line) => line.includes('"delivery ended"') && line.includes(documentId) && line.includes(`"outcome":"${outcome}`),
  );
}
