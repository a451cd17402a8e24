/** Runs npm, whose lock file and bill of materials the build and its proof rest on. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs npm in a folder; answers what it writes. Throws with its complaint where it fails. */
export async function npm(folder: string, ...args: string[]): Promise<string> {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { stdout } = await run('npm', [...args, ...quiet], {
    cwd: folder,
    // On Windows npm is a script.
    shell: process.platform === 'win32',
    maxBuffer: 16_000_000,
  });
  return stdout;
}
