/**
 * Google's OAuth 2 endpoints for web servers: the consent in the browser, the token and the revocation endpoint.
 * https://developers.google.com/identity/protocols/oauth2/web-server
 */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Accounts } from './accounts.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { Client, Clients } from './clients.ts';
import { OAuthError, PageError } from './errors.ts';
import type { Grants, TokenAnswer } from './grants.ts';
import { chooseAccountPage, consentPage, warningPage } from './oauth-pages.ts';
import { consentText } from './scopes.ts';
import type { Ctx, Traffic } from './traffic.ts';

const consentPath = '/o/oauth2/v2/auth/consent';
const prompts = ['none', 'consent', 'select_account'];

type Question = { client: Client; redirectUri: string; scopes: string[]; prompt: string[]; raw: URLSearchParams };

type OAuthParts = {
  accounts: Accounts;
  clients: Clients;
  grants: Grants;
  codes: AuthorizationCodes;
  traffic: Traffic;
};

/** Adds /o/oauth2/v2/auth, /token and /revoke. */
export function addOAuth(app: Hono<{ Bindings: HttpBindings }>, parts: OAuthParts): void {
  const { accounts, clients, grants, codes, traffic } = parts;

  function agree(question: Question, email: string, scopes: string[]): URL {
    const offline = question.raw.get('access_type') === 'offline';
    const isFirst = grants.find(email, question.client.clientId) === undefined;
    const code = codes.issue({
      grant: grants.consent(email, question.client.clientId, scopes),
      scopes,
      redirectUri: question.redirectUri,
      codeChallenge: question.raw.get('code_challenge') ?? undefined,
      withRefreshToken: offline && (isFirst || question.prompt.includes('consent')),
    });
    return answerTo(question, { code, scope: scopes.join(' '), authuser: '0', prompt: question.prompt.join(' ') });
  }

  function consent(c: Ctx, question: Question, email: string): Response | Promise<Response> {
    const account = accounts.find(email);
    if (!account) throw new PageError(400, 'invalid_request', `Er is geen account ${email}.`);
    const { client, scopes, raw } = question;
    if (client.unverified && !raw.has('warned')) {
      const onwards = new URLSearchParams([...raw, ['account', account.email], ['warned', '1']]);
      return c.html(warningPage(client.name, `${consentPath}?${onwards}`));
    }
    const granted = grants.find(account.email, client.clientId)?.scopes;
    if (!question.prompt.includes('consent') && scopes.every((scope) => granted?.has(scope))) {
      return c.redirect(agree(question, account.email, scopes).href);
    }
    return c.html(consentPage(client.name, account, scopes, [...raw, ['account', account.email]]));
  }

  app.get(
    '/o/oauth2/v2/auth',
    traffic.operation('oauth.authorize', (c) => {
      const question = readQuestion(clients, new URL(c.req.url).searchParams);
      if (question.prompt.includes('none'))
        return c.redirect(answerTo(question, { error: 'interaction_required' }).href);
      const hint = accounts.find(question.raw.get('login_hint') ?? '');
      if (hint && !question.prompt.includes('select_account')) return consent(c, question, hint.email);
      const link = (email: string) => `${consentPath}?${new URLSearchParams([...question.raw, ['account', email]])}`;
      return c.html(chooseAccountPage(question.client.name, accounts.all, link));
    }),
  );

  app.get(consentPath, (c) => {
    const { question, email } = readChoice(clients, new URL(c.req.url).searchParams);
    return consent(c, question, email);
  });

  app.post(consentPath, async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const decision = form.get('decision');
    const granted = form.getAll('granted_scope');
    form.delete('decision');
    form.delete('granted_scope');
    const { question, email } = readChoice(clients, form);
    const account = accounts.find(email);
    if (!account) throw new PageError(400, 'invalid_request', `Er is geen account ${email}.`);
    if (decision === 'cancel') return c.redirect(answerTo(question, { error: 'access_denied' }).href);
    if (decision !== 'allow') throw new PageError(400, 'invalid_request', `decision=${decision}`);
    const scopes = question.scopes.filter((scope) => granted.includes(scope));
    return c.redirect(agree(question, account.email, scopes).href);
  });

  function exchange(client: Client, form: URLSearchParams): TokenAnswer {
    const grantType = form.get('grant_type') ?? '';
    if (grantType === 'refresh_token') return grants.refresh(required(form, 'refresh_token'), client.clientId);
    if (grantType !== 'authorization_code') {
      throw new OAuthError(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType}`);
    }
    const verifier = form.get('code_verifier') ?? undefined;
    const consented = codes.redeem(required(form, 'code'), client.clientId, required(form, 'redirect_uri'), verifier);
    return grants.issue(consented.grant, consented.scopes, consented.withRefreshToken);
  }

  app.post(
    '/token',
    traffic.operation('oauth.token', async (c) => {
      const form = new URLSearchParams(await c.req.text());
      return c.json(exchange(clients.authenticate(c.req.header('authorization'), form), form));
    }),
  );

  app.post(
    '/revoke',
    traffic.operation('oauth.revoke', async (c) => {
      const form = new URLSearchParams(await c.req.text());
      grants.revoke(c.req.query('token') ?? required(form, 'token'));
      return c.json({});
    }),
  );
}

function required(form: URLSearchParams, name: string): string {
  const value = form.get(name);
  if (!value) throw new OAuthError(400, 'invalid_request', `Missing required parameter: ${name}`);
  return value;
}

/** The question an app asks through the browser. Throws the page that Google shows when it is wrong. */
function readQuestion(clients: Clients, raw: URLSearchParams): Question {
  const client = clients.find(raw.get('client_id') ?? '');
  if (!client) throw new PageError(401, 'invalid_client', 'The OAuth client was not found.');
  const redirectUri = raw.get('redirect_uri') ?? '';
  if (!client.redirectUris.includes(redirectUri)) {
    throw new PageError(400, 'redirect_uri_mismatch', `De omleidings-URI ${redirectUri} hoort niet bij deze app.`);
  }
  if (raw.get('response_type') !== 'code') {
    throw new PageError(400, 'unsupported_response_type', `response_type=${raw.get('response_type')}`);
  }
  const scopes = (raw.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0) throw new PageError(400, 'invalid_request', 'Missing required parameter: scope');
  const unknown = scopes.filter((scope) => consentText(scope) === undefined);
  if (unknown.length > 0) {
    throw new PageError(400, 'invalid_scope', `Onbekend, of niet gesimuleerd: ${unknown.join(', ')}`);
  }
  if (raw.has('code_challenge') && raw.get('code_challenge_method') !== 'S256') {
    throw new PageError(400, 'invalid_request', 'Alleen code_challenge_method=S256 is gesimuleerd.');
  }
  if (raw.get('include_granted_scopes') === 'true') {
    throw new PageError(400, 'invalid_request', 'include_granted_scopes is niet gesimuleerd.');
  }
  const prompt = (raw.get('prompt') ?? '').split(' ').filter((word) => word !== '');
  if (prompt.some((word) => !prompts.includes(word))) {
    throw new PageError(400, 'invalid_request', `Invalid prompt: ${prompt.join(' ')}`);
  }
  return { client, redirectUri, scopes, prompt, raw };
}

/** The question together with the account that the person chose. */
function readChoice(clients: Clients, raw: URLSearchParams): { question: Question; email: string } {
  const email = raw.get('account') ?? '';
  raw.delete('account');
  return { question: readQuestion(clients, raw), email };
}

/** The app's redirect address with Google's answer, its `state` and (RFC 9207) who answers. */
function answerTo(question: Question, answer: Record<string, string>): URL {
  const url = new URL(question.redirectUri);
  const state = question.raw.get('state');
  if (state !== null) url.searchParams.set('state', state);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  url.searchParams.set('iss', 'https://accounts.google.com');
  return url;
}
