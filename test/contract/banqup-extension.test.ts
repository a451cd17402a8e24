/**
 * What the domain may rely on in what Banqup says of our extension (domain/ports.ts): the fake, and the adapter on the Banqup
 * simulator; then the answers after which nothing may be believed absent.
 */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAskWithToken } from '../../functions/banqup/ask.ts';
import { createClientToken } from '../../functions/banqup/client-token.ts';
import { createBanqupExtension } from '../../functions/banqup/extension.ts';
import type { BanqupExtension } from '../../functions/domain/ports.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { createBanqupSimulator } from '../simulators/banqup/server.ts';
import { type Listener, listen } from './listen.ts';

const partner = 'a0000000-0000-4000-8000-000000000001';
const nowhere = '00000000-0000-4000-8000-000000000000';
const client = 'c0000000-0000-4000-8000-00000000000a';
const company = { name: 'Bakkerij Maes', vatNumber: 'BE0987654394', enterpriseNumber: '0987654394' };
const app = { clientId: 'our client', clientSecret: 'secret', appId: '11111111-1111-4111-8111-111111111111' };

interface Site {
  extension: BanqupExtension;
  install(): void;
  /** The client, on for the partner. */
  add(): Promise<unknown> | unknown;
  remove(): Promise<unknown> | unknown;
  uninstall(): Promise<unknown> | unknown;
  hide(): void;
  close(): Promise<void>;
}

function describeExtension(name: string, start: () => Promise<Site>): void {
  describe(`extension (${name})`, () => {
    let site: Site;
    beforeEach(async () => {
      site = await start();
    });
    afterEach(() => site.close());
    const state = () => site.extension.state(partner);

    test('tells of a partner which clients it is on for, and their companies', async () => {
      site.install();
      expect(await state()).toEqual({ installed: true, clients: [] });
      await site.add();
      expect(await state()).toEqual({ installed: true, clients: [{ clientSpace: client, company }] });
    });

    test('tells no more of a client that left', async () => {
      site.install();
      await site.add();
      await site.remove();
      expect(await state()).toEqual({ installed: true, clients: [] });
    });

    test('tells that it is not installed any more', async () => {
      site.install();
      await site.add();
      await site.uninstall();
      expect(await state()).toEqual({ installed: false, clients: [] });
    });

    test('knows nothing of a partner space that Banqup does not show, rather than that nothing is there', async () => {
      await expect(site.extension.state(nowhere)).rejects.toMatchObject({ code: 'partnerSpaceHidden' });
      site.install();
      await site.add();
      site.hide();
      await expect(state()).rejects.toMatchObject({ code: 'partnerSpaceHidden' });
    });
  });
}

describeExtension('fake', async () => {
  const { extensions, ports } = createFakeWorld();
  const set = (installed: boolean, clients = {}) => extensions.set(partner, { installed, clients });
  return {
    extension: ports.extension,
    install: () => set(true),
    add: () => set(true, { [client]: company }),
    remove: () => set(true),
    uninstall: () => set(false),
    hide: () => extensions.hide(partner),
    close: async () => {},
  };
});

/** The adapter for a Banqup at this address. */
function adapterFor(url: string, applicationId: string): BanqupExtension {
  const { clientId, clientSecret } = app;
  const tokenUrl = `${url}/oauth2/client_credential/gettoken`;
  const token = createClientToken({ tokenUrl, clientId, clientSecret }, createFakeClock(new Date()).now);
  return createBanqupExtension(createAskWithToken(token), url, applicationId);
}

async function startAdapter() {
  const simulator = await createBanqupSimulator({
    appUrl: 'http://127.0.0.1:1',
    appServerUrl: 'http://127.0.0.1:1',
    publish: async () => {},
    app,
    redirectUris: [],
    seed: { partnerSpaces: [{ id: partner, name: 'Kantoor' }], clients: [], users: [] },
  });
  simulator.createClient({ id: client, ...company, partnerSpaces: [partner] });
  return {
    simulator,
    extension: adapterFor(simulator.url, simulator.applicationId),
    install: () => simulator.install(partner),
    add: () => simulator.activateByTemplate(partner, client),
    remove: () => simulator.removeClient(partner, client),
    uninstall: () => simulator.uninstall(partner),
    hide: () => simulator.hide(partner),
    close: simulator.close,
  };
}

describeExtension('Banqup simulator', startAdapter);

