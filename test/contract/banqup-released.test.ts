/**
 * What the domain may rely on in Banqup's list of documents (domain/ports.ts): the fake, and the adapter on the Banqup simulator; then
 * what the adapter makes of lists that are not as we assume.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAskWithToken } from '../../functions/banqup/ask.ts';
import { createClientToken } from '../../functions/banqup/client-token.ts';
import { askBanqup } from '../../functions/banqup/http.ts';
import { createReleased } from '../../functions/banqup/released.ts';
import type { Period } from '../../functions/domain/calendar.ts';
import type { Banqup, ReleasedDocument } from '../../functions/domain/ports.ts';
import { aDocument, ublOf } from '../builders.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { createBanqupSimulator } from '../simulators/banqup/server.ts';
import { type Listener, listen } from './listen.ts';

type Released = Required<Banqup>['released'];

const partner = 'a0000000-0000-4000-8000-000000000001';
const client = 'c0000000-0000-4000-8000-000000000001';
const anotherClient = 'c0000000-0000-4000-8000-000000000002';
const march: Period = { from: new Date('2026-02-28T23:00:00Z'), until: new Date('2026-03-31T22:00:00Z') };
const noon = new Date('2026-03-02T12:00:00Z');
const justBefore = (moment: Date) => new Date(moment.getTime() - 1);

interface Site {
  released: Released;
  /** A document that was approved (AP) or sent (AR) then; answers its id. */
  release(document: { space?: string; direction?: 'AP' | 'AR'; at?: Date }): string;
  /** One that was not. */
  add(): void;
  close(): Promise<void>;
}

async function all(released: Released, period = march, space = client): Promise<ReleasedDocument[]> {
  const found = [];
  for await (const documents of released(space, period)) found.push(...documents);
  return found;
}
const idsOf = (found: ReleasedDocument[]) => found.map(({ documentId }) => documentId).sort();

function describeReleased(name: string, start: () => Promise<Site>): void {
  describe(`Banqup's list (${name})`, () => {
    let site: Site;

    beforeEach(async () => {
      site = await start();
    });
    afterEach(() => site.close());

    test.each(['AP', 'AR'] as const)(
      'tells of an %s document all that is needed, and since when',
      async (direction) => {
        const documentId = site.release({ direction, at: noon });
        const [found] = await all(site.released);
        expect(found).toMatchObject({ clientSpace: client, documentId, direction, exportable: true, moment: noon });
        expect(found?.releasedAt.getTime()).toBeGreaterThanOrEqual(noon.getTime());
        expect(found?.fileId).toEqual(expect.any(String));
      },
    );

    test('holds what was released in the period, from its first moment on, and none of the moment at which it ends', async () => {
      const inside = [site.release({ at: march.from }), site.release({ at: justBefore(march.until) })];
      site.release({ at: justBefore(march.from) });
      site.release({ at: march.until });
      expect(idsOf(await all(site.released))).toEqual(inside.sort());
    });

    test('holds nothing that waits for approval, and nothing of another client', async () => {
      site.add();
      const others = site.release({ space: anotherClient });
      expect(await all(site.released)).toEqual([]);
      expect(idsOf(await all(site.released, march, anotherClient))).toEqual([others]);
    });

    test('has each document once, over however many pages', async () => {
      const made = Array.from({ length: 205 }, () => site.release({}));
      expect(idsOf(await all(site.released))).toEqual(made.sort());
    });
  });
}

describeReleased('fake', async () => {
  const { banqup, ports } = createFakeWorld();
  let count = 0;
  const put = (given: Parameters<typeof aDocument>[0]) => {
    count += 1;
    const documentId = `document-${count}`;
    banqup.put(aDocument({ clientSpace: client, documentId, ...given }));
    return documentId;
  };
  const { released } = ports.banqup;
  if (!released) throw new Error('the fake has a list');
  return {
    released,
    release: ({ space = client, direction = 'AP', at = noon }) =>
      put({ clientSpace: space, direction, releasedAt: at }),
    add: () => void put({ exportable: false }),
    close: async () => {},
  };
});

