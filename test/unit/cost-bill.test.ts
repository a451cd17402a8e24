/** The arithmetic of `npm run cost`: from counts to dollars, and from partners to what comes at once. Worked out by hand here. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  deployed,
  documentLines,
  fixedLines,
  inDollars,
  instanceSeconds,
  keptLine,
  type Measured,
  partnerLines,
  roundsInDay,
  total,
  workLines,
} from '../cost/bill.ts';
import { describeCost } from '../cost/describe-cost.ts';
import { documentsPerSecond, loads, partnersAtLimit } from '../cost/load.ts';
import { type Counts, countsOf } from '../cost/meter.ts';

const nothing = countsOf(() => 0);
const counts = (some: Partial<Counts>): Counts => ({ ...nothing, ...some });

const measured: Measured = {
  document: counts({
    driveCalls: 1,
    driveUnits: 50,
    firestoreCalls: 4,
    firestoreReads: 3,
    firestoreWrites: 2,
    published: 1,
    delivered: 1,
    pubsubBytes: 2000,
    banqupCalls: 3,
    logLines: 2,
    logBytes: 500,
    cpuSeconds: 0.02,
  }),
  careReadsOfDocument: 1,
  checkReadsOfDocument: 1,
  ledgerBytes: 2 ** 11,
  rounds: {
    sweep: counts({ firestoreReads: 5 }),
    care: counts({ driveCalls: 2, driveUnits: 200, firestoreReads: 84, firestoreWrites: 1 }),
    compare: counts({ firestoreReads: 22 }),
    check: counts({ driveCalls: 40, driveUnits: 4_000, firestoreReads: 60, firestoreWrites: 20 }),
  },
};

const usdOf = (lines: { item: string; usd: number }[], item: string) => lines.find((line) => line.item === item)?.usd;

describe('what a document costs', () => {
  test('is each thing by its own price, and the sum of them', () => {
    const lines = documentLines(measured, 'eur3', 'alone');
    const million = (item: string) => (usdOf(lines, item) ?? Number.NaN) * 1_000_000;
    expect(million('Firestore reads')).toBeCloseTo(1.8);
    expect(million('Firestore writes')).toBeCloseTo(3.6);
    // 0.02 + 1 × 0.7 + 7 × 0.05 = 1.07 s, rounded up to 1.1.
    expect(million('CPU, seconds')).toBeCloseTo(26.4);
    expect(million('memory, GiB-seconds')).toBeCloseTo(2.75);
    expect(million('requests')).toBeCloseTo(0.4);
    expect(million('Pub/Sub, bytes')).toBeCloseTo((2e9 / 2 ** 40) * 40);
    // 500 + 2 × 500 + 1,500 bytes.
    expect(million('log, bytes')).toBeCloseTo((3e9 / 2 ** 30) * 0.5);
    expect(million('Firestore reads by care')).toBeCloseTo(0.9);
    // Half a month's nights, and three: 18.2 reads.
    expect(million('Firestore reads by checks')).toBeCloseTo((365 / 24 + 3) * 0.6);
    const byChecks = (365 / 24 + 3) * 0.6;
    expect(total(lines) * 1_000_000).toBeCloseTo(1.8 + 3.6 + 26.4 + 2.75 + 0.4 + 0.0728 + 1.397 + 0.9 + byChecks, 2);
  });

  test('is less where Firestore lies in a region, by its reads and writes alone', () => {
    const [both, region] = [documentLines(measured, 'eur3', 'alone'), documentLines(measured, 'europe-west1', 'alone')];
    expect((total(both) - total(region)) * 1_000_000).toBeCloseTo(
      (4.5 + 365 / 24 + 3) * (0.6 - 0.33) + 2 * (1.8 - 0.99),
    );
  });

  test('is what an instance takes by itself, or a sixteenth of that, but never less than its work', () => {
    expect(instanceSeconds(measured.document, 'alone')).toBeCloseTo(1.1);
    expect(instanceSeconds(measured.document, 'shared')).toBeCloseTo(1.07 / 16);
    expect(instanceSeconds(counts({ cpuSeconds: 0.5, driveCalls: 1 }), 'shared')).toBe(0.5);
  });

  test('takes the work for an assumed one where the machine does not tell it', () => {
    expect(instanceSeconds(counts({ cpuSeconds: Number.NaN }), 'shared')).toBe(0.03);
  });

  test('goes on with what it takes to keep its entry', () => {
    const gib = 2 ** 30 / measured.ledgerBytes;
    expect(keptLine(measured, 'eur3').usd * gib).toBeCloseTo(0.18 + 0.18 + 14 * 0.036);
  });

  test('counts a read of a secret and a delete, should there be one', () => {
    const lines = workLines(counts({ secretAccesses: 1, firestoreDeletes: 1 }), 'eur3', 'shared');
    expect(usdOf(lines, 'reads of a secret')).toBeCloseTo(0.000003, 9);
    expect(usdOf(lines, 'Firestore deletes')).toBeCloseTo(0.0000002, 10);
  });
});

describe('what a connected partner costs in a month', () => {
  test('is so many rounds a day, and its token', () => {
    const lines = partnerLines(measured, 'eur3', 'shared');
    const month = 365 / 12;
    // Without CPU only what it waits for Drive is left: 1.4 s, a sixteenth of it.
    const care = 84 * 0.0000006 + 0.0000018 + (1.4 / 16) * (0.000024 + 0.0000025);
    expect(usdOf(lines, 'care')).toBeCloseTo(144 * month * care);
    expect(usdOf(lines, 'sweep')).toBeCloseTo(288 * month * 5 * 0.0000006);
    expect(usdOf(lines, 'compare')).toBeCloseTo(24 * month * 22 * 0.0000006);
    const check = 60 * 0.0000006 + 20 * 0.0000018 + (28 / 16) * (0.000024 + 0.0000025);
    expect(usdOf(lines, 'check')).toBeCloseTo(month * check);
    expect(usdOf(lines, 'refresh token kept')).toBe(0.06);
    expect(usdOf(lines, 'reads of its secret, at most')).toBeCloseTo(144 * month * 0.000003);
    expect(total(lines)).toBeCloseTo(inDollars(measured).eur3.shared.partnerMonth);
  });

  test('and for all together is the same however many there are', () => {
    const lines = fixedLines();
    expect(usdOf(lines, 'scheduler jobs')).toBeCloseTo(0.4);
    expect(usdOf(lines, 'load balancer, hours (domain)')).toBeCloseTo(18.25);
    expect(usdOf(lines, 'a warm instance of connect (min_instances)')).toBeCloseTo(2_628_000 * 0.00000375);
  });
});

describe('what comes at once', () => {
  const load = (name: string) => {
    const found = loads(measured).find((one) => one.name === name);
    if (!found) throw new Error(`no load ${name}`);
    return found;
  };

  test('is most of the documents in a fifth of the hours', () => {
    // 1,000 partners × 2,000 documents × 60 % in 146 hours.
    expect(documentsPerSecond(1_000)).toBeCloseTo(1_200_000 / (146 * 3600));
  });

  test('is every partner cared for in the minute in which the scheduler calls', () => {
    const documents = documentsPerSecond(1_000) * 60 * 50;
    // And a check a second.
    expect(load('Drive units in a minute').at(1_000)).toBeCloseTo(1_000 * 200 + documents + 60 * 4_000);
  });

  test('is never more care than the instances are able to', () => {
    const { at } = load('reads of secrets in a minute');
    expect(at(1_000_000)).toBe(at(100_000));
  });

  test('reaches a limit at the first number of partners that is over it', () => {
    const day = load('Drive units in a day');
    const reached = partnersAtLimit(day);
    // 144 × 200 for care, 4,000 for the check, and 50 for each of 2,000 documents a month.
    expect(reached).toBe(Math.floor(400_000_000 / (32_800 + (2_000 / (365 / 12)) * 50)) + 1);
    expect(partnersAtLimit({ name: 'free', at: (n) => n })).toBeUndefined();
    expect(partnersAtLimit({ name: 'far', at: () => 1, limit: 2 })).toBeUndefined();
  });
});

test('a person is told what was counted, what a million documents cost, where limits are, and which prices are unsure', () => {
  const lines = describeCost(measured, { documents: 200, clients: 20 })
    .split('\n')
    .map((line) => line.trim().replace(/ {2,}/g, ' | '));
  expect(lines).toContain('driveUnits | 50 | 0 | 200 | 0 | 4000');
  expect(lines).toContain('Firestore writes | 3.6000 | 3.6000 | 1.9800 | 1.9800');
  const reached = partnersAtLimit(loads(measured)[1] ?? { name: '', at: () => 0 });
  const day = lines.find((line) => line.startsWith('Drive units in a day | 36,087,671 | '));
  expect(day?.endsWith(` | 400,000,000 | ${reached?.toLocaleString('en')}`)).toBe(true);
  expect(lines.at(-1)).toMatch(/^Not confirmed by a page of Google's: .*europe-west1 read/);
});

describe('what the bill takes from the infrastructure', () => {
  const infra = (file: string) => readFileSync(join(import.meta.dirname, '../../infra', file), 'utf8');
  /** Runs in a day of a cron expression that knows only minutes. */
  const runsInDay = (minutes: string) => 24 * (minutes.startsWith('*/') ? 60 / Number(minutes.slice(2)) : 1);

  test('is what is deployed', () => {
    const [, exportDocument = ''] = infra('functions.tf').split('"google_cloudfunctions2_function" "export_document"');
    expect(exportDocument).toMatch(new RegExp(`available_memory += "${deployed.memoryGib}Gi"`));
    expect(exportDocument).toMatch(new RegExp(`max_instance_request_concurrency = ${deployed.requestsAtOnce}\n`));
    expect(infra('variables.tf')).toMatch(new RegExp(`connect = \\d+, export_document = ${deployed.instances} }`));
  });

  test('comes round as often', () => {
    const every = (job: string) =>
      new RegExp(`${job} += { every = "(\\S+) \\* \\* \\* \\*"`).exec(infra('scheduler.tf'))?.[1];
    const care = /default += "(\S+) \* \* \* \*"/.exec(infra('variables.tf'))?.[1];
    expect(runsInDay(every('sweep') ?? '')).toBe(roundsInDay.sweep);
    expect(runsInDay(care ?? '')).toBe(roundsInDay.care);
    expect(runsInDay(every('compare-all') ?? '')).toBe(roundsInDay.compare);
    // At one hour of the night.
    expect(infra('scheduler.tf')).toMatch(/check-all += \{ every = "\d+ \d+ \* \* \*"/);
    expect(roundsInDay.check).toBe(1);
  });
});
