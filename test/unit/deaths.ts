/** Runs a piece of work once for each of its outside calls, and spoils it there: what is left behind is what a test looks at. */
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
