/**
 * The app's own token, in the two documented shapes, and the documented registration of redirect addresses.
 */
import { type Context, Hono } from 'hono';
import { tokenSeconds } from './assumed.ts';
import type { AppRegistration, Identity } from './identity.ts';
import { Problem } from './problem.ts';
import type { Traffic } from './traffic.ts';

interface Parts {
  app: AppRegistration;
  identity: Identity;
  redirectUris: Set<string>;
  traffic: Traffic;
  now: () => Date;
}

/** Routes under /oauth2 that the app's server calls with its client id and secret, or with its token. */
export function clientCredentialRoutes({ app, identity, redirectUris, traffic, now }: Parts): Hono {
  const routes = new Hono();

  async function checkForm(c: Context): Promise<void> {
    const form = await c.req.parseBody();
    if (form['grant_type'] !== 'client_credentials') {
      throw new Problem(400, 'UNSUPPORTED_GRANT_TYPE', 'grant_type must be client_credentials');
    }
    if (form['client_id'] !== app.clientId || form['client_secret'] !== app.clientSecret) {
      throw new Problem(401, 'INVALID_CLIENT', 'The client id or the secret is wrong');
    }
  }

  routes.post('/oauth2/client_credential/gettoken', traffic.on('token'), async (c) => {
    await checkForm(c);
    const seconds = tokenSeconds.gettoken;
    return c.json({
      access_token: await identity.signAppToken(seconds),
      token_type: 'Bearer',
      expires_at: new Date(now().getTime() + seconds * 1000).toISOString(),
      expires_in: seconds,
    });
  });

  routes.post('/oauth2/client_credential/accesstoken', traffic.on('token'), async (c) => {
    await checkForm(c);
    return c.text(await identity.signAppToken(tokenSeconds.accesstoken));
  });

  async function register(c: Context, message: string): Promise<Response> {
    const caller = await identity.verifyBearer(c.req.header('Authorization'));
    if (caller.kind !== 'app') throw new Problem(403, 'FORBIDDEN', "This takes the app's own token");
    const { redirect_uri: given } = await c.req.json();
    if (!Array.isArray(given)) throw new Problem(400, 'INVALID_REQUEST', 'redirect_uri must be a list');
    redirectUris.clear();
    for (const address of given) redirectUris.add(String(address));
    return c.json({ message, redirect_uri: [...redirectUris] });
  }

  routes.post('/oauth2/activate_redirect', traffic.on('redirects'), (c) =>
    register(c, 'Redirect created successfully.'),
  );
  routes.put('/oauth2/update_redirect', traffic.on('redirects'), (c) =>
    register(c, 'Redirect URI updated successfully.'),
  );

  return routes;
}
