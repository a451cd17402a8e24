/** Banqup's documents in one schedule: what they are, when they were approved or sent, and what was said of them. */
import type { Direction } from '../../functions/domain/direction.ts';
import type { FakeWorld } from '../fakes/world.ts';
import type { PubSub } from './pubsub.ts';
import type { Random } from './random.ts';
import { type Story, short } from './story.ts';
import type { Timeline } from './timeline.ts';

const minute = 60_000;
const utf8 = new TextEncoder();

export interface SimulatedDocument {
  clientSpace: string;
  documentId: string;
  direction: Direction;
  /** unreadable: no UBL. hidden: Banqup shows it, or its UBL, to nobody. draft: not to be exported. */
  nature: 'good' | 'unreadable' | 'hidden' | 'noUbl' | 'draft';
  /** When it was approved or sent. */
  releasedAt: number;
  /** Messages about it: when Pub/Sub took them. */
  said: { at: number; resend: boolean }[];
  /** Its contents over time, the newest last. */
  versions: { since: number; content: Uint8Array }[];
}

export interface DocumentsParts {
  timeline: Timeline;
  random: Random;
  story: Story;
  world: FakeWorld;
  pubsub: PubSub;
}

export interface Documents {
  all: SimulatedDocument[];
  /** Whether Banqup says when a document was approved or sent, or only its message's time is known. */
  tellsMoment: boolean;
  /** One is approved or sent now, and Banqup says so. */
  release(given: {
    clientSpace: string;
    documentId: string;
    direction: Direction;
    nature: SimulatedDocument['nature'];
  }): void;
  /** The accountant asks for one again; Banqup may hold other bytes by then. */
  resend(one: SimulatedDocument, changed: boolean): void;
  change(one: SimulatedDocument): void;
}

/** Little enough to be read thousands of times a second: a number, and a note by which the judge knows it. */
function smallUbl(number: string, note: string): Uint8Array {
  const schema = 'urn:oasis:names:specification:ubl:schema:xsd:';
  const names = `xmlns="${schema}Invoice-2" xmlns:b="${schema}CommonBasicComponents-2"`;
  return utf8.encode(`<Invoice ${names}><b:ID>${number}</b:ID><b:Note>${note}</b:Note></Invoice>`);
}

const unreadable = utf8.encode('<html><body>Service unavailable</body></html>');

/** Nothing released yet. */
export function createDocuments({ timeline, random, story, world, pubsub }: DocumentsParts): Documents {
  const all: SimulatedDocument[] = [];
  const tellsMoment = random.chance(0.5);

  const fileIdOf = ({ documentId }: SimulatedDocument) => documentId.replace(/^d/, 'f');

  function put(one: SimulatedDocument): void {
    const { clientSpace, documentId, direction, nature, releasedAt } = one;
    if (nature === 'hidden') return;
    const content = one.versions.at(-1)?.content;
    world.banqup.put(
      {
        clientSpace,
        documentId,
        direction,
        exportable: nature !== 'draft',
        ...(tellsMoment && { releasedAt: new Date(releasedAt) }),
        fileId: fileIdOf(one),
      },
      nature === 'noUbl' ? undefined : content,
    );
  }

  function addVersion(one: SimulatedDocument): void {
    const note = `${one.clientSpace}/${one.documentId}/${one.versions.length + 1}`;
    const content = one.nature === 'unreadable' ? unreadable : smallUbl(`F-${one.documentId.slice(-2)}`, note);
    one.versions.push({ since: timeline.now(), content });
    put(one);
  }

  function say(one: SimulatedDocument, type: 'approved' | 'resend'): void {
    const message = { category: 'document', type, data: { spaceId: one.clientSpace, documentId: one.documentId } };
    one.said.push({ at: pubsub.publish('banqup', message).getTime(), resend: type === 'resend' });
  }

  return {
    all,
    tellsMoment,

    release(given) {
      const one: SimulatedDocument = { ...given, releasedAt: timeline.now(), said: [], versions: [] };
      all.push(one);
      addVersion(one);
      story.tell(`released ${short(one.documentId)} of ${short(one.clientSpace)}`, one.nature);
      const times = random.chance(0.15) ? 2 : 1;
      for (let time = 0; time < times; time += 1) {
        timeline.after(random.pick([0, 0, 500, 20_000, 3 * minute]), () => say(one, 'approved'));
      }
    },

    resend(one, changed) {
      if (changed) addVersion(one);
      story.luck(changed ? 'sent again, changed' : 'sent again', short(one.documentId));
      say(one, 'resend');
    },

    change(one) {
      story.luck('changed at Banqup', short(one.documentId));
      addVersion(one);
    },
  };
}
