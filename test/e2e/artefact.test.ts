/** What is deployed, as `npm run build` makes it: complete, the same each time, and clean of the machine that made it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Script } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
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

const files = () => Object.keys(unzipSync(readFileSync(built.zip)));
const text = (name: string) => readFileSync(join(built.folder, name), 'utf8');
const json = (name: string) => JSON.parse(text(name));

/** The files of packages that are in the bundle, and their code: esbuild names every one before what it took from it. */
function bundledFiles(): Map<string, string> {
  const whole = text('packages.bundle.js').replaceAll('\\\n', '');
  const [, ...parts] = whole.split(/"((?:\w[^"\n]*\/)?node_modules\/[^"\n]+)"\(/);
  return new Map(parts.flatMap((part, at) => (at % 2 === 0 ? [[part, parts[at + 1] ?? '']] : [])));
}

/** Where the packages stand that are in the bundle. */
function bundledPackages(): string[] {
  const paths = [...bundledFiles().keys()].map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? '');
  return [...new Set(paths)];
}

describe('what is inside', () => {
  test('its manifest starts the bundle and depends on the framework alone, at the exact version', () => {
    expect(files().sort()).toEqual([
      'index.js',
      'index.js.map',
      'package-lock.json',
      'package.json',
      'packages.bundle.js',
      'packages.bundle.js.LEGAL.txt',
      'packages.js',
      'sbom.cdx.json',
    ]);
    expect(json('package.json')).toEqual({
      name: project.name,
      version: project.version,
      private: true,
      main: 'index.js',
      engines: { node: '24' },
      scripts: { 'gcp-build': 'node packages.js' },
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
    const apis = [...bundledFiles().keys()].flatMap(
      (path) => /\/googleapis\/build\/src\/apis\/(\w+)\//.exec(path)?.[1] ?? [],
    );
    expect([...new Set(apis)]).toEqual(['drive']);
  });

  test('of Google’s clients neither gRPC nor a class of a message', () => {
    expect(bundledPackages()).toContain('node_modules/google-gax');
    expect(bundledPackages().filter((path) => path.includes('@grpc/'))).toEqual([]);
    const classes = [...bundledFiles()].filter(([path]) => /\/protos\/\w+\.js$/.test(path));
    expect(classes.map(([path]) => path)).toContain('node_modules/@google-cloud/firestore-api/build/protos/protos.js');
    expect(classes.filter(([, code]) => !code.includes('is left out')).map(([path]) => path)).toEqual([]);
  });

  test('packages are plain ASCII: of anything else Node makes a string twice as large', () => {
    const bundle = text('packages.bundle.js');
    expect(Buffer.byteLength(bundle)).toBe(bundle.length);
  });

  test('the bill of materials names every package that is bundled or installed, and no other', () => {
    const paths = [...bundledPackages(), ...Object.keys(json('package-lock.json').packages).filter(Boolean)];
    const expected = paths.map((path) => `${path.replace(/^.*node_modules\//, '')}@${lock.packages[path].version}`);
    const named: { name: string; version: string }[] = json('sbom.cdx.json').components;
    expect(named.map(({ name, version }) => `${name}@${version}`).sort()).toEqual([...new Set(expected)].sort());
    expect(expected).toContain(`hono@${project.dependencies['hono']}`);
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

describe('what is compiled when Google builds the function', () => {
  const compiled = () => readdirSync(built.folder).filter((name) => name.endsWith('.compiled'));
  const start = () =>
    execFileSync(process.execPath, ['-p', "typeof require('./packages.js').beside(require)('hono').Hono"], {
      cwd: built.folder,
      encoding: 'utf8',
    });

  test('is kept for this very Node, and taken by it', () => {
    expect(compiled()).toEqual([`packages.${process.version}-${process.arch}.compiled`]);
    const [name = ''] = compiled();
    const script = new Script(text('packages.bundle.js'), { cachedData: readFileSync(join(built.folder, name)) });
    expect(script.cachedDataRejected).toBe(false);
  });

  test('is not missed where it is not there, or of no use', async () => {
    const [name = ''] = compiled();
    const kept = await readFile(join(built.folder, name));
    try {
      await writeFile(join(built.folder, name), kept.subarray(0, 1000));
      expect(start()).toBe('function\n');
      await rm(join(built.folder, name));
      expect(start()).toBe('function\n');
    } finally {
      await writeFile(join(built.folder, name), kept);
    }
  });
});

describe('its source map', () => {
  test('tells of our own files, by paths that start at functions/, and packages have none', () => {
    const { sources } = json('index.js.map');
    expect(sources).toContain('functions/config.ts');
    expect(sources.filter((source: string) => !source.startsWith('functions/'))).toEqual([]);
    expect(text('index.js')).not.toContain('// node_modules/');
    expect(text('packages.bundle.js')).not.toContain('sourceMappingURL=packages');
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
