/**
 * What the domain may rely on in Banqup's word on our extension (domain/ports.ts): the fake, and the adapter on the Banqup
 * simulator; then what the adapter makes of other answers.
 */
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAskWithToken } from '../../functions/banqup/ask.ts';
import { createClientToken } from '../../functions/banqup/client-token.ts';
import { createBanqupExtension } from '../../functions/banqup/extension.ts';
import type { BanqupExtension } from '../../functions/domain/ports.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { createBanqupSimulator } from '../simulators/banqup/server.ts';
import { type Listener, listen } from './listen.ts';

const partner = 'a0000000-0000-4000-8000-000000000001';
const nobody = 'a0000000-0000-4000-8000-0000000000ff';
const app = { clientId: 'client', clientSecret: 'secret', appId: 'app' };
const bakery = { name: 'Bakkerij Maes', vatNumber: 'BE0987654394' };
const nameless = { name: 'Zonder nummer' };
const [one, two, three] = [1, 2, 3].map((n) => `e0000000-0000-4000-8000-00000000000${n}`) as [string, string, string];

interface Site {
  extension: BanqupExtension;
  install(): void;
  activate(...clients: string[]): unknown;
  uninstall(): unknown;
  hide(): void;
  close(): Promise<void>;
}

function describeExtension(name: string, start: () => Promise<Site> | Site): void {
  describe(`our extension at Banqup (${name})`, () => {
    let site: Site;
    beforeEach(async () => {
      site = await start();
    });
    afterEach(() => site.close());

    test('is installed, for nobody yet', async () => {
      site.install();
      expect(await site.extension.state(partner)).toEqual({ installed: true, clients: [] });
    });

    test('has its clients, with the company of each, and no client that is not switched on', async () => {
      site.install();
      await site.activate(one, two);
      const { clients } = await site.extension.state(partner);
      expect(clients.sort((a, b) => (a.clientSpace < b.clientSpace ? -1 : 1))).toEqual([
        { clientSpace: one, company: bakery },
        { clientSpace: two, company: nameless },
      ]);
    });

    test('is not installed any more, and has nobody', async () => {
      site.install();
      await site.activate(one);
      await site.uninstall();
      expect(await site.extension.state(partner)).toEqual({ installed: false, clients: [] });
    });

    test.each([nobody, '../x'])('of a partner that Banqup does not show us is unknown: %s', async (space) => {
      site.install();
      await expect(site.extension.state(space)).rejects.toMatchObject({ code: 'partnerSpaceHidden' });
    });

    test('is unknown once our access is gone, whatever is installed', async () => {
      site.install();
      site.hide();
      await expect(site.extension.state(partner)).rejects.toMatchObject({ code: 'partnerSpaceHidden' });
    });
  });
}

describeExtension('fake', () => {
  const { ports, extensions } = createFakeWorld();
  const companies: Record<string, { name: string }> = { [one]: bakery, [two]: nameless };
  return {
    extension: ports.extension,
    install: () => extensions.set(partner, { installed: true, clients: {} }),
    activate: (...clients) =>
      extensions.set(partner, {
        installed: true,
        clients: Object.fromEntries(clients.map((id) => [id, companies[id] ?? nameless])),
      }),
    uninstall: () => extensions.set(partner, { installed: false, clients: {} }),
    hide: () => extensions.hide(partner),
    close: async () => {},
  };
});

const adapterFor = (url: string, applicationId: string) =>
  createBanqupExtension(
    createAskWithToken(
      createClientToken(
        {
          tokenUrl: `${url}/oauth2/client_credential/gettoken`,
          clientId: app.clientId,
          clientSecret: app.clientSecret,
        },
        () => new Date(),
      ),
    ),
    url,
    applicationId,
  );

describeExtension('Banqup simulator', async () => {
  const simulator = await createBanqupSimulator({
    publish: async () => {},
    app,
    redirectUris: [],
    appUrl: 'http://app.localhost',
    appServerUrl: 'http://app.localhost',
  });
  simulator.createClient({ id: one, ...bakery, partnerSpaces: [partner] });
  simulator.createClient({ id: two, ...nameless, partnerSpaces: [partner] });
  simulator.createClient({ id: three, name: 'Niet aan', partnerSpaces: [partner] });
  return {
    extension: adapterFor(simulator.url, simulator.applicationId),
    install: () => simulator.install(partner),
    async activate(...clients) {
      for (const client of clients) await simulator.activateByTemplate(partner, client);
    },
    uninstall: () => simulator.uninstall(partner),
    hide: () => simulator.hide(partner),
    close: () => simulator.close(),
  };
});

describe('answers of Banqup', () => {
  let listener: Listener;
  let answers: Record<string, (response: ServerResponse) => void>;
  const json = (body: unknown) => (response: ServerResponse) => response.end(JSON.stringify(body));
  const base = '/entitystore/v1/spaces';
  const extensions = `${base}/${partner}/extensions`;
  const clients = `${extensions}/ours/clients`;
  const state = () => adapterFor(listener.url, 'ours').state(partner);

  beforeEach(async () => {
    answers = {
      '/oauth2/client_credential/gettoken': json({ access_token: 't', expires_in: 300 }),
      [base]: json({ spaces: [{ id: partner.toUpperCase() }] }),
      [extensions]: json({ extensions: [{ applicationId: 'OURS' }] }),
      [clients]: json({ clients: [{ id: one.toUpperCase(), name: null }] }),
    };
    listener = await listen((request, response) => {
      const answer = answers[request.url?.split('?')[0] ?? ''];
      if (answer) answer(response);
      else response.writeHead(404).end();
    });
  });
  afterEach(() => listener.close());

  test('are read whatever the spelling of ids, and a client without a name goes by its id', async () => {
    expect(await state()).toEqual({ installed: true, clients: [{ clientSpace: one, company: { name: one } }] });
  });

  test.each([
    ['lists ours as inactive', { extensions: [{ applicationId: 'ours', active: false }] }],
    ['lists only others', { extensions: [{ applicationId: 'another' }] }],
    ['lists none', { extensions: [] }],
  ])('mean uninstalled where Banqup %s', async (_what, body) => {
    answers[extensions] = json(body);
    expect(await state()).toEqual({ installed: false, clients: [] });
  });

  test.each([base, extensions, clients])('that hide %s make nothing known', async (path) => {
    for (const status of [403, 404]) {
      answers[path] = (response) => response.writeHead(status).end();
      await expect(state()).rejects.toMatchObject({ code: 'partnerSpaceHidden' });
    }
  });

  test('that list no space at all, as without access, make nothing known', async () => {
    answers[base] = json({ spaces: [] });
    await expect(state()).rejects.toMatchObject({ code: 'partnerSpaceHidden' });
  });

  test.each([base, extensions, clients])('of another form, or none, are unexpected, at %s', async (path) => {
    for (const body of [{}, [], { spaces: 1, extensions: 'x', clients: { secret: 1 } }, 'secret']) {
      answers[path] = json(body);
      const failure = await state().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'unexpected' });
      expect(String(failure)).not.toContain('secret');
    }
  });

  test.each([base, extensions, clients])('that fail for a moment are banqupUnavailable, at %s', async (path) => {
    for (const status of [429, 500, 503]) {
      answers[path] = (response) => response.writeHead(status).end();
      await expect(state()).rejects.toMatchObject({ code: 'banqupUnavailable' });
    }
  });
});
