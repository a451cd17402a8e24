/** How much comes at once with so many partners, and how far that is from what Google allows (prices.ts). */
import { secondsBetweenPartners } from '../../functions/export/check-all.ts';
import {
  assumed,
  careReadsEachDocument,
  deployed,
  instanceSeconds,
  type Measured,
  rounds,
  roundsInDay,
} from './bill.ts';
import { driveLimits, secretAccessesPerMinute } from './prices.ts';

/** What a partner is taken to be, and how a month's documents come: most of them in a fifth of its hours. */
export const partner = {
  clients: 20,
  documentsOfClientInMonth: 100,
  shareOfDocuments: 0.6,
  shareOfHours: 0.2,
} as const;

export interface Load {
  name: string;
  /** At these numbers of partners. */
  at(partners: number): number;
  /** Undefined where nobody draws a line. */
  limit?: number;
}

const documentsInMonth = partner.clients * partner.documentsOfClientInMonth;

/** Documents a second, in the hours in which most of them come. */
export function documentsPerSecond(partners: number): number {
  const peakSeconds = assumed.daysInMonth * 24 * 3600 * partner.shareOfHours;
  return (partners * documentsInMonth * partner.shareOfDocuments) / peakSeconds;
}

/** Everything that could become too much. */
export function loads({ document, careReadsOfDocument, checkReadsOfDocument, rounds: measured }: Measured): Load[] {
  const { care, check, sweep } = measured;
  const documentsInDay = documentsInMonth / assumed.daysInMonth;
  const unitsInDay =
    roundsInDay.care * care.driveUnits + roundsInDay.check * check.driveUnits + documentsInDay * document.driveUnits;
  const slots = deployed.instances * deployed.requestsAtOnce;
  const careSeconds = instanceSeconds(care, 'alone');
  // The scheduler has everybody cared for at once: as fast as the instances are able to.
  const caresPerSecond = (partners: number) => Math.min(partners / 60, slots / careSeconds);
  // At night, for as long as it takes to come round.
  const checksPerSecond = (partners: number) => Math.min(partners / 60, 1 / secondsBetweenPartners);
  const atOnce = (partners: number) =>
    documentsPerSecond(partners) * instanceSeconds(document, 'alone') +
    rounds.reduce(
      (sum, name) => sum + (partners * roundsInDay[name] * instanceSeconds(measured[name], 'alone')) / 86_400,
      0,
    );
  const readsOfDocument = document.firestoreReads + careReadsOfDocument * careReadsEachDocument;
  return [
    {
      name: 'Drive units in a minute',
      at: (n) =>
        60 *
        (caresPerSecond(n) * care.driveUnits +
          checksPerSecond(n) * check.driveUnits +
          documentsPerSecond(n) * document.driveUnits),
      limit: driveLimits.unitsPerMinute,
    },
    { name: 'Drive units in a day', at: (n) => n * unitsInDay, limit: driveLimits.unitsPerDay },
    { name: 'deliveries at once', at: atOnce, limit: slots },
    { name: 'reads of secrets in a minute', at: (n) => 60 * caresPerSecond(n), limit: secretAccessesPerMinute },
    {
      name: 'Firestore writes a second',
      at: (n) =>
        caresPerSecond(n) * care.firestoreWrites +
        checksPerSecond(n) * check.firestoreWrites +
        documentsPerSecond(n) * document.firestoreWrites,
    },
    {
      name: 'Firestore reads a second',
      at: (n) =>
        caresPerSecond(n) * care.firestoreReads +
        checksPerSecond(n) * (check.firestoreReads + documentsInMonth * checkReadsOfDocument) +
        documentsPerSecond(n) * readsOfDocument +
        (n * roundsInDay.sweep * sweep.firestoreReads) / 86_400,
    },
  ];
}

/** From how many partners on it is too much; undefined where it never is, or nobody draws a line. */
export function partnersAtLimit({ at, limit }: Load): number | undefined {
  const most = 10_000_000;
  if (limit === undefined || at(most) <= limit) return undefined;
  let [fine, tooMany] = [0, most];
  while (tooMany - fine > 1) {
    const between = Math.floor((fine + tooMany) / 2);
    if (at(between) <= limit) fine = between;
    else tooMany = between;
  }
  return tooMany;
}
