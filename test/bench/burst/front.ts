/**
 * What stands before the instances: each takes so many requests at once (infra/functions.tf); one more waits until there is
 * room, and is refused where that takes too long.
 * https://cloud.google.com/run/docs/about-instance-autoscaling
 */
import { Failure } from '../../../functions/domain/errors.ts';
import type { Push } from '../../../functions/export/deliver.ts';
import type { Random } from '../../simulation/random.ts';
import type { Timeline } from '../../simulation/timeline.ts';

const requestsAtOnce = 16;
const patienceMs = 10_000;

export type Deliver = (push: Push) => Promise<void>;

/** Gives each request to an instance that has room for it; which one is chance. */
export function createFront(parts: { timeline: Timeline; random: Random; instances: Deliver[] }): Deliver {
  const { timeline, random } = parts;
  const instances = parts.instances.map((deliver) => ({ deliver, busy: 0 }));
  const queue = new Set<() => void>();

  function turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const comeIn = () => {
        queue.delete(comeIn);
        callOff();
        resolve();
      };
      const callOff = timeline.after(patienceMs, () => {
        queue.delete(comeIn);
        reject(new Failure('storageUnavailable', 'no instance has room: 429'));
      });
      queue.add(comeIn);
    });
  }

  return async (push) => {
    let free = instances.filter(({ busy }) => busy < requestsAtOnce);
    while (free.length === 0) {
      await turn();
      free = instances.filter(({ busy }) => busy < requestsAtOnce);
    }
    const one = random.pick(free);
    one.busy += 1;
    try {
      await one.deliver(push);
    } finally {
      one.busy -= 1;
      const [first] = queue;
      first?.();
    }
  };
}
