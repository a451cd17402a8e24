/**
 * What it means that Google refuses a connection's token, whoever is told so: an export, `care`, or a page that looks (protocol,
 * rule 9). Only the link that was refused comes to need its owner; another one that has begun meanwhile is left alone.
 */
import { type Connection, isSameLink, tokenRefused } from '../domain/connection.ts';
import type { Connections } from '../domain/ports.ts';

/**
 * Writes that this link needs its owner. Answers the connection as it stands then; undefined: it is another link by now, or none.
 * Throws storageUnavailable.
 */
export async function refuseLink(connections: Connections, link: Connection): Promise<Connection | undefined> {
  for (;;) {
    const stored = await connections.read(link.partnerSpace);
    if (!stored || !isSameLink(stored.value, link)) return undefined;
    if (stored.value.state !== 'on') return stored.value;
    const refused = await connections.replace(stored, tokenRefused(stored.value));
    if (refused) return refused.value;
  }
}
