/** A pass of care ends where somebody else was faster, and says nothing of another link than the one it read (protocol, rule 5). */
import { describe, expect, test } from '@jest/globals';
import type { Export } from '../../functions/domain/export.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { createOwner } from './owner.ts';
import { callsOf, companyFolder, entryOf, filesOf } from './seen.ts';
import {
  aWorldInTheTrash,
  careAtOf,
  changeCareAt,
  changeConnection,
  connectionOf,
  exportedIntoTheTrash,
  folderOf,
  settled,
} from './trash.ts';
import { createWorker } from './worker.ts';

const jan = 'jan@fiduclaes.example';

describe('where somebody else was faster', () => {
  test('at the entry, the pass ends without a word on how far it came, and the next one starts afresh', async () => {
    const world = await exportedIntoTheTrash(3600);
    const before = careAtOf(world);
    const worker = createWorker(world, {
      onCall: (name, [seen]) => {
        if (name !== 'exports.replace') return;
        const { id, value } = seen as { id: string; value: Export };
        world.database.exports.put(id, value);
      },
    });
    await expect(worker.care()).rejects.toMatchObject({ code: 'contended' });
    expect([entryOf(world)?.state, careAtOf(world)]).toEqual(['done', before]);
    await createWorker(world).care();
    expect(entryOf(world)?.state).toBe('reserved');
  });

  test('at the connection with a pass that came as far, nothing is to be done', async () => {
    const world = await exportedIntoTheTrash(3600);
    const further = secondsAfter(world.clock.now(), -10);
    const onCall = (name: string) => name === 'connections.replace' && changeCareAt(world, further);
    await createWorker(world, { onCall }).care();
    expect(careAtOf(world)).toEqual(further);
  });

  test('at the connection with a pass that came less far, the pass ends quietly and leaves the rest to the next one', async () => {
    const world = await exportedIntoTheTrash(3600);
    const less = secondsAfter(world.clock.now(), -1000);
    const onCall = (name: string) => name === 'connections.replace' && changeCareAt(world, less);
    await createWorker(world, { onCall }).care();
    expect(careAtOf(world)).toEqual(less);
    await createWorker(world).care();
    expect(careAtOf(world)).toEqual(settled(world));
  });

  test('at the connection with a pass of another link, the pass ends quietly, however far that one came', async () => {
    for (const secondsAgo of [0, 1000]) {
      const world = await exportedIntoTheTrash(3600);
      const theirs = secondsAfter(world.clock.now(), -secondsAgo);
      const onCall = (name: string) => name === 'connections.replace' && changeCareAt(world, theirs, { generation: 2 });
      await createWorker(world, { onCall }).care();
      expect(careAtOf(world)).toEqual(theirs);
    }
  });

  test.each<[string, (world: FakeWorld) => Promise<void> | void]>([
    ['was found to need its owner', (world) => changeConnection(world, { state: 'needsSignIn' })],
    ['has let an older link go', (world) => createWorker(world).sweep()],
  ])('at the connection, which %s and is the same link, the pass goes on', async (_what, meanwhile) => {
    for (const at of ['drive.folders', 'exports.doneSince', 'connections.replace']) {
      const world = await exportedIntoTheTrash(3600);
      world.google.person(usual.email).trash(entryOf(world)?.file?.id ?? '');
      const secretVersion = world.vault.keep(usual.partnerSpace, world.google.signIn(jan));
      changeConnection(world, { leaving: [{ account: world.google.account(jan), secretVersion }] });
      let interrupted = false;
      const onCall = async (name: string) => {
        if (name !== at || interrupted) return;
        interrupted = true;
        await meanwhile(world);
      };
      await createWorker(world, { onCall }).care();
      expect([at, interrupted, careAtOf(world)]).toEqual([at, true, settled(world)]);
    }
  });

  test.each<[string, (world: FakeWorld) => Promise<void> | void]>([
    ['signed in with the same account', (world) => createOwner(world).signIn()],
    ['signed in with another account', (world) => createOwner(world).signIn(jan)],
    ['is being ended', (world) => changeConnection(world, { state: 'disconnecting', generation: 2 })],
  ])('at the connection, which %s, nothing is said of how far it came', async (_what, meanwhile) => {
    for (const at of ['drive.folders', 'exports.doneSince', 'connections.replace']) {
      const world = await exportedIntoTheTrash(3600);
      world.google.person(usual.email).trash(entryOf(world)?.file?.id ?? '');
      const before = connectionOf(world)?.value.careAt;
      let interrupted = false;
      const onCall = async (name: string) => {
        if (name !== at || interrupted) return;
        interrupted = true;
        await meanwhile(world);
      };
      await createWorker(world, { onCall }).care();
      expect([at, interrupted, connectionOf(world)?.value.careAt]).toEqual([at, true, before]);
    }
  });
});

describe('another account', () => {
  test('is not looked into: what was exported under it is passed over, and stays as it is', async () => {
    const world = await exportedIntoTheTrash(3600);
    await createOwner(world).signIn(jan);
    const before = entryOf(world);
    world.resetCalls();
    await createWorker(world).care();
    expect(entryOf(world)).toEqual(before);
    expect(callsOf(world, 'drive')['drive.file']).toBeUndefined();
    expect(filesOf(world, jan)).toEqual([]);
  });

  test('that signed in while a pass was on its way has its own documents looked at by the next one', async () => {
    const world = await aWorldInTheTrash();
    world.clock.advance(3600);
    world.addDocument();
    const worker = createWorker(world);
    const onCall = async (name: string) => {
      if (name !== 'exports.doneSince' || filesOf(world, jan).length > 0) return;
      await createOwner(world).signIn(jan);
      await worker.deliver();
      world.google.person(jan).trash(folderOf(world, companyFolder, jan));
      world.clock.advance(3600);
    };
    await createWorker(world, { onCall }).care();
    expect(entryOf(world)?.state).toBe('done');
    await worker.care();
    await worker.resume();
    expect(filesOf(world, jan)).toHaveLength(2);
  });
});
