/**
 * Ending a grant at Google.
 * https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke
 */
import type { RevokeGrant } from '../domain/ports.ts';
import { googleFailure } from './google-errors.ts';
import { createTransporter } from './transporter.ts';

/** Throws googleUnavailable. */
export function createRevokeGrant(revocationUrl: string): RevokeGrant {
  const transporter = createTransporter();
  return async (refreshToken) => {
    try {
      // The library's own revokeToken puts the token into the URL, where logs would keep it.
      const data = new URLSearchParams({ token: refreshToken });
      await transporter.request({ url: revocationUrl, method: 'POST', data });
    } catch (error) {
      if (isRevokedAlready(error)) return;
      throw googleFailure(error, 'revoke');
    }
  };
}

/** RFC 7009 asks for 200; Google answers 400 `invalid_token` for a token that it does not know any more. */
function isRevokedAlready(error: unknown): boolean {
  const data = (error as { response?: { data?: { error?: unknown } } }).response?.data;
  return data?.error === 'invalid_token';
}
