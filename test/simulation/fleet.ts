/**
 * Instances of our two functions: each with a clock that is a little off, a memory of its own, and a life that may end between any
 * two of its calls outside, before or after one takes effect. A frozen one goes on long after everybody has given it up.
 */
import { createMessageReader } from '../../functions/banqup/messages.ts';
import type { Connection } from '../../functions/domain/connection.ts';
import type { DriveFolder } from '../../functions/domain/drive-file.ts';
import type { Drive, Drives } from '../../functions/domain/ports.ts';
import { assembleExport } from '../../functions/export/assemble.ts';
import type { Hooks } from '../fakes/call.ts';
import type { FakeWorld, Ports } from '../fakes/world.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';
import type { Timeline } from './timeline.ts';
import type { Weather } from './weather.ts';
import type { Witness } from './witness.ts';

export const topics = { banqup: 'banqup', own: 'own', deadLetters: 'dead-letters' };
export type Topic = keyof typeof topics;

export interface Instance {
  name: string;
  now: () => Date;
  ports: Ports;
  isDead: () => boolean;
  /** Called once, when it dies. */
  onDeath(then: () => void): void;
}

export interface ExportInstance extends Instance {
  push(topic: Topic, data: Uint8Array, publishedAt: Date, attributes: Record<string, string>): Promise<void>;
}

export interface Fleet {
  /** An instance of the export function that takes a push. */
  exporter(): ExportInstance;
  /** An instance of `connect`, for an action that a person has begun just now. */
  connector(): Instance;
}

export interface FleetParts {
  timeline: Timeline;
  random: Random;
  weather: Weather;
  witness: Witness;
  story: Story;
  world: FakeWorld;
  /** Takes what an instance has published. */
  published(): void;
  isCalm(): boolean;
}

/** The clocks of two instances differ by no more than this (functions/domain/life.ts). */
const clocksApartMs = 30_000;

const readBanqupMessage = createMessageReader({
  category: 'document',
  resendTypes: ['resend'],
  spaceCategory: 'space',
});

/** What never answers. */
const never = () => new Promise<never>(() => {});

