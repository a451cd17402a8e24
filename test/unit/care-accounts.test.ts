/** Care of one account goes on where it was, however long the link was at another one (protocol, rule 5). */
import { describe, expect, test } from '@jest/globals';
import { usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { createOwner } from './owner.ts';
import { callsOf, companyFolder, entryOf, filesOf } from './seen.ts';
import { careAtOf, connectionOf, folderOf, settled, settlingSeconds } from './trash.ts';
import { createWorker } from './worker.ts';

const { email: els } = usual;
const jan = 'jan@fiduclaes.example';
const second = { documentId: 'd0000000-0000-4000-8000-000000000002', fileId: 'f0000000-0000-4000-8000-000000000002' };

/** The owner has signed in, as Els, to a Drive that shows us also what was made under an earlier grant. */
async function aWorldOfEls(): Promise<FakeWorld> {
  const world = createFakeWorld({ regrantSeesOldFiles: true });
  await createOwner(world).signIn(els);
  world.clock.advance(60);
  await createOwner(world).switchOn();
  await createWorker(world).care();
  return world;
}

/** A document is exported into a company folder that is in the trash, longer ago than a pass leaves alone. */
async function exportIntoTheTrash(
  world: FakeWorld,
  email: string = els,
  document: Partial<typeof second> = {},
): Promise<void> {
  world.google.person(email).trash(folderOf(world, companyFolder, email));
  const { documentId } = world.addDocument({ ...document, releasedAt: world.clock.now() });
  await createWorker(world).deliver({ documentId });
  expect(entryOf(world, documentId)?.state).toBe('done');
  world.clock.advance(settlingSeconds + 1);
}

/** The owner is at Jan's account for a day, and care looks after that. */
async function dayAtJans(world: FakeWorld): Promise<void> {
  await createOwner(world).signIn(jan);
  for (let hour = 0; hour < 24; hour += 1) {
    world.clock.advance(3600);
    await createWorker(world).care();
  }
  expect(careAtOf(world)).toEqual(settled(world));
}

async function careAndResume(world: FakeWorld): Promise<void> {
  await createWorker(world).care();
  await createWorker(world).resume();
}

/** Files that lie in no folder in the trash. */
function seenBy(world: FakeWorld, email: string): unknown[] {
  const isInTrash = (id: string | undefined): boolean => {
    const file = world.google.files.find(id ?? '');
    return file !== undefined && (file.trashedItself || isInTrash(file.parentId));
  };
  return filesOf(world, email).filter(({ id }) => !isInTrash(id));
}

describe('an account that the link has come back to', () => {
  test('has what was exported into its trash looked at, which no pass had seen before the link left', async () => {
    for (const lookedBefore of [true, false]) {
      const world = await aWorldOfEls();
      if (lookedBefore) {
        world.clock.advance(settlingSeconds + 1);
        await createWorker(world).care();
      }
      expect(careAtOf(world) !== undefined).toBe(lookedBefore);
      await exportIntoTheTrash(world);
      await dayAtJans(world);
      expect(entryOf(world)?.state).toBe('done');
      await createOwner(world).signIn(els);
      await careAndResume(world);
      expect([lookedBefore, seenBy(world, els)]).toMatchObject([lookedBefore, [{ trashed: false }]]);
      expect(filesOf(world, jan)).toEqual([]);
      world.clock.advance(settlingSeconds + 1);
      await createWorker(world).care();
      expect(careAtOf(world)).toEqual(settled(world));
    }
  });

  test('is not looked into for what it was looked into for before', async () => {
    const world = await aWorldOfEls();
    await exportIntoTheTrash(world);
    world.google.person(els).trash(entryOf(world)?.file?.id ?? '');
    await createWorker(world).care();
    const looked = careAtOf(world);
    expect(looked).toEqual(settled(world));
    await dayAtJans(world);
    await createOwner(world).signIn(els);
    expect(careAtOf(world)).toEqual(looked);
    world.resetCalls();
    await createWorker(world).care();
    expect(callsOf(world, 'drive')).not.toHaveProperty('drive.file');
    expect(entryOf(world)?.state).toBe('done');
  });

  test('and the one in between each have their own documents brought back', async () => {
    const world = await aWorldOfEls();
    await exportIntoTheTrash(world);
    await createOwner(world).signIn(jan);
    await createWorker(world).care();
    await exportIntoTheTrash(world, jan, second);
    await createOwner(world).signIn(els);
    await careAndResume(world);
    expect([seenBy(world, els).length, seenBy(world, jan).length]).toEqual([1, 0]);
    await createOwner(world).signIn(jan);
    await careAndResume(world);
    expect([seenBy(world, els).length, seenBy(world, jan).length]).toEqual([1, 1]);
  });

  test('begins at its return where it was never there before, so that nobody else is looked at', async () => {
    const world = await aWorldOfEls();
    await exportIntoTheTrash(world);
    await createOwner(world).signIn(jan);
    expect(connectionOf(world)?.value.accountSince).toEqual(world.clock.now());
    world.clock.advance(3600);
    world.resetCalls();
    await createWorker(world).care();
    expect(callsOf(world, 'drive')).not.toHaveProperty('drive.file');
    expect(careAtOf(world)).toEqual(settled(world));
  });
});

describe('what a link brought that its owner has ended since', () => {
  async function aWorldBegunAnew(): Promise<FakeWorld> {
    const world = await aWorldOfEls();
    world.clock.advance(settlingSeconds + 1);
    await createWorker(world).care();
    await exportIntoTheTrash(world);
    await createOwner(world).disconnect();
    await createOwner(world).signIn(els);
    expect(connectionOf(world)?.value.state).toBe('on');
    world.clock.advance(settlingSeconds + 1);
    return world;
  }

  test('stays as it is, though care had not come to it', async () => {
    const world = await aWorldBegunAnew();
    const before = entryOf(world);
    await careAndResume(world);
    expect(entryOf(world)).toEqual(before);
    expect(filesOf(world)).toHaveLength(1);
    expect(careAtOf(world)).toEqual(settled(world));
  });

  test('is looked after once it is asked for again', async () => {
    const world = await aWorldOfEls();
    world.addDocument({ releasedAt: world.clock.now() });
    await createWorker(world).deliver();
    world.google.person(els).trash(folderOf(world, companyFolder));
    await createOwner(world).disconnect();
    await createOwner(world).signIn(els);
    world.clock.advance(60);
    await createWorker(world).deliver({ resend: true });
    expect(filesOf(world)).toHaveLength(2);
    world.clock.advance(settlingSeconds + 1);
    await careAndResume(world);
    expect(seenBy(world, els)).toHaveLength(1);
  });
});

describe('signing in again with the same account, in which the owner then deletes everything of ours', () => {
  test('brings back what was in the trash once a pass has seen that the new grant shows it', async () => {
    const world = await aWorldOfEls();
    await exportIntoTheTrash(world);
    world.clock.advance(-settlingSeconds);
    await createOwner(world).signIn(els);
    await createWorker(world).care();
    expect(connectionOf(world)?.value.sees).toBe(1);
    world.google.person(els).deleteForGood(folderOf(world, 'Invoice_import'));
    world.clock.advance(2 * settlingSeconds);
    await careAndResume(world);
    expect(filesOf(world)).toHaveLength(1);
  });

  test('brings it back also where only a folder that its owner has moved elsewhere shows that any more', async () => {
    const world = await aWorldOfEls();
    await exportIntoTheTrash(world);
    world.google.person(els).move(folderOf(world, `${companyFolder}/AR`));
    world.google.person(els).deleteForGood(folderOf(world, 'Invoice_import'));
    await createOwner(world).signIn(els);
    await careAndResume(world);
    expect(filesOf(world)).toHaveLength(1);
  });
});
