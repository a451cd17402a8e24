/**
 * Drive as a person sees it: folders, files, the trash, and the apps with access, with buttons for the person's own hands
 * (rename, trash, restore, delete for good, remove an app). Links are relative, so any host name will do.
 */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { type Html, nextStep, when } from '../common-pages.ts';
import type { Account, Accounts } from './accounts.ts';
import type { Clients } from './clients.ts';
import { describe, drivePage, foldersFirst, home, itemActions, itemList, itemTree } from './drive-page-parts.ts';
import { itemPath } from './drive-resource.ts';
import { spoilPanel } from './drive-simulator-panel.ts';
import { type DriveStore, type Item, isTrashed } from './drive-store.ts';
import { PageError } from './errors.ts';
import type { Grants } from './grants.ts';
import { page } from './page-frame.ts';
import { consentText } from './scopes.ts';
import type { Ctx } from './traffic.ts';

const maxShownCharacters = 100_000;

const article = 'het artikel: hoe documenten worden opgeslagen';

type PageParts = {
  accounts: Accounts;
  clients: Clients;
  grants: Grants;
  store: DriveStore;
  /** Where a browser finds the simulated Banqup; pages link to it. */
  banqupUrl: string | undefined;
};

/** Adds the pages under /drive. */
export function addDrivePages(
  app: Hono<{ Bindings: HttpBindings }>,
  { accounts, clients, grants, store, banqupUrl }: PageParts,
): void {
  function accountOf(c: Ctx): Account {
    const account = accounts.find(c.req.param('account') ?? '');
    if (!account) throw new PageError(404, 'not_found', 'Dit account bestaat niet.');
    return account;
  }

  function itemOf(c: Ctx, account: Account): Item {
    const item = store.find(account.email, c.req.param('id') ?? '');
    if (!item) throw new PageError(404, 'not_found', 'Dit bestand bestaat niet, of is definitief verwijderd.');
    return item;
  }

  function appName(clientId: string): string {
    return clients.find(clientId)?.name ?? clientId;
  }

  const show = (account: Account, title: string, content: Html[]) => drivePage(account, title, content, banqupUrl);

  function rootPage(account: Account): Html {
    const items = store
      .children(account.email, account.rootId)
      .filter((item) => !item.explicitlyTrashed)
      .sort(foldersFirst);
    const apps = grants.ofAccount(account.email).map(({ clientId }) => ({ clientId, name: appName(clientId) }));
    return show(account, 'Mijn Drive', [
      html`<h1>Mijn Drive</h1>`,
      nextStep(
        article,
        items.length === 0
          ? html`Hier komt de map <strong>Invoice_import</strong> zodra je in Banqup een klant activeert. Ligt ze in de
              prullenbak, zet ze dan terug, of geef een factuur vrij en kijk wat er gebeurt.`
          : html`Open <strong>Invoice_import</strong>, de map van een klant, en daarin AP (aankoop) of AR (verkoop). Een
              factuur die net vrijgegeven is, staat er binnen enkele seconden: <a href="${home(account)}">vernieuw deze pagina</a>.`,
      ),
      itemList(items, 'Deze map is leeg.'),
      items.length > 0 ? html`<h2>Alles onder elkaar</h2>${itemTree(store, account)}` : html``,
      spoilPanel(account, store, apps),
    ]);
  }

  function folderPage(account: Account, folder: Item): Html {
    const above = store.ancestors(account.email, folder.id).reverse();
    const items = store
      .children(account.email, folder.id)
      .filter((item) => !item.explicitlyTrashed)
      .sort(foldersFirst);
    return show(account, folder.name, [
      html`<nav class="soft" aria-label="Waar deze map ligt">
        <a href="${home(account)}">Mijn Drive</a>${above.map((item) => html` / <a href="${itemPath(item)}">${item.name}</a>`)}
      </nav>`,
      html`<h1>${folder.name}</h1>`,
      isTrashed(folder) ? html`<p class="error">Deze map ligt in de prullenbak.</p>` : html``,
      itemList(items, 'Deze map is leeg.'),
      html`<p><a href="${itemPath(folder)}">Vernieuwen</a></p>`,
    ]);
  }

  app.get('/drive', (c) =>
    c.html(
      page(
        'Een account kiezen',
        'Google Drive',
        html`<section class="card">
          <h1>Van wie wilt u de Drive zien?</h1>
          <p class="soft">Kies het account waarmee u de app verbonden hebt.</p>
          <ul class="plain">
            ${accounts.all.map(
              (account) => html`<li>
                <a class="name" href="${home(account)}">${account.displayName}</a><br />
                <span class="soft">${account.email}</span>
              </li>`,
            )}
          </ul>
        </section>`,
        { banqupUrl },
      ),
    ),
  );

  app.get('/drive/:account', (c) => c.html(rootPage(accountOf(c))));

  app.get('/drive/:account/folder/:id', (c) => {
    const account = accountOf(c);
    if (c.req.param('id') === account.rootId) return c.html(rootPage(account));
    return c.html(folderPage(account, itemOf(c, account)));
  });

  app.get('/drive/:account/file/:id', (c) => {
    const account = accountOf(c);
    const item = itemOf(c, account);
    const text = (item.content ?? Buffer.alloc(0)).toString();
    const folderLink = `${home(account)}/folder/${item.parentId}`;
    return c.html(
      show(account, item.name, [
        html`<p class="soft"><a href="${folderLink}">Naar de map</a></p>`,
        html`<h1>${item.name}</h1>`,
        isTrashed(item) ? html`<p class="error">Dit bestand ligt in de prullenbak.</p>` : html``,
        html`<p class="soft">${describe(item)} · md5 ${item.md5}</p>`,
        html`<p><a class="button" href="${itemPath(item)}/download">Downloaden</a></p>`,
        itemActions(item),
        html`<pre tabindex="0" role="region" aria-label="Inhoud">${text.slice(0, maxShownCharacters)}</pre>`,
        text.length > maxShownCharacters
          ? html`<p class="soft">Hier staat alleen het begin; download het bestand.</p>`
          : html``,
      ]),
    );
  });

  app.get('/drive/:account/file/:id/download', (c) => {
    const item = itemOf(c, accountOf(c));
    return c.body(new Uint8Array(item.content ?? []), 200, {
      'content-type': item.mimeType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(item.name)}`,
    });
  });

  app.get('/drive/:account/trash', (c) => {
    const account = accountOf(c);
    const items = store.all(account.email).filter((item) => item.explicitlyTrashed);
    return c.html(
      show(account, 'Prullenbak', [
        html`<h1>Prullenbak</h1>`,
        itemList(items.sort(foldersFirst), 'De prullenbak is leeg.'),
      ]),
    );
  });

  app.get('/drive/:account/apps', (c) => {
    const account = accountOf(c);
    const live = grants.ofAccount(account.email);
    return c.html(
      show(account, 'Apps met toegang', [
        html`<h1>Apps met toegang</h1>`,
        live.length === 0 ? html`<p>Geen enkele app heeft toegang tot dit account.</p>` : html``,
        html`<ul class="plain">
          ${live.map(
            (grant) => html`<li>
              <span class="name">${appName(grant.clientId)}</span>
              <div class="soft">Sinds ${when(grant.since)}</div>
              <ul>${[...grant.scopes].map((scope) => html`<li>${consentText(scope)}</li>`)}</ul>
              <form method="post" action="${home(account)}/apps/${encodeURIComponent(grant.clientId)}/remove">
                <button class="danger">Toegang verwijderen</button>
              </form>
            </li>`,
          )}
        </ul>`,
      ]),
    );
  });

  app.post('/drive/:account/apps/:clientId/remove', (c) => {
    const account = accountOf(c);
    const grant = grants.find(account.email, c.req.param('clientId'));
    if (grant) grants.end(grant);
    return c.redirect(`${home(account)}/apps`, 303);
  });

  app.post('/drive/:account/room/:change{fill|free}', (c) => {
    const account = accountOf(c);
    if (c.req.param('change') === 'fill') store.fill(account.email);
    else store.free(account.email);
    return c.redirect(home(account), 303);
  });

  app.post('/drive/:account/items/:id/:action', async (c) => {
    const account = accountOf(c);
    const item = itemOf(c, account);
    const folderLink = `${home(account)}/folder/${item.parentId}`;
    const action = c.req.param('action');
    switch (action) {
      case 'rename': {
        const name = new URLSearchParams(await c.req.text()).get('name')?.trim();
        if (!name) throw new PageError(400, 'invalid_request', 'Geef een naam op.');
        store.rename(item, name);
        return c.redirect(folderLink, 303);
      }
      case 'trash':
        store.setTrashed(item, true);
        return c.redirect(folderLink, 303);
      case 'restore':
        store.setTrashed(item, false);
        return c.redirect(folderLink, 303);
      case 'delete':
        store.remove(item);
        return c.redirect(`${home(account)}/trash`, 303);
      default:
        throw new PageError(404, 'not_found', `Onbekende handeling: ${action}`);
    }
  });
}
