/** What a lost call left is healed by comparing with Banqup; and a former accountant gets nothing more. */
import { describe, expect, test } from '@jest/globals';
import { activationId } from '../../functions/domain/activation.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { anActivation, usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall, interruptedAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';
import { aWorld, entryOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const { partnerSpace, clientSpace } = usual;
const { company } = anActivation();
const other = 'c0000000-0000-4000-8000-000000000002';
const bakery = { name: 'Bakkerij Maes', vatNumber: 'BE0987654394' };

const activationOf = (world: FakeWorld, client: string = clientSpace) =>
  world.database.activations.get(activationId(partnerSpace, client))?.value;
const stateOf = (world: FakeWorld) => world.database.connections.get(partnerSpace)?.value.state;
const compare = (world: FakeWorld) => createWorker(world).compareClients(partnerSpace);

describe('comparing a partner with Banqup', () => {
  test('changes nothing where both agree', async () => {
    const world = aWorld();
    world.extensions.set(partnerSpace, { installed: true, clients: { [clientSpace]: company } });
    const before = world.database.activations.all();
    await compare(world);
    expect(world.database.activations.all()).toEqual(before);
    expect(world.topic.messages).toEqual([]);
  });

  test('switches on a client whose call never came, with its folder, from now on', async () => {
    const world = aWorld();
    world.extensions.set(partnerSpace, { installed: true, clients: { [clientSpace]: company, [other]: bakery } });
    await compare(world);
    expect(activationOf(world, other)).toMatchObject({
      active: true,
      since: world.clock.now(),
      folder: { name: 'Bakkerij Maes_BE0987654394' },
    });
    expect(world.topic.messages).toEqual([{ kind: 'care', partnerSpace }]);
  });

  test('switches off a client that is not there any more: what comes then is not exported', async () => {
    const world = aWorld();
    world.extensions.set(partnerSpace, { installed: true, clients: {} });
    await compare(world);
    expect(activationOf(world)?.active).toBe(false);
    await createWorker(world).deliver();
    expect([filesOf(world), entryOf(world)]).toEqual([[], undefined]);
    expect(stateOf(world)).toBe('on');
  });

  test('ends everything where the extension was uninstalled, as *Active off* does', async () => {
    const world = aWorld();
    world.extensions.set(partnerSpace, { installed: false, clients: {} });
    await compare(world);
    expect(activationOf(world)?.active).toBe(false);
    expect(stateOf(world)).toBe('off');
    expect(world.calls()['google.revoke']).toBe(1);
    await compare(world);
    expect(stateOf(world)).toBe('off');
  });

  test('believes nothing absent where Banqup shows us nothing of the partner: that is loud, and changes nothing', async () => {
    const world = aWorld();
    const worker = createWorker(world);
    await worker.compareClients(partnerSpace);
    expect(activationOf(world)?.active).toBe(true);
    expect(stateOf(world)).toBe('on');
    expect(worker.log.lines).toEqual([expect.objectContaining({ level: 'error', fields: { partnerSpace } })]);
  });

  test.each(['banqupUnavailable', 'unexpected'] as const)(
    'changes nothing where Banqup answers with %s, and comes again',
    async (code) => {
      const world = aWorld();
      world.addFault({ on: 'extension.state', failure: new Failure(code, 'as the test wants it') });
      await expect(compare(world)).rejects.toMatchObject({ code });
      expect(activationOf(world)?.active).toBe(true);
    },
  );

  test('goes on to the end of an uninstall that Google held up, at the next sweeps', async () => {
    const world = aWorld();
    world.extensions.set(partnerSpace, { installed: false, clients: {} });
    world.addFault({ on: 'google.revoke', failure: new Failure('googleUnavailable', 'down') });
    await compare(world);
    expect(stateOf(world)).toBe('disconnecting');
    await createWorker(world).eachPartner('compareAll');
    expect(world.topic.messages).toContainEqual({ kind: 'compare', partnerSpace });
    await createWorker(world).sweep();
    expect(stateOf(world)).toBe('off');
    expect(world.vault.versions(partnerSpace)).toEqual([]);
  });

  test("does not switch on again what Banqup's call has just switched off, though its list still has it", async () => {
    const world = aWorld();
    world.extensions.set(partnerSpace, { installed: true, clients: { [clientSpace]: company } });
    await createOwner(world).switchOff();
    world.clock.advance(60);
    await compare(world);
    expect(activationOf(world)?.active).toBe(false);
    world.clock.advance(3600);
    await compare(world);
    expect(activationOf(world)?.active).toBe(true);
  });

  test("leaves another partner's clients alone", async () => {
    const world = aWorld();
    const elsewhere = 'a0000000-0000-4000-8000-000000000002';
    world.activate({ partnerSpace: elsewhere });
    world.extensions.set(partnerSpace, { installed: false, clients: {} });
    await compare(world);
    expect(world.database.activations.get(activationId(elsewhere, clientSpace))?.value.active).toBe(true);
  });

  test('never switches off what was switched on while it asked', async () => {
    await interruptedAtEachCall(() => {
      const world = aWorld();
      world.extensions.set(partnerSpace, { installed: true, clients: {} });
      return {
        work: (hooks) => createWorker(world, hooks).compareClients(partnerSpace),
        meanwhile: async () => {
          await createOwner(world).switchOff();
          await createOwner(world).switchOn();
        },
        afterwards: (at) => {
          // Until it was read it was seen as it is after; later its owner had the last word.
          if (at !== undefined && at > 2) expect(activationOf(world)?.active).toBe(true);
        },
      };
    });
  });

  test('ends the same whatever dies', async () => {
    await dyingAtEachCall((hooks) => {
      const world = aWorld();
      world.extensions.set(partnerSpace, { installed: true, clients: { [other]: bakery } });
      return {
        work: createWorker(world, hooks).compareClients(partnerSpace),
        afterwards: async () => {
          await compare(world);
          expect([activationOf(world)?.active, activationOf(world, other)?.active]).toEqual([false, true]);
          expect(world.topic.messages).toContainEqual({ kind: 'care', partnerSpace });
        },
      };
    });
  });
});

describe('who is compared', () => {
  test.each(['on', 'needsSignIn'] as const)(
    'from time to time is every partner whose connection is %s',
    async (state) => {
      const world = aWorld();
      world.connect({ partnerSpace: 'another', state });
      world.connect({ partnerSpace: 'ended', state: 'off' });
      await createWorker(world).eachPartner('compareAll');
      expect(world.topic.messages).toEqual([
        { kind: 'compare', partnerSpace },
        { kind: 'compare', partnerSpace: 'another' },
      ]);
    },
  );

  test.each([
    ['the partner itself', [partnerSpace]],
    ['a client of the partner', [clientSpace]],
    ['both, and others', ['e0000000-0000-4000-8000-000000000009', clientSpace, partnerSpace]],
  ])('after a message is every partner that it may concern: it names %s', async (_what, spaces) => {
    const world = aWorld();
    await createWorker(world).spaceChanged({ kind: 'space', spaces });
    expect(world.topic.messages).toEqual([{ kind: 'compare', partnerSpace }]);
  });

  test('after a message of spaces that are nothing of ours is nobody', async () => {
    const world = aWorld();
    await createWorker(world).spaceChanged({ kind: 'space', spaces: ['e0000000-0000-4000-8000-000000000009'] });
    expect(world.topic.messages).toEqual([]);
  });
});

test('a client that was switched on before there was a connection has its folders once there is one', async () => {
  const world = aWorld();
  for (const stored of world.database.connections.all()) world.database.connections.remove(stored);
  await createOwner(world).switchOn();
  await createOwner(world).signIn();
  expect(world.topic.messages).toContainEqual({ kind: 'care', partnerSpace });
  await createWorker(world).care();
  expect(world.google.tree(usual.email).map(({ name }) => name)).toEqual(expect.arrayContaining(['AP', 'AR']));
});
