/**
 * The frame of every page: plain HTML without scripts, readable on a phone, and at first sight not the real
 * Banqup.
 */
import { html, raw } from 'hono/html';
import { banner, commonStyle, type Html } from '../../common-pages.ts';
import type { User } from '../state.ts';

export interface Frame {
  title: string;
  body: Html;
  user?: User | undefined;
  notice?: string | undefined;
  /** What a newcomer presses next. */
  hint?: Html | undefined;
  /** The app launcher, on the pages of a Partner Space. */
  launcher?: Html | undefined;
  /** The notices, beside who is signed in. */
  bell?: Html | undefined;
  /** The simulated Drive as a browser sees it. */
  driveUrl?: string | undefined;
}

const css = raw(`
:root { color-scheme: light dark; --ink: #1b2333; --soft: #535d70; --line: #d5d9e2; --field: #6c7689; --paper: #fff; --ground: #f4f5f8;
  --main: #1f4fbf; --on-main: #fff; --bar: #23304d; --told: #fff8e0; --told-line: #a37b00; --good: #12663a;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf2; --soft: #a8b2c4; --line: #3a4459; --field: #8b96ab; --paper: #1d2433;
  --ground: #121722; --main: #9db9ff; --on-main: #0d1b3d; --bar: #1a2540; --told: #2e2a18; --told-line: #c99a00; --good: #7fd8a4; } }
* { box-sizing: border-box; }
body { margin: 0; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .75rem 1rem;
  background: var(--bar); color: #fff; position: relative; }
header a { color: #fff; font-weight: 600; }
header a.home { text-decoration: none; }
header :focus-visible { outline-color: #fff; }
header .who { margin-left: auto; display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; font-size: .9rem; }
main { max-width: 52rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
a { color: var(--main); }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: .75rem 0; }
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.card h2.name, .card h3 { margin: 0 0 .25rem; font-size: 1rem; overflow-wrap: anywhere; }
.notice { background: var(--told); border: 1px solid var(--told-line); border-radius: .5rem; padding: .75rem 1rem;
  overflow-wrap: anywhere; white-space: pre-wrap; }
.muted { color: var(--soft); }
.on { color: var(--good); font-weight: 600; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.apart { justify-content: space-between; gap: .25rem 1rem; }
ul.plain { list-style: none; padding: 0; margin: 0; }
nav.tabs { display: flex; gap: 1rem; border-bottom: 1px solid var(--line); margin-bottom: 1rem; }
nav.tabs a { padding: .6rem 0; text-decoration: none; }
nav.tabs a[aria-current] { border-bottom: 3px solid var(--main); font-weight: 600; }
button, .button { font: inherit; display: inline-block; min-height: 2.75rem; padding: .5rem 1rem; cursor: pointer;
  border: 1px solid var(--main); border-radius: .375rem; background: var(--main); color: var(--on-main); text-decoration: none; }
button.second, .button.second { background: var(--paper); color: var(--main); }
header button { min-height: 2.25rem; padding: .25rem .75rem; background: transparent; border-color: #fff; color: #fff; }
input, select { font: inherit; min-height: 2.75rem; padding: .5rem; max-width: 100%; border: 1px solid var(--field);
  border-radius: .375rem; background: var(--paper); color: var(--ink); }
label { display: block; font-weight: 600; }
summary { cursor: pointer; padding: .25rem 0; }
pre { overflow-wrap: anywhere; white-space: pre-wrap; font-size: .85rem; }
details.launcher > summary { list-style: none; padding: .5rem; border-radius: .375rem; line-height: 0; }
details.launcher > summary::-webkit-details-marker { display: none; }
details.launcher > div { position: absolute; z-index: 1; top: 100%; left: 1rem; width: min(20rem, 90vw); padding: 1rem;
  background: var(--paper); color: var(--ink); border: 1px solid var(--line); border-radius: .5rem; }
details.launcher > div a { color: var(--main); display: inline-block; padding: .25rem 0; }
details.launcher > div :focus-visible { outline-color: var(--main); }
${commonStyle}`);

/** A whole page. */
export function page({ title, body, user, notice, hint, launcher, bell, driveUrl }: Frame): Html {
  const drive = driveUrl === undefined ? undefined : { text: 'Naar de Drive van de simulator', url: driveUrl };
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
${banner('Banqup', drive)}
<header>
${launcher}
<a class="home" href="/">Banqup (simulator)</a>
${user && html`<form class="who" method="post" action="/session/end">${bell}<span>${user.name}</span><button>Afmelden</button></form>`}
</header>
<main>
<h1>${title}</h1>
${notice && html`<p class="notice" role="status">${notice}</p>`}
${hint}
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
