/**
 * What the domain may rely on in Banqup's login (domain/ports.ts): the fake, and the adapter on the Banqup simulator; then what
 * the adapter sends, and makes of refusals.
 */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBanqupLogin } from '../../functions/banqup/login.ts';
import type { BanqupLogin, VisibleSpace } from '../../functions/domain/ports.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { createBanqupSimulator } from '../simulators/banqup/server.ts';
import { listen } from './listen.ts';

const partner = { id: 'a0000000-0000-4000-8000-000000000011', name: "Kantoor d'Hondt" };
const clientSpace = { id: 'c0000000-0000-4000-8000-000000000011', name: 'ABC Company' };
const people = {
  an: [
    { ...clientSpace, role: 'ADMINISTRATOR' },
    { ...partner, role: 'ADMINISTRATOR' },
  ],
  bram: [
    { ...clientSpace, role: 'ACCOUNTANT' },
    { ...partner, role: 'ACCOUNTANT' },
  ],
  stranger: [],
} satisfies Record<string, VisibleSpace[]>;
type Person = keyof typeof people;

interface Site {
  login: BanqupLogin;
  /** The person logs in on the page at this address; answers the code that the browser comes back with. */
  logIn(authorizationUrl: string, person: Person): Promise<string> | string;
  close(): Promise<void>;
}

function pkce() {
  const codeVerifier = randomBytes(32).toString('base64url');
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') };
}

function describeBanqupLogin(name: string, start: () => Promise<Site>): void {
  describe(`banqup login (${name})`, () => {
    let site: Site;

    beforeEach(async () => {
      site = await start();
    });
    afterEach(() => site.close());

    async function visit(person: Person) {
      const { codeVerifier, codeChallenge } = pkce();
      const code = await site.logIn(site.login.authorizationUrl({ state: 'state', codeChallenge }), person);
      return { code, codeVerifier };
    }

    test('sends the browser to Banqup with the state and the challenge', () => {
      const url = new URL(site.login.authorizationUrl({ state: 'a b&c', codeChallenge: 'challenge' }));
      expect(url.searchParams.get('state')).toBe('a b&c');
      expect(url.searchParams.get('code_challenge')).toBe('challenge');
    });

    test.each(Object.keys(people) as Person[])('tells which spaces %s sees, and with which role', async (person) => {
      const { code, codeVerifier } = await visit(person);
      const spaces = await site.login.spaces(code, codeVerifier);
      expect(spaces).toHaveLength(people[person].length);
      expect(spaces).toEqual(expect.arrayContaining(people[person]));
    });

    test('takes a code once', async () => {
      const { code, codeVerifier } = await visit('an');
      await site.login.spaces(code, codeVerifier);
      await expect(site.login.spaces(code, codeVerifier)).rejects.toMatchObject({ code: 'linkExpired' });
    });

    test('lets one of two who come with the same code at once in', async () => {
      const { code, codeVerifier } = await visit('an');
      const both = await Promise.allSettled([1, 2].map(() => site.login.spaces(code, codeVerifier)));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(both).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ code: 'linkExpired' }) });
    });

    test('takes no code that Banqup never gave, or gave to another visit', async () => {
      const { code, codeVerifier } = await visit('an');
      await expect(site.login.spaces('nonsense', codeVerifier)).rejects.toMatchObject({ code: 'linkExpired' });
      const other = pkce().codeVerifier;
      await expect(site.login.spaces(code, other)).rejects.toMatchObject({ code: 'linkExpired' });
    });
  });
}

describeBanqupLogin('fake', async () => {
  const world = createFakeWorld();
  return {
    login: world.ports.banqupLogin,
    logIn: (authorizationUrl, person) => world.people.logIn(authorizationUrl, people[person]),
    close: async () => {},
  };
});

const app = { clientId: 'our client', clientSecret: 's:e/c r&t', appId: '11111111-1111-4111-8111-111111111111' };
const redirectUri = 'http://app.localhost/banqup/callback';

async function startAdapter() {
  const simulator = await createBanqupSimulator({
    appUrl: 'http://app.localhost',
    appServerUrl: 'http://app.localhost',
    publish: async () => {},
    app,
    redirectUris: [redirectUri],
    seed: {
      partnerSpaces: [partner],
      clients: [{ ...clientSpace, partnerSpaces: [partner.id] }],
      users: [
        {
          id: 'an',
          name: 'An',
          email: 'an@x.example',
          memberships: [{ partnerSpace: partner.id, role: 'ADMINISTRATOR' }],
        },
        {
          id: 'bram',
          name: 'Bram',
          email: 'b@x.example',
          memberships: [{ partnerSpace: partner.id, role: 'ACCOUNTANT' }],
        },
        { id: 'stranger', name: 'Stranger', email: 's@x.example', memberships: [] },
      ],
    },
  });
  const options = {
    loginUrl: `${simulator.url}/oauth2/authorize`,
    tokenUrl: `${simulator.url}/oauth2/token`,
    apiUrl: simulator.url,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUri,
  };

  async function logIn(authorizationUrl: string, person: Person): Promise<string> {
    const form = new URLSearchParams(new URL(authorizationUrl).search);
    form.set('user', person);
    const answer = await fetch(options.loginUrl, { method: 'POST', body: form, redirect: 'manual' });
    await answer.body?.cancel();
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code');
    if (!code) throw new Error(`no code in ${answer.headers.get('location')}`);
    return code;
  }

  return { simulator, options, login: createBanqupLogin(options), logIn, close: simulator.close };
}

