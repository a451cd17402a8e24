/**
 * Every request of one call to Drive ends by one deadline, set when the call begins: nothing is written later than a worker's
 * life allows, however slow the secret, the token or the first request was. The deadline is the test's to let pass.
 */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { callTimeoutSeconds } from '../../functions/domain/life.ts';
import type { Drive } from '../../functions/domain/ports.ts';
import { createDrives } from '../../functions/google/drives.ts';
import { aConnection, ublOf, usual } from '../builders.ts';
import { createTraffic } from '../fakes/call.ts';
import { createFakeTokens, createFakeVault } from '../fakes/tokens.ts';
import { type Arrived, type Listener, listen } from './listen.ts';

const large = randomBytes(6_000_000);
const described = JSON.stringify({ id: '1', name: 'a.xml', md5Checksum: 'd41d8cd98f00b204e9800998ecf8427e' });

/** Each call of the port, and how many requests it makes of Drive. */
const calls: [string, number, (drive: Drive) => Promise<unknown>][] = [
  ['drawIds', 1, (drive) => drive.drawIds(1)],
  ['createFolder', 1, (drive) => drive.createFolder({ id: '1', name: 'a' })],
  ['createFile', 1, (drive) => drive.createFile({ id: '1', name: 'a', folderId: '2', content: ublOf() })],
  ['createFile of 6 MB', 2, (drive) => drive.createFile({ id: '1', name: 'a', folderId: '2', content: large })],
  ['updateFile', 2, (drive) => drive.updateFile({ id: '1', name: 'a', content: ublOf() })],
  ['file', 1, (drive) => drive.file('1')],
  ['folder', 1, (drive) => drive.folder('1')],
  ['folders', 1, (drive) => drive.folders()],
];
const writes = calls.filter(([name]) => /^(create|update)/.test(name));

let deadline: AbortController;
let stub: Listener;
/** What happens when a request arrives, before it is answered; false: it is never answered. */
let onRequest: (request: Arrived, nth: number) => boolean | undefined;
let onTokenRead: () => void;
/** Statuses of the answers to come, instead of 200. */
let statuses: number[];
let drive: Drive;

const asked = () => stub.arrived.filter(({ url }) => url !== '/token');
const letItPass = () => deadline.abort(new DOMException('The operation timed out', 'TimeoutError'));

function answer({ method, url }: Arrived, response: ServerResponse): void {
  const status = statuses.shift() ?? 200;
  response.setHeader('content-type', 'application/json');
  if (status !== 200) response.writeHead(status).end('{}');
  else if (url.includes('uploadType=resumable') && method !== 'PUT')
    response.writeHead(200, { location: `${stub.url}/session` }).end();
  else response.end(url.includes('generateIds') ? '{"ids":["1"]}' : described);
}

beforeEach(async () => {
  deadline = new AbortController();
  onRequest = () => undefined;
  onTokenRead = () => {};
  statuses = [];
  stub = await listen((request, response) => {
    if (onRequest(request, asked().length) === false) return;
    if (request.url !== '/token') answer(request, response);
    else response.setHeader('content-type', 'application/json').end('{"access_token":"ya29.x","expires_in":3600}');
  });
  const vault = createFakeVault();
  const tokens = createFakeTokens(vault, createTraffic().through({ onAnswer: () => onTokenRead() }));
  const connection = aConnection({ secretVersion: vault.keep(usual.partnerSpace, '1//refresh') });
  const addresses = { tokenUrl: `${stub.url}/token`, driveUrl: stub.url, uploadUrl: stub.url };
  drive = createDrives(tokens, { clientId: 'us', clientSecret: 'secret', ...addresses }).of(connection);
  // The first one that a call sets is its own; the HTTP client sets one more for each request.
  jest.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(deadline.signal);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await stub.close();
});

const expectOutOfTime = (call: Promise<unknown>) => expect(call).rejects.toMatchObject({ code: 'googleUnavailable' });

test.each(calls)('%s sets one deadline, when it begins, and makes its %d requests', async (_name, requests, call) => {
  await call(drive);
  expect(jest.mocked(AbortSignal.timeout).mock.calls[0]).toEqual([callTimeoutSeconds * 1000]);
  expect(asked()).toHaveLength(requests);
});

describe('once the deadline has passed', () => {
  test.each(calls)('while the refresh token was read, %s asks Drive nothing', async (_name, _requests, call) => {
    onTokenRead = letItPass;
    await expectOutOfTime(call(drive));
    expect(asked()).toEqual([]);
  });

  test.each(calls)(
    'by the clock alone, as where an instance was frozen, %s asks Drive nothing',
    async (_name, _n, call) => {
      const later = Date.now() + (callTimeoutSeconds + 1) * 1000;
      onTokenRead = () => void jest.spyOn(Date, 'now').mockReturnValue(later);
      await expectOutOfTime(call(drive));
      expect(deadline.signal.aborted).toBe(false);
      expect(asked()).toEqual([]);
    },
  );

  test.each(calls)('while the access token was renewed, %s asks Drive nothing', async (_name, _requests, call) => {
    onRequest = () => {
      letItPass();
      return true;
    };
    await expectOutOfTime(call(drive));
    expect(stub.arrived.map(({ url }) => url)).toEqual(['/token']);
  });

  test.each(calls)('while Drive is silent, %s ends, and nothing is tried again', async (_name, _requests, call) => {
    onRequest = (_request, nth) => {
      if (nth !== 1) return true;
      letItPass();
      return false;
    };
    await expectOutOfTime(call(drive));
    expect(asked()).toHaveLength(1);
  });

  test.each(writes)('while Drive refused the access token, %s is not begun again', async (_name, _requests, call) => {
    statuses = [401];
    onRequest = (_request, nth) => {
      if (nth === 1) letItPass();
      return true;
    };
    await expectOutOfTime(call(drive));
    expect(asked()).toHaveLength(1);
  });

  test.each(calls.filter(([, requests]) => requests === 2))(
    'while its upload session was begun, %s sends no bytes',
    async (_name, _requests, call) => {
      onRequest = (_request, nth) => {
        if (nth === 1) letItPass();
        return true;
      };
      await expectOutOfTime(call(drive));
      expect(asked().map(({ method }) => method)).not.toContain('PUT');
    },
  );

  test.each(calls.filter(([, requests]) => requests === 2))(
    'while its bytes are on the way, %s ends',
    async (_name, _requests, call) => {
      onRequest = (_request, nth) => {
        if (nth < 2) return true;
        letItPass();
        return false;
      };
      await expectOutOfTime(call(drive));
      expect(asked().map(({ method }) => method)).toContain('PUT');
      expect(asked()).toHaveLength(2);
    },
  );
});
