/**
 * How fast one instance writes to each Google account. Google speaks of about three writes a second for an account, promises
 * nothing, and does not know our instances apart (protocol, rule 7); so the rate feels its way: each write that Drive takes
 * raises it, by the more the longer Drive has not refused one for haste, and a refusal lowers it by a fifth. Where a queue waits,
 * it is nearly all of the time just under what Drive takes, and of a hundred writes one or two are refused (npm run bench).
 */
import { asFailure, Failure } from '../domain/errors.ts';
import type { Clock, Drives, Pause } from '../domain/ports.ts';

/** Writes a second. */
const rate = { first: 2, least: 0.25, most: 10 };

/** By which share a write that Drive takes raises the rate: so much for each one of its run of luck. */
const raise = { each: 1 / 40_000, most: 1 / 50 };

/** What a refusal leaves of the rate, and of the run of luck. */
const left = { rate: 4 / 5, luck: 1 / 2 };

/** How many turns nobody writes after a refusal: what Drive takes at once has to fill up again. */
const turnsOfRest = 4;

/** Refusals of writes that were under way together count once. */
const cutsApartMs = 2_000;

/** Writes that may come at once after a rest. */
const burst = 5;

/** However long Drive asks an instance to wait, it tries again after this. */
const restAtMostMs = 600_000;

/** An instance that has not written for so long begins anew: others may have written since. */
const rememberedMs = 60_000;

/** How long a write waits for its turn, at most. Short: a document that has just come may as well wait in the ledger. */
const patienceMs = { short: 2_000, long: 60_000 };

/** Where one was sent away, those who come after it do not overtake it. */
const crowdedMs = 60_000;

export interface Pace {
  /** Waits until the account's next write may begin. Throws paceLimited where that is too far off. */
  slot(account: string, patience: keyof typeof patienceMs): Promise<void>;
  /** These drives, with each write's fate taken to heart. */
  watching(drives: Drives): Drives;
}

interface Going {
  rate: number;
  /** Writes that Drive has taken in a row. A new account is met with the most. */
  luck: number;
  /** Times in milliseconds: when the next turn is, */
  nextAt: number;
  /** when the rate was lowered last, */
  cutAt: number;
  /** until when Drive has asked us to wait, */
  askedUntil: number;
  /** and until when those of short patience are sent away. */
  crowdedUntil: number;
  /** How many wait for a turn, and the end of the queue. */
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
    const luck = raise.most / raise.each;
    const times = { nextAt: clock() - (burst * 1000) / rate.first, cutAt: 0, askedUntil: 0, crowdedUntil: 0 };
    const going = { rate: rate.first, luck, ...times, waiting: 0, last: Promise.resolve() };
    accounts.set(account, going);
    return going;
  }

  function taken(account: string): void {
    const going = goingOf(account);
    going.luck += 1;
    // Where nobody waits for a turn, the rate has not been tried.
    if (going.waiting === 0) return;
    going.rate = Math.min(going.rate * (1 + Math.min(going.luck * raise.each, raise.most)), rate.most);
  }

  function refused(account: string, retryAfterSeconds: number): void {
    const going = goingOf(account);
    if (clock() >= going.cutAt + cutsApartMs) {
      going.rate = Math.max(going.rate * left.rate, rate.least);
      going.luck *= left.luck;
      going.cutAt = clock();
    }
    const askedMs = Math.min(retryAfterSeconds * 1000, restAtMostMs);
    going.askedUntil = Math.max(going.askedUntil, clock() + askedMs);
    going.nextAt = Math.max(going.nextAt, clock() + Math.max(askedMs, (turnsOfRest * 1000) / going.rate));
  }

  /** Less than nothing after a rest, up to what may come at once. */
  function untilTurnMs(going: Going): number {
    return Math.max(going.nextAt - clock(), (-(burst - 1) * 1000) / going.rate);
  }

  async function takeTurn(going: Going, before: Promise<void>): Promise<void> {
    await before;
    // A refusal meanwhile puts it off.
    for (let waitMs = untilTurnMs(going); waitMs > 0; waitMs = untilTurnMs(going)) await pause(Math.ceil(waitMs));
    going.nextAt = clock() + untilTurnMs(going) + 1000 / going.rate;
    going.waiting -= 1;
  }

  return {
    async slot(account, patience) {
      const going = goingOf(account);
      const waitMs = untilTurnMs(going) + (going.waiting * 1000) / going.rate;
      const isCrowded = patience === 'short' && clock() < going.crowdedUntil;
      if (isCrowded || waitMs > patienceMs[patience]) {
        if (!isCrowded) going.crowdedUntil = clock() + crowdedMs;
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
