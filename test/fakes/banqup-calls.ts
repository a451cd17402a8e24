/** Banqup's calls to us, proven by tokens that the fake itself gives out. */
import { Failure } from '../../functions/domain/errors.ts';
import type { BanqupCalls } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';

const prefix = 'call-for-';

/** A token with which Banqup calls for this partner space. */
export function fakeCallToken(partnerSpace: string): string {
  return `${prefix}${partnerSpace}`;
}

/** Takes such tokens and no other; its calls are `banqupCalls.partnerSpaceOf` and `.assertGenuine`. */
export function createFakeBanqupCalls(call: Call): BanqupCalls {
  const genuine = (token: string): string => {
    if (!token.startsWith(prefix)) throw new Failure('notAuthenticated', 'the token is refused');
    return token.slice(prefix.length).toLowerCase();
  };
  return {
    partnerSpaceOf: (token) => call('banqupCalls.partnerSpaceOf', [token], () => genuine(token)),
    assertGenuine: (token) =>
      call('banqupCalls.assertGenuine', [token], () => {
        genuine(token);
      }),
  };
}
