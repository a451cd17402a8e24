/** The help article, step by step, as a person clicks it; smoke and the end-to-end tests walk through it. */
import type { LocalSystem } from './system.ts';
import type { Page, Visitor } from './visitor.ts';

/** Steps 1 and 2 up to Google's consent: the Store, *Installeren*, Banqup's login, our page. Answers our page. */
export async function install(system: LocalSystem, visitor: Visitor, user: string): Promise<Page> {
  const login = await visitor.open(system.pages.banqup);
  const home = await visitor.press(login, user);
  const store = await visitor.click(home, 'Ontdek de Banqup Store');
  const found = await visitor.press(store, 'Zoeken', { q: 'Google Drive' });
  const permissions = await visitor.click(found, 'Installeren');
  return visitor.press(permissions, 'Bevestigen');
}

/** Step 2: *Aanmelden met Google Drive*, choose the account, *Doorgaan*. Answers the page after it. */
export async function signInWithGoogle(visitor: Visitor, ourPage: Page, person: string): Promise<Page> {
  const accounts = await visitor.press(ourPage, 'Aanmelden met Google Drive');
  const consent = await visitor.click(accounts, person);
  return visitor.press(consent, 'Doorgaan');
}

/** Step 3: *Klanten*, the client, *Integraties*, *Integratie toevoegen*, *Google Drive*. Answers the client's page. */
export async function activateClient(system: LocalSystem, visitor: Visitor, client: string): Promise<Page> {
  const home = await visitor.open(system.pages.banqup);
  const clients = await visitor.click(home, 'Klanten');
  const card = await visitor.click(clients, new RegExp(`^${client}`));
  const integrations = await visitor.click(card, 'Integraties');
  const choice = await visitor.click(integrations, 'Integratie toevoegen');
  return visitor.press(choice, 'Google Drive');
}

/** *Google Drive ontkoppelen*: Beheren, *Actief* uit, confirm. Answers the manage page after it. */
export async function switchOff(system: LocalSystem, visitor: Visitor): Promise<Page> {
  const manage = await visitor.open(`${system.pages.app}/manage`);
  const question = await visitor.press(manage, 'Actief');
  return visitor.press(question, 'Uitzetten');
}
