/**
 * Ids for files and folders, drawn from Drive by the hundreds so that a document costs no call for its id. An id belongs to
 * the Google account that drew it. Ids that are left when an instance ends are simply never used.
 */
import { Failure } from '../domain/errors.ts';
import type { Drive } from '../domain/ports.ts';

/** More than 100 documents to a draw keeps the calls per document under 1.01; more ids only make the answer longer. */
const drawnAtOnce = 250;

export interface FileIds {
  /** Whether taking one of this account costs no call now. */
  hasDrawn(account: string): boolean;
  /** An id of this account that nobody else gets. Throws what Drive throws. */
  take(account: string, drive: Drive): Promise<string>;
}

/** An empty pool for every account. */
export function createFileIds(): FileIds {
  const pools = new Map<string, string[]>();
  const draws = new Map<string, Promise<void>>();

  async function draw(account: string, drive: Drive): Promise<void> {
    const ids = await drive.drawIds(drawnAtOnce);
    if (ids.length === 0) throw new Failure('unexpected', 'Drive gave no ids');
    pools.set(account, [...(pools.get(account) ?? []), ...ids]);
  }

  return {
    hasDrawn: (account) => (pools.get(account)?.length ?? 0) > 0,

    async take(account, drive) {
      for (let alone = false; ; ) {
        const id = pools.get(account)?.pop();
        if (id) return id;
        // Workers that find the pool empty at the same time wait for one draw. Another link to the account may have a dead token:
        // its failure is not ours.
        const underWay: Promise<void> | undefined = alone ? undefined : draws.get(account);
        if (underWay) {
          alone = await underWay.then(
            () => false,
            () => true,
          );
          continue;
        }
        const drawing = draw(account, drive).finally(() => draws.delete(account));
        draws.set(account, drawing);
        await drawing;
      }
    },
  };
}
