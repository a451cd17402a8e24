/** How a connection changes (protocol, rule 9). */
import { describe, expect, test } from '@jest/globals';
import {
  type Connection,
  caredFor,
  disconnected,
  disconnecting,
  signedIn,
  tokenRefused,
} from '../../functions/domain/connection.ts';
import { COMMIT_TIME } from '../../functions/domain/record.ts';
import { aConnection } from '../builders.ts';

const link = {
  partnerSpace: aConnection().partnerSpace,
  account: { id: 'account of somebody else', email: 'jan@fiduclaes.example' },
  secretVersion: '8',
  language: 'fr',
} as const;
const aLinkIn = (state: Connection['state']) => aConnection({ state, generation: 7 });

describe('a sign-in', () => {
  test('makes the first connection, on since it was committed', () => {
    expect(signedIn(undefined, link)).toEqual({ ...link, state: 'on', generation: 1, since: COMMIT_TIME });
  });

  test('after off begins anew: what came in between is not exported', () => {
    expect(signedIn(aLinkIn('off'), link)).toEqual({
      ...link,
      previousAccount: aConnection().account,
      state: 'on',
      generation: 8,
      since: COMMIT_TIME,
    });
  });

  test.each(['on', 'needsSignIn'] as const)('from %s keeps its beginning, with another account too', (state) => {
    expect(signedIn(aLinkIn(state), link)).toEqual({
      ...link,
      previousAccount: aConnection().account,
      state: 'on',
      generation: 8,
      since: aLinkIn(state).since,
    });
  });

  test('with the same account says nothing of another one', () => {
    const { account } = aConnection();
    expect(signedIn(aLinkIn('needsSignIn'), { ...link, account })).not.toHaveProperty('previousAccount');
  });

  test('goes on telling of the account before, until its owner is back in it', () => {
    const moved = { ...aLinkIn('on'), ...link, previousAccount: aConnection().account };
    expect(signedIn(moved, link).previousAccount).toEqual(aConnection().account);
    const back = signedIn(moved, { ...link, account: aConnection().account });
    expect(back.previousAccount).toEqual(link.account);
  });

  test('keeps how far care has looked, with another account too: what is of another one is passed over', () => {
    const careAt = new Date('2026-03-01T09:00:00Z');
    for (const state of ['on', 'needsSignIn', 'off'] as const)
      expect(signedIn({ ...aLinkIn(state), careAt }, link)).toMatchObject({ careAt });
    expect(signedIn(aLinkIn('on'), link)).not.toHaveProperty('careAt');
  });

  test('is in the language of who signs in now', () => {
    expect(signedIn(aLinkIn('on'), link).language).toBe('fr');
  });

  test('leaves nothing of an earlier disconnect', () => {
    const ended = { ...aLinkIn('off'), disconnectingAt: new Date('2026-02-01T10:00:00Z') };
    expect(signedIn(ended, link)).not.toHaveProperty('disconnectingAt');
  });
});

test('a refused token changes the state and nothing else: it is still the same link', () => {
  expect(tokenRefused(aLinkIn('on'))).toEqual({ ...aLinkIn('on'), state: 'needsSignIn' });
});

test('care that has looked changes how far, and nothing else: it is still the same link', () => {
  const careAt = new Date('2026-03-01T09:00:00Z');
  expect(caredFor(aLinkIn('on'), careAt)).toEqual({ ...aLinkIn('on'), careAt });
});

describe('a disconnect', () => {
  test.each(['on', 'needsSignIn'] as const)(
    'from %s is another generation, and since when it goes on is kept',
    (state) => {
      expect(disconnecting(aLinkIn(state))).toEqual({
        ...aLinkIn(state),
        state: 'disconnecting',
        generation: 8,
        disconnectingAt: COMMIT_TIME,
      });
    },
  );

  test('is another generation once more when it ends', () => {
    expect(disconnected(aLinkIn('disconnecting'))).toEqual({ ...aLinkIn('off'), generation: 8 });
  });
});

test('the generation never goes back, whatever happens', () => {
  const at = new Date('2026-03-02T09:00:00Z');
  let connection = signedIn(undefined, link) as Connection;
  const seen = [connection.generation];
  for (const change of [disconnecting, disconnected, (last: Connection) => signedIn(last, link), disconnecting]) {
    connection = { ...connection, ...change(connection), since: at } as Connection;
    seen.push(connection.generation);
  }
  expect(seen).toEqual([1, 2, 3, 4, 5]);
});
