/**
 * Configuration → adapters → handlers: the only place that builds a client. Each function builds only what it needs, when it
 * starts; nothing here waits for the network.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Firestore } from '@google-cloud/firestore';
import { v1 as pubsub } from '@google-cloud/pubsub';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { getRequestListener } from '@hono/node-server';
import { GoogleAuth, PassThroughClient } from 'google-auth-library';
import { createBanqupCalls } from './banqup/calls.ts';
import { createClientToken } from './banqup/client-token.ts';
import { createBanqup } from './banqup/documents.ts';
import { createBanqupLogin } from './banqup/login.ts';
import { createMessageReader } from './banqup/messages.ts';
import { type ConnectConfig, type ExportConfig, readConnectConfig, readExportConfig } from './config.ts';
import { createApp } from './connect/app.ts';
import { createBrowser } from './connect/browser.ts';
import { createCompleteSignIn } from './connect/complete-sign-in.ts';
import { createDisconnect } from './connect/disconnect.ts';
import { createLetGrantGo } from './connect/grant.ts';
import { createSignInVisits } from './connect/sign-in-visits.ts';
import { createSwitchClient } from './connect/switch-client.ts';
import { createCare } from './export/care.ts';
import { createDeliver, type Push } from './export/deliver.ts';
import { createDeliverDocument } from './export/deliver-document.ts';
import { createExportDocument } from './export/export-document.ts';
import { createFileIds } from './export/file-ids.ts';
import { createFolderMaker } from './export/folders.ts';
import { createKnownConnections } from './export/known-connections.ts';
import { createResume } from './export/resume.ts';
import { createSweep } from './export/sweep.ts';
import { createDrives } from './google/drives.ts';
import { createGoogleSignIn } from './google/sign-in.ts';
import { createLog, traceRequests } from './log.ts';
import { oneAttempt } from './storage/one-attempt.ts';
import { createPublisher } from './storage/publisher.ts';
import {
  createActivations,
  createConnections,
  createExports,
  createFolders,
  createSignIns,
} from './storage/records.ts';
import { createTokens } from './storage/tokens.ts';

type Environment = Record<string, string | undefined>;

const now = () => new Date();

const firestoreScope = 'https://www.googleapis.com/auth/datastore';

/** The HTTP function. Throws when the configuration is not complete. */
export function composeConnect(
  env: Environment,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const config = readConnectConfig(env);
  const log = createLog(config.LOG_LEVEL);
  const firestore = createFirestore(config);
  const connections = createConnections(firestore);
  const activations = createActivations(firestore);
  const exports = createExports(firestore);
  const tokens = createTokens(createSecretManager(config), config.GOOGLE_CLOUD_PROJECT);
  const publisher = createPublisher(createPubSub(config), config.GOOGLE_CLOUD_PROJECT, config.PUBSUB_OWN_TOPIC);
  const google = createGoogleSignIn({
    clientId: config.GOOGLE_CLIENT_ID,
    clientSecret: config.GOOGLE_CLIENT_SECRET,
    redirectUri: `${config.PUBLIC_URL}/google/callback`,
    authorizationUrl: config.GOOGLE_AUTHORIZATION_URL,
    tokenUrl: config.GOOGLE_TOKEN_URL,
    revocationUrl: config.GOOGLE_REVOCATION_URL,
    driveUrl: config.GOOGLE_DRIVE_URL,
  });
  const letGrantGo = createLetGrantGo(connections, google, publisher);

  const app = createApp({
    publicUrl: config.PUBLIC_URL,
    authorizationUrl: config.GOOGLE_AUTHORIZATION_URL,
    banqupUrl: config.BANQUP_APP_URL,
    administratorRoles: config.BANQUP_ADMINISTRATOR_ROLES,
    browser: createBrowser(config.SESSION_KEY, now),
    visits: createSignInVisits(createSignIns(firestore), now),
    banqupLogin: createBanqupLogin({
      loginUrl: config.BANQUP_LOGIN_URL,
      tokenUrl: config.BANQUP_LOGIN_TOKEN_URL,
      apiUrl: config.BANQUP_API_URL,
      clientId: config.BANQUP_LOGIN_CLIENT_ID,
      clientSecret: config.BANQUP_LOGIN_CLIENT_SECRET,
      scope: config.BANQUP_LOGIN_SCOPE,
      redirectUri: `${config.PUBLIC_URL}/banqup/callback`,
    }),
    banqupCalls: createBanqupCalls({
      jwksUrl: config.BANQUP_JWKS_URL,
      issuer: config.BANQUP_CALL_ISSUER,
      audience: config.BANQUP_CALL_AUDIENCE,
      spaceClaim: config.BANQUP_CALL_SPACE_CLAIM,
    }),
    google,
    connections,
    activations,
    exports,
    completeSignIn: createCompleteSignIn({ google, connections, tokens, publisher, letGrantGo, log }),
    disconnect: createDisconnect({ connections, exports, tokens, letGrantGo, now, log }),
    switchClient: createSwitchClient(activations, publisher),
    log,
  });

  traceRequests(config.GOOGLE_CLOUD_PROJECT);
  return getRequestListener(app.fetch);
}

