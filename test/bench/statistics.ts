/** What is made of several measurements of the same. */

/** The one in the middle; of an even number the mean of both. Throws where there is none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error('nothing was measured');
  return (low + high) / 2;
}

/** What this share of them is not above. Throws where there is none. */
export function quantile(share: number, values: readonly number[]): number {
  const found = values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}
