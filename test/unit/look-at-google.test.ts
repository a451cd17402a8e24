/** How a link stands when a page opens: as Google says at that moment, and not as we remember it. */
import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../functions/domain/connection.ts';
import { Failure, type FailureCode } from '../../functions/domain/errors.ts';
import type { Folder } from '../../functions/domain/folder.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { createLookAtGoogle } from '../../functions/partner/look-at-google.ts';
import { aFolder, usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import { createFakeLog } from '../fakes/log.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { createWorker } from './worker.ts';

const { partnerSpace, email } = usual;

function lookIn(world: FakeWorld, hooks: Hooks = {}) {
  const { connections, tokens, google } = world.portsFor(hooks);
  const log = createFakeLog();
  return { look: createLookAtGoogle({ connections, tokens, google, log }), log };
}

const stateOf = (world: FakeWorld) => world.database.connections.get(partnerSpace)?.value;
const rootOf = (world: FakeWorld) => world.database.folders.all().find(({ value }) => value.kind === 'root')?.value;

/** A partner whose folders are made. */
async function aWorldWithFolders() {
  const world = createFakeWorld();
  const connection = world.connect();
  world.activate();
  await createWorker(world).care();
  return { world, connection, root: rootOf(world) as Folder };
}

describe('a link that Google takes', () => {
  test('works, and so is it said, with the account as Google names it now', async () => {
    const world = createFakeWorld();
    const stored = world.connect();
    const connection = { ...stored, account: { ...stored.account, email: 'els.before@fiduclaes.example' } };
    expect(await lookIn(world).look(connection, undefined)).toEqual({
      connection,
      google: 'works',
      account: { id: connection.account.id, email },
    });
  });

  test('shows its root folder: where it is, in the trash, or gone', async () => {
    const { world, connection, root } = await aWorldWithFolders();
    const { look } = lookIn(world);
    const link = expect.stringContaining(encodeURIComponent(root.id));
    expect((await look(connection, root)).rootFolder).toEqual({ link, trashed: false });
    world.google.person(email).trash(root.id);
    expect((await look(connection, root)).rootFolder).toEqual({ link, trashed: true });
    world.google.person(email).deleteForGood(root.id);
    expect(await look(connection, root)).toMatchObject({ google: 'works', rootFolder: 'gone' });
  });

  test.each<[string, Partial<Folder>]>([
    ['is still to be made', { state: 'reserved' }],
    ['is in another account', { account: 'account of jan@x.example' }],
  ])('says nothing of a root folder that %s', async (_what, given) => {
    const world = createFakeWorld();
    const connection = world.connect();
    const seen = await lookIn(world).look(connection, aFolder(given));
    expect(seen).toEqual({ connection, google: 'works', account: connection.account });
  });
});

describe('a link that Google refuses', () => {
  test('is told as refused, and from then on it needs its owner', async () => {
    const world = createFakeWorld();
    const connection = world.connect();
    world.google.revoke(email);
    const needy: Connection = { ...connection, state: 'needsSignIn' };
    expect(await lookIn(world).look(connection, undefined)).toEqual({ connection: needy, google: 'refused' });
    expect(stateOf(world)).toEqual(needy);
    expect(world.noticesTopic.messages).toEqual([]);
    // Its owner is told as of any other link that has died.
    await createWorker(world).sweep();
    expect(world.noticesTopic.messages).toMatchObject([{ kind: 'signInNeeded', news: 'trouble' }]);
  });

  test('is one whose token somebody has destroyed', async () => {
    const world = createFakeWorld();
    const connection = world.connect();
    world.vault.destroy(partnerSpace, connection.secretVersion);
    expect(await lookIn(world).look(connection, undefined)).toMatchObject({ google: 'refused' });
    expect(stateOf(world)?.state).toBe('needsSignIn');
  });

  test('and with which its owner has signed in anew meanwhile works, whenever that was', async () => {
    await interruptedAtEachCall(() => {
      const world = createFakeWorld();
      const connection = world.connect();
      world.google.revoke(email);
      let seen: unknown;
      return {
        work: async (hooks) => {
          seen = await lookIn(world, hooks).look(connection, undefined);
        },
        meanwhile: () => createOwner(world).signIn(),
        afterwards: (at) => {
          if (at === undefined) return;
          expect([at, stateOf(world)?.state]).toEqual([at, 'on']);
          expect([at, seen]).toEqual([at, expect.objectContaining({ google: 'works', connection: stateOf(world) })]);
        },
      };
    });
  });

  test('is not one that has begun since, though it counts its generations anew', async () => {
    const world = createFakeWorld();
    const earlier = world.connect();
    world.google.revoke(email);
    const later = world.connect({ since: secondsAfter(earlier.since, 1), generation: earlier.generation });
    const dead = { ...earlier, secretVersion: '1' };
    expect(await lookIn(world).look(dead, undefined)).toMatchObject({ google: 'works', connection: later });
    expect(stateOf(world)).toEqual(later);
  });
});

describe('a link of which Google says nothing', () => {
  test.each<[FailureCode, 'warn' | 'error']>([
    ['googleUnavailable', 'warn'],
    ['paceLimited', 'warn'],
    ['drivePolicy', 'warn'],
    ['unexpected', 'error'],
  ])('is told so, stays as it is, and is in the log: %s', async (code, level) => {
    const world = createFakeWorld();
    const connection = world.connect();
    world.addFault({ on: 'google.look', failure: new Failure(code, 'as the test wants it') });
    const { look, log } = lookIn(world);
    expect(await look(connection, aFolder())).toEqual({ connection, google: 'silent' });
    expect(stateOf(world)).toEqual(connection);
    expect(log.lines).toMatchObject([{ level, fields: { partnerSpace, failure: code } }]);
  });

  test.each([
    ['needsSignIn', 'refused'],
    ['disconnecting', 'silent'],
    ['off', 'silent'],
  ] as const)('since it is %s is not asked about, and told as %s', async (state, google) => {
    const world = createFakeWorld();
    const connection = world.connect({ state });
    expect(await lookIn(world).look(connection, aFolder())).toEqual({ connection, google });
    expect(world.calls()).toEqual({});
  });
});

test('our own storage being down is thrown', async () => {
  const world = createFakeWorld();
  const connection = world.connect();
  world.addFault({ on: 'tokens.read', failure: new Failure('storageUnavailable', 'down') });
  await expect(lookIn(world).look(connection, undefined)).rejects.toMatchObject({ code: 'storageUnavailable' });
});
