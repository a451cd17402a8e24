/** What the Drive pages are made of: the frame with its links, a list and a tree of items, and the buttons for one item. */
import { html } from 'hono/html';
import { type Html, when } from '../common-pages.ts';
import type { Account } from './accounts.ts';
import { itemPath } from './drive-resource.ts';
import { type DriveStore, folderMimeType, type Item, isTrashed } from './drive-store.ts';
import { page } from './page-frame.ts';

/** A folder's files beyond these are counted in the tree, and not named. */
const namedOfFolder = 20;

/** The first page of an account's Drive. */
export function home(account: Pick<Account, 'email'>): string {
  return `/drive/${encodeURIComponent(account.email)}`;
}

/** A page within an account's Drive, with the links to its other views. */
export function drivePage(account: Account, title: string, content: Html[], banqupUrl: string | undefined): Html {
  const links = [
    html`<a href="${home(account)}">Mijn Drive</a>`,
    html`<a href="${home(account)}/trash">Prullenbak</a>`,
    html`<a href="${home(account)}/apps">Apps met toegang</a>`,
    html`<a href="/drive">${account.email}</a>`,
  ];
  return page(title, 'Google Drive', content, { links, banqupUrl });
}

/** Drawn, since not every machine has letters for it. */
const icon = ({ mimeType }: Item) =>
  mimeType === folderMimeType
    ? html`<svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true"><path d="M2 5h8l2 3h10v12H2z" /></svg>`
    : html`<svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 2h9l5 5v15H5z" /></svg>`;

/** All that lies in a folder and below it, by name; nothing of the trash. */
export function itemTree(store: DriveStore, account: Account, folderId = account.rootId): Html {
  const items = store
    .children(account.email, folderId)
    .filter((item) => !isTrashed(item))
    .sort(foldersFirst);
  const files = items.filter((item) => item.mimeType !== folderMimeType);
  const unnamed = files.slice(namedOfFolder);
  const named = items.slice(0, items.length - unnamed.length);
  return html`<ul${folderId === account.rootId ? html` class="tree"` : ''}>
    ${named.map(
      (item) => html`<li>${icon(item)} <a href="${itemPath(item)}">${item.name}</a>
        ${item.mimeType === folderMimeType ? itemTree(store, account, item.id) : ''}</li>`,
    )}
    ${unnamed.length > 0 ? html`<li class="soft">en nog ${unnamed.length}</li>` : ''}
  </ul>`;
}

/** Files and folders, one below the other, or a sentence when there are none. */
export function itemList(items: Item[], whenEmpty: string): Html {
  if (items.length === 0) return html`<p>${whenEmpty}</p>`;
  return html`<ul class="plain">
    ${items.map(
      (item) => html`<li>
        ${icon(item)}
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
