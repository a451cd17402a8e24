/**
 * Wakes what waits: asks for each connection that is on whether an entry is due, and has it resumed (protocol, rule 6). Asked
 * partner by partner, so that a large one cannot hide a small one. A scheduler publishes the message that starts it.
 */
import type { Clock, Connections, Exports, Log, Publisher } from '../domain/ports.ts';

export type Sweep = () => Promise<void>;

/** Throws storageUnavailable; the next sweep begins anew. */
export function createSweep(parts: {
  connections: Connections;
  exports: Exports;
  publisher: Publisher;
  now: Clock;
  log: Log;
}): Sweep {
  const { connections, exports, publisher, now, log } = parts;

  return async () => {
    let woken = 0;
    const on = await connections.allOn();
    for (const { value } of on) {
      const [due] = await exports.due(value.partnerSpace, now(), 1);
      if (!due) continue;
      await publisher.publish({ kind: 'resume', partnerSpace: value.partnerSpace });
      woken += 1;
    }
    log.info('swept', { connections: on.length, woken });
  };
}
