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
export function switchedOff(activation: Activation): Activation {
  return { ...activation, active: false };
}

/**
 * Whether a document approved or sent at `releasedAt` belongs to this activation of this connection: not before the later
 * of the two switch-ons, less a grace for the difference between Banqup's clock and Firestore's.
 */
export function covers(
  activation: Activation,
  connection: Connection,
  releasedAt: Date,
  graceSeconds: number,
): boolean {
  const since = Math.max(activation.since.getTime(), connection.since.getTime());
  return activation.active && releasedAt.getTime() >= since - graceSeconds * 1000;
}
