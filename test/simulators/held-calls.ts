/**
 * Calls that a test has stopped on their way, before or after they took effect, until it lets them go: what a process is
 * in the middle of when it is killed. A call whose caller has died meanwhile still takes effect, as one that had arrived does.
 */
export type HeldCalls = ReturnType<typeof createHeldCalls>;

/** Holds none yet. */
export function createHeldCalls() {
  const held = new Set<{ name: string; letGo: () => void; served: Promise<unknown> }>();

  return {
    /** Serves a call, and stops it before its effect, or between its effect and its answer. */
    hold<T>(name: string, when: 'before' | 'after', serve: () => Promise<T>): Promise<T> {
      const gate = Promise.withResolvers<void>();
      const stop = () => {
        held.add({ name, letGo: gate.resolve, served });
        return gate.promise;
      };
      const serving = async (): Promise<T> => {
        if (when === 'before') {
          await stop();
          return serve();
        }
        const answer = serve();
        // A refusal is an answer too.
        await answer.catch(() => {});
        await stop();
        return answer;
      };
      // Begun a moment later, when `served` is there to be waited for.
      const served = Promise.resolve().then(serving);
      return served;
    },

    /** The operations of the calls that are being held. */
    names: (): string[] => [...held].map(({ name }) => name),

    /** Lets them go on, and waits until each of them has taken effect. */
    async letGo(): Promise<void> {
      const calls = [...held];
      held.clear();
      for (const call of calls) call.letGo();
      await Promise.allSettled(calls.map(({ served }) => served));
    },
  };
}
