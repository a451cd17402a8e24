/**
 * The Partner Space: its home, the app launcher, and the Store in which the extension is found and installed.
 * The words on the buttons are those of Banqup's help article on exporting to Google Drive.
 */
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { type Html, when } from '../../common-pages.ts';
import { configureAddress } from '../assumed.ts';
import type { ReceivedNotice } from '../notices.ts';
import { Problem } from '../problem.ts';
import type { PartnerSpace } from '../state.ts';
import { buttonForm } from './layout.ts';
import { atHome, atRights, inStore } from './next-steps.ts';
import type { Door, PageParts } from './routes.ts';

const dots = raw(
  [4, 12, 20]
    .flatMap((y) => [4, 12, 20].map((x) => `<circle cx="${x}" cy="${y}" r="2.5" fill="currentColor"/>`))
    .join(''),
);

const extension = { name: 'Google Drive', text: 'Exporteert de facturen van je klanten naar Google Drive.' };

const installedCard = (partner: PartnerSpace, appUrl: string) =>
  html`<p class="row"><strong>${extension.name}</strong> <a href="${configureAddress(appUrl, partner)}">Beheren</a></p>`;

/** The grid of dots, and what it opens. */
export function launcher(partner: PartnerSpace, installed: boolean, appUrl: string): Html {
  return html`<details class="launcher">
<summary aria-label="App launcher"><svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">${dots}</svg></summary>
<div>${installed && installedCard(partner, appUrl)}
<p><a href="/partner-spaces/${partner.id}/store">Ontdek de Banqup Store</a></p></div>
</details>`;
}

/** [assumed] The bell, beside who is signed in. */
export function bellLink(partner: PartnerSpace, count: number): Html {
  return html`<a href="/partner-spaces/${partner.id}#meldingen">Meldingen (${count})</a>`;
}

/** [assumed] What becomes of our notices; the newest first. */
function meldingen(notices: ReceivedNotice[]): Html {
  const cards = notices.toReversed().map(
    ({
      sentence,
      link,
      news,
      at,
    }) => html`<li class="card"><p><strong>${news === 'good' ? 'Weer in orde' : 'Er is iets te doen'}</strong>
<span class="muted">· ${when(new Date(at))}</span></p><p>${sentence} <a href="${link}">Google Drive</a></p></li>`,
  );
  return html`<section id="meldingen"><h2>Meldingen</h2>
${cards.length > 0 ? html`<ul class="plain">${cards}</ul>` : html`<p class="muted">Geen meldingen.</p>`}</section>`;
}

/** Home, Store and installation. */
export function partnerSpacePages({ appUrl, bell, state }: PageParts, door: Door): Hono {
  const routes = new Hono();

  routes.get('/partner-spaces/:partner', (c) => {
    const visit = door.visit(c, c.req.param('partner'));
    const base = `/partner-spaces/${visit.partner.id}`;
    const { name, id } = visit.partner;
    const extensions = state.installed.has(id) ? installedCard(visit.partner, appUrl()) : html`<p>Nog geen.</p>`;
    return door.show(c, visit, {
      title: name,
      hint: atHome(
        state.installed.has(id),
        state.clientsOf(id).find((client) => state.isActive(id, client.id)),
      ),
      body: html`<p class="muted">Partner Space</p>
<p><a class="button" href="${base}/clients">Klanten</a></p>
<section class="card"><h2>Extensies</h2>${extensions}</section>
${meldingen(bell.of(id))}`,
    });
  });

  routes.get('/partner-spaces/:partner/store', (c) => {
    const visit = door.visit(c, c.req.param('partner'));
    const search = c.req.query('q') ?? '';
    const found = extension.name.toLowerCase().includes(search.trim().toLowerCase());
    const action = state.installed.has(visit.partner.id)
      ? html`<p>Geïnstalleerd. <a href="${configureAddress(appUrl(), visit.partner)}">Beheren</a></p>`
      : html`<p><a class="button" href="/partner-spaces/${visit.partner.id}/store/google-drive/install">Installeren</a></p>`;
    return door.show(c, visit, {
      title: 'Banqup Store',
      hint: inStore(state.installed.has(visit.partner.id)),
      body: html`<form class="row" role="search"><label for="q">Zoek een extensie</label>
<input id="q" name="q" type="search" value="${search}"><button class="second">Zoeken</button></form>
${
  found
    ? html`<section class="card"><h2>${extension.name}</h2><p>${extension.text}</p>${action}</section>`
    : html`<p>Geen extensie gevonden voor “${search}”.</p>`
}`,
    });
  });

  routes.get('/partner-spaces/:partner/store/google-drive/install', (c) => {
    const visit = door.visit(c, c.req.param('partner'));
    return door.show(c, visit, {
      title: 'Bevestig de toegangsrechten',
      hint: atRights(),
      body: html`<p>${extension.name} krijgt in ${visit.partner.name} en bij de klanten waarvoor je de extensie activeert het recht om:</p>
<ul><li>je Partner Space en de lijst van je klanten te lezen</li>
<li>naam, btw-nummer en ondernemingsnummer van die klanten te lezen</li>
<li>hun aankoop- en verkoopfacturen te lezen</li>
<li>bericht te krijgen wanneer een factuur goedgekeurd of verzonden is</li></ul>
<div class="row">${buttonForm(c.req.path, 'Bevestigen')}
<a class="button second" href="/partner-spaces/${visit.partner.id}/store">Annuleren</a></div>`,
    });
  });

  /** Documented: only an administrator adds extensions. */
  routes.post('/partner-spaces/:partner/store/google-drive/install', (c) => {
    const { partner, role } = door.visit(c, c.req.param('partner'));
    if (role !== 'ADMINISTRATOR') {
      throw new Problem(403, 'FORBIDDEN', 'Alleen een beheerder van de Partner Space kan extensies installeren.');
    }
    state.install(partner.id);
    return c.redirect(configureAddress(appUrl(), partner), 303);
  });

  return routes;
}
