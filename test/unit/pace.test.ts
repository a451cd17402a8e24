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

/** A pace at rest; who waits for a slot waits on the fake clock, unless `impatient` lets everybody ask at the same moment. */
function aPace({ impatient = false } = {}) {
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
      if (!impatient) world.clock.advance(milliseconds / 1000);
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
        await pace.slot(of);
        answers.push(waits[before] ?? 0);
      }
      return answers;
    },
    /** Writes a second, once what may come at once has come. */
    async rate(of = account): Promise<number> {
      const [gap = 0] = (await this.slots(burst + 2, of)).slice(-1);
      return Math.round(10_000 / gap) / 10;
    },
    async writeFor(seconds: number): Promise<void> {
      const until = secondsAfter(world.clock.now(), seconds);
      while (world.clock.now() < until) {
        await pace.slot(account);
        await write();
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

  test('goes up by a fifth of a write a second with each second of writing that Drive takes', async () => {
    const pace = aPace();
    await pace.writeFor(20);
    const rate = await pace.rate();
    expect(rate).toBeGreaterThan(5.5);
    expect(rate).toBeLessThan(7.5);
  });

  test('does not go up by asking alone', async () => {
    const pace = aPace();
    await pace.slots(200);
    expect(await pace.rate()).toBe(2);
  });

  test('goes up to ten writes a second at most', async () => {
    const pace = aPace();
    await pace.writeFor(300);
    expect(await pace.rate()).toBe(10);
  });

  test('is half after a refusal for haste, and goes up again from there', async () => {
    const pace = aPace();
    await pace.writeFor(300);
    await pace.refuse();
    expect(await pace.rate()).toBe(5);
    await pace.writeFor(10);
    expect(await pace.rate()).toBeGreaterThan(6);
  });

  test('is never less than a write in ten seconds', async () => {
    const pace = aPace();
    for (let times = 0; times < 30; times += 1) {
      await pace.refuse();
      pace.clock.advance(3);
    }
    expect(await pace.rate()).toBe(0.1);
  });

  test('counts refusals of writes that were under way together once', async () => {
    const pace = aPace();
    await pace.writeFor(300);
    for (let times = 0; times < 8; times += 1) {
      await pace.refuse();
      pace.clock.advance(0.2);
    }
    expect(await pace.rate()).toBe(5);
  });

  test('counts a refusal of later anew', async () => {
    const pace = aPace();
    await pace.writeFor(300);
    await pace.refuse();
    pace.clock.advance(2);
    await pace.refuse();
    expect(await pace.rate()).toBe(2.5);
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
    await slots(20);
    clock.advance(86_400);
    expect(await slots(6)).toEqual([0, 0, 0, 0, 0, 500]);
  });

  test('is its own: neither a refusal nor a queue of one account slows another', async () => {
    const pace = aPace({ impatient: true });
    await pace.refuse(600);
    await expect(pace.pace.slot(account)).rejects.toMatchObject({ code: 'paceLimited' });
    expect(await pace.slots(6, `account of ${other}`)).toEqual([0, 0, 0, 0, 0, 500]);
  });
});

describe('who must wait', () => {
  test('after a refusal waits at least for as long as Drive asks', async () => {
    const pace = aPace();
    await pace.refuse(7);
    expect(await pace.slots(2)).toEqual([7000, 1000]);
  });

  test('after a refusal without a word waits for one turn, though it had rested', async () => {
    const pace = aPace();
    await pace.refuse();
    expect(await pace.slots(2)).toEqual([1000, 1000]);
  });

  test('for ten seconds waits; for longer is told to come back, and when', async () => {
    const pace = aPace({ impatient: true });
    const waits = [0, 0, 0, 0, 0, ...Array.from({ length: 20 }, (_, index) => 500 * (index + 1))];
    expect(await pace.slots(waits.length)).toEqual(waits);
    const told = { code: 'paceLimited', retryAfterSeconds: 11 };
    await expect(pace.pace.slot(account)).rejects.toMatchObject(told);
    // Who was sent away has taken nobody's turn.
    await expect(pace.pace.slot(account)).rejects.toMatchObject(told);
    pace.clock.advance(1);
    expect(await pace.slots(1)).toEqual([9500]);
  });

  test('as long as Drive asks, when that is long, is told so at once', async () => {
    const pace = aPace();
    await pace.refuse(300);
    await expect(pace.pace.slot(account)).rejects.toMatchObject({ code: 'paceLimited', retryAfterSeconds: 300 });
    pace.clock.advance(295);
    expect(await pace.slots(1)).toEqual([5000]);
  });

  test.each([601, 86_400, 10 ** 9])(
    'however long Drive asks, tries again after ten minutes: %d seconds',
    async (retryAfterSeconds) => {
      const pace = aPace();
      await pace.refuse(retryAfterSeconds);
      await expect(pace.pace.slot(account)).rejects.toMatchObject({ code: 'paceLimited', retryAfterSeconds: 600 });
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
