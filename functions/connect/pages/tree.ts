/** A picture of the folders that will be in a Drive: a list, so that it is read out as well as seen. */
import { html } from 'hono/html';
import { rootFolderName } from '../../domain/folder.ts';
import type { Speech } from '../../texts/speak.ts';
import type { Html } from './layout.ts';

/** With one client, and a file of each kind. */
export function exampleTree({ texts: { installed } }: Speech): Html {
  return html`<ul class="tree">
    <li>${folder}<b>${rootFolderName}</b>
      <ul><li>${folder}John Doe Group_BE0123456749
        <ul>
          <li>${folder}AP <span class="soft">${installed.purchases}</span>
            <ul><li>${file}2026-12-01_2026-118_3f2a….xml</li></ul></li>
          <li>${folder}AR <span class="soft">${installed.sales}</span>
            <ul><li>${file}2026-12-02_V-0042_9c41….xml</li></ul></li>
        </ul></li></ul></li>
  </ul>`;
}

const folder = html`<svg class="icon" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" focusable="false"><path fill="currentColor" d="M10 4H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-8z"/></svg>`;
const file = html`<svg class="icon file" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" focusable="false"><path fill="currentColor" d="M14 2H6a2 2 0 0 0-2 2v16a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8zm-1 7V3.5L18.5 9z"/></svg>`;
