/** Before there is a connection, and right after: what will happen, the button to Google, and what to do next. */
import { html } from 'hono/html';
import type { Connection } from '../../domain/connection.ts';
import { rootFolderName } from '../../domain/folder.ts';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import { formButton, type Html, page } from './layout.ts';

/** The button that leads to Google's consent. */
export function signInButton({ texts }: Speech, { formToken }: Session): Html {
  return formButton({ action: '/google/sign-in', label: texts.signInButton, formToken });
}

/** No connection yet, or not any more. */
export function setUpPage(speech: Speech, session: Session): Html {
  const { title, before, after, points, warning } = speech.texts.setUp;
  const [ask, button, end] = warning;
  return page(
    speech,
    title,
    html`<section>
      <p>${before} <strong>${session.partnerName}</strong>${after.length > 1 ? ' ' : ''}${after}</p>
      <ul>${points.map((point) => html`<li>${point}</li>`)}</ul>
      <p>${ask} <em>${button}</em>${end}</p>
      ${signInButton(speech, session)}
    </section>`,
    session,
  );
}

/** The sign-in has succeeded. */
export function installedPage(speech: Speech, session: Session, connection: Connection, banqupUrl: string): Html {
  const { installed, next } = speech.texts;
  return page(
    speech,
    installed.title,
    html`<section>
      <p>${installed.connected} <strong>${connection.account.email}</strong>.</p>
      ${otherAccount(speech, connection)}
      <h2>${installed.activate}</h2>
      <ol>${installed.steps.map(([how, what]) => html`<li>${how} <em>${what}</em>.</li>`)}</ol>
      <p class="row"><a class="button" href="${banqupUrl}">${next.toBanqup}</a>
        <a class="button quiet" href="/manage">${next.manage}</a></p>
    </section>
    <section>
      <h2>${installed.looksLike}</h2>
      ${exampleTree(speech)}
    </section>`,
    session,
  );
}

/** What a Drive looks like with one client. */
export function exampleTree({ texts: { installed } }: Speech): Html {
  return html`<pre>${rootFolderName}/
└── John Doe Group_BE0123456749/
    ├── AP/   ${installed.purchases}
    └── AR/   ${installed.sales}</pre>`;
}

/** Where what was exported before is, when that is another account's Drive. */
export function otherAccount({ texts }: Speech, { previousAccount }: Connection): Html | string {
  if (!previousAccount) return '';
  return html`<p class="notice-line">${texts.installed.otherAccount(previousAccount.email)}</p>`;
}
