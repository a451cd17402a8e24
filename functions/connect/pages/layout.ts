/** What every page has around it. Escaping is the template's own: nothing here is ever marked as safe by hand. */
import { html } from 'hono/html';
import { type Language, languages } from '../../domain/language.ts';
import type { Session } from '../../domain/session.ts';
import { type Speech, speak } from '../../texts/speak.ts';

export type Html = ReturnType<typeof html>;

/** A page that anybody may read, by its path. */
export type PublicPath = '/' | '/privacy';

/** Which public page is asked for; `chosen`: in a language that its address names. */
export interface PublicVisit {
  path: PublicPath;
  chosen: Language | undefined;
}

/** A whole page; with a session it can be ended from it. */
export function page(speech: Speech, title: string, content: Html, session?: Session): Html {
  const signOut =
    session &&
    formButton({
      action: '/sign-out',
      label: speech.texts.signOut,
      formToken: session.formToken,
      kind: 'quiet',
    });
  return frame(speech, title, content, signOut ?? '');
}

/** A whole page that anybody may read, with the same page in the other languages beside it. */
export function publicPage(speech: Speech, title: string, content: Html, { path, chosen }: PublicVisit): Html {
  const others = languages.filter((language) => language !== speech.language);
  const links = others.map(
    (language) =>
      html`<a href="${publicAddress(path, language)}" lang="${language}" hreflang="${language}">${speak(language).texts.ownName}</a>`,
  );
  return frame(speech, title, content, html`<nav class="row small">${links}</nav>`, chosen);
}

/** Address of a public page; without a language it speaks as other pages do. */
export function publicAddress(path: PublicPath, language?: Language): string {
  return language ? `${path}?language=${language}` : path;
}

function frame(
  { language, texts }: Speech,
  title: string,
  content: Html,
  corner: Html | string,
  chosen?: Language,
): Html {
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} – Banqup ${texts.forGoogleDrive}</title>
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header class="bar"><span class="product">Banqup <small>${texts.forGoogleDrive}</small></span>
      ${corner}</header>
    <main>
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

/** A form with one button; its hidden field proves that the form is ours, of this session. */
export function formButton(form: {
  action: string;
  label: string;
  formToken: string;
  kind?: 'main' | 'danger' | 'quiet';
}): Html {
  return html`<form method="post" action="${form.action}">
    <input type="hidden" name="formToken" value="${form.formToken}">
    <button class="${form.kind ?? 'main'}">${form.label}</button>
  </form>`;
}
