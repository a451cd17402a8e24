/** What a link has left behind is let go in the end, whoever dies over it, and nothing that somebody still lives on (protocol, rule 10). */
import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../functions/domain/connection.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, failingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const { partnerSpace, email: els } = usual;
const other = 'a0000000-0000-4000-8000-000000000002';
const jan = 'jan.peeters@fiduclaes.example';
const mia = 'mia.maes@fiduclaes.example';

const connectionOf = (world: FakeWorld, space: string = partnerSpace) => world.database.connections.get(space)?.value;
const tokenOf = (world: FakeWorld, space: string = partnerSpace) =>
  world.vault.read(space, connectionOf(world, space)?.secretVersion ?? '');
const refusing = new Failure('unexpected', 'an answer of Google that nobody knows');

/** A partner on Els's account, and another one on an account of their own. */
function aWorld(): FakeWorld {
  const world = createFakeWorld();
  world.connect();
  world.connect({ partnerSpace: other, account: world.google.account(mia) });
  return world;
}

/** Two partners on Els's account. */
function aSharedWorld(): FakeWorld {
  const world = createFakeWorld();
  world.connect();
  world.connect({ partnerSpace: other });
  return world;
}

/** Sweeps for longer than a worker can go on. */
async function sweepOn(world: FakeWorld, sweeps = 2): Promise<void> {
  for (let index = 0; index < sweeps; index += 1) {
    await createWorker(world).sweep();
    world.clock.advance(workerLifeSeconds + 1);
  }
}

/** Whether the connection is on with a token that Google takes, and has let go of all else. */
function expectWorking(world: FakeWorld, email: string, space: string = partnerSpace): void {
  expect(connectionOf(world, space)).toMatchObject({ state: 'on', account: world.google.account(email) });
  expect(connectionOf(world, space)).not.toHaveProperty('leaving');
  expect(world.google.grantBehind(tokenOf(world, space) ?? '').account.email).toBe(email);
}

/** Google takes no answer to a revoke that is asked with this token. */
const refusingFor =
  (token: string | undefined): NonNullable<Hooks['onCall']> =>
  (name, [asked]) => {
    if (name === 'google.revoke' && asked === token) throw refusing;
  };

describe('signing in with another account', () => {
  const spoiled = { dies: dyingAtEachCall, fails: failingAtEachCall.bind(undefined, refusing) };

  test.each(Object.entries(spoiled))(
    'that %s anywhere ends the grant of the account before at the next sweeps, and touches nothing else',
    async (_what, atEachCall) => {
      const ends = new Set<string>();
      const spoiledCalls = await atEachCall((hooks) => {
        const world = aWorld();
        const [before, oldVersion] = [connectionOf(world, other), connectionOf(world)?.secretVersion ?? ''];
        return {
          work: createOwner(world, hooks).signIn(jan),
          afterwards: async () => {
            await sweepOn(world);
            const { account } = connectionOf(world) ?? {};
            ends.add(account?.email ?? '');
            expectWorking(world, account?.email ?? '');
            const isOver = account?.email === jan;
            expect(world.google.hasLiveToken(els)).toBe(!isOver);
            expect(world.vault.versions(partnerSpace).includes(oldVersion)).toBe(!isOver);
            expect(connectionOf(world, other)).toEqual(before);
            expectWorking(world, mia, other);
          },
        };
      });
      expect(ends).toEqual(new Set([els, jan]));
      expect(spoiledCalls).toBeGreaterThan(20);
    },
  );

  test('forgets with the write that makes the new link neither the grant nor the token of the old one', async () => {
    const world = aWorld();
    const { account, secretVersion = '' } = connectionOf(world) ?? {};
    const written: (Connection | undefined)[] = [];
    const onAnswer = (name: string) => name === 'connections.replace' && written.push(connectionOf(world));
    await createOwner(world, { onAnswer }).signIn(jan);
    expect(written[0]).toMatchObject({ state: 'on', generation: 2, leaving: [{ account, secretVersion }] });
    expect(written.at(-1)).not.toHaveProperty('leaving');
  });

  test('a third one before the first is let go has both let go, and nothing of its own', async () => {
    const world = aWorld();
    world.addFault({ on: 'google.revoke', failure: refusing, times: 2 });
    await createOwner(world).signIn(jan);
    await createOwner(world).signIn(mia);
    expect(connectionOf(world)?.leaving?.map(({ account }) => account.email)).toEqual([els]);
    await sweepOn(world);
    expectWorking(world, mia);
    expect([world.google.hasLiveToken(els), world.google.hasLiveToken(jan)]).toEqual([false, false]);
    expect(world.vault.versions(partnerSpace)).toEqual([connectionOf(world)?.secretVersion]);
  });

  test('and back again before it is let go keeps the grant, and only the older token goes', async () => {
    const world = aWorld();
    const worker = createWorker(world, { onCall: refusingFor(tokenOf(world)) });
    world.addFault({ on: 'google.revoke', failure: refusing });
    await createOwner(world).signIn(jan);
    await createOwner(world).signIn(els);
    await worker.sweep();
    expectWorking(world, els);
    expect(world.vault.versions(partnerSpace)).toEqual([connectionOf(world)?.secretVersion]);
    expect(world.google.hasLiveToken(jan)).toBe(false);
  });
});

