/**
 * Configuration → adapters → handlers: the only place that wires them. Each function builds only what it needs, when it
 * starts; nothing here waits for the network.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAskWithToken } from './banqup/ask.ts';
import { createBanqupCalls } from './banqup/calls.ts';
import { createClientToken } from './banqup/client-token.ts';
import { createBanqup, type DocumentRules } from './banqup/documents.ts';
import { createBanqupExtension } from './banqup/extension.ts';
import { createBanqupLogin } from './banqup/login.ts';
import { createMessageReader, createMessageWriter, type MessageRules } from './banqup/messages.ts';
import { createReleased } from './banqup/released.ts';
import { type ConnectConfig, type ExportConfig, readConnectConfig, readExportConfig } from './config.ts';
import { createBrowser } from './connect/browser.ts';
import { createCompleteSignIn } from './connect/complete-sign-in.ts';
import { createSignInVisits } from './connect/sign-in-visits.ts';
import type { OwnMessage } from './domain/message.ts';
import type { NoticeMessage } from './domain/notice.ts';
import type { Drive, RevokeGrant } from './domain/ports.ts';
import type { Push } from './export/deliver.ts';
import { createSchedulerCalls } from './google/scheduler-calls.ts';
import { createGoogleSignIn } from './google/sign-in.ts';
import { late, once } from './late.ts';
import { createLog, traceRequests } from './log.ts';
import { createAskCheck } from './partner/ask-check.ts';
import { createDisconnect } from './partner/disconnect.ts';
import { createLetGrantGo } from './partner/grant.ts';
import { createLookAtGoogle } from './partner/look-at-google.ts';
import { createSwitchClient } from './partner/switch-client.ts';
import { createTryAgain } from './partner/try-again.ts';
import { createPubSub, createSecretManager } from './storage/clients.ts';
import { createRecords } from './storage/late-records.ts';
import { createPublisher } from './storage/publisher.ts';
import { createTokens } from './storage/tokens.ts';

type Environment = Record<string, string | undefined>;

const now = () => new Date();
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** The HTTP function. Throws when the configuration is not complete. */
export function composeConnect(
  env: Environment,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const config = readConnectConfig(env);
  const log = createLog(config.LOG_LEVEL);
  const { connections, activations, folders, exports, checks, sessions, signIns } = createRecords(firestoreOf(config));
  const tokens = createTokens(
    createSecretManager(config.GOOGLE_CLOUD_PROJECT, config.SECRET_MANAGER_URL),
    config.GOOGLE_CLOUD_PROJECT,
    config.SECRET_LOCATION,
  );
  const pubsub = createPubSub(config.GOOGLE_CLOUD_PROJECT, config.PUBSUB_EMULATOR_HOST);
  const publisher = createPublisher<OwnMessage>(pubsub, config.GOOGLE_CLOUD_PROJECT, config.PUBSUB_OWN_TOPIC);
  const google = createGoogleSignIn({
    clientId: config.GOOGLE_CLIENT_ID,
    clientSecret: config.GOOGLE_CLIENT_SECRET,
    redirectUri: `${config.PUBLIC_URL}/google/callback`,
    authorizationUrl: config.GOOGLE_AUTHORIZATION_URL,
    tokenUrl: config.GOOGLE_TOKEN_URL,
    driveUrl: config.GOOGLE_DRIVE_URL,
  });
  const letGrantGo = createLetGrantGo(connections, revokeGrantOf(config), publisher);

  // Only this function needs its pages, the server, and Node's whole fetch with it.
  const listening = Promise.all([import('./connect/app.ts'), import('@hono/node-server')]).then(
    ([{ createApp }, { getRequestListener }]) =>
      getRequestListener(
        createApp({
          publicUrl: config.PUBLIC_URL,
          authorizationUrl: config.GOOGLE_AUTHORIZATION_URL,
          banqupUrl: config.BANQUP_APP_URL,
          operator: { name: config.OPERATOR_NAME, email: config.SUPPORT_EMAIL },
          administratorRoles: config.BANQUP_ADMINISTRATOR_ROLES,
          browser: createBrowser(sessions, now),
          visits: createSignInVisits(signIns, now),
          banqupLogin: createBanqupLogin({
            loginUrl: config.BANQUP_LOGIN_URL,
            tokenUrl: config.BANQUP_LOGIN_TOKEN_URL,
            apiUrl: config.BANQUP_API_URL,
            clientId: config.BANQUP_LOGIN_CLIENT_ID,
            clientSecret: config.BANQUP_LOGIN_CLIENT_SECRET,
            scope: config.BANQUP_LOGIN_SCOPE,
            redirectUri: `${config.PUBLIC_URL}/banqup/callback`,
          }),
          listenerKey: config.BANQUP_LISTENER_KEY,
          listenerNeedsToken: config.BANQUP_LISTENER_PROOF === 'token',
          readBanqupMessage: createMessageReader(messageRules(config)),
          writeBanqupMessage: createMessageWriter(messageRules(config)),
          banqupPublisher: createPublisher(pubsub, config.GOOGLE_CLOUD_PROJECT, config.PUBSUB_BANQUP_TOPIC),
          banqupCalls: createBanqupCalls({
            jwksUrl: config.BANQUP_JWKS_URL,
            issuer: config.BANQUP_CALL_ISSUER,
            audience: config.BANQUP_CALL_AUDIENCE,
            spaceClaim: config.BANQUP_CALL_SPACE_CLAIM,
          }),
          schedulerCalls: createSchedulerCalls({
            jwksUrl: config.GOOGLE_JWKS_URL,
            audience: `scheduled:${config.PUBLIC_URL}`,
            account: config.SCHEDULER_ACCOUNT,
          }),
          publisher,
          google,
          connections,
          activations,
          exports,
          folders,
          completeSignIn: createCompleteSignIn({ google, connections, tokens, publisher, letGrantGo, log }),
          disconnect: createDisconnect({ connections, exports, tokens, letGrantGo, now, log }),
          switchClient: createSwitchClient(activations, publisher),
          completeness: config.BANQUP_DOCUMENT_LIST
            ? { checks, askCheck: createAskCheck({ activations, checks, publisher, now }) }
            : undefined,
          lookAtGoogle: createLookAtGoogle({ connections, tokens, google, log }),
          tryAgain: createTryAgain({ connections, activations, exports, publisher, now }),
          log,
          now,
        }).fetch,
      ),
  );

  traceRequests(config.GOOGLE_CLOUD_PROJECT);
  return async (request, response) => (await listening)(request, response);
}

