/**
 * Has the clients of every partner checked, one partner after the other: a check lists two folders of each client, and all partners at
 * once would take the whole project's quota of Drive (infra/operating.md), which documents need at night too.
 */
import type { Connections, Log, Pause, Publisher } from '../domain/ports.ts';
import { logFailure } from './log-failure.ts';

/** A page takes far less than a worker's life. */
const partnersAtOnce = 100;

/** From one partner to the next. */
export const secondsBetweenPartners = 1;

/** `after`: a connection's id; the partners behind it. */
export type CheckAll = (after?: string) => Promise<void>;

/** The next page begins when this one has ended; who dies meanwhile begins the page again. Throws storageUnavailable. */
export function createCheckAll(parts: {
  connections: Connections;
  publisher: Publisher;
  pause: Pause;
  log: Log;
}): CheckAll {
  const { connections, publisher, pause, log } = parts;
  return async (after) => {
    const page = await connections.page(after, partnersAtOnce);
    const linked = page.filter(({ value }) => value.state !== 'off');
    for (const { value } of linked) {
      const { partnerSpace } = value;
      await publisher
        .publish({ kind: 'checkClients', partnerSpace })
        .catch((error) => logFailure(log, 'left to the next time', error, { partnerSpace }));
      await pause(secondsBetweenPartners * 1000);
    }
    log.info('every partner', { work: 'checkClients', connections: linked.length });
    const last = page.at(-1);
    if (last && page.length === partnersAtOnce) await publisher.publish({ kind: 'checkAll', after: last.id });
  };
}
