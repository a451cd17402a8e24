/**
 * What the domain may rely on when Banqup calls us (domain/ports.ts): the fake, and the adapter on the Banqup simulator; then
 * every token that the adapter must refuse.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { createBanqupCalls } from '../../functions/banqup/calls.ts';
import type { BanqupCalls } from '../../functions/domain/ports.ts';
import { fakeCallToken } from '../fakes/banqup-calls.ts';
import { createFakeWorld } from '../fakes/world.ts';
import type { ActivationClaims } from '../simulators/banqup/identity.ts';
import { createBanqupSimulator } from '../simulators/banqup/server.ts';
import { listen } from './listen.ts';

const partnerSpace = 'a0000000-0000-4000-8000-000000000001';
const another = 'a0000000-0000-4000-8000-000000000002';

interface Site {
  calls: BanqupCalls;
  /** A token with which Banqup speaks for this partner space. */
  tokenFor(partnerSpace: string): Promise<string> | string;
  close(): Promise<void>;
}

function describeBanqupCalls(name: string, start: () => Promise<Site>): void {
  describe(`banqup calls (${name})`, () => {
    let site: Site;

    beforeEach(async () => {
      site = await start();
    });
    afterEach(() => site.close());

    test('tells the partner space that a token speaks for, each time', async () => {
      const [mine, theirs] = [await site.tokenFor(partnerSpace), await site.tokenFor(another)];
      expect(await site.calls.partnerSpaceOf(mine)).toBe(partnerSpace);
      expect(await site.calls.partnerSpaceOf(theirs)).toBe(another);
      expect(await site.calls.partnerSpaceOf(mine)).toBe(partnerSpace);
    });

    test('tells a partner space in lower case, as it is known everywhere', async () => {
      expect(await site.calls.partnerSpaceOf(await site.tokenFor(partnerSpace.toUpperCase()))).toBe(partnerSpace);
    });

    test.each(['', 'nonsense', 'a.b.c', partnerSpace])('refuses what is no token: "%s"', async (token) => {
      await expect(site.calls.partnerSpaceOf(token)).rejects.toMatchObject({ code: 'notAuthenticated' });
    });
  });
}

describeBanqupCalls('fake', async () => ({
  calls: createFakeWorld().ports.banqupCalls,
  tokenFor: fakeCallToken,
  close: async () => {},
}));

const app = { clientId: 'our client', clientSecret: 'secret', appId: '11111111-1111-4111-8111-111111111111' };

async function startAdapter() {
  const simulator = await createBanqupSimulator({
    appUrl: 'http://app.localhost',
    appServerUrl: 'http://app.localhost',
    publish: async () => {},
    app,
    redirectUris: [],
  });
  const options = {
    jwksUrl: `${simulator.url}/.well-known/jwks.json`,
    issuer: simulator.issuer,
    audience: app.appId,
    spaceClaim: 'partnerSpace',
  };
  const mint = (claims: Partial<ActivationClaims> = {}) => simulator.mintToken({ partnerSpace, ...claims });
  return {
    simulator,
    options,
    mint,
    calls: createBanqupCalls(options),
    tokenFor: (space: string) => mint({ partnerSpace: space }),
    close: simulator.close,
  };
}

describeBanqupCalls('Banqup simulator', startAdapter);