/** The work of one Pub/Sub push. Throws when the configuration is not complete. */
export function composeExport(env: Environment): (push: Push) => Promise<void> {
  const config = readExportConfig(env);
  const log = createLog(config.LOG_LEVEL);
  const tokens = createTokens(
    createSecretManager(config.GOOGLE_CLOUD_PROJECT, config.SECRET_MANAGER_URL),
    config.GOOGLE_CLOUD_PROJECT,
    config.SECRET_LOCATION,
  );
  const pubsub = createPubSub(config.GOOGLE_CLOUD_PROJECT, config.PUBSUB_EMULATOR_HOST);
  const credentials = {
    tokenUrl: config.BANQUP_TOKEN_URL,
    clientId: config.BANQUP_CLIENT_ID,
    clientSecret: config.BANQUP_CLIENT_SECRET,
  };
  const askBanqup = createAskWithToken(createClientToken(credentials, now));
  const drives = once(async () => {
    const { createDrives } = await import('./google/drives.ts');
    return createDrives(tokens, {
      clientId: config.GOOGLE_CLIENT_ID,
      clientSecret: config.GOOGLE_CLIENT_SECRET,
      tokenUrl: config.GOOGLE_TOKEN_URL,
      driveUrl: config.GOOGLE_DRIVE_URL,
      uploadUrl: config.GOOGLE_UPLOAD_URL,
    });
  });
  const topic = (id: string) => `projects/${config.GOOGLE_CLOUD_PROJECT}/topics/${id}`;

  traceRequests(config.GOOGLE_CLOUD_PROJECT);
  const assembling = import('./export/assemble.ts').then(({ assembleExport }) =>
    assembleExport(
      {
        ...createRecords(firestoreOf(config)),
        tokens,
        publisher: createPublisher<OwnMessage>(pubsub, config.GOOGLE_CLOUD_PROJECT, config.PUBSUB_OWN_TOPIC),
        noticePublisher: createPublisher<NoticeMessage>(
          pubsub,
          config.GOOGLE_CLOUD_PROJECT,
          config.PUBSUB_NOTICES_TOPIC,
        ),
        drives: { of: (connection) => late<Drive>(async () => (await drives()).of(connection)) },
        revokeGrant: revokeGrantOf(config),
        banqup: {
          ...createBanqup(askBanqup, documentRules(config)),
          ...(config.BANQUP_DOCUMENT_LIST && { released: createReleased(askBanqup, documentRules(config)) }),
        },
        extension: createBanqupExtension(askBanqup, config.BANQUP_API_URL, config.BANQUP_APPLICATION_ID),
      },
      {
        topics: {
          banqup: topic(config.PUBSUB_BANQUP_TOPIC),
          own: topic(config.PUBSUB_OWN_TOPIC),
          deadLetters: topic(config.PUBSUB_DEAD_LETTER_TOPIC),
        },
        readBanqupMessage: createMessageReader(messageRules(config)),
        publicUrl: config.PUBLIC_URL,
        now,
        pause,
        log,
      },
    ),
  );
  return async (push) => (await assembling).deliver(push);
}

type Config = ConnectConfig | ExportConfig;

function messageRules(config: Config): MessageRules {
  return {
    category: config.BANQUP_MESSAGE_CATEGORY,
    types: config.BANQUP_MESSAGE_TYPES,
    resendTypes: config.BANQUP_RESEND_TYPES,
    spaceCategory: config.BANQUP_SPACE_CATEGORY,
    spaceTypes: config.BANQUP_SPACE_TYPES,
  };
}

function documentRules(config: ExportConfig): DocumentRules {
  return {
    apiUrl: config.BANQUP_API_URL,
    categories: config.BANQUP_DOCUMENT_CATEGORIES,
    purchaseFolder: config.BANQUP_PURCHASE_FOLDER,
    salesFolder: config.BANQUP_SALES_FOLDER,
    purchaseExportable: config.BANQUP_PURCHASE_EXPORTABLE,
    salesExportable: config.BANQUP_SALES_EXPORTABLE,
    purchaseMoment: config.BANQUP_PURCHASE_MOMENT,
    salesMoment: config.BANQUP_SALES_MOMENT,
    clockGraceSeconds: config.BANQUP_CLOCK_GRACE_SECONDS,
  };
}

function revokeGrantOf({ GOOGLE_REVOCATION_URL }: Config): RevokeGrant {
  const revoke = once(async () => (await import('./google/revoke.ts')).createRevokeGrant(GOOGLE_REVOCATION_URL));
  return async (refreshToken) => (await revoke())(refreshToken);
}

function firestoreOf({ GOOGLE_CLOUD_PROJECT, FIRESTORE_DATABASE, FIRESTORE_EMULATOR_HOST }: Config) {
  return { projectId: GOOGLE_CLOUD_PROJECT, databaseId: FIRESTORE_DATABASE, emulatorHost: FIRESTORE_EMULATOR_HOST };
}
