/**
 * Connections as this instance last saw them, so that a document in the steady state reads its connection once, right before
 * the write to Drive. What is remembered may be old: nothing is written to Drive on it (protocol, a delivery, 5).
 */
import { type Connection, isSameLink } from '../domain/connection.ts';
import { Failure } from '../domain/errors.ts';
import type { Connections } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import { refuseLink } from '../partner/refused.ts';

/** Connections remembered at once; the one unused for longest goes first. */
const rememberedAtMost = 1000;

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
export function createKnownConnections(connections: Connections): KnownConnections {
  const known = new Map<string, Stored<Connection>>();

  function remember(partnerSpace: string, connection: Stored<Connection> | undefined): void {
    known.delete(partnerSpace);
    if (connection?.value.state !== 'on') return;
    known.set(partnerSpace, connection);
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
      const connection = known.get(partnerSpace);
      if (!connection) return reread(partnerSpace);
      // Used just now: others go first.
      remember(partnerSpace, connection);
      return connection;
    },

    async understood(failure, connection) {
      if (failure.code !== 'connectionChanged' || !connection) return failure;
      const stored = await connections.read(connection.partnerSpace);
      if (!isSameLink(stored?.value, connection)) return failure;
      return new Failure('signInNeeded', 'the token of the connection is gone', { cause: failure });
    },

    async refused(connection) {
      known.delete(connection.partnerSpace);
      return (await refuseLink(connections, connection)) !== undefined;
    },
  };
}
