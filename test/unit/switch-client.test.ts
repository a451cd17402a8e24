/** A client on and off (protocol, rule 11). */
import { describe, expect, test } from '@jest/globals';
import { activationId } from '../../functions/domain/activation.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { anActivation, usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { dyingAtEachCall } from './deaths.ts';
import { createOwner } from './owner.ts';

const { partnerSpace, clientSpace } = usual;
const activationOf = (world: FakeWorld) =>
  world.database.activations.get(activationId(partnerSpace, clientSpace))?.value;

describe('switching on', () => {
  test('counts since the database committed it, and answers that', async () => {
    const world = createFakeWorld();
    const answered = await createOwner(world, { onCall: () => world.clock.advance(7) }).switchOn();
    expect(activationOf(world)).toEqual(answered);
    expect(answered).toEqual(anActivation({ since: new Date('2026-03-02T09:00:14.000Z') }));
  });

  test('has the folders made, after it has committed', async () => {
    const world = createFakeWorld();
    const seen: unknown[] = [];
    const onCall = (name: string) => name === 'publisher.publish' && seen.push(activationOf(world)?.active);
    await createOwner(world, { onCall }).switchOn();
    expect(seen).toEqual([true]);
    expect(world.topic.messages).toEqual([{ kind: 'care', partnerSpace }]);
  });

  test('what is on changes nothing, its beginning and its name included', async () => {
    const world = createFakeWorld();
    const first = await createOwner(world).switchOn();
    world.clock.advance(3600);
    const again = await createOwner(world).switchOn({ name: 'Jane Doe Group' });
    expect(again).toEqual(first);
    expect(activationOf(world)).toEqual(first);
  });

  test('what is on has the folders made all the same: an earlier message may never have been sent', async () => {
    const world = createFakeWorld();
    world.addFault({ on: 'publisher.publish', failure: new Failure('storageUnavailable', 'down') });
    await expect(createOwner(world).switchOn()).rejects.toMatchObject({ code: 'storageUnavailable' });
    await createOwner(world).switchOn();
    expect(world.topic.messages).toEqual([{ kind: 'care', partnerSpace }]);
  });

  test('twice at once is on once, and both are told the same', async () => {
    const world = createFakeWorld();
    const answers = await Promise.all([
      createOwner(world, { onCall: () => world.clock.advance(1) }).switchOn(),
      createOwner(world, { onCall: () => world.clock.advance(1) }).switchOn({ name: 'Jane Doe Group' }),
    ]);
    expect(answers[0]).toEqual(answers[1]);
    expect(activationOf(world)).toEqual(answers[0]);
  });

  test('needs no connection yet', async () => {
    const world = createFakeWorld();
    await createOwner(world).switchOn();
    expect(world.calls()['connections.read']).toBeUndefined();
    expect(activationOf(world)?.active).toBe(true);
  });

  test('after it was off begins anew, in the folder of before', async () => {
    const world = createFakeWorld();
    const first = await createOwner(world).switchOn();
    await createOwner(world).switchOff();
    world.clock.advance(3600);
    const again = await createOwner(world).switchOn({ name: 'Jane Doe Group' });
    expect(again).toMatchObject({ active: true, since: world.clock.now(), company: { name: 'Jane Doe Group' } });
    expect(again.folder).toEqual(first.folder);
  });

  test('whatever dies is on after it was called again', async () => {
    await dyingAtEachCall((hooks) => {
      const world = createFakeWorld();
      return {
        work: createOwner(world, hooks).switchOn(),
        afterwards: async () => {
          const before = activationOf(world);
          world.clock.advance(60);
          const after = await createOwner(world).switchOn();
          expect(after.active).toBe(true);
          if (before) expect(after.since).toEqual(before.since);
          expect(world.topic.messages).toContainEqual({ kind: 'care', partnerSpace });
        },
      };
    });
  });

  test('gives up, to be tried again, when others keep winning', async () => {
    const world = createFakeWorld();
    const owner = createOwner(world, {
      onCall: (name) => {
        if (/activations\.(create|replace)/.test(name)) world.activate({ active: false });
      },
    });
    await expect(owner.switchOn()).rejects.toMatchObject({ code: 'contended' });
  });
});

describe('switching off', () => {
  test('keeps the rest of the record', async () => {
    const world = createFakeWorld();
    const on = await createOwner(world).switchOn();
    await createOwner(world).switchOff();
    expect(activationOf(world)).toEqual({ ...on, active: false, offSince: world.clock.now() });
  });

  test('what is off, or was never on, changes nothing', async () => {
    const world = createFakeWorld();
    await createOwner(world).switchOff();
    expect(activationOf(world)).toBeUndefined();
    world.activate({ active: false });
    world.resetCalls();
    await createOwner(world).switchOff();
    expect(world.calls()).toEqual({ 'activations.read': 1 });
  });

  test('at once with switching on is one or the other, whole', async () => {
    const world = createFakeWorld();
    world.activate();
    await Promise.all([createOwner(world).switchOff(), createOwner(world).switchOn(), createOwner(world).switchOff()]);
    const { since } = anActivation();
    const { offSince: _offSince, ...rest } = activationOf(world) ?? anActivation();
    expect({ ...rest, active: true, since }).toEqual(anActivation());
  });
});
