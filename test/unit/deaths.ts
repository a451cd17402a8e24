/** Runs a piece of work once for each of its outside calls, and spoils or interrupts it there: a test looks at what is left. */
import type { Failure } from '../../functions/domain/errors.ts';
import type { Hooks } from '../fakes/call.ts';

interface Run {
  /** The work that is to be spoiled. */
  work: Promise<unknown>;
  /** What must hold after it: with whatever has to come then, such as another delivery. */
  afterwards: () => Promise<void>;
}

type Begin = (hooks: Hooks) => Run;
type Spoil = { on: 'call' | 'answer'; at: number; failure: Failure | undefined };

/**
 * The worker dies at its first call, then anew at the second, and so on until the work is no longer cut off; each time before
 * the call takes effect, and after. A dead worker's calls never answer. Answers how many deaths there were.
 */
export function dyingAtEachCall(begin: Begin): Promise<number> {
  return atEachCall(begin, undefined);
}

/** The same with one call that fails, and a worker that lives on. */
export function failingAtEachCall(failure: Failure, begin: Begin): Promise<number> {
  return atEachCall(begin, failure);
}

interface Interrupted {
  work: (hooks: Hooks) => Promise<unknown>;
  /** What somebody else does meanwhile. */
  meanwhile: () => Promise<unknown>;
  /** What must hold after both; `at` is the call before which it happened, undefined where the work had fewer calls. */
  afterwards: (at: number | undefined) => Promise<void> | void;
}

/** Something else happens before the first call, then anew before the second, and so on until the work has no more calls. */
export async function interruptedAtEachCall(begin: () => Interrupted): Promise<void> {
  let interrupted = true;
  for (let at = 1; interrupted; at += 1) {
    const { work, meanwhile, afterwards } = begin();
    let calls = 0;
    interrupted = false;
    const onCall = async () => {
      calls += 1;
      if (calls !== at) return;
      interrupted = true;
      await meanwhile();
    };
    await work({ onCall });
    await afterwards(interrupted ? at : undefined);
  }
}

async function atEachCall(begin: Begin, failure: Failure | undefined): Promise<number> {
  let spoiled = 0;
  for (const on of ['call', 'answer'] as const) {
    for (let at = 1; await reaches(begin, { on, at, failure }); at += 1) spoiled += 1;
  }
  return spoiled;
}

/** False: the work has fewer calls than that. */
async function reaches(begin: Begin, { on, at, failure }: Spoil): Promise<boolean> {
  const reached = Promise.withResolvers<void>();
  let calls = 0;
  let where: string | undefined;
  const hook = (name: string) => {
    calls += 1;
    if (calls < at) return undefined;
    where ??= name;
    reached.resolve();
    if (!failure) return new Promise<never>(() => {});
    if (calls === at) throw failure;
    return undefined;
  };
  const { work, afterwards } = begin(on === 'call' ? { onCall: hook } : { onAnswer: hook });
  const ended = work.then(
    () => undefined,
    () => undefined,
  );
  // The dead worker's calls that were under way may still take effect.
  const dead = reached.promise.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
  await (failure ? ended : Promise.race([ended, dead]));
  await afterwards().catch((error: unknown) => {
    throw new Error(`spoiled at ${on} ${at} (${where}): ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  });
  return where !== undefined;
}
