/**
 * `npm run simulate -- --seeds N [--from S] [--json]`: schedules of bad luck, and what was wrong in the end. A seed that fails is
 * told: what is wrong, and what happened to that document or partner, in order. Exits 1 where anything is wrong.
 */
import { parseArgs } from 'node:util';
import { runPool } from './pool.ts';
import { tellSeed } from './trace.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const [seeds, from] = [Number(values.seeds), Number(values.from)];
if (!Number.isInteger(seeds) || seeds < 1 || !Number.isInteger(from) || from < 0) {
  process.stderr.write('--seeds is a whole number from 1, --from one from 0\n');
  process.exit(2);
}

const told = 3;
const { tally, bad, seconds } = await runPool({
  from,
  seeds,
  onProgress: (done) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${seeds} schedules`);
  },
});
if (process.stderr.isTTY) process.stderr.write('\n');
const result = { ...tally, seconds: Math.round(seconds * 10) / 10 };
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else {
  const { faults, ...counts } = result;
  for (const [name, value] of Object.entries(counts)) process.stdout.write(`${name.padEnd(18)} ${value}\n`);
  process.stdout.write('\nbad luck, by kind\n');
  for (const [kind, times] of Object.entries(faults).sort(([, a], [, b]) => b - a)) {
    process.stdout.write(`${String(times).padStart(9)}  ${kind}\n`);
  }
}
for (const seed of bad.slice(0, told)) process.stderr.write(`\n${await tellSeed(seed)}\n`);
if (bad.length > told)
  process.stderr.write(`\nand ${bad.length - told} more: ${bad.slice(told, told + 20).join(', ')}\n`);
process.exit(bad.length > 0 ? 1 : 0);
