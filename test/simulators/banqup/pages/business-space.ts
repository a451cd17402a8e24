/**
 * A client's Business Space: its purchase invoices to approve or refuse, its sales invoices to send, a way to bring in new
 * ones, from an example or a file, and many at once, which only a simulator has.
 */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { type Html, simulatorPanel, when } from '../../common-pages.ts';
import { isExported, isWaiting } from '../documents.ts';
import { readInvoiceFacts } from '../invoice-facts.ts';
import { notFound, Problem } from '../problem.ts';
import { listSamples, readSample } from '../samples.ts';
import type { BanqupDocument, Folder } from '../state.ts';
import { buttonForm } from './layout.ts';
import { atDocuments } from './next-steps.ts';
import type { Door, PageParts } from './routes.ts';

/** Those that wait and then the newest are shown at once, the others to whoever asks for them. */
const shownAtOnce = 5;
const mostAtOnce = 200;

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
  const { id, spaceId, folder, status, bytes, approvedAt, sentAt } = document;
  const releasedAt = approvedAt ?? sentAt;
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
<span class="${releasedAt ? 'on' : 'muted'}">${labels[state] ?? state}${releasedAt && ` op ${when(new Date(releasedAt))}`}</span></p>
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

function list(documents: BanqupDocument[]): Html {
  if (documents.length === 0) return html`<p>Nog geen facturen.</p>`;
  const cards = documents.map(card);
  const older = cards.slice(shownAtOnce);
  return html`<ul class="plain">${cards.slice(0, shownAtOnce)}</ul>
${older.length > 0 && html`<details><summary>Nog ${older.length}</summary><ul class="plain">${older}</ul></details>`}`;
}

const manyAtOnce = (space: string) =>
  simulatorPanel(
    'veel facturen tegelijk',
    html`<form method="post" action="/business-spaces/${space}/many"><p>Brengt voorbeelden binnen en geeft ze meteen vrij.</p>
<div class="row"><label for="count">Aantal</label>
<input id="count" name="count" type="number" min="1" max="${mostAtOnce}" value="25" required>
<button name="folder" value="PURCHASES">Aankoopfacturen goedkeuren</button>
<button name="folder" value="SALES">Verkoopfacturen verzenden</button></div></form>`,
  );

/** The space, and the actions on its documents. */
export function businessSpacePages({ documents, driveUrl, samplesDir, sessions, state }: PageParts, door: Door): Hono {
  const routes = new Hono();

  routes.get('/business-spaces/:space', async (c) => {
    const client = state.client(c.req.param('space'));
    const visit = door.visitClient(c, client.id);
    const path = `/partner-spaces/${visit.partner.id}/clients/${client.id}`;
    const samples = await listSamples(samplesDir);
    const all = state.documentsOf(client.id);
    const section = (folder: Folder, title: string) => {
      const newestFirst = all.filter((each) => each.folder === folder).reverse();
      const [waiting, others] = [newestFirst.filter(isWaiting), newestFirst.filter((each) => !isWaiting(each))];
      return html`<section><h2>${title}</h2>${newDocument(client.id, folder, samples)}${list([...waiting, ...others])}</section>`;
    };
    const active = state.isActive(visit.partner.id, client.id);
    return door.show(c, visit, {
      title: client.name,
      hint: atDocuments({ path, active, released: all.some(isExported), driveUrl }),
      body: html`<p class="muted">Business Space · <a href="${path}">naar de klantfiche</a></p>
${section('PURCHASES', 'Aankoopfacturen')}${section('SALES', 'Verkoopfacturen')}
${samples.length > 0 && manyAtOnce(client.id)}`,
    });
  });

  routes.post('/business-spaces/:space/many', async (c) => {
    const space = c.req.param('space');
    const { user } = door.visitClient(c, space);
    const { folder, count: asked } = await c.req.parseBody();
    const count = Number(asked);
    if (folder !== 'PURCHASES' && folder !== 'SALES') throw new Problem(400, 'INVALID_REQUEST', 'folder is missing');
    if (!Number.isInteger(count) || count < 1 || count > mostAtOnce) {
      throw new Problem(400, 'INVALID_REQUEST', `Kies een aantal van 1 tot ${mostAtOnce}.`);
    }
    const samples = await listSamples(samplesDir);
    const added: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const sample = await readSample(samplesDir, samples[n % samples.length] ?? '');
      added.push(documents.add({ space, folder, ...sample }).documentId);
    }
    const release = folder === 'PURCHASES' ? documents.approve : documents.send;
    await Promise.all(added.map((id) => release(id, user.id)));
    sessions.notify(
      c,
      `${count} facturen zijn binnengekomen en ${folder === 'PURCHASES' ? 'goedgekeurd' : 'verzonden'}.`,
    );
    return c.redirect(`/business-spaces/${space}`, 303);
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
