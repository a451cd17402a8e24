/** The first of the manage pages: how it stands, what does not work, and the latest documents. */
import { html } from 'hono/html';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import type { Tally } from '../tally.ts';
import { noClients, searchForm } from './client-parts.ts';
import { documentTable, type ShownExport } from './document-table.ts';
import { type Html, managePage } from './layout.ts';
import { live } from './live.ts';
import { problemList } from './problem-list.ts';
import { type CardFacts, stateCard, toldInCard } from './state-card.ts';

export interface Overview extends CardFacts {
  latest: ShownExport[];
  /** How many were on their way when the page was first opened. */
  of: number;
  /** The person has just had something tried again. */
  isRetrying: boolean;
  banqupUrl: string;
}

/** State, problems, latest documents and the way to the clients of one partner space. */
export function overviewPage(speech: Speech, session: Session, overview: Overview): Html {
  const { tally, of, isRetrying } = overview;
  const { manage } = speech.texts;
  const isBusy = tally.underWay > 0;
  const say = isBusy ? manage.underWay.text(tally.underWay) : manage.underWay.finished;
  const told = toldInCard(overview);
  return managePage(speech, session, {
    title: manage.title(session.partnerName),
    here: 'overview',
    content: html`${isRetrying && overview.seen.connection.state === 'on' ? html`<p class="notice-line" role="status">${manage.retrying}</p>` : ''}
    ${live(
      { isBusy, of: isBusy ? Math.max(of, tally.underWay) : 0, say },
      html`${stateCard(speech, session, overview)}
      ${progress(speech, tally, of)}
      ${overview.seen.connection.state === 'off' ? '' : figures(speech, tally)}
      ${problemList(
        speech,
        session,
        tally.groups.filter((group) => group !== told),
        overview.seen.connection.state,
      )}
      ${latestDocuments(speech, session, overview)}
      ${overview.clientCount === 0 ? clients(speech, overview) : ''}`,
    )}
    ${overview.clientCount === 0 ? '' : clients(speech, overview)}`,
  });
}

/** How far what was on its way has come since the page was opened. */
function progress({ texts: { manage }, number }: Speech, { underWay }: Tally, of: number): Html | string {
  const total = Math.max(of, underWay);
  if (underWay === 0) return '';
  const { title, text, done } = manage.underWay;
  return html`<section>
    <h2>${title}</h2>
    <p>${text(underWay)}</p>
    <progress max="${total}" value="${total - underWay}" aria-label="${title}"></progress>
    <p class="soft small">${done(number(total - underWay), number(total))}
      <noscript><a href="/manage?of=${total}">${manage.refresh}</a></noscript></p>
  </section>`;
}

function figures({ texts: { manage }, number }: Speech, { doneToday, waiting, underWay, rejected }: Tally): Html {
  const figure = (count: number, label: string, status: string) =>
    html`<li><a href="/manage/documents?status=${status}"><b>${number(count)}</b> <span>${label}</span></a></li>`;
  const { title, ...labels } = manage.figures;
  return html`<section class="bare"><h2 class="unseen">${title}</h2><ul class="figures">
    ${figure(doneToday, labels.today, 'exported')}
    ${figure(waiting - underWay, labels.waiting, 'waiting')}
    ${figure(rejected, labels.rejected, 'rejected')}
  </ul></section>`;
}

function latestDocuments(speech: Speech, session: Session, { latest, clientCount, seen }: Overview): Html | string {
  const { documents } = speech.texts.manage;
  // Who has no clients has something else to do first.
  if (latest.length === 0 && clientCount === 0) return '';
  return html`<section>
    <h2>${documents.latest}</h2>
    ${
      latest.length === 0
        ? html`<p class="soft">${documents.none}</p>`
        : html`${documentTable(speech, session, { shown: latest, back: '/manage', link: seen.connection.state })}
      <p><a class="button quiet" href="/manage/documents">${documents.all}</a></p>`
    }
  </section>`;
}

function clients(speech: Speech, { clientCount, seen, banqupUrl }: Overview): Html | string {
  const { clients } = speech.texts.manage;
  if (seen.connection.state === 'off') return '';
  if (clientCount === 0) return noClients(speech, banqupUrl);
  return html`<section>
    <h2>${clients.title}</h2>
    <p>${clients.count(clientCount)}.</p>
    ${searchForm(speech, '')}
    <p><a class="button quiet" href="/manage/clients">${clients.all}</a></p>
  </section>`;
}
