/** Runs seeds on every core. What comes out does not depend on how many there are. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { add, type BadSeeds, emptyTally, type Tally } from './tally.ts';
import type { Batch } from './worker.ts';

const batchSeeds = 25;

export interface PoolOptions {
  from: number;
  seeds: number;
  /** Name of a mutation (mutations.ts). */
  mutation?: string;
  /** Ends soon after the first seed with something wrong. */
  untilBad?: boolean;
  threads?: number;
  /** Hears how many seeds are done. */
  onProgress?: (done: number) => void;
}

/** Throws what a thread dies of. */
export async function runPool(options: PoolOptions): Promise<{ tally: Tally; bad: BadSeeds; seconds: number }> {
  const { from, seeds, mutation, untilBad = false, threads = availableParallelism(), onProgress } = options;
  const begunAt = performance.now();
  const tally = emptyTally();
  const bad: BadSeeds = [];
  let next = from;
  let done = 0;

  function nextBatch(): Batch | undefined {
    if (next >= from + seeds || (untilBad && bad.length > 0)) return undefined;
    const count = Math.min(batchSeeds, from + seeds - next);
    const batch = { from: next, count, untilBad };
    next += count;
    return batch;
  }

  async function runThread(): Promise<void> {
    const thread = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { ...(mutation !== undefined && { mutation }) },
      // A schedule leaves much behind and keeps nothing: a large nursery saves a tenth of the time.
      resourceLimits: { maxYoungGenerationSizeMb: 128 },
    });
    try {
      for (let batch = nextBatch(); batch; batch = nextBatch()) {
        const result = await ask(thread, batch);
        add(tally, result.tally);
        bad.push(...result.bad);
        done += batch.count;
        onProgress?.(done);
      }
    } finally {
      await thread.terminate();
    }
  }

  const needed = Math.min(threads, Math.ceil(seeds / batchSeeds));
  await Promise.all(Array.from({ length: needed }, () => runThread()));
  return { tally, bad: bad.sort((a, b) => a - b), seconds: (performance.now() - begunAt) / 1000 };
}

function ask(thread: Worker, batch: Batch): Promise<{ tally: Tally; bad: BadSeeds }> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('message', (result) => {
      thread.off('error', reject);
      resolve(result);
    });
    thread.postMessage(batch);
  });
}
