/** A partner whose document was exported into a folder in the trash, and how far care has looked there. */
import type { Connection } from '../../functions/domain/connection.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { companyFolder } from './seen.ts';
import { createWorker } from './worker.ts';

/** What was done this recently is left for the next pass. */
export const settlingSeconds = 5 * 60;

export const connectionOf = (world: FakeWorld) => world.database.connections.get(usual.partnerSpace);
export const careAtOf = (world: FakeWorld) => connectionOf(world)?.value.careAt;
export const settled = (world: FakeWorld) => secondsAfter(world.clock.now(), -settlingSeconds);

export function changeConnection(world: FakeWorld, change: Partial<Connection>): void {
  const stored = connectionOf(world);
  if (stored) world.database.connections.put(stored.id, { ...stored.value, ...change });
}

/** Drive's id of the first folder of this path. */
export function folderOf(world: FakeWorld, path: string, email: string = usual.email): string {
  return world.google.tree(email).find((one) => one.path === path)?.id ?? '';
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
