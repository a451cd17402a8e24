/**
 * Something about spaces has changed at Banqup. Only their ids are believed: every partner that one of them may concern is
 * compared with Banqup (partner/compare-clients.ts).
 */
import type { SpaceMessage } from '../domain/message.ts';
import type { Activations, Connections, Publisher } from '../domain/ports.ts';

export type SpaceChanged = (message: SpaceMessage) => Promise<void>;

/** Throws storageUnavailable; then the message comes again. */
export function createSpaceChanged(parts: {
  connections: Connections;
  activations: Activations;
  publisher: Publisher;
}): SpaceChanged {
  const { connections, activations, publisher } = parts;

  return async ({ spaces }) => {
    const partners = new Set<string>();
    for (const space of spaces) {
      // A partner without a connection is compared when it signs in.
      if (await connections.read(space)) partners.add(space);
      for (const { value } of await activations.activeOfClient(space)) partners.add(value.partnerSpace);
    }
    for (const partnerSpace of partners) await publisher.publish({ kind: 'compare', partnerSpace });
  };
}
