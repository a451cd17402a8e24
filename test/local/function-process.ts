/** One function under the Functions Framework, as a process of its own, the way Google runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** How Node is run (infra/functions.tf). */
export const asDeployed = {
  NODE_OPTIONS: '--enable-source-maps --max-semi-space-size=2',
  MALLOC_TRIM_THRESHOLD_: '131072',
};

/** Where node_modules/.bin/functions-framework leads to, which is what Google starts in the function's folder. */
const framework = 'node_modules/@google-cloud/functions-framework/build/src/main.js';

export interface FunctionProcess {
  /** http://127.0.0.1:PORT */
  url: string;
  /** Of the process that was started last. */
  pid(): number | undefined;
  /** Ends the process and waits until it is gone; SIGKILL stands for a machine that dies. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again where it has ended, under the same address, and waits until it answers. */
  start(): Promise<void>;
}

export interface FunctionOptions {
  /** What is run: its package.json says where it begins, and its node_modules has the framework. */
  folder: string;
  /** Which of the functions that are registered there. */
  target: string;
  port: number;
  env: Record<string, string>;
  /** Gets each line that the function writes. */
  onLine: (line: string) => void;
}

/** Starts the function and waits until it answers. Throws with what it wrote when it ends instead. */
export async function startFunction(options: FunctionOptions): Promise<FunctionProcess> {
  let child = await launch(options);
  let door: Door | undefined;
  return {
    url: `http://127.0.0.1:${options.port}`,
    pid: () => child.pid,
    async stop(signal = 'SIGTERM') {
      door?.shut();
      await stop(child, signal);
    },
    async start() {
      if (child.exitCode === null && child.signalCode === null) return;
      door ??= await openDoor(options.port);
      const port = freePort();
      const launching = port.then((inside) => launch({ ...options, port: inside }));
      door.leadTo(launching.then(() => port));
      child = await launching;
    },
  };
}

async function launch({ folder, target, port, env, onLine }: FunctionOptions): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(folder, framework)], {
    cwd: folder,
    env: {
      // Only what a shell needs is taken over, so that nothing of this machine's configuration gets in.
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      ...asDeployed,
      PORT: String(port),
      FUNCTION_TARGET: target,
      // Google's word for every function without a trigger of its own, also for the one that our subscriptions push to.
      FUNCTION_SIGNATURE_TYPE: 'http',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      onLine(line);
    });
  }
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const isReady = async () => {
    if (child.exitCode !== null) throw new Error(`${target} ended at its start:\n${lines.join('\n')}`);
    return answers(port);
  };
  // Often, since a start is measured by it (test/bench/).
  await until(`${target} answers`, isReady, 25, 2);
  return child;
}

async function stop(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const lastResort = setTimeout(() => child.kill('SIGKILL'), 5000);
  await ended;
  clearTimeout(lastResort);
}

/** Whether somebody listens; no request, since every request reaches the function and its log. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

interface Door {
  /** Who comes waits until the port is known. */
  leadTo(port: Promise<number>): void;
  /** Who comes is turned away. */
  shut(): void;
}

/**
 * The old port of a function that is started again: requests wait there for the new process, as they do at Cloud Run. Of those
 * that are refused twice in a row Google's Pub/Sub emulator delivers some only after the acknowledgement deadline.
 */
async function openDoor(port: number): Promise<Door> {
  let instance: Promise<number> | undefined;
  const server = createServer(async (visitor) => {
    visitor.on('error', () => visitor.destroy());
    const inside = await instance?.catch(() => undefined);
    if (inside === undefined) return visitor.destroy();
    const process = connect(inside, '127.0.0.1');
    process.on('error', () => visitor.destroy()).on('close', () => visitor.destroy());
    visitor.on('close', () => process.destroy());
    visitor.pipe(process).pipe(visitor);
  });
  server.unref();
  server.listen(port);
  await once(server, 'listening');
  return {
    leadTo: (next) => {
      instance = next;
    },
    shut: () => {
      instance = undefined;
    },
  };
}
