/** Coming back from Google: one connection, one living token, whoever else is at it (protocol, rule 9). */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../functions/connect/browser.ts';
import { createCompleteSignIn } from '../../functions/connect/complete-sign-in.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { createLetGrantGo } from '../../functions/partner/grant.ts';
import { aSignIn, usual } from '../builders.ts';
import { createFakeLog } from '../fakes/log.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { createWorker } from './worker.ts';

const { partnerSpace } = usual;
const jan = 'jan.peeters@fiduclaes.example';

const connectionOf = (world: FakeWorld) => world.database.connections.get(partnerSpace)?.value;

/** Whether the token behind the connection, and only that one, is there and taken by Google. */
function expectOneLivingToken(world: FakeWorld): void {
  const connection = connectionOf(world);
  expect(world.vault.versions(partnerSpace)).toEqual([connection?.secretVersion]);
  const token = world.vault.read(partnerSpace, connection?.secretVersion ?? '') ?? '';
  expect(world.google.grantBehind(token).account).toEqual(connection?.account);
}

/** Whether Google still takes any token of this account. */
function lives(world: FakeWorld, token: string | undefined): boolean {
  try {
    return world.google.grantBehind(token ?? '').ended === false;
  } catch {
    return false;
  }
}

describe('a sign-in', () => {
  test('makes a connection that is on, with its token in the vault, and wakes what waits', async () => {
    const world = createFakeWorld();
    await createOwner(world).signIn();
    expect(connectionOf(world)).toEqual({
      language: 'nl',
      partnerSpace,
      state: 'on',
      generation: 1,
      account: world.google.account(usual.email),
      secretVersion: '1',
      since: world.clock.now(),
      accountSince: world.clock.now(),
    });
    expectOneLivingToken(world);
    expect(world.topic.messages).toEqual([
      { kind: 'resume', partnerSpace },
      { kind: 'care', partnerSpace },
      { kind: 'compare', partnerSpace },
    ]);
  });

  test('publishes only after it has committed', async () => {
    const world = createFakeWorld();
    const states: unknown[] = [];
    const onCall = (name: string) => name === 'publisher.publish' && states.push(connectionOf(world)?.state);
    await createOwner(world, { onCall }).signIn();
    expect(states).toEqual(['on', 'on', 'on']);
  });

  test.each(['on', 'needsSignIn'] as const)('from %s keeps its beginning and lets the old token go', async (state) => {
    const world = createFakeWorld();
    const { since } = world.connect({ state });
    world.clock.advance(3600);
    await createOwner(world).signIn();
    expect(connectionOf(world)).toMatchObject({ state: 'on', generation: 2, since });
    expectOneLivingToken(world);
  });

  test('from off begins anew', async () => {
    const world = createFakeWorld();
    world.connect();
    await createOwner(world).disconnect();
    world.clock.advance(3600);
    await createOwner(world).signIn();
    expect(connectionOf(world)).toMatchObject({ state: 'on', generation: 4, since: world.clock.now() });
    expectOneLivingToken(world);
  });

  test('is refused while the connection is being ended, before Google is asked', async () => {
    const world = createFakeWorld();
    world.connect({ state: 'disconnecting' });
    await expect(createOwner(world).signIn()).rejects.toMatchObject({ code: 'stillDisconnecting' });
    expect(world.calls()['google.exchange']).toBeUndefined();
    expect(connectionOf(world)?.state).toBe('disconnecting');
  });

  test.each(['googleCodeRefused', 'drivePermissionMissing', 'refreshTokenMissing', 'googleUnavailable'] as const)(
    'that Google ends with %s stores nothing',
    async (code) => {
      const world = createFakeWorld();
      world.addFault({ on: 'google.exchange', failure: new Failure(code, 'as the test wants it') });
      await expect(createOwner(world).signIn()).rejects.toMatchObject({ code });
      expect(connectionOf(world)).toBeUndefined();
      expect(world.vault.versions(partnerSpace)).toEqual([]);
      expect(world.topic.messages).toEqual([]);
    },
  );

  test('without the tick at Google Drive stores nothing', async () => {
    const world = createFakeWorld();
    const { google, connections, tokens, publisher, revokeGrant } = world.ports;
    const completeSignIn = createCompleteSignIn({
      google,
      connections,
      tokens,
      publisher,
      letGrantGo: createLetGrantGo(connections, revokeGrant, publisher),
      log: createFakeLog(),
    });
    const signIn = aSignIn();
    const address = google.authorizationUrl({ state: 'state', codeChallenge: digestOf(signIn.codeVerifier) });
    const code = world.google.consent(address, usual.email, { drive: false });
    await expect(completeSignIn(signIn, code)).rejects.toMatchObject({ code: 'drivePermissionMissing' });
    expect(connectionOf(world)).toBeUndefined();
  });
});

