/** The most memory that a new instance has used, once it has had 40 documents of 1 MB at once, and then one of 15 MB. */
import { readFile } from 'node:fs/promises';
import type { Measured } from '../measured.ts';
import { filesOf, inOffice } from '../office.ts';
import { addApproved, pushAll } from '../pushes.ts';
import { median } from '../statistics.ts';

/** So many that our pace for an account does not park any. */
const partners = 10;
const megabyte = 1_000_000;
const instances = 5;

/** `memory`. Not a number where the machine does not tell the most that a process has used. Throws where a document has no file. */
export const measureMemory = (): Promise<Measured> =>
  inOffice({ partners, clients: 1, built: true }, async (office) => {
    const { system, spaces } = office;
    const push = async (count: number, bytes: number) => {
      const documents = addApproved(system, count, { spaces, ubls: [await invoiceOf(bytes)] });
      await pushAll({ url: system.exportDocument.url, project: system.project }, documents, count);
      return mostMemory(system.exportDocument.pid());
    };
    const measured: { atRest: number; many: number; large: number }[] = [];
    for (let instance = 1; instance <= instances; instance += 1) {
      await system.exportDocument.stop();
      await system.exportDocument.start();
      const atRest = await mostMemory(system.exportDocument.pid());
      const many = await push(40, megabyte);
      const large = await push(1, 15 * megabyte);
      measured.push({ atRest, many, large });
      if (filesOf(office) !== instance * 41) throw new Error(`${filesOf(office)} files of instance ${instance}`);
    }
    return {
      memory: {
        rssMiB: median(measured.map(({ large }) => large)),
        rssMiBAfterMany: median(measured.map(({ many }) => many)),
        rssMiBAtRest: median(measured.map(({ atRest }) => atRest)),
      },
    };
  });

/** One of our samples with an embedded PDF that makes it so large. */
async function invoiceOf(bytes: number): Promise<Uint8Array> {
  const text = await readFile(new URL('../../samples/invoice-embedded-pdf.xml', import.meta.url), 'utf8');
  const pdf = /(<cbc:EmbeddedDocumentBinaryObject[^>]*>)[^<]*/;
  const padding = 'A'.repeat(bytes - Buffer.byteLength(text));
  return Buffer.from(text.replace(pdf, (_, tag: string) => `${tag}${padding}`));
}

/** In MiB, since its start. */
async function mostMemory(pid: number | undefined): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
