/** A partner whose document was exported into a folder in the trash, and how far care has looked there. */
import { type Connection, caredFor } from '../../functions/domain/connection.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld, type Ports } from '../fakes/world.ts';
import { companyFolder } from './seen.ts';
import { createWorker } from './worker.ts';

/** What was done this recently is left for the next pass. */
export const settlingSeconds = 5 * 60;

export const connectionOf = (world: FakeWorld) => world.database.connections.get(usual.partnerSpace);
/** How far care has looked of the account that is connected. */
export const careAtOf = (world: FakeWorld) => {
  const { careAt, account } = connectionOf(world)?.value ?? {};
  return careAt?.[account?.id ?? ''];
};
export const settled = (world: FakeWorld) => secondsAfter(world.clock.now(), -settlingSeconds);

export function changeConnection(world: FakeWorld, change: Partial<Connection>): void {
  const stored = connectionOf(world);
  if (stored) world.database.connections.put(stored.id, { ...stored.value, ...change });
}

/** As if care had looked until then, of the account that is connected. */
export function changeCareAt(world: FakeWorld, careAt: Date, change: Partial<Connection> = {}): void {
  const stored = connectionOf(world);
  if (stored) changeConnection(world, { ...caredFor(stored.value, careAt, stored.value.generation), ...change });
}

/** Drive's id of the first folder of this path. */
export function folderOf(world: FakeWorld, path: string, email: string = usual.email): string {
  return world.google.tree(email).find((one) => one.path === path)?.id ?? '';
}

/** Ports of a world in which Drive's list of folders is behind: it has all of them in the trash. */
export function portsInTheTrash(world: FakeWorld): Ports {
  const { drives } = world.ports;
  const behind: typeof drives = {
    of: (connection) => {
      const drive = drives.of(connection);
      return { ...drive, folders: async () => (await drive.folders()).map((folder) => ({ ...folder, trashed: true })) };
    },
  };
  return { ...world.ports, drives: behind };
}

/** A partner with the folders of a client, of which AP is in the trash. */
export async function aWorldInTheTrash(): Promise<FakeWorld> {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  await createWorker(world).care();
  world.google.person(usual.email).trash(folderOf(world, `${companyFolder}/AP`));
  return world;
}

/** The same with a document that was exported there this long ago. */
export async function exportedIntoTheTrash(secondsAgo: number): Promise<FakeWorld> {
  const world = await aWorldInTheTrash();
  world.addDocument();
  await createWorker(world).deliver();
  world.clock.advance(secondsAgo);
  world.resetCalls();
  return world;
}
