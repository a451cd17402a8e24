/** Our scheduler's calls, proven by tokens that the fake itself gives out. */
import { Failure } from '../../functions/domain/errors.ts';
import type { SchedulerCalls } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';

const prefix = 'google-token-of-';

export const fakeScheduler = 'scheduler@a-project.iam.gserviceaccount.com';

/** A genuine token of an account, the scheduler's when left out. */
export function fakeSchedulerToken(account: string = fakeScheduler): string {
  return `${prefix}${Buffer.from(account).toString('base64url')}`;
}

/** Takes such tokens of the scheduler and no other; its call is `schedulerCalls.assertGenuine`. */
export function createFakeSchedulerCalls(call: Call): SchedulerCalls {
  return {
    assertGenuine: (token) =>
      call('schedulerCalls.assertGenuine', [token], () => {
        if (!token.startsWith(prefix)) throw new Failure('notAuthenticated', 'the token is refused');
        if (token !== fakeSchedulerToken()) throw new Failure('noAccess', 'the token is of another account');
      }),
  };
}
