/** What is done with is given back at once, and never what others still read. */
import { expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { freeBytes } from '../../functions/domain/free-bytes.ts';
import type { Banqup } from '../../functions/domain/ports.ts';
import { ublOf } from '../builders.ts';
import { aWorld } from './seen.ts';
import { createWorker } from './worker.ts';

test('bytes with memory of their own are empty afterwards', () => {
  const bytes = Buffer.allocUnsafeSlow(1000);
  freeBytes(bytes);
  expect([bytes.byteLength, bytes.buffer.byteLength]).toEqual([0, 0]);
});

test('bytes that share their memory are left alone', () => {
  const all = Buffer.from('Hermans en zonen'.repeat(100));
  const some = all.subarray(0, 7);
  freeBytes(some);
  freeBytes(Buffer.from('of the pool'));
  expect(some.toString()).toBe('Hermans');
});

/** The bytes that Banqup gave to one delivery, whose creation in Drive ends in this failure, or well. */
async function bytesOfDelivery(failure?: Failure): Promise<Uint8Array | undefined> {
  const world = aWorld();
  if (failure) world.addFault({ on: 'drive.createFile', failure, times: 1 });
  let given: Uint8Array | undefined;
  const ports = world.portsFor({});
  const banqup: Banqup = {
    ...ports.banqup,
    async ubl(document, room) {
      given = await ports.banqup.ubl(document, room);
      return given;
    },
  };
  await createWorker(world, {}, { ...ports, banqup })
    .deliver()
    .catch(() => {});
  return given;
}

test('a document’s bytes are given back once Drive has taken them', async () => {
  expect((await bytesOfDelivery())?.byteLength).toBe(0);
});

test.each(['driveFull', 'googleUnavailable'] as const)(
  'bytes that may be on their way still are not given back: %s',
  async (code) => {
    expect((await bytesOfDelivery(new Failure(code, 'refused')))?.byteLength).toBe(ublOf().byteLength);
  },
);
