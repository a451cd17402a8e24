/**
 * What the pages of the simulated Banqup and the simulated Google have in common: that nobody takes them for the real ones, and
 * what is the simulator's own on them. Both are in the black and yellow of a barrier, which is no colour of Banqup's or Google's.
 */
import { html } from 'hono/html';

export type Html = ReturnType<typeof html>;

/** Goes into the style sheet of a page that has any of the below. */
export const commonStyle = `
:root { --tape: #ffd60a; --on-tape: #1a1a1a; --own: #fff9db; --own-line: #7d6200; --own-ink: #2b2300; }
@media (prefers-color-scheme: dark) { :root { --own: #2a2500; --own-line: #ffd60a; --own-ink: #fdf3c0; } }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; border-radius: .2rem; }
.simulator-banner { background: var(--tape); color: var(--on-tape); padding: .5rem 1rem; font-size: .95rem;
  border-bottom: .6rem solid; border-image: repeating-linear-gradient(-45deg, #1a1a1a 0 1rem, #ffd60a 1rem 2rem) 10; }
.simulator-banner a { color: var(--on-tape); }
.simulator-banner a:focus-visible { outline-color: var(--on-tape); }
.simulator { background: var(--own); color: var(--own-ink); border: 2px dashed var(--own-line); border-radius: .5rem;
  padding: .75rem 1rem; margin: 1rem 0; overflow-wrap: anywhere; }
.simulator h2 { font-size: 1rem; line-height: 1.4; margin: 0 0 .25rem; }
.simulator h2 small { font-weight: 400; font-size: .9rem; }
.simulator p { margin: .25rem 0; }
.simulator a:not(.button) { color: inherit; }
.simulator button, .simulator .button { background: var(--own); color: var(--own-ink); border-color: var(--own-line); }
.simulator :focus-visible { outline-color: var(--own-ink); }
`;

/** Stands at the top of every page. `what` is simulated; the link, where there is one, leads to the other simulator. */
export function banner(what: string, link?: { text: string; url: string }): Html {
  return html`<aside class="simulator-banner" aria-label="Simulator"><strong>Simulator van ${what}.</strong>
Niets hier is echt, en alles verdwijnt wanneer het programma stopt.
${link && html`<a href="${link.url}">${link.text}</a>`}</aside>`;
}

/** What to press next; `step` is that of Banqup's help article. */
export function nextStep(step: string, text: Html): Html {
  return html`<section class="simulator"><h2>Volgende stap <small>· ${step}</small></h2>
<p>${text}</p></section>`;
}

/** What a person can do to a simulator, and not to what it stands in for. */
export function simulatorPanel(title: string, content: Html): Html {
  return html`<section class="simulator"><h2>Simulator <small>· ${title}</small></h2>
${content}</section>`;
}

/** A moment as a Belgian reads it. */
export function when(date: Date): string {
  return date.toLocaleString('nl-BE', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Brussels' });
}
