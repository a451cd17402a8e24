/**
 * What each refusal from outside means, in one table for each side: status and reason as they arrive over the wire → our code →
 * its fate. Whatever is not in a table is unexpected, and so seen.
 * https://developers.google.com/workspace/drive/api/guides/handle-errors
 * https://cloud.google.com/apis/design/errors
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PassThroughClient } from 'google-auth-library';
import { askBanqup } from '../../functions/banqup/http.ts';
import { asFailure, type Failure, type FailureCode, type Fate, fateOf } from '../../functions/domain/errors.ts';
import type { Drive } from '../../functions/domain/ports.ts';
import { createDrives } from '../../functions/google/drives.ts';
import { oneAttempt } from '../../functions/storage/one-attempt.ts';
import { createPublisher } from '../../functions/storage/publisher.ts';
import { createExports } from '../../functions/storage/records.ts';
import { createTokens } from '../../functions/storage/tokens.ts';
import { aConnection, anExport, ublOf, usual } from '../builders.ts';
import { createTraffic } from '../fakes/call.ts';
import { createFakeTokens, createFakeVault } from '../fakes/tokens.ts';
import { connectFirestore, connectPublisher, connectSecretManager } from '../local/clients.ts';
import { type Listener, listen } from './listen.ts';

interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

let stub: Listener;
let answer: Answer;
/** What the token endpoint answers. */
let tokenAnswer: Answer;

const goodToken: Answer = { status: 200, body: '{"access_token":"ya29.x","expires_in":3600}' };

beforeEach(async () => {
  answer = { status: 500, body: '' };
  tokenAnswer = goodToken;
  stub = await listen(({ url }, response) => {
    const { status, body, headers = {} } = url === '/token' ? tokenAnswer : answer;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  });
});
afterEach(() => stub.close());

/** What the call fails with; throws where it does not fail. */
async function failureOf(call: () => Promise<unknown>): Promise<Failure> {
  const outcome = await call().then(
    (value) => ({ value }),
    (error: unknown) => asFailure(error),
  );
  if ('value' in outcome) throw new Error(`was not refused: ${JSON.stringify(outcome.value)}`);
  return outcome;
}

async function expectRefusal(call: () => Promise<unknown>, code: FailureCode, fate: Fate): Promise<void> {
  const failure = await failureOf(call);
  expect({ code: failure.code, fate: fateOf(failure.code), text: failure.message }).toEqual({
    code,
    fate,
    text: expect.any(String),
  });
}

function drive(): Drive {
  const vault = createFakeVault();
  const tokens = createFakeTokens(vault, createTraffic().through());
  const connection = aConnection({ secretVersion: vault.keep(usual.partnerSpace, '1//refresh') });
  const addresses = { tokenUrl: `${stub.url}/token`, driveUrl: stub.url, uploadUrl: stub.url };
  return createDrives(tokens, { clientId: 'us', clientSecret: 'secret', ...addresses }).of(connection);
}

/** Drive's own form of a refusal. */
const driveError = (status: number, reason: string) =>
  JSON.stringify({ error: { code: status, message: 'No.', errors: [{ domain: 'global', reason, message: 'No.' }] } });

const reading: [string, (one: Drive) => Promise<unknown>][] = [
  ['drawIds', (one) => one.drawIds(1)],
  ['folders', (one) => one.folders()],
];
const large = new Uint8Array(5_000_001);
const creating: [string, (one: Drive) => Promise<unknown>][] = [
  ['createFolder', (one) => one.createFolder({ id: '1', name: 'a' })],
  ['createFile', (one) => one.createFile({ id: '1', name: 'a', folderId: '2', content: ublOf() })],
  ['createFile of 5 MB', (one) => one.createFile({ id: '1', name: 'a', folderId: '2', content: large })],
];

