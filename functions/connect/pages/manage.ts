/** The manage page, and the question before everything ends. */
import { html } from 'hono/html';
import type { Connection } from '../../domain/connection.ts';
import type { Export } from '../../domain/export.ts';
import type { Folder } from '../../domain/folder.ts';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import { type ClientPage, clientList } from './clients.ts';
import { formButton, type Html, page } from './layout.ts';
import { otherAccount, signInButton } from './set-up.ts';

export interface Overview {
  connection: Connection;
  clients: ClientPage;
  latest: ShownExport[];
  openCount: number;
  /** Undefined: not made yet. */
  rootFolder: Folder | undefined;
}

export type ShownExport = Export & { clientName: string };

/** State, clients and latest exports of one partner space. */
export function managePage(speech: Speech, session: Session, overview: Overview): Html {
  const { connection, clients, latest } = overview;
  const { manage } = speech.texts;
  return page(
    speech,
    manage.title(session.partnerName),
    html`<section class="${connection.state === 'needsSignIn' ? 'notice' : ''}">
      ${stateOf(speech, session, overview)}
    </section>
    <section>
      <h2>${manage.clients}</h2>
      ${clientList(speech, clients)}
    </section>
    <section>
      <h2>${manage.latest}</h2>
      ${latest.length === 0 ? html`<p class="soft">${manage.noDocuments}</p>` : exportTable(speech, latest)}
    </section>`,
    session,
  );
}

/** What stops, what stays and what is cancelled. */
export function switchOffPage(speech: Speech, session: Session, openCount: number): Html {
  const { title, points, waiting, confirm, cancel } = speech.texts.switchOff;
  return page(
    speech,
    title,
    html`<section>
      <ul>${[...points, waiting(openCount)].map((point) => html`<li>${point}</li>`)}</ul>
      <div class="row">
        ${formButton({ action: '/manage/off', label: confirm, formToken: session.formToken, kind: 'danger' })}
        <a class="button quiet" href="/manage">${cancel}</a>
      </div>
    </section>`,
    session,
  );
}

function stateOf(speech: Speech, session: Session, { connection, openCount, rootFolder }: Overview): Html {
  const { manage, documents } = speech.texts;
  const account = html`<dl>
    <dt class="soft">${manage.account}</dt><dd>${connection.account.email}</dd>
    <dt class="soft">${manage.since}</dt><dd>${speech.moment(connection.since)}</dd>
    <dt class="soft">${manage.waiting}</dt><dd>${documents(openCount)}</dd>
  </dl>
  ${otherAccount(speech, connection)}
  ${rootFolder?.replacedAt ? html`<p class="notice-line">${manage.newTree(speech.moment(rootFolder.replacedAt))}</p>` : ''}`;
  switch (connection.state) {
    case 'on':
      return html`<p class="state on">● ${manage.on}</p>${account}
        <a class="button quiet" href="/manage/off">${manage.turnOff}</a>`;
    case 'needsSignIn':
      return html`<p class="state needs">● ${manage.needsSignIn}</p>
        <p>${manage.needsSignInText}</p>${account}
        <div class="row">${signInButton(speech, session)}<a class="button quiet" href="/manage/off">${manage.turnOff}</a></div>`;
    case 'disconnecting':
      return html`<p class="state needs">● ${manage.disconnecting}</p>
        <p>${manage.disconnectingText}</p>
        ${formButton({ action: '/manage/off', label: manage.finishNow, formToken: session.formToken })}`;
    case 'off':
      return html`<p class="state off">● ${manage.off}</p>
        <p>${manage.offText}</p>
        ${signInButton(speech, session)}`;
  }
}

function exportTable(speech: Speech, latest: ShownExport[]): Html {
  const { date, document, client, direction, amount, status } = speech.texts.manage.columns;
  return html`<div class="scroll"><table>
    <thead><tr><th>${date}</th><th>${document}</th><th>${client}</th><th>${direction}</th><th class="number">${amount}</th><th>${status}</th></tr></thead>
    <tbody>${latest.map((entry) => exportRow(speech, entry))}</tbody>
  </table></div>`;
}

function exportRow(
  { texts, moment, amount, reason: reasonOf }: Speech,
  { reservedAt, facts, file, direction, state, reason, documentId, clientName }: ShownExport,
): Html {
  const number = facts?.number ?? documentId;
  return html`<tr>
    <td>${moment(reservedAt)}</td>
    <td>${isWebAddress(file?.link) ? html`<a href="${file?.link}" rel="noreferrer">${number}</a>` : number}
      <div class="soft small">${facts?.counterparty ?? ''}</div></td>
    <td>${clientName}</td>
    <td>${direction}</td>
    <td class="number">${amount(facts?.payableAmount, facts?.currency)}</td>
    <td>${texts.states[state]}<div class="soft small">${reasonOf(reason)}${facts?.isPeppol === false ? ` ${texts.notPeppol}` : ''}</div></td>
  </tr>`;
}

/** A link comes from Drive; a page of ours follows it only where it is one for a browser. */
function isWebAddress(link: string | undefined): boolean {
  return link !== undefined && /^https?:\/\//.test(link);
}
