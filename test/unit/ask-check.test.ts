/** A person asks whether a month is complete: only of a client of their own, and what was found before stays to be seen meanwhile. */
import { expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { createAskCheck } from '../../functions/partner/ask-check.ts';
import { usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';
import { aWorld } from './seen.ts';
import { createWorker, topics } from './worker.ts';

const { partnerSpace, clientSpace } = usual;
const month = '2026-03';
const key = { partnerSpace, clientSpace, month };
const askCheck = ({ ports, clock }: FakeWorld) => createAskCheck({ ...ports, now: clock.now });
const kept = (world: FakeWorld) => world.database.checks.all().map(({ value }) => value);

test('it is kept that somebody has asked, and the message is on its way', async () => {
  const world = aWorld();
  await askCheck(world)(partnerSpace, clientSpace, month);
  const found = { released: 0, earlier: 0, inDrive: 0, waiting: 0, missing: [], missingCount: 0 };
  const askedAt = world.clock.now();
  expect(kept(world)).toEqual([{ ...key, state: 'asked', askedAt, ...found, expiresAt: expect.any(Date) }]);
  expect(world.topic.messages).toEqual([{ kind: 'check', ...key }]);
  await createWorker(world).push(topics.own, world.topic.messages[0]);
  expect(kept(world)).toMatchObject([{ state: 'done', askedAt, checkedAt: world.clock.now(), released: 1 }]);
});

test('what was found before stays until it is found anew', async () => {
  const world = aWorld();
  await createWorker(world).push(topics.own, { kind: 'check', ...key });
  const [before] = kept(world);
  world.clock.advance(3600);
  await askCheck(world)(partnerSpace, clientSpace, month, 'all');
  expect(kept(world)).toEqual([{ ...before, state: 'asked', askedAt: world.clock.now(), expiresAt: expect.any(Date) }]);
  expect(world.topic.messages).toEqual([{ kind: 'check', ...key, exports: 'all' }]);
});

test.each([
  ['is nobody’s', (world: FakeWorld) => world.database.activations.all().forEach(world.database.activations.remove)],
  ['is off', (world: FakeWorld) => void world.activate({ active: false })],
])('a client that %s is not found, and nothing is asked', async (_what, change) => {
  const world = aWorld();
  change(world);
  await expect(askCheck(world)(partnerSpace, clientSpace, month)).rejects.toMatchObject({ code: 'notFound' });
  expect([kept(world), world.topic.messages]).toEqual([[], []]);
});

test("another partner's client is not found", async () => {
  const world = createFakeWorld();
  world.activate({ partnerSpace: 'a0000000-0000-4000-8000-000000000002' });
  await expect(askCheck(world)(partnerSpace, clientSpace, month)).rejects.toMatchObject({ code: 'notFound' });
});

test('it can be asked again where the message could not be sent', async () => {
  const world = aWorld();
  world.addFault({ on: 'publisher.publish', failure: new Failure('storageUnavailable', 'down') });
  await expect(askCheck(world)(partnerSpace, clientSpace, month)).rejects.toMatchObject({ code: 'storageUnavailable' });
  await askCheck(world)(partnerSpace, clientSpace, month);
  expect(world.topic.messages).toHaveLength(1);
});