describe('Drive', () => {
  /** The same for every call. */
  test.each([
    [401, 'authError', 'signInNeeded', 'park'],
    [401, 'neverSeenBefore', 'signInNeeded', 'park'],
    [403, 'insufficientPermissions', 'signInNeeded', 'park'],
    [403, 'rateLimitExceeded', 'paceLimited', 'park'],
    [403, 'userRateLimitExceeded', 'paceLimited', 'park'],
    [403, 'dailyLimitExceeded', 'paceLimited', 'park'],
    [403, 'sharingRateLimitExceeded', 'paceLimited', 'park'],
    [403, 'storageQuotaExceeded', 'driveFull', 'park'],
    [403, 'appNotAuthorizedToFile', 'drivePolicy', 'park'],
    [403, 'insufficientFilePermissions', 'drivePolicy', 'park'],
    [403, 'domainPolicy', 'drivePolicy', 'park'],
    [403, 'numChildrenInNonRootLimitExceeded', 'driveLimit', 'park'],
    [403, 'activeItemCreationLimitExceeded', 'driveLimit', 'park'],
    [403, 'myDriveHierarchyDepthLimitExceeded', 'driveLimit', 'park'],
    [403, 'teamDriveFileLimitExceeded', 'driveLimit', 'park'],
    [429, 'rateLimitExceeded', 'paceLimited', 'park'],
    [429, 'neverSeenBefore', 'paceLimited', 'park'],
    [408, 'requestTimeout', 'googleUnavailable', 'retry'],
    [500, 'internalError', 'googleUnavailable', 'retry'],
    [502, 'neverSeenBefore', 'googleUnavailable', 'retry'],
    [503, 'backendError', 'googleUnavailable', 'retry'],
    [504, 'neverSeenBefore', 'googleUnavailable', 'retry'],
    // It is ours to mend, and nobody's to wait for.
    [403, 'accessNotConfigured', 'unexpected', 'unknown'],
    [403, 'neverSeenBefore', 'unexpected', 'unknown'],
    [403, 'constructor', 'unexpected', 'unknown'],
    [412, 'conditionNotMet', 'unexpected', 'unknown'],
  ] as const)('%i %s → %s → %s', async (status, reason, code, fate) => {
    answer = { status, body: driveError(status, reason) };
    for (const [, call] of [...reading, ...creating]) await expectRefusal(() => call(drive()), code, fate);
  });

  /** To a creation these are about the id or the parent, to anything else they say nothing that we know. */
  test.each([
    [400, 'badRequest', 'idRefused', 'repair'],
    [400, 'neverSeenBefore', 'idRefused', 'repair'],
    [404, 'notFound', 'parentGone', 'repair'],
    [409, 'fileIdInUse', 'idUsed', 'repair'],
    [409, 'duplicate', 'idUsed', 'repair'],
  ] as const)('%i %s → %s → %s to a creation, and unexpected to anything else', async (status, reason, code, fate) => {
    answer = { status, body: driveError(status, reason) };
    for (const [, call] of creating) await expectRefusal(() => call(drive()), code, fate);
    for (const [, call] of reading) await expectRefusal(() => call(drive()), 'unexpected', 'unknown');
  });

  test.each([
    ['nothing', ''],
    ['a page', '<html><body>Sorry</body></html>'],
    ['no reason', '{"error":{"code":403,"message":"No.","errors":[]}}'],
    ['a reason that is no text', '{"error":{"errors":[{"reason":7}]}}'],
    ['a list', '[]'],
    ['null', 'null'],
  ])('a 403 that says %s is unexpected', async (_what, body) => {
    answer = { status: 403, body };
    for (const [, call] of [...reading, ...creating]) await expectRefusal(() => call(drive()), 'unexpected', 'unknown');
  });
});

describe("Google's token endpoint", () => {
  test.each([
    [400, 'invalid_grant', 'signInNeeded', 'park'],
    [400, 'admin_policy_enforced', 'signInNeeded', 'park'],
    [429, 'rate_limited', 'paceLimited', 'park'],
    [500, 'internal_failure', 'googleUnavailable', 'retry'],
    [503, 'backend_error', 'googleUnavailable', 'retry'],
    // Of our own client: no partner can mend that, and none may be asked to sign in for it.
    [401, 'invalid_client', 'unexpected', 'unknown'],
    [401, 'unauthorized_client', 'unexpected', 'unknown'],
    [401, 'never_seen_before', 'unexpected', 'unknown'],
    [400, 'invalid_request', 'unexpected', 'unknown'],
    [403, 'access_denied', 'unexpected', 'unknown'],
  ] as const)('%i %s → %s → %s', async (status, error, code, fate) => {
    tokenAnswer = { status, body: JSON.stringify({ error, error_description: 'No.' }) };
    for (const [, call] of [...reading, ...creating]) await expectRefusal(() => call(drive()), code, fate);
  });
});

const ask = () => askBanqup(`${stub.url}/document?signature=secret`);

describe('Banqup', () => {
  test.each([
    [429, 'banqupUnavailable', 'retry'],
    [500, 'banqupUnavailable', 'retry'],
    [502, 'banqupUnavailable', 'retry'],
    [503, 'banqupUnavailable', 'retry'],
    [504, 'banqupUnavailable', 'retry'],
  ] as const)('%i → %s → %s', async (status, code, fate) => {
    answer = { status, body: '' };
    await expectRefusal(ask, code, fate);
  });

  test.each([200, 204, 400, 401, 403, 404, 409, 410])('%i is for the caller to judge', async (status) => {
    answer = { status, body: '' };
    expect((await ask()).status).toBe(status);
  });
});

