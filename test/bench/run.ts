/**
 * `npm run bench`: measures what goals.ts asks for, in systems of its own. `npm run bench -- steady pages`: these groups alone.
 * `--json`: one line for machines. `--readme`: writes the table of README.md and the plot anew.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeMeasured, readmeTable } from './describe.ts';
import { goals } from './goals.ts';
import type { Measured, Part } from './measured.ts';
import { measureBaseline } from './parts/baseline.ts';
import { measureBurst } from './parts/burst.ts';
import { measureColdStart } from './parts/cold-start.ts';
import { measureCounts } from './parts/counts.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureMemory } from './parts/memory.ts';
import { measureOverhead } from './parts/overhead.ts';
import { measurePages } from './parts/pages.ts';
import { plot } from './plot.ts';

/** What is measured together is found together. */
const parts: { groups: string[]; measure: Part }[] = [
  { groups: ['steady', 'lone', 'redelivery'], measure: measureCounts },
  { groups: ['baseline', 'vsSearchThenCreate'], measure: measureBaseline },
  { groups: ['overhead'], measure: measureOverhead },
  { groups: ['coldStart'], measure: measureColdStart },
  { groups: ['memory'], measure: measureMemory },
  { groups: ['burst'], measure: measureBurst },
  { groups: ['pages'], measure: measurePages },
  { groups: ['growth'], measure: measureGrowth },
];

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, readme: { type: 'boolean', default: false } },
});
const unknown = asked.filter((name) => !(name in goals));
if (unknown.length > 0) {
  process.stderr.write(`${unknown.join(', ')}: not one of ${Object.keys(goals).join(', ')}\n`);
  process.exit(1);
}
if (values.readme && asked.length > 0) {
  process.stderr.write('--readme takes everything, measured in one run\n');
  process.exit(1);
}

const measured: Measured = {};
for (const { groups, measure } of parts) {
  if (asked.length > 0 && !groups.some((group) => asked.includes(group))) continue;
  process.stderr.write(`measuring ${groups.join(', ')} …\n`);
  const start = performance.now();
  Object.assign(measured, await measure());
  process.stderr.write(`  took ${Math.round((performance.now() - start) / 1000)} s\n`);
}
process.stdout.write(`${values.json ? JSON.stringify(measured) : describeMeasured(measured)}\n`);
if (values.readme) await writeReadme(measured);

async function writeReadme(found: Measured): Promise<void> {
  const readme = new URL('../../README.md', import.meta.url);
  const text = await readFile(readme, 'utf8');
  await writeFile(readme, text.replace(/(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/, `$1${readmeTable(found)}\n$2`));
  await writeFile(new URL('plot.svg', import.meta.url), plot(found));
}
