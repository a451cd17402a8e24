/** The system that parts of the benchmark measure: the one of `npm start` with the embedded stand-ins, and partners in it. */

import { createMeter, type Meter } from '../cost/meter.ts';
import { age, connectPartner, type OnePartner } from '../cost/one-partner.ts';
import { type LocalSystem, startLocalSystem } from '../local/system.ts';

export interface Office {
  system: LocalSystem;
  meter: Meter;
  partners: OnePartner[];
  /** Their clients, one of each partner after another. */
  spaces: string[];
}

/**
 * Runs a measurement in a system of its own, with so many partners, each with a Google account of its own and so many clients,
 * connected for an hour. `built`: what is deployed instead of the sources. The scheduler is still. Where it fails, what the functions wrote last is part of what is thrown.
 */
export async function inOffice<T>(
  { partners, clients, built = false }: { partners: number; clients: number; built?: boolean },
  measure: (office: Office) => Promise<T>,
): Promise<T> {
  const lines: string[] = [];
  const exportLog: string[] = [];
  const system = await startLocalSystem({
    prefer: 'embedded',
    unscheduled: true,
    built,
    googleAccounts: Array.from({ length: partners }, (_, index) => `boekhouder.${index + 1}@kantoor.example`),
    log(source, line) {
      lines.push(`${source.padEnd(14)} ${line}`);
      if (source === 'exportDocument') exportLog.push(line);
    },
  });
  try {
    const meter = createMeter(system, exportLog);
    const connected: OnePartner[] = [];
    for (const account of system.google.accounts) connected.push(await connectPartner(system, clients, account));
    await meter.quiet();
    for (const partner of connected) await age(system, partner);
    const inTurn = Array.from({ length: clients }, (_, index) => connected.map(({ spaces }) => spaces[index] ?? ''));
    return await measure({ system, meter, partners: connected, spaces: inTurn.flat() });
  } catch (cause) {
    throw new Error(`the last lines were:\n${lines.slice(-30).join('\n')}`, { cause });
  } finally {
    await system.close();
  }
}

/** Files in all their Drives. */
export function filesOf({ system, partners }: Office): number {
  const trees = partners.map(({ email }) => system.google.tree(email).filter(({ folder }) => !folder));
  return trees.reduce((sum, files) => sum + files.length, 0);
}
