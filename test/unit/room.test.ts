/** An instance holds only so much of documents at once: who finds no room waits its turn, and nobody waits for ever. */
import { describe, expect, test } from '@jest/globals';
import { createRoom, type Room, type Share } from '../../functions/export/room.ts';

const megabyte = 1_000_000;

/** Those of these that have their room by now. */
async function inside(takes: Promise<void>[]): Promise<number[]> {
  const entered: number[] = [];
  for (const [index, take] of takes.entries()) void take.then(() => entered.push(index));
  await new Promise(setImmediate);
  return entered;
}

function shares(room: Room, sizes: number[]): { shares: Share[]; takes: Promise<void>[] } {
  const all = sizes.map(() => room.share());
  return { shares: all, takes: sizes.map((bytes, index) => all[index]?.take(bytes) ?? Promise.reject()) };
}

describe('room for documents', () => {
  test('is there at once for hundreds of usual ones', async () => {
    const { takes } = shares(createRoom(), Array<number>(160).fill(50_000));
    expect(await inside(takes)).toHaveLength(160);
  });

  test('is for no more than 8 MB at once; the next come in as it is given back, in their order', async () => {
    const { shares: all, takes } = shares(
      createRoom(),
      [4, 4, 5, 1].map((size) => size * megabyte),
    );
    expect(await inside(takes)).toEqual([0, 1]);
    all[0]?.giveBack();
    expect(await inside(takes)).toEqual([0, 1]);
    all[1]?.giveBack();
    expect(await inside(takes)).toEqual([0, 1, 2, 3]);
  });

  test('is there for one document of any size, once it is alone', async () => {
    const { shares: all, takes } = shares(createRoom(), [megabyte, 100 * megabyte, megabyte]);
    expect(await inside(takes)).toEqual([0]);
    all[0]?.giveBack();
    expect(await inside(takes)).toEqual([0, 1]);
    all[1]?.giveBack();
    expect(await inside(takes)).toEqual([0, 1, 2]);
  });

  test('that is taken a second time gives back what was taken before', async () => {
    const room = createRoom();
    const share = room.share();
    await share.take(6 * megabyte);
    const again = share.take(7 * megabyte);
    expect(await inside([again])).toEqual([0]);
    expect(await inside([room.share().take(2 * megabyte)])).toEqual([]);
  });

  test('that is given back twice is given back once', async () => {
    const room = createRoom();
    const { shares: all } = shares(room, [6 * megabyte, megabyte]);
    all[1]?.giveBack();
    all[1]?.giveBack();
    expect(await inside([room.share().take(2 * megabyte)])).toEqual([0]);
    expect(await inside([room.share().take(2 * megabyte)])).toEqual([]);
  });
});
