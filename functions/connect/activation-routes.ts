/**
 * Banqup's calls to switch a client space on or off for a partner space, and to take the extension out of it. Path, fields and token are our assumption until
 * Banqup documents its "activate" callback (contract, 2.3); whatever it turns out to be changes this file alone.
 */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type Activation, activationId } from '../domain/activation.ts';
import { Failure } from '../domain/errors.ts';
import { vatLooksWrong } from '../domain/naming.ts';
import type { Activations, BanqupCalls, Connections, Log } from '../domain/ports.ts';
import type { Disconnect } from '../partner/disconnect.ts';
import type { SwitchClient } from '../partner/switch-client.ts';
import { bearerToken } from './guards.ts';
import { checked, spaceId } from './request-input.ts';

export interface ActivationRouteParts {
  banqupCalls: BanqupCalls;
  connections: Connections;
  activations: Activations;
  switchClient: SwitchClient;
  disconnect: Disconnect;
  log: Log;
}

const path = '/partner-spaces/:partnerSpace/clients/:clientSpace';
const pathParameters = z.object({ partnerSpace: spaceId, clientSpace: spaceId });
const text = z.string().trim().max(500);
const body = z.object({
  company: z.object({
    name: text.min(1),
    vatNumber: text.optional(),
    enterpriseNumber: text.optional(),
  }),
});

/** The routes. They answer the state of the activation as JSON. */
export function activationRoutes(parts: ActivationRouteParts): Hono {
  const { banqupCalls, connections, activations, switchClient, disconnect, log } = parts;
  const routes = new Hono();

  routes.put(path, async (c) => {
    const { partnerSpace, clientSpace } = await authorised(c, pathParameters);
    const { company } = checked(body, await c.req.json().catch(() => undefined));
    const { name, vatNumber, enterpriseNumber } = company;
    if (vatNumber && vatLooksWrong(vatNumber))
      log.warn('the VAT number fails its check', { partnerSpace, clientSpace });
    const activation = await switchClient.on({
      partnerSpace,
      clientSpace,
      company: { name, ...(vatNumber && { vatNumber }), ...(enterpriseNumber && { enterpriseNumber }) },
    });
    log.info('client switched on', { partnerSpace, clientSpace });
    return c.json(describe(activation));
  });

  routes.delete(path, async (c) => {
    const { partnerSpace, clientSpace } = await authorised(c, pathParameters);
    await switchClient.off(partnerSpace, clientSpace);
    log.info('client switched off', { partnerSpace, clientSpace });
    return c.json({ partnerSpace, clientSpace, active: false });
  });

  routes.get(path, async (c) => {
    const { partnerSpace, clientSpace } = await authorised(c, pathParameters);
    const stored = await activations.read(activationId(partnerSpace, clientSpace));
    return c.json(stored ? describe(stored.value) : { partnerSpace, clientSpace, active: false });
  });

  // Uninstalled: as *Active off*.
  routes.delete('/partner-spaces/:partnerSpace', async (c) => {
    const { partnerSpace } = await authorised(c, z.object({ partnerSpace: spaceId }));
    await disconnect(partnerSpace);
    log.info('extension uninstalled', { partnerSpace });
    return c.json({ partnerSpace, state: (await connections.read(partnerSpace))?.value.state ?? 'off' });
  });

  /** The spaces of the path, if the caller's token speaks for that partner space. */
  async function authorised<T extends { partnerSpace: string }>(c: Context, form: z.ZodType<T>): Promise<T> {
    const partnerSpace = await banqupCalls.partnerSpaceOf(bearerToken(c));
    const spaces = checked(form, c.req.param());
    if (spaces.partnerSpace !== partnerSpace)
      throw new Failure('noAccess', 'the token speaks for another partner space');
    return spaces;
  }

  return routes;
}

function describe({ partnerSpace, clientSpace, active, since, folder }: Activation) {
  return { partnerSpace, clientSpace, active, ...(active && { since: since.toISOString() }), folder: folder.name };
}
