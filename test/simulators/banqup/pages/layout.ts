/**
 * The frame of every page: plain HTML without scripts, readable on a phone, and at first sight not the real
 * Banqup.
 */
import { html, raw } from 'hono/html';
import type { User } from '../state.ts';

export type Html = ReturnType<typeof html>;

export interface Frame {
  title: string;
  body: Html;
  user?: User | undefined;
  notice?: string | undefined;
  /** The app launcher, on the pages of a Partner Space. */
  launcher?: Html | undefined;
}

const css = raw(`
:root { color-scheme: light; font: 1rem/1.5 system-ui, sans-serif; color: #1b2333; background: #f4f5f8; }
* { box-sizing: border-box; }
body { margin: 0; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .75rem 1rem;
  background: #23304d; color: #fff; position: relative; }
header a { color: #fff; font-weight: 600; text-decoration: none; }
header .who { margin-left: auto; display: flex; gap: .75rem; align-items: center; font-size: .9rem; }
main { max-width: 52rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; }
h2 { font-size: 1.15rem; margin-top: 2rem; }
a { color: #1f4fbf; }
.card { background: #fff; border: 1px solid #d5d9e2; border-radius: .5rem; padding: 1rem; margin: .75rem 0; }
.card h3 { margin: 0 0 .25rem; font-size: 1rem; overflow-wrap: anywhere; }
.notice { background: #fff8e0; border: 1px solid #c99a00; border-radius: .5rem; padding: .75rem 1rem;
  overflow-wrap: anywhere; white-space: pre-wrap; }
.muted { color: #535d70; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
ul.plain { list-style: none; padding: 0; margin: 0; }
nav.tabs { display: flex; gap: 1rem; border-bottom: 1px solid #d5d9e2; }
nav.tabs a { padding: .5rem 0; text-decoration: none; }
nav.tabs a[aria-current] { border-bottom: 3px solid #1f4fbf; font-weight: 600; }
button, .button { font: inherit; display: inline-block; min-height: 2.75rem; padding: .5rem 1rem; cursor: pointer;
  border: 1px solid #1f4fbf; border-radius: .375rem; background: #1f4fbf; color: #fff; text-decoration: none; }
button.second, .button.second { background: #fff; color: #1f4fbf; }
header button { min-height: 2.25rem; padding: .25rem .75rem; background: transparent; border-color: #fff; }
input, select { font: inherit; min-height: 2.75rem; padding: .5rem; max-width: 100%; border: 1px solid #6c7689;
  border-radius: .375rem; background: #fff; }
label { display: block; font-weight: 600; }
details.launcher > summary { list-style: none; cursor: pointer; padding: .5rem; border-radius: .375rem; line-height: 0; }
details.launcher > summary::-webkit-details-marker { display: none; }
details.launcher > div { position: absolute; z-index: 1; top: 100%; left: 1rem; width: min(20rem, 90vw); padding: 1rem;
  background: #fff; color: #1b2333; border: 1px solid #d5d9e2; border-radius: .5rem; }
details.launcher > div a { color: #1f4fbf; }
`);

/** A whole page. */
export function page({ title, body, user, notice, launcher }: Frame): Html {
  return html`<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Banqup (simulator)</title>
<link rel="icon" href="data:,">
<style>${css}</style>
</head>
<body>
<header>
${launcher}
<a href="/">Banqup (simulator)</a>
${user && html`<form class="who" method="post" action="/session/end"><span>${user.name}</span><button>Afmelden</button></form>`}
</header>
<main>
<h1>${title}</h1>
${notice && html`<p class="notice" role="status">${notice}</p>`}
${body}
</main>
</body>
</html>`;
}

/** What a browser sees of an error. */
export function problemPage(status: number, message: string): Html {
  return page({
    title: `Dit lukte niet (${status})`,
    body: html`<p class="notice">${message}</p><p><a href="/">Naar het begin</a></p>`,
  });
}

/** A form of one button. */
export function buttonForm(action: string, label: string, second = false): Html {
  return html`<form method="post" action="${action}"><button${second && html` class="second"`}>${label}</button></form>`;
}
