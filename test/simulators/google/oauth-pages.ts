/** What a person sees while signing in: choose an account, agree, or an error page. Google-like, obviously simulated. */
import { html } from 'hono/html';
import { type Html, nextStep } from '../common-pages.ts';
import type { Account } from './accounts.ts';
import { page } from './page-frame.ts';
import { consentText } from './scopes.ts';

const service = 'Google-account';
const article = 'stap 2 van het artikel: verbinden met Google';

/** One link for each account; each leads to the consent with the same question. */
export function chooseAccountPage(
  appName: string,
  accounts: readonly Account[],
  consentLink: (email: string) => string,
): Html {
  return page(
    'Een account kiezen',
    service,
    html`<section class="card">
      <h1>Een account kiezen</h1>
      ${nextStep(article, html`Kies een van de verzonnen Google-accounts. Er is geen wachtwoord.`)}
      <p>om door te gaan naar <strong>${appName}</strong></p>
      <ul class="plain">
        ${accounts.map(
          ({ email, displayName }) => html`<li>
            <a class="name" href="${consentLink(email)}">${displayName}</a><br /><span class="soft">${email}</span>
          </li>`,
        )}
      </ul>
    </section>`,
  );
}

/** What people see first of an app that Google has not verified. */
export function warningPage(appName: string, onwards: string): Html {
  return page(
    'Niet geverifieerde app',
    service,
    html`<section class="card">
      <h1>Google heeft deze app niet geverifieerd</h1>
      ${nextStep(article, html`Dit is de waarschuwing waar het artikel over spreekt. Klik op <strong>Doorgaan</strong>.`)}
      <p>Ga alleen door als u <strong>${appName}</strong> kent en vertrouwt.</p>
      <div class="actions"><a class="button" href="${onwards}">Doorgaan</a></div>
    </section>`,
  );
}

/**
 * Asks to agree. `question` travels along in hidden fields. With one scope Google shows no checkbox: the one here is the
 * simulator's own switch.
 */
export function consentPage(
  appName: string,
  account: Account,
  scopes: readonly string[],
  question: [string, string][],
): Html {
  const boxes = scopes.map(
    (scope) => html`<label>
      <input type="checkbox" name="granted_scope" value="${scope}" checked /> ${consentText(scope)}
    </label>`,
  );
  return page(
    'Toestemming geven',
    service,
    html`<section class="card">
      <h1>${appName} wil toegang tot uw Google-account</h1>
      ${nextStep(article, html`Klik op <strong>Doorgaan</strong>: zo geef je toestemming om bestanden in je Drive te zetten.`)}
      <p class="soft">${account.displayName} (${account.email})</p>
      <form method="post" action="/o/oauth2/v2/auth/consent">
        ${question.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <p>Hiermee kan <strong>${appName}</strong>:</p>
        ${
          scopes.length > 1
            ? html`<p class="soft">Kies wat ${appName} mag doen.</p>${boxes}`
            : html`<ul><li>${consentText(scopes[0] ?? '')}</li></ul>
                <fieldset><legend class="soft">Alleen in de simulator</legend>
                <p class="soft">Vink uit om door te gaan zonder deze toegang te geven.</p>${boxes}</fieldset>`
        }
        <p class="soft">U kunt de toegang altijd verwijderen in uw Google-account.</p>
        <div class="actions">
          <button name="decision" value="cancel">Annuleren</button>
          <button class="main" name="decision" value="allow">Doorgaan</button>
        </div>
      </form>
    </section>`,
  );
}

/** Google's "access blocked" page: shown instead of redirecting when the question itself is wrong. */
export function blockedPage(status: number, error: string, message: string): Html {
  return errorPage(
    'Toegang geblokkeerd',
    'Toegang geblokkeerd: het verzoek van deze app is ongeldig',
    `${status}: ${error}`,
    message,
  );
}

/** For what is not, or no longer, in a Drive. */
export function missingPage(error: string, message: string): Html {
  return errorPage(
    'Niet gevonden',
    'Niet gevonden',
    `404: ${error}`,
    html`${message} <a href="/drive">Naar Google Drive</a>`,
  );
}

function errorPage(title: string, heading: string, fault: string, message: string | Html): Html {
  return page(
    title,
    service,
    html`<section class="card">
      <h1>${heading}</h1>
      <p class="error">Fout ${fault}</p>
      <p>${message}</p>
    </section>`,
  );
}
