/** The privacy policy (texts/privacy.ts). */
import { html } from 'hono/html';
import { type Block, privacySections } from '../../texts/privacy.ts';
import type { Speech } from '../../texts/speak.ts';
import { contact, type Operator } from './contact.ts';
import { type Html, type PublicVisit, publicPage } from './layout.ts';

/** All of it on one page. */
export function privacyPage(speech: Speech, visit: PublicVisit, operator: Operator): Html {
  const { privacy } = speech.texts;
  return publicPage(
    speech,
    privacy.title,
    html`<section>
      <p>${privacy.intro(operator.name)}</p>
    </section>
    ${privacySections.map((name) => section(privacy.sections[name], name === 'rights' ? contact(speech, operator) : ''))}
    <p class="soft small">${privacy.changed}</p>`,
    visit,
  );
}

function section({ title, blocks }: { title: string; blocks: readonly Block[] }, end: Html | string): Html {
  return html`<section>
      <h2>${title}</h2>
      ${blocks.map((block) =>
        typeof block === 'string'
          ? html`<p>${withLinks(block)}</p>`
          : html`<ul>${block.map((point) => html`<li>${withLinks(point)}</li>`)}</ul>`,
      )}
      ${end}
    </section>`;
}

/** The addresses in a sentence, as links. */
function withLinks(sentence: string): (Html | string)[] {
  return sentence
    .split(/(https:\/\/\S+)/)
    .map((part) => (part.startsWith('https://') ? html`<a href="${part}">${part.slice('https://'.length)}</a>` : part));
}
