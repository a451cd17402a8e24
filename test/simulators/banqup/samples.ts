/**
 * The example invoices that the pages offer: every .xml file below a folder, looked up anew each time.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { notFound } from './problem.ts';

/** Their paths within the folder, sorted; none where no folder is given. Throws where it cannot be read. */
export async function listSamples(folder: string | undefined): Promise<string[]> {
  if (folder === undefined) return [];
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.xml')).sort();
}

/** One of the listed files; 404 for any other name, so that nobody reads outside the folder. */
export async function readSample(folder: string | undefined, name: string) {
  if (folder === undefined || !(await listSamples(folder)).includes(name)) throw notFound(`Sample ${name}`);
  return { filename: basename(name), ubl: new Uint8Array(await readFile(join(folder, name))) };
}
