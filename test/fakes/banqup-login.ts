/** Banqup's login in memory: people, the spaces they see, and codes that serve once. */
import { createHash } from 'node:crypto';
import { Failure } from '../../functions/domain/errors.ts';
import type { BanqupLogin, VisibleSpace } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';

export interface FakeBanqupPeople {
  /** A person who sees these spaces logs in on the page at this address; answers the code that the browser comes back with. */
  logIn(authorizationUrl: string, spaces: readonly VisibleSpace[]): string;
  /** Uses a code up; undefined when it is not good. */
  redeem(code: string, codeVerifier: string): VisibleSpace[] | undefined;
}

/** Nobody has logged in yet. */
export function createFakeBanqupPeople(): FakeBanqupPeople {
  const codes = new Map<string, { codeChallenge: string; spaces: readonly VisibleSpace[] }>();
  let count = 0;
  return {
    logIn(authorizationUrl, spaces) {
      count += 1;
      const code = `banqup-code-${count}`;
      codes.set(code, { codeChallenge: new URL(authorizationUrl).searchParams.get('code_challenge') ?? '', spaces });
      return code;
    },
    redeem(code, codeVerifier) {
      const login = codes.get(code);
      codes.delete(code);
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
      return login?.codeChallenge === challenge
        ? login.spaces.map((space) => ({ ...space, id: space.id.toLowerCase() }))
        : undefined;
    },
  };
}

/** Its call is `banqupLogin.spaces`. */
export function createFakeBanqupLogin(people: FakeBanqupPeople, call: Call): BanqupLogin {
  return {
    authorizationUrl: ({ state, codeChallenge }) =>
      `https://banqup.example/login?${new URLSearchParams({ state, code_challenge: codeChallenge })}`,
    spaces: (code, codeVerifier) =>
      call('banqupLogin.spaces', [code], () => {
        const spaces = people.redeem(code, codeVerifier);
        if (!spaces) throw new Failure('linkExpired', 'Banqup refuses the code');
        return spaces;
      }),
  };
}
