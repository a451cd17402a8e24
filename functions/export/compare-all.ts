/** Has every partner's clients compared with Banqup, one message each. A scheduler publishes the message that starts it. */
import type { Connections, Log, Publisher } from '../domain/ports.ts';

export type CompareAll = () => Promise<void>;

/** Throws storageUnavailable; the next one begins anew. */
export function createCompareAll(parts: { connections: Connections; publisher: Publisher; log: Log }): CompareAll {
  const { connections, publisher, log } = parts;
  return async () => {
    const linked = await connections.allLinked();
    for (const { value } of linked) await publisher.publish({ kind: 'compare', partnerSpace: value.partnerSpace });
    log.info('comparing clients', { connections: linked.length });
  };
}
