/** The manage page, and the question before everything ends. */
import { html } from 'hono/html';
import type { Activation } from '../../domain/activation.ts';
import type { Connection } from '../../domain/connection.ts';
import type { Export } from '../../domain/export.ts';
import type { Session } from '../browser.ts';
import { amount, documents, moment, reasonOf, states } from '../texts-nl.ts';
import { formButton, type Html, page } from './layout.ts';
import { signInButton } from './set-up.ts';

export interface Overview {
  connection: Connection;
  activations: Activation[];
  latest: Export[];
  openCount: number;
}

/** State, clients and latest exports of one partner space. */
export function managePage(session: Session, overview: Overview): Html {
  const { connection, activations, latest, openCount } = overview;
  const clientNames = new Map(activations.map(({ clientSpace, company }) => [clientSpace, company.name]));
  return page(
    `Google Drive van ${session.partnerName}`,
    html`<section class="${connection.state === 'needsSignIn' ? 'notice' : ''}">
      ${stateOf(session, connection, openCount)}
    </section>
    <section>
      <h2>Klanten</h2>
      ${activations.length === 0 ? html`<p class="soft">Nog geen klanten. Voeg in Banqup bij een klant de integratie Google Drive toe.</p>` : html`<ul>${activations.map(client)}</ul>`}
    </section>
    <section>
      <h2>Laatste documenten</h2>
      ${latest.length === 0 ? html`<p class="soft">Nog geen documenten. Zodra een aankoopfactuur wordt goedgekeurd of een verkoopfactuur wordt verzonden, verschijnt ze hier.</p>` : exportTable(latest, clientNames)}
    </section>`,
  );
}

/** What stops, what stays and what is cancelled. */
export function switchOffPage(session: Session, openCount: number): Html {
  return page(
    'Google Drive uitzetten voor alle klanten?',
    html`<section>
      <ul>
        <li>Er worden geen documenten meer geëxporteerd, voor geen enkele klant.</li>
        <li>${openCount === 0 ? 'Er wachten geen documenten.' : `${documents(openCount)} ${openCount === 1 ? 'wacht' : 'wachten'} nog en ${openCount === 1 ? 'wordt' : 'worden'} geannuleerd.`}</li>
        <li>Banqup geeft zijn toegang tot je Google Drive op.</li>
        <li>Wat al in je Drive staat, blijft daar. De originelen blijven in Banqup.</li>
      </ul>
      <div class="row">
        ${formButton({ action: '/manage/off', label: 'Uitzetten', formToken: session.formToken, kind: 'danger' })}
        <a class="button quiet" href="/manage">Annuleren</a>
      </div>
    </section>`,
  );
}

function stateOf(session: Session, connection: Connection, openCount: number): Html {
  const account = html`<dl>
    <dt class="soft">Google-account</dt><dd>${connection.account.email}</dd>
    <dt class="soft">Actief sinds</dt><dd>${moment(connection.since)}</dd>
    <dt class="soft">Wachten nog</dt><dd>${documents(openCount)}</dd>
  </dl>`;
  switch (connection.state) {
    case 'on':
      return html`<p class="state on">● Actief</p>${account}
        <a class="button quiet" href="/manage/off">Actief uitzetten</a>`;
    case 'needsSignIn':
      return html`<p class="state needs">● Meld je opnieuw aan</p>
        <p>Google weigert de toegang. Meld je opnieuw aan; wat wacht, wordt daarna vanzelf geëxporteerd.</p>${account}
        <div class="row">${signInButton(session)}<a class="button quiet" href="/manage/off">Actief uitzetten</a></div>`;
    case 'disconnecting':
      return html`<p class="state needs">● Wordt beëindigd</p>
        <p>Er wordt niets meer geëxporteerd. Het duurt hoogstens tien minuten voor alles is afgerond.</p>
        ${formButton({ action: '/manage/off', label: 'Nu afronden', formToken: session.formToken })}`;
    case 'off':
      return html`<p class="state off">● Uit</p>
        <p>Google Drive is losgekoppeld. Er komt niets meer bij; wat in je Drive staat, blijft daar.</p>
        ${signInButton(session)}`;
  }
}

function client({ company, folder }: Activation): Html {
  return html`<li>${company.name} <span class="soft small">${folder.name}</span></li>`;
}

function exportTable(latest: Export[], clientNames: Map<string, string>): Html {
  return html`<div class="scroll"><table>
    <thead><tr><th>Datum</th><th>Document</th><th>Klant</th><th></th><th class="number">Bedrag</th><th>Status</th></tr></thead>
    <tbody>${latest.map((entry) => exportRow(entry, clientNames.get(entry.clientSpace) ?? ''))}</tbody>
  </table></div>`;
}

function exportRow(
  { reservedAt, facts, file, direction, state, reason, documentId }: Export,
  clientName: string,
): Html {
  const number = facts?.number ?? documentId;
  return html`<tr>
    <td>${moment(reservedAt)}</td>
    <td>${isWebAddress(file?.link) ? html`<a href="${file?.link}" rel="noreferrer">${number}</a>` : number}
      <div class="soft small">${facts?.counterparty ?? ''}</div></td>
    <td>${clientName}</td>
    <td>${direction}</td>
    <td class="number">${amount(facts?.payableAmount, facts?.currency)}</td>
    <td>${states[state]}<div class="soft small">${reasonOf(reason)}${facts?.isPeppol === false ? ' Geen Peppol BIS 3.0.' : ''}</div></td>
  </tr>`;
}

/** A link comes from Drive; a page of ours follows it only where it is one for a browser. */
function isWebAddress(link: string | undefined): boolean {
  return link !== undefined && /^https?:\/\//.test(link);
}
