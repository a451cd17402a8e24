/**
 * One delivery's hold on one ledger entry: what it last saw of it, and the compare-and-set by which alone it changes it. Who
 * loses sees what is there now, and decides again.
 */
import { type Export, exportId } from '../domain/export.ts';
import { assertAlive, type Life } from '../domain/life.ts';
import type { Clock, Exports } from '../domain/ports.ts';
import type { Stored, Written } from '../domain/record.ts';

export interface Hold {
  /** Why the entry waited until `resume` took it up; undefined where nobody had to. */
  waitedFor: Export['reason'];
  /** The entry as last seen; undefined until it was found or made. */
  entry(): Export | undefined;
  /** Looks whether there is one. */
  find(): Promise<Export | undefined>;
  /** Makes it, or takes the one that was there first. */
  make(entry: Export): Promise<void>;
  /** Whether this delivery may work on it: reserved ones are everybody's, waiting ones only whose claim it was. */
  isMine(): boolean;
  /** Takes it away, as if it had never been made. False: another worker was faster. */
  remove(): Promise<boolean>;
  /** Changes it. False: another worker was faster. */
  write(change: (entry: Export) => Written<Export>): Promise<boolean>;
}

/** A hold on the entry of these ids; `resumed` is the open entry that `resume` has claimed for this delivery. */
export function createHold(
  parts: { exports: Exports; now: Clock },
  key: { partnerSpace: string; clientSpace: string; documentId: string },
  life: Life,
  resumed?: Stored<Export>,
): Hold {
  const { exports, now } = parts;
  const id = exportId(key);
  let seen = resumed;
  let ownVersion = resumed?.version;

  /** What is there now. A wish that was written onto our claim leaves it ours: we are to serve it. */
  function see(now: Stored<Export> | undefined): void {
    if (seen && seen.version === ownVersion && isSameClaim(seen.value, now?.value)) ownVersion = now?.version;
    seen = now;
  }

  return {
    waitedFor: resumed?.value.reason,

    entry: () => seen?.value,

    async find() {
      see(await exports.read(id));
      return seen?.value;
    },

    async make(entry) {
      assertAlive(life, now());
      const created = await exports.create(id, entry);
      seen = created ?? (await exports.read(id));
      ownVersion = created?.version;
    },

    isMine() {
      if (seen?.value.state === 'reserved') return true;
      const waits = seen?.value.state === 'parked' || seen?.value.state === 'updating';
      return waits && seen?.version === ownVersion;
    },

    async remove() {
      if (!seen) return true;
      assertAlive(life, now());
      const removed = await exports.remove(seen);
      seen = removed ? undefined : await exports.read(id);
      return removed;
    },

    async write(change) {
      if (!seen) throw new Error('nothing to change yet');
      assertAlive(life, now());
      const written = await exports.replace(seen, change(seen.value));
      if (written) {
        seen = written;
        ownVersion = written.version;
      } else see(await exports.read(id));
      return written !== undefined;
    },
  };
}

/** Every claim moves `dueAt` a worker's life ahead, and is made only once that has passed: no two have the same. */
function isSameClaim(before: Export, now: Export | undefined): boolean {
  return now?.wish !== undefined && now.state === before.state && now.dueAt?.getTime() === before.dueAt?.getTime();
}
