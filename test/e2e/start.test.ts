/** What a newcomer runs: `npm start` until Ctrl-C, and `npm run smoke`. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { until } from '../local/until.ts';
import type { Snapshot } from '../simulators/banqup/control.ts';
import { bytesOf } from './office.ts';

interface Run {
  child: ChildProcess;
  output(): string;
  errors(): string;
  exitCode: Promise<number | null>;
}

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

function run(script: string, args: string[] = [], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [`test/local/${script}`, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  const exitCode = once(child, 'exit').then(([code]) => code as number | null);
  cleanUps.push(async () => {
    if (child.exitCode === null) child.kill('SIGINT');
    await exitCode;
  });
  return { child, output: () => output, errors: () => errors, exitCode };
}

/** Every process under another one, whoever started it. */
function descendantsOf(pid: number): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const children = rows.flatMap(([child = 0, parent]) => (parent === pid ? [child] : []));
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function isRunning(pid: number): boolean {
  return execFileSync('ps', ['-A', '-o', 'pid=,stat='], { encoding: 'utf8' })
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .some(([other, state]) => Number(other) === pid && !state?.startsWith('Z'));
}

/** The command line of every process. */
function commands(): string[] {
  return execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n');
}

describe('npm start', () => {
  test('takes other ports when its own are taken, has invoices for each client, and leaves no process behind after Ctrl-C', async () => {
    // Somebody else has the port; if it is taken already, so much the better.
    const squatter = createServer().listen(8080);
    squatter.once('error', () => undefined);
    cleanUps.push(async () => squatter.close());

    const start = run('start.ts');
    await until('the addresses are printed', () => {
      if (start.child.exitCode !== null) throw new Error(`it ended: ${start.errors()}`);
      return start.output().includes('Ctrl-C ends everything');
    });
    const app = /http:\/\/app\.localhost:(\d+)/.exec(start.output())?.[1];
    expect(Number(app)).toBeGreaterThan(0);
    expect(app).not.toBe('8080');
    expect((await fetch(`http://127.0.0.1:${app}/style.css`)).status).toBe(200);
    expect(start.output()).toMatch(/Firestore: (google-emulator|embedded)/);
    const banqup = /http:\/\/banqup\.localhost:(\d+)/.exec(start.output())?.[1];
    const { clients, documents } = (await (
      await fetch(`http://127.0.0.1:${banqup}/_control/state`)
    ).json()) as Snapshot;
    const toRelease = clients.map(({ id }) =>
      documents.filter(({ spaceId }) => spaceId === id).map(({ folder }) => folder),
    );
    expect(toRelease).toEqual(clients.map(() => expect.arrayContaining(['PURCHASES', 'SALES'])));

    const processes = descendantsOf(start.child.pid ?? 0);
    expect(processes.length).toBeGreaterThanOrEqual(2);
    start.child.kill('SIGINT');
    expect(await start.exitCode).toBe(0);
    expect(processes.filter(isRunning)).toEqual([]);
  });
});

describe('npm run smoke', () => {
  test('prints one JSON line in which every sample is in Drive', async () => {
    const smoke = run('smoke.ts', ['--json', '--embedded']);
    expect([await smoke.exitCode, smoke.errors()]).toEqual([0, expect.any(String)]);
    const [line = '', ...rest] = smoke.output().trim().split('\n');
    expect(rest).toEqual([]);
    const result = JSON.parse(line);
    expect(result).toMatchObject({ ok: true, rejected: [], firestore: 'embedded', pubsub: 'embedded' });
    expect(result.functions).toBe('sources');
    expect(result.files).toHaveLength(16);
    expect(result.emptyFolders).toHaveLength(2);
  });

  test('with --built the same journey succeeds with what is deployed, from a folder that is gone afterwards', async () => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'smoke-')));
    cleanUps.push(() => rm(folder, { recursive: true }));
    const smoke = run('smoke.ts', ['--json', '--embedded', '--built'], { TMPDIR: folder });
    // Each function is the framework of the folder that was installed, which is outside of this repository.
    await until(
      'both functions run',
      () => {
        if (smoke.child.exitCode !== null) throw new Error(`it ended: ${smoke.errors()}`);
        return commands().filter((command) => command.includes(join(folder, 'functions-'))).length === 2;
      },
      100,
    );
    expect([await smoke.exitCode, smoke.errors()]).toEqual([0, expect.any(String)]);
    const result = JSON.parse(smoke.output());
    expect(result).toMatchObject({ ok: true, rejected: [], functions: 'built' });
    expect(result.files).toHaveLength(16);
    expect((await readdir(folder)).filter((name) => name.startsWith('functions-'))).toEqual([]);
  }, 120_000);

  test('with --documents tells what was rejected and why, and with --out writes the tree as Drive has it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'smoke-'));
    cleanUps.push(() => rm(folder, { recursive: true }));
    const sample = await bytesOf('credit-note.xml');
    await writeFile(join(folder, 'a.xml'), sample);
    await writeFile(join(folder, 'b.xml'), 'no XML at all');
    const smoke = run('smoke.ts', ['--json', '--embedded', '--documents', folder, '--out', join(folder, 'out')]);
    expect([await smoke.exitCode, smoke.errors()]).toEqual([0, expect.any(String)]);
    const result = JSON.parse(smoke.output());
    expect(result.rejected).toEqual([{ document: 'b.xml', reason: 'ublUnreadable' }]);
    expect(result.files).toHaveLength(1);
    const written = await readFile(join(folder, 'out', result.files[0]));
    expect(new Uint8Array(written)).toEqual(sample);
  });
});
