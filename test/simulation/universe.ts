/** The world of one schedule: everybody in it, and what each of them is given, out of one seed. */
import type { Grant } from '../fakes/google.ts';
import { createFakeWorld } from '../fakes/world.ts';
import { createDocuments, type Documents } from './documents.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { createPeople, type People } from './people.ts';
import { createPubSub, type PubSub } from './pubsub.ts';
import { createRandom, type Random } from './random.ts';
import { createStory, type Story } from './story.ts';
import { createTimeline, type Timeline } from './timeline.ts';
import { createWeather, type Weather } from './weather.ts';
import { createWitness, type Witness } from './witness.ts';

export interface Universe {
  timeline: Timeline;
  random: Random;
  story: Story;
  weather: Weather;
  world: ReturnType<typeof createFakeWorld>;
  witness: Witness;
  fleet: Fleet;
  pubsub: PubSub;
  people: People;
  documents: Documents;
  poison: Uint8Array[];
  regrantSeesOldFiles: boolean;
  /** From here on there is no bad luck any more. */
  calm(): void;
}

/** Nothing has happened yet; it is `start` there, in milliseconds since 1970. `listens`: what happens is kept, line by line. */
export function createUniverse(seed: number, start: number, listens: boolean): Universe {
  const random = createRandom(seed);
  const timeline = createTimeline(start);
  const story = createStory(timeline.now, listens);
  const weather = createWeather(random, story, timeline.now);
  const clock = { now: () => new Date(timeline.now()), advance: () => {}, set: () => {} };
  const regrantSeesOldFiles = random.chance(0.5);
  const world = createFakeWorld({ clock, regrantSeesOldFiles });
  const witness = createWitness(world, weather, story, timeline.now);
  let isCalm = false;
  const pubsub = createPubSub({ timeline, random, story, fleet: () => fleet, isCalm: () => isCalm });
  const published = () => {
    if (world.topic.messages.length === 0) return;
    for (const message of world.topic.messages.splice(0)) pubsub.publish('own', message);
  };
  const fleet = createFleet({
    timeline,
    random,
    weather,
    witness,
    story,
    world,
    published,
    isCalm: () => isCalm,
  });
  const spaces = Array.from({ length: random.pick([1, 1, 2, 2, 3]) }, (_, index) => uuid('a', index + 1));
  const people = createPeople({ timeline, random, story, world, fleet, witness, pubsub, isCalm: () => isCalm }, spaces);
  const documents = createDocuments({ timeline, random, story, world, pubsub });
  return {
    timeline,
    random,
    story,
    weather,
    world,
    witness,
    fleet,
    pubsub,
    people,
    documents,
    poison: [],
    regrantSeesOldFiles,
    calm() {
      isCalm = true;
      weather.clear();
    },
  };
}

/** An id of Banqup's: `p01` in a story is `a…01`, `c02` is `c…02`. */
export function uuid(letter: string, index: number): string {
  return `${letter}0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** The grant behind a partner's token; undefined where there is no token, or Google does not take it any more. */
export function livingGrantOf({ world }: Universe, space: string): Grant | undefined {
  const stored = world.database.connections.get(space)?.value;
  const token = stored && world.vault.read(space, stored.secretVersion);
  try {
    return token === undefined ? undefined : world.google.grantBehind(token);
  } catch {
    return undefined;
  }
}
