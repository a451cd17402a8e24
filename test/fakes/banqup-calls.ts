/** Banqup's calls to us, proven by tokens that the fake itself gives out. */
import { Failure } from '../../functions/domain/errors.ts';
import type { BanqupCalls } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';

const prefix = 'call-for-';

/** A token with which Banqup calls for this partner space. */
export function fakeCallToken(partnerSpace: string): string {
  return `${prefix}${partnerSpace}`;
}

/** Takes such tokens and no other; its call is `banqupCalls.partnerSpaceOf`. */
export function createFakeBanqupCalls(call: Call): BanqupCalls {
  return {
    partnerSpaceOf: (token) =>
      call('banqupCalls.partnerSpaceOf', [token], () => {
        if (!token.startsWith(prefix)) throw new Failure('notAuthenticated', 'the token is refused');
        return token.slice(prefix.length).toLowerCase();
      }),
  };
}
