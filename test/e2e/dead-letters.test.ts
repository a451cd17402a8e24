/** What nobody could handle, from its last delivery to the command that has it tried again, against real processes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDeadLetters } from '../../functions/storage/records.ts';
import { connectFirestore } from '../local/clients.ts';
import { until } from '../local/until.ts';
import { type Office, openOffice, startTestSystem, type TestSystem } from './office.ts';

/** Five deliveries, with the pauses between them. */
const givenUpWithinSeconds = 60;

/** What the README has an operator publish to our own topic. */
const sendAgain = '{"kind":"sendAgain"}';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
}, 60_000);
afterAll(async () => system?.close());

const logged = (...parts: string[]) =>
  system.logLines.filter((line) => parts.every((part) => line.includes(part))).length;

/** An office that is connected, with its client switched on and its folders made. */
async function aWorkingOffice(): Promise<Office> {
  const office = openOffice(system);
  await office.connect();
  await office.activate(office.client);
  await until('its folders are there', async () => (await office.tree()).length === 4);
  return office;
}

/** Drive answers every creation in a way that nobody knows. */
async function confuseDrive(): Promise<void> {
  const fault = { on: 'drive.files.create', status: 418, reason: 'teapot', times: 1000 };
  await fetch(`${system.google.url}/_control/faults`, { method: 'POST', body: JSON.stringify(fault) });
}
const calmDrive = () => fetch(`${system.google.url}/_control/faults`, { method: 'DELETE' });

test('a message that cannot be read is kept as it came, and not delivered again; sent again, it is kept still', async () => {
  const office = await aWorkingOffice();
  const poison = '{"category": "document", "data": ';
  await system.publish('banqup', poison);
  await until('it is kept', () => logged('a message cannot be read, and is kept') > 0);

  // Whoever is not acknowledged comes again meanwhile, as this document does.
  await confuseDrive();
  const documentId = await office.release(office.client, 'PURCHASES');
  await until('it has come again', () => logged('export failed', documentId) >= 3);
  await calmDrive();
  await office.files(1);
  expect(logged('a message cannot be read, and is kept')).toBe(1);

  await system.publish('own', sendAgain);
  await until('it is tried again', () => logged('a kept message still cannot be read') > 0);
  const firestore = connectFirestore(system.firestore.host, system.project);
  const kept = await createDeadLetters(firestore).page(undefined, 10);
  await firestore.terminate();
  expect(kept.map(({ value }) => Buffer.from(value.data, 'base64').toString())).toEqual([poison]);
});

test('a document whose every delivery fails is seen to wait, and comes with one command once the cause is gone', async () => {
  const office = await aWorkingOffice();
  await confuseDrive();
  const documentId = await office.release(office.client, 'SALES');
  await until(
    'it waits on the page',
    async () => (await office.manage()).text.includes('Banqup kijkt het na'),
    givenUpWithinSeconds,
  );
  const page = await office.manage();
  expect(page.text).toMatch(/1 document wacht/);
  expect(logged('export failed', documentId)).toBe(5);
  expect(logged('a message was given up', documentId)).toBe(1);
  expect((await office.tree()).filter(({ isFolder }) => !isFolder)).toEqual([]);

  await calmDrive();
  await system.publish('own', sendAgain);
  expect(await office.files(1)).toEqual([expect.stringContaining(documentId)]);
  await until('the page says so', async () => (await office.manage()).text.includes('In Drive'));
  expect((await office.manage()).text).not.toContain('Banqup kijkt het na');
}, 120_000);
