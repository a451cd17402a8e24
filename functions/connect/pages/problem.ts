/** The page that ends a visit which could not go on: what is the matter, and the one thing to press. */
import { html } from 'hono/html';
import type { Problem } from '../texts-nl.ts';
import { type Html, page } from './layout.ts';

/** `next` leads on; `requestId` is what the help desk finds in the log. */
export function problemPage(problem: Problem, next: { href: string; label: string }, requestId: string): Html {
  return page(
    problem.title,
    html`<section class="notice">
      <p>${problem.text}</p>
      <p><a class="button" href="${next.href}">${next.label}</a></p>
      <p class="soft small">Nummer voor de helpdesk: ${requestId}</p>
    </section>`,
  );
}
