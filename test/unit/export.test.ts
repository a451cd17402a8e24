/** What always holds of a ledger entry, whatever way it has come (protocol, records and rule 6). */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { documentFacts } from '../../functions/domain/document-facts.ts';
import { Failure, failureCodes, fateOf, waitSecondsOf } from '../../functions/domain/errors.ts';
import {
  admitted,
  cancelled,
  claimed,
  done,
  type Export,
  exportId,
  isOpen,
  parked,
  rejected,
  rescued,
  reserved,
  reservedAgain,
  unjudged,
  wished,
} from '../../functions/domain/export.ts';
import { secondsAfter, workerLifeSeconds } from '../../functions/domain/life.ts';
import { COMMIT_TIME, type Written } from '../../functions/domain/record.ts';
import { readUbl } from '../../functions/domain/ubl.ts';
import { anExport, anExportedFile, ublOf } from '../builders.ts';

const factsOf = (bytes: Uint8Array, chunkBytes?: number) => readUbl(bytes, chunkBytes).facts;

const facts = documentFacts(factsOf(ublOf()), 'AP');
const file = anExportedFile();
const key = {
  partnerSpace: 'a partner',
  clientSpace: 'a client',
  documentId: 'a document',
  direction: 'AP',
  releasedAt: new Date('2026-03-02T08:59:00.000Z'),
  syncDate: '2026-03-02',
} as const;

/** As the database answers what was written. */
function stored(entry: Written<Export>, now: Date): Export {
  return { ...entry, ...(entry.doneAt === COMMIT_TIME && { doneAt: now }) } as Export;
}

/** Every change there is, from the states in which it happens. */
const changes = {
  admitted: (entry: Export, now: Date) =>
    admitted(entry, { direction: 'AP', releasedAt: entry.toAdmit ? key.releasedAt : entry.releasedAt }, now),
  wished: (entry: Export, now: Date) => wished(entry, now),
  reservedAgain: (entry: Export, now: Date) => reservedAgain(entry, 'an account', 'another id', now),
  takenUp: (entry: Export, now: Date) => claimed(entry, now),
  updating: (entry: Export, now: Date) => claimed(entry, now, 'updating'),
  parked: (entry: Export, now: Date, failure: Failure) => parked(entry, failure, now),
  done: (entry: Export) => done(entry, file, facts),
  rejected: (entry: Export) => rejected(entry, 'notUbl'),
  cancelledByPartner: (entry: Export) => cancelled(entry, 'disconnected'),
  cancelledByClient: (entry: Export) => cancelled(entry, 'switchedOff'),
};

const aChange = fc.constantFrom(...Object.values(changes));
const aFailure = fc
  .record({
    code: fc.constantFrom(...failureCodes),
    retryAfterSeconds: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
  })
  .map(({ code, retryAfterSeconds }) => new Failure(code, 'something', { retryAfterSeconds }));
const aMoment = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
const aStep = fc.record({ change: aChange, failure: aFailure, now: aMoment });

/** Every entry that an open one can become in some steps; a closed one stays. */
const aHistory = fc
  .record({ begun: aMoment, withId: fc.boolean(), isJudged: fc.boolean(), steps: fc.array(aStep, { maxLength: 6 }) })
  .map(({ begun, withId, isJudged, steps }) => {
    const id = withId ? { account: 'an account', fileId: 'an id' } : undefined;
    const failure = new Failure('unexpected', 'given up');
    const entries = [isJudged ? reserved(key, id, begun) : unjudged(key, failure, begun)];
    for (const { change, now, failure } of steps) {
      const last = entries.at(-1);
      if (!last || !isOpen(last)) break;
      entries.push(stored(change(last, now, failure), now));
    }
    return entries;
  });

