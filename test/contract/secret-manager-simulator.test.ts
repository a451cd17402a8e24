/**
 * What this project relies on in Secret Manager, asked of the stand-in over REST by Google's own client. Google has no
 * emulator of it: the expectations are those of https://cloud.google.com/secret-manager/docs.
 */
import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { connectSecretManager } from '../local/clients.ts';
import { until } from '../local/until.ts';
import { crc32c } from '../simulators/secret-manager/crc32c.ts';
import { createSecretManagerSimulator } from '../simulators/secret-manager/server.ts';

const ALREADY_EXISTS = 6;
const FAILED_PRECONDITION = 9;
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;

describe('The Secret Manager stand-in', () => {
  let simulator: Awaited<ReturnType<typeof createSecretManagerSimulator>>;
  let client: SecretManagerServiceClient;

  beforeEach(async () => {
    simulator = await createSecretManagerSimulator();
    client = connectSecretManager(simulator.url, 'p');
  });
  afterEach(async () => {
    await client.close();
    await simulator.close();
  });

  const secret = 'projects/p/secrets/token';
  const create = () =>
    client.createSecret({ parent: 'projects/p', secretId: 'token', secret: { replication: { automatic: {} } } });
  async function add(text: string): Promise<string> {
    const [version] = await client.addSecretVersion({ parent: secret, payload: { data: Buffer.from(text) } });
    return version.name ?? '';
  }
  async function read(id: string): Promise<string | undefined> {
    const [{ payload }] = await client.accessSecretVersion({ name: `${secret}/versions/${id}` });
    return payload?.data?.toString();
  }

  test('keeps every version under its number, and the newest under latest', async () => {
    const [made] = await create();
    expect(made).toMatchObject({ name: secret, replication: { automatic: {} } });
    expect([await add('one'), await add('two')]).toEqual([`${secret}/versions/1`, `${secret}/versions/2`]);
    expect([await read('1'), await read('2'), await read('latest')]).toEqual(['one', 'two', 'two']);
  });

  test('gives the checksum with the payload, and checks the one it is given', async () => {
    await create();
    const data = Buffer.from('123456789');
    expect(crc32c(data)).toBe(0xe3069283);
    await client.addSecretVersion({ parent: secret, payload: { data, dataCrc32c: crc32c(data) } });
    const [{ payload }] = await client.accessSecretVersion({ name: `${secret}/versions/1` });
    expect(payload).toMatchObject({ data, dataCrc32c: '3808858755' });
    const wrong = client.addSecretVersion({ parent: secret, payload: { data, dataCrc32c: 1 } });
    await expect(wrong).rejects.toMatchObject({ code: INVALID_ARGUMENT });
    expect((await client.listSecretVersions({ parent: secret }))[0]).toHaveLength(1);
  });

  test('gives a destroyed version to nobody, for good, and keeps its number', async () => {
    await create();
    const name = await add('one');
    const [destroyed] = await client.destroySecretVersion({ name });
    expect(destroyed).toMatchObject({ name, state: 'DESTROYED' });
    await expect(read('1')).rejects.toMatchObject({ code: FAILED_PRECONDITION, httpStatusCode: 400 });
    await expect(read('latest')).rejects.toMatchObject({ code: FAILED_PRECONDITION });
    await expect(client.enableSecretVersion({ name })).rejects.toMatchObject({ code: FAILED_PRECONDITION });
    await expect(client.destroySecretVersion({ name })).rejects.toMatchObject({ code: FAILED_PRECONDITION });
    expect(await add('two')).toBe(`${secret}/versions/2`);
    expect((await client.getSecretVersion({ name }))[0].state).toBe('DESTROYED');
  });

  test('gives a disabled version to nobody until it is enabled', async () => {
    await create();
    const name = await add('one');
    expect((await client.disableSecretVersion({ name }))[0].state).toBe('DISABLED');
    await expect(read('1')).rejects.toMatchObject({ code: FAILED_PRECONDITION });
    expect((await client.enableSecretVersion({ name }))[0].state).toBe('ENABLED');
    expect(await read('1')).toBe('one');
  });

  test('lists versions, the newest first', async () => {
    await create();
    const names = [await add('one'), await add('two')];
    await client.disableSecretVersion({ name: names[0] ?? '' });
    const [versions] = await client.listSecretVersions({ parent: secret });
    expect(versions.map(({ name, state }) => [name, state])).toEqual([
      [names[1], 'ENABLED'],
      [names[0], 'DISABLED'],
    ]);
  });

  test('answers ALREADY_EXISTS to a second create, and exactly one of two at once wins', async () => {
    const both = await Promise.allSettled([create(), create()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(create()).rejects.toMatchObject({ code: ALREADY_EXISTS, httpStatusCode: 409 });
  });

  test('answers NOT_FOUND to a secret or a version that is not there', async () => {
    await expect(client.getSecret({ name: secret })).rejects.toMatchObject({ code: NOT_FOUND, httpStatusCode: 404 });
    await expect(add('one')).rejects.toMatchObject({ code: NOT_FOUND });
    await create();
    expect((await client.getSecret({ name: secret }))[0]).toMatchObject({ name: secret });
    for (const id of ['1', 'latest']) await expect(read(id)).rejects.toMatchObject({ code: NOT_FOUND });
    await expect(client.destroySecretVersion({ name: `${secret}/versions/1` })).rejects.toMatchObject({
      code: NOT_FOUND,
    });
  });

  test('forgets a deleted secret with all its versions', async () => {
    await create();
    await add('one');
    await client.deleteSecret({ name: secret });
    await expect(read('1')).rejects.toMatchObject({ code: NOT_FOUND });
    await expect(client.deleteSecret({ name: secret })).rejects.toMatchObject({ code: NOT_FOUND });
    await create();
    expect(await add('two')).toBe(`${secret}/versions/1`);
  });

  test('refuses more than 64 KiB and an id that is no name', async () => {
    await create();
    await add('x'.repeat(65_536));
    await expect(add('x'.repeat(65_537))).rejects.toMatchObject({ code: INVALID_ARGUMENT });
    const named = client.createSecret({
      parent: 'projects/p',
      secretId: 'a.b',
      secret: { replication: { automatic: {} } },
    });
    await expect(named).rejects.toMatchObject({ code: INVALID_ARGUMENT });
  });

  test('names in a 501 the call that it does not know', async () => {
    const unknown = client.listSecrets({ parent: 'projects/p' });
    await expect(unknown).rejects.toMatchObject({
      code: UNIMPLEMENTED,
      message: expect.stringContaining('GET /v1/projects/p/secrets'),
    });
  });

  test('counts calls, and fails as often as asked', async () => {
    await create();
    await add('one');
    const wish = { on: 'access', times: 2, status: 503 };
    await fetch(`${simulator.url}/_control/faults`, { method: 'POST', body: JSON.stringify(wish) });
    const name = `${secret}/versions/1`;
    for (const code of [14, 14]) {
      await expect(client.accessSecretVersion({ name }, { retry: null })).rejects.toMatchObject({ code });
    }
    expect(await read('1')).toBe('one');
    expect(simulator.calls()).toEqual({ createSecret: 1, addVersion: 1, access: 3 });
  });

  test('holds a call that has taken effect until it is let go', async () => {
    await create();
    const wish = { on: 'addVersion', about: secret, times: 1, hold: 'after' };
    await fetch(`${simulator.url}/_control/faults`, { method: 'POST', body: JSON.stringify(wish) });
    const held = async () => (await fetch(`${simulator.url}/_control/held`)).text();
    const adding = add('one');
    await until('it is held', async () => (await held()) === '["addVersion"]');
    expect(await read('1')).toBe('one');
    await fetch(`${simulator.url}/_control/held`, { method: 'DELETE' });
    await adding;
    expect(await held()).toBe('[]');
  });
});
