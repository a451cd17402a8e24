/**
 * A client space switched on or off for a partner space. It commits first and answers; the folders follow through `care`
 * (protocol, rule 11). An activation may come before there is a connection: it is kept.
 */
import { type Activation, activationId, type Company, switchedOff, switchedOn } from '../domain/activation.ts';
import { Failure } from '../domain/errors.ts';
import type { Activations, Publisher } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';

/** Rounds of losing to another call for the same client. */
const roundsAtMost = 5;

export interface SwitchClient {
  /** Switching on what is on changes nothing, its company's name included. */
  on(client: { partnerSpace: string; clientSpace: string; company: Company }): Promise<Activation>;
  /** Switching off what is off, or was never on, changes nothing. */
  off(partnerSpace: string, clientSpace: string): Promise<void>;
  /** Switches off an activation as it was seen; one that was written since is left alone. */
  offAsSeen(seen: Stored<Activation>, why?: 'toErase'): Promise<void>;
}

/** Throws storageUnavailable, and contended when other calls keep winning. */
export function createSwitchClient(activations: Activations, publisher: Publisher): SwitchClient {
  return {
    async on(client) {
      const id = activationId(client.partnerSpace, client.clientSpace);
      for (let round = 0; round < roundsAtMost; round += 1) {
        const before = await activations.read(id);
        const stored = before?.value.active ? before : await write(id, before, client);
        if (!stored) continue;
        // Also when it was on already: the message of an earlier call may never have been sent.
        await publisher.publish({ kind: 'care', partnerSpace: client.partnerSpace });
        return stored.value;
      }
      throw new Failure('contended', 'too many calls for one client at once');
    },

    async off(partnerSpace, clientSpace) {
      for (let round = 0; round < roundsAtMost; round += 1) {
        const before = await activations.read(activationId(partnerSpace, clientSpace));
        if (!before?.value.active) return;
        if (await activations.replace(before, switchedOff(before.value))) return;
      }
      throw new Failure('contended', 'too many calls for one client at once');
    },

    async offAsSeen(seen, why) {
      await activations.replace(seen, switchedOff(seen.value, why));
    },
  };

  function write(
    id: string,
    before: Awaited<ReturnType<Activations['read']>>,
    client: Parameters<SwitchClient['on']>[0],
  ) {
    const value = switchedOn(before?.value, client);
    return before ? activations.replace(before, value) : activations.create(id, value);
  }
}
