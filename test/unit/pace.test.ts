/** How fast one instance writes to a Google account: gently up, at once down, and never at somebody else's cost (protocol, rule 7). */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { secondsAfter } from '../../functions/domain/life.ts';
import { createPace } from '../../functions/export/pace.ts';
import { usual } from '../builders.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { aWorld, callsOf, entryOf, filesOf } from './seen.ts';
import { createWorker } from './worker.ts';

const account = `account of ${usual.email}`;
const other = 'jan@fiduclaes.example';
const burst = 5;

/** A pace at rest; who waits for a slot waits on the fake clock, unless `stopped`: then it waits until the test lets the clock go. */
function aPace({ stopped = false } = {}) {
  const world = createFakeWorld();
  const connections = {
    [account]: world.connect(),
    [`account of ${other}`]: world.connect({ partnerSpace: 'another', account: world.google.account(other) }),
  };
  const waits: number[] = [];
  const pace = createPace({
    now: world.clock.now,
    pause: async (milliseconds) => {
      waits.push(milliseconds);
      // What else is under way has its turn first.
      await new Promise<void>((resolve) => (stopped ? undefined : setImmediate(resolve)));
      world.clock.advance(milliseconds / 1000);
    },
  });
  const drives = pace.watching(world.ports.drives);

  /** One write outside, after its slot was taken; or one that is refused. */
  async function write(of = account, refusal?: Failure): Promise<void> {
    const drive = drives.of(connections[of] ?? world.connect());
    const [id = ''] = await drive.drawIds(1);
    if (refusal) world.addFault({ on: 'drive.createFolder', failure: refusal });
    await drive.createFolder({ id, name: 'a folder' });
  }

  return {
    ...world,
    pace,
    waits,
    write,
    /** What the next slots have to wait, one after the other, in milliseconds. */
    async slots(count: number, of = account): Promise<number[]> {
      const answers: number[] = [];
      for (let index = 0; index < count; index += 1) {
        const before = waits.length;
        await pace.slot(of, 'long');
        answers.push(waits[before] ?? 0);
      }
      return answers;
    },
    /** Writes a second, once what may come at once has come. */
    async rate(of = account): Promise<number> {
      const [gap = 0] = (await this.slots(burst + 2, of)).slice(-1);
      return Math.round(10_000 / gap) / 10;
    },
    /** So many writes that Drive takes, while others wait for their turn. */
    async writeInQueue(count: number): Promise<void> {
      for (let index = 0; index < count; index += 1) {
        const turns = [pace.slot(account, 'long'), pace.slot(account, 'long')];
        await turns[0];
        await write();
        await turns[1];
      }
    },
    async refuse(retryAfterSeconds?: number): Promise<void> {
      await expect(write(account, new Failure('paceLimited', 'too fast', { retryAfterSeconds }))).rejects.toThrow();
    },
  };
}

describe('the pace of an account', () => {
  test('starts low: five writes at once, then two a second', async () => {
    const { slots } = aPace();
    expect(await slots(8)).toEqual([0, 0, 0, 0, 0, 500, 500, 500]);
  });

  test('goes up by a fiftieth with each write that Drive takes, to begin with, where a queue waits', async () => {
    const pace = aPace();
    await pace.writeInQueue(35);
    expect(await pace.rate()).toBeCloseTo(2 * 1.02 ** 35, 0);
  });

  test('does not go up by asking alone, nor by writes that nobody waits behind', async () => {
    const pace = aPace();
    await pace.slots(100);
    for (let count = 0; count < 100; count += 1) {
      await pace.slots(1);
      await pace.write();
    }
    expect(await pace.rate()).toBe(2);
  });

  test('goes up to ten writes a second at most', async () => {
    const pace = aPace();
    await pace.writeInQueue(300);
    expect(await pace.rate()).toBe(10);
  });

  test('is a fifth less after a refusal for haste, and goes up again from there', async () => {
    const pace = aPace();
    await pace.writeInQueue(300);
    await pace.refuse();
    expect(await pace.rate()).toBe(8);
    await pace.writeInQueue(10);
    expect(await pace.rate()).toBeGreaterThan(8.5);
  });

  test('goes up the more slowly the more often Drive has refused of late, and faster again where it has not for long', async () => {
    const pace = aPace();
    await pace.slots(1);
    for (let times = 0; times < 5; times += 1) {
      await pace.refuse();
      pace.clock.advance(3);
    }
    const low = await pace.rate();
    await pace.writeInQueue(20);
    expect((await pace.rate()) / low).toBeLessThan(1.05);
    await pace.writeInQueue(120);
    const later = await pace.rate();
    await pace.writeInQueue(20);
    expect((await pace.rate()) / later).toBeGreaterThan(1.08);
  });

  test('is never less than a write in four seconds', async () => {
    const pace = aPace();
    for (let times = 0; times < 30; times += 1) {
      await pace.refuse();
      pace.clock.advance(3);
    }
    const [, gap] = await pace.slots(2);
    expect(gap).toBe(4000);
  });

  test('counts refusals of writes that were under way together once', async () => {
    const pace = aPace();
    await pace.slots(1);
    for (let times = 0; times < 8; times += 1) {
      await pace.refuse();
      pace.clock.advance(0.2);
    }
    expect(await pace.rate()).toBe(1.6);
  });

  test('counts a refusal of later anew', async () => {
    const pace = aPace();
    await pace.slots(1);
    await pace.refuse();
    pace.clock.advance(2);
    await pace.refuse();
    const [, gap] = await pace.slots(2);
    expect(gap).toBe(Math.ceil(1000 / (2 * 0.8 * 0.8)));
  });

  test('begins anew after a minute without a write: others may have written meanwhile', async () => {
    const pace = aPace();
    await pace.refuse();
    await pace.slots(1);
    pace.clock.advance(59);
    expect(await pace.rate()).toBe(1.6);
    pace.clock.advance(62);
    expect(await pace.rate()).toBe(2);
  });

  test.each(['driveFull', 'googleUnavailable', 'idUsed', 'parentGone', 'unexpected'] as const)(
    'stays as it is where a write fails for another reason: %s',
    async (code) => {
      const pace = aPace();
      const failure = new Failure(code, 'as the test wants it');
      await expect(pace.write(account, failure)).rejects.toBe(failure);
      expect(await pace.slots(6)).toEqual([0, 0, 0, 0, 0, 500]);
    },
  );

  test('lets five writes through at once after a rest, however long it was', async () => {
    const { slots, clock } = aPace();
    for (const seconds of [30, 86_400]) {
      await slots(20);
      clock.advance(seconds);
      expect(await slots(6)).toEqual([0, 0, 0, 0, 0, 500]);
    }
  });

  test('is its own: neither a refusal nor a queue of one account slows another', async () => {
    const pace = aPace();
    await pace.refuse(600);
    await expect(pace.pace.slot(account, 'long')).rejects.toMatchObject({ code: 'paceLimited' });
    expect(await pace.slots(6, `account of ${other}`)).toEqual([0, 0, 0, 0, 0, 500]);
  });
});

