/**
 * What should be there once the world has calmed down, and what is. It goes by what Banqup said, what people wanted and what the
 * witness saw, never by the ledger; the ledger is judged too.
 */
import { copiesOf, isOf } from './copies.ts';
import type { Verdict } from './finding.ts';
import { judgeDocument } from './judge-documents.ts';
import { judgeErased } from './judge-erased.ts';
import { judgeLedger, judgePoison } from './judge-ledger.ts';
import { judgeCreations, judgeFolders, judgeLink } from './judge-links.ts';
import type { Universe } from './universe.ts';

/** Everything that is wrong; nothing, where all is well. */
export function judge(universe: Universe): Verdict {
  const { people, documents } = universe;
  const verdict: Verdict = [];
  const copies = copiesOf(universe);
  for (const partner of people.partners) {
    verdict.push(...judgeLink(universe, partner), ...judgeFolders(universe, partner));
    verdict.push(...judgeErased(universe, partner));
    for (const one of documents.all) {
      const mine = copies.filter(({ note, file }) => note.partnerSpace === partner.space && isOf(one, file));
      verdict.push(...judgeDocument(universe, partner, one, mine));
    }
  }
  return [...verdict, ...judgeLedger(universe), ...judgePoison(universe), ...judgeCreations(universe)];
}