const app = { clientId: 'us', clientSecret: 'secret', appId: '11111111-1111-4111-8111-111111111111' };
const rules = {
  categories: ['INVOICE', 'CREDIT_NOTE'],
  purchaseFolder: 'PURCHASES',
  salesFolder: 'SALES',
  purchaseExportable: { field: 'status.document', values: ['APPROVED'] },
  salesExportable: { field: 'status.delivery', values: ['SENT'] },
  purchaseMoment: 'status.approvedAt',
  salesMoment: 'status.sentAt',
  clockGraceSeconds: 120,
};

describeReleased('Banqup simulator', async () => {
  const ourApp = await listen((_request, response) => response.end());
  const simulator = await createBanqupSimulator({
    appUrl: ourApp.url,
    appServerUrl: ourApp.url,
    publish: async () => {},
    app,
    redirectUris: [],
    momentField: true,
  });
  for (const space of [client, anotherClient]) await simulator.activate(partner, space);
  const { clientId, clientSecret } = app;
  const tokenUrl = `${simulator.url}/oauth2/client_credential/gettoken`;
  const ask = createAskWithToken(createClientToken({ tokenUrl, clientId, clientSecret }, () => new Date()));
  const add = (space = client, direction = 'AP') => {
    const folder = direction === 'AP' ? ('PURCHASES' as const) : ('SALES' as const);
    return simulator.addDocument({ space, folder, ubl: ublOf(), category: 'INVOICE' }).documentId;
  };
  return {
    released: createReleased(ask, { ...rules, apiUrl: simulator.url }),
    release({ space, direction, at = noon }) {
      const documentId = add(space, direction);
      simulator.releaseUntold(documentId, at);
      return documentId;
    },
    add: () => void add(),
    async close() {
      await simulator.close();
      await ourApp.close();
    },
  };
});

