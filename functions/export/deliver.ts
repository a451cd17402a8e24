/**
 * Whatever Pub/Sub pushes to `exportDocument`, told apart by the topic in the path of the push, never by what a message says
 * of itself: Banqup cannot publish to our topic. Answering acknowledges; throwing has it delivered again.
 */
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';
import { beginLife } from '../domain/life.ts';
import type { DocumentMessage } from '../domain/message.ts';
import type { Clock, Log } from '../domain/ports.ts';
import type { Care } from './care.ts';
import type { DeliverDocument } from './deliver-document.ts';
import type { Resume } from './resume.ts';

/** One push: a message and the topic it was published to (`projects/P/topics/T`). */
export interface Push {
  topic: string;
  data: Uint8Array;
  publishedAt: Date;
}

export interface DeliverParts {
  topics: { banqup: string; own: string };
  /** Undefined: not a message for us. Throws badRequest. */
  readBanqupMessage: (json: unknown) => DocumentMessage | undefined;
  deliverDocument: DeliverDocument;
  resume: Resume;
  care: Care;
  now: Clock;
  log: Log;
}

const ownMessage = z.object({ kind: z.enum(['resume', 'care']), partnerSpace: z.uuid() });

/** The work of one push. */
export function createDeliver(parts: DeliverParts): (push: Push) => Promise<void> {
  const { topics, readBanqupMessage, deliverDocument, resume, care, now, log } = parts;

  return async ({ topic, data, publishedAt }) => {
    const life = beginLife(now());
    const json = parse(data);
    if (topic === topics.banqup) {
      const message = readBanqupMessage(json);
      if (message) return deliverDocument(message, publishedAt, life);
      return log.info('not a message for us', { topic });
    }
    if (topic !== topics.own) throw new Failure('badRequest', `a push of an unknown topic: ${topic}`);
    const { kind, partnerSpace } = ownMessage.parse(json);
    return kind === 'resume' ? resume(partnerSpace, life) : care(partnerSpace, life);
  };
}

function parse(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch (cause) {
    throw new Failure('badRequest', 'the message is not JSON', { cause });
  }
}
