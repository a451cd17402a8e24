/** The frame around every page a person sees: the word "Simulator" in the header, and one small style sheet. */
import { html, raw } from 'hono/html';

export type Html = ReturnType<typeof html>;

/** A whole page. `links` are shown in the header, beside the name of the simulated service. */
export function page(title: string, service: string, content: Html | Html[], links: Html[] = []): Html {
  return html`<!doctype html>
    <html lang="nl">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – ${service} (simulator)</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <header>
          <strong>${service}</strong>
          <span class="badge">Simulator</span>
          <nav>${links}</nav>
        </header>
        <main>${content}</main>
      </body>
    </html>`;
}

const style = `
  :root { color-scheme: light; --line: #dadce0; --ink: #202124; --soft: #5f6368; --blue: #0b57d0; }
  * { box-sizing: border-box; }
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: #f8fafd; }
  header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .75rem 1rem; background: #fff;
    border-bottom: 1px solid var(--line); }
  header nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-left: auto; }
  main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
  .card { background: #fff; border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; }
  .card { max-width: 30rem; margin: 1rem auto; }
  h1 { font-size: 1.35rem; line-height: 1.3; margin: .25rem 0 1rem; overflow-wrap: anywhere; }
  a { color: var(--blue); }
  .badge { background: #fef7e0; border: 1px solid #b06000; color: #7a4200; border-radius: 1rem; padding: 0 .6rem; font-size: .85rem; }
  .soft { color: var(--soft); font-size: .9rem; }
  ul.plain { list-style: none; margin: 0; padding: 0; }
  ul.plain > li { border-bottom: 1px solid var(--line); padding: .6rem 0; overflow-wrap: anywhere; }
  .name { font-weight: 600; }
  .actions { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .35rem; align-items: center; }
  form { display: inline; }
  button, .button, input[type=text] { font: inherit; font-size: .9rem; padding: .35rem .8rem; min-height: 2.25rem;
    border: 1px solid #747775; border-radius: 1.25rem; background: #fff; color: var(--ink); }
  input[type=text] { border-radius: .4rem; width: 14rem; max-width: 60vw; }
  button { cursor: pointer; }
  button.main { background: var(--blue); border-color: var(--blue); color: #fff; }
  button.danger { color: #a50e0e; border-color: #a50e0e; }
  details summary { cursor: pointer; color: var(--soft); font-size: .9rem; }
  fieldset { border: 1px dashed #b06000; border-radius: .5rem; margin: 1rem 0; }
  label { display: block; padding: .25rem 0; }
  pre { background: #fff; border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; overflow: auto; max-height: 70vh; font-size: .85rem; }
  .error { color: #a50e0e; }
`;
