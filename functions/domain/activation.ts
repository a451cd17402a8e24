/** A client space switched on for a partner space, since a moment; and which documents that covers. */
import type { Connection } from './connection.ts';
import { companyFolder } from './naming.ts';
import type { Written } from './record.ts';
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
  /** Company folder, frozen at the first activation: a company that is renamed later keeps its folder. */
  folder: { key: string; name: string };
  /** Commit time of the switch-off, of one that is off. */
  offSince?: Date;
  /** Switched off to erase its partner, not because Banqup has: to a partner that comes back meanwhile it is not off. */
  offToErase?: true;
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
