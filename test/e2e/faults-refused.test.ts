/**
 * What Google does to us besides answering: it refuses, refuses and does it all the same, cuts off, or says nothing. Switched on
 * over HTTP, against real processes; each document is in Drive once in the end, and meanwhile the page says why it waits.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signInWithGoogle } from '../local/journey.ts';
import { until } from '../local/until.ts';
import { bytesOf, type Office, startTestSystem, type TestSystem } from './office.ts';
import { aWorkingOffice, expectOneFile, type Faults, faultsAt, type Ledger, openLedger, treeOf } from './trouble.ts';

let system: TestSystem;
let ledger: Ledger;
let google: Faults;
let invoice: Uint8Array;
let silence: { office: Office; documentId: string };

beforeAll(async () => {
  system = await startTestSystem();
  ledger = openLedger(system);
  google = faultsAt(system.google.url);
  invoice = await bytesOf('invoice-one-rate.xml');
  // Begun before all tests: it takes the minute that a call may take.
  const office = await aWorkingOffice(system);
  silence = { office, documentId: await releaseInto(office, { how: 'hang' }) };
}, 60_000);
afterAll(async () => {
  await ledger?.close();
  await system?.close();
});

const expectOne = (office: Office, documentId: string) => expectOneFile(system, ledger, office, documentId, invoice);

/** An approved document, whose creates in Drive meet this fault. */
async function releaseInto(office: Office, fault?: object): Promise<string> {
  const { documentId } = system.banqup.addDocument({ space: office.client.space, folder: 'PURCHASES', ubl: invoice });
  if (fault) await google.add({ on: 'drive.files.create', about: documentId, ...fault });
  await system.banqup.approve(documentId);
  return documentId;
}

const forHaste = { status: 403, reason: 'userRateLimitExceeded' };

describe('Drive', () => {
  test('refuses for haste and makes the file all the same: the document waits, and the file is found', async () => {
    const office = await aWorkingOffice(system);
    const documentId = await releaseInto(office, { ...forHaste, when: 'after' });
    // It is taken up by itself as soon as its turn has come.
    await expectOne(office, documentId);
    expect(await treeOf(system, office)).toHaveLength(5);
  });

  test('is full: the page says so, and the document comes once there is room', async () => {
    const office = await aWorkingOffice(system);
    const documentId = await releaseInto(office, { status: 403, reason: 'storageQuotaExceeded', times: 2 });
    await ledger.until(office, documentId, 'parked', 'driveFull');
    const page = await office.manage();
    expect(page.text).toContain('Wacht');
    expect(page.text).toContain('Je Google Drive is vol. Maak plaats; daarna gaat het vanzelf verder.');
    const before = creates();
    await ledger.hurry(office, [documentId]);
    await until('it was tried again', () => creates() > before);
    await until('it waits for an hour more', async () => minutesUntilDue(await ledger.read(office, documentId)) > 30);
    expect(await treeOf(system, office)).toHaveLength(4);
    await ledger.hurry(office, [documentId]);
    await expectOne(office, documentId);
    expect((await office.manage()).text).not.toContain('Je Google Drive is vol.');
  });

  test('cuts the connection off after it made the file: the next delivery finds it', async () => {
    const office = await aWorkingOffice(system);
    const documentId = await releaseInto(office, { how: 'reset', when: 'after' });
    await expectOne(office, documentId);
    expect(failuresOf(documentId)).toEqual(['googleUnavailable']);
  });

  test('refuses some of a burst of twenty, and makes some of those all the same: each is there once', async () => {
    const office = await aWorkingOffice(system);
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      const refused = index >= 3 && index < 7 ? { ...forHaste, when: index % 2 === 0 ? 'before' : 'after' } : undefined;
      ids.push(await releaseInto(office, refused));
    }
    await until(
      'all are done',
      async () => (await ledger.hurryAll(office)).filter((state) => state === 'done').length === ids.length,
      60,
    );
    const files = (await treeOf(system, office)).filter(({ folder }) => !folder);
    expect(files).toHaveLength(ids.length);
    for (const id of ids) await expectOne(office, id);
  }, 75_000);

  test('says nothing to a create: the call ends after a minute, and the next delivery makes the file', async () => {
    const { office, documentId } = silence;
    await until('it has ended', async () => (await ledger.read(office, documentId))?.state === 'done', 80);
    await expectOne(office, documentId);
    expect(failuresOf(documentId)).toEqual(['googleUnavailable']);
  }, 90_000);
});

describe("Google's token endpoint", () => {
  test('says invalid_grant: the page asks to sign in, and what waited comes then', async () => {
    const office = await aWorkingOffice(system);
    await google.add({ on: 'oauth.token', about: 'grant_type=refresh_token', status: 400, reason: 'invalid_grant' });
    const documentId = await releaseInto(office, { status: 401, reason: 'authError' });
    await ledger.until(office, documentId, 'parked', 'signInNeeded');
    const page = await office.manage();
    expect(page.text).toContain('Google heeft de toegang ingetrokken');
    expect(page.text).toContain('1 document wacht');
    const installed = await signInWithGoogle(office.visitor, page, office.person);
    expect(installed.text).toContain('De installatie is geslaagd');
    await expectOne(office, documentId);
  });
});

const creates = () => system.google.calls()['drive.files.create'] ?? 0;

const minutesUntilDue = (entry: { dueAt?: Date } | undefined) => ((entry?.dueAt?.getTime() ?? 0) - Date.now()) / 60_000;

/** What the log says the exports of this document failed with. */
function failuresOf(documentId: string): (string | undefined)[] {
  const failed = system.logLines.filter((line) => line.includes('"export failed"') && line.includes(documentId));
  return failed.map((line) => /"failure":"(\w+)"/.exec(line)?.[1]);
}
