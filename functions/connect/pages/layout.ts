/** What every page has around it. Escaping is the template's own: nothing here is ever marked as safe by hand. */
import { html } from 'hono/html';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';

export type Html = ReturnType<typeof html>;

/** A whole page; with a session it can be ended from it. */
export function page(speech: Speech, title: string, content: Html, session?: Session): Html {
  const { language, texts } = speech;
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} – Google Drive ${texts.forBanqup}</title>
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header class="bar"><span class="product">Google Drive <small>${texts.forBanqup}</small></span>
      ${session ? formButton({ action: '/sign-out', label: texts.signOut, formToken: session.formToken, kind: 'quiet' }) : ''}</header>
    <main>
      <h1>${title}</h1>
      ${content}
    </main>
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
