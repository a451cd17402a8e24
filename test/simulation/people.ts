/**
 * Everybody outside: owners of partner spaces, who sign in, switch off and come back; Banqup, which switches clients and tells of
 * documents; and the owners' hands in their Drives. What they wanted is kept, for the judge to hold us to it.
 */
import { createHash } from 'node:crypto';
import { createCompleteSignIn } from '../../functions/connect/complete-sign-in.ts';
import type { Company } from '../../functions/domain/activation.ts';
import { createDisconnect } from '../../functions/partner/disconnect.ts';
import { createLetGrantGo } from '../../functions/partner/grant.ts';
import { createSwitchClient } from '../../functions/partner/switch-client.ts';
import { createTryAgain } from '../../functions/partner/try-again.ts';
import { aSignIn } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import type { Fleet, Instance } from './fleet.ts';
import type { PubSub } from './pubsub.ts';
import type { Random } from './random.ts';
import { type Story, short } from './story.ts';
import type { Timeline } from './timeline.ts';
import type { Witness } from './witness.ts';

const minute = 60_000;
const codeVerifier = 'v'.repeat(43);
const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
const log = { info() {}, warn() {}, error() {} };

export interface Partner {
  space: string;
  /** The account it means to be signed in with; undefined: it means to be off. */
  wants: string | undefined;
  /** It has asked to be erased: from then on it does nothing, and Banqup has the extension no more. */
  isErased: boolean;
  /** The last it did, it did while the opposite was still under way. */
  isAmbiguous: boolean;
  /** Clients that Banqup has switched on, and since when. */
  clients: Map<string, { company: Company; since: number }>;
  /** When each client was on at Banqup; the last may still be. */
  history: { client: string; since: number; until: number }[];
}

export interface People {
  partners: Partner[];
  partner(space: string): Partner;
  /** Accounts of which a token may be left that nobody can know of: removed at Google, or exchanged by a sign-in that came to nothing. */
  unclear: Set<string>;
  /** Goes through Google's pages, and tries again where that ends badly, for as long as that is what is wanted. */
  signIn(partner: Partner, email: string): void;
  disconnect(partner: Partner): void;
  /** Uninstalls the extension, and has an operator give the command to erase it until that is said to be done. */
  erase(partner: Partner): void;
  /** Banqup switches a client on or off; its call may be lost. */
  switchClient(partner: Partner, client: string, company: Company | undefined): void;
  /** The owner removes us at Google. */
  revoke(email: string): void;
  /** Presses *Try again* beside one of its documents, or for all that wait for the same reason. */
  tryAgain(partner: Partner): void;
  /** The owner does something to a file or folder of ours. */
  touchDrive(email: string): void;
}

export interface PeopleParts {
  timeline: Timeline;
  random: Random;
  story: Story;
  world: FakeWorld;
  fleet: Fleet;
  witness: Witness;
  pubsub: PubSub;
  isCalm: () => boolean;
}

