/**
 * Work for every partner, in small messages: one for each page of partners, one for each partner on it. However many there are,
 * no delivery takes long, and one that dies is delivered again. A scheduler starts it, by way of `connect`.
 */
import type { Connection } from '../domain/connection.ts';
import type { OwnMessage } from '../domain/message.ts';
import type { Connections, Log, Publisher } from '../domain/ports.ts';
import { logFailure } from './log-failure.ts';

const partnersAtOnce = 100;

type Paged = Extract<OwnMessage, { kind: 'sweep' | 'careAll' | 'compareAll' }>;

/** The partners on the page that this message is for; has the next page worked on at the same time. Throws storageUnavailable. */
export async function pageOf(
  { connections, publisher }: { connections: Connections; publisher: Publisher },
  { kind, after }: { kind: Paged['kind']; after: string | undefined },
): Promise<Connection[]> {
  const page = await connections.page(after, partnersAtOnce);
  const last = page.at(-1);
  if (last && page.length === partnersAtOnce) await publisher.publish({ kind, after: last.id });
  return page.map(({ value }) => value);
}

/** What each partner gets for it. */
const works = { careAll: 'care', compareAll: 'compare' } as const;

export type EachPartner = (kind: keyof typeof works, after?: string) => Promise<void>;

/**
 * Throws storageUnavailable before the next page is on its way; then the message comes again. Afterwards a partner that fails is left
 * to the next time: coming again would double every page after this one.
 */
export function createEachPartner(parts: { connections: Connections; publisher: Publisher; log: Log }): EachPartner {
  const { publisher, log } = parts;
  return async (kind, after) => {
    const page = await pageOf(parts, { kind, after });
    const linked = page.filter(({ state }) => state !== 'off');
    const work = works[kind];
    for (const { partnerSpace } of linked) {
      await publisher
        .publish({ kind: work, partnerSpace })
        .catch((error) => logFailure(log, 'left to the next time', error, { partnerSpace, work }));
    }
    log.info('every partner', { work, connections: linked.length });
  };
}