describe("the adapter's view of Banqup's list", () => {
  let stub: Listener;
  let asked: URLSearchParams[];
  /** What a page is answered with. */
  let answer: (page: number) => { status?: number; body: unknown };
  const released = () => all(createReleased((url) => askBanqup(url), { ...rules, apiUrl: stub.url }));

  beforeEach(async () => {
    asked = [];
    stub = await listen(({ url }, response) => {
      const { searchParams } = new URL(url ?? '', 'http://x');
      asked.push(searchParams);
      const { status = 200, body } = answer(Number(searchParams.get('page')));
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  afterEach(() => stub.close());

  const document = (id: string, changed: object = {}) => ({
    id,
    spaceId: client,
    folder: 'PURCHASES',
    category: 'INVOICE',
    status: { document: 'APPROVED', approvedAt: noon.toISOString() },
    metadata: { supplier: { legalName: 'Drukkerij Janssens' }, customer: { legalName: 'John Doe Group' } },
    files: [{ id: 'file', contentType: 'application/xml' }],
    ...changed,
  });
  const pages =
    (...given: object[][]) =>
    (page: number) => ({ body: { documents: given[page] ?? [] } });

  test('asks for the period, page by page, until one is empty where nobody says how many there are', async () => {
    answer = pages([document('a'), document('b')], [document('c')]);
    expect(idsOf(await released())).toEqual(['a', 'b', 'c']);
    expect(asked.map((query) => query.get('page'))).toEqual(['0', '1', '2']);
    for (const query of asked) {
      expect([query.get('releasedFrom'), query.get('releasedUntil')]).toEqual([
        march.from.toISOString(),
        march.until.toISOString(),
      ]);
    }
  });

  test('asks no more than it takes where Banqup says how many there are', async () => {
    answer = () => ({ body: { documents: [document('a')], total: 1 } });
    expect(idsOf(await released())).toEqual(['a']);
    expect(asked).toHaveLength(1);
  });

  test('leaves out what was not asked for, where Banqup does not know our filters', async () => {
    const status = (approvedAt: string, rest = {}) => ({ status: { document: 'APPROVED', approvedAt, ...rest } });
    answer = pages([
      document('too early', status('2026-02-28T22:59:59.999Z')),
      document('in time', status('2026-02-28T23:00:00.000Z')),
      document('too late', status('2026-03-31T22:00:00.000Z')),
      document('waiting', status(noon.toISOString(), { document: 'AWAITING_VALIDATION' })),
      document('an order', { category: 'ORDER' }),
      document('of no moment', { status: { document: 'APPROVED' } }),
    ]);
    expect(idsOf(await released())).toEqual(['in time']);
  });

  test('counts by the moment that Banqup tells, and takes it for released as late as our clocks may be apart', async () => {
    answer = pages([document('a')]);
    const [found] = await released();
    expect(found).toMatchObject({ moment: noon, releasedAt: new Date(noon.getTime() + 120_000) });
  });

  test('names the other side of each: the supplier of a purchase, the customer of a sale; where Banqup does', async () => {
    const sent = { delivery: 'SENT', sentAt: noon.toISOString() };
    answer = pages([
      document('a'),
      document('b', { folder: 'SALES', status: sent }),
      document('c', { metadata: { supplier: { legalName: '  ' } } }),
      document('d', { metadata: null }),
    ]);
    expect((await released()).map(({ counterparty }) => counterparty)).toEqual([
      'Drukkerij Janssens',
      'John Doe Group',
      undefined,
      undefined,
    ]);
  });

  test('tells a document once that has moved to the next page meanwhile', async () => {
    answer = pages([document('b'), document('a')], [document('a'), document('c')]);
    expect(idsOf(await released())).toEqual(['a', 'b', 'c']);
  });

  test('tells a document once that comes twice, also on one page and in another spelling', async () => {
    answer = pages([document('a'), document('A'), document('a')], [document('A'), document('b')]);
    expect(idsOf(await released())).toEqual(['a', 'b']);
  });

  test.each([0, -1, 1, 1.5, 100])('is told all that there is where Banqup counts %d', async (total) => {
    const body = pages([document('a'), document('b')], [document('c')]);
    answer = (page) => ({ body: { ...body(page).body, total } });
    expect(idsOf(await released())).toEqual(['a', 'b', 'c']);
  });

  test('is told a hundred thousand documents, each once', async () => {
    answer = (page) => ({
      body: { documents: Array.from({ length: 100 }, (_, at) => document(`${page}-${at}`)), total: 100_000 },
    });
    expect(new Set(idsOf(await released())).size).toBe(100_000);
    expect(asked).toHaveLength(1_000);
  }, 60_000);

  test('does not ask for ever where the list never ends', async () => {
    answer = (page) => ({ body: { documents: [document(`d-${page}`)] } });
    await expect(released()).rejects.toMatchObject({ code: 'unexpected', message: "Banqup's list does not end" });
    expect(asked).toHaveLength(2_000);
  }, 60_000);

  test.each([null, 7, '', 'yesterday', '2026-13-01T00:00:00Z', {}, ['2026-03-02T12:00:00Z']])(
    'leaves out what was approved at no moment that can be read: %j',
    async (approvedAt) => {
      answer = pages([document('a', { status: { document: 'APPROVED', approvedAt } }), document('b')]);
      expect(idsOf(await released())).toEqual(['b']);
    },
  );

  test.each([
    [7, undefined],
    [['Claes'], undefined],
    [{}, undefined],
    ['x'.repeat(100_000), 'x'.repeat(200)],
  ])('takes no name of another form, or longer than a name is', async (legalName, counterparty) => {
    answer = pages([document('a', { metadata: { supplier: { legalName } } })]);
    expect((await released())[0]?.counterparty).toEqual(counterparty);
  });

  test('does not take half a list for all of it, nor ask for ever, where Banqup knows no pages', async () => {
    answer = () => ({ body: { documents: [document('a')] } });
    await expect(released()).rejects.toMatchObject({ code: 'unexpected' });
    expect(asked).toHaveLength(2);
  });

  test.each([
    [403, {}, 'documentNotFound'],
    [404, {}, 'documentNotFound'],
    [400, {}, 'unexpected'],
    [503, {}, 'banqupUnavailable'],
    [200, { documents: [{ id: 7 }] }, 'unexpected'],
    [200, { documents: null }, 'unexpected'],
    [200, { documents: {} }, 'unexpected'],
    [200, { documents: [], total: 'many' }, 'unexpected'],
    [200, { documents: [null] }, 'unexpected'],
    [200, [], 'unexpected'],
  ])('throws where Banqup answers %d %j: %s', async (status, body, code) => {
    answer = () => ({ status, body });
    await expect(released()).rejects.toMatchObject({ code });
  });

  test("takes no document of another client space for this one's", async () => {
    answer = pages([document('a', { spaceId: anotherClient })]);
    await expect(released()).rejects.toMatchObject({ code: 'unexpected' });
  });
});
