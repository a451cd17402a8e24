/**
 * Google on a laptop: sign-in with OAuth 2, Drive v3, and the pages a person would see, as one HTTP server with its state
 * in memory. Browser pages and server calls share the port; links are relative or built from the Host header.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { type Account, createAccounts, defaultEmails } from './accounts.ts';
import { createAuthorizationCodes } from './authorization-codes.ts';
import { createClients } from './clients.ts';
import { addControl } from './control.ts';
import { accessOf, createAuthenticate } from './drive-access.ts';
import { addDriveApi } from './drive-api.ts';
import { createDriveFiles } from './drive-files.ts';
import { addDrivePages } from './drive-pages.ts';
import { createDriveStore, type Item } from './drive-store.ts';
import { DriveError, OAuthError, PageError } from './errors.ts';
import { createGrants } from './grants.ts';
import { addOAuth } from './oauth.ts';
import { blockedPage, missingPage } from './oauth-pages.ts';
import { createResumableSessions } from './resumable-sessions.ts';
import { driveFileScope } from './scopes.ts';
import { addServiceAccounts, createServiceAccounts, type IdTokenWish } from './service-accounts.ts';
import { type Ctx, createTraffic, type Fault } from './traffic.ts';
import { type TreeEntry, tree } from './tree.ts';
import { addUploadApi } from './upload-api.ts';
import { createWriteLimiter, type WriteLimit } from './write-limit.ts';

export type GoogleSimulatorOptions = {
  /** 0, the default, takes any free port. */
  port?: number;
  /** Where a browser reaches this server, for `webViewLink`; the Host header of the call when it is not given. */
  browserUrl?: string;
  /** Where a browser finds the simulated Banqup; pages of Drive link to it. */
  banqupUrl?: string;
  /** `name` is what the consent page calls the app; the client id when it is not given. */
  clients: readonly {
    clientId: string;
    clientSecret: string;
    redirectUris: readonly string[];
    name?: string;
    unverified?: boolean;
  }[];
  /** E-mail addresses. */
  accounts?: readonly string[];
  now?: () => Date;
  accessTokenSeconds?: number;
  storageLimitBytes?: number;
  /** Whether a new grant sees what the app made under an earlier, ended one. */
  regrantSeesOldFiles?: boolean;
};

export type GoogleSimulator = {
  url: string;
  close(): Promise<void>;
  accounts: readonly Account[];
  /** Agrees in the person's place, without pages; tokens as after a consent with access_type=offline and prompt=consent. */
  signIn(email: string, clientId: string, scopes?: readonly string[]): { accessToken: string; refreshToken: string };
  /** A token with which a service account calls somebody, as Cloud Scheduler does. */
  idToken(wish: IdTokenWish): Promise<string>;
  /** The person removes every app from the account. */
  revoke(email: string): void;
  tree(email: string): TreeEntry[];
  /** The person's own hands in Drive, on what any app made. */
  person(email: string): {
    rename(id: string, name: string): void;
    move(id: string, folderId: string): void;
    trash(id: string): void;
    restore(id: string): void;
    deleteForGood(id: string): void;
  };
  calls(): Record<string, number>;
  resetCalls(): void;
  /** From now on each call to Drive takes so many milliseconds more. */
  slowDown(milliseconds: number): void;
  addFault(fault: Fault): void;
  clearFaults(): Promise<void>;
  /** So many writes a second for each account; undefined: as many as come. */
  limitWrites(limit: WriteLimit | undefined): void;
};

/** Starts a Google with empty Drives on 127.0.0.1; rejects when the port is taken. */
export async function createGoogleSimulator(options: GoogleSimulatorOptions): Promise<GoogleSimulator> {
  const now = options.now ?? (() => new Date());
  const accounts = createAccounts(options.accounts ?? defaultEmails);
  const clients = createClients(options.clients.map((client) => ({ ...client, name: client.name ?? client.clientId })));
  const grants = createGrants({ now, accessTokenSeconds: options.accessTokenSeconds ?? 3600 });
  const store = createDriveStore({ now, storageLimitBytes: options.storageLimitBytes ?? 15 * 1024 ** 3 });
  const serviceAccounts = createServiceAccounts({ now });
  const traffic = createTraffic();
  const limiter = createWriteLimiter({ now, emailOf: (c) => accessOf(c, grants)?.email });
  const regrantSeesOldFiles = options.regrantSeesOldFiles ?? false;
  const drive = {
    store,
    traffic,
    limiter,
    grants,
    files: createDriveFiles(store),
    authenticate: createAuthenticate({ accounts, grants, store, regrantSeesOldFiles }),
    sessions: createResumableSessions({ now }),
    browserUrl: (c: Ctx) => options.browserUrl ?? new URL(c.req.url).origin,
  };

  const app = new Hono<{ Bindings: HttpBindings }>();
  addOAuth(app, { accounts, clients, grants, traffic, codes: createAuthorizationCodes({ now }) });
  addServiceAccounts(app, { serviceAccounts, traffic });
  addDriveApi(app, drive);
  addUploadApi(app, drive);
  addDrivePages(app, { accounts, clients, grants, store, banqupUrl: options.banqupUrl });
  addControl(app, { accounts, grants, store, traffic, limiter });
  app.get('/', (c) => c.redirect('/drive'));
  app.onError((error, c) => answerError(error, c));
  app.notFound((c) => {
    throw new DriveError(404, 'notFound', `Not Found: ${c.req.method} ${c.req.path} is not simulated.`);
  });

  const server = await listen(app, options.port ?? 0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    accounts: accounts.all,
    signIn(email, clientId, scopes = [driveFileScope]) {
      if (!clients.find(clientId)) throw new Error(`no such OAuth client: ${clientId}`);
      const grant = grants.consent(accounts.get(email).email, clientId, scopes);
      const { access_token: accessToken, refresh_token: refreshToken = '' } = grants.issue(grant, scopes, true);
      return { accessToken, refreshToken };
    },
    idToken: serviceAccounts.idToken,
    revoke(email) {
      for (const grant of grants.ofAccount(accounts.get(email).email)) grants.end(grant);
    },
    tree: (email) => tree(store, accounts.get(email)),
    person(email) {
      const account = accounts.get(email);
      const item = (id: string): Item => {
        const found = store.find(account.email, id);
        if (!found) throw new Error(`${email} has no file or folder ${id}`);
        return found;
      };
      return {
        rename: (id, name) => store.rename(item(id), name),
        move: (id, folderId) => store.move(item(id), folderId === 'root' ? account.rootId : item(folderId).id),
        trash: (id) => store.setTrashed(item(id), true),
        restore: (id) => store.setTrashed(item(id), false),
        deleteForGood: (id) => store.remove(item(id)),
      };
    },
    calls: traffic.calls,
    resetCalls: traffic.resetCalls,
    slowDown: traffic.slowDown,
    addFault: traffic.addFault,
    clearFaults: traffic.clearFaults,
    limitWrites: limiter.set,
    close() {
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      });
    },
  };
}

function listen(app: Hono<{ Bindings: HttpBindings }>, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => resolve(server)) as Server;
    server.once('error', reject);
  });
}

function answerError(error: Error, c: Ctx): Response | Promise<Response> {
  if (error instanceof DriveError || error instanceof OAuthError) {
    return Response.json(error.body, { status: error.status, headers: error.headers });
  }
  if (error instanceof PageError) {
    const { status, error: name, message } = error;
    return c.html(status === 404 ? missingPage(name, message) : blockedPage(status, name, message), status);
  }
  return c.text(`The simulator itself failed: ${error.stack}`, 500);
}
