/**
 * Wakes what waits: asks for each connection that is on whether an entry is due, and has it resumed (protocol, rule 6). Asked
 * partner by partner, so that a large one cannot hide a small one. Who waits for a person is told; what is being ended goes
 * on to its end, and what is open still under an end is cancelled (rule 10). A scheduler starts it, by way of `connect`.
 */
import type { Clock, Connections, Exports, Log, Publisher } from '../domain/ports.ts';
import type { Disconnect } from '../partner/disconnect.ts';
import { pageOf } from './each-partner.ts';
import type { Tell } from './tell.ts';

export type Sweep = (after?: string) => Promise<void>;

/** One page of partners; the next one is a message of its own. Throws storageUnavailable; the next sweep begins anew. */
export function createSweep(parts: {
  connections: Connections;
  exports: Exports;
  publisher: Publisher;
  disconnect: Disconnect;
  tell: Tell;
  now: Clock;
  log: Log;
}): Sweep {
  const { connections, exports, publisher, disconnect, tell, now, log } = parts;

  return async (after) => {
    let woken = 0;
    const page = await pageOf({ connections, publisher }, { kind: 'sweep', after });
    for (const { partnerSpace, state } of page) {
      if (state !== 'on') continue;
      const [due] = await exports.due(partnerSpace, now(), 1);
      if (!due) continue;
      await publisher.publish({ kind: 'resume', partnerSpace });
      woken += 1;
    }
    // What wakes documents comes first: the rest takes longer.
    for (const { partnerSpace, state } of page) {
      if (state === 'disconnecting' || state === 'off') await disconnect(partnerSpace);
      else await tell(partnerSpace);
    }
    log.info('swept', { connections: page.length, woken });
  };
}
