/** Banqup's calls over HTTP: switching a client on and off, and everything that is refused with nothing changed. */
import { describe, expect, test } from '@jest/globals';
import { activationId } from '../../functions/domain/activation.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { anActivation, usual } from '../builders.ts';
import { fakeCallToken } from '../fakes/banqup-calls.ts';
import { type Answer, type ConnectApp, createConnectApp } from './connect-app.ts';

const { partnerSpace, clientSpace } = usual;
const other = 'a0000000-0000-4000-8000-000000000002';
const path = `/partner-spaces/${partnerSpace}/clients/${clientSpace}`;
const authorization = `Bearer ${fakeCallToken(partnerSpace)}`;
const company = { name: 'John Doe Group', vatNumber: 'BE0123456749' };

interface Call {
  to?: string;
  headers?: Record<string, string>;
  body?: string;
}

function call(app: ConnectApp, method: string, given: Call = {}): Promise<Answer> {
  const { to = path, headers = { authorization } } = given;
  const body = given.body ?? (method === 'PUT' ? JSON.stringify({ company }) : undefined);
  return app.request(to, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body }),
  });
}

const activationOf = ({ world }: ConnectApp) =>
  world.database.activations.get(activationId(partnerSpace, clientSpace))?.value;

const read = ({ text }: Answer) => JSON.parse(text) as Record<string, unknown>;

describe('PUT', () => {
  test('switches a client on, and says since when and in which folder', async () => {
    const app = createConnectApp();
    const answer = await call(app, 'PUT');
    expect(answer.status).toBe(200);
    expect(read(answer)).toEqual({
      partnerSpace,
      clientSpace,
      active: true,
      since: app.world.clock.now().toISOString(),
      folder: 'John Doe Group_BE0123456749',
    });
    expect(activationOf(app)).toEqual(anActivation({ since: app.world.clock.now() }));
    expect(app.world.topic.messages).toEqual([{ kind: 'care', partnerSpace }]);
  });

  test('twice answers the same, and changes nothing', async () => {
    const app = createConnectApp();
    const first = await call(app, 'PUT');
    app.world.clock.advance(60);
    const second = await call(app, 'PUT', { body: JSON.stringify({ company: { name: 'Renamed' } }) });
    expect(read(second)).toEqual(read(first));
  });

  test('takes a company without a VAT number, and blanks around names', async () => {
    const app = createConnectApp();
    await call(app, 'PUT', { body: JSON.stringify({ company: { name: '  Zonder nummer  ' } }) });
    expect(activationOf(app)?.company).toEqual({ name: 'Zonder nummer' });
  });

  test('takes a VAT number that fails its check, and says so in the log', async () => {
    const app = createConnectApp();
    const answer = await call(app, 'PUT', {
      body: JSON.stringify({ company: { ...company, vatNumber: 'BE0123456700' } }),
    });
    expect(answer.status).toBe(200);
    expect(app.log.lines).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });
});

describe('DELETE', () => {
  test('switches a client off, however often', async () => {
    const app = createConnectApp();
    await call(app, 'PUT');
    for (let time = 0; time < 2; time += 1) {
      const answer = await call(app, 'DELETE');
      expect(answer.status).toBe(200);
      expect(read(answer)).toEqual({ partnerSpace, clientSpace, active: false });
      expect(activationOf(app)?.active).toBe(false);
    }
  });

  test('of a client that was never on answers that it is off', async () => {
    const app = createConnectApp();
    expect(read(await call(app, 'DELETE'))).toEqual({ partnerSpace, clientSpace, active: false });
    expect(activationOf(app)).toBeUndefined();
  });
});

describe('GET', () => {
  test('tells how it stands: never on, on, off', async () => {
    const app = createConnectApp();
    expect(read(await call(app, 'GET'))).toEqual({ partnerSpace, clientSpace, active: false });
    const on = await call(app, 'PUT');
    expect(read(await call(app, 'GET'))).toEqual(read(on));
    await call(app, 'DELETE');
    const off = read(await call(app, 'GET'));
    expect(off).toMatchObject({ active: false });
    expect(off).not.toHaveProperty('since');
  });
});

