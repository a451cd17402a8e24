/** The clients of a partner space that are switched on, in order of their names: found by name or number, page by page. */
import { html } from 'hono/html';
import type { Activation } from '../../domain/activation.ts';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import { noClients, searchForm } from './client-parts.ts';
import { type Html, managePage } from './layout.ts';
import { live } from './live.ts';

/** A client, with what has become of its documents. */
export interface ShownClient {
  activation: Activation;
  lastExport: Date | undefined;
  exported: number;
  waiting: number;
  rejected: number;
}

export interface ClientQuery {
  search: string;
  /** The letter that the page begins with. */
  from: string;
  /** The client space after which it begins. */
  after: string | undefined;
}

export interface ClientPage {
  query: ClientQuery;
  shown: ShownClient[];
  /** Of all that there are. */
  count: number;
  /** The client space after which the next page begins; undefined: these are the last. */
  next: string | undefined;
  banqupUrl: string;
}

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

/** One page of clients, with the way to the next one and to the beginning. */
export function clientsPage(speech: Speech, session: Session, found: ClientPage): Html {
  const { clients } = speech.texts.manage;
  const { query, shown, count, next } = found;
  return managePage(speech, session, {
    title: clients.title,
    here: 'clients',
    content:
      count === 0
        ? live({ isBusy: false }, noClients(speech, found.banqupUrl))
        : html`<section>
      <p>${clients.count(count)}.</p>
      ${searchForm(speech, query.search)}
      ${next !== undefined || query.from || query.after ? letterLinks(speech, query) : ''}
    </section>
    ${live(
      { isBusy: false },
      html`<section>
        ${shown.length === 0 ? html`<p class="soft">${query.search ? clients.noMatch(query.search) : clients.noneFrom(query.from.toUpperCase())}</p>` : table(speech, shown)}
        <p class="row">
          ${query.search || query.from || query.after ? html`<a class="button quiet" href="/manage/clients">${query.search ? clients.all : clients.first}</a>` : ''}
          ${next === undefined ? '' : html`<a class="button quiet" href="${nextAddress(query, next)}">${clients.next}</a>`}
        </p>
      </section>`,
    )}`,
  });
}

function letterLinks({ texts: { manage } }: Speech, { from }: ClientQuery): Html {
  return html`<nav class="letters" aria-label="${manage.clients.letters}"><ul>${letters.map(
    (letter) =>
      html`<li><a href="/manage/clients?from=${letter}"${letter === from ? html` aria-current="true"` : ''}>${letter.toUpperCase()}</a></li>`,
  )}</ul></nav>`;
}

function nextAddress({ search }: ClientQuery, after: string): string {
  return `/manage/clients?${new URLSearchParams({ ...(search && { q: search }), after })}`;
}

function table(speech: Speech, shown: ShownClient[]): Html {
  const { client, ...numbers } = speech.texts.manage.clients.columns;
  return html`<table class="cards" role="table">
    <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${client}</th>${Object.entries(
      numbers,
    ).map(
      ([name, label]) =>
        html`<th role="columnheader" scope="col" class="${name === 'last' ? '' : 'number'}">${label}</th>`,
    )}</tr></thead>
    <tbody role="rowgroup">${shown.map((one) => row(speech, one))}</tbody>
  </table>`;
}

function row({ texts, moment, number }: Speech, one: ShownClient): Html {
  const { columns, never } = texts.manage.clients;
  const { clientSpace, company, folder } = one.activation;
  const count = (many: number, label: string, status: string) =>
    html`<td role="cell" data-label="${label}" class="number${many === 0 ? ' none' : ''}">${
      many === 0
        ? html`<span class="soft">${number(0)}</span>`
        : html`<a href="/manage/documents?client=${clientSpace}&status=${status}" aria-label="${label}: ${number(many)} – ${company.name}">${number(many)}</a>`
    }</td>`;
  return html`<tr role="row">
    <th role="rowheader" scope="row" data-label="${columns.client}"><a href="/manage/documents?client=${clientSpace}">${company.name}</a>
      <div class="soft small">${folder.name}</div></th>
    <td role="cell" data-label="${columns.last}" class="when">${one.lastExport ? moment(one.lastExport) : html`<span class="soft">${never}</span>`}</td>
    ${count(one.exported, columns.exported, 'exported')}
    ${count(one.waiting, columns.waiting, 'waiting')}
    ${count(one.rejected, columns.rejected, 'rejected')}
  </tr>`;
}
