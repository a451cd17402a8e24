/** Documents a second, and calls to Drive, against the way today's tools do it (search-then-create.ts), in turns. */
import { fileURLToPath } from 'node:url';
import { readSamples } from '../../cost/one-partner.ts';
import { freePort } from '../../local/free-port.ts';
import { type FunctionProcess, startFunction } from '../../local/function-process.ts';
import { googleClient } from '../../local/system.ts';
import type { Measured } from '../measured.ts';
import { filesOf, inOffice, type Office } from '../office.ts';
import { addApproved, pushAll } from '../pushes.ts';
import type { Place } from '../search-then-create.ts';
import { median } from '../statistics.ts';

/** So many that our pace for an account does not bind. */
const partners = 24;
const driveMs = 150;
const atOnce = 4;
const documentsInTurn = 72;
const turns = 3;

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** `baseline` and `vsSearchThenCreate`. Throws where a document has no file. */
export const measureBaseline = (): Promise<Measured> =>
  inOffice({ partners, clients: 1 }, async (office) => {
    const other = await startSearchThenCreate(office);
    try {
      return await compare(office, other);
    } finally {
      await other.stop();
    }
  });

async function compare(office: Office, other: FunctionProcess): Promise<Measured> {
  const { system, meter, spaces } = office;
  const ubls = await readSamples();

  /** What so many documents take by one of the two. */
  async function turn({ url }: FunctionProcess, documents: number) {
    const [approved, before] = [addApproved(system, documents, { spaces, ubls }), filesOf(office)];
    let seconds = 0;
    const { driveCalls } = await meter.measure(documents, async () => {
      const start = performance.now();
      await pushAll({ url, project: system.project }, approved, atOnce);
      seconds = (performance.now() - start) / 1000;
    });
    const files = filesOf(office) - before;
    if (files !== documents) throw new Error(`${files} files for ${documents} documents`);
    return { driveCalls, documentsPerSecond: documents / seconds };
  }

  const both = [system.exportDocument, other] as const;
  for (const one of both) await turn(one, partners);
  system.google.slowDown(driveMs);
  const measured = [];
  for (let round = 0; round < turns; round += 1) {
    const [ours, theirs] = [await turn(both[0], documentsInTurn), await turn(both[1], documentsInTurn)];
    measured.push({ ours, theirs, speedup: ours.documentsPerSecond / theirs.documentsPerSecond });
  }
  return {
    baseline: {
      driveCallsPerDocument: median(measured.map(({ theirs }) => theirs.driveCalls)),
      documentsPerSecond: median(measured.map(({ theirs }) => theirs.documentsPerSecond)),
    },
    vsSearchThenCreate: {
      speedup: median(measured.map(({ speedup }) => speedup)),
      driveCallsPerDocument: median(measured.map(({ ours }) => ours.driveCalls)),
      documentsPerSecond: median(measured.map(({ ours }) => ours.documentsPerSecond)),
    },
  };
}

/** It gets a grant of each account, and the names of the company folders that are there. */
async function startSearchThenCreate({ system, partners: connected }: Office): Promise<FunctionProcess> {
  const places: Record<string, Place> = {};
  for (const { email, spaces } of connected) {
    const { refreshToken } = system.google.signIn(email, googleClient.clientId);
    const folders = system.google.tree(email).filter(({ path }) => path.split('/').length === 2);
    for (const [index, space] of spaces.entries())
      places[space] = { refreshToken, company: folders[index]?.path.split('/')[1] ?? '' };
  }
  return startFunction({
    folder: repository,
    target: 'searchThenCreate',
    port: await freePort(),
    env: {
      ...system.exportEnvironment,
      FUNCTION_SOURCE: fileURLToPath(new URL('../search-then-create.ts', import.meta.url)),
      PLACES: JSON.stringify(places),
    },
    onLine: () => {},
  });
}
