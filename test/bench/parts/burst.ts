/**
 * `burst`: ten thousand documents of one Google account at once. Drive takes two writes a second, or three, which our code is not
 * told; of both the worse counts. In virtual time, so that the same code gives the same numbers on every machine.
 */
import { type Ended, runBurst } from '../burst/scenario.ts';
import type { Measured } from '../measured.ts';
import { quantile } from '../statistics.ts';

const documents = 10_000;
const instances = 4;
const limits = [2, 3];

/** Throws where a document does not come. */
export async function measureBurst(): Promise<Measured> {
  const quiet = await runBurst({ documents: 0, perSecond: 2, instances });
  const ends: { perSecond: number; ended: Ended }[] = [];
  for (const perSecond of limits) ends.push({ perSecond, ended: await runBurst({ documents, perSecond, instances }) });
  const most = (of: (ended: Ended) => number) => Math.max(...ends.map(({ ended }) => of(ended)));
  return {
    burst: {
      efficiency: Math.min(...ends.map(({ perSecond, ended }) => documents / perSecond / ended.seconds)),
      refusedShare: most(({ tally }) => tally.refusedWrites / tally.writes),
      otherTenantP95Ratio: most(({ others }) => quantile(0.95, others)) / quantile(0.95, quiet.others),
      otherTenantMostSeconds: most(({ others }) => Math.max(...others)),
      parkingsPerDocument: most(({ parkings }) => parkings / documents),
      firestoreReadsPerDocument: most(({ tally }) => tally.firestoreReads / documents),
      firestoreWritesPerDocument: most(({ tally }) => tally.firestoreWrites / documents),
      banqupCallsPerDocument: most(({ tally }) => tally.banqupCalls / documents),
    },
  };
}
