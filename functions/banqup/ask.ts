/** Calls to Banqup's API with our own token. */
import type { ClientToken } from './client-token.ts';
import { askBanqup } from './http.ts';

/** One call, with the token; renewed once where Banqup refuses it. */
export type AskWithToken = (url: string) => Promise<Response>;

/** Its calls throw as `askBanqup` does. */
export function createAskWithToken(token: ClientToken): AskWithToken {
  return async (url) => {
    const first = await token.get();
    const answer = await askBanqup(url, { headers: { authorization: `Bearer ${first}` } });
    if (answer.status !== 401) return answer;
    await answer.body?.cancel();
    return askBanqup(url, { headers: { authorization: `Bearer ${await token.get(first)}` } });
  };
}
