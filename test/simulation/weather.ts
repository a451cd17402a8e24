/**
 * What the outside does to a call: how long it takes, and whether it is refused before it takes effect, or after. Each schedule
 * has a climate of its own, in which some kinds of bad luck are common and others do not come at all: together they meet all
 * combinations, which an even mixture would not.
 */
import { Failure, type FailureCode } from '../../functions/domain/errors.ts';
import type { Random } from './random.ts';
import type { Story } from './story.ts';

interface Kind {
  kind: string;
  on: RegExp;
  code: FailureCode;
  when: 'before' | 'after';
  /** Of the calls, in a climate that has it. */
  share: number;
}

const writesToDrive = /^drive\.(createFile|createFolder|updateFile)$/;
const records = /^(connections|activations|folders|exports|deadLetters|notices|tokens)\./;
const publishing = /^(publisher|noticePublisher)\./;

const kinds: Kind[] = [
  { kind: 'Google down', on: /^(drive|google)\./, code: 'googleUnavailable', when: 'before', share: 0.04 },
  { kind: 'Google down after the effect', on: /^drive\./, code: 'googleUnavailable', when: 'after', share: 0.04 },
  { kind: 'too fast for Drive', on: writesToDrive, code: 'paceLimited', when: 'before', share: 0.08 },
  { kind: 'too fast, and made all the same', on: writesToDrive, code: 'paceLimited', when: 'after', share: 0.08 },
  { kind: 'an answer of Drive nobody knows', on: /^drive\./, code: 'unexpected', when: 'before', share: 0.02 },
  { kind: 'such an answer after the effect', on: writesToDrive, code: 'unexpected', when: 'after', share: 0.03 },
  { kind: 'Banqup down', on: /^(banqup|extension)\./, code: 'banqupUnavailable', when: 'before', share: 0.06 },
  { kind: 'document not shown yet', on: /^banqup\.document$/, code: 'documentNotFound', when: 'before', share: 0.04 },
  { kind: 'UBL not there yet', on: /^banqup\.ubl$/, code: 'ublMissing', when: 'before', share: 0.06 },
  { kind: 'partner space hidden', on: /^extension\./, code: 'partnerSpaceHidden', when: 'before', share: 0.1 },
  { kind: 'records down', on: records, code: 'storageUnavailable', when: 'before', share: 0.02 },
  { kind: 'records down after the effect', on: records, code: 'storageUnavailable', when: 'after', share: 0.02 },
  { kind: 'nothing published', on: publishing, code: 'storageUnavailable', when: 'before', share: 0.08 },
  { kind: 'published, and refused', on: publishing, code: 'storageUnavailable', when: 'after', share: 0.08 },
];

/** What lasts for a while: everything that matches is refused until it ends. */
const spells: Omit<Kind, 'share' | 'when'>[] = [
  { kind: 'Google down for a while', on: /^(drive|google)\./, code: 'googleUnavailable' },
  { kind: 'Banqup down for a while', on: /^(banqup|extension)\./, code: 'banqupUnavailable' },
  { kind: 'records down for a while', on: records, code: 'storageUnavailable' },
  { kind: 'Pub/Sub down for a while', on: publishing, code: 'storageUnavailable' },
];

/** What one Drive refuses for a while, or until the end. */
export const driveTroubles = ['driveFull', 'drivePolicy', 'driveLimit'] as const satisfies FailureCode[];

export type DriveTrouble = (typeof driveTroubles)[number];

export interface Weather {
  /** Milliseconds until a call takes effect, and until its answer is there. */
  delayOf(call: string): { effect: number; answer: number };
  /** Throws what the outside refuses this call with. */
  refuse(call: string, when: Kind['when'], args: readonly unknown[]): void;
  /** One of the things that last for a while begins. */
  beginSpell(ms: number): void;
  troubleOf(email: string): DriveTrouble | undefined;
  setTrouble(email: string, trouble: DriveTrouble | undefined): void;
  /** From here on there is no bad luck, but for the trouble of single Drives. */
  clear(): void;
}

const never: readonly Kind[] = [];

/** The climate of one schedule. */
export function createWeather(random: Random, story: Story, now: () => number): Weather {
  const severity = random.pick([0.3, 1, 1, 2]);
  const climate = kinds.filter(() => random.chance(0.55)).map((one) => ({ ...one, share: one.share * severity }));
  const slow = random.chance(0.5) ? random.between(0.02, 0.2) : 0;
  const refusesIds = random.chance(0.5) ? random.between(0.02, 0.15) : 0;
  const byCall = { before: new Map<string, readonly Kind[]>(), after: new Map<string, readonly Kind[]>() };
  const refusedIds = new Map<string, number>();
  const troubles = new Map<string, DriveTrouble>();
  let spell: { on: RegExp; code: FailureCode; until: number } | undefined;
  let isCalm = false;

  function kindsOf(call: string, when: Kind['when']): readonly Kind[] {
    if (isCalm) return never;
    const known = byCall[when].get(call);
    if (known) return known;
    const found = climate.filter((one) => one.when === when && one.on.test(call));
    byCall[when].set(call, found);
    return found;
  }

  /** An id that Drive does not take is refused once, or for some time. */
  function refuseId(id: string): void {
    if (isCalm) return;
    if (!refusedIds.has(id) && random.chance(refusesIds)) {
      refusedIds.set(id, now() + random.pick([0, 0, 5, 40]) * 60_000);
    } else if ((refusedIds.get(id) ?? 0) <= now()) return;
    story.luck('id refused', id);
    throw new Failure('idRefused', `Drive: ${id} is not accepted`);
  }

  return {
    delayOf(call) {
      if (isCalm) return { effect: 0, answer: 0 };
      // A call may take as long as its time-out: nothing of it happens later.
      const isSlow = random.chance(call === 'drive.updateFile' && slow > 0 ? 0.5 : slow);
      const effect = isSlow ? random.between(2_000, 59_000) : random.between(1, 400);
      const answer = writesToDrive.test(call) && random.chance(slow) ? random.between(1_000, 30_000) : 0;
      return { effect, answer };
    },

    refuse(call, when, args) {
      if (when === 'before') {
        if (spell && now() > spell.until) spell = undefined;
        if (spell?.on.test(call)) throw new Failure(spell.code, `${call}: down`);
        if (call === 'drive.createFile' || call === 'drive.createFolder') refuseId((args[0] as { id: string }).id);
      }
      for (const { kind, code, share } of kindsOf(call, when)) {
        if (!random.chance(share)) continue;
        story.luck(kind, call);
        const retryAfterSeconds = code === 'paceLimited' && random.chance(0.3) ? random.below(120) : undefined;
        throw new Failure(code, `${call}: ${kind}`, { retryAfterSeconds });
      }
    },

    beginSpell(ms) {
      const { kind, on, code } = random.pick(spells);
      story.luck(kind);
      spell = { on, code, until: now() + ms };
    },

    troubleOf: (email) => troubles.get(email),

    setTrouble(email, trouble) {
      if (trouble) troubles.set(email, trouble);
      else troubles.delete(email);
    },

    clear() {
      isCalm = true;
      spell = undefined;
      refusedIds.clear();
    },
  };
}
