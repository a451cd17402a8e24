/**
 * functions/ and its packages in as few files as start fast. Ours, index.js, has a source map; packages.js has none, since Node
 * reads a whole source map, and every line that it is for, before it runs the first one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, formatMessages, transform } from 'esbuild';
import { leaveOut } from './left-out.ts';

export interface Bundled {
  /** Text by name of the file. */
  files: Record<string, string>;
  /** What is in them, from the project's folder. */
  inputs: string[];
}

/** Bundles a project, but for packages that are installed beside it. Throws where something cannot be bundled. */
export async function bundle(root: string, installed: string): Promise<Bundled> {
  const common = {
    absWorkingDir: root,
    // Written by who asks: the paths in the source map follow from here, wherever the folder is.
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // As most of Google's packages are: they look for themselves with require.
    format: 'cjs',
    // Only Node's own: without this esbuild takes files that Node, and so every test, does not.
    conditions: [],
    metafile: true,
    logLevel: 'silent',
  } as const satisfies BuildOptions;

  const ours = await withoutWarnings(
    build({
      ...common,
      entryPoints: ['functions/index.ts'],
      outfile: 'index.js',
      packages: 'external',
      // So that what is loaded late comes from packages.js too.
      supported: { 'dynamic-import': false },
      banner: { js: "require = require('./packages.js').beside(require);" },
      sourcemap: 'linked',
      // Names and lines are all that a stack in the log shows.
      sourcesContent: false,
    }),
  );
  const imported = ours.metafile.outputs['index.js']?.imports.map(({ path }) => path) ?? [];
  const packages = [...new Set(imported)].filter((name) => !name.startsWith('node:') && name !== installed).sort();
  const theirs = await withoutWarnings(
    build({
      ...common,
      stdin: {
        // Each is run when it is asked for.
        contents: packages.map((name) => `exports['${name}'] = () => require('${name}');`).join('\n'),
        sourcefile: 'packages',
        resolveDir: root,
      },
      outfile: 'packages.bundle.js',
      // For who runs it (packages.ts), a function of what Node gives to a module.
      banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
      footer: { js: '})' },
      // Half as much to read. Lines stay short enough to be shown where an error ends the process.
      minifyWhitespace: true,
      lineLimit: 200,
      legalComments: 'external',
      // `debug` takes colours where it finds them: here they are, for development.
      external: [installed, 'supports-color'],
      plugins: [leaveOut],
    }),
  );
  const loader = await readFile(join(root, 'infra/packages.ts'), 'utf8');
  return {
    files: {
      'packages.bundle.js.LEGAL.txt': textOf(theirs, 'packages.bundle.js.LEGAL.txt'),
      'index.js': textOf(ours, 'index.js'),
      'index.js.map': textOf(ours, 'index.js.map'),
      'packages.bundle.js': textOf(theirs, 'packages.bundle.js'),
      'packages.js': (await transform(loader, { loader: 'ts', format: 'cjs', platform: 'node' })).code,
    },
    inputs: [ours, theirs].flatMap(({ metafile }) => Object.keys(metafile.inputs)),
  };
}

type Result = Awaited<ReturnType<typeof build<{ write: false; metafile: true }>>>;

async function withoutWarnings(building: Promise<Result>): Promise<Result> {
  const result = await building;
  const { warnings } = result;
  if (warnings.length > 0) throw new Error((await formatMessages(warnings, { kind: 'warning' })).join('\n'));
  return result;
}

function textOf({ outputFiles }: Result, name: string): string {
  const file = outputFiles.find(({ path }) => path.endsWith(`/${name}`) || path.endsWith(`\\${name}`));
  if (!file) throw new Error(`esbuild made no ${name}`);
  return file.text;
}
