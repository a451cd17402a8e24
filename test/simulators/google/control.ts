/** What tests do to the simulator over HTTP: count calls, ask for faults, be the person who removes the app, look at a Drive. */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Account, Accounts } from './accounts.ts';
import type { DriveStore } from './drive-store.ts';
import type { Grants } from './grants.ts';
import { type Ctx, faultSchema, type Traffic } from './traffic.ts';
import { tree } from './tree.ts';
import { type WriteLimiter, writeLimitSchema } from './write-limit.ts';

type ControlParts = {
  accounts: Accounts;
  grants: Grants;
  store: DriveStore;
  traffic: Traffic;
  limiter: WriteLimiter;
};

/** Adds the calls under /_control. */
export function addControl(
  app: Hono<{ Bindings: HttpBindings }>,
  { accounts, grants, store, traffic, limiter }: ControlParts,
): void {
  const withAccount = (handler: (c: Ctx, account: Account) => Response) => (c: Ctx) => {
    const account = accounts.find(c.req.param('email') ?? '');
    return account ? handler(c, account) : c.json({ error: `no such account: ${c.req.param('email')}` }, 404);
  };

  app.get('/_control/calls', (c) => c.json(traffic.calls()));

  app.post('/_control/reset-calls', (c) => {
    traffic.resetCalls();
    return c.body(null, 204);
  });

  app.post('/_control/faults', async (c) => {
    const fault = faultSchema.safeParse(await c.req.json());
    if (!fault.success) return c.json({ error: fault.error.issues }, 400);
    traffic.addFault(fault.data);
    return c.body(null, 204);
  });

  app.delete('/_control/faults', async (c) => {
    await traffic.clearFaults();
    return c.body(null, 204);
  });

  app.get('/_control/held', (c) => c.json(traffic.held()));

  app.delete('/_control/held', async (c) => {
    await traffic.letGo();
    return c.body(null, 204);
  });

  app.post('/_control/write-limit', async (c) => {
    const limit = writeLimitSchema.safeParse(await c.req.json());
    if (!limit.success) return c.json({ error: limit.error.issues }, 400);
    limiter.set(limit.data);
    return c.body(null, 204);
  });

  app.delete('/_control/write-limit', (c) => {
    limiter.set(undefined);
    return c.body(null, 204);
  });

  app.post(
    '/_control/accounts/:email/revoke',
    withAccount((c, account) => {
      for (const grant of grants.ofAccount(account.email)) grants.end(grant);
      return c.body(null, 204);
    }),
  );

  app.get(
    '/_control/tree/:email',
    withAccount((c, account) => c.json(tree(store, account))),
  );
}
