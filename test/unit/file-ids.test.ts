/** Ids are drawn by the hundreds, belong to their account, and nobody gets one twice. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import type { Drive } from '../../functions/domain/ports.ts';
import { createFileIds } from '../../functions/export/file-ids.ts';
import { aConnection, usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { callsOf } from './seen.ts';

const jan = 'jan.peeters@fiduclaes.example';

function driveOf(world: FakeWorld, email?: string): Drive {
  const connection = world.connect(email === undefined ? {} : { account: world.google.account(email) });
  return world.ports.drives.of(connection);
}

const { id: account } = aConnection().account;

describe('taking ids', () => {
  test('draws once for more than a hundred documents', async () => {
    const world = createFakeWorld();
    const [ids, drive] = [createFileIds(), driveOf(world)];
    const taken = new Set<string>();
    for (let count = 0; count < 120; count += 1) taken.add(await ids.take(account, drive));
    expect(taken.size).toBe(120);
    expect(callsOf(world, 'drive')).toEqual({ 'drive.drawIds': 1 });
  });

  test('draws again when the pool is empty, and gives nobody an id twice', async () => {
    const world = createFakeWorld();
    const [ids, drive] = [createFileIds(), driveOf(world)];
    const taken = await Promise.all(Array.from({ length: 1000 }, () => ids.take(account, drive)));
    expect(new Set(taken).size).toBe(1000);
    expect(world.calls()['drive.drawIds']).toBeLessThan(10);
  });

  test('draws the next before the pool is empty, so that nobody waits for them', async () => {
    const world = createFakeWorld();
    const [ids, drive] = [createFileIds(), driveOf(world)];
    for (let count = 0; count < 1000; count += 1) {
      expect(count === 0 || ids.hasDrawn(account)).toBe(true);
      await ids.take(account, drive);
    }
    expect(world.calls()['drive.drawIds']).toBeLessThan(6);
  });

  test('is not failed by a draw that nobody waits for', async () => {
    const world = createFakeWorld();
    const [ids, drive] = [createFileIds(), driveOf(world)];
    await ids.take(account, drive);
    world.addFault({ on: 'drive.drawIds', failure: new Failure('googleUnavailable', 'down'), times: 3 });
    const taken = new Set<string>();
    for (let count = 0; count < 600; count += 1) taken.add(await ids.take(account, drive));
    expect(taken.size).toBe(600);
  });

  test('draws once for those who find the pool empty at the same time', async () => {
    const world = createFakeWorld();
    const [ids, drive] = [createFileIds(), driveOf(world)];
    await Promise.all(Array.from({ length: 100 }, () => ids.take(account, drive)));
    expect(callsOf(world, 'drive')).toEqual({ 'drive.drawIds': 1 });
  });

  test('gives each account its own', async () => {
    const world = createFakeWorld();
    const ids = createFileIds();
    const [first, second] = [driveOf(world), driveOf(world, jan)];
    await ids.take(account, first);
    expect(await ids.take(world.google.account(jan).id, second)).toContain(jan);
    expect(await ids.take(account, first)).not.toContain(jan);
  });

  test('is not failed by the dead token of another link to the same account', async () => {
    const world = createFakeWorld();
    const ids = createFileIds();
    const dead = driveOf(world);
    world.google.revoke(usual.email);
    const living = world.ports.drives.of(world.connect({ partnerSpace: 'another' }));
    const [first, second] = await Promise.allSettled([ids.take(account, dead), ids.take(account, living)]);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'signInNeeded' } });
    expect(second).toMatchObject({ status: 'fulfilled' });
  });

  test('throws what Drive throws to everybody who waits, and draws anew for the next', async () => {
    const world = createFakeWorld();
    const [ids, drive] = [createFileIds(), driveOf(world)];
    world.addFault({ on: 'drive.drawIds', failure: new Failure('signInNeeded', 'dead'), times: 2 });
    const both = await Promise.allSettled([ids.take(account, drive), ids.take(account, drive)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ids.take(account, drive)).toEqual(expect.any(String));
  });

  test('says so when Drive gives none, instead of asking for ever', async () => {
    const drive = { ...driveOf(createFakeWorld()), drawIds: () => Promise.resolve([]) };
    await expect(createFileIds().take(account, drive)).rejects.toMatchObject({ code: 'unexpected' });
  });
});

test('a pool tells whether it has any for an account', async () => {
  const world = createFakeWorld();
  const ids = createFileIds();
  expect(ids.hasDrawn(account)).toBe(false);
  await ids.take(account, driveOf(world));
  expect(ids.hasDrawn(account)).toBe(true);
  expect(ids.hasDrawn('another account')).toBe(false);
});
