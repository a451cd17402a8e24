/**
 * Wakes what waits: asks for each connection that is on whether an entry is due, and has it resumed (protocol, rule 6). Asked
 * partner by partner, so that a large one cannot hide a small one. Who waits for a person is told; what is being ended or let go
 * goes on to its end, and what is open still under an end is cancelled (rule 10). A scheduler starts it, by way of `connect`.
 */
import type { Failure } from '../domain/errors.ts';
import type { Clock, Connections, Exports, Log, Publisher } from '../domain/ports.ts';
import type { Disconnect } from '../partner/disconnect.ts';
import type { LetGo } from '../partner/let-go.ts';
import { pageOf } from './each-partner.ts';
import { logFailure } from './log-failure.ts';
import type { Tell } from './tell.ts';

export type Sweep = (after?: string) => Promise<void>;

/** One page of partners; the next one is a message of its own. Throws storageUnavailable; the next sweep begins anew. */
export function createSweep(parts: {
  connections: Connections;
  exports: Exports;
  publisher: Publisher;
  disconnect: Disconnect;
  letGo: LetGo;
  tell: Tell;
  now: Clock;
  log: Log;
}): Sweep {
  const { connections, exports, publisher, disconnect, letGo, tell, now, log } = parts;

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
    const failures: Failure[] = [];
    for (const connection of page) {
      const { partnerSpace, state, leaving } = connection;
      try {
        if (state === 'disconnecting' || state === 'off') await disconnect(partnerSpace, connection);
        else {
          if (leaving) await letGo(partnerSpace);
          await tell(partnerSpace);
        }
      } catch (error) {
        failures.push(logFailure(log, 'could not be ended', error, { partnerSpace }));
      }
    }
    log.info('swept', { connections: page.length, woken });
    if (failures[0]) throw failures[0];
  };
}
