/**
 * *Try again*: a partner does not wait for what waits, or was rejected, since it has mended the cause itself. One document at once;
 * all that wait for one reason page by page, each page a message of its own (protocol, rules 6 and 8).
 */
import { activationId } from '../domain/activation.ts';
import type { FailureCode } from '../domain/errors.ts';
import { type Export, triedAgain } from '../domain/export.ts';
import type { Activations, Clock, Connections, Exports, Publisher } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';

const entriesAtOnce = 100;

export interface TryAgain {
  /** One entry of the ledger, by its id. False: it is not this partner's, or not one that can be tried again now; nothing has changed. */
  one(partnerSpace: string, exportId: string): Promise<boolean>;
  /** A page of what waits or was rejected for this reason, behind this entry; then the next one. */
  all(partnerSpace: string, reason: FailureCode, after?: string): Promise<void>;
}

/** Nothing is tried where the connection is not on. Its methods throw storageUnavailable, and can be called again. */
export function createTryAgain(parts: {
  connections: Connections;
  activations: Activations;
  exports: Exports;
  publisher: Publisher;
  now: Clock;
}): TryAgain {
  const { connections, activations, exports, publisher, now } = parts;

  const isOn = async (partnerSpace: string) => (await connections.read(partnerSpace))?.value.state === 'on';

  async function isActive({ partnerSpace, clientSpace }: Export): Promise<boolean> {
    return (await activations.read(activationId(partnerSpace, clientSpace)))?.value.active === true;
  }

  /** Whether it is due now. What is due already is left as it is. */
  async function wake(seen: Stored<Export>): Promise<boolean> {
    for (let entry: Stored<Export> | undefined = seen; entry; entry = await exports.read(entry.id)) {
      const due = triedAgain(entry.value, now());
      // Taken up for a client that is switched off it would be cancelled, and why it was rejected forgotten.
      if (entry.value.state === 'rejected' && !(await isActive(entry.value))) return false;
      if (!due || due === entry.value) return due !== undefined;
      if (await exports.replace(entry, due)) return true;
    }
    return false;
  }

  return {
    async one(partnerSpace, exportId) {
      if (!(await isOn(partnerSpace))) return false;
      const entry = await exports.read(exportId);
      if (entry?.value.partnerSpace !== partnerSpace || !(await wake(entry))) return false;
      await publisher.publish({ kind: 'resume', partnerSpace });
      return true;
    },

    async all(partnerSpace, reason, after) {
      if (!(await isOn(partnerSpace))) return;
      const last = after === undefined ? undefined : await exports.read(after);
      // Erased meanwhile: there is nothing more.
      if (after !== undefined && !last) return;
      const page = await exports.newest(partnerSpace, { reason }, last, entriesAtOnce);
      await Promise.all(page.map(wake));
      const end = page.length === entriesAtOnce ? page.at(-1)?.id : undefined;
      // One is at work from the first page on, and takes up what the next ones make due; after the last it may have ended already.
      if (after === undefined || end === undefined) await publisher.publish({ kind: 'resume', partnerSpace });
      // In the end: where anything fails before it, this page comes again, and no later one comes twice.
      if (end !== undefined) await publisher.publish({ kind: 'tryAgain', partnerSpace, reason, after: end });
    },
  };
}