describe('an entry, whatever way it has come,', () => {
  test('has a moment when it is due exactly while it is open', () => {
    fc.assert(
      fc.property(aHistory, (entries) => {
        for (const entry of entries) expect(entry.dueAt instanceof Date).toBe(isOpen(entry));
      }),
    );
  });

  test('says why exactly while it waits, or when it was rejected or cancelled', () => {
    fc.assert(
      fc.property(aHistory, (entries) => {
        for (const { state, reason } of entries) {
          expect(reason !== undefined).toBe(['parked', 'rejected', 'cancelled'].includes(state));
        }
      }),
    );
  });

  test('keeps its key, the day of its name and when it was reserved', () => {
    fc.assert(
      fc.property(aHistory, (entries) => {
        const { releasedAt: _releasedAt, ...kept } = { ...key, reservedAt: entries[0]?.reservedAt };
        for (const entry of entries) expect(entry).toMatchObject(kept);
      }),
    );
  });

  test('never counts from earlier than it did, unless it was still to be judged', () => {
    fc.assert(
      fc.property(aHistory, (entries) => {
        for (const [index, { releasedAt }] of entries.entries()) {
          const before = entries[index - 1];
          if (before && !before.toAdmit) expect(Number(releasedAt)).toBeGreaterThanOrEqual(Number(before.releasedAt));
        }
      }),
    );
  });

  test('tells when it was done, which file it is and what is in it exactly when it is done', () => {
    fc.assert(
      fc.property(aHistory, (entries) => {
        for (const { state, doneAt, file: exported, facts: shown } of entries) {
          const isDone = state === 'done';
          expect([doneAt, exported, shown].map((field) => field !== undefined)).toEqual([isDone, isDone, isDone]);
        }
      }),
    );
  });

  test('changes nothing of the entry that it came from', () => {
    fc.assert(
      fc.property(aHistory, aStep, (entries, { change, failure, now }) => {
        const last = entries.at(-1) ?? anExport();
        const before = structuredClone(last);
        change(last, now, failure);
        expect(last).toEqual(before);
      }),
    );
  });
});

describe('an entry is due', () => {
  const now = new Date('2026-03-02T09:00:00.000Z');
  const lifeAhead = secondsAfter(now, workerLifeSeconds);

  test("a worker's life after it was reserved, taken up, claimed for an update or given another id", () => {
    for (const entry of [
      reserved(key, undefined, now),
      claimed(anExport({ state: 'parked', reason: 'driveFull' }), now),
      claimed(anExport(), now, 'updating'),
      reservedAgain(anExport(), 'an account', 'an id', now),
    ]) {
      expect(entry.dueAt).toEqual(lifeAhead);
    }
  });

  test.each(failureCodes.filter((code) => fateOf(code) === 'park'))('after its wait when it waits for %s', (code) => {
    const failure = new Failure(code, 'something');
    expect(parked(anExport(), failure, now)).toMatchObject({
      state: 'parked',
      reason: code,
      dueAt: secondsAfter(now, waitSecondsOf(failure)),
    });
  });
});

describe('another file id', () => {
  const now = new Date('2026-03-02T09:00:00.000Z');

  test("is kept beside another account's, and takes the place of the same account's", () => {
    const entry = anExport({ fileIds: { els: 'els#1' } });
    expect(reservedAgain(entry, 'jan', 'jan#1', now).fileIds).toEqual({ els: 'els#1', jan: 'jan#1' });
    expect(reservedAgain(entry, 'els', 'els#2', now).fileIds).toEqual({ els: 'els#2' });
  });

  test('makes of an entry that waits a reservation, without the reason', () => {
    const entry = anExport({ state: 'parked', reason: 'idRefusedTwice' });
    const again = reservedAgain(entry, 'els', 'els#2', now);
    expect(again.state).toBe('reserved');
    expect(again).not.toHaveProperty('reason');
  });
});

describe('how often nobody has understood', () => {
  const now = new Date('2026-03-02T09:00:00.000Z');
  const unexpected = new Failure('unexpected', 'something');

  test('is counted, and lengthens the wait for that alone', () => {
    const twice = parked(parked(anExport(), unexpected, now), unexpected, now);
    expect(twice).toMatchObject({ attempts: 2, dueAt: secondsAfter(now, 1200) });
    const other = parked(twice, new Failure('driveFull', 'something'), now);
    expect(other).toMatchObject({ attempts: 2, dueAt: secondsAfter(now, 3600) });
    expect(parked(other, unexpected, now)).toMatchObject({ attempts: 3, dueAt: secondsAfter(now, 2400) });
  });

  test('is forgotten when it ends', () => {
    const waiting = parked(anExport(), unexpected, now);
    for (const ended of [done(waiting, file, facts), rejected(waiting, 'notUbl'), cancelled(waiting, 'disconnected')])
      expect(ended).not.toHaveProperty('attempts');
  });
});

