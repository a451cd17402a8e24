/**
 * What is deployed: functions/ and its packages in one file, and around it what Google's buildpack reads. The same sources give
 * the same bytes on every machine, and the zip is named after them: what has not changed is not deployed again.
 * https://docs.cloud.google.com/docs/buildpacks/nodejs
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { bundle } from './bundle.ts';
import { npm } from './npm.ts';
import { billOf } from './sbom.ts';

const root = dirname(import.meta.dirname);

/** Google's launcher is part of it: the bundle and the launcher must share the one registry of functions. */
const framework = '@google-cloud/functions-framework';

/** Of a file in node_modules: where its package stands. */
const packageFolder = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/;

interface Lock {
  packages: Record<string, { name?: string; version: string; dev?: boolean }>;
}

/**
 * Makes `functions/` and `functions-<digest>.zip` in a folder, which it empties before. Answers the path of the zip. Throws where
 * something of the code cannot be bundled.
 */
export async function buildArtefact(folder: string): Promise<string> {
  const functions = join(folder, 'functions');
  await rm(folder, { recursive: true, force: true });
  await mkdir(functions, { recursive: true });
  const project = await readJson(join(root, 'package.json'));
  const lock: Lock = await readJson(join(root, 'package-lock.json'));

  const { files, inputs } = await bundle(root, framework);
  for (const [name, text] of Object.entries(files)) await writeFile(join(functions, name), text);
  const manifest = {
    name: project.name,
    version: project.version,
    private: true,
    main: 'index.js',
    engines: { node: '24' },
    scripts: { 'gcp-build': 'node packages.js' },
    dependencies: { [framework]: project.dependencies[framework] },
  };
  await writeJson(join(functions, 'package.json'), manifest);
  const installed = await lockFor(functions, lock);

  const bundled = inputs.flatMap((path) => packageFolder.exec(path) ?? []);
  const inside = new Set([...bundled, ...installed].map((path) => packageAt(path, lock)));
  await writeJson(join(functions, 'sbom.cdx.json'), await billOf({ folder: root, name: project.name }, inside));
  return zip(functions, folder);
}

/** Writes the lock file: ours, from which npm takes what the manifest does not need. Answers where the packages will stand. */
async function lockFor(functions: string, lock: Lock): Promise<string[]> {
  const file = join(functions, 'package-lock.json');
  await writeJson(file, lock);
  await npm(functions, 'install', '--package-lock-only', '--ignore-scripts', '--offline');
  const { packages }: Lock = await readJson(file);
  return Object.keys(packages).filter((path) => path !== '');
}

/** `name@version` of what stands there. Throws where it is there for development only. */
function packageAt(path: string, { packages }: Lock): string {
  const found = packages[path];
  if (!found || found.dev) throw new Error(`${path} is deployed, but package.json does not have it for production`);
  return `${found.name ?? path.replace(/^.*\bnode_modules\//, '')}@${found.version}`;
}

async function zip(functions: string, folder: string): Promise<string> {
  const names = (await readdir(functions)).sort();
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(functions, name))] as const));
  const bytes = zipSync(Object.fromEntries(files), {
    level: 9,
    // The first moment that a zip knows, in any time zone: the zone is not written.
    mtime: new Date(1980, 0, 1),
    // Readable by everybody on Unix.
    os: 3,
    attrs: (0o100644 << 16) >>> 0,
  });
  const path = join(folder, `functions-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.zip`);
  await writeFile(path, bytes);
  return path;
}

async function readJson(path: string) {
  return JSON.parse(await readFile(path, 'utf8'));
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
