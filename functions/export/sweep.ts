/**
 * Wakes what waits: asks for each connection that is on whether an entry is due, and has it resumed (protocol, rule 6). Asked
 * partner by partner, so that a large one cannot hide a small one. Who waits for a person is told; what is being ended goes
 * on to its end (rule 10). A scheduler publishes the message that starts it.
 */
import type { Clock, Connections, Exports, Log, Publisher } from '../domain/ports.ts';
import type { Disconnect } from '../partner/disconnect.ts';
import type { Tell } from './tell.ts';

export type Sweep = () => Promise<void>;

/** Throws storageUnavailable; the next sweep begins anew. */
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

  return async () => {
    let woken = 0;
    const linked = await connections.allLinked();
    for (const { value } of linked) {
      if (value.state !== 'on') continue;
      const [due] = await exports.due(value.partnerSpace, now(), 1);
      if (!due) continue;
      await publisher.publish({ kind: 'resume', partnerSpace: value.partnerSpace });
      woken += 1;
    }
    // What wakes documents comes first: the rest takes longer.
    for (const { value } of linked) {
      if (value.state === 'disconnecting') await disconnect(value.partnerSpace);
      else await tell(value.partnerSpace);
    }
    log.info('swept', { connections: linked.length, woken });
  };
}
