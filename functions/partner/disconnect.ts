/**
 * *Active off*: ends all exports of a partner space (protocol, rule 10). Every run begins from the start, so it may die
 * anywhere and be run again until the connection is off.
 */
import { type Connection, disconnected, disconnecting, isSameLink } from '../domain/connection.ts';
import { cancelled } from '../domain/export.ts';
import { clockSkewSeconds, hasLived, secondsAfter } from '../domain/life.ts';
import type { Clock, Connections, Exports, Log, Tokens } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import type { LetGrantGo } from './grant.ts';
import { createLetGo } from './let-go.ts';

const entriesAtOnce = 100;

export interface DisconnectParts {
  connections: Connections;
  exports: Exports;
  tokens: Tokens;
  letGrantGo: LetGrantGo;
  now: Clock;
  log: Log;
}

/** `seen`: the link as it was when somebody decided that it is over; one that was begun since is left alone. */
export type Disconnect = (partnerSpace: string, seen?: Connection) => Promise<void>;

/** When it answers, the connection is off, or disconnecting and to be run again. Throws storageUnavailable. */
export function createDisconnect(parts: DisconnectParts): Disconnect {
  const { connections, exports, tokens, letGrantGo, now, log } = parts;
  const letGo = createLetGo({ connections, tokens, letGrantGo, log });

  return async (partnerSpace, seen) => {
    // Of before this moment is what a link that begins after this run has looked cannot have (signing in sets `since`).
    const askedAt = secondsAfter(now(), -clockSkewSeconds);
    // From here on no delivery that looks again creates a file.
    const begun = await begin(partnerSpace, seen);
    if (!begun) return;
    const { state, account, since, accountSince, disconnectingAt = askedAt } = begun.value;
    const until = disconnectingAt > askedAt ? disconnectingAt : askedAt;
    // The entries first: whatever Google answers, the partner sees at once that nothing waits any more.
    await cancelOpen(partnerSpace, until);
    const ended = begun.value.leaving ? await letGo(partnerSpace) : [];
    // An instance that remembered the link may have reserved something since it ended.
    await cancelOpen(partnerSpace, until);
    // Without a revoked grant a worker that looked before may still be creating its file, for as long as it lives. So may one of
    // before the link came to this account: the grant of that one may have been left to another partner.
    const isRevoked = ended.includes(account.id) && (accountSince <= since || hasLived(accountSince, now()));
    const isOver = isRevoked || hasLived(disconnectingAt, now());
    if (state === 'disconnecting' && isOver) await end(begun.value);
  };

  async function end(ending: Connection): Promise<void> {
    const { partnerSpace } = ending;
    for (;;) {
      const stored = await connections.read(partnerSpace);
      if (!stored || !isSameLink(stored.value, ending)) return;
      if (!(await connections.replace(stored, disconnected(stored.value)))) continue;
      return log.info('disconnected', { partnerSpace, stillToLetGo: stored.value.leaving?.length ?? 0 });
    }
  }

  /** The connection as it stands once `disconnecting` is written, or off as it is. Undefined: there is none to end. */
  async function begin(partnerSpace: string, seen?: Connection): Promise<Stored<Connection> | undefined> {
    for (;;) {
      const stored = await connections.read(partnerSpace);
      if (!stored) return undefined;
      if (stored.value.state === 'disconnecting' || stored.value.state === 'off') return stored;
      if (seen && !isSameLink(stored.value, seen)) return undefined;
      const begun = await connections.replace(stored, disconnecting(stored.value));
      if (begun) return begun;
    }
  }

  /** What came later is left: this run may be slow, and its owner may have signed in again. The sweep comes back for the rest. */
  async function cancelOpen(partnerSpace: string, until: Date): Promise<void> {
    for (;;) {
      const found = await exports.open(partnerSpace, entriesAtOnce);
      const open = found.filter(({ value }) => value.releasedAt <= until);
      if (open.length === 0) return;
      await Promise.all(open.map((entry) => exports.replace(entry, cancelled(entry.value, 'disconnected'))));
    }
  }
}
