/**
 * What the functions ask of everything around them, counted where it arrives and as Google bills it: at the simulators, never in
 * our own code. Only the embedded stand-ins count like this.
 */
import { readFile } from 'node:fs/promises';
import type { LocalSystem } from '../local/system.ts';
import { until } from '../local/until.ts';
import { driveUnits } from './prices.ts';

const names = [
  'driveCalls',
  'driveUnits',
  'googleTokens',
  'firestoreCalls',
  'firestoreReads',
  'firestoreWrites',
  'firestoreDeletes',
  'secretAccesses',
  'published',
  'delivered',
  'pubsubBytes',
  'banqupCalls',
  'logLines',
  'logBytes',
  'cpuSeconds',
] as const;

/** Fractions where it is an average. `cpuSeconds` is of `exportDocument` alone, as are the log's lines and bytes. */
export type Counts = Record<(typeof names)[number], number>;

export interface Meter {
  /** What a piece of work costs, with all that follows from it, for one of so many of the same. */
  measure(count: number, work: () => Promise<void>): Promise<Counts>;
  /** Waits until no more than so many messages are under way. */
  quiet(underWay?: number): Promise<void>;
}

/** Counts of numbers, name by name. */
export function countsOf(number: (name: keyof Counts) => number): Counts {
  return Object.fromEntries(names.map((name) => [name, number(name)])) as Counts;
}

/** A meter at a running system; `log` is what its `exportDocument` has written so far, line by line. */
export function createMeter(system: LocalSystem, log: readonly string[]): Meter {
  async function read(): Promise<Counts> {
    const [firestore, pubsub, secrets] = await Promise.all(
      [system.firestore.url, system.pubsub.url, system.secretManagerUrl].map(controlOf),
    );
    const google = Object.entries(system.google.calls());
    const drive = google.filter(([name]) => name.startsWith('drive.'));
    return {
      driveCalls: sum(drive.map(([, calls]) => calls)),
      driveUnits: sum(drive.map(([name, calls]) => calls * unitsOf(name))),
      googleTokens: system.google.calls()['oauth.token'] ?? 0,
      firestoreCalls: sum(Object.values(firestore?.calls ?? {})),
      firestoreReads: firestore?.billed['reads'] ?? 0,
      firestoreWrites: firestore?.billed['writes'] ?? 0,
      firestoreDeletes: firestore?.billed['deletes'] ?? 0,
      secretAccesses: secrets?.calls['access'] ?? 0,
      published: pubsub?.billed['published'] ?? 0,
      delivered: pubsub?.billed['delivered'] ?? 0,
      pubsubBytes: pubsub?.billed['bytes'] ?? 0,
      banqupCalls: sum(Object.values(system.banqup.calls())),
      logLines: log.length,
      logBytes: sum(log.map((line) => Buffer.byteLength(line) + 1)),
      cpuSeconds: await cpuSecondsOf(system.exportDocument.pid()),
    };
  }

  const meter: Meter = {
    async measure(count, work) {
      await meter.quiet();
      const before = await read();
      await work();
      await meter.quiet();
      const after = await read();
      return countsOf((name) => (after[name] - before[name]) / count);
    },

    async quiet(underWay = 0) {
      await until(
        'the messages have been acknowledged',
        async () => {
          const { calls, billed } = await controlOf(system.pubsub.url);
          return (billed['published'] ?? 0) - (calls['acknowledged'] ?? 0) <= underWay;
        },
        120,
      );
    },
  };
  return meter;
}

type Numbers = Record<string, number>;

async function controlOf(url: string): Promise<{ calls: Numbers; billed: Numbers }> {
  const get = async (what: string) => (await (await fetch(`${url}/_control/${what}`)).json()) as Numbers;
  const [calls, billed] = await Promise.all([get('calls'), get('billed')]);
  return { calls, billed };
}

function unitsOf(call: string): number {
  const units = driveUnits[call];
  if (units === undefined) throw new Error(`nobody has said how many units ${call} is (prices.ts)`);
  return units;
}

/** Of a process so far. Only Linux tells it finely enough; not a number elsewhere. */
export async function cpuSecondsOf(pid: number | undefined): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name in brackets: user time is the 12th, system time the 13th, in hundredths (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
