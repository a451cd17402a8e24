/** Visits to sign-in pages: a secret state, a PKCE challenge, one use. */
import { describe, expect, test } from '@jest/globals';
import { digestOf } from '../../functions/connect/browser.ts';
import { createSignInVisits } from '../../functions/connect/sign-in-visits.ts';
import { usual } from '../builders.ts';
import { createFakeWorld, type FakeWorld } from '../fakes/world.ts';

const visit = {
  at: 'google',
  partnerSpace: usual.partnerSpace,
  browserDigest: 'digest of a cookie',
  language: 'nl',
} as const;
const visitsOf = (world: FakeWorld) => createSignInVisits(world.ports.signIns, world.clock.now);

describe('a visit', () => {
  test('comes back as it began, with the verifier of its challenge', async () => {
    const world = createFakeWorld();
    const { state, codeChallenge } = await visitsOf(world).begin(visit);
    const ended = await visitsOf(world).end(state, 'google', visit.browserDigest);
    expect(ended).toMatchObject(visit);
    expect(digestOf(ended.codeVerifier)).toBe(codeChallenge);
  });

  test('has a state and a verifier that cannot be guessed, and the record holds the state only as a digest', async () => {
    const world = createFakeWorld();
    const states = await Promise.all(Array.from({ length: 20 }, () => visitsOf(world).begin(visit)));
    expect(new Set(states.map(({ state }) => state)).size).toBe(20);
    expect(new Set(states.map(({ codeChallenge }) => codeChallenge)).size).toBe(20);
    for (const { state } of states) {
      expect(Buffer.from(state, 'base64url')).toHaveLength(32);
      expect(JSON.stringify(world.database.signIns.all())).not.toContain(state);
    }
  });

  test('serves once', async () => {
    const world = createFakeWorld();
    const { state } = await visitsOf(world).begin(visit);
    await visitsOf(world).end(state, 'google', visit.browserDigest);
    await expect(visitsOf(world).end(state, 'google', visit.browserDigest)).rejects.toMatchObject({
      code: 'linkExpired',
    });
    expect(world.database.signIns.all()).toEqual([]);
  });

  test('serves one of ten callbacks at once', async () => {
    const world = createFakeWorld();
    const { state } = await visitsOf(world).begin(visit);
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () => visitsOf(world).end(state, 'google', visit.browserDigest)),
    );
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(all).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ code: 'linkExpired' }) });
  });

  test.each([
    ['in another browser', 'google', 'digest of another cookie', 0],
    ['in a browser without a cookie', 'google', undefined, 0],
    ['at another place', 'banqup', visit.browserDigest, 0],
    ['too late', 'google', visit.browserDigest, 601],
  ] as const)(
    'that is tried %s is refused, and still serves who it belongs to, in time',
    async (_what, at, digest, seconds) => {
      const world = createFakeWorld();
      const { state } = await visitsOf(world).begin(visit);
      world.clock.advance(seconds);
      await expect(visitsOf(world).end(state, at, digest)).rejects.toMatchObject({ code: 'linkExpired' });
      if (seconds > 0) return;
      await expect(visitsOf(world).end(state, 'google', visit.browserDigest)).resolves.toMatchObject(visit);
    },
  );

  test.each(['', 'unknown', '../signIns', 'a'.repeat(200)])('with the state %j was never begun', async (state) => {
    const world = createFakeWorld();
    await visitsOf(world).begin(visit);
    await expect(visitsOf(world).end(state, 'google', visit.browserDigest)).rejects.toMatchObject({
      code: 'linkExpired',
    });
  });
});
