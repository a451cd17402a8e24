/** Who runs this, and how to reach them. */
import { html } from 'hono/html';
import type { Speech } from '../../texts/speak.ts';
import type { Html } from './layout.ts';

export interface Operator {
  name: string;
  email: string;
}

/** A line with the address to write to. */
export function contact({ texts }: Speech, { name, email }: Operator): Html {
  return html`<p>${texts.contact(name)} <a href="mailto:${email}">${email}</a></p>`;
}
