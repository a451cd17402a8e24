/** The page after signing out of our pages. */
import { html } from 'hono/html';
import type { Speech } from '../../texts/speak.ts';
import { type Html, page } from './layout.ts';

/** The exports go on; the way back leads through Banqup. */
export function signedOutPage(speech: Speech, banqupUrl: string): Html {
  const { signedOut, next } = speech.texts;
  return page(
    speech,
    signedOut.title,
    html`<section>
      <p>${signedOut.text}</p>
      <p><a class="button" href="${banqupUrl}">${next.toBanqup}</a></p>
    </section>`,
  );
}