describe('a sweep that lets go', () => {
  /** The owner has come to Jan's account, and what they left is still to be let go. */
  async function aWorldLeaving(world = aWorld()): Promise<FakeWorld> {
    world.addFault({ on: 'google.revoke', failure: refusing });
    await createOwner(world).signIn(jan);
    expect(connectionOf(world)?.leaving).toHaveLength(1);
    return world;
  }

  function expectLetGone(world: FakeWorld): void {
    expectWorking(world, jan);
    expect(world.google.hasLiveToken(els)).toBe(false);
    expect(world.vault.versions(partnerSpace)).toEqual([connectionOf(world)?.secretVersion]);
  }

  test.each([
    ['dies', dyingAtEachCall],
    ['fails', failingAtEachCall.bind(undefined, new Failure('storageUnavailable', 'down'))],
  ] as const)('is gone on with by the next one wherever it %s', async (_what, atEachCall) => {
    await atEachCall((hooks) => {
      let world = aWorld();
      const work = async () => {
        world = await aWorldLeaving();
        await createWorker(world, hooks).sweep();
      };
      return {
        work: work(),
        afterwards: async () => {
          await createWorker(world).sweep();
          expectLetGone(world);
        },
      };
    });
  });

  test('leaves the same where another one comes at any of its calls', async () => {
    await interruptedAtEachCall(() => {
      let world = aWorld();
      return {
        work: async (hooks) => {
          world = await aWorldLeaving();
          await createWorker(world, hooks).sweep();
        },
        meanwhile: () => createWorker(world).sweep(),
        afterwards: () => expectLetGone(world),
      };
    });
  });

  test.each([els, jan, mia])(
    'leaves whoever signs in meanwhile, as %s, with a link that works, or has it found out that it does not',
    async (email) => {
      await interruptedAtEachCall(() => {
        let world = aWorld();
        return {
          work: async (hooks) => {
            world = await aWorldLeaving();
            await createWorker(world, hooks).sweep();
          },
          meanwhile: async () => {
            await createOwner(world).signIn(email);
            world.topic.messages.length = 0;
          },
          afterwards: async (at) => {
            if (at === undefined) return expectLetGone(world);
            if (world.topic.messages.some(({ kind }) => kind === 'care')) await createWorker(world).care();
            await sweepOn(world);
            const { state, account, secretVersion = '' } = connectionOf(world) ?? {};
            expect([at, account?.email]).toEqual([at, email]);
            expect([at, state]).toEqual([at, world.google.hasLiveToken(email) ? 'on' : 'needsSignIn']);
            expect([at, world.vault.versions(partnerSpace)]).toEqual([at, [secretVersion]]);
            for (const left of [els, jan].filter((one) => one !== email))
              expect([at, left, world.google.hasLiveToken(left)]).toEqual([at, left, false]);
          },
        };
      });
    },
  );

  test('that meets a grant which cannot be ended lets go of the others, and tells us of it', async () => {
    const world = await aWorldLeaving();
    const [first = { secretVersion: '' }] = connectionOf(world)?.leaving ?? [];
    const onCall = refusingFor(world.vault.read(partnerSpace, first.secretVersion));
    await createOwner(world, { onCall }).signIn(mia);
    const worker = createWorker(world, { onCall });
    await worker.sweep();
    expect(connectionOf(world)?.leaving).toEqual([first]);
    expect([world.google.hasLiveToken(els), world.google.hasLiveToken(jan)]).toEqual([true, false]);
    const line = {
      level: 'error',
      message: 'the grant could not be revoked',
      fields: { partnerSpace, error: refusing },
    };
    expect(worker.log.lines).toContainEqual(line);
    await createWorker(world).sweep();
    expect(world.google.hasLiveToken(els)).toBe(false);
  });

  test('is done with what it has let go, though the connection changed at that moment', async () => {
    const world = await aWorldLeaving();
    let changed = false;
    const onCall = (name: string) => {
      const stored = world.database.connections.get(partnerSpace);
      if (name !== 'connections.replace' || !stored || changed) return;
      changed = true;
      world.database.connections.put(partnerSpace, { ...stored.value, state: 'needsSignIn' });
    };
    await createWorker(world, { onCall }).sweep();
    expect(connectionOf(world)?.state).toBe('needsSignIn');
    expect(connectionOf(world)).not.toHaveProperty('leaving');
  });

  test('has nothing to ask Google or Secret Manager where nothing is left', async () => {
    const world = aWorld();
    await createWorker(world).sweep();
    const { 'connections.read': reads, ...calls } = world.calls();
    // Each is read once, for what its owner may have to be told.
    expect(reads).toBe(world.database.connections.all().length);
    expect(Object.keys(calls).filter((name) => /^(google|tokens|connections\.replace)/.test(name))).toEqual([]);
  });
});

