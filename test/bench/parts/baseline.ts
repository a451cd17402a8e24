/**
 * Documents a second, and calls to Drive, against the way today's tools do it (search-then-create.ts), in turns. One document after
 * another: several at once would soon wait for this machine instead of for Drive.
 */
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
const warmUpDocuments = 120;
const documentsInTurn = 12;
const turns = 4;

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** `baseline`, which needs five calls, and `vsSearchThenCreate`; also against four calls. Throws where a document has no file. */
export const measureBaseline = (): Promise<Measured> =>
  inOffice({ partners, clients: 1 }, async (office) => {
    const inFive = await startSearchThenCreate(office, 'inFive');
    const inFour = await startSearchThenCreate(office, 'inFour');
    try {
      return await compare(office, { inFive, inFour });
    } finally {
      await Promise.all([inFive.stop(), inFour.stop()]);
    }
  });

async function compare(
  office: Office,
  theirs: { inFive: FunctionProcess; inFour: FunctionProcess },
): Promise<Measured> {
  const { system, meter, spaces } = office;
  const ubls = await readSamples();

  /** What so many documents take by one of them. */
  async function turn({ url }: FunctionProcess, documents: number, atOnce = 1) {
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

  const ways = { ours: system.exportDocument, ...theirs };
  for (const way of Object.values(ways)) await turn(way, warmUpDocuments, 2);
  system.google.slowDown(driveMs);
  const measured: Record<keyof typeof ways, Awaited<ReturnType<typeof turn>>>[] = [];
  for (let round = 0; round < turns; round += 1) {
    measured.push({
      ours: await turn(ways.ours, documentsInTurn),
      inFive: await turn(ways.inFive, documentsInTurn),
      inFour: await turn(ways.inFour, documentsInTurn),
    });
  }
  const middle = (of: (one: (typeof measured)[number]) => number) => median(measured.map(of));
  return {
    baseline: {
      driveCallsPerDocument: middle(({ inFive }) => inFive.driveCalls),
      documentsPerSecond: middle(({ inFive }) => inFive.documentsPerSecond),
    },
    vsSearchThenCreate: {
      speedup: middle(({ ours, inFive }) => ours.documentsPerSecond / inFive.documentsPerSecond),
      speedupToFourCalls: middle(({ ours, inFour }) => ours.documentsPerSecond / inFour.documentsPerSecond),
      driveCallsPerDocument: middle(({ ours }) => ours.driveCalls),
      documentsPerSecond: middle(({ ours }) => ours.documentsPerSecond),
    },
  };
}

/** It gets a grant of each account, and the names of the company folders that are there. */
async function startSearchThenCreate(
  { system, partners: connected }: Office,
  target: string,
): Promise<FunctionProcess> {
  const places: Record<string, Place> = {};
  for (const { email, spaces } of connected) {
    const { refreshToken } = system.google.signIn(email, googleClient.clientId);
    const folders = system.google.tree(email).filter(({ path }) => path.split('/').length === 2);
    for (const [index, space] of spaces.entries()) {
      places[space] = { refreshToken, company: folders[index]?.path.split('/')[1] ?? '' };
    }
  }
  return startFunction({
    folder: repository,
    target,
    port: await freePort(),
    env: {
      ...system.exportEnvironment,
      FUNCTION_SOURCE: fileURLToPath(new URL('../search-then-create.ts', import.meta.url)),
      PLACES: JSON.stringify(places),
    },
    onLine: () => {},
  });
}
