/**
 * How long the manage page of a large office takes, over that of a small one: both in one system, asked in turns, so that what else
 * the machine does falls on both alike.
 */
import { Agent, request } from 'node:http';
import { createConnections } from '../../../functions/storage/records.ts';
import { createMeter } from '../../cost/meter.ts';
import { connectFirestore } from '../../local/clients.ts';
import { install, signInWithGoogle } from '../../local/journey.ts';
import { type LocalSystem, startLocalSystem } from '../../local/system.ts';
import { createVisitor } from '../../local/visitor.ts';
import type { Part } from '../measured.ts';
import { seedClients, seedExports } from '../seed.ts';
import { quantile } from '../statistics.ts';

const offices = {
  small: { clients: 5, exports: 50 },
  large: { clients: 500, exports: 50_000 },
};
const warmUpRequests = 30;
const requests = 300;

/** Gives `pages`: `p95Ratio`, `p50Ratio`, `htmlBytesRatio`, and what the large one's page takes. */
export const measurePages: Part = async () => {
  const system = await startLocalSystem({ prefer: 'embedded', unscheduled: true, log: () => {} });
  const agent = new Agent({ keepAlive: true });
  try {
    const small = await openOffice(system, 'small', agent);
    const large = await openOffice(system, 'large', agent);
    const times = { small: [] as number[], large: [] as number[] };
    for (let index = -warmUpRequests; index < requests; index += 1) {
      const [one, other] = [await small(), await large()];
      if (index < 0) continue;
      times.small.push(one.milliseconds);
      times.large.push(other.milliseconds);
    }
    const ratio = (share: number) => quantile(share, times.large) / quantile(share, times.small);
    return {
      pages: {
        p95Ratio: ratio(0.95),
        p50Ratio: ratio(0.5),
        largeP50Ms: quantile(0.5, times.large),
        htmlBytesRatio: (await large()).bytes / (await small()).bytes,
      },
    };
  } finally {
    agent.destroy();
    await system.close();
  }
};

/** A partner that is connected, with its clients and exports; answers how its signed-in administrator asks for the manage page. */
async function openOffice(system: LocalSystem, size: keyof typeof offices, agent: Agent) {
  const partnerSpace = system.banqup.createPartnerSpace({ name: `Kantoor ${size}` });
  const name = `Beheerder ${size}`;
  const memberships = [{ partnerSpace, role: 'ADMINISTRATOR' as const }];
  system.banqup.createUser({ name, email: `${size}@kantoor.example`, memberships });
  const [one, other] = system.google.accounts;
  const person = (size === 'small' ? one : other)?.displayName ?? '';
  const visitor = createVisitor();
  await signInWithGoogle(visitor, await install(system, visitor, name), person);
  // What a sign-in sets going would take up what is written now.
  await createMeter(system, []).quiet();

  const firestore = connectFirestore(system.firestore.host, system.project);
  const connection = await createConnections(firestore).read(partnerSpace);
  await firestore.terminate();
  if (!connection) throw new Error('the partner is not connected');
  const database = { url: system.firestore.url, project: system.project };
  const clients = await seedClients(database, connection.value, offices[size].clients);
  await seedExports(database, connection.value, clients, offices[size].exports);

  const url = new URL(`${system.pages.app}/manage`);
  const cookie = Object.entries(visitor.cookies(url.href)).map(([key, value]) => `${key}=${value}`);
  const headers = { host: url.host, cookie: cookie.join('; ') };
  return () => load(url, headers, agent);
}

/** Throws where it is not the page. */
function load(url: URL, headers: Record<string, string>, agent: Agent) {
  return new Promise<{ milliseconds: number; bytes: number }>((resolve, reject) => {
    const begun = performance.now();
    // Hosts under `.localhost` are this machine.
    const asked = request({ host: '127.0.0.1', port: url.port, path: url.pathname, headers, agent }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode !== 200) reject(new Error(`the manage page answered ${answer.statusCode}`));
        resolve({ milliseconds: performance.now() - begun, bytes });
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}
