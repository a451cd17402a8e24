/** Routes of the manage page and of *Active off*. */
import { Hono } from 'hono';
import { isLinked } from '../domain/connection.ts';
import { folderId, rootPlace } from '../domain/folder.ts';
import type { Activations, Connections, Exports, Folders } from '../domain/ports.ts';
import type { Disconnect } from '../partner/disconnect.ts';
import { speak } from '../texts/speak.ts';
import type { Browser } from './browser.ts';
import { requireOwnForm, requireSession } from './guards.ts';
import { languageFor } from './language.ts';
import { managePage, switchOffPage } from './pages/manage.ts';
import { setUpPage } from './pages/set-up.ts';

/** Exports shown on the manage page. */
const latestShown = 50;

export interface ManageRouteParts {
  browser: Browser;
  connections: Connections;
  activations: Activations;
  exports: Exports;
  folders: Folders;
  disconnect: Disconnect;
}

/** The routes. */
export function manageRoutes(parts: ManageRouteParts): Hono {
  const { browser, connections, activations, exports, folders, disconnect } = parts;
  const routes = new Hono();

  routes.get('/manage', async (c) => {
    const session = await requireSession(c, browser);
    const { partnerSpace } = session;
    const connection = (await connections.read(partnerSpace))?.value;
    const speech = speak(languageFor(c));
    if (!connection) return c.html(setUpPage(speech, session));
    const [active, latest, openCount, rootFolder] = await Promise.all([
      activations.activeOfPartner(partnerSpace),
      exports.latest(partnerSpace, latestShown),
      exports.countOpen(partnerSpace),
      folders.read(folderId(rootPlace(connection))),
    ]);
    const overview = {
      connection,
      activations: active.map(({ value }) => value),
      latest: latest.map(({ value }) => value),
      openCount,
      rootFolder: rootFolder?.value,
    };
    return c.html(managePage(speech, session, overview));
  });

  routes.get('/manage/off', async (c) => {
    const session = await requireSession(c, browser);
    const connection = (await connections.read(session.partnerSpace))?.value;
    if (!isLinked(connection)) return c.redirect('/manage');
    return c.html(switchOffPage(speak(languageFor(c)), session, await exports.countOpen(session.partnerSpace)));
  });

  routes.post('/manage/off', async (c) => {
    const { partnerSpace } = await requireOwnForm(c, browser);
    await disconnect(partnerSpace);
    return c.redirect('/manage', 303);
  });

  return routes;
}
