/** How a check is written, by whichever function: by compare-and-set, as every record. */
import type { Check } from '../domain/check.ts';
import { Failure } from '../domain/errors.ts';
import type { Checks } from '../domain/ports.ts';

/** Rounds of losing to another run of the same month. */
const roundsAtMost = 5;

/** Undefined leaves it as it is. Throws storageUnavailable, and contended where others keep winning. */
export async function writeCheck(
  checks: Checks,
  id: string,
  change: (before: Check | undefined) => Check | undefined,
): Promise<void> {
  for (let round = 0; round < roundsAtMost; round += 1) {
    const before = await checks.read(id);
    const check = change(before?.value);
    if (!check) return;
    if (before ? await checks.replace(before, check) : await checks.create(id, check)) return;
  }
  throw new Failure('contended', 'the check keeps changing');
}
