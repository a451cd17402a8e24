/** Pub/Sub's pushes to one instance of the export function on a fake world, wired as compose.ts does. */
import { createMessageReader } from '../../functions/banqup/messages.ts';
import { createDeliver } from '../../functions/export/deliver.ts';
import type { FakeWorld, Ports } from '../fakes/world.ts';
import { createWorker } from './worker.ts';

export const topics = { banqup: 'projects/p/topics/banqup', own: 'projects/p/topics/own' };

/** An instance; `push` resolves where the message is acknowledged and throws where it stays with Pub/Sub. */
export function createPushes(world: FakeWorld, ports: Ports = world.ports) {
  const worker = createWorker(world, {}, ports);
  const deliver = createDeliver({
    topics,
    readBanqupMessage: createMessageReader({ category: 'document', resendTypes: ['resend'], spaceCategory: 'space' }),
    deliverDocument: (message, publishedAt) => worker.deliver(message, publishedAt),
    resume: (partnerSpace) => worker.resume(partnerSpace),
    care: (partnerSpace) => worker.care(partnerSpace),
    sweep: worker.sweep,
    compareClients: worker.compareClients,
    compareAll: worker.compareAll,
    spaceChanged: worker.spaceChanged,
    now: world.clock.now,
    log: worker.log,
  });
  return {
    worker,
    log: worker.log,
    push(topic: string, message: unknown, publishedAt = world.clock.now()): Promise<void> {
      const data = message instanceof Uint8Array ? message : new TextEncoder().encode(JSON.stringify(message));
      return deliver({ topic, data, publishedAt });
    },
  };
}