describe('a grant that cannot be ended', () => {
  test('keeps its token and is tried again by every sweep, while documents come', async () => {
    const world = aWorld();
    const old = tokenOf(world);
    const oldVersion = connectionOf(world)?.secretVersion ?? '';
    world.addFault({ on: 'google.revoke', failure: refusing, times: Number.POSITIVE_INFINITY });
    await createOwner(world).signIn(jan);
    world.activate();
    for (let index = 1; index <= 3; index += 1) {
      world.resetCalls();
      await createWorker(world).sweep();
      expect(world.calls()['google.revoke']).toBe(1);
      expect(world.vault.read(partnerSpace, oldVersion)).toBe(old);
    }
    world.addDocument({ releasedAt: world.clock.now() });
    await createWorker(world).deliver();
    expect(filesOf(world, jan)).toHaveLength(1);
    world.clearFaults();
    await createWorker(world).sweep();
    expectWorking(world, jan);
    expect(world.google.hasLiveToken(els)).toBe(false);
    expect(world.vault.versions(partnerSpace)).toEqual([connectionOf(world)?.secretVersion]);
  });

  test('is tried again also after the link is off, and after the next one has begun', async () => {
    for (const signsInAgain of [false, true]) {
      const world = aWorld();
      const old = tokenOf(world);
      world.addFault({ on: 'google.revoke', failure: refusing, times: Number.POSITIVE_INFINITY });
      await createOwner(world).disconnect();
      await sweepOn(world);
      expect(connectionOf(world)).toMatchObject({ state: 'off', leaving: [{ secretVersion: '1' }] });
      if (signsInAgain) await createOwner(world).signIn(jan);
      expect(world.vault.read(partnerSpace, '1')).toBe(old);
      world.clearFaults();
      await createWorker(world).sweep();
      expect(world.google.hasLiveToken(els)).toBe(false);
      expect(connectionOf(world)).not.toHaveProperty('leaving');
      expect(world.vault.versions(partnerSpace)).toEqual(signsInAgain ? ['2'] : []);
      if (signsInAgain) expectWorking(world, jan);
    }
  });

  test('is not ended any more once its owner has signed in with that account again', async () => {
    const world = aWorld();
    world.addFault({ on: 'google.revoke', failure: refusing, times: Number.POSITIVE_INFINITY });
    await createOwner(world).disconnect();
    await sweepOn(world);
    await createOwner(world).signIn(els);
    world.clearFaults();
    await sweepOn(world);
    expectWorking(world, els);
    expect(world.vault.versions(partnerSpace)).toEqual(['2']);
  });
});

