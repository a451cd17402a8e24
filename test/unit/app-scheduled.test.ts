/** The scheduler's calls: what each makes happen, who may call, and when it has to call again. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { usual } from '../builders.ts';
import { fakeCallToken } from '../fakes/banqup-calls.ts';
import { fakeSchedulerToken } from '../fakes/scheduler-calls.ts';
import { type Answer, type ConnectApp, createConnectApp } from './connect-app.ts';

const works = [
  ['sweep', 'sweep'],
  ['care-all', 'careAll'],
  ['compare-all', 'compareAll'],
  ['check-all', 'checkAll'],
] as const;
const token = fakeSchedulerToken();
const authorization = `Bearer ${token}`;

function call(app: ConnectApp, work = 'sweep', headers: Record<string, string> = { authorization }): Promise<Answer> {
  return app.request(`/scheduled/${work}`, { method: 'POST', headers });
}

const read = ({ text }: Answer) => JSON.parse(text) as Record<string, unknown>;

describe('POST', () => {
  test.each(works)('/scheduled/%s publishes %s, and is accepted (202)', async (work, kind) => {
    const app = createConnectApp();
    const answer = await call(app, work);
    expect([answer.status, read(answer)]).toEqual([202, { accepted: true }]);
    expect(app.world.topic.messages).toEqual([{ kind }]);
    expect(app.log.lines).toEqual([{ level: 'info', message: 'work has come round', fields: { kind } }]);
  });

  test('reads nothing of what is sent along', async () => {
    const app = createConnectApp();
    const body = JSON.stringify({ kind: 'sendAgain', after: 'x' });
    const answer = await app.request('/scheduled/sweep', { method: 'POST', headers: { authorization }, body });
    expect(answer.status).toBe(202);
    expect(app.world.topic.messages).toEqual([{ kind: 'sweep' }]);
  });

  test('needs no cookie, and gets none', async () => {
    expect((await call(createConnectApp())).headers.getSetCookie()).toEqual([]);
  });
});

describe('a call of the scheduler is refused, and nothing is published:', () => {
  test.each<[string, number, string, Record<string, string>]>([
    ['no token', 401, 'notAuthenticated', {}],
    ['an empty token', 401, 'notAuthenticated', { authorization: 'Bearer ' }],
    ['another scheme', 401, 'notAuthenticated', { authorization: 'Basic YTpi' }],
    ['a token that is refused', 401, 'notAuthenticated', { authorization: 'Bearer forged' }],
    ["a token of Banqup's", 401, 'notAuthenticated', { authorization: `Bearer ${fakeCallToken(usual.partnerSpace)}` }],
    ['a session in place of a token', 401, 'notAuthenticated', { cookie: '__Host-session=x' }],
    ["another account's token", 403, 'noAccess', { authorization: `Bearer ${fakeSchedulerToken('x@y.example')}` }],
  ])('%s (%d %s)', async (_what, status, code, headers) => {
    const app = createConnectApp();
    for (const [work] of works) {
      const answer = await call(app, work, headers);
      expect([answer.status, read(answer)]).toEqual([status, expect.objectContaining({ code })]);
    }
    expect(app.world.topic.messages).toEqual([]);
  });

  test.each(['careAll', 'resume', 'sendAgain', 'sweep/', 'sweep/now', 'SWEEP', 'constructor', '__proto__', ''])(
    'unknown work: "%s" (404)',
    async (work) => {
      const app = createConnectApp();
      expect((await call(app, work)).status).toBe(404);
      expect(app.world.topic.messages).toEqual([]);
    },
  );

  test.each(['GET', 'PUT', 'DELETE'])('the method %s (404)', async (method) => {
    const app = createConnectApp();
    expect((await app.request('/scheduled/sweep', { method, headers: { authorization } })).status).toBe(404);
    expect(app.world.topic.messages).toEqual([]);
  });
});

describe('the scheduler calls again', () => {
  test.each([
    ['publisher.publish', 'storageUnavailable'],
    ['schedulerCalls.assertGenuine', 'googleUnavailable'],
  ] as const)('where the work was not taken over (503): %s', async (on, code) => {
    const app = createConnectApp();
    app.world.addFault({ on, failure: new Failure(code, 'the cellar is flooded') });
    const answer = await call(app);
    expect([answer.status, read(answer)]).toEqual([503, expect.objectContaining({ code })]);
    expect(answer.text).not.toContain('cellar');
    expect(app.world.topic.messages).toEqual([]);
    expect((await call(app)).status).toBe(202);
    expect(app.world.topic.messages).toEqual([{ kind: 'sweep' }]);
  });
});

test('no token stands in the log, whatever the answer', async () => {
  const app = createConnectApp();
  const others = ['forged-token', fakeSchedulerToken('x@y.example')];
  await call(app);
  for (const other of others) await call(app, 'sweep', { authorization: `Bearer ${other}` });
  await call(app, 'nothing');
  for (const on of ['publisher.publish', 'schedulerCalls.assertGenuine']) {
    app.world.addFault({ on, failure: new Failure('unexpected', 'broken') });
    await call(app);
  }
  expect(app.log.lines).toHaveLength(6);
  const log = JSON.stringify(app.log.lines);
  for (const secret of [token, ...others]) expect(log).not.toContain(secret);
});
