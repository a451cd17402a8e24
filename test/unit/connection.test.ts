/** How a connection changes (protocol, rule 9). */
import { describe, expect, test } from '@jest/globals';
import {
  type Connection,
  caredFor,
  caredUntil,
  disconnected,
  disconnecting,
  isStillOn,
  letGone,
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
/** What the link leaves behind when it is ended. */
const own = { account: aConnection().account, secretVersion: aConnection().secretVersion };
const aLinkIn = (state: Connection['state']) => aConnection({ state, generation: 7 });

describe('a sign-in', () => {
  test('makes the first connection, on since it was committed', () => {
    expect(signedIn(undefined, link)).toEqual({
      ...link,
      state: 'on',
      generation: 1,
      since: COMMIT_TIME,
      accountSince: COMMIT_TIME,
    });
  });

  test('after off begins anew: what came in between is not exported', () => {
    expect(signedIn(aLinkIn('off'), link)).toEqual({
      ...link,
      previousAccount: aConnection().account,
      state: 'on',
      generation: 8,
      since: COMMIT_TIME,
      accountSince: COMMIT_TIME,
    });
  });

  test.each(['on', 'needsSignIn'] as const)('from %s keeps its beginning, with another account too', (state) => {
    expect(signedIn(aLinkIn(state), link)).toEqual({
      ...link,
      previousAccount: aConnection().account,
      state: 'on',
      generation: 8,
      since: aLinkIn(state).since,
      accountSince: COMMIT_TIME,
      careAt: { [aConnection().account.id]: aLinkIn(state).accountSince },
      leaving: [own],
    });
  });

  test.each(['on', 'needsSignIn'] as const)(
    'from %s with the same account goes on in it, with another token',
    (state) => {
      const { account } = aConnection();
      expect(signedIn(aLinkIn(state), { ...link, account })).toEqual({
        ...aLinkIn(state),
        ...link,
        account,
        state: 'on',
        generation: 8,
        leaving: [own],
      });
    },
  );

  test('goes on with all that is still to be let go, and after off leaves nothing of its own', () => {
    const older = { account: { id: 'an older account', email: 'old@fiduclaes.example' }, secretVersion: '0' };
    expect(signedIn({ ...aLinkIn('on'), leaving: [older] }, link).leaving).toEqual([older, own]);
    expect(signedIn({ ...aLinkIn('off'), leaving: [older] }, link).leaving).toEqual([older]);
    expect(signedIn(aLinkIn('off'), link)).not.toHaveProperty('leaving');
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

  test('keeps how far care has looked, in each account', () => {
    const careAt = {
      [aConnection().account.id]: new Date('2026-03-01T09:00:00Z'),
      another: new Date('2026-02-01T09:00:00Z'),
    };
    for (const state of ['on', 'needsSignIn', 'off'] as const)
      expect(signedIn({ ...aLinkIn(state), careAt }, link)).toMatchObject({ careAt });
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
  const { account } = aConnection();
  expect(caredFor(aLinkIn('on'), careAt, 2)).toEqual({ ...aLinkIn('on'), careAt: { [account.id]: careAt }, sees: 2 });
  const another = { another: new Date('2026-02-01T09:00:00Z') };
  expect(caredFor({ ...aLinkIn('on'), careAt: another }, careAt, 2).careAt).toEqual({
    ...another,
    [account.id]: careAt,
  });
});

describe('care has looked', () => {
  const [accountSince, careAt] = [new Date('2026-02-01T09:00:00Z'), new Date('2026-03-01T09:00:00Z')];

  test('nowhere yet in an account that the link has just come to: it begins when it came', () => {
    expect(caredUntil({ ...aLinkIn('on'), accountSince, careAt: { another: careAt } })).toEqual(accountSince);
  });

  test('until where it was in an account that the link has come back to', () => {
    const account = { id: 'another', email: 'another@fiduclaes.example' };
    expect(caredUntil({ ...aLinkIn('on'), account, accountSince: new Date(), careAt: { another: careAt } })).toEqual(
      careAt,
    );
  });
});

test('what is let go is no longer to be let go, and the rest is', () => {
  const older = { ...own, secretVersion: '0' };
  expect(letGone({ ...aLinkIn('on'), leaving: [older, own] }, older)).toEqual({ ...aLinkIn('on'), leaving: [own] });
  expect(letGone({ ...aLinkIn('on'), leaving: [own] }, own)).toEqual(aLinkIn('on'));
  expect(letGone(aLinkIn('on'), own)).toEqual(aLinkIn('on'));
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
        leaving: [own],
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

test('a link is still on as itself only: not after a sign-in, nor as that of a partner that was erased and has come back', () => {
  const link = aConnection();
  expect(isStillOn(link, { ...link })).toBe(true);
  expect(isStillOn(link, { ...link, state: 'needsSignIn' })).toBe(false);
  expect(isStillOn(link, { ...link, generation: link.generation + 1 })).toBe(false);
  expect(isStillOn(link, { ...link, since: new Date(link.since.getTime() + 1) })).toBe(false);
  expect(isStillOn(link, undefined)).toBe(false);
});
