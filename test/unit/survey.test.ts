/** Where the folders of a Drive are, as Drive tells: what it does not flag, and what its list does not show yet (protocol, rule 5). */
import { describe, expect, test } from '@jest/globals';
import type { DriveFolder } from '../../functions/domain/drive-file.ts';
import type { Drive } from '../../functions/domain/ports.ts';
import { surveyFolders } from '../../functions/export/survey.ts';
import { usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { callsOf, companyFolder, foldersOf } from './seen.ts';
import { folderOf, portsInTheTrash } from './trash.ts';
import { createWorker } from './worker.ts';

const live = (id: string, parentId?: string): DriveFolder => ({ id, trashed: false, ...(parentId && { parentId }) });
const root = live('root', 'My Drive');

/** A survey of a Drive that lists the first folders, and shows the others only to who asks for them. */
async function survey(listed: DriveFolder[], unlisted: DriveFolder[] = []) {
  const asked: string[] = [];
  const { drives } = createFakeWorld().ports;
  const drive: Drive = {
    ...drives.of(createFakeWorld().connect()),
    folders: async () => listed,
    folder: async (id) => {
      asked.push(id);
      return unlisted.find((folder) => folder.id === id);
    },
  };
  return { ...(await surveyFolders(drive)), asked };
}

describe('a folder', () => {
  test('is live where neither it nor anything above it is in the trash', async () => {
    const { whereabouts } = await survey([root, live('company', 'root'), live('AP', 'company')]);
    for (const id of ['root', 'company', 'AP']) expect(await whereabouts(id)).toBe('live');
  });

  test('is in the trash where Drive flags it', async () => {
    const { whereabouts } = await survey([root, { ...live('company', 'root'), trashed: true }]);
    expect([await whereabouts('root'), await whereabouts('company')]).toEqual(['live', 'trashed']);
  });

  test('is in the trash where a folder above it is, though it was made there and is not flagged', async () => {
    const trashed = { ...root, trashed: true };
    const { whereabouts } = await survey([trashed, live('company', 'root'), live('AP', 'company')]);
    expect([await whereabouts('company'), await whereabouts('AP')]).toEqual(['trashed', 'trashed']);
  });

  test('is gone only where Drive, asked for it alone, does not show it; and that is asked once', async () => {
    const { whereabouts, asked } = await survey([root]);
    expect([await whereabouts('AP'), await whereabouts('AP')]).toEqual(['gone', 'gone']);
    expect(asked).toEqual(['AP']);
  });

  test('is where it is also where the list does not show it yet', async () => {
    const unlisted = [live('new', 'root'), { ...live('thrown away', 'root'), trashed: true }];
    const { whereabouts } = await survey([root], unlisted);
    expect([await whereabouts('new'), await whereabouts('thrown away')]).toEqual(['live', 'trashed']);
  });

  test('is shown where the list has it, in the trash or not, or where Drive has shown it to who asked for it alone', async () => {
    const trashed = { ...live('company', 'root'), trashed: true };
    const { isShown, whereabouts } = await survey([root, trashed], [live('new', 'root')]);
    expect(['root', 'company', 'new', 'gone'].map(isShown)).toEqual([true, true, false, false]);
    for (const id of ['new', 'gone']) await whereabouts(id);
    expect(['new', 'gone'].map(isShown)).toEqual([true, false]);
  });

  test('that is none of ours looks gone, and is not asked for twice', async () => {
    const { whereaboutsNow, asked } = await survey([root]);
    expect([await whereaboutsNow('My Drive'), await whereaboutsNow('My Drive')]).toEqual(['gone', 'gone']);
    expect(asked).toEqual(['My Drive']);
  });

  test('of which Drive tells nothing is not asked for, and looks gone', async () => {
    const { whereaboutsNow, asked } = await survey([root]);
    expect(await whereaboutsNow('')).toBe('gone');
    expect(asked).toEqual([]);
  });

  test('that the list has in the trash, and Drive does not, is live; it is asked for once, with those above it', async () => {
    const { whereabouts, whereaboutsNow, asked } = await survey(
      [{ ...root, trashed: true }, live('company', 'root')],
      [root, live('company', 'root')],
    );
    expect(await whereabouts('company')).toBe('trashed');
    expect([await whereaboutsNow('company'), await whereaboutsNow('company')]).toEqual(['live', 'live']);
    expect(asked).toEqual(['company', 'root', 'My Drive', 'company']);
  });
});

test('care makes nothing twice where the list is behind', async () => {
  const world: FakeWorld = createFakeWorld();
  world.connect();
  world.activate();
  await createWorker(world).care();
  const before = foldersOf(world);
  const { drives } = world.ports;
  const behind: typeof drives = { of: (connection) => ({ ...drives.of(connection), folders: async () => [] }) };
  world.resetCalls();
  await createWorker(world, {}, { ...world.ports, drives: behind }).care();
  expect(foldersOf(world)).toEqual(before);
  expect(before).toContain(companyFolder);
  expect(callsOf(world, 'drive')).toEqual({ 'drive.folder': 4 });
  expect(world.database.connections.get(usual.partnerSpace)?.value.state).toBe('on');
});

test('care makes nothing twice where the list has in the trash what its owner has just taken out of it', async () => {
  const world: FakeWorld = createFakeWorld();
  world.connect();
  world.activate();
  await createWorker(world).care();
  const before = foldersOf(world);
  world.google.person(usual.email).deleteForGood(folderOf(world, `${companyFolder}/AR`));
  await createWorker(world, {}, portsInTheTrash(world)).care();
  expect(foldersOf(world)).toEqual(before);
});
