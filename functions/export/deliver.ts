/**
 * Whatever Pub/Sub pushes to `exportDocument`, told apart by the topic in the path of the push, never by what a message says
 * of itself: Banqup cannot publish to our topic. Answering acknowledges; throwing has it delivered again.
 */
import { z } from 'zod';
import { asFailure, Failure, failureCodes } from '../domain/errors.ts';
import { beginLife, type Life } from '../domain/life.ts';
import type { BanqupMessage, OwnMessage } from '../domain/message.ts';
import type { Clock, Log } from '../domain/ports.ts';
import type { CompareClients } from '../partner/compare-clients.ts';
import type { Erase } from '../partner/erase.ts';
import type { TryAgain } from '../partner/try-again.ts';
import type { Care } from './care.ts';
import type { CheckAll } from './check-all.ts';
import type { CheckClients } from './check-clients.ts';
import type { DeadLetterOffice } from './dead-letters.ts';
import type { DeliverDocument } from './deliver-document.ts';
import type { EachPartner } from './each-partner.ts';
import { logFailure } from './log-failure.ts';
import type { Resume } from './resume.ts';
import type { RunCheck } from './run-check.ts';
import type { SpaceChanged } from './space-changed.ts';
import type { Sweep } from './sweep.ts';

/** One push: a message and the topic it was published to (`projects/P/topics/T`). */
export interface Push {
  topic: string;
  data: Uint8Array;
  publishedAt: Date;
  attributes?: Record<string, string>;
}

export interface DeliverParts {
  topics: { banqup: string; own: string; deadLetters: string };
  /** Undefined: not a message for us. Throws badRequest. */
  readBanqupMessage: (json: unknown) => BanqupMessage | undefined;
  deliverDocument: DeliverDocument;
  resume: Resume;
  care: Care;
  compareClients: CompareClients;
  spaceChanged: SpaceChanged;
  sweep: Sweep;
  eachPartner: EachPartner;
  checkAll: CheckAll;
  checkClients: CheckClients;
  runCheck: RunCheck;
  deadLetters: DeadLetterOffice;
  erase: Erase;
  tryAgain: TryAgain;
  now: Clock;
  log: Log;
}

const id = z.uuid().toLowerCase();
const ownMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['resume', 'care', 'compare']), partnerSpace: id }),
  z.object({ kind: z.enum(['sweep', 'careAll', 'compareAll', 'checkAll']), after: z.string().optional() }),
  z.object({ kind: z.literal('checkClients'), partnerSpace: id, after: z.string().optional() }),
  z.object({
    kind: z.literal('check'),
    partnerSpace: id,
    clientSpace: id,
    month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
    exports: z.enum(['unseen', 'all']).optional(),
  }),
  z.object({
    kind: z.literal('redeliver'),
    partnerSpace: id,
    clientSpace: id,
    documentId: z.string().toLowerCase(),
    resend: z.boolean(),
  }),
  z.object({ kind: z.literal('sendAgain'), deadLetter: z.string().optional() }),
  z.object({
    kind: z.literal('tryAgain'),
    partnerSpace: id,
    reason: z.enum(failureCodes),
    after: z.string().optional(),
  }),
  z.object({
    kind: z.literal('erase'),
    partnerSpace: id,
    askedAt: z.iso.datetime().optional(),
    erased: z.record(z.string(), z.number()).optional(),
  }),
]);

/** One of ours where the topic does not tell: Banqup's have a category. */
const ownWithoutTopic = ownMessage.and(z.object({ category: z.never().optional() }));

