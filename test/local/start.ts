/**
 * What `npm start` runs: the whole system on this machine, until Ctrl-C. Addresses go to standard output, the logs beside.
 * `--built`: with what is deployed instead of the sources.
 */
import { parseArgs } from 'node:util';
import { bringInvoices } from './sample-documents.ts';
import { startLocalSystem } from './system.ts';

const { values } = parseArgs({ options: { built: { type: 'boolean', default: false } } });
const system = await startLocalSystem({
  built: values.built,
  unverified: true,
  ports: { connect: 8080, exportDocument: 8081, google: 8082, banqup: 8083 },
  log: (source, line) => process.stderr.write(`${source.padEnd(14)} ${line}\n`),
});
await bringInvoices(system.banqup);

process.stdout.write(`
Everything runs. Open Banqup and follow the help article, from the app launcher to the file in Google Drive:

  Banqup         ${system.pages.banqup}
  Google Drive   ${system.pages.google}/drive
  our pages      ${system.pages.app}/manage

Project ${system.project}. Functions: ${system.functions}. Firestore: ${system.firestore.kind}. Pub/Sub: ${system.pubsub.kind}. Ctrl-C ends everything.
`);

let closing = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, async () => {
    // A second Ctrl-C while we are at it changes nothing.
    if (closing) return;
    closing = true;
    await system.close();
    process.exit(0);
  });
}
