/**
 * The Firestore and the Pub/Sub of one machine: an emulator that the environment points at, else Google's own where the
 * Cloud SDK has it, else the embedded stand-in. Google's jar is started directly: ending the `gcloud` wrapper would
 * leave its Java child running. With REQUIRE_REAL=1 nothing stands in for Google's.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ourIndexes } from '../simulators/firestore/indexes.ts';
import { createFirestoreSimulator } from '../simulators/firestore/server.ts';
import { createPubsubSimulator } from '../simulators/pubsub/server.ts';
import { freePort } from './free-port.ts';

export type EmulatorKind = 'google-emulator' | 'embedded';
export type Emulator = { kind: EmulatorKind; host: string; url: string; close(): Promise<void> };
export type Service = 'firestore' | 'pubsub';
type Log = (line: string) => void;
/** `prefer: 'embedded'` takes the stand-in whatever the machine has. */
export type EmulatorOptions = { log: Log; prefer?: 'embedded' };

const READY_WITHIN_MS = 30_000;
const KILL_AFTER_MS = 5_000;

const SERVICES = {
  firestore: {
    title: 'Firestore',
    variable: 'FIRESTORE_EMULATOR_HOST',
    folder: ['cloud-firestore-emulator'],
    start: (jar: string) => [
      '-Duser.language=en',
      '-cp',
      jar,
      'com.google.cloud.datastore.emulator.firestore.CloudFirestore',
    ],
    embedded: () => createFirestoreSimulator({ indexes: ourIndexes() }),
  },
  pubsub: {
    title: 'Pub/Sub',
    variable: 'PUBSUB_EMULATOR_HOST',
    folder: ['pubsub-emulator', 'lib'],
    start: (jar: string) => ['-jar', jar],
    embedded: createPubsubSimulator,
  },
};

/** Firestore for this machine; says in `log` which one. Throws with REQUIRE_REAL=1 where there is none of Google's. */
export const startFirestore = (options: EmulatorOptions): Promise<Emulator> => startEmulator('firestore', options);

/** Pub/Sub for this machine; says in `log` which one. Throws with REQUIRE_REAL=1 where there is none of Google's. */
export const startPubsub = (options: EmulatorOptions): Promise<Emulator> => startEmulator('pubsub', options);

/**
 * The kinds that a contract suite runs on. Where the machine has none of Google's emulators it says so on stderr and
 * leaves that half out; with REQUIRE_REAL=1 it stays in, so that starting it fails.
 */
export function kindsToTest(service: Service): EmulatorKind[] {
  if (hasGoogleEmulator(service) || process.env['REQUIRE_REAL'] === '1') return ['embedded', 'google-emulator'];
  process.stderr.write(`LEFT OUT: ${SERVICES[service].title} tests on Google's emulator. ${missing(service)}\n`);
  return ['embedded'];
}

/** Starts one kind of a service, or throws a sentence that says what is missing. */
export function startKind(service: Service, kind: EmulatorKind, log: Log): Promise<Emulator> {
  return kind === 'embedded' ? startEmbedded(service, log) : startGoogle(service, log);
}

async function startEmulator(service: Service, { log, prefer }: EmulatorOptions): Promise<Emulator> {
  const mustBeReal = process.env['REQUIRE_REAL'] === '1';
  if (prefer === 'embedded' || !(hasGoogleEmulator(service) || mustBeReal)) return startEmbedded(service, log);
  try {
    return await startGoogle(service, log);
  } catch (error) {
    if (mustBeReal) throw error;
    // It is there but does not run, as with a Java too old for it.
    log(String(error));
    return startEmbedded(service, log);
  }
}

const hasGoogleEmulator = (service: Service): boolean =>
  Boolean(process.env[SERVICES[service].variable]) || (findJar(service) !== undefined && hasJava());

function missing(service: Service): string {
  const { title, variable } = SERVICES[service];
  return `Google's ${title} emulator is not on this machine: set ${variable}, or install it with the Cloud SDK (gcloud components install ${service === 'firestore' ? 'cloud-firestore-emulator' : 'pubsub-emulator'}) and Java.`;
}

async function startEmbedded(service: Service, log: Log): Promise<Emulator> {
  const { url, close } = await SERVICES[service].embedded();
  log(`${SERVICES[service].title}: embedded stand-in at ${url}`);
  return { kind: 'embedded', host: new URL(url).host, url, close };
}

async function startGoogle(service: Service, log: Log): Promise<Emulator> {
  const { title, variable, start } = SERVICES[service];
  const given = process.env[variable];
  if (given) {
    log(`${title}: the emulator of ${variable} at ${given}`);
    return { kind: 'google-emulator', host: given, url: `http://${given}`, close: async () => {} };
  }
  const jar = findJar(service);
  if (!jar || !hasJava()) throw new Error(missing(service));

  const host = `127.0.0.1:${await freePort()}`;
  const [address = '', port = ''] = host.split(':');
  const java = spawn('java', [...start(jar), `--host=${address}`, `--port=${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Should this process end without close(), its child ends too.
  const endChild = () => java.kill('SIGKILL');
  process.once('exit', endChild);
  const close = async () => {
    await end(java);
    process.off('exit', endChild);
  };
  try {
    await answering(java, `http://${host}/`, title);
  } catch (error) {
    await close();
    throw error;
  }
  log(`${title}: Google's emulator at http://${host}`);
  return { kind: 'google-emulator', host, url: `http://${host}`, close };
}

/** Waits until the address answers; throws with what the emulator said last where it ends, or takes too long. */
async function answering(java: ChildProcess, url: string, title: string): Promise<void> {
  let said = '';
  for (const stream of [java.stdout, java.stderr]) stream?.on('data', (text) => (said = `${said}${text}`.slice(-2000)));
  const failed = new Promise<never>((_, reject) => java.once('error', reject));
  const ready = async () => {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (java.exitCode === null && Date.now() < deadline) {
      const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      await pause(100);
    }
    throw new Error(`Google's ${title} emulator did not start. It said: ${said || 'nothing'}`);
  };
  await Promise.race([ready(), failed]);
}

async function end(java: ChildProcess): Promise<void> {
  if (java.pid === undefined || java.exitCode !== null || java.signalCode !== null) return;
  const ended = once(java, 'exit');
  java.kill('SIGTERM');
  const kill = setTimeout(() => java.kill('SIGKILL'), KILL_AFTER_MS);
  await ended;
  clearTimeout(kill);
}

/** The emulator's jar in the Cloud SDK that `gcloud` on the PATH belongs to. */
function findJar(service: Service): string | undefined {
  const gcloud = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, process.platform === 'win32' ? 'gcloud.cmd' : 'gcloud'))
    .find((path) => existsSync(path));
  if (!gcloud) return undefined;
  const folder = join(dirname(realpathSync(gcloud)), '..', 'platform', ...SERVICES[service].folder);
  const jar = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.jar')) : undefined;
  return jar && join(folder, jar);
}

// Asked rather than looked for: macOS has a `java` that only tells where to get one.
const hasJava = (): boolean => spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0;