describe('who must wait', () => {
  test('after a refusal waits at least for as long as Drive asks', async () => {
    const pace = aPace();
    await pace.refuse(7);
    expect(await pace.slots(2)).toEqual([7000, 625]);
  });

  test('after a refusal without a word waits for four turns, though it had rested', async () => {
    const pace = aPace();
    await pace.refuse();
    expect(await pace.slots(2)).toEqual([2500, 625]);
  });

  test('waits on where a refusal comes meanwhile', async () => {
    const pace = aPace();
    await pace.slots(5);
    const turn = pace.pace.slot(account, 'long');
    await pace.refuse(20);
    const asked = pace.clock.now().getTime();
    await turn;
    expect(pace.clock.now().getTime() - asked).toBeGreaterThanOrEqual(19_500);
  });

  test('waits for two seconds, when it can wait in the ledger as well; then it is sent away, and who comes after it', async () => {
    const { pace, clock } = aPace({ stopped: true });
    const ends: string[] = [];
    const ask = (patience: 'short' | 'long') =>
      pace.slot(account, patience).then(
        () => ends.push('turn'),
        ({ code, retryAfterSeconds }) => ends.push(`${code} ${retryAfterSeconds}`),
      );
    for (let index = 0; index < 12; index += 1) void ask('short');
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends.filter((end) => end === 'turn')).toHaveLength(5);
    expect(ends.filter((end) => end === 'paceLimited 0')).toHaveLength(3);
    clock.advance(59);
    await ask('short');
    expect(ends.at(-1)).toBe('paceLimited 0');
  });

  test('waits for a minute, when it has come to its turn in the ledger', async () => {
    const { pace } = aPace({ stopped: true });
    const ends: string[] = [];
    for (let index = 0; index < 130; index += 1) {
      pace.slot(account, 'long').then(
        () => ends.push('turn'),
        ({ code }) => ends.push(code),
      );
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(ends.filter((end) => end === 'turn')).toHaveLength(5);
    expect(ends.filter((end) => end === 'paceLimited').length).toBeGreaterThan(2);
    expect(ends.filter((end) => end === 'paceLimited').length).toBeLessThan(8);
  });

  test('as long as Drive asks, when that is long, is told so at once', async () => {
    const pace = aPace();
    await pace.refuse(300);
    await expect(pace.pace.slot(account, 'long')).rejects.toMatchObject({
      code: 'paceLimited',
      retryAfterSeconds: 300,
    });
    pace.clock.advance(295);
    expect(await pace.slots(1)).toEqual([5000]);
  });

  test.each([601, 86_400, 10 ** 9])(
    'however long Drive asks, tries again after ten minutes: %d seconds',
    async (retryAfterSeconds) => {
      const pace = aPace();
      await pace.refuse(retryAfterSeconds);
      await expect(pace.pace.slot(account, 'long')).rejects.toMatchObject({
        code: 'paceLimited',
        retryAfterSeconds: 600,
      });
      pace.clock.advance(600);
      expect(await pace.slots(1)).toEqual([0]);
    },
  );

  test('is a document, acknowledged, without a call to Drive and without its bytes in memory', async () => {
    const world = aWorld();
    const worker = createWorker(world);
    await worker.deliver();
    const [second, third] = ['second', 'third'].map((documentId) => world.addDocument({ documentId }));
    world.addFault({
      on: 'drive.createFile',
      failure: new Failure('paceLimited', 'too fast', { retryAfterSeconds: 300 }),
    });
    await worker.deliver(second);
    world.resetCalls();
    await worker.deliver(third);
    expect(callsOf(world, 'drive')).toEqual({});
    expect(world.calls()['banqup.ubl']).toBeUndefined();
    const waits = { state: 'parked', reason: 'paceLimited', dueAt: secondsAfter(world.clock.now(), 300) };
    expect([entryOf(world, 'second'), entryOf(world, 'third')]).toMatchObject([waits, waits]);

    world.clock.advance(300);
    await worker.resume();
    expect(filesOf(world)).toHaveLength(3);
  });
});
