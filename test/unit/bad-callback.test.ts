/** Callbacks that are wrong, of Banqup's login and of Google's consent alike: each is a page that says so, and changes nothing. */
import { describe, expect, test } from '@jest/globals';
import { Failure, type FailureCode } from '../../functions/domain/errors.ts';
import { speak } from '../../functions/texts/speak.ts';
import { usual } from '../builders.ts';
import { type Answer, type ConnectApp, createConnectApp, usualSpace, type Visitor } from './connect-app.ts';
import { everything } from './everything.ts';

const other = { id: 'a0000000-0000-4000-8000-000000000002', name: 'Kantoor Peeters', role: 'ADMINISTRATOR' };
const expired = 'linkExpired';
const wrong = 'badRequest';

interface Way {
  /** Code and state with which the browser would come back now. */
  leave(app: ConnectApp, visitor: Visitor): Promise<Record<'code' | 'state', string>>;
  /** Where a callback that is good leads to. */
  goal: string;
  exchange: string;
  down: Failure;
  /** Of a code that the other side refuses. */
  refused: FailureCode;
  cancelled: FailureCode;
}

const ways: Record<'banqup' | 'google', Way> = {
  banqup: {
    async leave(app, visitor) {
      // A browser that has a session is not sent to Banqup.
      visitor.cookies.delete('__Host-session');
      const { location } = await visitor.get(`/configure?partnerSpace=${usual.partnerSpace}`);
      const code = app.world.people.logIn(location, [usualSpace]);
      return { code, state: new URL(location).searchParams.get('state') ?? '' };
    },
    goal: '/manage',
    exchange: 'banqupLogin.spaces',
    down: new Failure('banqupUnavailable', 'down'),
    refused: expired,
    cancelled: 'loginCancelled',
  },
  google: {
    async leave(app, visitor) {
      if (!visitor.cookies.has('__Host-session')) await visitor.logIn();
      const address = await visitor.toGoogle();
      const code = app.world.google.consent(address.href, 'jan@claes.example');
      return { code, state: address.searchParams.get('state') ?? '' };
    },
    goal: '/installed',
    exchange: 'google.exchange',
    down: new Failure('googleUnavailable', 'down'),
    refused: 'googleCodeRefused',
    cancelled: 'googleCancelled',
  },
};

/** A partner whose connection needs its owner, and that owner, who comes back. */
async function leaving(at: keyof typeof ways) {
  const app = createConnectApp();
  app.world.connect({ state: 'needsSignIn' });
  app.world.activate();
  const visitor = app.visitor();
  const good = await ways[at].leave(app, visitor);
  return { app, visitor, good, before: everything(app.world), sessions: app.world.database.sessions.all() };
}

type Left = Awaited<ReturnType<typeof leaving>>;
const address = (at: string, query: Record<string, string>) => `/${at}/callback?${new URLSearchParams(query)}`;

/** A page says what this failure means; nothing is changed, and nobody has another session. */
function expectRefused({ app, before, sessions }: Left, answer: Answer, status: number, code: FailureCode): void {
  expect([answer.status, answer.location]).toEqual([status, '']);
  expect(answer.text).toContain(`<h1>${speak('nl').problem(code).title}</h1>`);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(everything(app.world)).toEqual(before);
  expect(app.world.database.sessions.all()).toEqual(sessions);
}

