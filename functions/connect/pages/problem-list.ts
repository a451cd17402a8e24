/** What does not work, by its cause: how many documents it concerns, in plain words, and the next step for each. */
import { html } from 'hono/html';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import type { Group } from '../tally.ts';
import { formButton, type Html } from './layout.ts';

/** The list; nothing where there is nothing. */
export function problemList(speech: Speech, session: Session, groups: Group[]): Html | string {
  if (groups.length === 0) return '';
  return html`<section>
    <h2>${speech.texts.manage.problems.title}</h2>
    <ul class="problems">${groups.map((group) => problem(speech, session, group))}</ul>
  </section>`;
}

function problem(speech: Speech, session: Session, group: Group): Html {
  const { what, next } = speech.cause(group.reason);
  return html`<li>
    <div><h3>${what}</h3><p>${speech.texts.manage.problems[group.kind](group.count)}. ${next}</p></div>
    ${groupActions(speech, session, group, 'quiet')}
  </li>`;
}

/** What can be done about it: have all of it tried again, and look at each. */
export function groupActions(
  speech: Speech,
  { formToken }: Session,
  { reason, kind, count }: Group,
  button: 'main' | 'quiet',
): Html {
  const { problems } = speech.texts.manage;
  const about = `${speech.cause(reason).what} ${problems[kind](count)}`;
  const fields = { cause: reason };
  const { retryAll: label, show } = problems;
  const spoken = `${label}: ${about}`;
  return html`<div class="row">
    ${formButton({ action: '/manage/try-again', label, formToken, kind: button, fields, spoken })}
    <a href="/manage/documents?cause=${reason}" aria-label="${show}: ${about}">${show}</a>
  </div>`;
}
