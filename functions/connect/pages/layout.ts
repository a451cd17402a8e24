/** What every page has around it. Escaping is the template's own: nothing here is ever marked as safe by hand. */
import { html } from 'hono/html';
import { type Language, languages } from '../../domain/language.ts';
import type { Session } from '../../domain/session.ts';
import { type Speech, speak } from '../../texts/speak.ts';
import { digestOf } from '../browser.ts';

export type Html = ReturnType<typeof html>;

/** A page that anybody may read, by its path. */
export type PublicPath = '/' | '/privacy';

/** Which public page is asked for; `chosen`: in a language that its address names. */
export interface PublicVisit {
  path: PublicPath;
  chosen: Language | undefined;
}

/** The manage pages, as the way to each of them stands on all of them. */
const managePages = { overview: '/manage', documents: '/manage/documents', clients: '/manage/clients' } as const;

export type ManagePage = keyof typeof managePages;

/** A whole page; with a session it can be ended from it. */
export function page(speech: Speech, title: string, content: Html, session?: Session): Html {
  return frame(speech, title, content, { corner: session && signOut(speech, session) });
}

/** One of the manage pages: with the way to the others, and the script that keeps its `live` part fresh. */
export function managePage(
  speech: Speech,
  session: Session,
  { title, here, content }: { title: string; here: ManagePage | undefined; content: Html },
): Html {
  const { nav } = speech.texts.manage;
  const links = Object.entries(managePages).map(
    ([name, path]) =>
      html`<li><a href="${path}"${name === here ? html` aria-current="page"` : ''}>${nav[name as ManagePage]}</a></li>`,
  );
  return frame(speech, title, content, {
    corner: html`<span class="who soft small">${session.partnerName}</span>${signOut(speech, session)}`,
    below: html`<nav class="tabs" aria-label="${nav.label}"><ul>${links}</ul></nav>`,
    session,
  });
}

/** A whole page that anybody may read, with the same page in the other languages beside it. */
export function publicPage(speech: Speech, title: string, content: Html, { path, chosen }: PublicVisit): Html {
  const others = languages.filter((language) => language !== speech.language);
  const links = others.map(
    (language) =>
      html`<a href="${publicAddress(path, language)}" lang="${language}" hreflang="${language}">${speak(language).texts.ownName}</a>`,
  );
  return frame(speech, title, content, { corner: html`<nav class="row small">${links}</nav>`, chosen });
}

/** Address of a public page; without a language it speaks as other pages do. */
export function publicAddress(path: PublicPath, language?: Language): string {
  return language ? `${path}?language=${language}` : path;
}

interface Around {
  /** At the right of the bar, and below it. */
  corner?: Html | undefined;
  below?: Html;
  chosen?: Language | undefined;
  /** Of a page that has a part which is kept fresh. */
  session?: Session;
}

function frame({ language, texts }: Speech, title: string, content: Html, around: Around): Html {
  const { corner = '', below = '', chosen, session } = around;
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} – Banqup ${texts.forGoogleDrive}</title>
    <link rel="stylesheet" href="/style.css">
    ${session ? html`<script src="/live.js" defer></script>` : ''}
  </head>
  <body${session ? html` data-session="${digestOf(session.formToken)}"` : ''}>
    <a class="skip" href="#content">${texts.skip}</a>
    <header>
      <div class="bar"><span class="product">Banqup <small>${texts.forGoogleDrive}</small></span>
        <div class="row">${corner}</div></div>
      ${below}
    </header>
    <main id="content" tabindex="-1">
      <h1>${title}</h1>
      ${content}
    </main>
    <footer class="row">
      <a href="${publicAddress('/', chosen)}">${texts.home.link}</a>
      <a href="${publicAddress('/privacy', chosen)}">${texts.privacy.title}</a>
    </footer>
  </body>
</html>`;
}

function signOut(speech: Speech, { formToken }: Session): Html {
  return formButton({ action: '/sign-out', label: speech.texts.signOut, formToken, kind: 'quiet slim' });
}

/** A form with one button; its hidden fields prove that the form is ours, of this session, and say what it is about. */
export function formButton(form: {
  action: string;
  label: string;
  formToken: string;
  kind?: 'main' | 'danger' | 'quiet' | 'quiet slim';
  fields?: Record<string, string>;
  /** Where the label alone does not say what it is about. */
  spoken?: string;
}): Html {
  const fields = Object.entries({ ...form.fields, formToken: form.formToken });
  return html`<form method="post" action="${form.action}">
    ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <button class="${form.kind ?? 'main'}"${form.spoken ? html` aria-label="${form.spoken}"` : ''}>${form.label}</button>
  </form>`;
}
