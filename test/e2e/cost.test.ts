/** What a document costs must not grow unseen: `npm run cost` as anybody runs it, with few documents. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { currentMonths } from '../../functions/domain/calendar.ts';
import type { inDollars, Measured } from '../cost/bill.ts';

let result: Measured & { documents: number; usd: ReturnType<typeof inDollars> };

const cost = (...args: string[]) => promisify(execFile)(process.execPath, ['test/cost/run.ts', ...args]);

beforeAll(async () => {
  result = JSON.parse((await cost('--documents', '6', '--clients', '2', '--json')).stdout);
}, 60_000);

describe('one document in the steady state', () => {
  test('is one call to Drive, and that makes the file', () => {
    expect(result.document).toMatchObject({ driveCalls: 1, driveUnits: 50 });
  });

  test('is at most three reads and two writes in Firestore, and no delete', () => {
    const { firestoreReads, firestoreWrites, firestoreDeletes } = result.document;
    expect(firestoreReads).toBeLessThanOrEqual(3);
    expect(firestoreWrites).toBeLessThanOrEqual(2);
    expect(firestoreDeletes).toBe(0);
  });

  test('reads no secret and asks for no token', () => {
    expect(result.document).toMatchObject({ secretAccesses: 0, googleTokens: 0 });
  });

  test('is one message, Banqup’s own, and one delivery of it', () => {
    expect(result.document).toMatchObject({ published: 1, delivered: 1 });
  });

  test('asks Banqup three times: for the document, its file and the bytes', () => {
    expect(result.document.banqupCalls).toBe(3);
  });

  test('costs less than a twentieth of a cent', () => {
    expect(result.usd.eur3.alone.document).toBeGreaterThan(0);
    expect(result.usd.eur3.alone.document).toBeLessThan(0.0005);
  });
});

describe('a partner that has nothing to do', () => {
  test('is swept with five reads and no call to Drive', () => {
    const { firestoreReads, firestoreWrites, driveCalls } = result.rounds.sweep;
    expect(firestoreReads).toBeLessThanOrEqual(5);
    expect([firestoreWrites, driveCalls]).toEqual([0, 0]);
  });

  test('is cared for with two lists of its folders and four reads for each client, and seven', () => {
    const { firestoreReads, firestoreWrites, driveUnits } = result.rounds.care;
    expect(driveUnits).toBeLessThanOrEqual(200);
    expect(firestoreReads).toBeLessThanOrEqual(4 * 2 + 7);
    expect(firestoreWrites).toBeLessThanOrEqual(1);
  });

  test('is compared without a call to Drive', () => {
    expect(result.rounds.compare).toMatchObject({ driveCalls: 0, firestoreWrites: 0 });
  });

  test('is checked with a list of each folder that has files of the month, and a read of each document', async () => {
    // In the first days of a month the one before is looked at too.
    const months = currentMonths(new Date()).length;
    const { driveUnits, firestoreWrites } = result.rounds.check;
    expect(driveUnits).toBe(2 * 2 * 100);
    expect(firestoreWrites).toBe(2 * months);
    expect(result.checkReadsOfDocument).toBeLessThanOrEqual(1);
  });
});

test('a number of documents that is none is refused by name, and nothing is started', async () => {
  await expect(cost('--documents', 'many')).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: '--documents must be a whole number from 1 on, not many\n',
  });
});
