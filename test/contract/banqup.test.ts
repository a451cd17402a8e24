/**
 * What the domain may rely on in Banqup's documents (domain/ports.ts): the fake, and the adapter on the Banqup simulator; then
 * what the adapter reads out of Banqup's answers, and what it sends.
 */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { createAskWithToken } from '../../functions/banqup/ask.ts';
import { createClientToken } from '../../functions/banqup/client-token.ts';
import { createBanqup, type DocumentRules } from '../../functions/banqup/documents.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import type { Banqup, BanqupDocument } from '../../functions/domain/ports.ts';
import { aDocument, anyRoom, ublOf, usual } from '../builders.ts';
import { createFakeClock, type FakeClock } from '../fakes/clock.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { until } from '../local/until.ts';
import { type BanqupSimulatorOptions, createBanqupSimulator } from '../simulators/banqup/server.ts';
import { type Arrived, type Listener, listen } from './listen.ts';

const partner = 'a0000000-0000-4000-8000-000000000001';
const client = 'c0000000-0000-4000-8000-000000000001';
const anotherClient = 'c0000000-0000-4000-8000-000000000002';
const nowhere = '00000000-0000-4000-8000-000000000000';

interface Site {
  banqup: Banqup;
  /** A document that was approved (AP) or sent (AR) just now; answers its id. */
  release(document: { direction: 'AP' | 'AR'; ubl: Uint8Array }): Promise<string> | string;
  replaceUbl(documentId: string, ubl: Uint8Array): void;
  remove(documentId: string): void;
  close(): Promise<void>;
}

