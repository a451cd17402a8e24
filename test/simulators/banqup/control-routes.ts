/**
 * The control functions as HTTP under /_control/, JSON in and out, for what runs in another process.
 * A mistake in the body answers 400 and says where.
 */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Control } from './control.ts';
import { Problem } from './problem.ts';
import { operations } from './traffic.ts';

const role = z.enum(['ADMINISTRATOR', 'CLIENT_MANAGER', 'ACCOUNTANT']);
const base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')));
const link = z.strictObject({ partnerSpace: z.string(), clientSpace: z.string() });

const bodies = {
  partnerSpace: z.strictObject({ id: z.string().optional(), name: z.string() }),
  client: z.strictObject({
    id: z.string().optional(),
    name: z.string(),
    vatNumber: z.string().exactOptional(),
    enterpriseNumber: z.string().exactOptional(),
    partnerSpaces: z.array(z.string()),
  }),
  user: z.strictObject({
    id: z.string().optional(),
    name: z.string(),
    email: z.string(),
    memberships: z.array(z.strictObject({ partnerSpace: z.string(), role })),
  }),
  document: z.strictObject({
    space: z.string(),
    folder: z.enum(['PURCHASES', 'SALES']),
    ubl: base64,
    filename: z.string().optional(),
    category: z.string().optional(),
    status: z
      .strictObject({
        pay: z.string().exactOptional(),
        delivery: z.string().exactOptional(),
        document: z.string().exactOptional(),
      })
      .optional(),
  }),
  content: z.strictObject({ ubl: base64 }),
  fault: z.strictObject({
    on: z.enum(operations),
    about: z.string().optional(),
    times: z.int().positive().optional(),
    status: z.int().min(400).max(599).optional(),
    retryAfterSeconds: z.number().nonnegative().optional(),
    hang: z.boolean().optional(),
    hold: z.enum(['before', 'after']).optional(),
  }),
  token: z.strictObject({
    partnerSpace: z.string(),
    audience: z.string().optional(),
    issuer: z.string().optional(),
    expiresInSeconds: z.number().optional(),
    claims: z.record(z.string(), z.unknown()).optional(),
  }),
};

async function read<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (!parsed.success) throw new Problem(400, 'INVALID_REQUEST', z.prettifyError(parsed.error));
  return parsed.data;
}

/** One route for each function of the control. */
export function controlRoutes(control: Control): Hono {
  const routes = new Hono().basePath('/_control');
  const done = (c: Context) => c.body(null, 204);

  routes.get('/state', (c) => c.json(control.snapshot()));
  routes.post('/partner-spaces', async (c) =>
    c.json({ id: control.createPartnerSpace(await read(c, bodies.partnerSpace)) }, 201),
  );
  routes.post('/clients', async (c) => c.json({ id: control.createClient(await read(c, bodies.client)) }, 201));
  routes.post('/users', async (c) => c.json({ id: control.createUser(await read(c, bodies.user)) }, 201));

  routes.post('/links', async (c) => {
    const { partnerSpace, clientSpace } = await read(c, link);
    control.linkClient(partnerSpace, clientSpace);
    return done(c);
  });
  routes.post('/install', async (c) => {
    const { partnerSpace } = await read(c, z.strictObject({ partnerSpace: z.string() }));
    control.install(partnerSpace);
    return done(c);
  });
  routes.post('/uninstall', async (c) => {
    const { partnerSpace } = await read(c, z.strictObject({ partnerSpace: z.string() }));
    return c.json(await control.uninstall(partnerSpace));
  });
  routes.post('/hide', async (c) => {
    const { partnerSpace } = await read(c, z.strictObject({ partnerSpace: z.string() }));
    control.hide(partnerSpace);
    return done(c);
  });
  routes.post('/activate-by-template', async (c) => {
    const { partnerSpace, clientSpace } = await read(c, link);
    await control.activateByTemplate(partnerSpace, clientSpace);
    return done(c);
  });
  routes.post('/remove-client', async (c) => {
    const { partnerSpace, clientSpace } = await read(c, link);
    return c.json(await control.removeClient(partnerSpace, clientSpace));
  });
  routes.post('/activate', async (c) => {
    const { partnerSpace, clientSpace } = await read(c, link);
    return c.json(await control.activate(partnerSpace, clientSpace));
  });
  routes.post('/deactivate', async (c) => {
    const { partnerSpace, clientSpace } = await read(c, link);
    return c.json(await control.deactivate(partnerSpace, clientSpace));
  });

  routes.post('/documents', async (c) => c.json(control.addDocument(await read(c, bodies.document)), 201));
  routes.post('/documents/:id/approve', async (c) => c.json(await control.approve(c.req.param('id'))));
  routes.post('/documents/:id/send', async (c) => c.json(await control.send(c.req.param('id'))));
  routes.post('/documents/:id/release-untold', (c) => {
    control.releaseUntold(c.req.param('id'));
    return done(c);
  });
  routes.post('/documents/:id/resend', async (c) => c.json(await control.resend(c.req.param('id'))));
  routes.post('/documents/:id/refuse', (c) => {
    control.refuse(c.req.param('id'));
    return done(c);
  });
  routes.put('/documents/:id/content', async (c) => {
    const { ubl } = await read(c, bodies.content);
    control.replaceDocument(c.req.param('id'), ubl);
    return done(c);
  });
  routes.delete('/documents/:id', (c) => {
    control.deleteDocument(c.req.param('id'));
    return done(c);
  });

  routes.post('/messages', async (c) => {
    await control.publishMessage(await read(c, z.record(z.string(), z.unknown())));
    return done(c);
  });
  routes.get('/notices/:partner', (c) => c.json(control.notices(c.req.param('partner'))));
  routes.put('/locales/:partner', async (c) => {
    control.setLocale(c.req.param('partner'), (await read(c, z.strictObject({ locale: z.string() }))).locale);
    return done(c);
  });
  routes.get('/calls', (c) => c.json(control.calls()));
  routes.delete('/calls', (c) => {
    control.resetCalls();
    return done(c);
  });
  routes.post('/faults', async (c) => {
    control.addFault(await read(c, bodies.fault));
    return done(c);
  });
  routes.delete('/faults', async (c) => {
    await control.clearFaults();
    return done(c);
  });
  routes.get('/held', (c) => c.json(control.held()));
  routes.delete('/held', async (c) => {
    await control.letGo();
    return done(c);
  });
  routes.post('/tokens', async (c) => c.json({ token: await control.mintToken(await read(c, bodies.token)) }));

  return routes;
}
