/**
 * `npm run cost`: what a document, a connected partner and the whole cost, from calls that are counted while documents go through a
 * system of its own, and Google's list prices. `--documents N`: so many. `--clients N`: of the one partner. `--json`: one line.
 */
import { parseArgs } from 'node:util';
import { type LocalSystem, startLocalSystem } from '../local/system.ts';
import { inDollars, type Measured, type RoundName } from './bill.ts';
import { describeCost } from './describe-cost.ts';
import { ledgerBytes } from './ledger-bytes.ts';
import { createMeter, type Meter } from './meter.ts';
import { age, connectPartner, createSender } from './one-partner.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '200' },
    clients: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});
const documents = wholeNumber('documents', values.documents);
const clients = wholeNumber('clients', values.clients);

/** Before anything is measured: ids are drawn, tokens read, and the code is warm. */
const warmUpDocuments = 10;
const roundsMeasured = 5;
/** Of one pass of care (export/rescue.ts). */
const careReadsAtMost = 300;

const lines: string[] = [];
const exportLog: string[] = [];
const system = await startLocalSystem({
  prefer: 'embedded',
  unscheduled: true,
  log(source, line) {
    lines.push(`${source.padEnd(14)} ${line}`);
    if (source === 'exportDocument') exportLog.push(line);
  },
});
try {
  const measured = await measure(system, createMeter(system, exportLog));
  const text = values.json
    ? JSON.stringify({ documents, clients, ...measured, usd: inDollars(measured) })
    : describeCost(measured, { documents, clients });
  process.stdout.write(`${text}\n`);
} catch (error) {
  process.stderr.write(`${lines.slice(-50).join('\n')}\n`);
  throw error;
} finally {
  await system.close();
}

async function measure(system: LocalSystem, meter: Meter): Promise<Measured> {
  const partner = await connectPartner(system, clients);
  await meter.quiet();
  await age(system, partner);

  const works: Record<RoundName, () => Promise<void>> = {
    sweep: system.sweep,
    care: system.careAll,
    compare: system.compareAll,
    check: system.checkAll,
  };
  const measureRound = async (name: RoundName) => {
    const once = async () => {
      await works[name]();
      await meter.quiet();
    };
    await once();
    return meter.measure(roundsMeasured, async () => {
      for (let round = 0; round < roundsMeasured; round += 1) await once();
    });
  };
  const idle = {
    sweep: await measureRound('sweep'),
    care: await measureRound('care'),
    compare: await measureRound('compare'),
    check: await measureRound('check'),
  };

  const send = await createSender(system, meter, partner.spaces);
  await send(warmUpDocuments);
  const document = await meter.measure(documents, () => send(documents));
  const files = system.google.tree(partner.email).filter(({ folder }) => !folder);
  const sent = warmUpDocuments + documents;
  if (files.length !== sent) throw new Error(`${files.length} files for ${sent} documents`);
  const busyCare = await meter.measure(1, works.care);
  // Where nothing has been done, to look for it costs one read.
  const careReads = busyCare.firestoreReads - (idle.care.firestoreReads - 1);
  const check = await measureRound('check');
  return {
    document,
    careReadsOfDocument: careReads / Math.min(sent, careReadsAtMost),
    checkReadsOfDocument: (check.firestoreReads - idle.check.firestoreReads) / sent,
    ledgerBytes: await ledgerBytes(system),
    rounds: { ...idle, check: { ...check, firestoreReads: idle.check.firestoreReads } },
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) {
    process.stderr.write(`--${name} must be a whole number from 1 on, not ${text}\n`);
    process.exit(1);
  }
  return Number(text);
}
