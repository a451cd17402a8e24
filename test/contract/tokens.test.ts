/**
 * What the domain may rely on where refresh tokens are kept (domain/ports.ts): the fake, and the adapter on the Secret Manager
 * stand-in.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Tokens } from '../../functions/domain/ports.ts';
import { createTokens } from '../../functions/storage/tokens.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { connectSecretManager } from '../local/clients.ts';
import { createSecretManagerSimulator } from '../simulators/secret-manager/server.ts';

const partner = 'a0000000-0000-4000-8000-000000000001';
const another = 'a0000000-0000-4000-8000-000000000002';

function describeTokens(name: string, start: () => Promise<{ tokens: Tokens; close(): Promise<void> }>): void {
  describe(`tokens (${name})`, () => {
    let tokens: Tokens;
    let close: () => Promise<void>;

    beforeEach(async () => {
      ({ tokens, close } = await start());
    });
    afterEach(() => close());

    test('gives back each token by the number of its version, the newest or not', async () => {
      const first = await tokens.keep(partner, '1//first');
      const second = await tokens.keep(partner, '1//second');
      expect(first).not.toBe(second);
      expect(await tokens.read(partner, first)).toBe('1//first');
      expect(await tokens.read(partner, second)).toBe('1//second');
    });

    test('gives back the token to the letter', async () => {
      const token = `1//09-_~+/=${'x'.repeat(500)}é`;
      expect(await tokens.read(partner, await tokens.keep(partner, token))).toBe(token);
    });

    test('keeps partner spaces apart', async () => {
      const mine = await tokens.keep(partner, 'mine');
      const theirs = await tokens.keep(another, 'theirs');
      await tokens.destroy(another, theirs);
      expect(await tokens.read(partner, mine)).toBe('mine');
      expect(await tokens.read(another, theirs)).toBeUndefined();
    });

    test('keeps both of two tokens of a new partner space that come at once', async () => {
      const versions = await Promise.all(['one', 'two'].map((token) => tokens.keep(partner, token)));
      const read = await Promise.all(versions.map((version) => tokens.read(partner, version)));
      expect(read).toEqual(['one', 'two']);
    });

    test('gives nobody a destroyed version, and every other one still', async () => {
      const first = await tokens.keep(partner, 'one');
      const second = await tokens.keep(partner, 'two');
      await tokens.destroy(partner, first);
      expect(await tokens.read(partner, first)).toBeUndefined();
      expect(await tokens.read(partner, second)).toBe('two');
    });

    test('never gives a number again, not even that of the newest version once it is destroyed', async () => {
      const first = await tokens.keep(partner, 'one');
      await tokens.destroy(partner, first);
      const second = await tokens.keep(partner, 'two');
      expect(second).not.toBe(first);
      expect(await tokens.read(partner, first)).toBeUndefined();
    });

    test('destroys what is gone already without a word', async () => {
      const version = await tokens.keep(partner, 'one');
      await tokens.destroy(partner, version);
      await tokens.destroy(partner, version);
      await tokens.destroy(partner, '99');
      await tokens.destroy(another, '1');
      expect(await tokens.read(partner, version)).toBeUndefined();
    });

    test('forgets all of a partner space, and of no other; none is fine, and a next one counts from the beginning', async () => {
      const first = await tokens.keep(partner, 'one');
      const second = await tokens.keep(partner, 'two');
      const theirs = await tokens.keep(another, 'theirs');
      await tokens.destroy(partner, first);
      await tokens.forget(partner);
      await tokens.forget(partner);
      for (const version of [first, second]) expect(await tokens.read(partner, version)).toBeUndefined();
      expect(await tokens.read(another, theirs)).toBe('theirs');
      expect(await tokens.keep(partner, 'anew')).toBe(first);
      expect(await tokens.read(partner, first)).toBe('anew');
      expect(await tokens.read(partner, second)).toBeUndefined();
    });

    test('knows no version that was never kept', async () => {
      await tokens.keep(partner, 'one');
      expect(await tokens.read(partner, '2')).toBeUndefined();
      expect(await tokens.read(another, '1')).toBeUndefined();
    });
  });
}

describeTokens('fake', async () => ({ tokens: createFakeWorld().ports.tokens, close: async () => {} }));

async function startAdapter() {
  const simulator = await createSecretManagerSimulator();
  const client = connectSecretManager(simulator.url, 'p');
  return {
    simulator,
    client,
    tokens: createTokens(async () => client, 'p', 'europe-west1'),
    async close() {
      await client.close();
      await simulator.close();
    },
  };
}

describeTokens('Secret Manager stand-in', startAdapter);

describe('tokens in Secret Manager', () => {
  let started: Awaited<ReturnType<typeof startAdapter>>;

  beforeEach(async () => {
    started = await startAdapter();
  });
  afterEach(() => started.close());

  test('are kept in the region that they are to be kept in, and nowhere else', async () => {
    await started.tokens.keep(partner, 'one');
    const [secret] = await started.client.getSecret({ name: `projects/p/secrets/connection-${partner}` });
    expect(secret.replication?.userManaged?.replicas).toMatchObject([{ location: 'europe-west1' }]);
  });

  const fail = async (on: string, status: number) => {
    const fault = JSON.stringify({ on, status, times: 1 });
    await fetch(`${started.simulator.url}/_control/faults`, { method: 'POST', body: fault });
  };

  test.each([
    ['createSecret', () => started.tokens.keep(partner, 'two')],
    ['addVersion', () => started.tokens.keep(partner, 'two')],
    ['access', () => started.tokens.read(partner, '1')],
    ['destroy', () => started.tokens.destroy(partner, '1')],
    ['deleteSecret', () => started.tokens.forget(partner)],
  ] as const)('are storageUnavailable when %s answers 503, after one request', async (on, call) => {
    await started.tokens.keep(partner, 'one');
    const before = started.simulator.calls()[on] ?? 0;
    await fail(on, 503);
    await expect(call()).rejects.toMatchObject({ code: 'storageUnavailable' });
    expect(started.simulator.calls()[on]).toBe(before + 1);
    expect(await started.tokens.read(partner, '1')).toBe('one');
  });

  test('are not taken for forgotten when we may not delete them', async () => {
    await started.tokens.keep(partner, 'one');
    await fail('deleteSecret', 403);
    await expect(started.tokens.forget(partner)).rejects.toMatchObject({ message: expect.stringContaining('403') });
    expect(await started.tokens.read(partner, '1')).toBe('one');
  });

  test('are not taken for gone when we may not read them', async () => {
    await started.tokens.keep(partner, 'one');
    await fail('access', 403);
    await expect(started.tokens.read(partner, '1')).rejects.toMatchObject({ message: expect.stringContaining('403') });
  });
});
