/** What Banqup's messages never told is found and exported by itself, and what is missing comes back when a person asks, against real processes. */
import type { Firestore } from '@google-cloud/firestore';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { monthOf } from '../../functions/domain/calendar.ts';
import { type Check, checkId } from '../../functions/domain/check.ts';
import { createChecks } from '../../functions/storage/records.ts';
import { connectFirestore } from '../local/clients.ts';
import { until } from '../local/until.ts';
import { type Office, openOffice, startTestSystem, type TestSystem } from './office.ts';
import { treeOf } from './trouble.ts';
import { ageByAnHour, minutesAgo, releaseUntold } from './untold.ts';

let system: TestSystem;
let firestore: Firestore;

beforeAll(async () => {
  system = await startTestSystem();
  firestore = connectFirestore(system.firestore.host, system.project);
}, 60_000);
afterAll(async () => {
  await firestore?.terminate();
  await system?.close();
});

const logged = (...parts: string[]) =>
  system.logLines.filter((line) => parts.every((part) => line.includes(part))).length;
const filesOf = async (office: Office) =>
  (await treeOf(system, office)).filter(({ folder }) => !folder).map(({ path }) => path);

/** An office that has had this client on for an hour. */
async function anOfficeWith(clientSpace?: string): Promise<Office> {
  const office = openOffice(system);
  await office.connect();
  if (clientSpace !== undefined) {
    system.banqup.linkClient(office.partnerSpace, clientSpace);
    office.client = { space: clientSpace, name: 'Bakkerij Janssens' };
  }
  await office.activate(office.client);
  await until('its folders are there', async () => (await treeOf(system, office)).length === 4);
  await ageByAnHour(system, office);
  return office;
}

/** The check of a month, once it is as it should be. */
async function checkOf(
  { partnerSpace, client }: Office,
  month: string,
  isSo: (check: Check) => boolean,
): Promise<Check> {
  const id = checkId({ partnerSpace, clientSpace: client.space, month });
  return until('the check says so', async () => {
    const check = (await createChecks(firestore).read(id))?.value;
    return check && isSo(check) ? check : undefined;
  });
}

test('a document whose message Banqup never sent is found by itself, and exported once to each partner', async () => {
  const office = await anOfficeWith();
  const other = await anOfficeWith(office.client.space);
  const month = monthOf(minutesAgo(20));
  const documentId = await releaseUntold(system, office);
  expect([await filesOf(office), await filesOf(other)]).toEqual([[], []]);

  await system.checkAll();
  for (const one of [office, other]) {
    expect(await one.files(1)).toEqual([expect.stringContaining(documentId)]);
    expect(logged('Banqup never told of a document', documentId, one.partnerSpace)).toBe(1);
  }
  await until('both have ended', () => logged('export came to rest', documentId, '"done"') === 2);

  await system.checkAll();
  for (const one of [office, other]) {
    const check = await checkOf(one, month, ({ inDrive }) => inDrive === 1);
    expect(check).toMatchObject({ state: 'done', released: 1, waiting: 0, missingCount: 0 });
    expect(await filesOf(one)).toHaveLength(1);
  }
}, 90_000);

test('what was thrown away is named, and comes back when that is asked, for this partner alone', async () => {
  const office = await anOfficeWith();
  const other = await anOfficeWith(office.client.space);
  const month = monthOf(new Date());
  const documentId = await office.release(office.client, 'PURCHASES');
  for (const one of [office, other]) {
    await one.files(1);
    const file = (await treeOf(system, one)).find(({ folder }) => !folder);
    await until('it has ended', () => logged('export came to rest', documentId, one.partnerSpace, '"done"') > 0);
    system.google.person(one.email).trash(file?.id ?? '');
  }

  const { partnerSpace } = office;
  const ask = { kind: 'check', partnerSpace, clientSpace: office.client.space, month };
  await system.publish('own', JSON.stringify(ask));
  const check = await checkOf(office, month, ({ missingCount }) => missingCount === 1);
  expect(check).toMatchObject({ released: 1, inDrive: 0, missing: [{ documentId, why: 'removed' }] });
  expect(check.missing[0]?.releasedAt).toEqual(expect.any(Date));

  await system.publish('own', JSON.stringify({ ...ask, exports: 'all' }));
  expect(await office.files(1)).toEqual([expect.stringContaining(documentId)]);
  await until('it is done again', () => logged('export came to rest', documentId, partnerSpace, '"done"') === 2);
  await system.publish('own', JSON.stringify(ask));
  await checkOf(office, month, ({ inDrive, missingCount }) => inDrive === 1 && missingCount === 0);
  expect(await filesOf(other)).toEqual([]);
}, 90_000);
