/**
 * Who may know whom, and how a source file looks: read from the text of functions/ and infra/, so that it takes no time and runs
 * with every check. A package that a folder may use stands in `mayImport`; nothing else gets in unseen.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { variableNames } from '../../functions/config.ts';

const root = join(import.meta.dirname, '../..');
const functions = join(root, 'functions');

/** What the files of a folder, or one file outside a folder, may import: folders and files of ours, and packages. */
const mayImport: Record<string, { ours: string[]; packages: string[] }> = {
  domain: { ours: ['domain'], packages: ['node:crypto', 'saxes'] },
  texts: { ours: ['texts', 'domain'], packages: [] },
  partner: { ours: ['partner', 'domain'], packages: [] },
  connect: { ours: ['connect', 'domain', 'partner', 'texts'], packages: ['hono', 'node:crypto', 'zod'] },
  export: { ours: ['export', 'domain', 'partner', 'texts'], packages: ['node:crypto', 'zod'] },
  google: {
    ours: ['google', 'domain', 'late.ts', 'signed-token.ts'],
    packages: ['google-auth-library', 'googleapis', 'node:crypto', 'node:stream'],
  },
  banqup: { ours: ['banqup', 'domain', 'signed-token.ts'], packages: ['jose', 'openid-client', 'zod'] },
  storage: {
    ours: ['storage', 'domain', 'late.ts'],
    packages: [
      '@google-cloud/firestore',
      '@google-cloud/pubsub',
      '@google-cloud/secret-manager',
      'google-auth-library',
    ],
  },
  'late.ts': { ours: [], packages: [] },
  'signed-token.ts': { ours: ['domain'], packages: ['jose'] },
  'config.ts': { ours: [], packages: ['zod'] },
  'log.ts': { ours: ['domain'], packages: ['node:async_hooks', 'node:diagnostics_channel', 'node:http'] },
  'compose.ts': {
    ours: [
      'banqup',
      'config.ts',
      'connect',
      'domain',
      'export',
      'google',
      'late.ts',
      'log.ts',
      'partner',
      'storage',
      'texts',
    ],
    packages: ['@hono/node-server', 'node:http'],
  },
  'without-domains.ts': { ours: [], packages: ['node:domain'] },
  'index.ts': { ours: ['compose.ts', 'without-domains.ts'], packages: ['@google-cloud/functions-framework'] },
};

const linesAtMost = 250;

interface Source {
  /** Below functions/ or infra/, with slashes: `domain/ubl.ts`. */
  path: string;
  text: string;
  /** The text without its comments. */
  code: string;
  imports: { specifier: string; kind: 'type' | 'value' | 'call' }[];
}

const sources = sourcesIn(functions);
const everySource = [...sources, ...sourcesIn(join(root, 'infra'))];

function sourcesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
      return { path: path.split(sep).join('/'), text, code, imports: importsOf(code) };
    });
}

function importsOf(code: string): Source['imports'] {
  const declarations = code.matchAll(/^(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+\sfrom\s+)?['"]([^'"]+)['"]/gm);
  const calls = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g);
  return [
    ...[...declarations].map(
      ([, type, specifier = '']) => ({ specifier, kind: type === undefined ? 'value' : 'type' }) as const,
    ),
    ...[...calls].map(([, specifier = '']) => ({ specifier, kind: 'call' }) as const),
  ];
}

/** The folder a file lies in; the file itself at the top. */
function partOf(path: string): string {
  return path.split('/')[0] ?? path;
}

/** A file of ours that is imported, as its path below functions/; undefined for a package. */
function targetOf(importer: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return relative(functions, join(functions, dirname(importer), specifier))
    .split(sep)
    .join('/');
}

/** `@scope/name/deep` → `@scope/name`; Node's own modules whole. */
function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function find(pattern: RegExp, where: (source: Source) => boolean): string[] {
  return sources
    .filter(where)
    .flatMap(({ path, code }) => [...code.matchAll(pattern)].map(([hit]) => `${path}: ${hit}`));
}