/** The work of one Pub/Sub push. Throws when the configuration is not complete. */
export function composeExport(env: Environment): (push: Push) => Promise<void> {
  const config = readExportConfig(env);
  const log = createLog(config.LOG_LEVEL);
  const firestore = createFirestore(config);
  const connections = createConnections(firestore);
  const activations = createActivations(firestore);
  const exports = createExports(firestore);
  const publisher = createPublisher(createPubSub(config), config.GOOGLE_CLOUD_PROJECT, config.PUBSUB_OWN_TOPIC);
  const known = createKnownConnections(connections);
  const fileIds = createFileIds();
  const folders = createFolderMaker({ folders: createFolders(firestore), fileIds, now });
  const drives = createDrives(createTokens(createSecretManager(config), config.GOOGLE_CLOUD_PROJECT), {
    clientId: config.GOOGLE_CLIENT_ID,
    clientSecret: config.GOOGLE_CLIENT_SECRET,
    tokenUrl: config.GOOGLE_TOKEN_URL,
    driveUrl: config.GOOGLE_DRIVE_URL,
    uploadUrl: config.GOOGLE_UPLOAD_URL,
  });
  const banqup = createBanqup(
    createClientToken(
      {
        tokenUrl: config.BANQUP_TOKEN_URL,
        clientId: config.BANQUP_CLIENT_ID,
        clientSecret: config.BANQUP_CLIENT_SECRET,
      },
      now,
    ),
    {
      apiUrl: config.BANQUP_API_URL,
      categories: config.BANQUP_DOCUMENT_CATEGORIES,
      purchaseFolder: config.BANQUP_PURCHASE_FOLDER,
      salesFolder: config.BANQUP_SALES_FOLDER,
      purchaseExportable: config.BANQUP_PURCHASE_EXPORTABLE,
      salesExportable: config.BANQUP_SALES_EXPORTABLE,
      purchaseMoment: config.BANQUP_PURCHASE_MOMENT,
      salesMoment: config.BANQUP_SALES_MOMENT,
      clockGraceSeconds: config.BANQUP_CLOCK_GRACE_SECONDS,
    },
  );
  const exportDocument = createExportDocument({
    banqup,
    connections,
    known,
    exports,
    folders,
    fileIds,
    drives,
    now,
  });
  const topic = (id: string) => `projects/${config.GOOGLE_CLOUD_PROJECT}/topics/${id}`;

  traceRequests(config.GOOGLE_CLOUD_PROJECT);
  return createDeliver({
    topics: { banqup: topic(config.PUBSUB_BANQUP_TOPIC), own: topic(config.PUBSUB_OWN_TOPIC) },
    readBanqupMessage: createMessageReader({
      category: config.BANQUP_MESSAGE_CATEGORY,
      types: config.BANQUP_MESSAGE_TYPES,
    }),
    deliverDocument: createDeliverDocument({ activations, exports, banqup, exportDocument, log }),
    resume: createResume({ connections, activations, exports, banqup, exportDocument, now, log }),
    sweep: createSweep({ connections, exports, publisher, now, log }),
    care: createCare({ connections, known, activations, drives, folders, log }),
    now,
    log,
  });
}

type Config = ConnectConfig | ExportConfig;

/** Over REST, which starts faster than gRPC. */
function createFirestore({ GOOGLE_CLOUD_PROJECT, FIRESTORE_DATABASE, FIRESTORE_EMULATOR_HOST }: Config): Firestore {
  const credentials = FIRESTORE_EMULATOR_HOST
    ? { authClient: oneAttempt(new PassThroughClient()) }
    : { auth: oneAttempt(new GoogleAuth({ scopes: firestoreScope })) };
  return new Firestore({
    projectId: GOOGLE_CLOUD_PROJECT,
    databaseId: FIRESTORE_DATABASE,
    preferRest: true,
    ...credentials,
  });
}

function createPubSub({ GOOGLE_CLOUD_PROJECT, PUBSUB_EMULATOR_HOST }: Config): pubsub.PublisherClient {
  const emulator = PUBSUB_EMULATOR_HOST && plainAddress(`http://${PUBSUB_EMULATOR_HOST}`);
  return new pubsub.PublisherClient({ projectId: GOOGLE_CLOUD_PROJECT, fallback: true, ...emulator });
}

function createSecretManager({ GOOGLE_CLOUD_PROJECT, SECRET_MANAGER_URL }: Config): SecretManagerServiceClient {
  const { protocol, hostname } = new URL(SECRET_MANAGER_URL);
  const address = protocol === 'http:' ? plainAddress(SECRET_MANAGER_URL) : { apiEndpoint: hostname };
  return new SecretManagerServiceClient({ projectId: GOOGLE_CLOUD_PROJECT, fallback: true, ...address });
}

/** An emulator or simulator: plain HTTP, no credentials. */
function plainAddress(url: string) {
  const { hostname, port } = new URL(url);
  return { protocol: 'http', apiEndpoint: hostname, port: Number(port), authClient: new PassThroughClient() };
}
