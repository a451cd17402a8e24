/** The question before everything ends: what stops, what stays and what is cancelled. */
import { html } from 'hono/html';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import { formButton, type Html, managePage } from './layout.ts';

/** @param openCount documents that wait */
export function switchOffPage(speech: Speech, session: Session, openCount: number): Html {
  const { title, titles, stops, stays, waiting, confirm, cancel } = speech.texts.switchOff;
  return managePage(speech, session, {
    title,
    here: undefined,
    content: html`<section class="card warn">
      <h2>${titles.stops}</h2>
      <ul>${stops.map((point) => html`<li>${point}</li>`)}</ul>
      <h2>${titles.stays}</h2>
      <p>${stays}</p>
      ${openCount > 0 ? html`<h2>${titles.cancelled}</h2><p>${waiting(openCount)}</p>` : ''}
      <div class="row">
        ${formButton({ action: '/manage/off', label: confirm, formToken: session.formToken, kind: 'danger' })}
        <a class="button quiet" href="/manage">${cancel}</a>
      </div>
    </section>`,
  });
}
