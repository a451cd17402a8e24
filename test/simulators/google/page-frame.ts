/** The frame around every page a person sees of this Google, with one small style sheet, light and dark as the system says. */
import { html, raw } from 'hono/html';
import { banner, commonStyle, type Html } from '../common-pages.ts';

/** A whole page. `links` are shown in the header, beside the name of the simulated service; `banqupUrl` where one may leave. */
export function page(
  title: string,
  service: string,
  content: Html | Html[],
  { links, banqupUrl }: { links?: Html[]; banqupUrl?: string | undefined } = {},
): Html {
  return html`<!doctype html>
    <html lang="nl">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${service} (simulator)</title>
        <link rel="icon" href="data:," />
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        ${banner('Google', banqupUrl === undefined ? undefined : { text: 'Naar de Banqup van de simulator', url: banqupUrl })}
        <header>
          <strong>${service}</strong>
          ${links && html`<nav aria-label="${service}">${links}</nav>`}
        </header>
        <main>${content}</main>
      </body>
    </html>`;
}

const style = `
  :root { color-scheme: light dark; --line: #dadce0; --field: #747775; --ink: #202124; --soft: #5f6368; --main: #0b57d0;
    --on-main: #fff; --danger: #a50e0e; --paper: #fff; --ground: #f8fafd; }
  @media (prefers-color-scheme: dark) { :root { --line: #444746; --field: #8e918f; --ink: #e3e3e3; --soft: #b0b3b0; --main: #a8c7fa;
    --on-main: #062e6f; --danger: #f2b8b5; --paper: #1e1f20; --ground: #131314; } }
  * { box-sizing: border-box; }
  body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
  header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .75rem 1rem; background: var(--paper);
    border-bottom: 1px solid var(--line); }
  header nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-left: auto; }
  header nav a { padding: .25rem 0; }
  main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
  section.card { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; }
  section.card { max-width: 32rem; margin: 1rem auto; }
  h1 { font-size: 1.35rem; line-height: 1.3; margin: .25rem 0 1rem; overflow-wrap: anywhere; }
  h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
  a { color: var(--main); }
  .soft { color: var(--soft); font-size: .9rem; overflow-wrap: anywhere; }
  ul.plain { list-style: none; margin: 0; padding: 0; }
  ul.plain > li { border-bottom: 1px solid var(--line); padding: .6rem 0; overflow-wrap: anywhere; }
  ul.tree, ul.tree ul { list-style: none; padding: 0 0 0 1rem; margin: 0; border-left: 1px solid var(--line); overflow-wrap: anywhere; }
  ul.tree { border: 0; padding: 0; }
  svg { vertical-align: -.2em; fill: var(--soft); }
  .name { font-weight: 600; display: inline-block; padding: .1rem 0; }
  .actions { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .5rem; align-items: center; }
  form { display: inline; }
  button, .button, input[type=text] { font: inherit; font-size: .95rem; padding: .4rem .9rem; min-height: 2.5rem;
    border: 1px solid var(--field); border-radius: 1.25rem; background: var(--paper); color: var(--ink); }
  .button { display: inline-block; text-decoration: none; }
  input[type=text] { border-radius: .4rem; width: 14rem; max-width: 60vw; }
  input[type=checkbox] { width: 1.25rem; height: 1.25rem; vertical-align: -.2em; }
  button { cursor: pointer; }
  button.main { background: var(--main); border-color: var(--main); color: var(--on-main); }
  button.danger { color: var(--danger); border-color: var(--danger); }
  details summary { cursor: pointer; color: var(--soft); font-size: .9rem; padding: .25rem 0; }
  fieldset { border: 2px dashed var(--own-line); background: var(--own); color: var(--own-ink); border-radius: .5rem; margin: 1rem 0; }
  fieldset .soft { color: inherit; }
  label { display: block; padding: .25rem 0; }
  pre { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; overflow: auto; max-height: 70vh; font-size: .85rem; }
  .error { color: var(--danger); }
${commonStyle}`;
