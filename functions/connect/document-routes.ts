/** Routes of the documents and of the clients of a partner space, page by page. */
import { Hono } from 'hono';
import { z } from 'zod';
import { type Activation, activationId } from '../domain/activation.ts';
import { Failure } from '../domain/errors.ts';
import { type Export, type ExportFilter, openStates } from '../domain/export.ts';
import { searchKey } from '../domain/listed-name.ts';
import type { Activations, Connections, Exports } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import { speak } from '../texts/speak.ts';
import type { Browser } from './browser.ts';
import type { CompletenessRouteParts } from './completeness-routes.ts';
import { requireSession } from './guards.ts';
import { languageFor } from './language.ts';
import { clientsPage, type ShownClient } from './pages/clients.ts';
import type { ShownExport } from './pages/document-table.ts';
import { type DocumentStatus, documentStatuses, documentsPage } from './pages/documents.ts';
import { causeCode, checked, entryId, spaceId } from './request-input.ts';

/** On one page: what a page reads and sends stays the same however many there are. */
const documentsShown = 50;
const clientsShown = 20;

export interface DocumentRouteParts {
  browser: Browser;
  connections: Connections;
  activations: Activations;
  exports: Exports;
  completeness?: CompletenessRouteParts['completeness'];
  banqupUrl: string;
}

const statesOf: Record<DocumentStatus, readonly Export['state'][]> = {
  exported: ['done'],
  waiting: openStates,
  rejected: ['rejected'],
  cancelled: ['cancelled'],
};

const documentQuery = z.object({
  status: z.enum(documentStatuses).optional(),
  cause: causeCode.optional(),
  client: spaceId.optional(),
  after: entryId.optional(),
  tried: z.string().optional(),
});

const clientQuery = z.object({
  q: z.string().trim().max(100).default(''),
  from: z
    .string()
    .regex(/^[a-z]$/)
    .or(z.literal(''))
    .default(''),
  after: spaceId.optional(),
});

/** The routes. */
export function documentRoutes(parts: DocumentRouteParts): Hono {
  const { browser, connections, activations, exports, banqupUrl } = parts;
  const hasCompleteness = parts.completeness !== undefined;
  const routes = new Hono();

  routes.get('/manage/documents', async (c) => {
    const session = await requireSession(c, browser);
    const { partnerSpace } = session;
    const connection = (await connections.read(partnerSpace))?.value;
    // There is nothing to show before the first sign-in.
    if (!connection) return c.redirect('/manage');
    const { tried, ...query } = checked(documentQuery, c.req.query());
    // A cause is asked for alone.
    const client = query.client && !query.cause ? await clientOf(partnerSpace, query.client) : undefined;
    const filter: ExportFilter = query.cause
      ? { reason: query.cause }
      : {
          ...(query.client && { clientSpace: query.client }),
          ...(query.status && { states: statesOf[query.status] }),
        };
    const after = query.after ? await exports.read(query.after) : undefined;
    // Of this partner alone: what is another's is as if it did not exist.
    const begin = after?.value.partnerSpace === partnerSpace ? after : undefined;
    // One more than is shown tells whether there are more.
    const found = await latestOf(parts, partnerSpace, filter, begin, documentsShown + 1);
    const shown = found.slice(0, documentsShown);
    const next = found.length > documentsShown ? shown.at(-1)?.id : undefined;
    const isRetrying = tried !== undefined;
    const page = { query, shown, next, client, hasCompleteness, isRetrying, link: connection.state };
    return c.html(documentsPage(speak(languageFor(c)), session, page));
  });

  routes.get('/manage/clients', async (c) => {
    const session = await requireSession(c, browser);
    const { partnerSpace } = session;
    if (!(await connections.read(partnerSpace))) return c.redirect('/manage');
    const { q: search, from, after } = checked(clientQuery, c.req.query());
    const begin = after ? await activations.read(activationId(partnerSpace, after)) : undefined;
    const asked = { ...(begin && { after: begin }), ...(from && { from }), search: searchKey(search) };
    const [found, count] = await Promise.all([
      activations.activePage(partnerSpace, asked, clientsShown + 1),
      activations.countActive(partnerSpace),
    ]);
    const shown = await Promise.all(found.slice(0, clientsShown).map(({ value }) => describe(value)));
    const next = found.length > clientsShown ? shown.at(-1)?.activation.clientSpace : undefined;
    const page = { query: { search, from, after }, shown, count, next, banqupUrl };
    return c.html(clientsPage(speak(languageFor(c)), session, page));
  });

  return routes;

  async function clientOf(partnerSpace: string, clientSpace: string): Promise<Activation> {
    const found = await activations.read(activationId(partnerSpace, clientSpace));
    if (!found) throw new Failure('notFound', 'no such client of this partner');
    return found.value;
  }

  async function describe(activation: Activation): Promise<ShownClient> {
    const { partnerSpace, clientSpace } = activation;
    const [last, exported, waiting, rejected] = await Promise.all([
      exports.newest(partnerSpace, { clientSpace, states: statesOf.exported }, undefined, 1),
      exports.count(partnerSpace, { clientSpace, states: statesOf.exported }),
      exports.count(partnerSpace, { clientSpace, states: statesOf.waiting }),
      exports.count(partnerSpace, { clientSpace, states: statesOf.rejected }),
    ]);
    return { activation, lastExport: last[0]?.value.doneAt, exported, waiting, rejected };
  }
}

/** The newest documents that a filter finds, with the names of their clients. */
export async function latestOf(
  { exports, activations }: Pick<DocumentRouteParts, 'exports' | 'activations'>,
  partnerSpace: string,
  filter: ExportFilter,
  after: Stored<Export> | undefined,
  limit: number,
): Promise<ShownExport[]> {
  const found = await exports.newest(partnerSpace, filter, after, limit);
  const names = await activations.companyNames(partnerSpace, [...new Set(found.map(({ value }) => value.clientSpace))]);
  return found.map(({ id, value }) => ({ ...value, id, clientName: names.get(value.clientSpace) ?? '' }));
}
