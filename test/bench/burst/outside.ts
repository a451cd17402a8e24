/**
 * What the outside is like, in virtual time: how long each call takes, how many writes a second Drive takes from an account (and
 * that a refusal proves nothing: test/simulators/google/write-limit.ts), and what Firestore would bill.
 */
import { Failure } from '../../../functions/domain/errors.ts';
import type { Hooks } from '../../fakes/call.ts';
import type { Ports } from '../../fakes/world.ts';
import type { Random } from '../../simulation/random.ts';
import type { Timeline } from '../../simulation/timeline.ts';
import { createWriteBuckets, type WriteLimit } from '../../simulators/google/write-limit.ts';

/** Milliseconds, half as much more or less. */
const takesMs: [RegExp, number][] = [
  [/^drive\.(create|update)/, 700],
  [/^drive\./, 300],
  [/^banqup\./, 100],
  [/\.(create|replace|remove)$/, 40],
  [/./, 25],
];

const writes = /^drive\.(createFile|createFolder|updateFile)$/;
const madeEvery = 20;

export interface Tally {
  writes: number;
  refusedWrites: number;
  banqupCalls: number;
  firestoreReads: number;
  firestoreWrites: number;
}

export interface Outside {
  hooks: Hooks;
  tally: Tally;
  /** The same ports, with what they cost at Firestore counted. */
  metered(ports: Ports): Ports;
}

/** `happened` hears of each call once it has taken effect. */
export function createOutside(parts: {
  timeline: Timeline;
  random: Random;
  limit: WriteLimit;
  happened: (call: string, args: readonly unknown[]) => void;
}): Outside {
  const { timeline, random, limit, happened } = parts;
  const tally: Tally = { writes: 0, refusedWrites: 0, banqupCalls: 0, firestoreReads: 0, firestoreWrites: 0 };
  const buckets = createWriteBuckets(timeline.now);
  /** Refused, and made all the same. */
  const made = new WeakSet<readonly unknown[]>();

  const travel = (call: string) => {
    const [, ms = 0] = takesMs.find(([calls]) => calls.test(call)) ?? [];
    return timeline.sleep((ms / 2) * random.between(0.5, 1.5));
  };

  const refusal = (call: string) => new Failure('paceLimited', `${call}: userRateLimitExceeded`);

  async function arrive(call: string, args: readonly unknown[]): Promise<void> {
    await travel(call);
    if (call.startsWith('banqup.') && call !== 'banqup.reportExport') tally.banqupCalls += 1;
    if (!writes.test(call)) return;
    tally.writes += 1;
    // An id of the fake Google tells whose it is.
    const [account = ''] = (args[0] as { id: string }).id.split('#');
    if (buckets.take(account, limit)) return;
    tally.refusedWrites += 1;
    if (tally.refusedWrites % madeEvery !== 0) throw refusal(call);
    made.add(args);
  }

  return {
    tally,
    hooks: {
      onCall: arrive,
      onAnswer(call, args) {
        happened(call, args);
        return travel(call).then(() => {
          if (made.has(args)) throw refusal(call);
        });
      },
    },

    metered(ports) {
      const { connections, activations, folders, exports, notices, deadLetters } = ports;
      return {
        ...ports,
        connections: counted(connections, tally),
        activations: counted(activations, tally),
        folders: counted(folders, tally),
        exports: counted(exports, tally),
        notices: counted(notices, tally),
        deadLetters: counted(deadLetters, tally),
      };
    },
  };
}

/** A query is a read for each record that it finds, one at least; a write that is too late is none. */
function counted<T extends object>(table: T, tally: Tally): T {
  return new Proxy(table, {
    get(target, key, receiver) {
      const method = Reflect.get(target, key, receiver);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        const answer = await method.apply(target, args);
        if (key === 'create' || key === 'replace' || key === 'remove') tally.firestoreWrites += answer ? 1 : 0;
        else tally.firestoreReads += Array.isArray(answer) ? Math.max(answer.length, 1) : 1;
        return answer;
      };
    },
  });
}