describe('an answer of Banqup', () => {
  const calls = ['spaces', 'extensions', 'extensionClients'] as const;
  let site: Awaited<ReturnType<typeof startAdapter>>;
  beforeEach(async () => {
    site = await startAdapter();
    site.install();
    await site.add();
  });
  afterEach(() => site.close());

  const failing = (on: (typeof calls)[number], status: number, times = 1) => {
    site.simulator.addFault({ on, status, times, retryAfterSeconds: 7 });
    return site.extension.state(partner);
  };

  test.each(calls.flatMap((on) => [[on, 403] as const, [on, 404] as const]))(
    'of %s with status %i leaves the partner unknown',
    async (on, status) => {
      await expect(failing(on, status)).rejects.toMatchObject({ code: 'partnerSpaceHidden' });
    },
  );

  test.each(calls.flatMap((on) => [[on, 429] as const, [on, 500] as const, [on, 503] as const]))(
    'of %s with status %i is to be asked for again, when Banqup says',
    async (on, status) => {
      await expect(failing(on, status)).rejects.toMatchObject({ code: 'banqupUnavailable', retryAfterSeconds: 7 });
    },
  );

  test.each(calls)('of %s that refuses the token has it renewed once, and goes on', async (on) => {
    expect((await failing(on, 401)).clients).toHaveLength(1);
    expect(site.simulator.calls().token).toBe(2);
    await expect(failing(on, 401, 2)).rejects.toMatchObject({ code: 'unexpected' });
  });
});

describe('an answer in another form', () => {
  const application = 'D0000000-0000-4000-8000-00000000000F';
  const paths = {
    spaces: '/entitystore/v1/spaces',
    extensions: `/entitystore/v1/spaces/${partner}/extensions`,
    clients: `/entitystore/v1/spaces/${partner}/extensions/${application}/clients`,
  };
  let stub: Listener;
  let answers: Record<string, string>;
  /** Of answers that are not 200. */
  let statuses: Record<string, number>;
  const state = () => adapterFor(stub.url, application).state(partner);
  const ours = { applicationId: application.toLowerCase() };

  beforeEach(async () => {
    stub = await listen((request, response: ServerResponse) => {
      const answer = answers[request.url];
      if (answer === undefined) response.writeHead(404).end();
      else response.writeHead(statuses[request.url] ?? 200).end(answer);
    });
    statuses = {};
    answers = {
      '/oauth2/client_credential/gettoken': JSON.stringify({ access_token: 'opaque' }),
      [paths.spaces]: JSON.stringify({ spaces: [{ id: partner.toUpperCase() }] }),
      [paths.extensions]: JSON.stringify({ extensions: [ours] }),
      [paths.clients]: JSON.stringify({ clients: [{ id: client.toUpperCase(), name: null }] }),
    };
  });
  afterEach(() => stub.close());

  test('is none where ids come in upper case and a client has no name or numbers', async () => {
    expect(await state()).toEqual({ installed: true, clients: [{ clientSpace: client, company: { name: client } }] });
  });

  test('is none where nobody has any extension: access is proven, so ours is not installed', async () => {
    answers[paths.extensions] = JSON.stringify({ extensions: [] });
    expect(await state()).toEqual({ installed: false, clients: [] });
  });

  test.each([
    ["somebody else's alone", [{ applicationId: nowhere, active: true }]],
    ['inactive', [{ ...ours, active: false }]],
  ])('is none where the extension is %s: ours is not installed', async (_what, extensions) => {
    answers[paths.extensions] = JSON.stringify({ extensions });
    expect(await state()).toEqual({ installed: false, clients: [] });
  });

  test('is an empty list of spaces where our access is gone: then nothing is known', async () => {
    answers[paths.spaces] = JSON.stringify({ spaces: [] });
    await expect(state()).rejects.toMatchObject({ code: 'partnerSpaceHidden' });
  });

  test.each(['extensions', 'clients'] as const)(
    'of %s that refuses us is not read, whatever it holds',
    async (path) => {
      answers[paths[path]] = JSON.stringify({ [path]: [] });
      statuses[paths[path]] = 400;
      await expect(state()).rejects.toMatchObject({ code: 'unexpected' });
    },
  );

  test.each(
    (['spaces', 'extensions', 'clients'] as const).flatMap((path) =>
      ['', 'no JSON', '[]', '{}', `{"${path}":null}`, `{"${path}":[{}]}`, '{"error":"x"}'].map(
        (body) => [path, body] as const,
      ),
    ),
  )('of %s is never read as an empty one: %j', async (path, body) => {
    answers[paths[path]] = body;
    await expect(state()).rejects.toMatchObject({ code: 'unexpected' });
  });
});