describe.each(['banqup', 'google'] as const)('a callback of %s', (at) => {
  const { goal, exchange, refused, cancelled } = ways[at];

  test('that is good leads on, so that what follows is about what is bad', async () => {
    const { visitor, good } = await leaving(at);
    expect((await visitor.get(address(at, good))).location).toBe(goal);
  });

  test.each<[string, (good: { code: string; state: string }) => string, FailureCode]>([
    ['without a state', ({ code }) => address(at, { code }), wrong],
    ['with an empty state', ({ code }) => address(at, { code, state: '' }), expired],
    ['with a state that is wrong', ({ code }) => address(at, { code, state: 'x'.repeat(43) }), expired],
    ['with a state that is cut off', ({ code, state }) => address(at, { code, state: state.slice(1) }), expired],
    ['with a state far too long', ({ code }) => address(at, { code, state: 'x'.repeat(100_000) }), wrong],
    ['with a code far too long', ({ state }) => address(at, { code: 'x'.repeat(100_000), state }), wrong],
    ['with a state that is a path', ({ code }) => address(at, { code, state: '../../signIns/x' }), expired],
    ['with nothing', () => `/${at}/callback`, wrong],
  ])('%s changes nothing (400), and the visit can still end well', async (_what, given, code) => {
    const left = await leaving(at);
    const answer = await left.visitor.get(given(left.good));
    expectRefused(left, answer, 400, code);
    expect(left.app.world.calls()[exchange]).toBeUndefined();
    expect((await left.visitor.get(address(at, left.good))).location).toBe(goal);
  });

  test('a second time, as by the back button, changes nothing (400)', async () => {
    const left = await leaving(at);
    await left.visitor.get(address(at, left.good));
    const { world } = left.app;
    const after = { ...left, before: everything(world), sessions: world.database.sessions.all() };
    expectRefused(after, await left.visitor.get(address(at, left.good)), 400, expired);
    expect(world.calls()[exchange]).toBe(1);
    expect((await left.visitor.get('/manage')).status).toBe(200);
  });

  test('after ten minutes changes nothing (400)', async () => {
    const left = await leaving(at);
    left.app.world.clock.advance(601);
    expectRefused(left, await left.visitor.get(address(at, left.good)), 400, expired);
  });

  test("in another person's browser changes nothing (400), and still serves whose it is", async () => {
    const left = await leaving(at);
    const stranger = left.app.visitor();
    expectRefused(left, await stranger.get(address(at, left.good)), 400, expired);
    await stranger.logIn([other], other.id);
    const sessions = left.app.world.database.sessions.all();
    expectRefused({ ...left, sessions }, await stranger.get(address(at, left.good)), 400, expired);
    expect((await left.visitor.get(address(at, left.good))).location).toBe(goal);
  });

  test('with the state of the other sign-in changes nothing (400)', async () => {
    const left = await leaving(at);
    expectRefused(
      left,
      await left.visitor.get(address(at === 'banqup' ? 'google' : 'banqup', left.good)),
      400,
      expired,
    );
  });

  test('that says access_denied changes nothing (400), and it can be begun anew', async () => {
    const left = await leaving(at);
    const { state } = left.good;
    expectRefused(left, await left.visitor.get(address(at, { state, error: 'access_denied' })), 400, cancelled);
    const again = await ways[at].leave(left.app, left.visitor);
    expect((await left.visitor.get(address(at, again))).location).toBe(goal);
  });

  test('that says access_denied, of a state that is not of this browser, does not end the visit', async () => {
    const left = await leaving(at);
    const { state } = left.good;
    const stranger = left.app.visitor();
    expectRefused(left, await stranger.get(address(at, { state, error: 'access_denied' })), 400, expired);
    expect((await left.visitor.get(address(at, left.good))).location).toBe(goal);
  });

  test.each(['banqup-code-made-up', '<script>', "' or 1=1"])(
    'with the code %s, which is refused, changes nothing (400)',
    async (code) => {
      const left = await leaving(at);
      const answer = await left.visitor.get(address(at, { ...left.good, code }));
      expectRefused(left, answer, 400, refused);
      expect(answer.text).not.toContain(code);
    },
  );

  test('with the code of another sign-in, of the same browser or of another, changes nothing (400)', async () => {
    const left = await leaving(at);
    const stranger = left.app.visitor();
    const theirs = await ways[at].leave(left.app, stranger);
    const mine = await ways[at].leave(left.app, left.visitor);
    for (const [code, state] of [
      [theirs.code, left.good.state],
      [left.good.code, mine.state],
    ] as const) {
      const sessions = left.app.world.database.sessions.all();
      expectRefused({ ...left, sessions }, await left.visitor.get(address(at, { code, state })), 400, refused);
    }
  });

  test('while the other side is down says so (503), changes nothing, and it can be begun anew', async () => {
    const left = await leaving(at);
    left.app.world.addFault({ on: exchange, failure: ways[at].down });
    expectRefused(left, await left.visitor.get(address(at, left.good)), 503, ways[at].down.code);
    const again = await ways[at].leave(left.app, left.visitor);
    expect((await left.visitor.get(address(at, again))).location).toBe(goal);
  });

  test('while the database is down says so (503), and the same link still serves', async () => {
    const left = await leaving(at);
    left.app.world.addFault({ on: 'signIns.read', failure: new Failure('storageUnavailable', 'down') });
    expect((await left.visitor.get(address(at, left.good))).status).toBe(503);
    expect(everything(left.app.world)).toEqual(left.before);
    expect((await left.visitor.get(address(at, left.good))).location).toBe(goal);
  });
});

test("Google's callback for another partner space than the session's changes neither (400)", async () => {
  const left = await leaving('google');
  await left.visitor.logIn([other], other.id);
  const sessions = left.app.world.database.sessions.all();
  expectRefused({ ...left, sessions }, await left.visitor.get(address('google', left.good)), 400, expired);
});

test("Banqup's callback of somebody who sees another partner space only lets nobody in (403)", async () => {
  const left = await leaving('banqup');
  const { location } = await left.visitor.get(`/configure?partnerSpace=${usual.partnerSpace}`);
  const code = left.app.world.people.logIn(location, [other]);
  const state = new URL(location).searchParams.get('state') ?? '';
  const answer = await left.visitor.get(address('banqup', { code, state }));
  expectRefused(left, answer, 403, 'noAccess');
});

test('an answer that says it comes from another issuer than Google is refused (400), whatever else is right', async () => {
  for (const iss of ['https://evil.example', 'https://accounts.google.com.evil.example', 'accounts.google.com', '']) {
    const left = await leaving('google');
    const answer = await left.visitor.get(address('google', { ...left.good, iss }));
    expectRefused(left, answer, 400, expired);
    expect(left.app.world.calls()['google.exchange']).toBeUndefined();
  }
});
