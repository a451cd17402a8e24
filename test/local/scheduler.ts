/**
 * Cloud Scheduler on one machine: calls `connect` for each work in its own period, with a token of its service account. More
 * often than in production, where a person would not sit and wait.
 */
import type { GoogleSimulator } from '../simulators/google/server.ts';

export const schedulerAccount = 'scheduler@local.iam.gserviceaccount.com';

const periodsSeconds = { sweep: 30, 'care-all': 60, 'compare-all': 60, 'check-all': 120 };

export type Work = keyof typeof periodsSeconds;

export interface Scheduler {
  /** One call, now. Throws unless it is accepted. */
  call(work: Work): Promise<void>;
  close(): Promise<void>;
}

/** Calls begin after the first period; one that is not accepted is told to `log`, and comes again with the next. */
export function startScheduler(parts: {
  /** No call comes by itself. */
  unscheduled: boolean;
  google: GoogleSimulator;
  /** Where `connect` listens, and what it knows itself by. */
  connectUrl: string;
  publicUrl: string;
  log: (line: string) => void;
}): Scheduler {
  const { unscheduled, google, connectUrl, publicUrl, log } = parts;

  async function call(work: Work): Promise<void> {
    const token = await google.idToken({ account: schedulerAccount, audience: `scheduled:${publicUrl}` });
    const answer = await fetch(`${connectUrl}/scheduled/${work}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await answer.text();
    if (answer.status !== 202) throw new Error(`${work} is not accepted: ${answer.status} ${text}`);
  }

  const periods = unscheduled ? [] : Object.entries(periodsSeconds);
  const timers = periods.map(([work, seconds]) =>
    setInterval(() => {
      call(work as Work).catch((error) => log(`the scheduler: ${error}`));
    }, seconds * 1000),
  );
  return {
    call,
    async close() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
