/**
 * Wakes what waits: asks for each connection that is on whether an entry is due, and has it resumed (protocol, rule 6). Asked
 * partner by partner, so that a large one cannot hide a small one. A scheduler publishes the message that starts it.
 */
import type { Clock, Connections, Exports, Publisher } from '../domain/ports.ts';

export type Sweep = () => Promise<void>;

/** Throws storageUnavailable; the next sweep begins anew. */
export function createSweep(parts: {
  connections: Connections;
  exports: Exports;
  publisher: Publisher;
  now: Clock;
}): Sweep {
  const { connections, exports, publisher, now } = parts;

  return async () => {
    for (const { value } of await connections.allOn()) {
      const [due] = await exports.due(value.partnerSpace, now(), 1);
      if (due) await publisher.publish({ kind: 'resume', partnerSpace: value.partnerSpace });
    }
  };
}
