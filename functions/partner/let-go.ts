/**
 * Lets go of what a partner's link has left behind: the grant of a Google account that it no longer uses, and the token in Secret
 * Manager. The connection remembers what is still to be let go, so that whoever dies over it, the sweep goes on.
 */
import { type Connection, type Left, letGone } from '../domain/connection.ts';
import type { Connections, Log, Tokens } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import type { LetGrantGo } from './grant.ts';

export interface LetGoParts {
  connections: Connections;
  tokens: Tokens;
  letGrantGo: LetGrantGo;
  log: Log;
}

/**
 * Answers the accounts whose grant was ended by this run. What fails stays remembered, and is in the log.
 * Throws storageUnavailable.
 */
export type LetGo = (partnerSpace: string) => Promise<string[]>;

/** Safe to repeat, and to run twice at once. */
export function createLetGo({ connections, tokens, letGrantGo, log }: LetGoParts): LetGo {
  return async (partnerSpace) => {
    const ended: string[] = [];
    const connection = (await connections.read(partnerSpace))?.value;
    for (const left of connection?.leaving ?? []) {
      const token = await tokens.read(partnerSpace, left.secretVersion);
      try {
        if ((await letGrantGo(left.account, token)) === 'revoked') ended.push(left.account.id);
      } catch (error) {
        log.error('the grant could not be revoked', { partnerSpace, error });
        continue;
      }
      await tokens.destroy(partnerSpace, left.secretVersion);
      await forget(partnerSpace, left);
    }
    return ended;
  };

  async function forget(partnerSpace: string, left: Left): Promise<void> {
    for (;;) {
      const stored: Stored<Connection> | undefined = await connections.read(partnerSpace);
      if (!stored?.value.leaving?.some(({ secretVersion }) => secretVersion === left.secretVersion)) return;
      if (await connections.replace(stored, letGone(stored.value, left))) return;
    }
  }
}
