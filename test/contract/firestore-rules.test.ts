/**
 * What infra/firestore.rules lets a browser or an app do: nothing. Asked of Google's emulator, which holds whoever comes without the
 * credentials of a server to the rules (https://firebase.google.com/docs/rules/emulator-setup).
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createExports } from '../../functions/storage/records.ts';
import { anExport } from '../builders.ts';
import { connectFirestore } from '../local/clients.ts';
import { type Emulator, kindsToTest, startKind } from '../local/emulators.ts';

const described = kindsToTest('firestore').includes('google-emulator') ? describe : describe.skip;
const root = new URL('../../', import.meta.url);
const firebase = JSON.parse(readFileSync(new URL('firebase.json', root), 'utf8'));
const rules = readFileSync(new URL(firebase.firestore.rules, root), 'utf8');

const projectId = `p-${randomUUID()}`;
const documents = `projects/${projectId}/databases/(default)/documents`;
const fields = { state: { stringValue: 'done' } };
const query = { from: [{ collectionId: 'exports' }] };

/** Each call of https://firebase.google.com/docs/firestore/reference/rest/v1/projects.databases.documents that reads or writes. */
const calls: { name: string; method: string; path: string; body?: object }[] = [
  { name: 'reads a record', method: 'GET', path: '/exports/one' },
  { name: 'reads one that is not there', method: 'GET', path: '/exports/two' },
  { name: 'lists records', method: 'GET', path: '/exports' },
  { name: 'asks for records', method: 'POST', path: ':runQuery', body: { structuredQuery: query } },
  { name: 'reads several', method: 'POST', path: ':batchGet', body: { documents: [`${documents}/exports/one`] } },
  { name: 'creates a record', method: 'POST', path: '/exports?documentId=two', body: { fields } },
  { name: 'changes a record', method: 'PATCH', path: '/exports/one', body: { fields } },
  { name: 'deletes a record', method: 'DELETE', path: '/exports/one' },
  {
    name: 'writes in a batch',
    method: 'POST',
    path: ':commit',
    body: { writes: [{ delete: `${documents}/exports/one` }] },
  },
  { name: 'writes into a collection of its own', method: 'POST', path: '/mine?documentId=one', body: { fields } },
  { name: 'writes below a record', method: 'POST', path: '/exports/one/below?documentId=one', body: { fields } },
];

described('a browser or an app', () => {
  let emulator: Emulator;

  async function ask(method: string, path: string, body: object | undefined, headers: Record<string, string> = {}) {
    const sent = body && { body: JSON.stringify(body) };
    const answer = await fetch(`${emulator.url}/v1/${documents}${path}`, { method, headers, ...sent });
    return { status: answer.status, text: await answer.text() };
  }

  beforeAll(async () => {
    emulator = await startKind('firestore', 'google-emulator', () => {});
    const firestore = connectFirestore(emulator.host, projectId);
    await createExports(firestore).create('one', anExport());
    await firestore.terminate();
    const files = [{ name: 'firestore.rules', content: rules }];
    const answer = await fetch(`${emulator.url}/emulator/v1/projects/${projectId}:securityRules`, {
      method: 'PUT',
      body: JSON.stringify({ rules: { files } }),
    });
    expect(answer).toMatchObject({ status: 200 });
  });
  afterAll(() => emulator.close());

  test.each(calls)('that $name is refused, signed in or not', async ({ method, path, body }) => {
    const refused = { status: 403, text: expect.stringContaining('PERMISSION_DENIED') };
    expect(await ask(method, path, body)).toEqual(refused);
    expect(await ask(method, path, body, { authorization: `Bearer ${aFirebaseToken()}` })).toEqual(refused);
  });

  test('has changed nothing by that, and a server reads and writes', async () => {
    const owner = { authorization: 'Bearer owner' };
    const { documents: found } = JSON.parse((await ask('GET', '/exports', undefined, owner)).text);
    expect(found).toEqual([expect.objectContaining({ name: `${documents}/exports/one` })]);
    expect(await ask('PATCH', '/exports/one', { fields }, owner)).toMatchObject({ status: 200 });
  });
});

/** Of somebody who signed in to a Firebase app of this project; the emulator takes it unsigned. */
function aFirebaseToken(): string {
  const iat = Math.floor(Date.now() / 1000);
  const issuer = `https://securetoken.google.com/${projectId}`;
  const claims = { iss: issuer, aud: projectId, sub: 'somebody', user_id: 'somebody', iat, exp: iat + 3600 };
  const parts = [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${parts.join('.')}.`;
}
