/** Before there is a connection, and right after: what will happen, the button to Google, and what to do next. */
import { html } from 'hono/html';
import type { Connection } from '../../domain/connection.ts';
import { rootFolderName } from '../../domain/folder.ts';
import type { Session } from '../browser.ts';
import { formButton, type Html, page } from './layout.ts';

/** The button that leads to Google's consent. */
export function signInButton(session: Session): Html {
  return formButton({ action: '/google/sign-in', label: 'Aanmelden met Google Drive', formToken: session.formToken });
}

/** No connection yet, or not any more. */
export function setUpPage(session: Session): Html {
  return page(
    'Verbind je Google Drive',
    html`<section>
      <p>Na het aanmelden zetten we de goedgekeurde aankoopfacturen en verzonden verkoopfacturen van de klanten van
        <strong>${session.partnerName}</strong> automatisch in je Google Drive.</p>
      <ul>
        <li>We zien alleen de mappen en bestanden die we zelf maken, niets anders in je Drive.</li>
        <li>Alleen documenten die vanaf nu worden goedgekeurd of verzonden, geen oudere.</li>
        <li>De originelen blijven in Banqup.</li>
      </ul>
      <p>Krijg je een waarschuwing van Google? Klik dan op <em>Doorgaan</em>.</p>
      ${signInButton(session)}
    </section>`,
  );
}

/** The sign-in has succeeded. */
export function installedPage(connection: Connection, banqupUrl: string): Html {
  return page(
    'De installatie is geslaagd',
    html`<section>
      <p>Je Google Drive is verbonden: <strong>${connection.account.email}</strong>.</p>
      <h2>Activeer nu de extensie voor een klant</h2>
      <ol>
        <li>Ga naar <em>Klanten</em>.</li>
        <li>Dubbelklik op een klant.</li>
        <li>Ga naar het tabblad <em>Integraties</em>.</li>
        <li>Klik op <em>Integratie toevoegen</em>.</li>
        <li>Selecteer <em>Google Drive</em>.</li>
      </ol>
      <p class="row"><a class="button" href="${banqupUrl}">Naar Banqup</a>
        <a class="button quiet" href="/manage">Beheren</a></p>
    </section>
    <section>
      <h2>Zo ziet het eruit in je Drive</h2>
      <pre>${rootFolderName}/
└── John Doe Group_BE0123456749/
    ├── AP/   aankoopfacturen
    └── AR/   verkoopfacturen</pre>
    </section>`,
  );
}