describe('ending a link', () => {
  test('ends also what is still to be let go of the one before', async () => {
    const world = aWorld();
    world.addFault({ on: 'google.revoke', failure: refusing });
    await createOwner(world).signIn(jan);
    world.clock.advance(workerLifeSeconds + 1);
    await createOwner(world).disconnect();
    expect(connectionOf(world)).toMatchObject({ state: 'off' });
    expect(connectionOf(world)).not.toHaveProperty('leaving');
    expect([world.google.hasLiveToken(els), world.google.hasLiveToken(jan)]).toEqual([false, false]);
    expect(world.vault.versions(partnerSpace)).toEqual([]);
  });

  test('waits for a worker that may still write: the grant of the account before says nothing of it', async () => {
    const world = aWorld();
    world.addFault({ on: 'google.revoke', failure: refusing });
    await createOwner(world).signIn(jan);
    await createOwner(world, { onCall: refusingFor(tokenOf(world)) }).disconnect();
    expect(world.google.hasLiveToken(els)).toBe(false);
    expect(connectionOf(world)?.state).toBe('disconnecting');
  });

  test('whatever dies, leaves nothing of two accounts after the next sweeps', async () => {
    await dyingAtEachCall((hooks) => {
      let world = aWorld();
      const work = async () => {
        world = aWorld();
        world.addFault({ on: 'google.revoke', failure: refusing });
        await createOwner(world).signIn(jan);
        await createOwner(world, hooks).disconnect();
      };
      return {
        work: work(),
        afterwards: async () => {
          if (connectionOf(world)?.state === 'on') await createOwner(world).disconnect();
          await sweepOn(world, 3);
          expect(connectionOf(world)?.state).toBe('off');
          expect(connectionOf(world)).not.toHaveProperty('leaving');
          expect([world.google.hasLiveToken(els), world.google.hasLiveToken(jan)]).toEqual([false, false]);
          expect(world.vault.versions(partnerSpace)).toEqual([]);
        },
      };
    });
  });
});

describe('two partners on one account', () => {
  const leaving = {
    'signs in with another account': (world: FakeWorld, space: string, hooks: Hooks = {}) =>
      createOwner(world, hooks).signIn(space === other ? mia : jan, space),
    'ends their link': (world: FakeWorld, space: string, hooks: Hooks = {}) =>
      createOwner(world, hooks).disconnect(space),
  };
  const ways = Object.keys(leaving) as (keyof typeof leaving)[];

  test.each(ways)('of whom one %s, whatever dies: the other one goes on with a living grant', async (way) => {
    await dyingAtEachCall((hooks) => {
      const world = aSharedWorld();
      const before = connectionOf(world, other);
      return {
        work: leaving[way](world, partnerSpace, hooks),
        afterwards: async () => {
          await sweepOn(world);
          expect(connectionOf(world, other)).toEqual(before);
          expectWorking(world, els, other);
          expect(connectionOf(world)).not.toHaveProperty('leaving');
        },
      };
    });
  });

  test.each(ways.flatMap((one) => ways.map((another) => [one, another] as const)))(
    'of whom one %s and the other one %s, at any of its calls: the grant ends with the last of them',
    async (one, another) => {
      await interruptedAtEachCall(() => {
        const world = aSharedWorld();
        return {
          work: (hooks) => leaving[one](world, partnerSpace, hooks),
          meanwhile: () => leaving[another](world, other),
          afterwards: async (at) => {
            if (at === undefined) await leaving[another](world, other);
            await sweepOn(world);
            expect([at, world.google.hasLiveToken(els)]).toEqual([at, false]);
            for (const space of [partnerSpace, other]) {
              const { state, secretVersion } = connectionOf(world, space) ?? {};
              expect(world.vault.versions(space)).toEqual(state === 'on' ? [secretVersion] : []);
            }
          },
        };
      });
    },
  );

  test.each(ways)('who both leave, the second one dying anywhere as it %s: the grant ends', async (way) => {
    await dyingAtEachCall((hooks) => {
      const world = aSharedWorld();
      let begun = false;
      const work = async () => {
        await leaving['signs in with another account'](world, other);
        await leaving[way](world, partnerSpace, hooks);
      };
      return {
        work: work(),
        afterwards: async () => {
          begun = connectionOf(world)?.account.email === jan || connectionOf(world)?.state !== 'on';
          await sweepOn(world, 3);
          expect(world.google.hasLiveToken(els)).toBe(!begun);
          expectWorking(world, mia, other);
        },
      };
    });
  });
});
