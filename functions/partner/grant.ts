/**
 * Letting a Google account's grant go. Revoking ends it for every connection on that account, so it is done only when none
 * of them lives on it (protocol, rule 10).
 */
import { type GoogleAccount, isLinked } from '../domain/connection.ts';
import type { Connections, Publisher, RevokeGrant } from '../domain/ports.ts';

export type LetGrantGo = (account: GoogleAccount, refreshToken: string | undefined) => Promise<'revoked' | 'kept'>;

/** `kept`: somebody else still lives on the account, or there was no token to revoke with. Throws googleUnavailable. */
export function createLetGrantGo(connections: Connections, revokeGrant: RevokeGrant, publisher: Publisher): LetGrantGo {
  /** Somebody may have signed in with this account while its grant ended: `care` finds out whether that still works. */
  async function askThoseOn(accountId: string): Promise<void> {
    for (const { value } of await connections.ofAccount(accountId)) {
      if (value.state === 'on') await publisher.publish({ kind: 'care', partnerSpace: value.partnerSpace });
    }
  }

  return async (account, refreshToken) => {
    const onAccount = await connections.ofAccount(account.id);
    const lives = onAccount.some(({ value }) => isLinked(value));
    const revokes = !lives && refreshToken !== undefined;
    if (revokes) await revokeGrant(refreshToken);
    await askThoseOn(account.id);
    return revokes ? 'revoked' : 'kept';
  };
}
