/**
 * CPU time of a document in our function, over that of a loop which makes the same outside calls and does nothing else
 * (bare-calls.ts), in turns, both as they are deployed. What answers them runs in another process and answers at once.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createFolders } from '../../../functions/storage/records.ts';
import { leaveOut } from '../../../infra/left-out.ts';
import { cpuSecondsOf } from '../../cost/meter.ts';
import { readSamples } from '../../cost/one-partner.ts';
import { connectFirestore } from '../../local/clients.ts';
import { asDeployed } from '../../local/function-process.ts';
import { googleClient } from '../../local/system.ts';
import type { Place, Work } from '../bare-calls.ts';
import type { Measured } from '../measured.ts';
import { filesOf, inOffice, type Office } from '../office.ts';
import { addApproved, pushAll } from '../pushes.ts';
import { median } from '../statistics.ts';

/** So many that our pace for an account does not bind. */
const partners = 48;
const atOnce = 4;
const documentsInTurn = 256;
const turns = 4;

/** `overhead`. Not a number where the machine does not tell what CPU time a process has taken. */
export const measureOverhead = (): Promise<Measured> =>
  inOffice({ partners, clients: 1, built: true }, async (office) => {
    const bare = await startBareCalls(office);
    try {
      return await compare(office, bare);
    } finally {
      bare.kill();
    }
  });

async function compare(office: Office, bare: BareCalls): Promise<Measured> {
  const { system, spaces } = office;
  const ubls = await readSamples();
  const ours = async (count: number) => {
    const approved = addApproved(system, count, { spaces, ubls });
    const before = await cpuSecondsOf(system.exportDocument.pid());
    const files = filesOf(office);
    await pushAll({ url: system.exportDocument.url, project: system.project }, approved, atOnce);
    if (filesOf(office) !== files + count) throw new Error('not every document has a file');
    return (await cpuSecondsOf(system.exportDocument.pid())) - before;
  };
  const theirs = (count: number) => bare.work({ documents: addApproved(system, count, { spaces, ubls }), atOnce });
  await ours(documentsInTurn);
  await theirs(documentsInTurn);
  const measured: { ours: number; bare: number }[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    measured.push({ ours: await ours(documentsInTurn), bare: await theirs(documentsInTurn) });
  }
  const milliseconds = (seconds: number) => (seconds / documentsInTurn) * 1000;
  return {
    overhead: {
      cpuRatioToBareCalls: median(measured.map((turn) => turn.ours / turn.bare)),
      cpuMsPerDocument: milliseconds(median(measured.map((turn) => turn.ours))),
      bareCpuMsPerDocument: milliseconds(median(measured.map((turn) => turn.bare))),
    },
  };
}

interface BareCalls {
  /** The seconds of CPU that it took. */
  work(work: Work): Promise<number>;
  kill(): void;
}

async function startBareCalls(office: Office): Promise<BareCalls> {
  const child = fork(await bundleBareCalls(office.system.folder), {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      ...asDeployed,
      ...office.system.exportEnvironment,
      PLACES: JSON.stringify(await placesOf(office)),
    },
  });
  const answer = async (): Promise<number> => {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the bare calls ended with ${code}`);
    });
    const [said] = await Promise.race([once(child, 'message'), ended]);
    return said;
  };
  await answer();
  return {
    work(work) {
      const answered = answer();
      child.send(work);
      return answered;
    },
    kill: () => child.kill(),
  };
}

export /** In one file, as our function is. */
async function bundleBareCalls(folder: string): Promise<string> {
  const outfile = join(folder, 'bare-calls.cjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../bare-calls.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    conditions: [],
    external: ['supports-color'],
    plugins: [leaveOut],
  });
  return outfile;
}

async function placesOf({ system, partners: connected }: Office): Promise<Record<string, Place>> {
  const firestore = connectFirestore(system.firestore.host, system.project);
  const folders = createFolders(firestore);
  const places: [string, Place][] = [];
  for (const {
    partnerSpace,
    email,
    spaces: [space = ''],
  } of connected) {
    const folder = (await folders.ofPartner(partnerSpace)).find(({ value }) => value.kind === 'AP');
    if (!folder) throw new Error(`${partnerSpace} has no folder`);
    const { refreshToken } = system.google.signIn(email, googleClient.clientId);
    places.push([space, { partnerSpace, refreshToken, folderId: folder.value.id, folderRecord: folder.id }]);
  }
  await firestore.terminate();
  return Object.fromEntries(places);
}
