/**
 * What Banqup makes of our notices: a bell on the partner's pages. They come as a Pub/Sub push; one that comes twice, which its
 * id tells, is shown once.
 */
import { Hono } from 'hono';
import { z } from 'zod';

const push = z.object({ message: z.object({ data: z.base64() }) });
const notice = z.object({
  id: z.string(),
  partnerSpace: z.string(),
  locale: z.string(),
  kind: z.string(),
  news: z.enum(['trouble', 'good']),
  counts: z.object({ waiting: z.number() }),
  sentence: z.string(),
  link: z.url(),
  at: z.iso.datetime(),
});

export type ReceivedNotice = z.infer<typeof notice>;

export type Bell = ReturnType<typeof createBell>;

/** No notices yet. */
export function createBell() {
  const received = new Map<string, ReceivedNotice>();
  const routes = new Hono();
  routes.post('/notices', async (c) => {
    const { message } = push.parse(await c.req.json());
    const one = notice.parse(JSON.parse(Buffer.from(message.data, 'base64').toString()));
    received.set(one.id, one);
    return c.body(null, 204);
  });
  return {
    routes,
    /** In the order in which they came. */
    of: (partnerSpace: string) => [...received.values()].filter((one) => one.partnerSpace === partnerSpace),
  };
}