describe('ids in upper case', () => {
  const upperPath = `/partner-spaces/${partnerSpace.toUpperCase()}/clients/${clientSpace.toUpperCase()}`;
  const upperToken = { authorization: `Bearer ${fakeCallToken(partnerSpace.toUpperCase())}` };

  test.each<[string, Call]>([
    ['the path', { to: upperPath }],
    ['the token', { headers: upperToken }],
    ['both', { to: upperPath, headers: upperToken }],
  ])('are the same spaces, in %s: one activation, switched on, told and switched off', async (_where, given) => {
    const app = createConnectApp();
    const first = await call(app, 'PUT');
    for (const again of [await call(app, 'PUT', given), await call(app, 'GET', given)]) {
      expect([again.status, read(again)]).toEqual([200, read(first)]);
    }
    expect(app.world.database.activations.all()).toHaveLength(1);
    expect(new Set(app.world.topic.messages.map((message) => JSON.stringify(message)))).toEqual(
      new Set([JSON.stringify({ kind: 'care', partnerSpace })]),
    );
    expect(read(await call(app, 'DELETE', given))).toEqual({ partnerSpace, clientSpace, active: false });
    expect(activationOf(app)?.active).toBe(false);
  });

  test('are kept in lower case when they come first', async () => {
    const app = createConnectApp();
    await call(app, 'PUT', { to: upperPath, headers: upperToken });
    expect(app.world.database.activations.all().map(({ id }) => id)).toEqual([activationId(partnerSpace, clientSpace)]);
    expect(activationOf(app)).toMatchObject({ partnerSpace, clientSpace, active: true });
  });
});

