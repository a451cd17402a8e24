/**
 * How long a new instance takes, from the start of its process: to its first answer, and to the first document in Drive. What is
 * deployed is held against a function that does nothing, from the same folder of packages, under the same framework.
 */
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { age, connectPartner, type OnePartner } from '../../cost/one-partner.ts';
import { freePort } from '../../local/free-port.ts';
import { type FunctionProcess, startFunction } from '../../local/function-process.ts';
import { type LocalSystem, startLocalSystem } from '../../local/system.ts';
import { topics } from '../../local/topics.ts';
import { until } from '../../local/until.ts';
import type { Part } from '../measured.ts';
import { pushOf } from '../pushes.ts';
import { median } from '../statistics.ts';

const rounds = 11;

/** The smallest functions of both kinds. */
const doesNothing = `
const { cloudEvent, http } = require('@google-cloud/functions-framework');
if (process.env.FUNCTION_TARGET === 'connect') http('connect', (request, response) => response.send('ok'));
else cloudEvent('exportDocument', () => undefined);
`;

/** All are started in turn and compared within a round, and the median counts: what else the machine does falls on all alike. */
export const measureColdStart: Part = async () => {
  const lines: string[] = [];
  const log = (source: string, line: string) => lines.push(`${source}: ${line}`);
  const system = await startLocalSystem({ prefer: 'embedded', built: true, unscheduled: true, log });
  const place = await mkdtemp(join(tmpdir(), 'empty-functions-'));
  const empty: FunctionProcess[] = [];
  try {
    await layEmptyFunctions(place, system.folder);
    for (const target of ['connect', 'exportDocument'] as const) {
      const onLine = (line: string) => log(`empty ${target}`, line);
      empty.push(await startFunction({ folder: place, target, port: await freePort(), env: {}, onLine }));
    }
    return await measureStarts(system, empty);
  } catch (error) {
    throw new Error(`a start failed:\n${lines.slice(-50).join('\n')}`, { cause: error });
  } finally {
    for (const started of empty) await started.stop();
    await rm(place, { recursive: true, force: true });
    await system.close();
  }
};

async function measureStarts(system: LocalSystem, [emptyConnect, emptyExport]: FunctionProcess[]) {
  if (!emptyConnect || !emptyExport) throw new Error('the empty functions did not start');
  const partner = await connectPartner(system, 1);
  await age(system, partner);
  const ubl = new Uint8Array(await readFile(new URL('../../samples/invoice-one-rate.xml', import.meta.url)));

  // From the second start on requests wait at the door; and whatever is read from disk has been read before.
  for (const instance of [system.connect, system.exportDocument, emptyConnect, emptyExport]) {
    await instance.stop();
    await instance.start();
  }
  const push = (url: string) => pushOfAnotherKind(url, system.project);
  type Start = 'connect' | 'emptyConnect' | 'export' | 'emptyExport' | 'document' | 'connectAsIs' | 'exportAsIs';
  const taken: Record<Start, number>[] = [];
  for (let round = 0; round < rounds; round += 1) {
    taken.push({
      connect: await startUntil(system.connect, getHome),
      emptyConnect: await startUntil(emptyConnect, getHome),
      export: await startUntil(system.exportDocument, push),
      emptyExport: await startUntil(emptyExport, push),
      document: await startUntil(system.exportDocument, () => documentInDrive(system, partner, ubl)),
      ...(await notCompiled(system.folder, async () => ({
        connectAsIs: await startUntil(system.connect, getHome),
        exportAsIs: await startUntil(system.exportDocument, push),
      }))),
    });
  }
  const ratio = (ours: Start, empty: Start) => median(taken.map((round) => round[ours] / round[empty]));
  return {
    coldStart: {
      readyRatio: Math.max(ratio('connect', 'emptyConnect'), ratio('export', 'emptyExport')),
      firstDocumentRatio: ratio('document', 'emptyExport'),
      // Where Node is another one than that which compiled the packages (infra/packages.ts).
      readyRatioNotCompiled: Math.max(ratio('connectAsIs', 'emptyConnect'), ratio('exportAsIs', 'emptyExport')),
      connectReadyMs: median(taken.map((round) => round.connect)),
      exportReadyMs: median(taken.map((round) => round.export)),
      firstDocumentMs: median(taken.map((round) => round.document)),
      emptyReadyMs: median(taken.flatMap((round) => [round.emptyConnect, round.emptyExport])),
    },
  };
}

/** A folder like the one that is deployed, with the same packages. */
async function layEmptyFunctions(place: string, deployed: string): Promise<void> {
  await mkdir(place, { recursive: true });
  await symlink(join(deployed, 'node_modules'), join(place, 'node_modules'), 'junction');
  await writeFile(join(place, 'package.json'), JSON.stringify({ main: 'index.js' }));
  await writeFile(join(place, 'index.js'), doesNothing);
}

/** Does it while what Google's build has compiled is not there. */
async function notCompiled<T>(deployed: string, work: () => Promise<T>): Promise<T> {
  const name = (await readdir(deployed)).find((file) => file.endsWith('.compiled'));
  if (!name) throw new Error('nothing was compiled');
  const [file, aside] = [join(deployed, name), join(deployed, `${name}.aside`)];
  await rename(file, aside);
  try {
    return await work();
  } finally {
    await rename(aside, file);
  }
}

/** Milliseconds of a new process until it is done, with somebody at the door already. */
async function startUntil(instance: FunctionProcess, done: (url: string) => Promise<void>): Promise<number> {
  await instance.stop();
  const from = performance.now();
  const [, outcome] = await Promise.allSettled([instance.start(), done(instance.url)]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return performance.now() - from;
}

async function getHome(url: string): Promise<void> {
  await call(url, 200);
}

/** As Pub/Sub does it, a message of Banqup's that does not concern us. */
async function pushOfAnotherKind(url: string, project: string): Promise<void> {
  const push = pushOf({ category: 'contact', type: 'CONTACT_CHANGED' });
  await call(`${url}/projects/${project}/topics/${topics.banqup}`, 204, push);
}

/** A connection of its own: one that is kept alive may still lead to the process before. */
async function call(url: string, expected: number, body?: object): Promise<void> {
  const method = body ? 'POST' : 'GET';
  const headers = { 'content-type': 'application/json' };
  const calling = request(url, { agent: false, method, headers }).end(body && JSON.stringify(body));
  const [response] = await once(calling, 'response');
  response.resume();
  if (response.statusCode !== expected) throw new Error(`${url} answered ${response.statusCode}`);
}

async function documentInDrive({ banqup, google }: LocalSystem, partner: OnePartner, ubl: Uint8Array): Promise<void> {
  const [space] = partner.spaces;
  if (!space) throw new Error('the partner has no client');
  const before = google.tree(partner.email).length;
  const { documentId } = banqup.addDocument({ space, folder: 'PURCHASES', ubl });
  await banqup.approve(documentId);
  await until('the document is in Drive', () => google.tree(partner.email).length > before, 25, 2);
}
