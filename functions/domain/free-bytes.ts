/**
 * Bytes lie outside of the heap, and the collector comes for them only when some 64 MB of garbage have gathered: more than all
 * else that an instance needs. What is done with is given back at once.
 */

/**
 * Nobody may read these bytes any more, the system on their way to a socket included; they are empty from now on. Those that share
 * their memory with others are left alone.
 */
export function freeBytes({ buffer, byteLength }: Uint8Array): void {
  if ('transfer' in buffer && byteLength === buffer.byteLength) buffer.transfer(0);
}
