/**
 * Cloud Scheduler's calls: work that comes round for every partner. Each becomes a small message of our own, and 202 says that
 * Pub/Sub has it; where it has not, the scheduler calls again. https://cloud.google.com/scheduler/docs/creating#http
 */
import { Hono } from 'hono';
import { Failure } from '../domain/errors.ts';
import type { Log, Publisher, SchedulerCalls } from '../domain/ports.ts';
import { bearerToken } from './guards.ts';

export interface ScheduledRouteParts {
  schedulerCalls: SchedulerCalls;
  publisher: Publisher;
  log: Log;
}

export const scheduledPath = '/scheduled';

/** The work of a path, as our message for it is called. */
const kinds = new Map<string, 'sweep' | 'careAll' | 'compareAll' | 'checkAll'>([
  ['sweep', 'sweep'],
  ['care-all', 'careAll'],
  ['compare-all', 'compareAll'],
  ['check-all', 'checkAll'],
]);

/** The route. It answers JSON, and reads nothing of a body. */
export function scheduledRoutes({ schedulerCalls, publisher, log }: ScheduledRouteParts): Hono {
  const routes = new Hono();

  routes.post(`${scheduledPath}/:work`, async (c) => {
    const kind = kinds.get(c.req.param('work'));
    if (!kind) throw new Failure('notFound', 'no such work');
    await schedulerCalls.assertGenuine(bearerToken(c));
    await publisher.publish({ kind });
    log.info('work has come round', { kind });
    return c.json({ accepted: true }, 202);
  });

  return routes;
}
