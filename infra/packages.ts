/**
 * Deployed as packages.js: gives the bundled packages. Compiling them is most of what a start takes, so it is done when the function
 * is built, by Google's buildpack on the very Node that runs it (`gcp-build`), and kept beside the bundle. Node's own compile cache
 * would keep no function that is compiled when it is first called, which is nearly all. What another Node has kept is not looked
 * at: then the start is slower, and everything else the same.
 * https://docs.cloud.google.com/docs/buildpacks/nodejs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

type Packages = Record<string, () => unknown>;

const file = join(__dirname, 'packages.bundle.js');
const compiled = join(__dirname, `packages.${process.version}-${process.arch}.compiled`);

/** `require` for the function: of the bundle's packages, and for everything else the one that is given. */
export function beside(others: NodeJS.Require): (name: string) => unknown {
  const { packages } = run(others);
  return (name) => (packages[name] ?? (() => others(name)))();
}

function run(others: NodeJS.Require): { packages: Packages; script: Script } {
  const cachedData = readIfThere(compiled);
  const script = new Script(readFileSync(file, 'utf8'), { filename: file, ...(cachedData && { cachedData }) });
  const packages: Packages = {};
  script.runInThisContext()(packages, others, { exports: packages }, file, __dirname);
  return { packages, script };
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

if (require.main === module) {
  const { packages, script } = run(require);
  // What has run is kept as it was compiled.
  for (const load of Object.values(packages)) load();
  writeFileSync(compiled, script.createCachedData());
}
