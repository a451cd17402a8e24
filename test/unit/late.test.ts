/** What is made late is made once, and only for who calls. */
import { describe, expect, test } from '@jest/globals';
import { late } from '../../functions/late.ts';

function aLatePort() {
  let made = 0;
  const port = late(async () => {
    made += 1;
    return {
      add: async (one: number, other: number) => one + other,
      fail: async () => Promise.reject(new Error('no')),
    };
  });
  return { port, made: () => made };
}

describe('a late port', () => {
  test('is not made by who holds it, hands it on or awaits it', async () => {
    const { port, made } = aLatePort();
    const held = { port };
    expect(await Promise.resolve(held.port)).toBe(port);
    expect(made()).toBe(0);
  });

  test('is made once, with the first calls, and answers as what was made', async () => {
    const { port, made } = aLatePort();
    expect(await Promise.all([port.add(1, 2), port.add(3, 4)])).toEqual([3, 7]);
    await expect(port.fail()).rejects.toThrow('no');
    expect(made()).toBe(1);
  });
});
