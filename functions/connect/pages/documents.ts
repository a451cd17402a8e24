/** All documents, or those of a client, with a status, or with a cause: the newest first, page by page. */
import { html } from 'hono/html';
import type { Activation } from '../../domain/activation.ts';
import type { Connection } from '../../domain/connection.ts';
import type { FailureCode } from '../../domain/errors.ts';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import { isPassing } from '../tally.ts';
import { documentTable, type ShownExport } from './document-table.ts';
import { type Html, managePage } from './layout.ts';
import { live } from './live.ts';

export const documentStatuses = ['exported', 'waiting', 'rejected', 'cancelled'] as const;

export type DocumentStatus = (typeof documentStatuses)[number];

/** What is asked for, as it stands in the address. */
export interface DocumentQuery {
  status?: DocumentStatus | undefined;
  cause?: FailureCode | undefined;
  client?: string | undefined;
  /** The export after which the page begins. */
  after?: string | undefined;
}

export interface DocumentPage {
  query: DocumentQuery;
  shown: ShownExport[];
  /** The export after which the next page begins; undefined: these are the last. */
  next: string | undefined;
  /** Where it is about one client. */
  client: Activation | undefined;
  /** Whether a client's months can be compared with Banqup. */
  hasCompleteness: boolean;
  isRetrying: boolean;
  /** How the connection stands. */
  link: Connection['state'];
}

/** The address of a page of documents. */
export function documentsAddress(query: DocumentQuery): string {
  const set = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = new URLSearchParams(set).toString();
  return `/manage/documents${search && `?${search}`}`;
}

/** The page. */
export function documentsPage(speech: Speech, session: Session, found: DocumentPage): Html {
  const { query, shown, next, client, link } = found;
  const { manage } = speech.texts;
  const { documents } = manage;
  const isBusy = shown.some(
    ({ state, reason }) => state === 'reserved' || state === 'updating' || isPassing(reason, link),
  );
  const isUnfiltered = !query.status && !query.cause && !client && !query.after;
  return managePage(speech, session, {
    title: client ? client.company.name : documents.title,
    here: 'documents',
    content: html`${found.isRetrying && link === 'on' ? html`<p class="notice-line" role="status">${manage.retrying}</p>` : ''}
    ${client ? clientCard(speech, client, found.hasCompleteness) : ''}
    ${filters(speech, query)}
    ${live(
      { isBusy },
      html`<section>
        ${
          shown.length === 0
            ? html`<p class="soft">${isUnfiltered ? documents.none : documents.noneSuch}</p>`
            : documentTable(speech, session, { shown, back: documentsAddress(query), link })
        }
        <p class="row">${query.after ? html`<a class="button quiet" href="${documentsAddress({ ...query, after: undefined })}">${documents.newest}</a>` : ''}
        ${next ? html`<a class="button quiet" href="${documentsAddress({ ...query, after: next })}">${documents.older}</a>` : ''}</p>
      </section>`,
    )}`,
  });
}

function clientCard({ texts: { manage }, moment }: Speech, client: Activation, hasCompleteness: boolean): Html {
  const { clients, completeness } = manage;
  return html`<section>
    <p class="soft">${client.folder.name}</p>
    <p>${client.active ? clients.since(moment(client.since)) : clients.off}</p>
    <p class="row">
      ${hasCompleteness && client.active ? html`<a class="button quiet" href="/manage/completeness?client=${client.clientSpace}">${completeness.title}</a>` : ''}
      <a href="/manage/documents">${manage.documents.everyClient}</a>
    </p>
  </section>`;
}

function filters(speech: Speech, query: DocumentQuery): Html {
  const { documents } = speech.texts.manage;
  const { filters } = documents;
  const link = (status: DocumentStatus | undefined, label: string) => {
    const isHere = query.status === status && !query.cause;
    const href = documentsAddress({ client: query.client, status });
    return html`<li><a href="${href}"${isHere ? html` aria-current="true"` : ''}>${label}</a></li>`;
  };
  return html`<nav class="chips" aria-label="${documents.filter}"><ul>
    ${link(undefined, filters.all)}${documentStatuses.map((status) => link(status, filters[status]))}
    ${query.cause ? html`<li><a href="${documentsAddress({ cause: query.cause })}" aria-current="true">${documents.cause}: ${speech.cause(query.cause).what}</a></li>` : ''}
  </ul></nav>`;
}
