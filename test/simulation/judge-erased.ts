/** A partner that has asked to be erased: that it is said to be done, that nothing of it is kept, and that nothing came after it. */
import type { FaultKind, Finding } from './finding.ts';
import type { Partner } from './people.ts';
import type { Universe } from './universe.ts';

/** Nothing, where it has not asked; nor where a sign-in or a call of Banqup's that was under way may have come later. */
export function judgeErased({ world, witness, people }: Universe, partner: Partner): Finding[] {
  const { space, isErased, isAmbiguous } = partner;
  if (!isErased || isAmbiguous) return [];
  const findings: Finding[] = [];
  const find = (fault: FaultKind, why: string) => findings.push({ fault, why, partnerSpace: space });
  const erasedAt = witness.erased.get(space);
  if (erasedAt === undefined) find('stuck', 'it is not erased');

  const { connections, activations, folders, exports, notices } = world.database;
  for (const [kind, table] of Object.entries({ connections, activations, folders, exports, notices })) {
    const kept = table.all(({ partnerSpace }) => partnerSpace === space).length;
    if (kept > 0) find('afterDisconnect', `it is erased, and ${kept} of its ${kind} are kept`);
  }
  const tokens = world.vault.versions(space);
  if (tokens.length > 0) find('afterDisconnect', `it is erased, and its tokens ${tokens.join()} are kept`);
  for (const { name, partnerSpace, at } of witness.made.values()) {
    if (partnerSpace === space && erasedAt !== undefined && at > erasedAt)
      find('afterDisconnect', `${name} was made after it was erased`);
  }
  const email = witness.links.get(space)?.at(-1)?.email;
  const isUsed = people.partners.some((other) => other !== partner && other.wants === email);
  if (email && !isUsed && !people.unclear.has(email) && world.google.hasLiveToken(email))
    find('afterDisconnect', `the grant of ${email} is still there`);
  return findings;
}
