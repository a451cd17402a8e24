/**
 * The whole system on one machine: both functions under the Functions Framework, and around them everything they reach over
 * the network, each by its address. `npm start` shows it to a person; smoke and the end-to-end tests drive it.
 */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { defaultEventTypes } from '../simulators/banqup/assumed.ts';
import { type BanqupSimulator, createBanqupSimulator } from '../simulators/banqup/server.ts';
import { createGoogleSimulator, type GoogleSimulator } from '../simulators/google/server.ts';
import { createSecretManagerSimulator } from '../simulators/secret-manager/server.ts';
import { installBuilt } from './built.ts';
import { connectPublisher } from './clients.ts';
import { type Emulator, startFirestore, startPubsub } from './emulators.ts';
import { freePort } from './free-port.ts';
import { type FunctionProcess, startFunction } from './function-process.ts';
import { schedulerAccount, startScheduler } from './scheduler.ts';
import { createTopics, type TopicName, topics } from './topics.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const samplesDir = fileURLToPath(new URL('../samples', import.meta.url));

/** The OAuth client that Google knows us by. */
export const googleClient = { clientId: 'local.apps.googleusercontent.com', clientSecret: 'local-google-secret' };

export interface LocalSystemOptions {
  /** Ports that a person finds again; any free ones otherwise. */
  ports?: { connect: number; exportDocument: number; google: number; banqup: number };
  prefer?: 'embedded';
  /** Runs what is deployed instead of the sources. */
  built?: boolean;
  /** The scheduler calls only when it is told to. */
  unscheduled?: boolean;
  /** Google warns of us, as of every app that it has not verified yet. */
  unverified?: boolean;
  /** E-mail addresses; Google's simulator has two of its own otherwise. */
  googleAccounts?: string[];
  /** Gets each line that a function writes, and what is said of the emulators. */
  log: (source: string, line: string) => void;
}

