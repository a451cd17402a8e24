/**
 * Letting a Google account's grant go. Revoking ends it for every connection on that account, so it is done only when none
 * of them lives on it (protocol, rule 10).
 */
import type { GoogleAccount } from '../domain/connection.ts';
import type { Connections, GoogleSignIn } from '../domain/ports.ts';

export type LetGrantGo = (account: GoogleAccount, refreshToken: string | undefined) => Promise<'revoked' | 'shared'>;

/** `shared`: somebody else still lives on the account, or there was no token to revoke with. Throws googleUnavailable. */
export function createLetGrantGo(connections: Connections, google: GoogleSignIn): LetGrantGo {
  return async (account, refreshToken) => {
    const onAccount = await connections.ofAccount(account.id);
    const lives = onAccount.some(({ value }) => value.state === 'on' || value.state === 'needsSignIn');
    if (lives || refreshToken === undefined) return 'shared';
    await google.revoke(refreshToken);
    return 'revoked';
  };
}
