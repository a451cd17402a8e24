/** A failing seed, told: what is wrong, and what happened to that document or partner, in order. */
import type { Finding } from './finding.ts';
import { runSchedule } from './schedule.ts';
import { short } from './story.ts';

const linesAtMost = 80;

/** Runs the seed once more, and tells its first finding; `findings` more are only named. */
export async function tellSeed(seed: number): Promise<string> {
  const { verdict, lines } = await runSchedule(seed, { listens: true });
  const [first] = verdict;
  if (!first) return `seed ${seed}: all is well`;
  const findings = verdict.map((finding) => `  ${nameOf(finding)}`);
  const about = lines.filter((line) => isAbout(line, first));
  const shown =
    about.length > linesAtMost ? [...about.slice(0, linesAtMost / 2), '…', ...about.slice(-linesAtMost / 2)] : about;
  return [`seed ${seed}`, ...findings, '', ...shown].join('\n');
}

function nameOf({ fault, why, partnerSpace, documentId }: Finding): string {
  const where = [documentId && short(documentId), partnerSpace && `for ${short(partnerSpace)}`]
    .filter(Boolean)
    .join(' ');
  return `${fault}: ${why} (${where})`;
}

/** Its document, its partner's link and clients, and the owners' hands. */
function isAbout(line: string, { partnerSpace, documentId }: Finding): boolean {
  const partner = short(partnerSpace);
  if (documentId !== undefined && new RegExp(`\\b${short(documentId)}\\b`).test(line)) {
    return !/entry .* for p/.test(line) || line.includes(`for ${partner}`);
  }
  return new RegExp(`(connection|sign-in|disconnect|client .*) of ${partner}\\b|owner:|removed at Google|while$`).test(
    line,
  );
}
