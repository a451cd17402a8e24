/** Routes of the manage page's overview, of *Try again*, and of *Active off*. */
import { Hono } from 'hono';
import { z } from 'zod';
import { isLinked } from '../domain/connection.ts';
import { Failure } from '../domain/errors.ts';
import { openStates } from '../domain/export.ts';
import { folderId, rootPlace } from '../domain/folder.ts';
import type { Clock, Folders, Publisher } from '../domain/ports.ts';
import type { Disconnect } from '../partner/disconnect.ts';
import type { LookAtGoogle } from '../partner/look-at-google.ts';
import type { TryAgain } from '../partner/try-again.ts';
import { speak } from '../texts/speak.ts';
import { type DocumentRouteParts, latestOf } from './document-routes.ts';
import { requireOwnForm, requireSession } from './guards.ts';
import { languageFor } from './language.ts';
import { overviewPage } from './pages/overview.ts';
import { setUpPage } from './pages/set-up.ts';
import { switchOffPage } from './pages/switch-off.ts';
import { causeCode, checked, entryId } from './request-input.ts';
import { readTally } from './tally.ts';

/** Documents on the overview; all of them are a page further. */
const latestShown = 10;

export interface ManageRouteParts extends DocumentRouteParts {
  folders: Folders;
  lookAtGoogle: LookAtGoogle;
  tryAgain: Pick<TryAgain, 'one'>;
  publisher: Publisher;
  disconnect: Disconnect;
  /** Where a person goes back to in Banqup. */
  banqupUrl: string;
  now: Clock;
}

const overviewQuery = z.object({ of: z.coerce.number().int().min(0).max(1e9).catch(0), tried: z.string().optional() });

/** One document, or all with a cause; and where the person comes back to, a page of ours. */
const tryAgainForm = z.object({
  export: entryId.optional(),
  cause: causeCode.optional(),
  back: z
    .string()
    .regex(/^\/manage(\/documents)?(\?[\w=&%-]*)?$/)
    .default('/manage'),
});

/** The routes. */
export function manageRoutes(parts: ManageRouteParts): Hono {
  const { browser, connections, activations, exports, folders, lookAtGoogle, tryAgain, publisher, disconnect } = parts;
  const routes = new Hono();

  routes.get('/manage', async (c) => {
    const session = await requireSession(c, browser);
    const { of, tried } = checked(overviewQuery, c.req.query());
    const { partnerSpace } = session;
    const connection = (await connections.read(partnerSpace))?.value;
    const speech = speak(languageFor(c));
    if (!connection) return c.html(setUpPage(speech, session));
    const askedAt = parts.now();
    const [rootFolder, tally, clientCount, latest] = await Promise.all([
      folders.read(folderId(rootPlace(connection))),
      readTally(exports, connection, askedAt),
      activations.countActive(partnerSpace),
      latestOf(parts, partnerSpace, {}, undefined, latestShown),
    ]);
    const seen = await lookAtGoogle(connection, rootFolder?.value);
    // What was on its way waits for its owner now.
    const isAsCounted = seen.connection.state === connection.state;
    return c.html(
      overviewPage(speech, session, {
        seen,
        rootFolder: rootFolder?.value,
        tally: isAsCounted ? tally : await readTally(exports, seen.connection, askedAt),
        clientCount,
        latest,
        of,
        askedAt,
        isRetrying: tried !== undefined,
        banqupUrl: parts.banqupUrl,
      }),
    );
  });

  routes.post('/manage/try-again', async (c) => {
    const { partnerSpace } = await requireOwnForm(c, browser);
    const { export: id, cause, back } = checked(tryAgainForm, await c.req.parseBody());
    if (id === undefined && cause === undefined) throw new Failure('badRequest', 'neither a document nor a cause');
    // Nothing can be tried before its owner has signed in: then it comes by itself.
    if ((await connections.read(partnerSpace))?.value.state !== 'on') return c.redirect(back, 303);
    if (id !== undefined) await tryAgain.one(partnerSpace, id);
    else if (cause !== undefined) await publisher.publish({ kind: 'tryAgain', partnerSpace, reason: cause });
    return c.redirect(`${back}${back.includes('?') ? '&' : '?'}tried=1`, 303);
  });

  routes.get('/manage/off', async (c) => {
    const session = await requireSession(c, browser);
    const connection = (await connections.read(session.partnerSpace))?.value;
    if (!isLinked(connection)) return c.redirect('/manage');
    const waiting = await exports.count(session.partnerSpace, { states: openStates });
    return c.html(switchOffPage(speak(languageFor(c)), session, waiting));
  });

  routes.post('/manage/off', async (c) => {
    const { partnerSpace } = await requireOwnForm(c, browser);
    await disconnect(partnerSpace);
    return c.redirect('/manage', 303);
  });

  return routes;
}
