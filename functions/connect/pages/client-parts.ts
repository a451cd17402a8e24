/** What is said and asked of clients on more than one page. */
import { html } from 'hono/html';
import type { Speech } from '../../texts/speak.ts';
import type { Html } from './layout.ts';

/** Where a client is looked for. */
export function searchForm({ texts: { manage } }: Speech, search: string): Html {
  const { search: label, searchButton } = manage.clients;
  return html`<form method="get" action="/manage/clients" role="search" class="row">
    <label class="field"><span>${label}</span><input type="search" name="q" value="${search}" maxlength="100" autocomplete="off"></label>
    <button class="quiet">${searchButton}</button>
  </form>`;
}

/** What to do where no client is active yet. */
export function noClients({ texts: { manage, installed } }: Speech, banqupUrl: string): Html {
  const { clients } = manage;
  return html`<section>
    <h2>${clients.none}</h2>
    <p>${clients.noneText}</p>
    <ol>${installed.steps.map(([how, what]) => html`<li>${how} <em>${what}</em>.</li>`)}</ol>
    <p><a class="button" href="${banqupUrl}">${clients.toBanqup}</a></p>
  </section>`;
}
