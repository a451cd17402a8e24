/**
 * Whatever Pub/Sub pushes to `exportDocument`, told apart by the topic in the path of the push, never by what a message says
 * of itself: Banqup cannot publish to our topic. Answering acknowledges; throwing has it delivered again.
 */
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';
import { beginLife, type Life } from '../domain/life.ts';
import type { BanqupMessage, OwnMessage } from '../domain/message.ts';
import type { Clock, Log } from '../domain/ports.ts';
import type { CompareClients } from '../partner/compare-clients.ts';
import type { Care } from './care.ts';
import type { CompareAll } from './compare-all.ts';
import type { DeliverDocument } from './deliver-document.ts';
import { logFailure } from './log-failure.ts';
import type { Resume } from './resume.ts';
import type { SpaceChanged } from './space-changed.ts';
import type { Sweep } from './sweep.ts';

/** One push: a message and the topic it was published to (`projects/P/topics/T`). */
export interface Push {
  topic: string;
  data: Uint8Array;
  publishedAt: Date;
}

export interface DeliverParts {
  topics: { banqup: string; own: string };
  /** Undefined: not a message for us. Throws badRequest. */
  readBanqupMessage: (json: unknown) => BanqupMessage | undefined;
  deliverDocument: DeliverDocument;
  resume: Resume;
  care: Care;
  compareClients: CompareClients;
  spaceChanged: SpaceChanged;
  sweep: Sweep;
  compareAll: CompareAll;
  now: Clock;
  log: Log;
}

const ownMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['resume', 'care', 'compare']), partnerSpace: z.uuid().toLowerCase() }),
  z.object({ kind: z.enum(['sweep', 'compareAll']) }),
]);

/** The work of one push. */
export function createDeliver(parts: DeliverParts): (push: Push) => Promise<void> {
  const { topics, readBanqupMessage, deliverDocument, spaceChanged, now, log } = parts;

  function obey(message: OwnMessage, life: Life): Promise<void> {
    switch (message.kind) {
      case 'resume':
        return parts.resume(message.partnerSpace, life);
      case 'care':
        return parts.care(message.partnerSpace, life);
      case 'compare':
        return parts.compareClients(message.partnerSpace);
      case 'sweep':
        return parts.sweep();
      case 'compareAll':
        return parts.compareAll();
    }
  }

  return async ({ topic, data, publishedAt }) => {
    const life = beginLife(now());
    const fields: Record<string, unknown> = { topic };
    try {
      const json = parse(data);
      if (topic === topics.banqup) {
        const message = readBanqupMessage(json);
        if (!message) return log.info('not a message for us', fields);
        Object.assign(fields, message);
        if (message.kind === 'space') return await spaceChanged(message);
        return await deliverDocument(message, publishedAt, life);
      }
      if (topic !== topics.own) throw new Failure('badRequest', 'a push of an unknown topic');
      const message = parseOwn(json);
      Object.assign(fields, message);
      return await obey(message, life);
    } catch (error) {
      throw logFailure(log, 'delivery failed', error, fields);
    }
  };
}

function parse(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch (cause) {
    throw new Failure('badRequest', 'the message is not JSON', { cause });
  }
}

function parseOwn(json: unknown): OwnMessage {
  const result = ownMessage.safeParse(json);
  if (!result.success) throw new Failure('badRequest', `not a message of ours: ${z.prettifyError(result.error)}`);
  return result.data;
}
