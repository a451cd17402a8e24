/**
 * What the domain may rely on when our scheduler calls (domain/ports.ts): the fake, and the adapter on keys made here and on
 * those of the Google simulator; then every token that the adapter must refuse.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { SchedulerCalls } from '../../functions/domain/ports.ts';
import { createSchedulerCalls } from '../../functions/google/scheduler-calls.ts';
import { fakeScheduler, fakeSchedulerToken } from '../fakes/scheduler-calls.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { createGoogleSimulator } from '../simulators/google/server.ts';
import { listen } from './listen.ts';

const audience = 'https://drive.example';
const another = 'another@a-project.iam.gserviceaccount.com';

interface Site {
  calls: SchedulerCalls;
  /** A genuine token of this account. */
  tokenOf(account: string): Promise<string> | string;
  close(): Promise<void>;
}

function describeSchedulerCalls(name: string, start: () => Promise<Site>): void {
  describe(`scheduler calls (${name})`, () => {
    let site: Site;

    beforeEach(async () => {
      site = await start();
    });
    afterEach(() => site.close());

    test('takes a token of the scheduler, each time', async () => {
      const token = await site.tokenOf(fakeScheduler);
      await site.calls.assertGenuine(token);
      await site.calls.assertGenuine(token);
      await site.calls.assertGenuine(await site.tokenOf(fakeScheduler));
    });

    test.each([another, fakeScheduler.toUpperCase(), `${fakeScheduler}.example`, `x${fakeScheduler}`])(
      'tells who is another account: %s',
      async (account) => {
        await expect(site.calls.assertGenuine(await site.tokenOf(account))).rejects.toMatchObject({ code: 'noAccess' });
      },
    );

    test.each(['', 'nonsense', 'a.b.c', fakeScheduler])('refuses what is no token: "%s"', async (token) => {
      await expect(site.calls.assertGenuine(token)).rejects.toMatchObject({ code: 'notAuthenticated' });
    });
  });
}

describeSchedulerCalls('fake', async () => ({
  calls: createFakeWorld().ports.schedulerCalls,
  tokenOf: fakeSchedulerToken,
  close: async () => {},
}));

describeSchedulerCalls('Google simulator', async () => {
  const simulator = await createGoogleSimulator({ clients: [] });
  const jwksUrl = `${simulator.url}/oauth2/v3/certs`;
  return {
    calls: createSchedulerCalls({ jwksUrl, audience, account: fakeScheduler }),
    tokenOf: (account) => simulator.idToken({ account, audience }),
    close: simulator.close,
  };
});

// Made once: an RSA key takes long.
const keyPair = generateKeyPair('RS256', { extractable: true });
const strangerPair = generateKeyPair('RS256');

interface Mint {
  /** Set over the usual claims; undefined leaves one out. */
  claims?: Record<string, unknown>;
  header?: { alg?: string; kid?: string };
  key?: CryptoKey | Uint8Array;
}

/** Keys of our own behind an address; `status` and `body` are what it answers in place of them. */
async function startAdapter() {
  const { privateKey, publicKey } = await keyPair;
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'first', alg: 'RS256', use: 'sig' };
  const answer: { status: number; body: string | undefined } = { status: 200, body: undefined };
  const server = await listen((_request, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body ?? JSON.stringify({ keys: [jwk] }));
  });
  const options = { jwksUrl: `${server.url}/certs`, audience, account: fakeScheduler };
  const now = Math.floor(Date.now() / 1000);

  function mint({ claims = {}, header = {}, key = privateKey }: Mint = {}): Promise<string> {
    const usual = { iss: 'https://accounts.google.com', aud: audience, sub: '1', iat: now, exp: now + 3600 };
    return new SignJWT({ ...usual, email: fakeScheduler, email_verified: true, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'first', typ: 'JWT', ...header })
      .sign(key);
  }
  return {
    answer,
    jwk,
    mint,
    now,
    server,
    options,
    calls: createSchedulerCalls(options),
    tokenOf: (email: string) => mint({ claims: { email } }),
    close: server.close,
  };
}

describeSchedulerCalls('keys over HTTP', startAdapter);