function describeBanqup(name: string, start: () => Promise<Site>): void {
  describe(`banqup (${name})`, () => {
    let site: Site;
    let banqup: Banqup;

    beforeEach(async () => {
      site = await start();
      banqup = site.banqup;
    });
    afterEach(() => site.close());

    test.each(['AP', 'AR'] as const)(
      'tells of an %s document that it may be exported, and where its UBL is',
      async (direction) => {
        const documentId = await site.release({ direction, ubl: ublOf() });
        const document = await banqup.document(client, documentId);
        expect(document).toMatchObject({ clientSpace: client, documentId, direction, exportable: true });
        expect(document.fileId).toEqual(expect.any(String));
      },
    );

    test('shows no document that was never there, was deleted, or is of another client space', async () => {
      const [kept, deleted] = [
        await site.release({ direction: 'AP', ubl: ublOf() }),
        await site.release({ direction: 'AP', ubl: ublOf() }),
      ];
      site.remove(deleted);
      for (const [space, id] of [
        [client, deleted],
        [client, nowhere],
        [anotherClient, kept],
        [nowhere, kept],
      ] as const) {
        await expect(banqup.document(space, id)).rejects.toMatchObject({ code: 'documentNotFound' });
      }
      expect((await banqup.document(client, kept)).documentId).toBe(kept);
    });

    test.each([
      ['UBL', ublOf({ supplier: 'Éénaeme 🧾 & zonen' })],
      ['every kind of byte', new Uint8Array(Array.from({ length: 512 }, (_, index) => index % 256))],
      ['6 MB', new Uint8Array(randomBytes(6_000_000))],
      ['a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, 0x3c, 0x0d, 0x0a])],
    ])('gives the bytes of a file exactly: %s', async (_what, ubl) => {
      const document = await banqup.document(client, await site.release({ direction: 'AP', ubl }));
      expect(Buffer.from(await banqup.ubl(document, anyRoom)).equals(ubl)).toBe(true);
    });

    test('asks for room before it reads the bytes, with how many there are', async () => {
      const document = await banqup.document(client, await site.release({ direction: 'AP', ubl: ublOf() }));
      const asked: number[] = [];
      const gate = Promise.withResolvers<void>();
      let isRead = false;
      const reading = banqup.ubl(document, (bytes) => {
        asked.push(bytes);
        return gate.promise;
      });
      void reading.then(() => {
        isRead = true;
      });
      await until('room is asked for', () => asked.length > 0);
      await new Promise(setImmediate);
      expect([asked, isRead]).toEqual([[ublOf().byteLength], false]);
      gate.resolve();
      expect((await reading).byteLength).toBe(ublOf().byteLength);
    });

    test('gives the bytes as they are now', async () => {
      const documentId = await site.release({ direction: 'AR', ubl: ublOf({ number: '1' }) });
      const document = await banqup.document(client, documentId);
      await banqup.ubl(document, anyRoom);
      const other = ublOf({ number: '2' });
      site.replaceUbl(documentId, other);
      expect(Buffer.from(await banqup.ubl(document, anyRoom)).equals(other)).toBe(true);
    });

    test('misses the UBL while its file is empty', async () => {
      const documentId = await site.release({ direction: 'AP', ubl: new Uint8Array() });
      const document = await banqup.document(client, documentId);
      await expect(banqup.ubl(document, anyRoom)).rejects.toMatchObject({ code: 'ublMissing' });
      site.replaceUbl(documentId, ublOf());
      expect(Buffer.from(await banqup.ubl(document, anyRoom)).equals(ublOf())).toBe(true);
    });

    test('misses the UBL of a document without a file, or whose file is not shown', async () => {
      const document = await banqup.document(client, await site.release({ direction: 'AP', ubl: ublOf() }));
      const { fileId: _fileId, ...without } = document;
      await expect(banqup.ubl(without, anyRoom)).rejects.toMatchObject({ code: 'ublMissing' });
      await expect(banqup.ubl({ ...document, fileId: nowhere }, anyRoom)).rejects.toMatchObject({ code: 'ublMissing' });
      await expect(banqup.ubl({ ...document, clientSpace: anotherClient }, anyRoom)).rejects.toMatchObject({
        code: 'ublMissing',
      });
    });
  });
}

describeBanqup('fake', async () => {
  const { banqup, ports } = createFakeWorld();
  const released = new Map<string, BanqupDocument>();
  const given = (documentId: string) => released.get(documentId) ?? aDocument();
  return {
    banqup: ports.banqup,
    release({ direction, ubl }) {
      const number = released.size + 1;
      const documentId = `document-${number}`;
      const document = aDocument({ clientSpace: client, documentId, direction, fileId: `file-${number}` });
      released.set(documentId, document);
      banqup.put(document, ubl);
      return documentId;
    },
    replaceUbl: (documentId, ubl) => banqup.replaceUbl(given(documentId), ubl),
    remove: (documentId) => banqup.remove(client, documentId),
    close: async () => {},
  };
});

const app = { clientId: 'our client', clientSecret: 's:e/c r&t', appId: '11111111-1111-4111-8111-111111111111' };
const rules = {
  categories: ['INVOICE', 'CREDIT_NOTE'],
  purchaseFolder: 'PURCHASES',
  salesFolder: 'SALES',
  purchaseExportable: { field: 'status.document', values: ['APPROVED', 'FULLY_APPROVED'] },
  salesExportable: { field: 'status.delivery', values: ['SENT', 'DELIVERED'] },
  clockGraceSeconds: 0,
};

/** The adapter for a Banqup at this address. */
function adapterFor(
  url: string,
  clock: FakeClock,
  { tokenPath = 'gettoken', ...more }: Partial<DocumentRules> & { tokenPath?: string } = {},
): Banqup {
  const { clientId, clientSecret } = app;
  const tokenUrl = `${url}/oauth2/client_credential/${tokenPath}`;
  return createBanqup(createAskWithToken(createClientToken({ tokenUrl, clientId, clientSecret }, clock.now)), {
    apiUrl: url,
    ...rules,
    ...more,
  });
}

async function startAdapter(options: Partial<BanqupSimulatorOptions> = {}) {
  const clock = createFakeClock(new Date());
  const ourApp = await listen((_request, response) => response.end());
  const simulator = await createBanqupSimulator({
    appUrl: ourApp.url,
    appServerUrl: ourApp.url,
    publish: async () => {},
    app,
    redirectUris: [],
    now: clock.now,
    ...options,
  });
  for (const space of [client, anotherClient]) await simulator.activate(partner, space);
  return {
    simulator,
    clock,
    banqup: adapterFor(simulator.url, clock),
    async release({ direction, ubl }: { direction: 'AP' | 'AR'; ubl: Uint8Array }) {
      const folder = direction === 'AP' ? 'PURCHASES' : 'SALES';
      const { documentId } = simulator.addDocument({ space: client, folder, ubl, category: 'INVOICE' });
      await (direction === 'AP' ? simulator.approve(documentId) : simulator.send(documentId));
      return documentId;
    },
    replaceUbl: simulator.replaceDocument,
    remove: simulator.deleteDocument,
    async close() {
      await simulator.close();
      await ourApp.close();
    },
  };
}

describeBanqup('Banqup simulator', startAdapter);

describe("the adapter's view of Banqup's documents", () => {
  let site: Awaited<ReturnType<typeof startAdapter>>;

  beforeEach(async () => {
    site = await startAdapter({ momentField: true });
  });
  afterEach(() => site.close());

  test.each([
    ['PURCHASES', { document: 'APPROVED' }, 'INVOICE', 'AP', true],
    ['PURCHASES', { document: 'FULLY_APPROVED' }, 'CREDIT_NOTE', 'AP', true],
    ['PURCHASES', { document: 'AWAITING_VALIDATION' }, 'INVOICE', 'AP', false],
    ['PURCHASES', { document: 'REFUSED' }, 'INVOICE', 'AP', false],
    ['PURCHASES', { document: 'AWAITING_VALIDATION', delivery: 'SENT' }, 'INVOICE', 'AP', false],
    ['PURCHASES', { document: 'APPROVED' }, 'ORDER', 'AP', false],
    ['SALES', { delivery: 'SENT' }, 'INVOICE', 'AR', true],
    ['SALES', { delivery: 'DELIVERED' }, 'CREDIT_NOTE', 'AR', true],
    ['SALES', { delivery: 'DRAFT' }, 'INVOICE', 'AR', false],
    ['SALES', { delivery: 'DRAFT', document: 'APPROVED' }, 'INVOICE', 'AR', false],
  ] as const)(
    '%s with status %j and category %s is %s, exportable: %s',
    async (folder, status, category, direction, exportable) => {
      const given = { space: client, folder, status, category, ubl: ublOf() };
      const { documentId } = site.simulator.addDocument(given);
      expect(await site.banqup.document(client, documentId)).toMatchObject({ direction, exportable });
    },
  );

  test.each(['AP', 'AR'] as const)(
    'reads the moment of an %s document where it is told which field',
    async (direction) => {
      const documentId = await site.release({ direction, ubl: ublOf() });
      const released = site.clock.now();
      site.clock.advance(60);
      expect(await site.banqup.document(client, documentId)).not.toHaveProperty('releasedAt');
      const fields = { purchaseMoment: 'status.approvedAt', salesMoment: 'status.sentAt' };
      const reading = adapterFor(site.simulator.url, site.clock, fields);
      expect((await reading.document(client, documentId)).releasedAt).toEqual(released);
      const lenient = adapterFor(site.simulator.url, site.clock, { ...fields, clockGraceSeconds: 120 });
      expect((await lenient.document(client, documentId)).releasedAt).toEqual(secondsAfter(released, 120));
    },
  );

  test.each(['gettoken', 'accesstoken'])(
    'takes the token as %s answers it, and asks for it once',
    async (tokenPath) => {
      const documentId = await site.release({ direction: 'AP', ubl: ublOf() });
      const banqup = adapterFor(site.simulator.url, site.clock, { tokenPath });
      await Promise.all([1, 2, 3].map(() => banqup.document(client, documentId)));
      await banqup.ubl(await banqup.document(client, documentId), anyRoom);
      expect(site.simulator.calls()).toEqual({ token: 1, document: 4, file: 1, download: 1 });
    },
  );

  test.each([
    ['gettoken', 300],
    ['accesstoken', 3600],
  ])('renews the token of %s before its end after %i seconds', async (tokenPath, lifeSeconds) => {
    const documentId = await site.release({ direction: 'AP', ubl: ublOf() });
    const banqup = adapterFor(site.simulator.url, site.clock, { tokenPath });
    await banqup.document(client, documentId);
    site.clock.advance(lifeSeconds - 60);
    await banqup.document(client, documentId);
    expect(site.simulator.calls()).toEqual({ token: 1, document: 2 });
    site.clock.advance(59);
    await banqup.document(client, documentId);
    expect(site.simulator.calls()).toEqual({ token: 2, document: 3 });
  });

  test.each(['document', 'file'] as const)('renews a token that %s refuses once, and goes on', async (on) => {
    const document = await site.banqup.document(client, await site.release({ direction: 'AP', ubl: ublOf() }));
    site.simulator.resetCalls();
    site.simulator.addFault({ on, status: 401 });
    await site.banqup.document(client, document.documentId);
    await site.banqup.ubl(document, anyRoom);
    expect(site.simulator.calls()).toEqual({ token: 1, document: 1, file: 1, download: 1, [on]: 2 });

    site.simulator.resetCalls();
    site.simulator.addFault({ on, status: 401, times: 9 });
    const call =
      on === 'document' ? site.banqup.document(client, document.documentId) : site.banqup.ubl(document, anyRoom);
    await expect(call).rejects.toMatchObject({ code: 'unexpected' });
    expect(site.simulator.calls()).toEqual({ token: 1, [on]: 2 });
  });

  test('those who find the token refused at the same time renew it once', async () => {
    const documentId = await site.release({ direction: 'AP', ubl: ublOf() });
    await site.banqup.document(client, documentId);
    site.simulator.resetCalls();
    site.simulator.addFault({ on: 'document', status: 401, times: 3 });
    await Promise.all([1, 2, 3].map(() => site.banqup.document(client, documentId)));
    expect(site.simulator.calls()).toEqual({ token: 1, document: 6 });
  });

  const everyCall = ['token', 'document', 'file', 'download'] as const;

  async function failing(on: (typeof everyCall)[number], status: number, retryAfterSeconds?: number) {
    const document = await site.banqup.document(client, await site.release({ direction: 'AP', ubl: ublOf() }));
    const fresh = adapterFor(site.simulator.url, site.clock);
    site.simulator.resetCalls();
    site.simulator.addFault({ on, status, times: 9, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
    return on === 'document' ? fresh.document(client, document.documentId) : fresh.ubl(document, anyRoom);
  }

  test.each(everyCall.flatMap((on) => [429, 500, 503].map((status) => [on, status] as const)))(
    'is banqupUnavailable when %s answers %i, after one request, and keeps how long to wait',
    async (on, status) => {
      await expect(failing(on, status, 42)).rejects.toMatchObject({ code: 'banqupUnavailable', retryAfterSeconds: 42 });
      expect(site.simulator.calls()[on]).toBe(1);
      site.simulator.clearFaults();
      const without = await failing(on, status).catch((error: unknown) => error);
      expect(without).toMatchObject({ code: 'banqupUnavailable', retryAfterSeconds: undefined });
    },
  );

  test.each([
    ['document', 403, 'documentNotFound'],
    ['document', 404, 'documentNotFound'],
    ['file', 403, 'ublMissing'],
    ['file', 404, 'ublMissing'],
    ['download', 403, 'unexpected'],
  ] as const)('waits for what Banqup does not show, or not any more: %s answers %i, %s', async (on, status, code) => {
    await expect(failing(on, status)).rejects.toMatchObject({ code });
  });

  test('is unexpected with a client secret of ours that is wrong', async () => {
    const tokenUrl = `${site.simulator.url}/oauth2/client_credential/gettoken`;
    const token = createClientToken({ tokenUrl, clientId: app.clientId, clientSecret: 'wrong' }, site.clock.now);
    const banqup = createBanqup(createAskWithToken(token), { apiUrl: site.simulator.url, ...rules });
    await expect(banqup.document(client, nowhere)).rejects.toMatchObject({ code: 'unexpected' });
  });
});

describe('answers of Banqup that are contradicted, or broken', () => {
  const clock = createFakeClock();
  let stub: Listener;
  /** What the stub answers for a path; anything else is 404. */
  let answers: Record<string, (response: ServerResponse, request: Arrived) => unknown>;

  const json = (body: object) => (response: ServerResponse) => response.end(JSON.stringify(body));
  const xmlFile = (id: string) => ({ id, contentType: 'application/xml' });
  const invoice = { folder: 'PURCHASES', category: 'INVOICE', status: { document: 'APPROVED' } };
  const documentPath = `/datastore/documents/transaction/v2/spaces/${client}/documents/${usual.documentId}`;
  const filePath = `/datastore/documents/transaction/v1/spaces/${client}/files/${usual.fileId}`;
  const tokenPath = '/oauth2/client_credential/gettoken';
  const ourDocument = aDocument({ clientSpace: client });

  beforeEach(async () => {
    stub = await listen((request, response) => {
      const answer = answers[request.url.replace(/\?.*/, '')];
      if (answer) answer(response, request);
      else response.writeHead(404).end();
    });
    answers = {
      [tokenPath]: json({ access_token: 'opaque' }),
      [documentPath]: json({ id: usual.documentId, ...invoice, files: [xmlFile(usual.fileId)] }),
      [filePath]: json({ downloadUrl: `${stub.url}/storage/1?signature=secret` }),
      '/storage/1': (response) => response.end(ublOf()),
    };
  });
  afterEach(() => stub.close());

  const document = (banqup = adapterFor(stub.url, clock)) => banqup.document(client, usual.documentId);
  const ubl = (banqup = adapterFor(stub.url, clock)) => banqup.ubl(ourDocument, anyRoom);
  const arrivedAt = (path: string) => stub.arrived.filter(({ url }) => url.startsWith(path));

  test.each([
    ['one file', [xmlFile('1')], '1'],
    ['one file of an untold type', [{ id: '1' }], '1'],
    [
      'UBL beside a PDF',
      [
        { id: '2', contentType: 'application/pdf' },
        { id: '1', contentType: 'text/xml; charset=utf-8' },
      ],
      '1',
    ],
    ['UBL of a type of its own', [{ id: '1', contentType: 'application/vnd.oasis.ubl+xml' }], '1'],
    ['one file whose type is null', [{ id: '1', contentType: null }], '1'],
    ['two XML files', [xmlFile('1'), xmlFile('2')], undefined],
    ['a PDF only', [{ id: '1', contentType: 'application/pdf' }], undefined],
    ['no file', [], undefined],
    ['no list of files', undefined, undefined],
  ])('finds the UBL of a document with %s, or none', async (_files, files, fileId) => {
    answers[documentPath] = json({ id: usual.documentId, ...invoice, files });
    const found = await document();
    expect(found.fileId).toBe(fileId);
    expect(found.exportable).toBe(true);
    if (fileId === undefined) {
      await expect(adapterFor(stub.url, clock).ubl(found, anyRoom)).rejects.toMatchObject({ code: 'ublMissing' });
      expect(arrivedAt('/datastore/documents/transaction/v1')).toEqual([]);
    }
  });

  test('exports nothing from a folder that is neither purchases nor sales', async () => {
    answers[documentPath] = json({ id: usual.documentId, ...invoice, folder: 'OTHER' });
    expect((await document()).exportable).toBe(false);
  });

  test('leaves the moment out where the field is empty or no moment', async () => {
    for (const approvedAt of [undefined, null, '', 'yesterday', 17]) {
      answers[documentPath] = json({ id: usual.documentId, ...invoice, status: { document: 'APPROVED', approvedAt } });
      const found = await document(adapterFor(stub.url, clock, { purchaseMoment: 'status.approvedAt' }));
      expect(found).not.toHaveProperty('releasedAt');
    }
  });

  test('asks for the token with our id and secret in the body, and shows it to the API alone', async () => {
    const asked = await ubl();
    expect(Buffer.from(asked).equals(ublOf())).toBe(true);
    const [token] = arrivedAt(tokenPath);
    const { clientId, clientSecret } = app;
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    expect(arrivedAt(filePath)[0]?.headers.authorization).toBe('Bearer opaque');
    expect(arrivedAt('/storage/1')).toHaveLength(1);
    expect(arrivedAt('/storage/1')[0]?.headers).not.toHaveProperty('authorization');
  });

  const jwt = (exp: number) =>
    new SignJWT({ exp }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32).fill(7));
  const seconds = () => clock.now().getTime() / 1000;

  test.each<[string, () => Promise<object | string>, number]>([
    [
      'expires_at',
      async () => ({ access_token: 'a', expires_at: new Date((seconds() + 1000) * 1000).toISOString() }),
      1000,
    ],
    ['expires_in', async () => ({ access_token: 'a', expires_in: 1000 }), 1000],
    ['expires_in as text', async () => ({ access_token: 'a', expires_in: '1000' }), 1000],
    ['the JWT itself, in JSON', async () => ({ access_token: await jwt(seconds() + 1000) }), 1000],
    ['the JWT itself, bare', () => jwt(seconds() + 1000), 1000],
    ['nothing, in JSON', async () => ({ access_token: 'opaque' }), 300],
    ['nothing, bare', async () => 'opaque\n', 300],
    ['what looks like a JWT and is none', async () => 'a.b.c', 300],
  ])('knows from %s how long the token lives', async (_from, answer, lifeSeconds) => {
    const body = await answer();
    answers[tokenPath] = (response) => response.end(typeof body === 'string' ? body : JSON.stringify(body));
    const banqup = adapterFor(stub.url, clock);
    await document(banqup);
    clock.advance(lifeSeconds - 31);
    await document(banqup);
    expect(arrivedAt(tokenPath)).toHaveLength(1);
    clock.advance(1);
    await document(banqup);
    expect(arrivedAt(tokenPath)).toHaveLength(2);
  });

  test.each([
    ['an empty text', ''],
    ['JSON without a token', '{"token_type":"Bearer"}'],
    ['a token that is no text', '{"access_token":{"secret":"opaque"}}'],
    ['JSON that breaks off', '{"access_token":"opaque'],
  ])('is unexpected when the token endpoint answers %s', async (_what, body) => {
    answers[tokenPath] = (response) => response.end(body);
    const thrown: unknown = await document().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ name: 'Failure', code: 'unexpected', message: 'Banqup gave no access token' });
    expect(thrown).not.toHaveProperty('cause');
    expect(arrivedAt(documentPath)).toEqual([]);
  });

  test('misses the UBL where Banqup gives no address to download it', async () => {
    for (const downloadUrl of [undefined, null]) {
      answers[filePath] = json({ status: 'AWAITING_UPLOAD', downloadUrl });
      await expect(ubl()).rejects.toMatchObject({ code: 'ublMissing' });
    }
  });

  test('downloads from no address but http and https', async () => {
    answers[filePath] = json({ downloadUrl: 'file:///etc/passwd' });
    // Nor is it a failure that passes by itself.
    await expect(ubl()).rejects.not.toMatchObject({ code: 'banqupUnavailable' });
  });

  test.each([
    ['the token endpoint', tokenPath],
    ['a document', documentPath],
    ['a file', filePath],
    ['a download', '/storage/1'],
  ])('follows no redirect of %s', async (_what, path) => {
    answers[path] = (response) => response.writeHead(307, { location: `${stub.url}/elsewhere` }).end();
    const call = path === documentPath ? document() : ubl();
    await expect(call).rejects.toMatchObject({ code: 'banqupUnavailable' });
    expect(arrivedAt('/elsewhere')).toEqual([]);
  });

  const cut = (response: ServerResponse) => {
    response.writeHead(200, { 'content-length': '100000' });
    response.write('{"id":', () => response.destroy());
  };
  const reset = (response: ServerResponse) => response.destroy();

  test.each(
    [tokenPath, documentPath, filePath, '/storage/1'].flatMap((path) => [
      [path, 'before', reset] as const,
      [path, 'in the midst of', cut] as const,
    ]),
  )('is banqupUnavailable when the connection to %s breaks %s the answer', async (path, _when, broken) => {
    answers[path] = broken;
    const call = path === documentPath ? document() : ubl();
    await expect(call).rejects.toMatchObject({ code: 'banqupUnavailable' });
    expect(arrivedAt(path)).toHaveLength(1);
  });

  test('asks for the token again after it could not be had', async () => {
    const banqup = adapterFor(stub.url, clock);
    const good = answers[tokenPath];
    answers[tokenPath] = (response) => response.writeHead(503).end();
    await expect(document(banqup)).rejects.toMatchObject({ code: 'banqupUnavailable' });
    if (good) answers[tokenPath] = good;
    expect(await document(banqup)).toBeDefined();
  });

  test('makes room for a usual document where the size is not told, and reads one of any size', async () => {
    const bytes = Buffer.alloc(700_000, 'x');
    answers['/storage/1'] = (response) => {
      response.write(bytes.subarray(0, 300_000));
      response.end(bytes.subarray(300_000));
    };
    const asked: number[] = [];
    const read = await adapterFor(stub.url, clock).ubl(ourDocument, async (size) => void asked.push(size));
    expect([asked, Buffer.from(read).equals(bytes)]).toEqual([[100_000], true]);
  });

  test('refuses what is announced with over 100 MB unread', async () => {
    answers['/storage/1'] = (response) => response.writeHead(200, { 'content-length': 100_000_001 }).write('x');
    await expect(ubl()).rejects.toMatchObject({ code: 'ublTooLarge' });
  });

  test('takes no more than 100 MB', async () => {
    const megabyte = Buffer.alloc(1_000_000, 'x');
    let sent = 0;
    answers['/storage/1'] = (response) => {
      const more = () => {
        if (response.destroyed || sent === 150) return response.end();
        sent += 1;
        return response.write(megabyte, more);
      };
      more();
    };
    await expect(ubl()).rejects.toMatchObject({ code: 'ublTooLarge' });
    expect(sent).toBeLessThan(150);
  });

  test('leaves the signature of a download, the token and the secret out of what is thrown', async () => {
    answers['/storage/1'] = (response) => response.writeHead(403).end('secret');
    const thrown = [await ubl().catch((error: unknown) => error)];
    answers['/storage/1'] = reset;
    thrown.push(await ubl().catch((error: unknown) => error));
    answers[documentPath] = (response) => response.writeHead(500).end('secret');
    thrown.push(await document().catch((error: unknown) => error));
    expect(thrown.map((error) => Reflect.get(error as Error, 'code'))).toEqual([
      'unexpected',
      'banqupUnavailable',
      'banqupUnavailable',
    ]);
    for (const error of thrown) expect(String((error as Error).message)).not.toMatch(/secret|signature|opaque|s:e\/c/);
  });
});
