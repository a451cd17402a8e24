/**
 * From what was counted (meter.ts) and what it costs (prices.ts) to dollars, without the free tiers. What no laptop can measure is
 * assumed, here and nowhere else.
 */
import type { Counts } from './meter.ts';
import { firestorePrices, type Place, type Price, prices } from './prices.ts';

export const assumed = {
  /** How long an instance waits for Drive, and for anything else that it asks. */
  secondsOfDriveCall: 0.7,
  secondsOfOtherCall: 0.05,
  /** Where the machine does not tell. */
  cpuSeconds: 0.03,
  /** What Cloud Logging adds to a line, and the line that Cloud Run writes itself for each request. */
  bytesBesideLogLine: 500,
  bytesOfRequestLog: 1_500,
  daysInMonth: 365 / 12,
} as const;

/** As deployed (infra/functions.tf). */
export const deployed = { memoryGib: 1, requestsAtOnce: 16, instances: 20 } as const;

export const rounds = ['sweep', 'care', 'compare', 'check'] as const;
export type RoundName = (typeof rounds)[number];

/** infra/scheduler.tf */
export const roundsInDay: Record<RoundName, number> = { sweep: 288, care: 144, compare: 24, check: 1 };

/**
 * Care reads what was done since its last pass, and leaves what is younger than five minutes to the next one, ten minutes later: half of
 * all documents it reads twice.
 */
export const careReadsEachDocument = 1.5;

/** A month is checked each night until three days after its end: half of it, and three more, come after a document. */
export const checkReadsEachDocument = assumed.daysInMonth / 2 + 3;

/** What one of each has been found to take. */
export interface Measured {
  document: Counts;
  /** Reads of one pass of care for each document done since the pass before. */
  careReadsOfDocument: number;
  /** Reads of one check of a month for each of its documents. */
  checkReadsOfDocument: number;
  /** Of a ledger entry with its index entries. */
  ledgerBytes: number;
  /** For one partner with nothing to do; the check is of a month with documents, without what it reads of each. */
  rounds: Record<RoundName, Counts>;
}

export interface Line {
  item: string;
  amount: number;
  usd: number;
}

/** `alone`: each delivery has an instance to itself. `shared`: as many work on it as may. */
export type Company = 'alone' | 'shared';

/** How long an instance is charged for a piece of work. Alone it is rounded up to a tenth of a second, as Cloud Run does. */
export function instanceSeconds(counts: Counts, company: Company): number {
  const cpu = Number.isNaN(counts.cpuSeconds) ? assumed.cpuSeconds : counts.cpuSeconds;
  const drive = counts.driveCalls * assumed.secondsOfDriveCall;
  const others = (counts.firestoreCalls + counts.banqupCalls) * assumed.secondsOfOtherCall;
  const alone = cpu + drive + others;
  return company === 'alone' ? Math.ceil(alone * 10) / 10 : Math.max(cpu, alone / deployed.requestsAtOnce);
}

/** What some work costs, item by item. */
export function workLines(counts: Counts, place: Place, company: Company): Line[] {
  const { read, write, delete: deletion } = firestorePrices[place];
  const seconds = instanceSeconds(counts, company);
  const logged = counts.logBytes + counts.logLines * assumed.bytesBesideLogLine;
  return [
    line('Firestore reads', counts.firestoreReads, read),
    line('Firestore writes', counts.firestoreWrites, write),
    line('Firestore deletes', counts.firestoreDeletes, deletion),
    line('CPU, seconds', seconds, prices.cpuSecond),
    line('memory, GiB-seconds', seconds * deployed.memoryGib, prices.gibSecond),
    line('requests', counts.delivered, prices.request),
    line('Pub/Sub, bytes', counts.pubsubBytes, prices.pubsubByte),
    line('log, bytes', logged + counts.delivered * assumed.bytesOfRequestLog, prices.logByte),
    line('reads of a secret', counts.secretAccesses, prices.secretAccess),
  ];
}

/** One document, from Banqup's message to the file, and what care and checks read of it afterwards. */
export function documentLines(measured: Measured, place: Place, company: Company): Line[] {
  const byCare = measured.careReadsOfDocument * careReadsEachDocument;
  const byChecks = measured.checkReadsOfDocument * checkReadsEachDocument;
  return [
    ...workLines(measured.document, place, company),
    line('Firestore reads by care', byCare, firestorePrices[place].read),
    line('Firestore reads by checks', byChecks, firestorePrices[place].read),
  ];
}

/** Keeping one document's ledger entry for a month. */
export function keptLine({ ledgerBytes }: Measured, place: Place): Line {
  return line('ledger kept, bytes', ledgerBytes, firestorePrices[place].keptByte);
}

/** A month of one connected partner that has nothing to do. */
export function partnerLines(measured: Measured, place: Place, company: Company): Line[] {
  const { daysInMonth } = assumed;
  const worked = rounds.map((name) => {
    const times = roundsInDay[name] * daysInMonth;
    return { item: name, amount: times, usd: total(workLines(measured.rounds[name], place, company)) * times };
  });
  return [
    ...worked,
    line('refresh token kept', 1, prices.secretMonth),
    // At most: each pass of care may come to an instance that does not hold the token.
    line('reads of its secret, at most', roundsInDay.care * daysInMonth, prices.secretAccess),
  ];
}

/** A month of what is there for nobody in particular. The last two only where they were asked for (infra/variables.tf). */
export function fixedLines(): Line[] {
  const hours = assumed.daysInMonth * 24;
  const idle = priceOf(prices.idleCpuSecond) + 0.5 * priceOf(prices.idleGibSecond);
  return [
    line('scheduler jobs', 4, prices.schedulerJobMonth),
    line('secrets of our own', 4, prices.secretMonth),
    { item: 'a warm instance of connect (min_instances)', amount: hours, usd: hours * 3600 * idle },
    line('load balancer, hours (domain)', hours, prices.balancerHour),
  ];
}

/** What it comes to, by where Firestore lies and whether deliveries share an instance. */
export function inDollars(measured: Measured) {
  const of = (place: Place, company: Company) => ({
    document: total(documentLines(measured, place, company)),
    documentKeptMonth: keptLine(measured, place).usd,
    partnerMonth: total(partnerLines(measured, place, company)),
  });
  const both = (place: Place) => ({ shared: of(place, 'shared'), alone: of(place, 'alone') });
  return { eur3: both('eur3'), 'europe-west1': both('europe-west1') };
}

/** The dollars of some lines. */
export function total(lines: readonly Line[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0);
}

function line(item: string, amount: number, price: Price): Line {
  return { item, amount, usd: amount * priceOf(price) };
}

function priceOf({ usd, per }: Price): number {
  return usd / per;
}
