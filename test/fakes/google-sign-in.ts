/** Google's sign-in, answered by the fake Google. */
import type { GoogleSignIn, RevokeGrant } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';
import type { FakeGoogle } from './google.ts';

/** Calls `google.exchange`. */
export function createFakeGoogleSignIn(google: FakeGoogle, call: Call): GoogleSignIn {
  return {
    authorizationUrl: ({ state, codeChallenge }) => {
      const query = { access_type: 'offline', prompt: 'consent', state, code_challenge: codeChallenge };
      return `https://accounts.example/auth?${new URLSearchParams(query)}`;
    },
    exchange: (code, codeVerifier) => call('google.exchange', [code], () => google.exchange(code, codeVerifier)),
  };
}

/** Calls `google.revoke`. */
export function createFakeRevokeGrant(google: FakeGoogle, call: Call): RevokeGrant {
  return (refreshToken) => call('google.revoke', [refreshToken], () => google.revokeToken(refreshToken));
}
