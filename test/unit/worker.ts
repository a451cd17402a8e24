/** One instance of the export function on a fake world: assembled as in production, with a memory and a pool of ids of its own. */
import { createMessageReader } from '../../functions/banqup/messages.ts';
import { beginLife } from '../../functions/domain/life.ts';
import { assembleExport } from '../../functions/export/assemble.ts';
import { usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import { createFakeLog } from '../fakes/log.ts';
import type { FakeWorld, Ports } from '../fakes/world.ts';

export const topics = {
  banqup: 'projects/p/topics/banqup',
  own: 'projects/p/topics/own',
  deadLetters: 'projects/p/topics/dead-letters',
};

/** An instance that has just started; each piece of its work begins a life of its own. Its pauses pass at once. */
export function createWorker(world: FakeWorld, hooks: Hooks = {}, ports: Ports = world.portsFor(hooks)) {
  const { now } = world.clock;
  const log = createFakeLog();
  const instance = assembleExport(ports, {
    topics,
    readBanqupMessage: createMessageReader({ category: 'document', resendTypes: ['resend'], spaceCategory: 'space' }),
    publicUrl: 'https://drive.example',
    now,
    pause: async (milliseconds) => world.clock.advance(milliseconds / 1000),
    log,
  });

  return {
    ...instance,
    log,
    deliver: (message: { clientSpace?: string; documentId?: string; resend?: boolean } = {}, publishedAt = now()) =>
      instance.deliverDocument(
        { kind: 'document', clientSpace: usual.clientSpace, documentId: usual.documentId, resend: false, ...message },
        publishedAt,
        beginLife(now()),
      ),
    resume: (partnerSpace: string = usual.partnerSpace) => instance.resume(partnerSpace, beginLife(now())),
    care: (partnerSpace: string = usual.partnerSpace) => instance.care(partnerSpace, beginLife(now())),
    compareClients: (partnerSpace: string = usual.partnerSpace) =>
      instance.compareClients(partnerSpace, beginLife(now())),
    /** One push of Pub/Sub: resolves where the message is acknowledged, and throws where it stays with Pub/Sub. */
    push(topic: string, message: unknown, publishedAt = now(), attributes: Record<string, string> = {}): Promise<void> {
      const data = message instanceof Uint8Array ? message : new TextEncoder().encode(JSON.stringify(message));
      return instance.deliver({ topic, data, publishedAt, attributes });
    },
  };
}

export type Worker = ReturnType<typeof createWorker>;
