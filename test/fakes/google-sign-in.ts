/** Google's sign-in, answered by the fake Google. */
import type { GoogleSignIn } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';
import type { FakeGoogle } from './google.ts';

/** Calls `google.exchange` and `google.revoke`. */
export function createFakeGoogleSignIn(google: FakeGoogle, call: Call): GoogleSignIn {
  return {
    authorizationUrl: ({ state, codeChallenge }) => {
      const query = { access_type: 'offline', prompt: 'consent', state, code_challenge: codeChallenge };
      return `https://accounts.example/auth?${new URLSearchParams(query)}`;
    },
    exchange: (code, codeVerifier) => call('google.exchange', [code], () => google.exchange(code, codeVerifier)),
    revoke: (refreshToken) => call('google.revoke', [refreshToken], () => google.revokeToken(refreshToken)),
  };
}