describe('tokens that Banqup did not give, or not for this', () => {
  let site: Awaited<ReturnType<typeof startAdapter>>;
  let good: string;

  beforeEach(async () => {
    site = await startAdapter();
    good = await site.mint();
  });
  afterEach(() => site.close());

  const refused = (token: string, calls = site.calls) =>
    expect(calls.partnerSpaceOf(token)).rejects.toMatchObject({ code: 'notAuthenticated' });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test.each<[string, Partial<ActivationClaims>]>([
    ['that has expired', { expiresInSeconds: -1 }],
    ['that never expires', { claims: { exp: undefined } }],
    ['of another issuer', { issuer: 'https://elsewhere.example' }],
    ['of no issuer', { claims: { iss: undefined } }],
    ['for another audience', { audience: 'banqup-api' }],
    ['for no audience', { claims: { aud: undefined } }],
    ['that is not valid yet', { claims: { nbf: Math.floor(Date.now() / 1000) + 600 } }],
    ['without the claim of a partner space', { claims: { partnerSpace: undefined } }],
    ['whose partner space is no text', { claims: { partnerSpace: [partnerSpace] } }],
  ])('refuses a token %s', async (_what, claims) => {
    await refused(await site.mint(claims));
    expect(await site.calls.partnerSpaceOf(good)).toBe(partnerSpace);
  });

  test('takes a token for several audiences, ours among them', async () => {
    const token = await site.mint({ claims: { aud: ['another', app.appId] } });
    expect(await site.calls.partnerSpaceOf(token)).toBe(partnerSpace);
  });

  test("refuses a token signed with another key, though it names Banqup's", async () => {
    const { privateKey } = await generateKeyPair('ES256');
    await refused(await site.mint({ key: privateKey }));
  });

  test('refuses a token that names a key which Banqup does not have', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const claims = { partnerSpace, iss: site.options.issuer, aud: app.appId };
    const token = new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'unknown' }).setExpirationTime('5m');
    await refused(await token.sign(privateKey));
  });

  test('refuses a token whose claims were changed', async () => {
    const [header, claims = '', signature] = good.split('.');
    const changed = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), partnerSpace: another };
    await refused([header, part(changed), signature].join('.'));
  });

  test('refuses a token without a signature (alg none)', async () => {
    const claims = good.split('.')[1];
    for (const alg of ['none', 'None', 'NONE']) {
      const header = part({ ...decodeProtectedHeader(good), alg });
      await refused(`${header}.${claims}.`);
      await refused(`${header}.${claims}.${good.split('.')[2]}`);
    }
  });

  test('refuses a token signed with the public key as a shared secret (HS256)', async () => {
    const { keys } = (await (await fetch(site.options.jwksUrl)).json()) as { keys: JWK[] };
    const [jwk] = keys;
    if (!jwk) throw new Error('Banqup shows no key');
    const pem = await exportSPKI((await importJWK(jwk, 'ES256')) as Parameters<typeof exportSPKI>[0]);
    const secrets = [pem, pem.trim(), JSON.stringify(jwk), jwk.x ?? ''];
    for (const secret of secrets) {
      const token = new SignJWT({ partnerSpace, iss: site.options.issuer, aud: app.appId })
        .setProtectedHeader({ alg: 'HS256', ...(jwk.kid !== undefined && { kid: jwk.kid }) })
        .setExpirationTime('5m');
      await refused(await token.sign(new TextEncoder().encode(secret)));
    }
  });

  test('reads the claim that it is told', async () => {
    const token = await site.mint({ claims: { partnerSpace: undefined, space_id: another } });
    const calls = createBanqupCalls({ ...site.options, spaceClaim: 'space_id' });
    expect(await calls.partnerSpaceOf(token)).toBe(another);
    await refused(good, calls);
  });

  test('asks for the keys once for many tokens', async () => {
    for (const token of [good, await site.mint(), await site.mint({ expiresInSeconds: -1 })]) {
      await site.calls.partnerSpaceOf(token).catch(() => undefined);
    }
    expect(site.simulator.calls()).toEqual({ jwks: 1 });
  });

  test.each([503, 500, 404, 429])(
    'is banqupUnavailable while the keys answer %i, and goes on afterwards',
    async (status) => {
      site.simulator.addFault({ on: 'jwks', status });
      await expect(site.calls.partnerSpaceOf(good)).rejects.toMatchObject({ code: 'banqupUnavailable' });
      expect(await site.calls.partnerSpaceOf(good)).toBe(partnerSpace);
    },
  );

  test('is banqupUnavailable where the keys cannot be reached, or are none', async () => {
    const stub = await listen(({ url }, response) => {
      if (url === '/cut') response.destroy();
      else
        response.setHeader('content-type', 'application/json').end(url === '/html' ? '<html>' : '{"error":"no keys"}');
    });
    const at = (path: string) => createBanqupCalls({ ...site.options, jwksUrl: `${stub.url}${path}` });
    try {
      for (const path of ['/cut', '/html', '/json']) {
        await expect(at(path).partnerSpaceOf(good)).rejects.toMatchObject({ code: 'banqupUnavailable' });
      }
    } finally {
      await stub.close();
    }
    await expect(at('/gone').partnerSpaceOf(good)).rejects.toMatchObject({ code: 'banqupUnavailable' });
  });
});
