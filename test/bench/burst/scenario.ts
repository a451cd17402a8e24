/**
 * All documents of one Google account at once, in virtual time: the code that is deployed, on several instances that do not know
 * each other, under a Pub/Sub and a Drive that push back. Another partner, on the same instances, gets a document now and then.
 */
import { createMessageReader } from '../../../functions/banqup/messages.ts';
import type { Export } from '../../../functions/domain/export.ts';
import { secondsAfter, workerLifeSeconds } from '../../../functions/domain/life.ts';
import { assembleExport } from '../../../functions/export/assemble.ts';
import { createFakeWorld } from '../../fakes/world.ts';
import { createRandom } from '../../simulation/random.ts';
import { createTimeline } from '../../simulation/timeline.ts';
import { uuid } from '../../simulation/universe.ts';
import { createFront } from './front.ts';
import { createOutside, type Tally } from './outside.ts';
import { createSubscription, type Subscription } from './push.ts';

const clients = 20;
const second = 1_000;
const minute = 60 * second;
const topics = { banqup: 'banqup', own: 'own', deadLetters: 'dead-letters' };
const start = new Date('2026-03-02T09:00:00.000Z').getTime();

export interface Burst {
  documents: number;
  /** Writes that Drive takes. */
  perSecond: number;
  instances: number;
  /** How long ago the scheduler was there when the documents come. */
  sweptSecondsAgo?: number;
  seed?: number;
}

export interface Ended {
  /** From publishing until the last file was in Drive. */
  seconds: number;
  tally: Tally;
  /** How often a document was parked. */
  parkings: number;
  refusedDeliveries: number;
  /** From publishing until Banqup is told, of each of the other partner's documents that came meanwhile, in seconds. */
  others: number[];
}

const uuidOf = (letter: string, index: number) => uuid(letter, index);

/** Runs until every document is in Drive; without documents, for an hour. Throws where that takes ten times as long as it should. */
export async function runBurst(burst: Burst): Promise<Ended> {
  const { documents, perSecond, instances, sweptSecondsAgo = 60, seed = 1 } = burst;
  const random = createRandom(seed);
  const timeline = createTimeline(start);
  const clock = { now: () => new Date(timeline.now()), advance: () => {}, set: () => {} };
  const world = createFakeWorld({ clock });
  const [large, small] = [
    { space: uuidOf('a', 1), email: 'large@office.example' },
    { space: uuidOf('a', 2), email: 'small@office.example' },
  ] as const;
  for (const { space, email } of [large, small]) {
    world.connect({ partnerSpace: space, account: world.google.account(email), since: new Date(start - minute) });
  }

  const inDrive = new Set<string>();
  const publishedAt = new Map<string, number>();
  const others: number[] = [];
  let lastAt = start;
  let parkings = 0;
  const outside = createOutside({
    timeline,
    random,
    limit: { perSecond, burst: 8 },
    happened(call, args) {
      if (call === 'drive.createFile') {
        const { id } = args[0] as { id: string };
        if (!id.startsWith(large.email)) return;
        inDrive.add(id);
        lastAt = timeline.now();
      }
      if (call === 'exports.replace' && isParking(args[1] as Export, clock.now())) parkings += 1;
      if (call === 'banqup.reportExport') {
        const at = publishedAt.get(String(args[1]));
        if (at !== undefined) others.push((timeline.now() - at) / second);
      }
      if (call === 'publisher.publish') for (const message of world.topic.messages.splice(0)) own.publish(message);
    },
  });

  const log = { info() {}, warn() {}, error() {} };
  const deliverers = Array.from({ length: instances }, () => {
    const assembled = assembleExport(outside.metered(world.portsFor(outside.hooks)), {
      topics,
      readBanqupMessage: createMessageReader({ category: 'document', resendTypes: ['resend'], spaceCategory: 'space' }),
      publicUrl: 'https://drive.example',
      now: clock.now,
      pause: timeline.sleep,
      log,
    });
    return assembled.deliver;
  });
  const push = createFront({ timeline, random, instances: deliverers });
  const banqup: Subscription = createSubscription({ topic: topics.banqup, timeline, random, push });
  const own: Subscription = createSubscription({ topic: topics.own, timeline, random, push });

  function release(partnerSpace: string, client: number, document: number): string {
    const clientSpace = uuidOf('c', client);
    const documentId = uuidOf('d', document);
    const released = { clientSpace, documentId, fileId: uuidOf('f', document), releasedAt: new Date(timeline.now()) };
    if (!world.database.activations.get(`${partnerSpace}.${clientSpace}`)) {
      const folder = { key: `client-${client}`, name: `Client ${client}` };
      world.activate({ partnerSpace, clientSpace, folder, since: new Date(start - minute) });
    }
    world.addDocument(released);
    banqup.publish({ category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } });
    return documentId;
  }

  const otherClient = clients + 1;
  let otherCount = documents;
  function releaseOther(): void {
    otherCount += 1;
    publishedAt.set(release(small.space, otherClient, otherCount), timeline.now());
    timeline.after(20 * second, releaseOther);
  }
  function sweep(): void {
    own.publish({ kind: 'sweep' });
    timeline.after(5 * minute + random.between(-2, 2) * second, sweep);
  }

  timeline.after(5 * minute - sweptSecondsAgo * second, sweep);
  timeline.after(10 * second, releaseOther);
  for (let index = 1; index <= documents; index += 1) release(large.space, 1 + (index % clients), index);

  const atMost = start + (documents === 0 ? 60 * minute : (10 * documents * second) / perSecond + 60 * minute);
  while (timeline.now() < atMost && (documents === 0 || inDrive.size < documents)) {
    await timeline.runUntil(timeline.now() + second);
  }
  if (inDrive.size < documents) throw new Error(`only ${inDrive.size} of ${documents} documents came`);
  const refusedDeliveries = banqup.refused() + own.refused();
  return { seconds: (lastAt - start) / second, tally: outside.tally, parkings, refusedDeliveries, others };
}

/** Parked, and not taken up from there for a worker's life. */
function isParking({ state, dueAt }: Export, now: Date): boolean {
  return state === 'parked' && dueAt !== undefined && dueAt < secondsAfter(now, workerLifeSeconds - 60);
}
