/**
 * Ids for files and folders, drawn from Drive by the hundreds so that a document costs no call for its id. An id belongs to
 * the Google account that drew it. Ids that are left when an instance ends are simply never used.
 */
import { Failure } from '../domain/errors.ts';
import type { Drive } from '../domain/ports.ts';

/** More than 100 documents to a draw keeps the calls per document under 1.01; more ids only make the answer longer. */
const drawnAtOnce = 250;

/** With fewer left the next are on their way already: who takes one neither waits nor has to look first whether it needs one. */
const few = 25;

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

  function begin(account: string, drive: Drive): Promise<void> {
    const drawing = draw(account, drive).finally(() => draws.delete(account));
    draws.set(account, drawing);
    return drawing;
  }

  return {
    hasDrawn: (account) => (pools.get(account)?.length ?? 0) > 0,

    async take(account, drive) {
      for (let alone = false; ; ) {
        const pool = pools.get(account) ?? [];
        const id = pool.pop();
        if (id) {
          // Nobody waits for these. If they do not come, whoever finds the pool empty draws, and hears why.
          if (pool.length < few && !draws.has(account)) begin(account, drive).catch(() => {});
          return id;
        }
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
        await begin(account, drive);
      }
    },
  };
}
