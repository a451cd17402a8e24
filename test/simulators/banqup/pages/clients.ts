/**
 * The clients of a Partner Space: the list, a client's overview, and its integrations, where the extension is
 * switched on and off. What the app answered is shown as it came: a refusal at once, all else to whoever unfolds it.
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Html } from '../../common-pages.ts';
import type { ActivationOutcome } from '../activation-calls.ts';
import { isWaiting } from '../documents.ts';
import type { ClientSpace } from '../state.ts';
import { buttonForm } from './layout.ts';
import { atChoice, atClient, atClients, atIntegrations } from './next-steps.ts';
import type { Door, PageParts } from './routes.ts';

const shownCharacters = 1000;

function answerText({ status, body }: ActivationOutcome): string {
  const answer = status === 0 ? 'De app is niet bereikbaar' : `De app antwoordde ${status}`;
  return `${answer}${body && `: ${body.slice(0, shownCharacters)}`}`;
}

function outcomeText(what: string, outcome: ActivationOutcome): string {
  return outcome.ok ? `${what} is gelukt.` : `${what} is niet gelukt. ${answerText(outcome)}`;
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** List, overview and integrations. */
export function clientPages({ activationCalls, sessions, state }: PageParts, door: Door): Hono {
  const routes = new Hono();

  routes.get('/partner-spaces/:partner/clients', (c) => {
    const visit = door.visit(c, c.req.param('partner'));
    const search = c.req.query('q') ?? '';
    const found = state
      .clientsOf(visit.partner.id)
      .filter(({ name, vatNumber = '', enterpriseNumber = '' }) =>
        fold(`${name} ${vatNumber} ${enterpriseNumber}`).includes(fold(search.trim())),
      );
    const cards = found.map((client) => {
      const active = state.isActive(visit.partner.id, client.id);
      const waiting = state.documentsOf(client.id).filter(isWaiting).length;
      return html`<li class="card"><h2 class="name"><a href="${c.req.path}/${client.id}">${client.name}</a></h2>
<p class="row apart"><span class="muted">${client.vatNumber ?? client.enterpriseNumber ?? 'geen nummer'}</span>
<span class="muted">${waiting === 1 ? '1 factuur wacht' : `${waiting} facturen wachten`}</span>
${active ? html`<span class="on">Google Drive actief</span>` : html`<span class="muted">Google Drive niet actief</span>`}</p></li>`;
    });
    return door.show(c, visit, {
      title: 'Klanten',
      hint: atClients(),
      body: html`<form class="row" role="search"><label for="q">Zoek een klant</label>
<input id="q" name="q" type="search" value="${search}"><button class="second">Zoeken</button></form>
<p class="muted">${found.length === 1 ? '1 klant' : `${found.length} klanten`}</p>
<ul class="plain">${cards}</ul>`,
    });
  });

  function tabs(base: string, current: '' | '/integrations'): Html {
    const tab = (path: string, label: string) =>
      html`<a href="${base}${path}"${path === current && html` aria-current="page"`}>${label}</a>`;
    return html`<nav class="tabs" aria-label="Klant">${tab('', 'Overzicht')}${tab('/integrations', 'Integraties')}</nav>`;
  }

  const base = (partner: string, client: ClientSpace) => `/partner-spaces/${partner}/clients/${client.id}`;

  routes.get('/partner-spaces/:partner/clients/:client', (c) => {
    const visit = door.visit(c, c.req.param('partner'));
    const client = state.clientOf(visit.partner.id, c.req.param('client'));
    return door.show(c, visit, {
      title: client.name,
      hint: atClient(client, state.isActive(visit.partner.id, client.id)),
      body: html`${tabs(base(visit.partner.id, client), '')}
<p>Btw-nummer: ${client.vatNumber ?? 'geen'}<br>Ondernemingsnummer: ${client.enterpriseNumber ?? 'geen'}</p>
<p><a class="button" href="/business-spaces/${client.id}">Open Business Space</a></p>`,
    });
  });

  routes.get('/partner-spaces/:partner/clients/:client/integrations', async (c) => {
    const visit = door.visit(c, c.req.param('partner'));
    const client = state.clientOf(visit.partner.id, c.req.param('client'));
    const here = base(visit.partner.id, client);
    const active = state.isActive(visit.partner.id, client.id);
    const asked = active ? await activationCalls.ask(visit.partner.id, client.id) : undefined;
    const integration = html`<section class="card"><h2>Google Drive</h2><p class="on">Actief</p>
${asked && html`<details><summary>Wat de app zelf zegt</summary><pre>${answerText(asked)}</pre></details>`}
<div class="row"><a class="button" href="/business-spaces/${client.id}">Open Business Space</a>
${buttonForm(`${here}/integrations/google-drive/remove`, 'Integratie verwijderen', true)}</div></section>`;
    const none = html`<p>Nog geen integraties.</p><p><a class="button" href="${here}/integrations/add">Integratie toevoegen</a></p>`;
    return door.show(c, visit, {
      title: client.name,
      hint: atIntegrations(client, active),
      body: html`${tabs(here, '/integrations')}${active ? integration : none}`,
    });
  });

  routes.get('/partner-spaces/:partner/clients/:client/integrations/add', (c) => {
    const visit = door.visit(c, c.req.param('partner'));
    const client = state.clientOf(visit.partner.id, c.req.param('client'));
    const here = base(visit.partner.id, client);
    const choice = state.installed.has(visit.partner.id)
      ? html`<p>Selecteer een integratie voor ${client.name}.</p>${buttonForm(`${here}/integrations/google-drive`, 'Google Drive')}`
      : html`<p>Er zijn geen integraties om uit te kiezen. Installeer eerst een extensie uit de
<a href="/partner-spaces/${visit.partner.id}/store">Banqup Store</a>.</p>`;
    return door.show(c, visit, {
      title: 'Integratie toevoegen',
      hint: atChoice(state.installed.has(visit.partner.id)),
      body: html`${choice}<p><a href="${here}/integrations">Terug</a></p>`,
    });
  });

  routes.post('/partner-spaces/:partner/clients/:client/integrations/google-drive', async (c) => {
    const { partner } = door.visit(c, c.req.param('partner'));
    const client = state.clientOf(partner.id, c.req.param('client'));
    const outcome = await activationCalls.activate(partner.id, client.id);
    sessions.notify(c, outcomeText('Google Drive toevoegen', outcome));
    return c.redirect(`${base(partner.id, client)}/integrations`, 303);
  });

  routes.post('/partner-spaces/:partner/clients/:client/integrations/google-drive/remove', async (c) => {
    const { partner } = door.visit(c, c.req.param('partner'));
    const client = state.clientOf(partner.id, c.req.param('client'));
    const outcome = await activationCalls.deactivate(partner.id, client.id);
    sessions.notify(c, outcomeText('Google Drive verwijderen', outcome));
    return c.redirect(`${base(partner.id, client)}/integrations`, 303);
  });

  return routes;
}
