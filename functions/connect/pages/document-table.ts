/**
 * Documents with how each of them stands: a table, and on a phone a card for each. The roles are those that browsers take from a table
 * which is not laid out as one.
 */
import { html } from 'hono/html';
import type { Connection } from '../../domain/connection.ts';
import type { Export } from '../../domain/export.ts';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import { isPassing } from '../tally.ts';
import { linkToDrive } from './drive-link.ts';
import { formButton, type Html } from './layout.ts';

export type ShownExport = Export & { id: string; clientName: string };

export interface Documents {
  shown: ShownExport[];
  /** The page that they stand on, where a person comes back to. */
  back: string;
  /** How the connection stands: once it is on, nothing waits for a sign-in. */
  link: Connection['state'];
}

/** The table. */
export function documentTable(speech: Speech, session: Session, documents: Documents): Html {
  const { columns } = speech.texts.manage.documents;
  const heads = Object.entries(columns).map(([name, label]) =>
    name === 'amount'
      ? html`<th role="columnheader" scope="col" class="number">${label}</th>`
      : html`<th role="columnheader" scope="col">${label}</th>`,
  );
  return html`<table class="cards" role="table">
    <thead role="rowgroup"><tr role="row">${heads}</tr></thead>
    <tbody role="rowgroup">${documents.shown.map((entry) => row(speech, session, entry, documents))}</tbody>
  </table>`;
}

function row(speech: Speech, session: Session, entry: ShownExport, documents: Documents): Html {
  const { texts, moment, amount } = speech;
  const { columns } = texts.manage.documents;
  const { facts, direction, reason } = entry;
  const isComing = isPassing(reason, documents.link);
  const state = isComing ? 'reserved' : entry.state;
  const cause = isComing ? undefined : reason && speech.cause(reason);
  return html`<tr role="row">
    <td role="cell" data-label="${columns.date}" class="when">${moment(entry.doneAt ?? entry.reservedAt)}</td>
    <th role="rowheader" scope="row" data-label="${columns.document}">${name(speech, entry)}
      <div class="soft small">${[facts?.counterparty, facts?.issueDate && speech.day(facts.issueDate)].filter(Boolean).join(' · ')}</div></th>
    <td role="cell" data-label="${columns.client}" class="name"><a href="/manage/documents?client=${entry.clientSpace}">${entry.clientName || '–'}</a></td>
    <td role="cell" data-label="${columns.direction}">${direction ? texts.manage.directions[direction] : '–'}</td>
    <td role="cell" data-label="${columns.amount}" class="number">${amount(facts?.payableAmount, facts?.currency) || '–'}</td>
    <td role="cell" data-label="${columns.status}" class="why"><span class="state ${state}">${texts.states[state]}</span>
      ${cause ? html`<div class="soft small">${cause.what} ${cause.next}</div>` : ''}
      ${facts?.isPeppol === false ? html`<div class="soft small">${texts.notPeppol}</div>` : ''}
      ${isComing ? '' : retry(speech, session, entry, documents)}</td>
  </tr>`;
}

/** The number, as a link to the file where there is one; until it is known, what else there is. */
function name({ texts }: Speech, { facts, file, documentId }: ShownExport): Html {
  const { documents } = texts.manage;
  if (!facts)
    return html`<span class="soft">${documents.unknownNumber}</span><div class="soft small">${documentId}</div>`;
  const kind = documents[facts.kind];
  return html`<span class="soft small">${kind}</span> ${linkToDrive(file?.link, facts.number)}${
    file ? html`<span class="unseen"> (${documents.opensDrive})</span>` : ''
  }`;
}

function retry(
  { texts }: Speech,
  { formToken }: Session,
  entry: ShownExport,
  { back, link }: Documents,
): Html | string {
  if (link !== 'on' || entry.reason === 'idRefusedTwice' || (entry.state !== 'rejected' && entry.state !== 'parked'))
    return '';
  const { retryAll, retryOne } = texts.manage.problems;
  return formButton({
    action: '/manage/try-again',
    label: retryAll,
    formToken,
    kind: 'quiet slim',
    fields: { export: entry.id, back },
    spoken: retryOne(entry.facts?.number ?? entry.documentId),
  });
}
