/** What an instance remembers of connections, and how it tells that one needs its owner (protocol, rule 9). */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { createKnownConnections } from '../../functions/export/known-connections.ts';
import { aConnection, usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { aWorld } from './seen.ts';
import { createWorker } from './worker.ts';

function aWorldWith(given: Parameters<FakeWorld['connect']>[0] = {}) {
  const world = createFakeWorld();
  const connection = world.connect(given);
  return { world, connection, known: createKnownConnections(world.ports.connections) };
}

const { partnerSpace } = usual;
const readsOf = (world: FakeWorld) => world.calls()['connections.read'] ?? 0;

describe('a token that is gone', () => {
  const gone = new Failure('connectionChanged', 'the secret version is gone');

  test('means that its owner is needed where it is the same link still', async () => {
    const { connection, known } = aWorldWith();
    expect(await known.understood(gone, connection)).toMatchObject({ code: 'signInNeeded', cause: gone });
  });

  test('means another link where there is one by now', async () => {
    const { world, connection, known } = aWorldWith();
    world.connect({ generation: 2 });
    expect(await known.understood(gone, connection)).toBe(gone);
  });

  test('means another link where its partner was erased and has come back', async () => {
    const { world, connection, known } = aWorldWith();
    world.connect({ generation: connection.generation, since: secondsAfter(connection.since, 1) });
    expect(await known.understood(gone, connection)).toBe(gone);
  });

  test('is found out by care and by a document, and told', async () => {
    for (const findOut of ['care', 'deliver'] as const) {
      const world = aWorld();
      world.vault.destroy(partnerSpace, '1');
      await createWorker(world)[findOut]();
      expect(world.database.connections.get(partnerSpace)?.value.state).toBe('needsSignIn');
      expect(world.noticesTopic.messages).toMatchObject([{ kind: 'signInNeeded', news: 'trouble' }]);
    }
  });
});

describe('remembering', () => {
  test('saves a read once a connection has been read', async () => {
    const { world, connection, known } = aWorldWith();
    expect((await known.recall(partnerSpace))?.value).toEqual(connection);
    expect((await known.recall(partnerSpace))?.value).toEqual(connection);
    expect(readsOf(world)).toBe(1);
  });

  test.each(['needsSignIn', 'disconnecting', 'off'] as const)(
    'does not keep one that is %s: it may be on by the next document',
    async (state) => {
      const { world, known } = aWorldWith({ state });
      expect((await known.recall(partnerSpace))?.value.state).toBe(state);
      await known.recall(partnerSpace);
      expect(readsOf(world)).toBe(2);
    },
  );

  test('does not keep that there is none', async () => {
    const world = createFakeWorld();
    const known = createKnownConnections(world.ports.connections);
    expect(await known.recall(partnerSpace)).toBeUndefined();
    world.connect();
    expect((await known.recall(partnerSpace))?.value.state).toBe('on');
  });

  test('takes what was read last, and forgets what is no longer on', async () => {
    const { world, known } = aWorldWith();
    await known.recall(partnerSpace);
    const newer = world.database.connections.put(partnerSpace, aConnection({ generation: 9 }));
    known.remember(partnerSpace, newer);
    expect((await known.recall(partnerSpace))?.value.generation).toBe(9);
    known.remember(partnerSpace, undefined);
    await known.recall(partnerSpace);
    expect(readsOf(world)).toBe(2);
  });

  test('keeps the ones used last when there are too many', async () => {
    const { world, known } = aWorldWith();
    await known.recall(partnerSpace);
    const spaces = Array.from({ length: 1000 }, (_, index) => `another-${index}`);
    for (const space of spaces) world.database.connections.put(space, aConnection({ partnerSpace: space }));
    for (const space of spaces.slice(0, 500)) await known.recall(space);
    await known.recall(partnerSpace);
    for (const space of spaces.slice(500)) await known.recall(space);
    world.resetCalls();
    await known.recall(partnerSpace);
    expect(readsOf(world)).toBe(0);
    await known.recall('another-0');
    expect(readsOf(world)).toBe(1);
  });
});

describe('a refused token', () => {
  const stateOf = (world: FakeWorld) => world.database.connections.get(partnerSpace)?.value;

  test('makes the connection need its owner, and is forgotten', async () => {
    const { world, connection, known } = aWorldWith();
    await known.recall(partnerSpace);
    expect(await known.refused(connection)).toBe(true);
    expect(stateOf(world)).toEqual({ ...connection, state: 'needsSignIn' });
    expect((await known.recall(partnerSpace))?.value.state).toBe('needsSignIn');
  });

  test('of an earlier generation changes nothing', async () => {
    const { world, connection, known } = aWorldWith({ generation: 3 });
    expect(await known.refused({ ...connection, generation: 2 })).toBe(false);
    expect(stateOf(world)).toEqual(connection);
  });

  test.each(['needsSignIn', 'disconnecting', 'off'] as const)(
    'changes nothing in a connection that is %s',
    async (state) => {
      const { world, connection, known } = aWorldWith({ state });
      await known.refused(connection);
      expect(stateOf(world)).toEqual(connection);
    },
  );

  test('changes nothing when somebody signs in just then', async () => {
    const world = createFakeWorld();
    const connection = world.connect();
    const { connections } = world.portsFor({
      onCall: (name) => {
        if (name === 'connections.replace')
          world.database.connections.put(partnerSpace, aConnection({ generation: 2 }));
      },
    });
    expect(await createKnownConnections(connections).refused(connection)).toBe(false);
    expect(stateOf(world)).toMatchObject({ state: 'on', generation: 2 });
  });

  test('is written all the same when the record is changed otherwise just then', async () => {
    const world = createFakeWorld();
    const connection = world.connect();
    let touched = false;
    const { connections } = world.portsFor({
      onCall: (name) => {
        if (name === 'connections.replace' && !touched) world.database.connections.put(partnerSpace, connection);
        touched ||= name === 'connections.replace';
      },
    });
    expect(await createKnownConnections(connections).refused(connection)).toBe(true);
    expect(stateOf(world)?.state).toBe('needsSignIn');
  });

  test('says nothing of the link of a partner that was erased and has come back', async () => {
    const { world, connection, known } = aWorldWith();
    world.connect({ generation: connection.generation, since: secondsAfter(connection.since, 1) });
    expect(await known.refused(connection)).toBe(false);
    expect(stateOf(world)?.state).toBe('on');
  });

  test('of a partner who is not there any more is nothing', async () => {
    const world = createFakeWorld();
    const known = createKnownConnections(world.ports.connections);
    expect(await known.refused(aConnection())).toBe(false);
  });
});
