/**
 * Google refusing our own client (a wrong secret, a client that was disabled or deleted) is ours to mend: whoever asks, it is
 * unexpected and seen. No partner is asked to sign in again for it, and no person is told that their code was refused.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDrives } from '../../functions/google/drives.ts';
import { createGoogleSignIn } from '../../functions/google/sign-in.ts';
import { aConnection, ublOf, usual } from '../builders.ts';
import { createTraffic } from '../fakes/call.ts';
import { createFakeTokens, createFakeVault } from '../fakes/tokens.ts';
import { type Listener, listen } from './listen.ts';

const client = { clientId: 'us.apps.googleusercontent.com', clientSecret: 'secret' };
let google: Listener;
let refusal: { status: number; error: string };

beforeEach(async () => {
  google = await listen((_request, response) => {
    response.writeHead(refusal.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: refusal.error, error_description: 'as the test wants it' }));
  });
});
afterEach(() => google.close());

function drive() {
  const vault = createFakeVault();
  const tokens = createFakeTokens(vault, createTraffic().through());
  const connection = aConnection({ secretVersion: vault.keep(usual.partnerSpace, '1//refresh') });
  const { url } = google;
  return createDrives(tokens, { ...client, tokenUrl: url, driveUrl: url, uploadUrl: url }).of(connection);
}

function exchange() {
  const { url } = google;
  const urls = { authorizationUrl: url, tokenUrl: url, revocationUrl: url, driveUrl: url };
  const signIn = createGoogleSignIn({ ...client, redirectUri: 'http://app.localhost/google/callback', ...urls });
  return signIn.exchange('4/0code', 'v'.repeat(43));
}

describe.each([400, 401])('with %i', (status) => {
  test.each(['invalid_client', 'unauthorized_client', 'disabled_client', 'deleted_client'])(
    '%s is unexpected at a sign-in, and whatever Drive is asked',
    async (error) => {
      refusal = { status, error };
      const calls = [
        () => exchange(),
        () => drive().drawIds(1),
        () => drive().file('1'),
        () => drive().createFolder({ id: '1', name: 'a' }),
        () => drive().createFile({ id: '1', name: 'a', folderId: '2', content: ublOf() }),
        () => drive().updateFile({ id: '1', name: 'a', content: ublOf() }),
      ];
      for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'unexpected' });
      expect(google.arrived).toHaveLength(calls.length);
    },
  );
});

test('a refused grant or code is another matter: it is of the person', async () => {
  refusal = { status: 400, error: 'invalid_grant' };
  await expect(exchange()).rejects.toMatchObject({ code: 'googleCodeRefused' });
  await expect(drive().drawIds(1)).rejects.toMatchObject({ code: 'signInNeeded' });
});
