/**
 * Compares a partner's clients with what Banqup says, and heals what a lost call left: a client that is no longer there is
 * switched off, since exporting to a former accountant would be a leak; one that is there is switched on; and where the
 * extension is not installed any more, everything ends as by *Active off*.
 */
import { activationId } from '../domain/activation.ts';
import { isLinked } from '../domain/connection.ts';
import { asFailure } from '../domain/errors.ts';
import { assertAlive, type Life, secondsAfter } from '../domain/life.ts';
import type { Activations, BanqupExtension, Clock, Connections, Log, Publisher } from '../domain/ports.ts';
import type { Disconnect } from './disconnect.ts';
import type { SwitchClient } from './switch-client.ts';

export interface CompareClientsParts {
  extension: BanqupExtension;
  connections: Connections;
  activations: Activations;
  switchClient: SwitchClient;
  disconnect: Disconnect;
  publisher: Publisher;
  now: Clock;
  log: Log;
}

/** Longer than a call of Banqup's, or a message of ours, is on its way. */
const recentSeconds = 15 * 60;

export type CompareClients = (partnerSpace: string, life: Life) => Promise<void>;

/** Safe to repeat. Throws banqupUnavailable, storageUnavailable, lifeOver; where Banqup does not show the space nothing changes. */
export function createCompareClients(parts: CompareClientsParts): CompareClients {
  const { extension, connections, activations, switchClient, disconnect, publisher, now, log } = parts;

  return async (partnerSpace, life) => {
    // Ours are read before Banqup is asked: what is switched on meanwhile is not among those that may be switched off.
    const link = (await connections.read(partnerSpace))?.value;
    const active = await activations.activeOfPartner(partnerSpace);
    const state = await extension.state(partnerSpace).catch((error: unknown) => {
      if (asFailure(error).code !== 'partnerSpaceHidden') throw error;
      log.error('clients not compared: Banqup does not show us the partner space', { partnerSpace });
      return undefined;
    });
    if (!state) return;

    const there = new Set(state.clients.map(({ clientSpace }) => clientSpace));
    for (const activation of active) {
      const { clientSpace } = activation.value;
      if (there.has(clientSpace)) continue;
      log.warn('client switched off: Banqup does not have it any more', { partnerSpace, clientSpace });
      await switchClient.offAsSeen(activation);
    }
    if (!state.installed) {
      log.warn('extension uninstalled', { partnerSpace });
      return link && disconnect(partnerSpace, link);
    }
    // A sign-in has it asked again. Until then nothing is exported, and who is being erased gets nothing back.
    if (!isLinked(link)) return;
    const known = new Set(active.map(({ value }) => value.clientSpace));
    for (const { clientSpace, company } of state.clients) {
      if (known.has(clientSpace) || (await wasJustSwitchedOff(partnerSpace, clientSpace))) continue;
      // It may have been ended while Banqup was asked.
      if (!isLinked((await connections.read(partnerSpace))?.value)) return;
      assertAlive(life, now());
      log.warn('client switched on: Banqup has it, and its call never came', { partnerSpace, clientSpace });
      await switchClient.on({ partnerSpace, clientSpace, company });
    }
    // An earlier run may have died before it had the folders made of what it switched on.
    const isNew = active.some(({ value }) => there.has(value.clientSpace) && isRecent(value.since));
    if (isNew) await publisher.publish({ kind: 'care', partnerSpace });
  };

  /** Banqup's list may still have a client whose call to switch it off has just come. */
  async function wasJustSwitchedOff(partnerSpace: string, clientSpace: string): Promise<boolean> {
    const before = (await activations.read(activationId(partnerSpace, clientSpace)))?.value;
    if (before?.active !== false || before.offToErase) return false;
    return before.offSince !== undefined && isRecent(before.offSince);
  }

  function isRecent(moment: Date): boolean {
    return now() < secondsAfter(moment, recentSeconds);
  }
}
