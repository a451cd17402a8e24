/**
 * What the login makes of answers that Banqup's token endpoint and its spaces should not give: what we or Banqup must mend is
 * unexpected and seen, only what passes by itself is banqupUnavailable, and nothing of it is the fault of the person.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBanqupLogin } from '../../functions/banqup/login.ts';
import { type Arrived, type Listener, listen } from './listen.ts';

type Answer = [status: number, body: string, contentType?: string | undefined, headers?: Record<string, string>];

const token = JSON.stringify({ access_token: 'opaque-access', token_type: 'Bearer', expires_in: 300 });
const spaces = JSON.stringify({ spaces: [{ id: 'one', name: 'One', role: 'ADMINISTRATOR' }] });
const oauthError = (error: string) => JSON.stringify({ error, error_description: 'as the test wants it' });

let stub: Listener;
let tokenAnswer: Answer | undefined;
let spacesAnswer: Answer | undefined;

beforeEach(async () => {
  tokenAnswer = [200, token];
  spacesAnswer = [200, spaces];
  stub = await listen(({ url }: Arrived, response) => {
    const answer = url === '/oauth2/token' ? tokenAnswer : spacesAnswer;
    if (!answer) return response.destroy();
    const [status, body, contentType = 'application/json', headers = {}] = answer;
    response.writeHead(status, { 'content-type': contentType, ...headers });
    // A length that was promised and is not kept.
    return headers['content-length'] ? response.write(body, () => response.destroy()) : response.end(body);
  });
});
afterEach(() => stub.close());

function visit() {
  const login = createBanqupLogin({
    loginUrl: `${stub.url}/oauth2/authorize`,
    tokenUrl: `${stub.url}/oauth2/token`,
    apiUrl: stub.url,
    clientId: 'our client',
    clientSecret: 'our-own-secret',
    redirectUri: 'http://app.localhost/banqup/callback',
  });
  return login.spaces('the-code', 'v'.repeat(43));
}

test('a good answer is the spaces of the person', async () => {
  expect(await visit()).toEqual([{ id: 'one', name: 'One', role: 'ADMINISTRATOR' }]);
});

describe('the exchange is unexpected where the token endpoint answers', () => {
  const answers: [string, Answer][] = [
    ['401: our secret is wrong', [401, oauthError('invalid_client')]],
    ['401, and does not say why', [401, '']],
    ['401 with a challenge', [401, oauthError('invalid_client'), undefined, { 'www-authenticate': 'Basic realm="x"' }]],
    ['400: another refusal of ours', [400, oauthError('unauthorized_client')]],
    ['400, and does not say why', [400, 'Bad Request', 'text/plain']],
    ['403', [403, '{}']],
    ['404', [404, '<h1>Not found</h1>', 'text/html']],
    ['a page', [200, '<html></html>', 'text/html']],
    ['nothing', [200, '']],
    ['broken JSON', [200, '{"access_token":']],
    ['JSON that is no object', [200, '[]']],
    ['no access token', [200, '{"token_type":"Bearer"}']],
    ['an access token that is null', [200, '{"access_token":null,"token_type":"Bearer"}']],
    ['a token of a kind that is not ours', [200, '{"access_token":"opaque-access","token_type":"mac"}']],
    ['no content', [204, '']],
  ];

  test.each(answers)('%s', async (_what, answer) => {
    tokenAnswer = answer;
    await expect(visit()).rejects.toMatchObject({ code: 'unexpected' });
    expect(stub.arrived).toHaveLength(1);
  });
});

describe('it is banqupUnavailable where', () => {
  test.each([429, 500, 502, 503, 504])('the token endpoint answers %i', async (status) => {
    for (const answer of [
      [status, oauthError('temporarily_unavailable')],
      [status, '', 'text/plain'],
    ] as Answer[]) {
      tokenAnswer = answer;
      await expect(visit()).rejects.toMatchObject({ code: 'banqupUnavailable' });
    }
    expect(stub.arrived).toHaveLength(2);
  });

  test('the connection to either breaks', async () => {
    tokenAnswer = undefined;
    await expect(visit()).rejects.toMatchObject({ code: 'banqupUnavailable' });
    tokenAnswer = [200, token];
    spacesAnswer = undefined;
    await expect(visit()).rejects.toMatchObject({ code: 'banqupUnavailable' });
  });

  test('the answer of either is broken off', async () => {
    const cut: Answer = [200, '{"', undefined, { 'content-length': '1000' }];
    for (const [one, other] of [
      [cut, [200, spaces]],
      [[200, token], cut],
    ] as [Answer, Answer][]) {
      tokenAnswer = one;
      spacesAnswer = other;
      await expect(visit()).rejects.toMatchObject({ code: 'banqupUnavailable' });
    }
  });

  test('nobody answers', async () => {
    const { url } = stub;
    await stub.close();
    stub = await listen((_request, response) => response.destroy());
    const login = createBanqupLogin({
      loginUrl: `${url}/oauth2/authorize`,
      tokenUrl: `${url}/oauth2/token`,
      apiUrl: url,
      clientId: 'our client',
      clientSecret: 'our-own-secret',
      redirectUri: 'http://app.localhost/banqup/callback',
    });
    await expect(login.spaces('the-code', 'v'.repeat(43))).rejects.toMatchObject({ code: 'banqupUnavailable' });
  });
});

test('only a code that is refused is the fault of the link', async () => {
  tokenAnswer = [400, oauthError('invalid_grant')];
  await expect(visit()).rejects.toMatchObject({ code: 'linkExpired' });
});

test.each([
  ['a role', { role: null }, { name: 'One', role: undefined }],
  ['a name', { name: null }, { name: '', role: 'ADMINISTRATOR' }],
  ['both', { name: null, role: null }, { name: '', role: undefined }],
])('a space of which %s is null is one like another', async (_what, given, seen) => {
  spacesAnswer = [200, JSON.stringify({ spaces: [{ id: 'one', name: 'One', role: 'ADMINISTRATOR', ...given }] })];
  expect(await visit()).toEqual([{ id: 'one', ...seen }]);
});

test.each([
  ['a page', '<html></html>'],
  ['no list', '{}'],
  ['a list that is null', '{"spaces":null}'],
  ['a space without an id', '{"spaces":[{"name":"One"}]}'],
])('the spaces let nobody in where they are %s', async (_what, body) => {
  spacesAnswer = [200, body];
  await expect(visit()).rejects.not.toMatchObject({ code: 'banqupUnavailable' });
});