describe('what fails once the connection is on', () => {
  /** A partner who signs in again, as this account, while calls of this name fail. */
  async function signedInWhile(on: string, email: string) {
    const world = createFakeWorld();
    world.connect();
    const failure = new Failure('storageUnavailable', 'as the test wants it');
    world.addFault({ on, failure, times: Number.POSITIVE_INFINITY });
    const owner = createOwner(world);
    await owner.signIn(email);
    expect(connectionOf(world)).toMatchObject({ state: 'on', generation: 2, account: { email } });
    const errors = owner.log.lines.filter(({ level }) => level === 'error');
    for (const { fields } of errors) expect(fields).toMatchObject({ partnerSpace, error: failure });
    world.clearFaults();
    return { world, errors: errors.map(({ message, fields: { step } }) => step ?? message) };
  }

  /** What could not be let go is remembered with its token, and the next sweep goes on with it. */
  async function expectLetGoByTheNextSweep(world: FakeWorld): Promise<void> {
    expect(connectionOf(world)?.leaving).toMatchObject([{ secretVersion: '1' }]);
    await createWorker(world).sweep();
    expect(connectionOf(world)).not.toHaveProperty('leaving');
    expectOneLivingToken(world);
  }

  test('is told to us and not to the person: publishing', async () => {
    const { world, errors } = await signedInWhile('publisher.publish', usual.email);
    expect(errors).toEqual(['resume', 'care', 'compare', 'the grant could not be revoked']);
    await expectLetGoByTheNextSweep(world);
  });

  test.each(['google.revoke', 'connections.ofAccount'])(
    "is told to us and not to the person: letting the old account's grant go, at %s",
    async (on) => {
      const { world, errors } = await signedInWhile(on, jan);
      expect(errors).toEqual(['the grant could not be revoked']);
      expect(world.google.hasLiveToken(usual.email)).toBe(true);
      await expectLetGoByTheNextSweep(world);
      expect(world.google.hasLiveToken(usual.email)).toBe(false);
    },
  );

  test('is told to us and not to the person: destroying the old token', async () => {
    const { world, errors } = await signedInWhile('tokens.destroy', usual.email);
    expect(errors).toEqual(['old link']);
    const kinds = world.topic.messages.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['resume', 'care', 'compare']));
    await expectLetGoByTheNextSweep(world);
  });
});

describe('with another account', () => {
  test("lets the old account's grant go when nobody else lives on it", async () => {
    const world = createFakeWorld();
    const { secretVersion } = world.connect();
    const oldToken = world.vault.read(partnerSpace, secretVersion);
    await createOwner(world).signIn(jan);
    expect(lives(world, oldToken)).toBe(false);
    expect(connectionOf(world)).toMatchObject({ state: 'on', account: world.google.account(jan) });
    expectOneLivingToken(world);
  });

  test.each(['on', 'needsSignIn'] as const)(
    "leaves the old account's grant when another partner's connection on it is %s",
    async (state) => {
      const world = createFakeWorld();
      const { secretVersion } = world.connect();
      const oldToken = world.vault.read(partnerSpace, secretVersion);
      world.connect({ partnerSpace: 'another partner', state });
      await createOwner(world).signIn(jan);
      expect(lives(world, oldToken)).toBe(true);
      expectOneLivingToken(world);
    },
  );

  test('the same account never has its grant ended', async () => {
    const world = createFakeWorld();
    world.connect();
    await createOwner(world).signIn();
    expect(world.calls()['google.revoke']).toBeUndefined();
    expectOneLivingToken(world);
  });
});

