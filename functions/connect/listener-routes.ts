/**
 * Banqup's messages over HTTP, for its documented listener: `POST {base path}/messages` (contract, 1.3). Nothing of how Banqup
 * proves itself there is documented: the base path holds a secret, and by configuration a signed token is asked for as well.
 * Only ids are believed; they go on to the topic that Banqup would publish to, and 202 says that Pub/Sub has them.
 */
import { Hono } from 'hono';
import { Failure } from '../domain/errors.ts';
import type { BanqupMessage } from '../domain/message.ts';
import type { BanqupCalls, BanqupPublisher, Log } from '../domain/ports.ts';
import { equalInConstantTime } from '../domain/sign-in.ts';
import { bearerToken } from './guards.ts';

export interface ListenerRouteParts {
  /** Of the base path; undefined: there is no listener. */
  listenerKey: string | undefined;
  /** Whether a signed token of Banqup is asked for besides. */
  listenerNeedsToken: boolean;
  banqupCalls: BanqupCalls;
  /** Undefined: not a message for us. Throws badRequest. */
  readBanqupMessage: (json: unknown) => BanqupMessage | undefined;
  /** The message as the reader will find it again: nothing but what was read. */
  writeBanqupMessage: (message: BanqupMessage) => object;
  banqupPublisher: BanqupPublisher;
  log: Log;
}

export const listenerPath = '/listener';

/** The route. It answers JSON. */
export function listenerRoutes(parts: ListenerRouteParts): Hono {
  const { listenerKey, listenerNeedsToken, banqupCalls, readBanqupMessage, writeBanqupMessage, log } = parts;
  const routes = new Hono();

  routes.post(`${listenerPath}/:key/messages`, async (c) => {
    if (listenerKey === undefined || !equalInConstantTime(c.req.param('key'), listenerKey)) {
      throw new Failure('notFound', 'no such page');
    }
    if (listenerNeedsToken) await banqupCalls.assertGenuine(bearerToken(c));
    const json: unknown = await c.req.json().catch((cause: unknown) => {
      if (cause instanceof Failure) throw cause;
      throw new Failure('badRequest', 'the message is not JSON');
    });
    const message = readBanqupMessage(json);
    if (message) await parts.banqupPublisher.publish(writeBanqupMessage(message));
    log.info(message ? 'message taken over' : 'not a message for us', { ...message });
    return c.json({ accepted: message !== undefined }, 202);
  });

  return routes;
}
