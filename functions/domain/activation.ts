/** A client space switched on for a partner space, since a moment; and which documents that covers. */
import type { Connection } from './connection.ts';
import { type ListedName, listedName } from './listed-name.ts';
import { companyFolder } from './naming.ts';
import type { Stored, Written } from './record.ts';
import { COMMIT_TIME } from './record.ts';

export interface Company {
  name: string;
  vatNumber?: string;
  enterpriseNumber?: string;
}

export interface Activation {
  partnerSpace: string;
  clientSpace: string;
  active: boolean;
  /** Commit time of the switch-on; documents approved or sent before it are not exported. */
  since: Date;
  company: Company;
  /** Of the company's name and numbers: its place in lists, and what finds it. */
  listed: ListedName;
  /** Company folder, frozen at the first activation: a company that is renamed later keeps its folder. */
  folder: { key: string; name: string };
  /** Commit time of the switch-off, of one that is off. */
  offSince?: Date;
  /** Switched off to erase its partner, not because Banqup has: to a partner that comes back meanwhile it is not off. */
  offToErase?: true;
}

/** Which of a partner space's activations: all of them, where nothing is said. */
export interface AskedActivations {
  /** Those behind this one. */
  after?: Stored<Activation> | undefined;
  /** Those from this place in the order on; it does not count where there is an `after`. */
  from?: string | undefined;
  /** Those that this finds, as `searchKey` makes it. */
  search?: string | undefined;
}

/** Database id of an activation. */
export function activationId(partnerSpace: string, clientSpace: string): string {
  return `${partnerSpace}.${clientSpace}`;
}

/** A client space switched on: for the first time, or again after it was off. */
export function switchedOn(
  before: Activation | undefined,
  client: { partnerSpace: string; clientSpace: string; company: Company },
): Written<Activation> {
  return {
    ...client,
    active: true,
    since: COMMIT_TIME,
    listed: listedName(client.company),
    folder: before?.folder ?? companyFolder({ ...client.company, clientSpace: client.clientSpace }),
  };
}

/** A client space switched off. */
export function switchedOff(activation: Activation, why?: 'toErase'): Written<Activation> {
  return { ...activation, active: false, offSince: COMMIT_TIME, ...(why && { offToErase: true as const }) };
}

/** Whether a document approved or sent at `releasedAt` came after both switch-ons, of the client and of the connection. */
export function covers(activation: Activation, connection: Connection, releasedAt: Date): boolean {
  return activation.active && releasedAt >= activation.since && releasedAt >= connection.since;
}
