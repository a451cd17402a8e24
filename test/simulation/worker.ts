/** One thread of the simulation: runs the seeds it is handed, with the mutation it was started with, if any. */
import { parentPort, workerData } from 'node:worker_threads';
import { applyMutation } from './mutate.ts';

export interface Batch {
  from: number;
  count: number;
  untilBad: boolean;
}

const { mutation } = workerData as { mutation?: string };
if (mutation !== undefined) applyMutation(mutation);
// Only now, so that the code is read as the mutation has it.
const { runSeeds } = await import('./tally.ts');

parentPort?.on('message', async ({ from, count, untilBad }: Batch) => {
  const seeds = Array.from({ length: count }, (_, index) => from + index);
  parentPort?.postMessage(await runSeeds(seeds, { untilBad }));
});