/** No instance runs yet. */
export function createFleet(parts: FleetParts): Fleet {
  const { timeline, random, weather, witness, story, world, published, isCalm } = parts;
  const deaths = random.chance(0.6) ? random.between(0.001, 0.01) : 0;
  const freezes = random.chance(0.5) ? random.between(0.001, 0.008) : 0;
  // Where much depends on what comes between two calls.
  const often = random.chance(0.3)
    ? random.pick(['connections.readWithFolder', 'drive.createFile', 'exports.replace'])
    : '';
  const listLagMs = random.chance(0.4) ? 4 * 60_000 : 0;
  const exportersAtMost = random.pick([1, 2, 2, 3]);
  const exporters: ExportInstance[] = [];
  let started = 0;
  const log = {
    info(message: string, { partnerSpace }: Record<string, unknown> = {}) {
      if (message === 'partner erased' && !witness.erased.has(String(partnerSpace)))
        witness.erased.set(String(partnerSpace), timeline.now());
    },
    warn() {},
    error() {},
  };

  function start(kind: string): { instance: Instance; hooks: Hooks } {
    started += 1;
    const name = `${kind}${started}`;
    const skew = random.between(-clocksApartMs, clocksApartMs) / 2;
    let begunAt: number | undefined;
    let dead = false;
    let mourners: (() => void)[] = [];

    function die(where: string): Promise<never> {
      if (!dead) story.luck(where, name);
      dead = true;
      for (const mourner of mourners) mourner();
      mourners = [];
      return never();
    }

    async function travel(call: string, args: readonly unknown[]): Promise<unknown> {
      const ms = weather.delayOf(call).effect;
      if (ms > 0) await timeline.sleep(ms);
      // A compare-and-set may be as late as it likes; a write to Drive may not, and is not (functions/google/drive.ts).
      if (call === often && call === 'exports.replace' && random.chance(0.15)) await freeze(call);
      // What was on its way when its sender died may still arrive.
      if (dead && random.chance(0.5)) return never();
      if (!dead && random.chance(deaths)) return die('death before a call');
      weather.refuse(call, 'before', args);
      return undefined;
    }

    function freeze(call: string): Promise<void> {
      const minutes = random.pick([2, 7, 8, 9, 12, 40]);
      story.luck('frozen', name, call, `${minutes} min`);
      return timeline.sleep(minutes * 60_000);
    }

    /** Undefined, which costs no turn, where the answer is there at once. */
    function comeBack(call: string): Promise<unknown> | undefined {
      const ms = weather.delayOf(call).answer;
      const isFrozen = random.chance(call === often ? 0.04 : freezes);
      if (ms === 0 && !isFrozen) return undefined;
      return timeline
        .sleep(ms)
        .then(() => (isFrozen ? freeze(call) : undefined))
        .then(() => (dead ? never() : undefined));
    }

    const hooks: Hooks = {
      onCall(call, args) {
        if (dead) return never();
        return isCalm() ? undefined : travel(call, args);
      },
      onAnswer(call, args) {
        // A person's action begins when its first question is answered: before that it could as well begin later.
        begunAt ??= timeline.now();
        witness.saw(call, args, begunAt);
        published();
        if (dead) return never();
        if (isCalm()) return undefined;
        if (random.chance(deaths)) return die('death after a call');
        weather.refuse(call, 'after', args);
        return comeBack(call);
      },
    };
    const ports = world.portsFor(hooks);
    const instance: Instance = {
      name,
      now: () => new Date(timeline.now() + skew),
      ports: { ...ports, drives: watched(ports.drives) },
      isDead: () => dead,
      onDeath: (then) => mourners.push(then),
    };
    return { instance, hooks };
  }

  /** Drive's list may be behind by some minutes: a new folder missing, the trash as it was. */
  function asListed(folder: DriveFolder): DriveFolder[] {
    const note = witness.made.get(folder.id);
    const isRecent = (at = 0) => at > timeline.now() - listLagMs;
    if (!note || isCalm() || listLagMs === 0) return [folder];
    if (isRecent(note.at) && random.chance(0.5)) return [];
    const isBehind = isRecent(note.touchedAt) && random.chance(0.7);
    if (isBehind) story.luck('list behind', folder.id);
    return [isBehind ? { ...folder, trashed: note.wasTrashed ?? false } : folder];
  }

  function watched(drives: Drives): Drives {
    return {
      of: (connection: Connection): Drive => {
        const drive = drives.of(connection);
        const noting =
          <G extends { id: string }, A>(make: (given: G) => Promise<A>) =>
          (given: G) => {
            witness.making(given.id, connection.partnerSpace);
            return make(given);
          };
        return {
          ...drive,
          createFolder: noting(drive.createFolder),
          createFile: noting(drive.createFile),
          folders: async () => (await drive.folders()).flatMap(asListed),
        };
      },
    };
  }

  function startExporter(): ExportInstance {
    const { instance } = start('export');
    const assembled = assembleExport(instance.ports, {
      topics,
      readBanqupMessage,
      publicUrl: 'https://drive.example',
      now: instance.now,
      pause: async (ms) => {
        await timeline.sleep(ms);
        if (instance.isDead()) await never();
      },
      log,
    });
    return {
      ...instance,
      push: (topic, data, publishedAt, attributes) =>
        assembled.deliver({ topic: topics[topic], data, publishedAt, attributes }),
    };
  }

  return {
    exporter() {
      const living = exporters.filter((one) => !one.isDead());
      exporters.splice(0, exporters.length, ...living);
      if (living.length < exportersAtMost) exporters.push(startExporter());
      return random.pick(exporters);
    },
    connector: () => start('connect').instance,
  };
}
