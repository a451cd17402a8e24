/** Routes of the manage page and of *Active off*. */
import { Hono } from 'hono';
import type { Activations, Connections, Exports } from '../domain/ports.ts';
import type { Browser } from './browser.ts';
import type { Disconnect } from './disconnect.ts';
import { requireOwnForm, requireSession } from './guards.ts';
import { managePage, switchOffPage } from './pages/manage.ts';
import { setUpPage } from './pages/set-up.ts';

/** Exports shown on the manage page. */
const latestShown = 50;

export interface ManageRouteParts {
  browser: Browser;
  connections: Connections;
  activations: Activations;
  exports: Exports;
  disconnect: Disconnect;
}

/** The routes. */
export function manageRoutes(parts: ManageRouteParts): Hono {
  const { browser, connections, activations, exports, disconnect } = parts;
  const routes = new Hono();

  routes.get('/manage', async (c) => {
    const session = await requireSession(c, browser);
    const { partnerSpace } = session;
    const connection = (await connections.read(partnerSpace))?.value;
    if (!connection) return c.html(setUpPage(session));
    const [active, latest, openCount] = await Promise.all([
      activations.activeOfPartner(partnerSpace),
      exports.latest(partnerSpace, latestShown),
      exports.countOpen(partnerSpace),
    ]);
    const overview = {
      connection,
      activations: active.map(({ value }) => value),
      latest: latest.map(({ value }) => value),
      openCount,
    };
    return c.html(managePage(session, overview));
  });

  routes.get('/manage/off', async (c) => {
    const session = await requireSession(c, browser);
    const connection = (await connections.read(session.partnerSpace))?.value;
    if (connection?.state !== 'on' && connection?.state !== 'needsSignIn') return c.redirect('/manage');
    return c.html(switchOffPage(session, await exports.countOpen(session.partnerSpace)));
  });

  routes.post('/manage/off', async (c) => {
    const { partnerSpace } = await requireOwnForm(c, browser);
    await disconnect(partnerSpace);
    return c.redirect('/manage', 303);
  });

  return routes;
}
