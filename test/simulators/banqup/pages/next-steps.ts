/**
 * What a newcomer presses next on each page, by the steps of Banqup's help article on exporting to Google Drive. Banqup itself
 * has none of this; the names of buttons are those of the pages and of the article.
 */
import { html } from 'hono/html';
import { type Html, nextStep } from '../../common-pages.ts';
import type { ClientSpace } from '../state.ts';

const steps = {
  install: 'stap 1 van het artikel: de extensie installeren',
  connect: 'stap 2 van het artikel: verbinden met Google',
  activate: 'stap 3 van het artikel: de extensie activeren voor een klant',
  stored: 'het artikel: hoe documenten worden opgeslagen',
};

const store = html`<strong>Ontdek de Banqup Store</strong>`;

/** Choosing who one is: at the front, or because an app asks Banqup. */
export function atLogin(asked: boolean): Html {
  return asked
    ? nextStep(steps.connect, html`De extensie vraagt aan Banqup wie je bent. Kies dezelfde persoon als daarnet.`)
    : nextStep(
        steps.install,
        html`Kies een <strong>beheerder</strong>: alleen een beheerder kan extensies installeren.`,
      );
}

/** At home, by how far the article has been followed: `active` is the first client that is switched on. */
export function atHome(installed: boolean, active: ClientSpace | undefined): Html {
  if (!installed) {
    return nextStep(
      steps.install,
      html`Open de <strong>app launcher</strong> (de negen stippen bovenaan) en klik op ${store}.`,
    );
  }
  if (!active) {
    return nextStep(
      steps.activate,
      html`Ga naar <strong>Klanten</strong>. Nog niet aangemeld bij Google? Klik dan eerst op <strong>Beheren</strong>.`,
    );
  }
  return nextStep(
    steps.stored,
    html`Google Drive is actief voor ${active.name}. Keur een factuur goed in de
<a href="/business-spaces/${active.id}">Business Space van ${active.name}</a>. Ontkoppelen doe je met <strong>Beheren</strong>.`,
  );
}

/** In the Store. */
export function inStore(installed: boolean): Html {
  return installed
    ? nextStep(steps.connect, html`De extensie is geïnstalleerd. Klik op <strong>Beheren</strong>.`)
    : nextStep(steps.install, html`Zoek “Google Drive” en klik op <strong>Installeren</strong>.`);
}

/** Before the rights are confirmed. */
export function atRights(): Html {
  return nextStep(
    steps.install,
    html`Klik op <strong>Bevestigen</strong>. Daarna kom je op de pagina van de extensie, voor stap 2: <strong>Aanmelden met Google Drive</strong>.`,
  );
}

/** In the list of clients. */
export function atClients(): Html {
  return nextStep(steps.activate, html`Open een klant. In Banqup dubbelklik je; hier volstaat één klik op de naam.`);
}

/** At a client's overview. */
export function atClient({ id, name }: ClientSpace, active: boolean): Html {
  return active
    ? toBusinessSpace(id, name)
    : nextStep(steps.activate, html`Ga naar het tabblad <strong>Integraties</strong>.`);
}

/** At a client's integrations. */
export function atIntegrations({ id, name }: ClientSpace, active: boolean): Html {
  return active
    ? toBusinessSpace(id, name)
    : nextStep(steps.activate, html`Klik op <strong>Integratie toevoegen</strong>.`);
}

function toBusinessSpace(id: string, name: string): Html {
  return nextStep(
    steps.stored,
    html`Google Drive is actief. Keur nu een factuur goed in de <a href="/business-spaces/${id}">Business Space van ${name}</a>.`,
  );
}

/** Where an integration is chosen. */
export function atChoice(installed: boolean): Html {
  return installed
    ? nextStep(steps.activate, html`Selecteer <strong>Google Drive</strong>.`)
    : nextStep(steps.install, html`Installeer eerst de extensie uit de Banqup Store.`);
}

/** In a client's Business Space; `released`: something was approved or sent. */
export function atDocuments(client: {
  path: string;
  active: boolean;
  released: boolean;
  driveUrl: string | undefined;
}): Html {
  const { path, active, released, driveUrl } = client;
  if (!active) {
    return nextStep(
      steps.activate,
      html`Google Drive is voor deze klant niet actief: wat je nu goedkeurt of verzendt, komt niet in Google Drive.
Activeer het eerst bij <a href="${path}/integrations">Integraties</a>.`,
    );
  }
  const drive = driveUrl === undefined ? 'Google Drive' : html`<a href="${driveUrl}">Google Drive</a>`;
  return released
    ? nextStep(
        steps.stored,
        html`Kijk in ${drive}: binnen enkele seconden staat het bestand in <strong>Invoice_import</strong>, in de map van de klant,
onder <strong>AP</strong> (aankoop) of <strong>AR</strong> (verkoop).`,
      )
    : nextStep(
        steps.stored,
        html`Klik bij een aankoopfactuur op <strong>Goedkeuren</strong>, of bij een verkoopfactuur op <strong>Verzenden</strong>.`,
      );
}
