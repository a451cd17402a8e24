/**
 * What a document costs where there is much already, over what it costs where there is little: two systems side by side, of one
 * partner each, that get the same documents in turns. The larger one's clients and ledger are the same partner's.
 */
import { createConnections, createExports } from '../../../functions/storage/records.ts';
import { documentLines, type Measured, total } from '../../cost/bill.ts';
import { type Counts, countsOf, createMeter } from '../../cost/meter.ts';
import { age, connectPartner, createSender } from '../../cost/one-partner.ts';
import { connectFirestore } from '../../local/clients.ts';
import { startLocalSystem } from '../../local/system.ts';
import type { Part } from '../measured.ts';
import { seedClients, seedExports } from '../seed.ts';
import { median } from '../statistics.ts';

/** These get the documents, in both. */
const connectedClients = 10;
const more = { clients: 10_000 - connectedClients, exports: 100_000 };

const warmUpDocuments = 20;
const rounds = 5;
const documentsInRound = 20;

/** Gives `growth`: `ratio` of dollars, `cpuRatio`, and what of a document is dearer. */
export const measureGrowth: Part = async () => {
  const opening = [openSide(false), openSide(true)] as const;
  try {
    const [few, many] = await Promise.all(opening);
    const found = { few: [] as Round[], many: [] as Round[] };
    for (let round = 0; round < rounds; round += 1) {
      found.few.push(await few.measure());
      found.many.push(await many.measure());
    }
    const ratio = (of: (round: Round) => number) => median(found.many.map(of)) / median(found.few.map(of));
    return {
      growth: {
        ratio: ratio(dollarsOf),
        cpuRatio: ratio(({ document }) => document.cpuSeconds),
        readsRatio: ratio(({ document, careReads }) => document.firestoreReads + careReads),
        dollarsWithMany: median(found.many.map(dollarsOf)),
      },
    };
  } finally {
    for (const side of await Promise.allSettled(opening)) if (side.status === 'fulfilled') await side.value.close();
  }
};

interface Round {
  document: Counts;
  /** For each document. */
  careReads: number;
}

/** A system with one partner, in the steady state; with all the rest, where asked. */
async function openSide(withMore: boolean) {
  const log: string[] = [];
  const system = await startLocalSystem({
    prefer: 'embedded',
    unscheduled: true,
    log: (source, line) => source === 'exportDocument' && log.push(line),
  });
  const firestore = connectFirestore(system.firestore.host, system.project);
  const close = async () => {
    await firestore.terminate();
    await system.close();
  };
  try {
    const meter = createMeter(system, log);
    const partner = await connectPartner(system, connectedClients);
    await meter.quiet();
    await age(system, partner);
    const { partnerSpace } = partner;
    const connection = await createConnections(firestore).read(partnerSpace);
    if (!connection) throw new Error('the partner is not connected');
    if (withMore) {
      const database = { url: system.firestore.url, project: system.project };
      const clients = await seedClients(database, connection.value, more.clients);
      await seedExports(database, connection.value, clients, more.exports);
    }
    const send = await createSender(system, meter, partner.spaces);
    await send(warmUpDocuments);
    const exports = createExports(firestore);
    let sent = warmUpDocuments;

    return {
      close,
      async measure(): Promise<Round> {
        const document = await meter.measure(documentsInRound, () => send(documentsInRound));
        sent += documentsInRound;
        // What care asks of the ledger: all that was done since it came last, which is what was sent.
        const care = await meter.measure(sent, async () => {
          const { entries } = await exports.doneSince(partnerSpace, connection.value.accountSince, sent + 1);
          if (entries.length !== sent) throw new Error(`${entries.length} done for ${sent} documents`);
        });
        return { document, careReads: care.firestoreReads };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As Firestore's dearer place and Cloud Run bill it, with instances that work on several at once, as they do where there are many. */
function dollarsOf({ document, careReads }: Round): number {
  const nothing = countsOf(() => 0);
  const rest = { ledgerBytes: 0, rounds: { sweep: nothing, care: nothing, compare: nothing, check: nothing } };
  // Months are checked only where Banqup has a list of documents.
  const measured: Measured = { document, careReadsOfDocument: careReads, checkReadsOfDocument: 0, ...rest };
  return total(documentLines(measured, 'eur3', 'shared'));
}
