/** The clients of a partner space that are switched on: the first of them on the manage page, the others page by page. */
import { html } from 'hono/html';
import type { Activation } from '../../domain/activation.ts';
import type { Session } from '../../domain/session.ts';
import type { Speech } from '../../texts/speak.ts';
import { type Html, page } from './layout.ts';

export interface ClientPage {
  shown: Activation[];
  /** Of all that there are. */
  count: number;
  /** The client space after which the next page begins; undefined: these are the last. */
  next: string | undefined;
}

/** One page of clients, with the way to the next one and to the beginning. */
export function clientsPage(speech: Speech, session: Session, clients: ClientPage): Html {
  const { manage, next } = speech.texts;
  return page(
    speech,
    manage.clients,
    html`<section>
      ${clientList(speech, clients)}
      <a class="button quiet" href="/manage">${next.manage}</a>
    </section>`,
    session,
  );
}

/** How many there are, and those of this page. */
export function clientList({ texts }: Speech, { shown, count, next }: ClientPage): Html {
  const { noClients, clientCount, nextClients } = texts.manage;
  if (count === 0) return html`<p class="soft">${noClients}</p>`;
  return html`<p class="soft">${clientCount(count)}</p>
    <ul class="columns">${shown.map(client)}</ul>
    ${next === undefined ? '' : html`<p><a class="button quiet" href="/manage/clients?after=${next}">${nextClients}</a></p>`}`;
}

function client({ company, folder }: Activation): Html {
  return html`<li>${company.name}<div class="soft small">${folder.name}</div></li>`;
}
