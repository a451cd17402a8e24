/** What is deployed, as `npm run build` makes it: complete, the same each time, and clean of the machine that made it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Built, installBuilt } from '../local/built.ts';
import { freePort } from '../local/free-port.ts';
import { startFunction } from '../local/function-process.ts';

const repository = join(import.meta.dirname, '../..');
const framework = '@google-cloud/functions-framework';
const project = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8'));

let built: Built;

beforeAll(async () => {
  built = await installBuilt();
}, 120_000);
afterAll(async () => built?.close());

const files = () => readdirSync(built.folder).filter((name) => name !== 'node_modules');
const text = (name: string) => readFileSync(join(built.folder, name), 'utf8');
const json = (name: string) => JSON.parse(text(name));

/** Where the packages stand that are in the bundle: esbuild names every file above what it took from it. */
function bundledPackages(): string[] {
  const named = text('index.js').matchAll(/^ *\/\/ (\S*\bnode_modules\/(?:@[^/\s]+\/)?[^/\s]+)\/\S+$/gm);
  return [...new Set([...named].map(([, path = '']) => path))];
}

describe('what is inside', () => {
  test('its manifest starts the bundle and depends on the framework alone, at the exact version', () => {
    expect(files().sort()).toEqual(['index.js', 'index.js.map', 'package-lock.json', 'package.json', 'sbom.cdx.json']);
    expect(json('package.json')).toEqual({
      name: project.name,
      version: project.version,
      private: true,
      main: 'index.js',
      engines: { node: '24' },
      dependencies: { [framework]: project.dependencies[framework] },
    });
  });

  test('what npm ci installs for it is the framework and what that needs, as in our lock file', () => {
    const { '': root, ...packages } = json('package-lock.json').packages;
    expect(root.dependencies).toEqual({ [framework]: project.dependencies[framework] });
    const known = Object.entries<{ version: string; integrity: string }>(packages);
    for (const [path, { version, integrity }] of known)
      expect(lock.packages[path]).toMatchObject({ version, integrity });
    const installed = join(built.folder, 'node_modules', framework, 'package.json');
    expect(JSON.parse(readFileSync(installed, 'utf8')).version).toBe(project.dependencies[framework]);
    expect(known.length).toBeLessThan(Object.keys(lock.packages).length / 2);
  });

  test('of all the APIs in googleapis only Drive', () => {
    const apis = [...text('index.js').matchAll(/^ *\/\/ node_modules\/googleapis\/build\/src\/apis\/([^/\s]+)\//gm)];
    expect([...new Set(apis.map(([, api]) => api))]).toEqual(['drive']);
  });

  test('the bill of materials names every package that is bundled or installed, and no other', () => {
    const paths = [...bundledPackages(), ...Object.keys(json('package-lock.json').packages).filter(Boolean)];
    const expected = paths.map((path) => `${path.replace(/^.*node_modules\//, '')}@${lock.packages[path].version}`);
    const named: { name: string; version: string }[] = json('sbom.cdx.json').components;
    expect(named.map(({ name, version }) => `${name}@${version}`).sort()).toEqual([...new Set(expected)].sort());
    expect(expected).toContain(`pino@${project.dependencies['pino']}`);
  });

  test('no address of a registry and no path of this machine', () => {
    const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
    const traces = ['registry.npmjs.org', new URL(registry).host, repository, built.folder];
    const found = files().flatMap((name) => traces.filter((trace) => text(name).includes(trace)));
    expect(found).toEqual([]);
    expect(text('package-lock.json')).not.toContain('"resolved"');
  });
});

describe('npm run build', () => {
  test('writes the path of the zip, alone; the same sources give the same one, elsewhere and in another time zone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'build-'));
    try {
      await mkdir(join(folder, 'dist'));
      await writeFile(join(folder, 'dist/of-yesterday.zip'), '');
      const written = execFileSync(process.execPath, [join(repository, 'infra/build.ts')], {
        cwd: folder,
        env: { ...process.env, TZ: 'Pacific/Auckland' },
        encoding: 'utf8',
      });
      expect(basename(built.zip)).toMatch(/^functions-[0-9a-f]{16}\.zip$/);
      expect(written).toBe(`${join('dist', basename(built.zip))}\n`);
      expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['functions', basename(built.zip)]);
      expect(await readFile(join(folder, written.trim()))).toEqual(await readFile(built.zip));
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});

describe('its source map', () => {
  test('tells of our own files only, by paths that start at functions/', () => {
    const { sources, sourcesContent } = json('index.js.map');
    expect(sources).toContain('functions/config.ts');
    expect(sources.filter((source: string) => !source.startsWith('functions/'))).toEqual([]);
    sources.forEach((source: string, at: number) => {
      expect(sourcesContent[at]).toBe(readFileSync(join(repository, source), 'utf8'));
    });
  });

  test('takes no line of a package for one of ours', () => {
    const map = new SourceMap(json('index.js.map'));
    let file = '';
    const taken = new Set<string>();
    for (const [at, line] of text('index.js').split('\n').entries()) {
      const begins = /^ *\/\/ ((?:functions|node_modules)\/\S+)$/.exec(line)?.[1];
      file = begins ?? file;
      if (begins || !file.startsWith('node_modules/')) continue;
      const entry = map.findEntry(at, line.length);
      if ('originalSource' in entry && entry.originalSource !== undefined) taken.add(file);
    }
    expect([...taken]).toEqual([]);
    expect(file).toBe('functions/index.ts');
  });

  test('leads an error of ours to its line in the .ts file', async () => {
    const launch = startFunction({
      folder: built.folder,
      target: 'connect',
      port: await freePort(),
      env: {},
      onLine: () => undefined,
    });
    const failure = await launch.then(
      () => '',
      (error: Error) => error.message,
    );
    expect(failure).toContain('The configuration is not complete');
    const source = readFileSync(join(repository, 'functions/config.ts'), 'utf8').split('\n');
    const line = source.findIndex((candidate) => candidate.includes('throw new Error(`The configuration')) + 1;
    expect(failure).toContain(`functions/config.ts:${line}:`);
  });
});