describe('who may know whom', () => {
  test('every folder of functions/ has its rule', () => {
    const parts = new Set(sources.map(({ path }) => partOf(path)));
    expect([...parts].sort()).toEqual(Object.keys(mayImport).sort());
  });

  test.each(Object.entries(mayImport))('%s imports only what it may', (part, allowed) => {
    const refused = sources
      .filter(({ path }) => partOf(path) === part)
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ specifier }) => {
            const target = targetOf(path, specifier);
            if (target === undefined) return !allowed.packages.includes(packageOf(specifier));
            return !allowed.ours.includes(partOf(target));
          })
          .map(({ specifier }) => `${path} imports ${specifier}`),
      );
    expect(refused).toEqual([]);
  });

  test('every package that a rule allows is used', () => {
    const unused = Object.entries(mayImport).flatMap(([part, { packages }]) => {
      const used = sources
        .filter(({ path }) => partOf(path) === part)
        .flatMap(({ imports }) => imports.map(({ specifier }) => packageOf(specifier)));
      return packages.filter((name) => !used.includes(name)).map((name) => `${part}: ${name}`);
    });
    expect(unused).toEqual([]);
  });

  test('only compose.ts imports adapters and the two functions', () => {
    const inner = ['google', 'banqup', 'storage', 'connect', 'export'];
    const importers = sources.filter(({ path, imports }) =>
      imports.some(({ specifier }) => {
        const part = partOf(targetOf(path, specifier) ?? '');
        return inner.includes(part) && part !== partOf(path);
      }),
    );
    expect(importers.map(({ path }) => path)).toEqual(['compose.ts']);
  });

  test('no file imports itself through others, types included', () => {
    const graph = new Map(
      sources.map(({ path, imports }) => [path, imports.flatMap(({ specifier }) => targetOf(path, specifier) ?? [])]),
    );
    const cycles: string[] = [];
    const finished = new Set<string>();
    const visit = (path: string, trail: string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      if (finished.has(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      finished.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  test('every file but index.ts is imported by another one', () => {
    const imported = new Set(
      sources.flatMap(({ path, imports }) => imports.map(({ specifier }) => targetOf(path, specifier))),
    );
    expect(sources.map(({ path }) => path).filter((path) => !imported.has(path))).toEqual(['index.ts']);
  });

  test('what few calls need is loaded with the first of them: no start reaches Google’s clients by imports alone', () => {
    const starting = new Set<string>();
    const visit = (path: string): void => {
      if (starting.has(path)) return;
      starting.add(path);
      for (const { specifier, kind } of sources.find((source) => source.path === path)?.imports ?? []) {
        const target = targetOf(path, specifier);
        if (target !== undefined && kind === 'value') visit(target);
      }
    };
    // Each function loads its own half while it starts (compose.ts).
    for (const begin of ['index.ts', 'connect/app.ts', 'export/assemble.ts']) visit(begin);
    const late = sources
      .filter(({ path }) => starting.has(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter(
            ({ specifier, kind }) => kind === 'value' && /^(?:@google-cloud\/(?!functions)|google)/.test(specifier),
          )
          .map(({ specifier }) => `${path} imports ${specifier}`),
      );
    expect(starting.size).toBeGreaterThan(50);
    expect(late).toEqual([]);
  });

  test('nothing that rests on Unicode’s tables is made before it is needed: it costs more than a package', () => {
    expect(find(/^(?:export )?const .*(?:new Intl\.|\\p\{).*$/gm, () => true)).toEqual([]);
  });

  test('the whole of googleapis, which costs a second at the start, is imported by nobody', () => {
    const whole = sources.filter(({ imports }) => imports.some(({ specifier }) => specifier === 'googleapis'));
    expect(whole.map(({ path }) => path)).toEqual([]);
  });
});

describe('what the rules rest on', () => {
  const isDomain = ({ path }: Source) => partOf(path) === 'domain';

  test('the domain reads no clock', () => {
    expect(find(/new Date(\(\)|(?!\w|\())|\bDate\.now\b|\bDate\(\)|\bperformance\b|\bhrtime\b/g, isDomain)).toEqual([]);
  });

  test('the domain knows no environment, waits for nothing and draws no lots', () => {
    const outside =
      /\bprocess[.[]|\bglobalThis\b|\bfetch\(|\bset(?:Timeout|Interval|Immediate)\b|\brandom\w*|\basync\b/g;
    expect(find(outside, isDomain)).toEqual([]);
  });

  test('only config.ts and index.ts know that there is an environment', () => {
    const environment = find(/\bprocess\.env\b/g, ({ path }) => path !== 'index.ts' && path !== 'config.ts');
    expect(environment).toEqual([]);
  });

  test('the two functions take the time from the clock that they are given', () => {
    const timed = find(/new Date\(\)|\bDate\.now\b/g, ({ path }) => ['connect', 'export'].includes(partOf(path)));
    expect(timed).toEqual([]);
  });
});

describe('how a file looks', () => {
  test('it starts by telling why it exists', () => {
    expect(everySource.filter(({ text }) => !/^\/\*\*?[\s\S]+?\*\//.test(text)).map(({ path }) => path)).toEqual([]);
  });

  test(`it has ${linesAtMost} lines at most`, () => {
    const long = everySource.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(long.filter(({ lines }) => lines > linesAtMost)).toEqual([]);
  });

  test('every function that it exports says what goes in and out', () => {
    const exported = /^export (?:async )?(?:function\*? (\w+)|const (\w+) = (?:async )?(?:\(|\w+ =>|function))/;
    const undocumented = everySource.flatMap(({ path, text }) => {
      const lines = text.split('\n');
      return lines.flatMap((line, at) => {
        const [match, declared, assigned] = exported.exec(line) ?? [];
        if (match === undefined || lines[at - 1]?.trimEnd().endsWith('*/')) return [];
        return [`${path}: ${declared ?? assigned}`];
      });
    });
    expect(undocumented).toEqual([]);
  });

  test('it hides nothing from the compiler or the linter', () => {
    const hiding = everySource.filter(
      ({ text, code }) =>
        /@ts-(?:ignore|expect-error|nocheck)|biome-ignore/.test(text) || /(?::|\bas) any\b/.test(code),
    );
    expect(hiding.map(({ path }) => path)).toEqual([]);
  });
});

test('the table of variables in the README names every variable of config.ts', () => {
  const rows = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^\| `([A-Z][A-Z0-9_]*)` \|/gm)];
  const documented = new Set(rows.map(([, name]) => name));
  expect(variableNames.filter((name) => !documented.has(name))).toEqual([]);
});
