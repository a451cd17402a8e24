/**
 * *Active off*: ends all exports of a partner space (protocol, rule 10). Every run begins from the start, so it may die
 * anywhere and be run again until the connection is off.
 */
import { type Connection, disconnected, disconnecting } from '../domain/connection.ts';
import { cancelled } from '../domain/export.ts';
import { clockSkewSeconds, secondsAfter, workerLifeSeconds } from '../domain/life.ts';
import type { Clock, Connections, Exports, Log, Tokens } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import type { LetGrantGo } from './grant.ts';

const entriesAtOnce = 100;

export interface DisconnectParts {
  connections: Connections;
  exports: Exports;
  tokens: Tokens;
  letGrantGo: LetGrantGo;
  now: Clock;
  log: Log;
}

/** `goesOn`: only ends what is being ended or has ended; who has signed in meanwhile is left alone. */
export type Disconnect = (partnerSpace: string, given?: { goesOn: boolean }) => Promise<void>;

/** When it answers, the connection is off, or disconnecting and to be run again. Throws storageUnavailable. */
export function createDisconnect(parts: DisconnectParts): Disconnect {
  const { connections, exports, tokens, letGrantGo, now, log } = parts;

  return async (partnerSpace, { goesOn } = { goesOn: false }) => {
    // Of before this moment is what a link that begins after this run has looked cannot have (signing in sets `since`).
    const askedAt = secondsAfter(now(), -clockSkewSeconds);
    // From here on no delivery that looks again creates a file.
    const begun = await begin(partnerSpace, goesOn);
    if (!begun) return;
    const { state, account, secretVersion, disconnectingAt = askedAt } = begun.value;
    const until = disconnectingAt > askedAt ? disconnectingAt : askedAt;
    // An instance that remembered the link may have reserved something since it ended.
    if (state === 'off') return cancelOpen(partnerSpace, until);

    // The entries first: whatever Google answers, the partner sees at once that nothing waits any more.
    await cancelOpen(partnerSpace, until);
    // Without a revoked grant a worker that looked before may still be creating its file, for as long as it lives.
    const livesAreOver = now() > secondsAfter(disconnectingAt, workerLifeSeconds);
    const grant = await letGrantGo(account, await tokens.read(partnerSpace, secretVersion)).catch((error) => {
      log.error('the grant could not be revoked', { partnerSpace, error });
      return 'notRevoked' as const;
    });
    // The token is needed to try again, but not for ever: the owner can also remove us at Google.
    if (grant === 'notRevoked' && !livesAreOver) return;
    await tokens.destroy(partnerSpace, secretVersion);
    await cancelOpen(partnerSpace, until);
    if (grant === 'revoked' || livesAreOver) {
      const ended = await connections.replace(begun, disconnected(begun.value));
      log.info('disconnected', { partnerSpace, grant, ended: ended !== undefined });
    }
  };

  /** The connection as it stands once `disconnecting` is written, or off as it is. Undefined: there is nothing to end. */
  async function begin(partnerSpace: string, goesOn: boolean): Promise<Stored<Connection> | undefined> {
    for (;;) {
      const stored = await connections.read(partnerSpace);
      if (!stored) return undefined;
      if (stored.value.state === 'disconnecting' || stored.value.state === 'off') return stored;
      if (goesOn) return undefined;
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
