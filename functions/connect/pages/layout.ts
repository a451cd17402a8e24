/** What every page has around it. Escaping is the template's own: nothing here is ever marked as safe by hand. */
import { html } from 'hono/html';

export type Html = ReturnType<typeof html>;

/** A whole page. */
export function page(title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="nl">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} – Google Drive voor Banqup</title>
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header class="bar"><span class="product">Google Drive <small>voor Banqup</small></span></header>
    <main>
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>`;
}

/** A form with one button; its hidden field proves that the form is ours, of this session. */
export function formButton(form: { action: string; label: string; formToken: string; kind?: 'main' | 'danger' }): Html {
  return html`<form method="post" action="${form.action}">
    <input type="hidden" name="formToken" value="${form.formToken}">
    <button class="${form.kind ?? 'main'}">${form.label}</button>
  </form>`;
}
