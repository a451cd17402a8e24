/** What is done with is given back at once, and never what others still read. */
import { expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { freeBytes } from '../../functions/domain/free-bytes.ts';
import type { Banqup } from '../../functions/domain/ports.ts';
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

test.each([
  ['exported', []],
  ['parked', [new Failure('driveFull', 'no room in Drive')]],
  ['to come again', [new Failure('googleUnavailable', 'down')]],
])('a document’s bytes are given back when its delivery has ended: %s', async (_how, failures) => {
  const world = aWorld();
  for (const failure of failures) world.addFault({ on: 'drive.createFile', failure, times: 1 });
  const given: Uint8Array[] = [];
  const ports = world.portsFor({});
  const banqup: Banqup = {
    ...ports.banqup,
    async ubl(document, room) {
      const bytes = await ports.banqup.ubl(document, room);
      given.push(bytes);
      return bytes;
    },
  };
  await createWorker(world, {}, { ...ports, banqup })
    .deliver()
    .catch(() => {});
  expect(given.map(({ byteLength }) => byteLength)).toEqual([0]);
});