describeBanqupLogin('Banqup simulator', startAdapter);

describe("the login's requests to Banqup", () => {
  let site: Awaited<ReturnType<typeof startAdapter>>;

  beforeEach(async () => {
    site = await startAdapter();
  });
  afterEach(() => site.close());

  async function visit() {
    const { codeVerifier, codeChallenge } = pkce();
    const code = await site.logIn(site.login.authorizationUrl({ state: 'state', codeChallenge }), 'an');
    site.simulator.resetCalls();
    return { code, codeVerifier };
  }

  test('ask for a code with PKCE, and for a scope where one is configured', () => {
    const ask = (login: BanqupLogin) => new URL(login.authorizationUrl({ state: 's', codeChallenge: 'c' }));
    const url = ask(site.login);
    expect(`${url.origin}${url.pathname}`).toBe(site.options.loginUrl);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: redirectUri,
      state: 's',
      code_challenge: 'c',
      code_challenge_method: 'S256',
    });
    const scoped = ask(createBanqupLogin({ ...site.options, scope: 'openid spaces' }));
    expect(scoped.searchParams.get('scope')).toBe('openid spaces');
  });

  test('are two for a code: the exchange, and the spaces', async () => {
    const { code, codeVerifier } = await visit();
    await site.login.spaces(code, codeVerifier);
    expect(site.simulator.calls()).toEqual({ userToken: 1, spaces: 1 });
  });

  test.each([
    ['userToken', 503, 'banqupUnavailable'],
    ['userToken', 429, 'banqupUnavailable'],
    ['userToken', 500, 'banqupUnavailable'],
    ['spaces', 503, 'banqupUnavailable'],
    ['spaces', 429, 'banqupUnavailable'],
    ['spaces', 401, 'unexpected'],
    ['spaces', 403, 'unexpected'],
  ] as const)('are sent once where %s answers %i, which means %s', async (on, status, failure) => {
    const { code, codeVerifier } = await visit();
    site.simulator.addFault({ on, status, times: 9, retryAfterSeconds: 5 });
    await expect(site.login.spaces(code, codeVerifier)).rejects.toMatchObject({ code: failure });
    expect(site.simulator.calls()[on]).toBe(1);
  });

  test('with a client secret that is wrong are unexpected, not the fault of the person', async () => {
    const { code, codeVerifier } = await visit();
    const wrong = createBanqupLogin({ ...site.options, clientSecret: 'wrong' });
    await expect(wrong.spaces(code, codeVerifier)).rejects.toMatchObject({ code: 'unexpected' });
  });

  test('are banqupUnavailable where nobody answers, or the connection breaks', async () => {
    const broken = await listen((_request, response) => response.destroy());
    const login = createBanqupLogin({ ...site.options, tokenUrl: `${broken.url}/oauth2/token` });
    try {
      await expect(login.spaces('code', pkce().codeVerifier)).rejects.toMatchObject({ code: 'banqupUnavailable' });
      expect(broken.arrived).toHaveLength(1);
    } finally {
      await broken.close();
    }
    await expect(login.spaces('code', pkce().codeVerifier)).rejects.toMatchObject({ code: 'banqupUnavailable' });
  });

  test('take a space without a name or a role as one, and its id in lower case', async () => {
    const spacesAnswer = '{"spaces":[{"id":"A"},{"id":"b","name":"B","role":null},{"id":"c","name":null,"role":"R"}]}';
    const stub = await listen((_request, response) => response.end(spacesAnswer));
    const { code, codeVerifier } = await visit();
    try {
      const spaces = await createBanqupLogin({ ...site.options, apiUrl: stub.url }).spaces(code, codeVerifier);
      expect(spaces).toEqual([
        { id: 'a', name: '' },
        { id: 'b', name: 'B' },
        { id: 'c', name: '', role: 'R' },
      ]);
    } finally {
      await stub.close();
    }
  });

  test('leave no code, token or secret in what is thrown', async () => {
    const { code, codeVerifier } = await visit();
    await site.login.spaces(code, codeVerifier);
    const refused: unknown = await site.login.spaces(code, codeVerifier).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'linkExpired' });
    expect(JSON.stringify(refused, Object.getOwnPropertyNames(refused))).not.toContain(code);
    expect(refused).not.toHaveProperty('cause');
  });
});