describe('how long we are asked to wait', () => {
  const date = 'Mon, 02 Mar 2026 09:00:00 GMT';

  test.each([
    ['17', 17],
    ['0', 0],
    ['Mon, 02 Mar 2026 09:02:05 GMT', 125],
    ['Mon, 02 Mar 2026 08:59:00 GMT', 0],
    ['', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['2 hours', undefined],
    ['Infinity', undefined],
    ['99999999999999999999999', undefined],
  ])('Retry-After: %j, answered at nine, is %s seconds', async (retryAfter, retryAfterSeconds) => {
    answer = { status: 429, body: '{}', headers: { date, 'retry-after': retryAfter } };
    expect(await failureOf(ask)).toMatchObject({ code: 'banqupUnavailable', retryAfterSeconds });
    for (const [, call] of [...reading, ...creating]) {
      expect(await failureOf(() => call(drive()))).toMatchObject({ code: 'paceLimited', retryAfterSeconds });
    }
    tokenAnswer = answer;
    expect(await failureOf(() => drive().drawIds(1))).toMatchObject({ code: 'paceLimited', retryAfterSeconds });
  });

  test('is not known where there is no such header, or no moment that a date counts from', async () => {
    answer = { status: 503, body: '{}' };
    expect((await failureOf(ask)).retryAfterSeconds).toBeUndefined();
    expect((await failureOf(() => drive().drawIds(1))).retryAfterSeconds).toBeUndefined();
    answer = { ...answer, headers: { date: 'today', 'retry-after': date } };
    expect((await failureOf(ask)).retryAfterSeconds).toBeUndefined();
    expect((await failureOf(() => drive().drawIds(1))).retryAfterSeconds).toBeUndefined();
  });
});

describe('storage', () => {
  /** Every kind of call, each over its own client. */
  async function eachCall(check: (name: string, call: () => Promise<unknown>) => Promise<void>): Promise<void> {
    const { host } = new URL(stub.url);
    const firestore = connectFirestore(host, 'p', oneAttempt(new PassThroughClient()));
    const secrets = connectSecretManager(stub.url, 'p');
    const topics = connectPublisher(stub.url, 'p');
    const exports = createExports(firestore);
    const tokens = createTokens(async () => secrets, 'p', 'europe-west1');
    const before = { id: 'one', value: anExport(), version: '1.0' };
    try {
      await check('read', () => exports.read('one'));
      await check('create', () => exports.create('one', anExport()));
      await check('replace', () => exports.replace(before, anExport()));
      await check('remove', () => exports.remove(before));
      await check('query', () => exports.open('partner', 1));
      await check('count', () => exports.count('partner', {}));
      await check('tokens.keep', () => tokens.keep('partner', 'token'));
      await check('tokens.read', () => tokens.read('partner', '1'));
      await check('tokens.destroy', () => tokens.destroy('partner', '1'));
      await check('publish', () => createPublisher(async () => topics, 'p', 't').publish({ kind: 'sweep' }));
    } finally {
      await Promise.all([firestore.terminate(), secrets.close(), topics.close()]);
    }
  }

  const isStream = (name: string) => ['read', 'query', 'count'].includes(name);

  test.each([
    [429, 'RESOURCE_EXHAUSTED', 'storageUnavailable', 'retry'],
    [409, 'ABORTED', 'storageUnavailable', 'retry'],
    [503, 'UNAVAILABLE', 'storageUnavailable', 'retry'],
    [504, 'DEADLINE_EXCEEDED', 'storageUnavailable', 'retry'],
    [500, 'INTERNAL', 'storageUnavailable', 'retry'],
    [500, 'UNKNOWN', 'storageUnavailable', 'retry'],
    [400, 'INVALID_ARGUMENT', 'unexpected', 'unknown'],
    [401, 'UNAUTHENTICATED', 'unexpected', 'unknown'],
    [403, 'PERMISSION_DENIED', 'unexpected', 'unknown'],
    [413, 'NEVER_SEEN_BEFORE', 'unexpected', 'unknown'],
  ] as const)('%i %s → %s → %s, after one request', async (httpStatus, status, code, fate) => {
    await eachCall(async (name, call) => {
      const error = { error: { code: httpStatus, message: 'No.', status } };
      answer = { status: httpStatus, body: JSON.stringify(isStream(name) ? [error] : error) };
      const before = stub.arrived.length;
      await expectRefusal(call, code, fate).catch((cause: unknown) => {
        throw new Error(`${name}: ${String(cause)}`, { cause });
      });
      expect({ name, requests: stub.arrived.length - before }).toEqual({ name, requests: 1 });
    });
  });

  /** As proxies and load balancers in front of Google's services answer. */
  test.each([408, 429, 502, 503])('%i without a word of Google is storageUnavailable', async (status) => {
    answer = { status, body: '<html>Sorry</html>', headers: { 'content-type': 'text/html' } };
    await eachCall(async (name, call) => {
      await expectRefusal(call, 'storageUnavailable', 'retry').catch((cause: unknown) => {
        throw new Error(`${name}: ${String(cause)}`, { cause });
      });
    });
  });
});
