/** A client's month: what Banqup says was approved or sent, beside what is in Drive, and the difference by name. */
import { html } from 'hono/html';
import type { Activation } from '../../domain/activation.ts';
import type { Check, MissingDocument } from '../../domain/check.ts';
import type { FailureCode } from '../../domain/errors.ts';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import { formButton, type Html, managePage } from './layout.ts';
import { live } from './live.ts';

export interface Completeness {
  client: Activation;
  /** Those that can be chosen, the latest first. */
  months: string[];
  month: string;
  /** Undefined: it was never compared. */
  check: Check | undefined;
  /** Whether it is being compared now. */
  isBusy: boolean;
}

/** The page of one client and month. */
export function completenessPage(speech: Speech, session: Session, found: Completeness): Html {
  const { client, months, month, check, isBusy } = found;
  const { completeness } = speech.texts.manage;
  return managePage(speech, session, {
    title: `${completeness.title} – ${client.company.name}`,
    here: undefined,
    content: html`<section>
      <p>${completeness.lead(speech.month(month))}</p>
      <nav class="chips" aria-label="${completeness.months}"><ul>${months.map(
        (one) =>
          html`<li><a href="/manage/completeness?client=${client.clientSpace}&month=${one}"${one === month ? html` aria-current="true"` : ''}>${speech.month(one)}</a></li>`,
      )}</ul></nav>
      <p><a href="/manage/documents?client=${client.clientSpace}">${speech.texts.manage.documents.title} – ${client.company.name}</a></p>
    </section>
    ${live(
      { isBusy, say: isBusy ? completeness.comparing : '' },
      check?.checkedAt
        ? result(speech, session, found, check)
        : html`<section>
        <p>${isBusy ? completeness.comparing : completeness.never}</p>
        ${failure(speech, check)}
        ${isBusy ? '' : compare(session, found, completeness.compare)}
      </section>`,
    )}`,
  });
}

function result(speech: Speech, session: Session, found: Completeness, check: Check): Html {
  const { manage } = speech.texts;
  const { completeness } = manage;
  const { released, inDrive, waiting, missingCount, missing, earlier } = check;
  const { isBusy } = found;
  const isComplete = missingCount === 0 && waiting === 0;
  const figures = [
    [released, completeness.released],
    [inDrive, completeness.inDrive],
    [waiting, completeness.waiting],
    [missingCount, completeness.missing],
  ] as const;
  return html`<section class="card ${!isComplete ? 'warn' : released > 0 ? 'good' : ''}">
      <h2 class="headline">${missingCount > 0 ? completeness.incomplete(missingCount) : isComplete ? completeness.complete(released) : manage.problems.waiting(waiting)}</h2>
      <dl>${figures.map(([count, label]) => html`<div><dt>${label}</dt><dd>${speech.number(count)}</dd></div>`)}</dl>
      ${earlier > 0 ? html`<p class="soft">${completeness.earlier(earlier)}</p>` : ''}
      ${failure(speech, check)}
      <p class="soft small">${isBusy ? completeness.comparing : completeness.checkedAt(speech.moment(check.checkedAt ?? check.askedAt))}</p>
      ${
        isBusy
          ? ''
          : html`<div class="row">
        ${missingCount > 0 ? exportMissing(speech, session, found, missingCount) : ''}
        ${compare(session, found, completeness.compareAgain)}
      </div>`
      }
    </section>
    ${missing.length > 0 ? missingTable(speech, missing, missingCount) : ''}`;
}

/** Why the last run did not come to its end. */
function failure(speech: Speech, check: Check | undefined): Html | string {
  if (!check?.failure || check.state === 'asked') return '';
  return html`<p class="notice-line">${speech.texts.manage.completeness.failed} ${reasonOf(speech, check.failure)}</p>`;
}

/** What of a document would be said otherwise. */
function reasonOf(speech: Speech, failure: FailureCode): string {
  const { clients, completeness } = speech.texts.manage;
  if (failure === 'documentNotFound') return completeness.hidden;
  if (failure === 'notFound') return clients.off;
  return failure === 'lifeOver' ? completeness.tooLong : speech.cause(failure).what;
}

function compare({ formToken }: Session, { client, month }: Completeness, label: string): Html {
  const fields = { client: client.clientSpace, month };
  return formButton({ action: '/manage/completeness', label, formToken, kind: 'quiet', fields });
}

function exportMissing(speech: Speech, { formToken }: Session, { client, month }: Completeness, count: number): Html {
  const label = speech.texts.manage.completeness.exportMissing(count);
  const fields = { client: client.clientSpace, month, exports: 'all' };
  return formButton({ action: '/manage/completeness', label, formToken, fields });
}

function missingTable(speech: Speech, missing: MissingDocument[], missingCount: number): Html {
  const { completeness } = speech.texts.manage;
  const { columns, more } = completeness;
  return html`<section>
    <table class="cards" role="table">
      <thead role="rowgroup"><tr role="row">${Object.values(columns).map((label) => html`<th role="columnheader" scope="col">${label}</th>`)}</tr></thead>
      <tbody role="rowgroup">${missing.map((one) => missingRow(speech, one))}</tbody>
    </table>
    ${missingCount > missing.length ? html`<p class="soft">${more(missingCount - missing.length)}</p>` : ''}
  </section>`;
}

function missingRow(speech: Speech, one: MissingDocument): Html {
  const { manage } = speech.texts;
  const { columns, why } = manage.completeness;
  return html`<tr role="row">
    <td role="cell" data-label="${columns.date}" class="when">${speech.moment(one.releasedAt)}</td>
    <th role="rowheader" scope="row" data-label="${columns.document}">${one.number ?? html`<span class="soft">${manage.documents.unknownNumber}</span>`}
      <div class="soft small">${one.counterparty ?? ''} ${one.number ? '' : one.documentId}</div></th>
    <td role="cell" data-label="${columns.direction}">${manage.directions[one.direction]}</td>
    <td role="cell" data-label="${columns.why}" class="why">${why[one.why]} ${one.reason ? speech.cause(one.reason).what : ''}</td>
  </tr>`;
}
