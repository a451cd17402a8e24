/**
 * What a person can spoil and mend of a Drive with one button each, to see what the app's pages say then: the app's access, the
 * room, and the folders at the top.
 */
import { html } from 'hono/html';
import { type Html, simulatorPanel } from '../common-pages.ts';
import type { Account } from './accounts.ts';
import { home } from './drive-page-parts.ts';
import { type DriveStore, folderMimeType, type Item } from './drive-store.ts';

/** Apps by the id under which they have access. */
type App = { clientId: string; name: string };

/** The panel of one account's Drive. */
export function spoilPanel(account: Account, store: DriveStore, apps: App[]): Html {
  const button = (path: string, label: string) =>
    html`<form method="post" action="${home(account)}/${path}"><button>${label}</button></form>`;
  const ofFolder = ({ id, name, explicitlyTrashed }: Item) =>
    explicitlyTrashed
      ? button(`items/${id}/restore`, `Map ${name} terugzetten`)
      : button(`items/${id}/trash`, `Map ${name} naar prullenbak`);
  const folders = store.children(account.email, account.rootId).filter((item) => item.mimeType === folderMimeType);
  return simulatorPanel(
    'iets laten mislopen',
    html`<p>Geef daarna in Banqup een factuur vrij, en kijk wat de app erover zegt bij <strong>Beheren</strong>.</p>
      ${apps.length === 0 ? html`<p>Geen enkele app heeft toegang: er valt niets in te trekken.</p>` : html``}
      ${store.isFull(account.email) ? html`<p><strong>Deze Drive is vol.</strong></p>` : html``}
      <div class="actions">
        ${apps.map(({ clientId, name }) => button(`apps/${encodeURIComponent(clientId)}/remove`, `Toegang van ${name} intrekken`))}
        ${
          store.isFull(account.email)
            ? button('room/free', 'Weer plaats maken')
            : button('room/fill', 'Drive vol laten lopen')
        }
        ${folders.map(ofFolder)}
      </div>`,
  );
}
