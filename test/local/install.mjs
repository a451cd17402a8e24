/**
 * Runs before every npm script, with whatever Node is there: installs once, and again only when the lock file has changed.
 * What the installation says goes to standard error, so that a script's own output stays clean.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const mark = 'node_modules/.installed';
const locked = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');

if (!existsSync(mark) || readFileSync(mark, 'utf8') !== locked) {
  // Warnings about engines speak of the Node that runs npm; what runs the project comes with the installation.
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
  // npm 10 removes the link to this platform's Node together with those of the other platforms, which it does not install.
  const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  if (existsSync(`node_modules/${nodePackage}`)) npm('rebuild', nodePackage, '--ignore-scripts', '--loglevel=error');
  writeFileSync(mark, locked);
}

// Node 22.18 is the first that runs TypeScript as it is.
const node = spawnSync('node', ['--version'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
  env: { ...process.env, PATH: `node_modules/.bin${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}` },
});
const [major = 0, minor = 0] = (node.stdout ?? '').replace('v', '').split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  fail(
    `Node 22.18 or later is needed; npm has no Node for this platform (${process.platform} ${process.arch}). Install one.`,
  );
}

/** @param {string[]} args */
function npm(...args) {
  const { status } = spawnSync('npm', args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) fail('The installation failed; see above.');
}

/** @param {string} sentence */
function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
