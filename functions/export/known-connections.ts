/**
 * Connections as this instance last saw them, so that a document in the steady state reads its connection once, right before
 * the write to Drive. What is remembered may be old: nothing is written to Drive on it (protocol, a delivery, 5).
 */
import { type Connection, tokenRefused } from '../domain/connection.ts';
import { Failure } from '../domain/errors.ts';
import { secondsAfter } from '../domain/life.ts';
import type { Clock, Connections } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';

/** Connections remembered at once; the one unused for longest goes first. */
const rememberedAtMost = 1000;

/**
 * Shorter than a worker's life, after which a partner that is erased may come back: its generations are counted from the
 * beginning then, and what is remembered must not pass for the new link.
 */
const rememberedSeconds = 5 * 60;

export interface KnownConnections {
  /** The connection as remembered, else as stored. */
  recall(partnerSpace: string): Promise<Stored<Connection> | undefined>;
  /** The connection as stored, which is remembered from now on. */
  reread(partnerSpace: string): Promise<Stored<Connection> | undefined>;
  /** What has just been read replaces what is remembered. Only an `on` connection is worth remembering. */
  remember(partnerSpace: string, connection: Stored<Connection> | undefined): void;
  /** A token that is gone means another link by now, else that somebody destroyed it: then its owner is needed. */
  understood(failure: Failure, connection: Connection | undefined): Promise<Failure>;
  /** Google refuses this connection's token: writes that it needs its owner. False: it is another link by now. */
  refused(connection: Connection): Promise<boolean>;
}

/** Remembers nothing yet. */
export function createKnownConnections(connections: Connections, now: Clock): KnownConnections {
  const known = new Map<string, { connection: Stored<Connection>; until: Date }>();

  function remember(partnerSpace: string, connection: Stored<Connection> | undefined): void {
    keep(partnerSpace, connection, secondsAfter(now(), rememberedSeconds));
  }

  function keep(partnerSpace: string, connection: Stored<Connection> | undefined, until: Date): void {
    known.delete(partnerSpace);
    if (connection?.value.state !== 'on') return;
    known.set(partnerSpace, { connection, until });
    const oldest = known.keys().next();
    if (known.size > rememberedAtMost && !oldest.done) known.delete(oldest.value);
  }

  async function reread(partnerSpace: string): Promise<Stored<Connection> | undefined> {
    const connection = await connections.read(partnerSpace);
    remember(partnerSpace, connection);
    return connection;
  }

  return {
    remember,
    reread,

    async recall(partnerSpace) {
      const remembered = known.get(partnerSpace);
      if (!remembered || now() >= remembered.until) return reread(partnerSpace);
      // Used just now: others go first.
      keep(partnerSpace, remembered.connection, remembered.until);
      return remembered.connection;
    },

    async understood(failure, connection) {
      if (failure.code !== 'connectionChanged' || !connection) return failure;
      const stored = await connections.read(connection.partnerSpace);
      if (stored?.value.generation !== connection.generation) return failure;
      return new Failure('signInNeeded', 'the token of the connection is gone', { cause: failure });
    },

    async refused({ partnerSpace, generation }) {
      known.delete(partnerSpace);
      for (;;) {
        const stored = await connections.read(partnerSpace);
        if (stored?.value.generation !== generation) return false;
        if (stored.value.state !== 'on') return true;
        if (await connections.replace(stored, tokenRefused(stored.value))) return true;
      }
    },
  };
}
