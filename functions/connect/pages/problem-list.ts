/** What does not work, by its cause: how many documents it concerns, in plain words, and the next step for each. */
import { html } from 'hono/html';
import type { Connection } from '../../domain/connection.ts';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import type { Group } from '../tally.ts';
import { formButton, type Html } from './layout.ts';

/**
 * The list; nothing where there is nothing. Only of a connection that is on something can be tried
 * again, and not an id that Drive has refused, which somebody may still be creating with (domain/export.ts, triedAgain).
 */
export function problemList(
  speech: Speech,
  session: Session,
  groups: Group[],
  link: Connection['state'],
): Html | string {
  if (groups.length === 0) return '';
  return html`<section>
    <h2>${speech.texts.manage.problems.title}</h2>
    <ul class="problems">${groups.map((group) => problem(speech, session, group, link))}</ul>
  </section>`;
}

function problem(speech: Speech, session: Session, group: Group, link: Connection['state']): Html {
  const { what, next } = speech.cause(group.reason);
  return html`<li>
    <div><h3>${what}</h3><p>${speech.texts.manage.problems[group.kind](group.count)}. ${next}</p></div>
    ${groupActions(speech, session, group, link === 'on' && group.reason !== 'idRefusedTwice' ? 'quiet' : undefined)}
  </li>`;
}

/** What can be done about it: have all of it tried again, and look at each. */
export function groupActions(
  speech: Speech,
  { formToken }: Session,
  { reason, kind, count }: Group,
  button: 'main' | 'quiet' | undefined,
): Html {
  const { problems } = speech.texts.manage;
  const about = `${speech.cause(reason).what} ${problems[kind](count)}`;
  const fields = { cause: reason };
  const { retryAll: label, show } = problems;
  const spoken = `${label}: ${about}`;
  return html`<div class="row">
    ${button ? formButton({ action: '/manage/try-again', label, formToken, kind: button, fields, spoken }) : ''}
    <a href="/manage/documents?cause=${reason}" aria-label="${show}: ${about}">${show}</a>
  </div>`;
}
