/** Google's sign-in, answered by the fake Google. */
import type { GoogleSignIn, RevokeGrant } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';
import type { FakeGoogle } from './google.ts';
import { isTrashed } from './google-files.ts';

/** Calls `google.exchange` and `google.look`. */
export function createFakeGoogleSignIn(google: FakeGoogle, call: Call): GoogleSignIn {
  return {
    authorizationUrl: ({ state, codeChallenge }) => {
      const query = { access_type: 'offline', prompt: 'consent', state, code_challenge: codeChallenge };
      return `https://accounts.example/auth?${new URLSearchParams(query)}`;
    },
    exchange: (code, codeVerifier) => call('google.exchange', [code], () => google.exchange(code, codeVerifier)),
    look: (refreshToken, folderId) =>
      call('google.look', [refreshToken, folderId], () => {
        const grant = google.grantBehind(refreshToken);
        const folder = folderId === undefined ? undefined : google.files.find(folderId);
        const isSeen = folder && google.sees(grant, folder);
        return {
          account: { ...grant.account },
          ...(isSeen && {
            folder: { link: `https://drive.example/${encodeURIComponent(folder.id)}`, trashed: isTrashed(folder) },
          }),
        };
      }),
  };
}

/** Calls `google.revoke`. */
export function createFakeRevokeGrant(google: FakeGoogle, call: Call): RevokeGrant {
  return (refreshToken) => call('google.revoke', [refreshToken], () => google.revokeToken(refreshToken));
}
