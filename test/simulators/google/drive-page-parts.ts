/** What the Drive pages are made of: the frame with its links, a list of items, and the buttons for one item. */
import { html } from 'hono/html';
import type { Account } from './accounts.ts';
import { itemPath } from './drive-resource.ts';
import { folderMimeType, type Item } from './drive-store.ts';
import { type Html, page } from './page-frame.ts';

/** The first page of an account's Drive. */
export function home(account: Pick<Account, 'email'>): string {
  return `/drive/${encodeURIComponent(account.email)}`;
}

/** A page within an account's Drive, with the links to its other views. */
export function drivePage(account: Account, title: string, content: Html[]): Html {
  return page(title, 'Google Drive', content, [
    html`<a href="${home(account)}">Mijn Drive</a>`,
    html`<a href="${home(account)}/trash">Prullenbak</a>`,
    html`<a href="${home(account)}/apps">Apps met toegang</a>`,
    html`<a href="/drive">${account.email}</a>`,
  ]);
}

/** Files and folders, one below the other, or a sentence when there are none. */
export function itemList(items: Item[], whenEmpty: string): Html {
  if (items.length === 0) return html`<p>${whenEmpty}</p>`;
  return html`<ul class="plain">
    ${items.map(
      (item) => html`<li>
        <span aria-hidden="true">${item.mimeType === folderMimeType ? '📁' : '📄'}</span>
        <a class="name" href="${itemPath(item)}">${item.name}</a>
        <div class="soft">${describe(item)}</div>
        ${itemActions(item)}
      </li>`,
    )}
  </ul>`;
}

/** The buttons for one item; each posts a form. */
export function itemActions(item: Item): Html {
  const action = (name: string) => `${home(item)}/items/${item.id}/${name}`;
  const button = (name: string, text: string, kind = '') => html`<form method="post" action="${action(name)}">
    <button class="${kind}" aria-label="${text}: ${item.name}">${text}</button>
  </form>`;
  if (item.explicitlyTrashed) {
    return html`<div class="actions">${button('restore', 'Terugzetten')} ${button('delete', 'Definitief verwijderen', 'danger')}</div>`;
  }
  return html`<details>
    <summary>Acties</summary>
    <div class="actions">
      <form method="post" action="${action('rename')}">
        <input type="text" name="name" value="${item.name}" aria-label="Nieuwe naam voor ${item.name}" required />
        <button>Naam wijzigen</button>
      </form>
      ${button('trash', 'Naar prullenbak')} ${button('delete', 'Definitief verwijderen', 'danger')}
    </div>
  </details>`;
}

/** Sorts folders before files, then by name. */
export function foldersFirst(a: Item, b: Item): number {
  const folders = Number(b.mimeType === folderMimeType) - Number(a.mimeType === folderMimeType);
  return folders || a.name.localeCompare(b.name, 'nl');
}

/** When an item changed last, and how large it is. */
export function describe(item: Item): string {
  const size = item.content ? ` · ${item.content.length.toLocaleString('nl-BE')} bytes` : '';
  return `${when(item.modifiedTime)}${size}`;
}

/** A moment as a Belgian reads it. */
export function when(date: Date): string {
  return date.toLocaleString('nl-BE', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Brussels' });
}