describe('an entry that is still to be judged', () => {
  const now = new Date('2026-03-02T09:00:00.000Z');
  const waiting = unjudged(key, new Failure('unexpected', 'given up'), now);

  test('keeps what it is judged by while it is taken up: that it is to be, and whether it was asked for', () => {
    expect(claimed(waiting, now)).toMatchObject({
      toAdmit: 'released',
      releasedAt: key.releasedAt,
      reason: 'unexpected',
    });
    expect(claimed(wished(waiting, now), now)).toMatchObject({
      toAdmit: 'asked',
      releasedAt: now,
      reason: 'unexpected',
    });
  });

  test('is judged by the last moment at which it was asked for, or released', () => {
    const asked = wished(waiting, now);
    const earlier = secondsAfter(key.releasedAt, -60);
    expect(wished(asked, secondsAfter(now, -30))).toMatchObject({ toAdmit: 'asked', releasedAt: now });
    expect(wished(waiting, earlier)).toMatchObject({ toAdmit: 'asked', releasedAt: key.releasedAt });
  });

  test('counts from the asking once it is asked for, as any other that is open', () => {
    const open = anExport({ state: 'parked' });
    expect(wished(open, now)).toEqual({ ...open, releasedAt: now, wish: 'resend' });
    expect(wished(open, new Date('2026-01-01T00:00:00.000Z')).releasedAt).toEqual(open.releasedAt);
  });

  test('is an ordinary reservation once it is, with what Banqup says of it', () => {
    const releasedAt = new Date('2026-03-02T07:00:00.000Z');
    const { reservedAt, fileIds, attempts } = waiting;
    const entry = admitted(wished(waiting, now), { direction: 'AR', releasedAt }, now);
    const dueAt = secondsAfter(now, workerLifeSeconds);
    const expected = { ...key, direction: 'AR', releasedAt, state: 'reserved', dueAt, reservedAt, fileIds, attempts };
    expect(entry).toEqual(expected);
  });
});

test('what comes again out of the trash is open under another id, due now, as the document that it was', () => {
  const now = new Date('2026-03-02T09:00:00.000Z');
  const { dueAt: _dueAt, ...open } = anExport({ fileIds: { els: 'els#1', jan: 'jan#1' } });
  const finished = { ...open, state: 'done', file, facts, doneAt: now } as const;
  expect(rescued(finished, 'els', 'els#2', now)).toEqual({
    ...open,
    facts,
    state: 'reserved',
    dueAt: now,
    fileIds: { els: 'els#2', jan: 'jan#1' },
  });
});

test('taking up an entry serves what was asked for until then: no wish is left', () => {
  const now = new Date();
  for (const state of ['reserved', 'updating', 'parked'] as const) {
    const asked = wished(anExport({ state, reason: 'driveFull' }), now);
    for (const next of [undefined, 'updating'] as const) expect(claimed(asked, now, next)).not.toHaveProperty('wish');
  }
});

test('taking up an entry that waits leaves why it waited to be read', () => {
  const waiting = anExport({ state: 'parked', reason: 'idRefusedTwice' });
  expect(claimed(waiting, new Date())).toMatchObject({ state: 'parked', reason: 'idRefusedTwice' });
});

test('an entry has an id of its own for each partner, client and document', () => {
  const parts = fc.tuple(fc.string(), fc.string(), fc.string());
  const idOf = ([partnerSpace, clientSpace, documentId]: [string, string, string]) =>
    exportId({ partnerSpace, clientSpace, documentId });
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      expect(idOf(one) === idOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
  expect(idOf(['a', 'bc', 'd'])).not.toBe(idOf(['ab', 'c', 'd']));
  expect(idOf(['a', 'b', 'c'])).toMatch(/^[0-9a-f]{64}$/);
});