/** The work of one push. */
export function createDeliver(parts: DeliverParts): (push: Push) => Promise<void> {
  const { topics, readBanqupMessage, deliverDocument, spaceChanged, deadLetters, now, log } = parts;

  function obey(message: OwnMessage, publishedAt: Date, life: Life): Promise<void> {
    switch (message.kind) {
      case 'resume':
        return parts.resume(message.partnerSpace, life);
      case 'care':
        return parts.care(message.partnerSpace, life);
      case 'compare':
        return parts.compareClients(message.partnerSpace, life);
      case 'sweep':
        return parts.sweep(message.after);
      case 'careAll':
      case 'compareAll':
        return parts.eachPartner(message.kind, message.after);
      case 'checkAll':
        return parts.checkAll(message.after);
      case 'tryAgain':
        return parts.tryAgain.all(message.partnerSpace, message.reason, message.after);
      case 'checkClients':
        return parts.checkClients(message.partnerSpace, message.after);
      case 'check':
        return parts.runCheck(message, life);
      case 'redeliver':
        return deliverDocument({ ...message, kind: 'document' }, publishedAt, life);
      case 'sendAgain':
        if (message.deadLetter === undefined) return deadLetters.sendAgain();
        return deadLetters.open(message.deadLetter, (data, at) => obeyBanqup(readBanqup(data), at, life, {}));
      case 'erase':
        return parts.erase(message.partnerSpace, new Date(message.askedAt ?? publishedAt), message.erased);
    }
  }

  /** Undefined: not a message for us. Throws badRequest. */
  function readBanqup(data: Uint8Array): BanqupMessage | undefined {
    return readBanqupMessage(parse(data));
  }

  async function obeyBanqup(
    message: BanqupMessage | undefined,
    publishedAt: Date,
    life: Life,
    fields: Record<string, unknown>,
  ): Promise<void> {
    if (!message) return log.info('not a message for us', fields);
    Object.assign(fields, message);
    return message.kind === 'space' ? spaceChanged(message) : deliverDocument(message, publishedAt, life);
  }

  /**
   * What Pub/Sub has given up, ours or Banqup's. What is no document heals by itself: the scheduler has every partner swept,
   * cared for, compared and checked; what was tried again by hand its partner tries again. One of ours is looked at for the log alone: the topic of dead letters proves nothing.
   */
  async function giveUp(data: Uint8Array, publishedAt: Date, life: Life): Promise<void> {
    const json = parse(data);
    const message = ownWithoutTopic.safeParse(json).data ?? readBanqupMessage(json);
    log.error('a message was given up', { ...message, publishedAt });
    if (message?.kind !== 'document') return;
    await deadLetters.bury(message, publishedAt, new Failure('unexpected', 'its message was given up'), life);
  }

  /** One that cannot be read is kept at once: it would be no better the next time. */
  async function orKeep(push: Push, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const failure = asFailure(error);
      if (failure.code !== 'badRequest') throw failure;
      await deadLetters.keep(push, failure);
    }
  }

  return async (push) => {
    const { topic, data, publishedAt } = push;
    const life = beginLife(now());
    const fields: Record<string, unknown> = { topic };
    try {
      if (topic === topics.banqup) {
        return await orKeep(push, async () => obeyBanqup(readBanqup(data), publishedAt, life, fields));
      }
      if (topic === topics.deadLetters) {
        const first = { ...push, publishedAt: firstPublished(push) };
        return await orKeep(first, () => giveUp(data, first.publishedAt, life));
      }
      if (topic !== topics.own) throw new Failure('badRequest', 'a push of an unknown topic');
      const message = parseOwn(parse(data));
      Object.assign(fields, message);
      return await obey(message, publishedAt, life);
    } catch (error) {
      throw logFailure(log, 'delivery failed', error, fields);
    }
  };
}

/** When a dead letter was published before it died. https://cloud.google.com/pubsub/docs/handling-failures */
function firstPublished({ attributes, publishedAt }: Push): Date {
  const first = new Date(attributes?.['CloudPubSubDeadLetterSourceTopicPublishTime'] ?? Number.NaN);
  return Number.isNaN(first.getTime()) ? publishedAt : first;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parse(data: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(data));
  } catch (cause) {
    throw new Failure('badRequest', 'the message is not JSON', { cause });
  }
}

function parseOwn(json: unknown): OwnMessage {
  const result = ownMessage.safeParse(json);
  if (!result.success) throw new Failure('badRequest', `not a message of ours: ${z.prettifyError(result.error)}`);
  return result.data;
}
