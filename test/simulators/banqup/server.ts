/**
 * Banqup on one machine: Partner Space and Store, login, API, files, messages and calls to the app, as one
 * HTTP server. Documented behaviour follows docs.btx.banqup.com; the rest is marked `[assumed]`.
 */
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createActivationCalls } from './activation-calls.ts';
import { apiRoutes } from './api.ts';
import { defaultEventTypes } from './assumed.ts';
import { clientCredentialRoutes } from './client-credentials.ts';
import { codeFlowRoutes } from './code-flow.ts';
import { type Control, createControl } from './control.ts';
import { controlRoutes } from './control-routes.ts';
import { createDocuments, type EventTypes } from './documents.ts';
import { type AppRegistration, createIdentity } from './identity.ts';
import { createBell } from './notices.ts';
import { problemPage } from './pages/layout.ts';
import { pageRoutes } from './pages/routes.ts';
import { Problem } from './problem.ts';
import { defaultSeed } from './seed.ts';
import { createSessions } from './sessions.ts';
import { createState, type Seed } from './state.ts';
import { createStorage } from './storage.ts';
import { createTraffic } from './traffic.ts';

type Address = string | (() => string);

export interface BanqupSimulatorOptions {
  /** 0, the default, takes any free one. */
  port?: number;
  /** Host name under which a browser reaches this server; the pages keep to it. Default 127.0.0.1. */
  browserHost?: string;
  /** The app's base address as a browser sees it. */
  appUrl: Address;
  /** The app's base address as this server reaches it. */
  appServerUrl: Address;
  /** Where a browser finds the simulated Drive; pages link to it. */
  driveUrl?: string;
  /** Puts one message of Banqup's on the topic that the app listens to. */
  publish: (message: object) => Promise<void>;
  app: AppRegistration;
  /** Where the login may send a browser back to; compared exactly. */
  redirectUris: string[];
  /** A folder of UBL files that the pages offer as examples. */
  samplesDir?: string;
  /** `iss` of every token; default the server's own address. */
  issuer?: string;
  /** `aud` of the tokens of the calls to the app; default the App ID. */
  audience?: string;
  eventTypes?: Partial<EventTypes>;
  /** Adds `approvedAt` and `sentAt` to the status of documents. */
  momentField?: boolean;
  now?: () => Date;
  seed?: Seed;
}

export interface BanqupSimulator extends Control {
  /** Address for servers, http://127.0.0.1:port. */
  url: string;
  /** The same under `browserHost`. */
  browserUrl: string;
  issuer: string;
  /** The Store entry's id, which the path of "Get extension clients" takes. */
  applicationId: string;
  close(): Promise<void>;
}

const defaultApplicationId = 'd0000000-0000-4000-8000-000000000001';

const given = (address: Address) => () => (typeof address === 'string' ? address : address());

/** Starts a Banqup of its own; it holds nothing once closed. */
export async function createBanqupSimulator(options: BanqupSimulatorOptions): Promise<BanqupSimulator> {
  const { app, publish, now = () => new Date(), seed = defaultSeed, momentField = false } = options;
  const applicationId = app.applicationId ?? defaultApplicationId;
  const address = { url: '', browserUrl: '', issuer: '' };
  const url = () => address.url;
  const browserUrl = () => address.browserUrl;
  const issuer = () => address.issuer;

  const state = createState(seed);
  const traffic = createTraffic();
  const sessions = createSessions(state);
  const storage = createStorage({ state, traffic, now });
  const redirectUris = new Set(options.redirectUris);
  const identity = await createIdentity({ app, audience: options.audience ?? app.appId, issuer, now });
  const documents = createDocuments({
    state,
    publish,
    now,
    eventTypes: { ...defaultEventTypes, ...options.eventTypes },
  });
  const activationCalls = createActivationCalls({ state, identity, appServerUrl: given(options.appServerUrl) });
  const bell = createBell();
  const control = createControl({ activationCalls, bell, documents, identity, publish, state, traffic });

  const http = new Hono();
  http.route('/', bell.routes);
  const login = { app, identity, redirectUris, sessions, state, traffic, issuer, url, browserUrl, now };
  http.route('/', clientCredentialRoutes(login));
  http.route('/', codeFlowRoutes(login));
  http.route('/', apiRoutes({ applicationId, identity, momentField, state, storage, traffic }));
  http.route('/', storage.routes);
  http.route('/', controlRoutes(control));
  http.route(
    '/',
    pageRoutes({
      activationCalls,
      bell,
      appUrl: given(options.appUrl),
      driveUrl: options.driveUrl,
      documents,
      samplesDir: options.samplesDir,
      sessions,
      state,
    }),
  );
  http.notFound((c) =>
    c.json({ code: 'NOT_SIMULATED', message: `This simulator does not know ${c.req.method} ${c.req.path}` }, 404),
  );
  http.onError((error, c) => {
    const { status, code } = error instanceof Problem ? error : { status: 500 as const, code: 'INTERNAL' };
    if (c.req.header('Accept')?.includes('text/html')) return c.html(problemPage(status, error.message), status);
    return c.json({ code, message: error.message }, status);
  });

  const server = await new Promise<Server>((resolve, reject) => {
    const listening = serve({ fetch: http.fetch, hostname: '127.0.0.1', port: options.port ?? 0 }, ({ port }) => {
      address.url = `http://127.0.0.1:${port}`;
      address.browserUrl = `http://${options.browserHost ?? '127.0.0.1'}:${port}`;
      address.issuer = options.issuer ?? address.url;
      resolve(listening as Server);
    });
    listening.once('error', reject);
  });

  return {
    ...control,
    ...address,
    applicationId,
    close: () =>
      new Promise((resolve, reject) => {
        traffic.close();
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
