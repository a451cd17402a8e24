/** *Try again*, against real processes: what its partner has mended does not wait any longer, and comes once. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../local/until.ts';
import { bytesOf, type Office, release, startTestSystem, type TestSystem } from './office.ts';
import { aWorkingOffice, expectOneFile, faultsAt, type Ledger, openLedger, treeOf } from './trouble.ts';

let system: TestSystem;
let ledger: Ledger;
let invoice: Uint8Array;

beforeAll(async () => {
  system = await startTestSystem();
  ledger = openLedger(system);
  invoice = await bytesOf('invoice-one-rate.xml');
}, 60_000);
afterAll(async () => {
  await ledger?.close();
  await system?.close();
});

/** What the page has published for all that one reason holds up. */
const tryAgain = ({ partnerSpace }: Office, reason: string) =>
  system.publish('own', JSON.stringify({ kind: 'tryAgain', partnerSpace, reason }));

test('a document that was rejected for its UBL, and is replaced at Banqup, is exported once, however often that is asked', async () => {
  const office = await aWorkingOffice(system);
  const documentId = await release(system, office.client, 'PURCHASES', '<html><body>Service unavailable</body></html>');
  await ledger.until(office, documentId, 'rejected', 'notUbl');
  system.banqup.replaceDocument(documentId, invoice);
  await Promise.all([tryAgain(office, 'notUbl'), tryAgain(office, 'notUbl')]);
  await expectOneFile(system, ledger, office, documentId, invoice);
  await tryAgain(office, 'notUbl');
  const marker = await office.release(office.client, 'PURCHASES');
  await ledger.until(office, marker, 'done');
  expect((await treeOf(system, office)).filter(({ folder }) => !folder)).toHaveLength(2);
}, 120_000);

test('many that wait for room in Drive go through at once when there is room, and their partner says so', async () => {
  const office = await aWorkingOffice(system);
  const google = faultsAt(system.google.url);
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) {
    const { documentId } = system.banqup.addDocument({ space: office.client.space, folder: 'PURCHASES', ubl: invoice });
    await google.add({
      on: 'drive.files.create',
      about: documentId,
      status: 403,
      reason: 'storageQuotaExceeded',
      times: 1000,
    });
    ids.push(documentId);
  }
  for (const id of ids) await system.banqup.approve(id);
  for (const id of ids) await waitsForRoom(office, id);
  expect((await treeOf(system, office)).filter(({ folder }) => !folder)).toEqual([]);
  await google.end();
  await tryAgain(office, 'driveFull');
  for (const id of ids) await until('it is done', async () => (await ledger.read(office, id))?.state === 'done', 60);
  expect((await treeOf(system, office)).filter(({ folder }) => !folder)).toHaveLength(ids.length);
}, 120_000);

/** One that only waited for its turn is taken up, and meets the same. */
function waitsForRoom(office: Office, documentId: string) {
  return until(
    `${documentId} waits for room`,
    async () => {
      const entry = await ledger.read(office, documentId);
      if (entry?.state === 'parked' && entry.reason === 'driveFull') return true;
      await ledger.hurryAll(office);
      return false;
    },
    60,
  );
}