/** Nobody has done anything yet. */
export function createPeople(parts: PeopleParts, spaces: string[]): People {
  const { timeline, random, story, world, fleet, witness, pubsub, isCalm } = parts;
  const partners = spaces.map(
    (space): Partner => ({
      space,
      wants: undefined,
      isErased: false,
      isAmbiguous: false,
      clients: new Map(),
      history: [],
    }),
  );
  const partner = (space: string) => {
    const found = partners.find((one) => one.space === space);
    if (!found) throw new Error(`no partner ${space}`);
    return found;
  };
  const unclear = new Set<string>();
  const callsLost = random.chance(0.4) ? 0.3 : 0;

  /** What owners are waiting for: whether it is a sign-in, and the instance at work on it. */
  const underWay = new Map<Partner, { isSignIn: boolean; instance: Instance; isOver: boolean; at: number }[]>();

  function goAbout(one: Partner, isSignIn: boolean, instance: Instance): () => void {
    const all = (underWay.get(one) ?? []).filter(
      ({ isOver, instance: worker, at }) => (!isOver && !worker.isDead()) || at === timeline.now(),
    );
    const mine = { isSignIn, instance, isOver: false, at: timeline.now() };
    one.isAmbiguous = all.some((other) => other.isSignIn !== isSignIn);
    underWay.set(one, [...all, mine]);
    return () => {
      mine.isOver = true;
    };
  }

  /** One attempt after the other, each on an instance of its own, until one succeeds or is not wanted any more. */
  function insist(what: string, isWanted: () => boolean, act: (instance: Instance) => Promise<unknown>): void {
    if (!isWanted()) return;
    const instance = fleet.connector();
    let isOver = false;
    const again = (why: string) => {
      if (isOver) return;
      isOver = true;
      story.tell(what, 'failed:', why);
      timeline.after(isCalm() ? minute : random.between(minute, 8 * minute), () => insist(what, isWanted, act));
    };
    // Nobody waits for a page for ever.
    timeline.after(15 * minute, () => again('no answer'));
    story.tell(what, 'on', instance.name);
    act(instance).then(
      () => {
        isOver = true;
        story.tell(what, 'done');
      },
      (error: Error) => again(error.message),
    );
  }

  function parted({ ports, now }: Instance) {
    const { connections, exports, tokens, publisher, google, revokeGrant } = ports;
    const letGrantGo = createLetGrantGo(connections, revokeGrant, publisher);
    return {
      completeSignIn: createCompleteSignIn({ google, connections, tokens, publisher, letGrantGo, log }),
      disconnect: createDisconnect({ connections, exports, tokens, letGrantGo, now, log }),
      switchClient: createSwitchClient(ports.activations, publisher),
    };
  }

  /** Calls of Banqup's to switch a client on that may still come through. */
  const switchingOn = new Map<Partner, number>();
  const countSwitching = (one: Partner, by: number) => switchingOn.set(one, (switchingOn.get(one) ?? 0) + by);

  function tellExtension({ space, clients, isErased }: Partner): void {
    const companies = [...clients].map(([client, { company }]) => [client, company]);
    world.extensions.set(space, { installed: !isErased, clients: Object.fromEntries(companies) });
  }

  function switchAtBanqup(one: Partner, client: string, company: Company | undefined): void {
    const before = one.clients.get(client);
    const now = timeline.now();
    if (company && !before) one.history.push({ client, since: now, until: Number.POSITIVE_INFINITY });
    if (company) one.clients.set(client, { company, since: before?.since ?? now });
    else {
      one.clients.delete(client);
      for (const span of one.history) if (span.client === client) span.until = Math.min(span.until, now);
    }
    tellExtension(one);
  }

  const handsOf = (email: string) => [...witness.made.values()].filter((file) => file.email === email);

  for (const one of partners) tellExtension(one);

  return {
    partners,
    partner,
    unclear,

    signIn(one, email) {
      if (one.isErased) return;
      one.wants = email;
      insist(
        `sign-in of ${short(one.space)} with ${email}`,
        () => one.wants === email,
        async (instance) => {
          const over = goAbout(one, true, instance);
          const address = instance.ports.google.authorizationUrl({ state: 'state', codeChallenge });
          const code = world.google.consent(address, email);
          instance.onDeath(() => unclear.add(email));
          await parted(instance)
            .completeSignIn(aSignIn({ partnerSpace: one.space, codeVerifier }), code)
            .catch((error: unknown) => {
              unclear.add(email);
              throw error;
            })
            .finally(over);
        },
      );
    },

    disconnect(one) {
      if (one.isErased) return;
      one.wants = undefined;
      insist(
        `disconnect of ${short(one.space)}`,
        () => one.wants === undefined,
        (instance) =>
          parted(instance)
            .disconnect(one.space)
            .finally(goAbout(one, false, instance)),
      );
    },

    erase(one) {
      one.isErased = true;
      const signsIn = (underWay.get(one) ?? []).some(({ isSignIn, isOver }) => isSignIn && !isOver);
      one.isAmbiguous = signsIn || (switchingOn.get(one) ?? 0) > 0;
      one.wants = undefined;
      for (const client of [...one.clients.keys()]) switchAtBanqup(one, client, undefined);
      tellExtension(one);
      const command = () => {
        if (witness.erased.has(one.space)) return;
        story.luck('to be erased', short(one.space));
        pubsub.publish('own', { kind: 'erase', partnerSpace: one.space });
        timeline.after(random.between(5, 40) * minute, command);
      };
      command();
    },

    switchClient(one, client, company) {
      if (one.isErased) return;
      switchAtBanqup(one, client, company);
      if (random.chance(callsLost)) return story.luck("Banqup's call lost", short(client));
      const isWanted = () => (one.clients.get(client)?.company ?? undefined) === company;
      insist(`switching ${short(client)} of ${short(one.space)} ${company ? 'on' : 'off'}`, isWanted, (instance) => {
        const { switchClient } = parted(instance);
        if (!company) return switchClient.off(one.space, client);
        countSwitching(one, 1);
        const switched = switchClient.on({ partnerSpace: one.space, clientSpace: client, company });
        return switched.finally(() => countSwitching(one, -1));
      });
    },

    revoke(email) {
      story.luck('removed at Google', email);
      unclear.add(email);
      world.google.revoke(email);
    },

    tryAgain(one) {
      const shown = world.database.exports.all(
        ({ partnerSpace, state }) => partnerSpace === one.space && (state === 'parked' || state === 'rejected'),
      );
      if (one.isErased || shown.length === 0) return;
      const { id, value } = random.pick(shown);
      story.luck('tried again', value.reason ?? '', short(value.documentId));
      if (random.chance(0.5)) {
        pubsub.publish('own', { kind: 'tryAgain', partnerSpace: one.space, reason: value.reason });
        return;
      }
      // Whoever meets an error page presses again, or leaves it.
      const { ports, now } = fleet.connector();
      const { connections, activations, exports, publisher } = ports;
      createTryAgain({ connections, activations, exports, publisher, now })
        .one(one.space, id)
        .catch(() => {});
    },

    touchDrive(email) {
      const ours = handsOf(email).filter(({ id }) => world.google.files.find(id));
      const folders = ours.filter(({ isFolder }) => isFolder);
      if (folders.length === 0) return;
      const person = world.google.person(email);
      const documents = ours.filter(({ isFolder }) => !isFolder);
      const one = random.pick(random.chance(0.55) || documents.length === 0 ? folders : documents);
      const where = `${one.path}/${one.name}`;
      const deed = random.pick(['rename', 'move', 'trash', 'trash', 'trash', 'restore', 'deleteForGood'] as const);
      if (deed === 'rename') person.rename(one.id, `${one.name} (oud)`);
      else {
        const trashed = ours.filter(({ id }) => world.google.files.find(id)?.trashedItself);
        if (deed === 'restore' && trashed.length === 0) return;
        const target = deed === 'restore' ? random.pick(trashed) : one;
        witness.hands(email, deed, target.id);
      }
      story.luck(`owner: ${deed} ${one.isFolder ? 'folder' : 'file'}`, email, where, one.id);
    },
  };
}