describe('tokens that Google did not give to the scheduler for us', () => {
  let site: Awaited<ReturnType<typeof startAdapter>>;

  beforeEach(async () => {
    site = await startAdapter();
    await site.calls.assertGenuine(await site.mint());
  });
  afterEach(() => site.close());

  const refused = (token: string) =>
    expect(site.calls.assertGenuine(token)).rejects.toMatchObject({ code: 'notAuthenticated' });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const seconds = Math.floor(Date.now() / 1000);

  test.each<[string, Record<string, unknown>]>([
    ['that has expired', { exp: seconds - 1 }],
    ['that never expires', { exp: undefined }],
    ['that is not valid yet', { nbf: seconds + 600 }],
    ['of another issuer', { iss: 'https://accounts.google.com.example' }],
    ["of Banqup's issuer", { iss: 'https://banqup.example' }],
    ['of no issuer', { iss: undefined }],
    ['for another audience', { aud: 'https://drive.example.elsewhere.example' }],
    ['for our address with a path', { aud: `${audience}/scheduled/sweep` }],
    ['for no audience', { aud: undefined }],
    ['whose e-mail address is not verified', { email_verified: false }],
    ['whose e-mail address is verified in words alone', { email_verified: 'true' }],
    ['that does not say whether its e-mail address is verified', { email_verified: undefined }],
    ['without an e-mail address', { email: undefined }],
    ['whose e-mail address is no text', { email: [fakeScheduler] }],
  ])('refuses a token %s', async (_what, claims) => {
    await refused(await site.mint({ claims }));
  });

  test("takes Google's issuer without https:// too, as Google documents it", async () => {
    await site.calls.assertGenuine(await site.mint({ claims: { iss: 'accounts.google.com' } }));
  });

  test("refuses a token signed with another key, though it names Google's", async () => {
    await refused(await site.mint({ key: (await strangerPair).privateKey }));
  });

  test('refuses a token that names a key which Google does not have', async () => {
    await refused(await site.mint({ key: (await strangerPair).privateKey, header: { kid: 'second' } }));
  });

  test('refuses a token whose claims were changed', async () => {
    const [header, claims = '', signature] = (await site.tokenOf(another)).split('.');
    const changed = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), email: fakeScheduler };
    await refused([header, part(changed), signature].join('.'));
  });

  test('refuses a token without a signature (alg none)', async () => {
    const [, claims, signature] = (await site.mint()).split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      for (const end of ['', signature]) await refused(`${part({ alg, kid: 'first', typ: 'JWT' })}.${claims}.${end}`);
    }
  });

  test('refuses a token signed with the public key as a shared secret (HS256)', async () => {
    const pem = await exportSPKI((await keyPair).publicKey);
    for (const secret of [pem, pem.trim(), JSON.stringify(site.jwk), site.jwk.n ?? '']) {
      await refused(await site.mint({ header: { alg: 'HS256' }, key: new TextEncoder().encode(secret) }));
    }
  });

  test("refuses another algorithm than Google's, though the key would do for it (PS256, RS512)", async () => {
    const { privateKey } = await keyPair;
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey);
    const { alg: _alg, ...anyAlgorithm } = site.jwk;
    // Keys that name no algorithm, as another issuer might show them: only our own list holds then.
    site.answer.body = JSON.stringify({ keys: [anyAlgorithm] });
    site.calls = createSchedulerCalls(site.options);
    await site.calls.assertGenuine(await site.mint());
    const algorithms = {
      PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
      RS512: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' },
    };
    for (const [alg, algorithm] of Object.entries(algorithms)) {
      const key = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
      await refused(await site.mint({ header: { alg }, key }));
    }
  });

  test('asks for the keys once for many tokens', async () => {
    for (const claims of [{}, { exp: site.now - 1 }, { email: another }]) {
      await site.calls.assertGenuine(await site.mint({ claims })).catch(() => undefined);
    }
    expect(site.server.arrived).toHaveLength(1);
  });

  test.each([503, 500, 404, 429])(
    'is googleUnavailable while the keys answer %i, and goes on afterwards',
    async (status) => {
      const calls = createSchedulerCalls(site.options);
      site.answer.status = status;
      await expect(calls.assertGenuine(await site.mint())).rejects.toMatchObject({ code: 'googleUnavailable' });
      site.answer.status = 200;
      await calls.assertGenuine(await site.mint());
    },
  );

  test.each(['<html>', '{"error":"no keys"}', ''])('is googleUnavailable where the keys are none: %j', async (body) => {
    site.answer.body = body;
    const calls = createSchedulerCalls(site.options);
    await expect(calls.assertGenuine(await site.mint())).rejects.toMatchObject({ code: 'googleUnavailable' });
  });

  test('is googleUnavailable where nobody answers', async () => {
    const calls = createSchedulerCalls(site.options);
    await site.server.close();
    await expect(calls.assertGenuine(await site.mint())).rejects.toMatchObject({ code: 'googleUnavailable' });
    site = await startAdapter();
  });
});
