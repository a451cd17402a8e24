/**
 * How fast one instance writes to each Google account: it starts low, goes up a little with each write that Drive takes, and
 * down to half where Drive refuses for haste (additive increase, multiplicative decrease). Google speaks of about three writes
 * a second for an account, promises nothing, and does not know our instances apart (platform facts; protocol, rule 7).
 */
import { asFailure, Failure } from '../domain/errors.ts';
import type { Clock, Drives, Pause } from '../domain/ports.ts';

/** Writes a second. */
const rate = { first: 2, least: 0.1, most: 10 };

/** Writes a second that one second of writing at the present rate adds. */
const increase = 0.2;

/** Writes that may come at once after a rest. */
const burst = 5;

/** Refusals of writes that were under way together count once. */
const cutsApartMs = 2_000;

/** However long Drive asks an instance to wait, it tries again after this. */
const restAtMostSeconds = 600;

/** Who would wait for longer is told to come back. */
const patienceMs = 10_000;

export interface Pace {
  /** Waits until the account's next write may begin. Throws paceLimited where that is too far off. */
  slot(account: string): Promise<void>;
  /** These drives, with each write's fate taken to heart. */
  watching(drives: Drives): Drives;
}

interface Going {
  rate: number;
  /** When the next slot is, in milliseconds. */
  nextAt: number;
  cutAt: number;
}

/** At rest, for every account. */
export function createPace({ now, pause }: { now: Clock; pause: Pause }): Pace {
  const accounts = new Map<string, Going>();
  const clock = () => now().getTime();

  function goingOf(account: string): Going {
    const going = accounts.get(account) ?? { rate: rate.first, nextAt: 0, cutAt: 0 };
    accounts.set(account, going);
    return going;
  }

  function taken(account: string): void {
    const going = goingOf(account);
    going.rate = Math.min(going.rate + increase / going.rate, rate.most);
  }

  function refused(account: string, retryAfterSeconds: number): void {
    const going = goingOf(account);
    if (clock() >= going.cutAt + cutsApartMs) {
      going.rate = Math.max(going.rate / 2, rate.least);
      going.cutAt = clock();
    }
    const restSeconds = Math.min(Math.max(retryAfterSeconds, 1 / going.rate), restAtMostSeconds);
    going.nextAt = Math.max(going.nextAt, clock() + restSeconds * 1000);
  }

  return {
    async slot(account) {
      const going = goingOf(account);
      const apartMs = 1000 / going.rate;
      const at = Math.max(going.nextAt, clock() - (burst - 1) * apartMs);
      const waitMs = at - clock();
      if (waitMs > patienceMs) {
        const retryAfterSeconds = Math.ceil(waitMs / 1000);
        throw new Failure('paceLimited', 'over our own pace for this account', { retryAfterSeconds });
      }
      going.nextAt = at + apartMs;
      if (waitMs > 0) await pause(waitMs);
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
