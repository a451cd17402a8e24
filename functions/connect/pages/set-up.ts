/** Before there is a connection, and right after: what will happen, the button to Google, and what to do next. */
import { html } from 'hono/html';
import type { Connection } from '../../domain/connection.ts';
import { rootFolderName } from '../../domain/folder.ts';
import type { Session } from '../../domain/session.ts';
import type { SeenAtGoogle } from '../../partner/look-at-google.ts';
import type { Speech } from '../../texts/speak.ts';
import { linkToDrive } from './drive-link.ts';
import { signInButton } from './google-button.ts';
import { type Html, managePage, page } from './layout.ts';
import { live } from './live.ts';
import { exampleTree } from './tree.ts';

/** No connection yet. */
export function setUpPage(speech: Speech, session: Session): Html {
  const { title, lead, does, sees, warning } = speech.texts.setUp;
  const [ask, button, end] = warning;
  return page(
    speech,
    title,
    html`${steps(speech, 2)}
    <section>
      <p class="lead">${lead(session.partnerName)}</p>
      ${signInButton(speech, session)}
      <p class="soft small">${ask} <em>${button}</em>${end}</p>
    </section>
    <div class="halves">
      <section>
        <h2>${does.title}</h2>
        <ul>${does.points.map((point) => html`<li>${point}</li>`)}</ul>
      </section>
      <section>
        <h2>${sees.title}</h2>
        <h3>${sees.yesLabel}</h3>
        <ul class="marks yes">${sees.yes.map((what) => html`<li>${what}</li>`)}</ul>
        <h3>${sees.noLabel}</h3>
        <ul class="marks no">${sees.no.map((what) => html`<li>${what}</li>`)}</ul>
      </section>
    </div>`,
    session,
  );
}

/** The sign-in has succeeded. */
export function installedPage(speech: Speech, session: Session, seen: SeenAtGoogle, banqupUrl: string): Html {
  const { installed, next } = speech.texts;
  const { connection } = seen;
  return managePage(speech, session, {
    title: installed.title,
    here: undefined,
    content: html`${steps(speech, 3)}
    ${live(
      { isBusy: seen.rootFolder === undefined },
      html`<section class="card good">
        <p class="headline">${installed.connected}</p>
        <dl>${accountAndFolder(speech, seen)}</dl>
        ${otherAccount(speech, connection)}
      </section>`,
    )}
    <div class="halves">
      <section>
        <h2>${installed.activate}</h2>
        <ol>${installed.steps.map(([how, what]) => html`<li>${how} <em>${what}</em>.</li>`)}</ol>
        <p class="row"><a class="button" href="${banqupUrl}">${next.toBanqup}</a>
          <a class="button quiet" href="/manage">${next.manage}</a></p>
      </section>
      <section>
        <h2>${installed.looksLike}</h2>
        ${exampleTree(speech)}
      </section>
    </div>`,
  });
}

/** Whose Drive it is, and where in it; both as Google has just said, where it has. */
export function accountAndFolder({ texts: { manage } }: Speech, seen: SeenAtGoogle): Html {
  const { connection, account = connection.account, rootFolder } = seen;
  return html`<div><dt>${manage.account}</dt><dd>${account.email}</dd></div>
    ${seen.google === 'works' ? html`<div><dt>${manage.folder}</dt><dd>${folder()}</dd></div>` : ''}`;

  function folder(): Html {
    if (rootFolder === undefined) return html`${rootFolderName} – ${manage.folderToCome}`;
    if (rootFolder === 'gone' || rootFolder.trashed) return html`${rootFolderName} – ${manage.folderTrashed}`;
    return linkToDrive(rootFolder.link, rootFolderName);
  }
}

/** Where what was exported before is, when that is another account's Drive. */
export function otherAccount({ texts }: Speech, { previousAccount }: Connection): Html | string {
  if (!previousAccount) return '';
  return html`<p class="notice-line">${texts.installed.otherAccount(previousAccount.email)}</p>`;
}

/** The three steps of the article, with the one that it is now. */
function steps({ texts: { setUp } }: Speech, now: number): Html {
  const { length } = setUp.steps;
  return html`<ol class="steps">${setUp.steps.map((name, index) => {
    const step = index + 1;
    const where = step < now ? 'done' : step === now ? 'now' : '';
    return html`<li class="${where}"${step === now ? html` aria-current="step"` : ''}>
      <span class="unseen">${setUp.stepOf(step, length)}: </span>${name}${step < now ? html`<span class="unseen"> (${setUp.stepDone})</span>` : ''}</li>`;
  })}</ol>`;
}
