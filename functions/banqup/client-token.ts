/**
 * Our own token at Banqup (client credentials). The documented answers contradict each other (contract, 3.1): JSON or the
 * bare token, and three ways to tell its end; all are taken.
 */
import { decodeJwt } from 'jose';
import { Failure } from '../domain/errors.ts';
import { secondsAfter } from '../domain/life.ts';
import type { Clock } from '../domain/ports.ts';
import { askBanqup, jsonOf, readBody, unexpectedAnswer } from './http.ts';

const defaultLifetimeSeconds = 300;

/** Renewed this long before its end, so that it does not die on the way. */
const renewEarlySeconds = 30;

export interface ClientCredentials {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
}

interface HeldToken {
  token: string;
  renewAt: Date;
}

export interface ClientToken {
  /** A token that is good for now; another one than `refused`. Throws banqupUnavailable. */
  get(refused?: string): Promise<string>;
}

/** Asks for a token when the first one is needed; those who need one at the same time share the question. */
export function createClientToken(credentials: ClientCredentials, now: Clock): ClientToken {
  const { tokenUrl, clientId, clientSecret } = credentials;
  let held: HeldToken | undefined;
  let asking: Promise<HeldToken> | undefined;

  async function ask(): Promise<HeldToken> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    });
    const response = await askBanqup(tokenUrl, { method: 'POST', body });
    if (!response.ok) throw await unexpectedAnswer(tokenUrl, response);
    return readAnswer(await readBody(tokenUrl, () => response.text()), now());
  }

  return {
    async get(refused) {
      if (held && held.token !== refused && now() < held.renewAt) return held.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      held = await asking;
      return held.token;
    },
  };
}

function readAnswer(answer: string, now: Date): HeldToken {
  const text = answer.trim();
  const json = text.startsWith('{') ? jsonOf(text) : { access_token: text };
  const fields: Record<string, unknown> = { ...(json as object | undefined) };
  const token = fields['access_token'];
  if (typeof token !== 'string' || token === '') throw new Failure('unexpected', 'Banqup gave no access token');
  const end = endFrom(fields['expires_at'], fields['expires_in'], now) ?? endOfJwt(token);
  return { token, renewAt: secondsAfter(end ?? secondsAfter(now, defaultLifetimeSeconds), -renewEarlySeconds) };
}

function endFrom(expiresAt: unknown, expiresIn: unknown, now: Date): Date | undefined {
  const moment = typeof expiresAt === 'string' ? new Date(expiresAt) : undefined;
  if (moment && !Number.isNaN(moment.getTime())) return moment;
  const seconds = Number(expiresIn ?? Number.NaN);
  return Number.isFinite(seconds) ? secondsAfter(now, seconds) : undefined;
}

function endOfJwt(token: string): Date | undefined {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined ? undefined : new Date(exp * 1000);
  } catch {
    // A token that is no JWT tells no end.
    return undefined;
  }
}
