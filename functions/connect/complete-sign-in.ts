/**
 * What happens when Google sends the browser back: the code becomes a refresh token in Secret Manager and a connection that
 * is on. The generation is read before the code is exchanged and committed against; of two sign-ins at once one wins, and the
 * other one takes back only what it made itself (protocol, rule 9).
 */
import { type Connection, isSameLink, signedIn } from '../domain/connection.ts';
import { Failure } from '../domain/errors.ts';
import type { Connections, GoogleSignIn, Log, Publisher, Tokens } from '../domain/ports.ts';
import type { Stored } from '../domain/record.ts';
import type { SignIn } from '../domain/sign-in.ts';
import type { LetGrantGo } from '../partner/grant.ts';
import { createLetGo } from '../partner/let-go.ts';

export interface CompleteSignInParts {
  google: GoogleSignIn;
  connections: Connections;
  tokens: Tokens;
  publisher: Publisher;
  letGrantGo: LetGrantGo;
  log: Log;
}

export type CompleteSignIn = (signIn: SignIn, code: string) => Promise<void>;

/**
 * Throws stillDisconnecting, signInOvertaken, and what the exchange throws (googleCodeRefused, drivePermissionMissing,
 * refreshTokenMissing, googleUnavailable); then the connection is as it was.
 */
export function createCompleteSignIn(parts: CompleteSignInParts): CompleteSignIn {
  const { google, connections, tokens, publisher, letGrantGo, log } = parts;
  const letGo = createLetGo({ connections, tokens, letGrantGo, log });

  return async ({ partnerSpace, codeVerifier, language }, code) => {
    const before = await connections.read(partnerSpace);
    if (before?.value.state === 'disconnecting') {
      throw new Failure('stillDisconnecting', 'no sign-in while the connection is being ended');
    }
    const { refreshToken, account } = await google.exchange(code, codeVerifier);
    const secretVersion = await tokens.keep(partnerSpace, refreshToken).catch(async (error) => {
      await follow('a token that could not be kept', partnerSpace, async () => {
        await letGrantGo(account, refreshToken);
      });
      throw error;
    });
    const link = { partnerSpace, account, secretVersion, language };
    if (!(await commit(before, link))) {
      await follow('own token', partnerSpace, () => tokens.destroy(partnerSpace, secretVersion));
      await follow('own grant', partnerSpace, async () => {
        await letGrantGo(account, refreshToken);
      });
      throw new Failure('signInOvertaken', 'another sign-in or a disconnect came first');
    }
    log.info('signed in', { partnerSpace, account: account.id, generation: (before?.value.generation ?? 0) + 1 });
    await follow('resume', partnerSpace, () => publisher.publish({ kind: 'resume', partnerSpace }));
    await follow('care', partnerSpace, () => publisher.publish({ kind: 'care', partnerSpace }));
    // Calls for its clients may have been lost while there was no connection.
    await follow('compare', partnerSpace, () => publisher.publish({ kind: 'compare', partnerSpace }));
    await follow('old link', partnerSpace, async () => void (await letGo(partnerSpace)));
  };

  /** What changes nothing for the person whether or not it succeeds: it is told to us and not to them. */
  async function follow(step: string, partnerSpace: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error) => log.error('beside the sign-in', { step, partnerSpace, error }));
  }

  /** False: somebody else changed the link meanwhile. That a worker found its token dead does not change it. */
  async function commit(
    before: Stored<Connection> | undefined,
    link: Pick<Connection, 'partnerSpace' | 'account' | 'secretVersion' | 'language'>,
  ): Promise<boolean> {
    if (!before) return (await connections.create(link.partnerSpace, signedIn(undefined, link))) !== undefined;
    for (let last = before; ; ) {
      if (await connections.replace(last, signedIn(last.value, link))) return true;
      const now = await connections.read(link.partnerSpace);
      if (!now || !isSameLink(now.value, before.value)) return false;
      last = now;
    }
  }
}
