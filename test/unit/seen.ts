/** A usual fake world, and what a test looks at in it after something has happened. */
import { type Export, exportId } from '../../functions/domain/export.ts';
import { anActivation, usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';

/** Path of the usual company's folder in Drive. */
export const companyFolder = `Invoice_import/${anActivation().folder.name}`;

/** A partner with one client switched on, whose one document has just been approved. */
export function aWorld(): FakeWorld {
  const world = createFakeWorld();
  world.connect();
  world.activate();
  world.addDocument();
  return world;
}

/** The files, without the folders, of an account. */
export function filesOf(world: FakeWorld, email: string = usual.email) {
  return world.google.tree(email).filter(({ content }) => content !== undefined);
}

/** Paths of an account's folders. */
export function foldersOf(world: FakeWorld, email: string = usual.email): string[] {
  const folders = world.google.tree(email).filter(({ content }) => content === undefined);
  return folders.map(({ path }) => path).sort();
}

/** The ledger entry of one of the usual client's documents, for the usual partner. */
export function entryOf(world: FakeWorld, documentId: string = usual.documentId): Export | undefined {
  const { partnerSpace, clientSpace } = usual;
  return world.database.exports.get(exportId({ partnerSpace, clientSpace, documentId }))?.value;
}

/** How many calls there were of each kind since the counts were reset, of one port. */
export function callsOf(world: FakeWorld, port: string): Record<string, number> {
  return Object.fromEntries(Object.entries(world.calls()).filter(([name]) => name.startsWith(`${port}.`)));
}
