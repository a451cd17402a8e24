/**
 * Has the months of a partner's clients checked that are going on, in small messages: one for each page of clients, one for each
 * client's month. The scheduler's `checkAll` comes here for each partner (check-all.ts).
 */
import { currentMonths } from '../domain/calendar.ts';
import type { Activations, Clock, Log, Publisher } from '../domain/ports.ts';
import { logFailure } from './log-failure.ts';

const clientsAtOnce = 100;

/** `after`: an activation's id; the clients behind it, in order of their names. */
export type CheckClients = (partnerSpace: string, after?: string) => Promise<void>;

/** As for partners (each-partner.ts): it comes again only until the next page is on its way. Throws storageUnavailable. */
export function createCheckClients(parts: {
  activations: Activations;
  publisher: Publisher;
  now: Clock;
  log: Log;
}): CheckClients {
  const { activations, publisher, now, log } = parts;
  return async (partnerSpace, after) => {
    const before = after === undefined ? undefined : await activations.read(after);
    // Without it nobody knows where to go on, and to begin anew would never end.
    if (after !== undefined && !before) return;
    const page = await activations.activePage(partnerSpace, { after: before }, clientsAtOnce);
    const last = page.at(-1);
    if (last && page.length === clientsAtOnce) {
      await publisher.publish({ kind: 'checkClients', partnerSpace, after: last.id });
    }
    for (const { value } of page) {
      const { clientSpace } = value;
      for (const month of currentMonths(now())) {
        await publisher
          .publish({ kind: 'check', partnerSpace, clientSpace, month, exports: 'unseen' })
          .catch((error) => logFailure(log, 'left to the next time', error, { partnerSpace, clientSpace, month }));
      }
    }
    log.info("a partner's clients are checked", { partnerSpace, clients: page.length });
  };
}
