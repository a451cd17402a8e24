/**
 * The home page: what this is, to somebody who has never heard of it. Google asks for it before it shows our name to people.
 * https://support.google.com/cloud/answer/13807376
 */
import { html } from 'hono/html';
import type { Speech } from '../../texts/speak.ts';
import { contact, type Operator } from './contact.ts';
import { type Html, type PublicVisit, publicAddress, publicPage } from './layout.ts';
import { exampleTree } from './tree.ts';

/** What it does, how to begin and to end, why it asks Google for access. */
export function homePage(speech: Speech, visit: PublicVisit, operator: Operator, banqupUrl: string): Html {
  const { home, installed, next, privacy } = speech.texts;
  return publicPage(
    speech,
    home.title,
    html`<section>
      <p>${home.lead}</p>
      <p><a class="button" href="${banqupUrl}">${next.toBanqup}</a></p>
    </section>
    <section>
      <h2>${home.does.title}</h2>
      <ul>${home.does.points.map((point) => html`<li>${point}</li>`)}</ul>
    </section>
    <section>
      <h2>${installed.looksLike}</h2>
      ${exampleTree(speech)}
    </section>
    <section>
      <h2>${home.start.title}</h2>
      <ol>${home.start.steps.map((step) => html`<li>${step}</li>`)}</ol>
    </section>
    <section>
      <h2>${home.access.title}</h2>
      <p>${home.access.text}</p>
      <p><a href="${publicAddress('/privacy', visit.chosen)}">${privacy.title}</a></p>
    </section>
    <section>
      <h2>${home.ending.title}</h2>
      <p>${home.ending.text}</p>
      ${contact(speech, operator)}
    </section>`,
    visit,
  );
}
