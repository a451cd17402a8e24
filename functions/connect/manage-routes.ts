/** Routes of the manage page, of its clients page by page, and of *Active off*. */
import { Hono } from 'hono';
import { activationId } from '../domain/activation.ts';
import { isLinked } from '../domain/connection.ts';
import { openStates } from '../domain/export.ts';
import { folderId, rootPlace } from '../domain/folder.ts';
import type { Activations, Connections, Exports, Folders } from '../domain/ports.ts';
import type { Disconnect } from '../partner/disconnect.ts';
import type { LookAtGoogle } from '../partner/look-at-google.ts';
import { speak } from '../texts/speak.ts';
import type { Browser } from './browser.ts';
import { requireOwnForm, requireSession } from './guards.ts';
import { languageFor } from './language.ts';
import { type ClientPage, clientsPage } from './pages/clients.ts';
import { managePage, type ShownExport, switchOffPage } from './pages/manage.ts';
import { setUpPage } from './pages/set-up.ts';
import { checked, spaceId } from './request-input.ts';

/** Exports shown on the manage page, and clients on one page: what a page reads and sends stays the same however many there are. */
const latestShown = 50;
const clientsShown = 50;

export interface ManageRouteParts {
  browser: Browser;
  connections: Connections;
  activations: Activations;
  exports: Exports;
  folders: Folders;
  disconnect: Disconnect;
  lookAtGoogle: LookAtGoogle;
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
    const [clients, latest, openCount, rootFolder] = await Promise.all([
      clientsAfter(partnerSpace),
      latestOf(partnerSpace),
      exports.count(partnerSpace, { states: openStates }),
      folders.read(folderId(rootPlace(connection))),
    ]);
    const overview = { connection, clients, latest, openCount, rootFolder: rootFolder?.value };
    return c.html(managePage(speech, session, overview));
  });

  routes.get('/manage/clients', async (c) => {
    const session = await requireSession(c, browser);
    const after = checked(spaceId.optional(), c.req.query('after'));
    return c.html(clientsPage(speak(languageFor(c)), session, await clientsAfter(session.partnerSpace, after)));
  });

  routes.get('/manage/off', async (c) => {
    const session = await requireSession(c, browser);
    const connection = (await connections.read(session.partnerSpace))?.value;
    if (!isLinked(connection)) return c.redirect('/manage');
    const openCount = await exports.count(session.partnerSpace, { states: openStates });
    return c.html(switchOffPage(speak(languageFor(c)), session, openCount));
  });

  routes.post('/manage/off', async (c) => {
    const { partnerSpace } = await requireOwnForm(c, browser);
    await disconnect(partnerSpace);
    return c.redirect('/manage', 303);
  });

  return routes;

  /** From the beginning where there is no such client. */
  async function clientsAfter(partnerSpace: string, clientSpace?: string): Promise<ClientPage> {
    const after = clientSpace ? await activations.read(activationId(partnerSpace, clientSpace)) : undefined;
    const [found, count] = await Promise.all([
      // One more than is shown tells whether there are more.
      activations.activePage(partnerSpace, { after }, clientsShown + 1),
      activations.countActive(partnerSpace),
    ]);
    const shown = found.slice(0, clientsShown).map(({ value }) => value);
    return { shown, count, next: found.length > clientsShown ? shown.at(-1)?.clientSpace : undefined };
  }

  async function latestOf(partnerSpace: string): Promise<ShownExport[]> {
    const latest = (await exports.newest(partnerSpace, {}, undefined, latestShown)).map(({ value }) => value);
    const names = await activations.companyNames(partnerSpace, [...new Set(latest.map((one) => one.clientSpace))]);
    return latest.map((entry) => ({ ...entry, clientName: names.get(entry.clientSpace) ?? '' }));
  }
}
