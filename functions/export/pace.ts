/**
 * How fast one instance writes to each Google account: it starts low, goes up a little with each write that Drive takes, and
 * down to half where Drive refuses for haste (additive increase, multiplicative decrease). Google speaks of about three writes
 * a second for an account, promises nothing, and does not know our instances apart (platform facts; protocol, rule 7).
 */
import { asFailure, Failure } from '../domain/errors.ts';
import type { Clock, Drives, Pause } from '../domain/ports.ts';

/** Writes a second. */
const rate = { first: 2, least: 0.25, most: 10 };

/** By which share a write that Drive takes raises the rate: by so much for each that it has taken since it last refused one. */
const raise = { each: 1 / 20_000, most: 1 / 50 };

/** What one write that Drive refuses makes of it. */
const slower = 0.8;

/** Refusals of writes that were under way together count once. */
const cutsApartMs = 2_000;

/** Writes that may come at once after a rest. */
const burst = 3;

/** However long Drive asks an instance to wait, it tries again after this. */
const restAtMostSeconds = 600;

/** How long a write waits for its turn: a document that Pub/Sub has just brought may as well wait in the ledger. */
const patienceMs = { delivery: 2_000, resume: 60_000 };

/** What other instances may have changed since counts no more: this one begins anew. */
const rememberedMs = 60_000;

/** To begin with it goes up as fast as it may. */
const firstStreak = raise.most / raise.each;

/** Where one document was sent away those that come after it do not overtake it. */
const crowdedMs = 60_000;

export interface Pace {
  /** Waits until the account's next write may begin. Throws paceLimited where that is too far off. */
  slot(account: string, whose: keyof typeof patienceMs): Promise<void>;
  /** These drives, with each write's fate taken to heart. */
  watching(drives: Drives): Drives;
}

interface Going {
  rate: number;
  /** Writes that Drive has taken since it last refused one. */
  streak: number;
  /** When the next slot is, in milliseconds. */
  nextAt: number;
  cutAt: number;
  /** Until when Drive has asked us to wait. */
  askedUntil: number;
  crowdedUntil: number;
  /** Who waits for a turn, and the turn of the last of them. */
  waiting: number;
  last: Promise<void>;
}

/** At rest, for every account. */
export function createPace({ now, pause }: { now: Clock; pause: Pause }): Pace {
  const accounts = new Map<string, Going>();
  const clock = () => now().getTime();

  function goingOf(account: string): Going {
    const known = accounts.get(account);
    if (known && clock() < known.nextAt + rememberedMs) return known;
    const going: Going = {
      rate: rate.first,
      streak: firstStreak,
      nextAt: 0,
      cutAt: 0,
      askedUntil: 0,
      crowdedUntil: 0,
      waiting: 0,
      last: Promise.resolve(),
    };
    accounts.set(account, going);
    return going;
  }

  function taken(account: string): void {
    const going = goingOf(account);
    going.streak += 1;
    // Where nobody waits for a turn, the rate has not been tried.
    if (going.waiting === 0) return;
    going.rate = Math.min(going.rate * (1 + Math.min(going.streak * raise.each, raise.most)), rate.most);
  }

  function refused(account: string, retryAfterSeconds: number): void {
    const going = goingOf(account);
    if (clock() >= going.cutAt + cutsApartMs) {
      going.rate = Math.max(going.rate * slower, rate.least);
      going.streak = 0;
      going.cutAt = clock();
    }
    const asked = Math.min(retryAfterSeconds, restAtMostSeconds) * 1000;
    if (asked > 0) going.askedUntil = Math.max(going.askedUntil, clock() + asked);
    going.nextAt = Math.max(going.nextAt, clock() + Math.max(asked, 1000 / going.rate));
  }

  function untilTurnMs({ nextAt, rate }: Going): number {
    return Math.max(nextAt, clock() - ((burst - 1) * 1000) / rate) - clock();
  }

  async function takeTurn(going: Going, before: Promise<void>): Promise<void> {
    await before;
    // A refusal meanwhile may have put it off.
    for (let waitMs = untilTurnMs(going); waitMs > 0; waitMs = untilTurnMs(going)) await pause(Math.ceil(waitMs));
    going.nextAt = clock() + untilTurnMs(going) + 1000 / going.rate;
    going.waiting -= 1;
  }

  return {
    async slot(account, whose) {
      const going = goingOf(account);
      const waitMs = untilTurnMs(going) + (going.waiting * 1000) / going.rate;
      const isBehind = whose === 'delivery' && clock() < going.crowdedUntil;
      if (isBehind || waitMs > patienceMs[whose]) {
        if (!isBehind) going.crowdedUntil = clock() + crowdedMs;
        const retryAfterSeconds = Math.max(0, Math.ceil((going.askedUntil - clock()) / 1000));
        throw new Failure('paceLimited', 'over our own pace for this account', { retryAfterSeconds });
      }
      going.waiting += 1;
      going.last = takeTurn(going, going.last);
      await going.last;
    },

    watching: (drives) => ({
      of(connection) {
        const drive = drives.of(connection);
        const account = connection.account.id;
        const watched =
          <Given, Answer>(write: (given: Given) => Promise<Answer>) =>
          async (given: Given): Promise<Answer> => {
            try {
              const answer = await write(given);
              taken(account);
              return answer;
            } catch (error) {
              const { code, retryAfterSeconds } = asFailure(error);
              if (code === 'paceLimited') refused(account, retryAfterSeconds ?? 0);
              throw error;
            }
          };
        return {
          ...drive,
          createFolder: watched(drive.createFolder),
          createFile: watched(drive.createFile),
          updateFile: watched(drive.updateFile),
        };
      },
    }),
  };
}
