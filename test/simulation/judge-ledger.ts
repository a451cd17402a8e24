/** The ledger: whole in itself, in agreement with the Drives, and holding all that was given up. */
import { createHash } from 'node:crypto';
import { isOpen } from '../../functions/domain/export.ts';
import type { FaultKind, Finding } from './finding.ts';
import type { Universe } from './universe.ts';

/** Each entry by itself, and beside the Drives. */
export function judgeLedger({ world, witness }: Universe): Finding[] {
  const findings: Finding[] = [];
  for (const { value: entry } of world.database.exports.all()) {
    const { partnerSpace, documentId, state, reason, dueAt, file } = entry;
    const find = (fault: FaultKind, why: string) => findings.push({ fault, why, partnerSpace, documentId });
    if (isOpen(entry) !== (dueAt !== undefined)) find('stuck', `${state}, and due ${dueAt?.toISOString() ?? 'never'}`);
    if (state !== 'done' && state !== 'reserved' && state !== 'updating' && !reason)
      find('silent', `${state} without a reason`);
    if (state !== 'done') continue;
    const note = file && witness.made.get(file.id);
    const now = file && world.google.files.find(file.id);
    if (!file || !note) {
      find('lost', 'it says done, and its file was never made');
      continue;
    }
    if (world.google.account(note.email).id !== file.account) {
      find('misplaced', `it says account ${file.account}, and the file is in the Drive of ${note.email}`);
    }
    if (now && now.md5 !== file.md5) find('wrongBytes', `it says ${file.md5}, and Drive holds ${now.md5}`);
    if (now?.content && createHash('md5').update(now.content).digest('hex') !== now.md5) find('wrongBytes', 'bytes');
    if (!now && note.touchedAt === undefined) find('lost', 'its file is gone, and nobody took it');
  }
  return findings;
}

/** What could not be read is kept as it came. */
export function judgePoison({ world, poison }: Universe): Finding[] {
  const said = new Set(poison.map((bytes) => Buffer.from(bytes).toString('base64')));
  const kept = new Set(world.database.deadLetters.all().map(({ value }) => value.data));
  return [...said]
    .filter((data) => !kept.has(data))
    .map((data) => ({ fault: 'silent', why: `the message ${data} is kept nowhere`, partnerSpace: '' }));
}