describe('is refused, with nothing changed:', () => {
  const refusals: [string, number, string, string, Call][] = [
    ['no token', 401, 'notAuthenticated', 'PUT', { headers: {} }],
    ['an empty token', 401, 'notAuthenticated', 'PUT', { headers: { authorization: 'Bearer ' } }],
    ['another scheme', 401, 'notAuthenticated', 'PUT', { headers: { authorization: 'Basic YTpi' } }],
    ['two tokens', 401, 'notAuthenticated', 'PUT', { headers: { authorization: `${authorization}, Bearer x` } }],
    ['a token that is refused', 401, 'notAuthenticated', 'PUT', { headers: { authorization: 'Bearer forged' } }],
    ['a session in place of a token', 401, 'notAuthenticated', 'PUT', { headers: { cookie: '__Host-session=x' } }],
    [
      "another partner's token",
      403,
      'noAccess',
      'PUT',
      { headers: { authorization: `Bearer ${fakeCallToken(other)}` } },
    ],
    ["another partner's path", 403, 'noAccess', 'PUT', { to: `/partner-spaces/${other}/clients/${clientSpace}` }],
    ['no JSON', 400, 'badRequest', 'PUT', { body: '{"company":' }],
    ['an empty body', 400, 'badRequest', 'PUT', { body: '' }],
    ['JSON that is no object', 400, 'badRequest', 'PUT', { body: 'null' }],
    ['no company', 400, 'badRequest', 'PUT', { body: '{}' }],
    ['a company without a name', 400, 'badRequest', 'PUT', { body: '{"company":{"vatNumber":"BE0123456749"}}' }],
    ['a name of blanks', 400, 'badRequest', 'PUT', { body: '{"company":{"name":"   "}}' }],
    ['a name that is no text', 400, 'badRequest', 'PUT', { body: '{"company":{"name":{"$ne":1}}}' }],
    ['a name far too long', 400, 'badRequest', 'PUT', { body: JSON.stringify({ company: { name: 'x'.repeat(501) } }) }],
    ['too large a body', 413, 'tooLarge', 'PUT', { body: `{"company":{"name":"x"},"more":"${'x'.repeat(70_000)}"}` }],
    ['a client that is no id', 400, 'badRequest', 'PUT', { to: `/partner-spaces/${partnerSpace}/clients/all` }],
    ['an unknown path', 404, 'notFound', 'PUT', { to: `/partner-spaces/${partnerSpace}/everything` }],
    ['an unknown method', 404, 'notFound', 'POST', { body: '{}' }],
    ['no token (DELETE)', 401, 'notAuthenticated', 'DELETE', { headers: {} }],
    [
      "another partner's token (DELETE)",
      403,
      'noAccess',
      'DELETE',
      { headers: { authorization: `Bearer ${fakeCallToken(other)}` } },
    ],
    [
      "another partner's token (GET)",
      403,
      'noAccess',
      'GET',
      { headers: { authorization: `Bearer ${fakeCallToken(other)}` } },
    ],
  ];

  test.each(refusals)('%s (%d %s)', async (_what, status, code, method, given) => {
    const app = createConnectApp();
    app.world.activate();
    app.world.activate({ partnerSpace: other });
    const before = app.world.database.activations.all();
    const answer = await call(app, method, given);
    expect([answer.status, read(answer)]).toEqual([
      status,
      { code, message: expect.stringMatching(/\S/), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(app.world.database.activations.all()).toEqual(before);
    expect(app.world.topic.messages).toEqual([]);
  });

  test('a body that is too large without saying so (413)', async () => {
    const app = createConnectApp();
    const chunk = new TextEncoder().encode('x'.repeat(16_384));
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        if (sent > 1000) return controller.close();
        controller.enqueue(chunk);
      },
    });
    const answer = await app.request(path, {
      method: 'PUT',
      headers: { authorization },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(20);
    expect(activationOf(app)).toBeUndefined();
  });
});

describe('what is wrong with us', () => {
  test.each([
    ['storageUnavailable', 503, 'warn'],
    // Only what nobody has understood wakes anybody.
    ['unexpected', 500, 'error'],
  ] as const)('is for the log, with the id that the caller is told: %s', async (code, status, level) => {
    const app = createConnectApp();
    app.world.addFault({ on: 'activations.create', failure: new Failure(code, 'table 7 of the cellar') });
    const answer = await call(app, 'PUT');
    const { requestId, message } = read(answer);
    expect([answer.status, message]).toEqual([status, 'this call could not be completed']);
    expect(answer.text).not.toContain('cellar');
    expect(app.log.lines).toContainEqual({
      level,
      message: 'request failed',
      fields: expect.objectContaining({ requestId, failure: code }),
    });
  });

  test('tells the caller how long to wait, where we know it', async () => {
    const app = createConnectApp();
    const failure = new Failure('storageUnavailable', 'down', { retryAfterSeconds: 9 });
    app.world.addFault({ on: 'activations.read', failure });
    expect((await call(app, 'GET')).headers.get('retry-after')).toBe('9');
  });
});

test('a call needs no cookie, and gets none', async () => {
  const answer = await call(createConnectApp(), 'PUT');
  expect(answer.headers.getSetCookie()).toEqual([]);
});

describe('uninstalling', () => {
  const uninstall = (app: ConnectApp, authorization?: string, space: string = partnerSpace) =>
    app.request(`/partner-spaces/${space}`, { method: 'DELETE', headers: authorization ? { authorization } : {} });
  const own = `Bearer ${fakeCallToken(partnerSpace)}`;
  const stateOf = (app: ConnectApp) => app.world.database.connections.get(partnerSpace)?.value.state;

  test('ends the connection as *Active off* does, however often', async () => {
    const app = createConnectApp();
    app.world.connect();
    for (let count = 0; count < 2; count += 1) {
      const answer = await uninstall(app, own);
      expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { partnerSpace, state: 'off' }]);
    }
    expect(app.world.vault.versions(partnerSpace)).toEqual([]);
    expect(app.world.calls()['google.revoke']).toBe(1);
  });

  test('where nothing was ever connected changes nothing', async () => {
    const app = createConnectApp();
    expect(JSON.parse((await uninstall(app, own)).text)).toEqual({ partnerSpace, state: 'off' });
    expect(app.world.database.connections.all()).toEqual([]);
  });

  test.each<[string, number, string | undefined]>([
    ['without a token', 401, undefined],
    ['with a token that is none', 401, 'Bearer made-up'],
    ['with the token of another partner space', 403, `Bearer ${fakeCallToken('a0000000-0000-4000-8000-000000000009')}`],
  ])('%s is refused (%d), and the connection stays', async (_how, status, authorization) => {
    const app = createConnectApp();
    app.world.connect();
    expect((await uninstall(app, authorization)).status).toBe(status);
    expect(stateOf(app)).toBe('on');
  });

  test('of no id is refused (400)', async () => {
    expect((await uninstall(createConnectApp(), own, 'all')).status).toBe(400);
  });
});