export interface LocalSystem {
  project: string;
  functions: 'built' | 'sources';
  /** What both functions run: its package.json says where they begin. */
  folder: string;
  firestore: Emulator;
  pubsub: Emulator;
  secretManagerUrl: string;
  google: GoogleSimulator;
  banqup: BanqupSimulator;
  connect: FunctionProcess;
  exportDocument: FunctionProcess;
  /** What it runs with, for another one beside it. */
  exportEnvironment: Record<string, string>;
  /** Addresses for a browser. */
  pages: { app: string; google: string; banqup: string };
  /** Where Banqup sends its messages over HTTP. */
  listenerUrl: string;
  /** What `gcloud pubsub topics publish` does. */
  publish(topic: TopicName, message: string): Promise<void>;
  /** What the scheduler does, now and then by itself. */
  sweep(): Promise<void>;
  careAll(): Promise<void>;
  compareAll(): Promise<void>;
  checkAll(): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything; whatever was started is ended again when something does not start. */
export async function startLocalSystem({
  ports,
  prefer,
  built = false,
  unscheduled = false,
  unverified = false,
  googleAccounts,
  log,
}: LocalSystemOptions): Promise<LocalSystem> {
  const started: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  const keep = async <T extends { close(): Promise<unknown> }>(starting: Promise<T>): Promise<T> => {
    const thing = await starting;
    started.push(() => thing.close());
    return thing;
  };

  try {
    const folder = built ? (await keep(installBuilt())).folder : repository;
    const emulatorOptions = { log: (line: string) => log('system', line), ...(prefer && { prefer }) };
    const [firestore, pubsub] = await Promise.all([
      keep(startFirestore(emulatorOptions)),
      keep(startPubsub(emulatorOptions)),
    ]);
    const connectPort = await freePort(ports?.connect);
    const exportPort = await freePort(ports?.exportDocument);
    const [googlePort, banqupPort] = [await freePort(ports?.google), await freePort(ports?.banqup)];
    const pages = {
      app: `http://app.localhost:${connectPort}`,
      google: `http://google.localhost:${googlePort}`,
      banqup: `http://banqup.localhost:${banqupPort}`,
    };
    // Another one each time: an emulator that runs on may still hold what an earlier run left.
    const project = `local-${randomBytes(4).toString('hex')}`;

    const secretManager = await keep(createSecretManagerSimulator());
    const google = await keep(
      createGoogleSimulator({
        port: googlePort,
        browserUrl: pages.google,
        banqupUrl: pages.banqup,
        clients: [{ ...googleClient, redirectUris: [`${pages.app}/google/callback`], name: 'Banqup', unverified }],
        ...(googleAccounts && { accounts: googleAccounts }),
      }),
    );
    const publisher = connectPublisher(pubsub.url, project);
    started.push(() => publisher.close());
    const publish = async (topic: TopicName, message: string) => {
      const messages = [{ data: Buffer.from(message) }];
      await publisher.publish({ topic: `projects/${project}/topics/${topics[topic]}`, messages });
    };
    const banqupApp = { clientId: 'local-banqup-client', clientSecret: 'local-banqup-secret', appId: 'local-app' };
    const banqup = await keep(
      createBanqupSimulator({
        port: banqupPort,
        browserHost: 'banqup.localhost',
        appUrl: pages.app,
        appServerUrl: `http://127.0.0.1:${connectPort}`,
        driveUrl: `${pages.google}/drive`,
        app: banqupApp,
        redirectUris: [`${pages.app}/banqup/callback`],
        samplesDir,
        momentField: true,
        publish: (message) => publish('banqup', JSON.stringify(message)),
      }),
    );

    const listenerKey = randomBytes(32).toString('base64url');
    const exportUrl = `http://127.0.0.1:${exportPort}`;
    await createTopics(pubsub.url, project, (topic) =>
      topic === 'notices' ? `${banqup.url}/notices` : `${exportUrl}/projects/${project}/topics/${topics[topic]}`,
    );
    const environment = {
      GOOGLE_CLOUD_PROJECT: project,
      FIRESTORE_EMULATOR_HOST: firestore.host,
      PUBSUB_EMULATOR_HOST: pubsub.host,
      SECRET_MANAGER_URL: secretManager.url,
      GOOGLE_CLIENT_ID: googleClient.clientId,
      GOOGLE_CLIENT_SECRET: googleClient.clientSecret,
      GOOGLE_TOKEN_URL: `${google.url}/token`,
      GOOGLE_DRIVE_URL: google.url,
      GOOGLE_UPLOAD_URL: google.url,
      GOOGLE_REVOCATION_URL: `${google.url}/revoke`,
      PUBLIC_URL: pages.app,
      BANQUP_API_URL: banqup.url,
      BANQUP_RESEND_TYPES: defaultEventTypes.resend,
      BANQUP_PURCHASE_MOMENT: 'status.approvedAt',
      BANQUP_SALES_MOMENT: 'status.sentAt',
      BANQUP_DOCUMENT_LIST: 'true',
    };
    const connect = await startFunction({
      folder,
      target: 'connect',
      port: connectPort,
      onLine: (line) => log('connect', line),
      env: {
        ...environment,
        GOOGLE_JWKS_URL: `${google.url}/oauth2/v3/certs`,
        SCHEDULER_ACCOUNT: schedulerAccount,
        BANQUP_LISTENER_KEY: listenerKey,
        GOOGLE_AUTHORIZATION_URL: `${pages.google}/o/oauth2/v2/auth`,
        OPERATOR_NAME: 'Banqup',
        SUPPORT_EMAIL: 'support@banqup.example',
        BANQUP_APP_URL: pages.banqup,
        BANQUP_LOGIN_URL: `${pages.banqup}/oauth2/authorize`,
        BANQUP_LOGIN_TOKEN_URL: `${banqup.url}/oauth2/token`,
        BANQUP_LOGIN_CLIENT_ID: banqupApp.clientId,
        BANQUP_LOGIN_CLIENT_SECRET: banqupApp.clientSecret,
        BANQUP_JWKS_URL: `${banqup.url}/.well-known/jwks.json`,
        BANQUP_CALL_ISSUER: banqup.issuer,
        BANQUP_CALL_AUDIENCE: banqupApp.appId,
      },
    });
    started.push(() => connect.stop());
    const exportEnvironment = {
      ...environment,
      PUBSUB_DEAD_LETTER_TOPIC: topics.deadLetters,
      BANQUP_TOKEN_URL: `${banqup.url}/oauth2/client_credential/gettoken`,
      BANQUP_CLIENT_ID: banqupApp.clientId,
      BANQUP_CLIENT_SECRET: banqupApp.clientSecret,
      BANQUP_APPLICATION_ID: banqup.applicationId,
      // One clock for all.
      BANQUP_CLOCK_GRACE_SECONDS: '0',
    };
    const exportDocument = await startFunction({
      folder,
      target: 'exportDocument',
      port: exportPort,
      onLine: (line) => log('exportDocument', line),
      env: exportEnvironment,
    });
    started.push(() => exportDocument.stop());
    const scheduler = startScheduler({
      unscheduled,
      google,
      connectUrl: connect.url,
      publicUrl: pages.app,
      log: (line) => log('system', line),
    });
    started.push(() => scheduler.close());
    const secretManagerUrl = secretManager.url;
    return {
      project,
      functions: built ? 'built' : 'sources',
      folder,
      firestore,
      pubsub,
      secretManagerUrl,
      google,
      banqup,
      connect,
      exportDocument,
      exportEnvironment,
      pages,
      listenerUrl: `http://127.0.0.1:${connectPort}/listener/${listenerKey}/messages`,
      publish,
      sweep: () => scheduler.call('sweep'),
      careAll: () => scheduler.call('care-all'),
      compareAll: () => scheduler.call('compare-all'),
      checkAll: () => scheduler.call('check-all'),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
