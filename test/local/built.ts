/** The zip that is deployed, put where nothing of this repository is found, and installed there as Google's buildpack does it. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { buildArtefact } from '../../infra/artefact.ts';
import { npm } from '../../infra/npm.ts';

export interface Built {
  /** The path of the zip. */
  zip: string;
  /** What is in it, installed. */
  folder: string;
  /** Removes both. */
  close(): Promise<void>;
}

/** Builds and installs it. Throws with what esbuild or npm says where that fails. */
export async function installBuilt(): Promise<Built> {
  const place = await mkdtemp(join(tmpdir(), 'functions-'));
  const close = () => rm(place, { recursive: true, force: true });
  try {
    const zip = await buildArtefact(join(place, 'dist'));
    const folder = join(place, 'workspace');
    await mkdir(folder);
    for (const [name, bytes] of Object.entries(unzipSync(await readFile(zip)))) {
      await writeFile(join(folder, name), bytes);
    }
    await npm(folder, 'ci', '--omit=dev', '--prefer-offline');
    await npm(folder, 'run', 'gcp-build');
    return { zip, folder, close };
  } catch (error) {
    await close();
    throw error;
  }
}
