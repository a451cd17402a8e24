/**
 * Banqup One: the authorization-code flow with which an app learns which Banqup user is in the browser.
 * [assumed] in all but its existence; it follows RFC 6749 and RFC 7636 strictly, so that a lax client fails here.
 */
import { createHash, randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { codeSeconds, loginPaths, userTokenSeconds } from './assumed.ts';
import type { AppRegistration, Identity } from './identity.ts';
import { loginPage } from './pages/login.ts';
import { Problem } from './problem.ts';
import type { Sessions } from './sessions.ts';
import type { State } from './state.ts';
import type { Traffic } from './traffic.ts';

interface Parts {
  app: AppRegistration;
  identity: Identity;
  redirectUris: Set<string>;
  sessions: Sessions;
  state: State;
  traffic: Traffic;
  issuer: () => string;
  url: () => string;
  browserUrl: () => string;
  now: () => Date;
}

interface Code {
  userId: string;
  redirectUri: string;
  challenge?: string | undefined;
  expiresAt: number;
}

/** The login, the exchange of its code, and the two documents that describe them. */
export function codeFlowRoutes(parts: Parts): Hono {
  const { app, identity, redirectUris, sessions, state, traffic, now } = parts;
  const routes = new Hono();
  const codes = new Map<string, Code>();

  routes.get(loginPaths.discovery, traffic.on('discovery'), (c) =>
    c.json({
      issuer: parts.issuer(),
      authorization_endpoint: `${parts.browserUrl()}${loginPaths.authorize}`,
      token_endpoint: `${parts.url()}${loginPaths.token}`,
      jwks_uri: `${parts.url()}${loginPaths.jwks}`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'client_credentials'],
      subject_types_supported: ['public'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      id_token_signing_alg_values_supported: ['ES256'],
    }),
  );

  routes.get(loginPaths.jwks, traffic.on('jwks'), (c) => c.json(identity.jwks));

  function back(c: Context, redirectUri: string, query: Record<string, string | undefined>): Response {
    const address = new URL(redirectUri);
    for (const [name, value] of Object.entries(query)) if (value) address.searchParams.set(name, value);
    return c.redirect(address.href);
  }

  /** The client and the address are checked first: without them nobody is sent anywhere. */
  function checkedRedirectUri(query: Record<string, string>): string {
    const redirectUri = query['redirect_uri'] ?? '';
    if (query['client_id'] !== app.clientId) throw new Problem(400, 'INVALID_REQUEST', 'client_id is not known');
    if (!redirectUris.has(redirectUri)) throw new Problem(400, 'INVALID_REQUEST', 'redirect_uri is not registered');
    return redirectUri;
  }

  function mistake(query: Record<string, string>): string | undefined {
    if (query['response_type'] !== 'code') return 'unsupported_response_type';
    const { code_challenge: challenge, code_challenge_method: method } = query;
    if (challenge ? method !== 'S256' : method) return 'invalid_request';
    return undefined;
  }

  function sendCode(c: Context, query: Record<string, string>, userId: string): Response {
    const redirectUri = checkedRedirectUri(query);
    const code = randomUUID();
    const expiresAt = now().getTime() + codeSeconds * 1000;
    codes.set(code, { userId, redirectUri, challenge: query['code_challenge'], expiresAt });
    return back(c, redirectUri, { code, state: query['state'] });
  }

  routes.get(loginPaths.authorize, traffic.on('authorize'), (c) => {
    const query = c.req.query();
    const redirectUri = checkedRedirectUri(query);
    const error = mistake(query);
    if (error) return back(c, redirectUri, { error, state: query['state'] });
    const user = sessions.user(c);
    if (user && query['prompt'] !== 'login') return sendCode(c, query, user.id);
    return c.html(
      loginPage({ users: [...state.users.values()], action: loginPaths.authorize, carry: query, cancel: true }),
    );
  });

  routes.post(loginPaths.authorize, async (c) => {
    const form: Record<string, string> = {};
    for (const [name, value] of Object.entries(await c.req.parseBody())) form[name] = String(value);
    const redirectUri = checkedRedirectUri(form);
    const error = form['cancel'] ? 'access_denied' : mistake(form);
    if (error) return back(c, redirectUri, { error, state: form['state'] });
    const user = state.users.get(form['user'] ?? '');
    if (!user) throw new Problem(400, 'INVALID_REQUEST', 'Choose a user');
    sessions.start(c, user);
    return sendCode(c, form, user.id);
  });

  routes.post(loginPaths.token, traffic.on('userToken'), async (c) => {
    const form = await c.req.parseBody();
    const refuse = (error: string, description: string, status: 400 | 401 = 400) =>
      c.json({ error, error_description: description }, status);

    if (!isClient(app, c.req.header('Authorization'), form['client_id'], form['client_secret'])) {
      // RFC 6749 section 5.2: the challenge answers a client that used the header.
      if (c.req.header('Authorization')) c.header('WWW-Authenticate', 'Basic realm="banqup"');
      return refuse('invalid_client', 'The client id or the secret is wrong', 401);
    }
    if (form['grant_type'] !== 'authorization_code') return refuse('unsupported_grant_type', 'authorization_code only');

    const code = codes.get(String(form['code']));
    codes.delete(String(form['code']));
    if (!code || code.expiresAt <= now().getTime())
      return refuse('invalid_grant', 'The code is not known, used or old');
    if (code.redirectUri !== form['redirect_uri']) return refuse('invalid_grant', 'redirect_uri is another one');
    const verifier = form['code_verifier'];
    const proof = typeof verifier === 'string' ? createHash('sha256').update(verifier).digest('base64url') : undefined;
    if (code.challenge !== proof) return refuse('invalid_grant', 'code_verifier does not fit code_challenge');

    c.header('Cache-Control', 'no-store');
    return c.json({
      access_token: await identity.signUserToken(code.userId, userTokenSeconds),
      token_type: 'Bearer',
      expires_in: userTokenSeconds,
    });
  });

  return routes;
}

/** Basic authentication (its two parts form-encoded, RFC 6749 section 2.3.1) or the form's fields. */
function isClient(app: AppRegistration, authorization: string | undefined, id: unknown, secret: unknown): boolean {
  const basic = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
  if (!basic) return id === app.clientId && secret === app.clientSecret;
  const given = new URLSearchParams(Buffer.from(basic, 'base64').toString().replace(':', '='));
  return given.get(app.clientId) === app.clientSecret;
}
