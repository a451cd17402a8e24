/**
 * What the tests of faults do besides what people and Banqup do: switch faults on over HTTP, look into the ledger, and shorten
 * its waits. Whether a document ended well is judged by Drive, the ledger and the page together.
 */
import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Connection } from '../../functions/domain/connection.ts';
import { dueNow, type Export, exportId } from '../../functions/domain/export.ts';
import type { Stored } from '../../functions/domain/record.ts';
import { createConnections, createExports } from '../../functions/storage/records.ts';
import { connectFirestore } from '../local/clients.ts';
import { until } from '../local/until.ts';
import type { TreeEntry } from '../simulators/google/tree.ts';
import { type Office, openOffice, type TestSystem } from './office.ts';

/** A simulator's faults over HTTP. */
export interface Faults {
  /** As the simulator at the other end understands it. */
  add(fault: object): Promise<void>;
  /** Waits until so many calls are being held. */
  held(count?: number): Promise<void>;
  /** Lets go what is held, and waits until it has taken effect; no fault is left. */
  end(): Promise<void>;
}

/** The faults of the simulator at this address. */
export function faultsAt(url: string): Faults {
  const control = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}/_control/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  };
  return {
    add: async (fault) => void (await control('POST', 'faults', fault)),
    held: async (count = 1) => {
      await until(`${count} calls are held`, async () => JSON.parse(await control('GET', 'held')).length >= count);
    },
    end: async () => void (await control('DELETE', 'faults')),
  };
}

/** An office that is connected, with its client switched on and its folders there. */
export async function aWorkingOffice(system: TestSystem, client?: string): Promise<Office> {
  const office = openOffice(system, client === undefined ? undefined : [client]);
  await office.connect();
  await office.activate(office.client);
  await until('its folders are there', async () => (await treeOf(system, office)).length === 4);
  return office;
}

/** What lies in the office's Drive outside the trash, told by the simulator: asking Drive itself would take a new grant. */
export async function treeOf(system: TestSystem, { email }: Office): Promise<TreeEntry[]> {
  const answer = await fetch(`${system.google.url}/_control/tree/${encodeURIComponent(email)}`);
  return (await answer.json()) as TreeEntry[];
}

/** The ledger as it stands in Firestore. */
export interface Ledger {
  read(office: Office, documentId: string): Promise<Export | undefined>;
  /** Waits until the entry is so. */
  until(office: Office, documentId: string, state: Export['state'], reason?: Export['reason']): Promise<Export>;
  /**
   * Makes entries that wait due now and has the sweep wake them: for want of patience, since the shortest wait is a minute and
   * a dead worker's claim holds for almost ten. Nobody may be at work on them.
   */
  hurry(office: Office, documentIds: string[]): Promise<void>;
  /** The same for all that wait for the pace, whoever is at work on others; answers the states of all. */
  hurryAll(office: Office): Promise<Export['state'][]>;
  /** Makes what is done look ten minutes older, and the connection an hour: `care` leaves alone what is younger than five. */
  age(office: Office, documentIds: string[]): Promise<void>;
  connectionState(office: Office): Promise<Connection['state'] | undefined>;
  close(): Promise<void>;
}

/** The ledger of a running system. */
export function openLedger(system: TestSystem): Ledger {
  const firestore = connectFirestore(system.firestore.host, system.project);
  const [exports, connections] = [createExports(firestore), createConnections(firestore)];
  const find = ({ partnerSpace, client }: Office, documentId: string) =>
    exports.read(exportId({ partnerSpace, clientSpace: client.space, documentId }));

  async function change(office: Office, documentId: string, to: (entry: Export) => Export): Promise<void> {
    await until('the entry is changed', async () => {
      const stored = await find(office, documentId);
      return stored && ((await exports.replace(stored, to(stored.value))) as Stored<Export> | undefined);
    });
  }

  return {
    read: async (office, documentId) => (await find(office, documentId))?.value,

    until: (office, documentId, state, reason) =>
      until(`${documentId} is ${state} ${reason ?? ''}`, async () => {
        const entry = (await find(office, documentId))?.value;
        return entry?.state === state && (reason === undefined || entry.reason === reason) && entry;
      }),

    async hurry(office, documentIds) {
      for (const id of documentIds) await change(office, id, (entry) => dueNow(entry, new Date()));
      await system.sweep();
    },

    async hurryAll({ partnerSpace }) {
      const entries = await exports.newest(partnerSpace, {}, undefined, 100);
      const now = new Date();
      // Further away is a claim. Nearer are those that were hurried before.
      const waiting = entries.filter(({ value: { state, dueAt } }) => {
        const seconds = dueAt ? (dueAt.getTime() - now.getTime()) / 1000 : 0;
        return state === 'parked' && seconds > 0 && seconds <= 60;
      });
      const hurried = await Promise.all(waiting.map((entry) => exports.replace(entry, dueNow(entry.value, now))));
      if (hurried.some((entry) => entry !== undefined)) await system.sweep();
      return entries.map(({ value }) => value.state);
    },

    async age(office, documentIds) {
      const earlier = (moment: Date, minutes: number) => new Date(moment.getTime() - minutes * 60_000);
      await until('the connection is older', async () => {
        const stored = await connections.read(office.partnerSpace);
        if (!stored) return undefined;
        const since = earlier(stored.value.since, 60);
        return connections.replace(stored, { ...stored.value, since, accountSince: since, careAt: {} });
      });
      for (const id of documentIds) {
        await change(office, id, (entry) => ({ ...entry, ...(entry.doneAt && { doneAt: earlier(entry.doneAt, 10) }) }));
      }
    },

    connectionState: async ({ partnerSpace }) => (await connections.read(partnerSpace))?.value.state,

    close: () => firestore.terminate(),
  };
}

/**
 * Waits until the ledger says done, and holds it to that: one file with the id that the ledger has, in the client's folder, with
 * these bytes; nothing doubled around it; and the page says so.
 */
export async function expectOneFile(
  system: TestSystem,
  ledger: Ledger,
  office: Office,
  documentId: string,
  bytes: Uint8Array,
): Promise<Export> {
  const entry = await ledger.until(office, documentId, 'done');
  const isFolder = (item: TreeEntry) => item.folder;
  const tree = await until('its folders are there', async () => {
    const items = await treeOf(system, office);
    return items.filter(isFolder).length >= 4 && items;
  });
  const folder = tree.find(({ id }) => id === entry.file?.folderId);
  expect(folder?.path).toMatch(new RegExp(`^Invoice_import/${office.client.name}_BE\\d{10}/${entry.direction}$`));
  expect(tree.filter(({ path }) => path.includes(documentId))).toEqual([
    expect.objectContaining({
      id: entry.file?.id,
      path: `${folder?.path}/${entry.file?.name}`,
      md5: createHash('md5').update(bytes).digest('hex'),
    }),
  ]);
  expect(tree.filter(isFolder)).toHaveLength(4);
  expect((await office.manage()).text).toContain('In Drive');
  return entry;
}
