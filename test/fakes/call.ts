/**
 * The one way into every fake: each call passes here by its name, so that a test can stop it, fail it or let somebody else
 * go first, before it takes effect or before its answer arrives. The effect itself is one synchronous step.
 */
import type { Failure } from '../../functions/domain/errors.ts';

/** What a test does around a call, named `table.method` or `port.method`. What it answers is awaited; what it throws the caller gets. */
type Hook = (name: string, args: readonly unknown[]) => unknown;

export interface Hooks {
  /** Before the call takes effect: by throwing, nothing has happened. */
  onCall?: Hook | undefined;
  /** After it took effect: by throwing, the caller never learns that it did. */
  onAnswer?: Hook | undefined;
}

/** `on` is a call (`drive.createFile`) or all of a port (`drive.*`). */
export interface Fault {
  on: string;
  failure: Failure;
  /** Before the call takes effect (so that it does not), or after. Before when left out. */
  when?: 'before' | 'after';
  /** How many calls it spoils; 1 when left out. */
  times?: number;
}

/** Lets a call through to its effect. */
export type Call = <T>(name: string, args: readonly unknown[], effect: () => T) => Promise<T>;

export interface Traffic {
  /** A way in that has hooks of its own. */
  through(hooks?: Hooks): Call;
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** How often each call came, whether or not it was let through. */
  calls(): Record<string, number>;
  resetCalls(): void;
}

/** No faults, nothing counted yet. */
export function createTraffic(): Traffic {
  const counts = new Map<string, number>();
  let faults: Required<Fault>[] = [];

  function throwFault(name: string, when: 'before' | 'after'): void {
    if (faults.length === 0) return;
    const fault = faults.find((one) => one.when === when && matches(one.on, name));
    if (!fault) return;
    fault.times -= 1;
    if (fault.times <= 0) faults = faults.filter((one) => one !== fault);
    throw fault.failure;
  }

  return {
    through:
      ({ onCall, onAnswer } = {}) =>
      async (name, args, effect) => {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        // Waiting for nothing would cost a turn for each call of a simulation.
        const before = onCall?.(name, args);
        if (before !== undefined) await before;
        throwFault(name, 'before');
        const answer = effect();
        throwFault(name, 'after');
        const after = onAnswer?.(name, args);
        if (after !== undefined) await after;
        return answer;
      },
    addFault: (fault) => faults.push({ when: 'before', times: 1, ...fault }),
    clearFaults: () => {
      faults = [];
    },
    calls: () => Object.fromEntries(counts),
    resetCalls: () => counts.clear(),
  };
}

function matches(on: string, name: string): boolean {
  return on === name || (on.endsWith('.*') && name.startsWith(on.slice(0, -1)));
}
