/**
 * Choosing who you are: the front page of this Banqup and the login of Banqup One are the same list of users.
 * There are no passwords.
 */
import { html } from 'hono/html';
import type { Html } from '../../common-pages.ts';
import type { Role, User } from '../state.ts';
import { page } from './layout.ts';
import { atLogin } from './next-steps.ts';

interface LoginPage {
  users: User[];
  /** Where the choice is posted to, as field `user`. */
  action: string;
  /** Fields that travel along. */
  carry: Record<string, string>;
  /** Whether the login may be given up, as field `cancel`. */
  cancel: boolean;
}

const roles: Record<Role, string> = {
  ADMINISTRATOR: 'beheerder',
  CLIENT_MANAGER: 'klantbeheerder',
  ACCOUNTANT: 'accountant',
};

/** One button for each user. */
export function loginPage({ users, action, carry, cancel }: LoginPage): Html {
  const hidden = Object.entries(carry).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const choices = users.map(
    (user) => html`<li class="card row">
<button name="user" value="${user.id}">${user.name}</button>
<span>${user.email} · <span class="muted">${user.memberships.map(({ role }) => roles[role]).join(', ')}</span></span></li>`,
  );
  return page({
    title: 'Aanmelden bij Banqup',
    hint: atLogin(cancel),
    body: html`<p>Kies als wie je je aanmeldt. Er is geen wachtwoord.</p>
<form method="post" action="${action}">${hidden}<ul class="plain">${choices}</ul>
${cancel && html`<button class="second" name="cancel" value="1">Annuleren</button>`}</form>`,
  });
}
