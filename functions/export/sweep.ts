/**
 * Wakes what waits: asks for each connection that is on whether an entry is due, and has it resumed (protocol, rule 6). Asked
 * partner by partner, so that a large one cannot hide a small one. Who waits for a person is told; what is being ended or let go
 * goes on to its end, and what is open still under an end is cancelled (rule 10). A scheduler starts it, by way of `connect`.
 */
import type { Connection } from '../domain/connection.ts';
import type { Clock, Connections, Exports, Log, Publisher } from '../domain/ports.ts';
import type { Disconnect } from '../partner/disconnect.ts';
import type { LetGo } from '../partner/let-go.ts';
import { pageOf } from './each-partner.ts';
import { logFailure } from './log-failure.ts';
import type { Tell } from './tell.ts';

export type Sweep = (after?: string) => Promise<void>;

/** One page of partners; the next one is a message of its own. Throws storageUnavailable before that is on its way. */
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
      if (state === 'on' && (await orNextTime(partnerSpace, () => wake(partnerSpace)))) woken += 1;
    }
    // What wakes documents comes first: the rest takes longer.
    for (const connection of page) await orNextTime(connection.partnerSpace, () => goOn(connection));
    log.info('swept', { connections: page.length, woken });
  };

  /** Whether something is due. */
  async function wake(partnerSpace: string): Promise<boolean> {
    const [due] = await exports.due(partnerSpace, now(), 1);
    if (due) await publisher.publish({ kind: 'resume', partnerSpace });
    return due !== undefined;
  }

  async function goOn(connection: Connection): Promise<void> {
    const { partnerSpace, state, leaving } = connection;
    if (state === 'disconnecting' || state === 'off') return disconnect(partnerSpace, connection);
    if (leaving) await letGo(partnerSpace);
    return tell(partnerSpace);
  }

  /** A partner that fails keeps nobody else waiting, and is left to the next sweep: coming again would double every later page. */
  async function orNextTime<T>(partnerSpace: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      logFailure(log, 'left to the next sweep', error, { partnerSpace });
      return undefined;
    }
  }
}
