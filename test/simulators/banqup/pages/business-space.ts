/**
 * A client's Business Space: its purchase invoices to approve or refuse, its sales invoices to send, and a way
 * to bring in new ones, from an example or a file.
 */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { isExported, isWaiting } from '../documents.ts';
import { readInvoiceFacts } from '../invoice-facts.ts';
import { notFound, Problem } from '../problem.ts';
import { listSamples, readSample } from '../samples.ts';
import type { BanqupDocument, Folder } from '../state.ts';
import { buttonForm, type Html } from './layout.ts';
import type { Door, PageParts } from './routes.ts';

const labels: Record<string, string> = {
  AWAITING_VALIDATION: 'Wacht op validatie',
  APPROVED: 'Goedgekeurd',
  REFUSED: 'Geweigerd',
  VALIDATED: 'Gevalideerd',
  DRAFT: 'Ontwerp',
  AWAITING: 'Wacht op verzending',
  SENT: 'Verzonden',
};

function card(document: BanqupDocument): Html {
  const { id, spaceId, folder, status, bytes } = document;
  const { number, amount, currency, supplier, customer } = readInvoiceFacts(bytes);
  const state = folder === 'PURCHASES' ? status.document : status.delivery;
  const action = (name: string, label: string, second = false) =>
    buttonForm(`/business-spaces/${spaceId}/documents/${id}/${name}`, label, second);
  const actions =
    folder === 'PURCHASES'
      ? html`${action('approve', 'Goedkeuren')}${action('refuse', 'Weigeren', true)}`
      : action('send', 'Verzenden');
  return html`<li class="card"><h3>${number ?? document.filename}</h3>
<p>${(folder === 'PURCHASES' ? supplier : customer).name ?? 'Onbekende partij'} · ${amount ?? '?'} ${currency}<br>
<span class="muted">${labels[state] ?? state}</span></p>
<div class="row">${isWaiting(document) && actions}
${isExported(document) && action('resend', '(Opnieuw) naar integraties sturen', true)}</div></li>`;
}

function newDocument(space: string, folder: Folder, samples: string[]): Html {
  const what = folder === 'PURCHASES' ? 'aankoopfactuur' : 'verkoopfactuur';
  const start = html`<form class="row" method="post" enctype="multipart/form-data" action="/business-spaces/${space}/documents">
<input type="hidden" name="folder" value="${folder}">`;
  const choice = html`${start}<label for="sample-${folder}">Nieuwe ${what} van een voorbeeld</label>
<select id="sample-${folder}" name="sample">${samples.map((name) => html`<option>${name}</option>`)}</select>
<button class="second">Toevoegen</button></form>`;
  return html`<details class="card"><summary>Nieuwe ${what}</summary>${samples.length > 0 && choice}
${start}<label for="file-${folder}">Nieuwe ${what} uit een .xml-bestand</label>
<input id="file-${folder}" type="file" name="file" accept=".xml,application/xml" required>
<button class="second">Opladen</button></form></details>`;
}

/** The space, and the actions on its documents. */
export function businessSpacePages({ documents, samplesDir, sessions, state }: PageParts, door: Door): Hono {
  const routes = new Hono();

  routes.get('/business-spaces/:space', async (c) => {
    const client = state.client(c.req.param('space'));
    const visit = door.visitClient(c, client.id);
    const samples = await listSamples(samplesDir);
    const section = (folder: Folder, title: string) => {
      const newestFirst = state
        .documentsOf(client.id)
        .filter((each) => each.folder === folder)
        .reverse();
      return html`<section><h2>${title}</h2>${newDocument(client.id, folder, samples)}
${newestFirst.length === 0 ? html`<p>Nog geen facturen.</p>` : html`<ul class="plain">${newestFirst.map(card)}</ul>`}</section>`;
    };
    return door.show(
      c,
      visit,
      client.name,
      html`<p class="muted">Business Space · <a href="/partner-spaces/${visit.partner.id}/clients/${client.id}">naar de klantfiche</a></p>
${section('PURCHASES', 'Aankoopfacturen')}${section('SALES', 'Verkoopfacturen')}`,
    );
  });

  routes.post('/business-spaces/:space/documents', async (c) => {
    const space = c.req.param('space');
    door.visitClient(c, space);
    const { folder, sample, file } = await c.req.parseBody();
    if (folder !== 'PURCHASES' && folder !== 'SALES') throw new Problem(400, 'INVALID_REQUEST', 'folder is missing');
    if (file instanceof File && file.size > 0) {
      documents.add({ space, folder, filename: file.name, ubl: new Uint8Array(await file.arrayBuffer()) });
    } else if (typeof sample === 'string') {
      documents.add({ space, folder, ...(await readSample(samplesDir, sample)) });
    } else {
      throw new Problem(400, 'INVALID_REQUEST', 'Kies een voorbeeld of een .xml-bestand.');
    }
    return c.redirect(`/business-spaces/${space}`, 303);
  });

  const act = (name: string, run: (documentId: string, userId: string) => unknown, notice: string) =>
    routes.post(`/business-spaces/:space/documents/:document/${name}`, async (c: Context) => {
      const { space = '', document: id = '' } = c.req.param();
      const { user } = door.visitClient(c, space);
      if (state.document(id).spaceId !== space) throw notFound(`Document ${id}`);
      await run(id, user.id);
      sessions.notify(c, notice);
      return c.redirect(`/business-spaces/${space}`, 303);
    });
  act('approve', documents.approve, 'De factuur is goedgekeurd.');
  act('refuse', documents.refuse, 'De factuur is geweigerd.');
  act('send', documents.send, 'De factuur is verzonden.');
  act('resend', documents.resend, 'De factuur is opnieuw naar de integraties gestuurd.');

  return routes;
}
