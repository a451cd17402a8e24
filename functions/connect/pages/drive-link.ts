/** Links into Google Drive. */
import { html } from 'hono/html';
import type { Html } from './layout.ts';

/** A link comes from Drive; a page of ours follows it only where it is one for a browser. */
export function linkToDrive(link: string | undefined, label: string): Html {
  return link !== undefined && /^https?:\/\//.test(link)
    ? html`<a href="${link}" rel="noreferrer">${label}</a>`
    : html`${label}`;
}