describe('two sign-ins at once', () => {
  test.each([
    ['of one account', usual.email, 'as the first'],
    ['of two accounts', jan, 'as the first'],
    ['of one account', usual.email, 'again'],
    ['of two accounts', jan, 'again'],
  ])('%s (%s), %s: one is on with a living token, the other one takes back its own', async (_who, email, when) => {
    const world = createFakeWorld();
    if (when === 'again') world.connect({ account: world.google.account('old@fiduclaes.example') });
    const both = await Promise.allSettled([createOwner(world).signIn(), createOwner(world).signIn(email)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'signInOvertaken' }),
    });
    expect(connectionOf(world)?.state).toBe('on');
    expectOneLivingToken(world);
  });

  test.each([
    ['destroying its token', 'tokens.destroy', { token: true, grant: false }],
    ['letting its grant go', 'google.revoke', { token: false, grant: true }],
  ])('and the one that is overtaken takes back the rest where %s fails', async (_what, on, left) => {
    const world = createFakeWorld();
    let token = '';
    let isFirst = true;
    const owner = createOwner(world, {
      onCall: async (name) => {
        if (name !== 'connections.create' || !isFirst) return;
        isFirst = false;
        const [version = ''] = world.vault.versions(partnerSpace);
        token = world.vault.read(partnerSpace, version) ?? '';
        await createOwner(world).signIn(jan);
        world.addFault({ on, failure: new Failure('storageUnavailable', 'down') });
      },
    });
    await expect(owner.signIn()).rejects.toMatchObject({ code: 'signInOvertaken' });
    expect({ token: world.vault.versions(partnerSpace).length === 2, grant: lives(world, token) }).toEqual(left);
    expect(connectionOf(world)).toMatchObject({ state: 'on', account: world.google.account(jan) });
    expect(owner.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  test('at any of the calls of the other', async () => {
    await interruptedAtEachCall(() => {
      const world = createFakeWorld();
      world.connect();
      // Refused: the other account's sign-in has ended the grant under which the code was given.
      const refusals = ['signInOvertaken', 'googleCodeRefused'];
      return {
        work: (hooks) =>
          createOwner(world, hooks)
            .signIn()
            .catch((error) => expect(refusals).toContain(error.code)),
        meanwhile: () => createOwner(world).signIn(jan),
        afterwards: (at) => {
          expect([at, connectionOf(world)?.state]).toEqual([at, 'on']);
          expectOneLivingToken(world);
        },
      };
    });
  });
});

describe('meanwhile', () => {
  test('a worker that finds the old token dead does not stop the sign-in', async () => {
    const world = createFakeWorld();
    world.connect();
    const owner = createOwner(world, {
      onCall: (name) => {
        const stored = world.database.connections.get(partnerSpace);
        if (name === 'tokens.keep' && stored) {
          world.database.connections.put(partnerSpace, { ...stored.value, state: 'needsSignIn' });
        }
      },
    });
    await owner.signIn();
    expect(connectionOf(world)).toMatchObject({ state: 'on', generation: 2 });
    expectOneLivingToken(world);
  });

  test('a disconnect wins: nothing is on, no token lives, and the sign-in says so', async () => {
    for (const call of ['google.exchange', 'tokens.keep', 'connections.replace']) {
      const world = createFakeWorld();
      world.connect();
      const token = world.google.signIn(usual.email);
      let ended = false;
      const owner = createOwner(world, {
        onCall: async (name) => {
          if (name !== call || ended) return;
          ended = true;
          await createOwner(world).disconnect();
        },
      });
      const expected = call === 'google.exchange' ? 'googleCodeRefused' : 'signInOvertaken';
      await expect(owner.signIn()).rejects.toMatchObject({ code: expected });
      expect(connectionOf(world)?.state).toBe('off');
      expect(world.vault.versions(partnerSpace)).toEqual([]);
      expect(lives(world, token)).toBe(false);
    }
  });

  test('a disconnect wins also with another account, whose grant is let go', async () => {
    const world = createFakeWorld();
    world.connect();
    let ended = false;
    const owner = createOwner(world, {
      onCall: async (name) => {
        if (name !== 'connections.replace' || ended) return;
        ended = true;
        await createOwner(world).disconnect();
      },
    });
    const before = world.google.signIn(jan);
    await expect(owner.signIn(jan)).rejects.toMatchObject({ code: 'signInOvertaken' });
    expect(lives(world, before)).toBe(false);
    expect(world.vault.versions(partnerSpace)).toEqual([]);
    expect(connectionOf(world)?.state).toBe('off');
  });
});

test('whatever dies, signing in once more ends with one connection that works', async () => {
  const deaths = await dyingAtEachCall((hooks) => {
    const world = createFakeWorld();
    world.connect();
    return {
      work: createOwner(world, hooks).signIn(jan),
      afterwards: async () => {
        await createOwner(world).signIn(jan);
        const connection = connectionOf(world);
        expect(connection).toMatchObject({ state: 'on', account: world.google.account(jan) });
        const token = world.vault.read(partnerSpace, connection?.secretVersion ?? '');
        expect(lives(world, token)).toBe(true);
      },
    };
  });
  expect(deaths).toBeGreaterThan(8);
});

test('nothing that it logs is a token', async () => {
  const world = createFakeWorld();
  world.connect();
  const owner = createOwner(world);
  await owner.signIn(jan);
  const logged = JSON.stringify(owner.log.lines);
  expect(logged).toContain('signed in');
  expect(logged).not.toContain('refresh-token');
  expect(logged).not.toContain('code-');
});
