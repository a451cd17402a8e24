/** What people, Banqup and the scheduler do in one schedule, put onto its timeline: a few hours with bad luck, then what it takes to come to rest. */
import type { Company } from '../../functions/domain/activation.ts';
import type { Partner } from './people.ts';
import { livingGrantOf, type Universe, uuid } from './universe.ts';
import { driveTroubles } from './weather.ts';

const minute = 60_000;
const hour = 60 * minute;

/** How long there is bad luck. */
export const stormMs = 3 * hour;
/** How long there is none after that: everything parked is due within a day. */
export const calmMs = 30 * hour;

/** When the scheduler wakes us once it is calm. */
const calmSweeps = [1, 20, 100, 260, 700, 1_460, 1_520, 1_700];
const calmCares = [20, 1_490, 1_610];

/** What happens while there is bad luck. */
export function planStorm(universe: Universe): void {
  const { timeline, random, story, people, pubsub, weather } = universe;
  const emails = ['els@kantoor.example', 'jan@kantoor.example', 'mia@kantoor.example'];
  const clients = Array.from({ length: random.pick([2, 3, 3]) }, (_, index) => uuid('c', index + 1));
  const at = (from: number, to: number, happen: () => void) => timeline.after(random.between(from, to), happen);

  for (const [index, one] of people.partners.entries()) {
    // Two partners may share one Google account.
    const email = random.chance(0.3) ? (emails[0] as string) : (emails[index] as string);
    at(0, 2 * minute, () => people.signIn(one, email));
    if (random.chance(0.15)) at(0, 3 * minute, () => people.signIn(one, email));
    for (const [number, client] of clients.entries()) {
      if (index > 0 && random.chance(0.4)) continue;
      const company = companyOf(number, random.chance(0.3));
      at(0, 6 * minute, () => people.switchClient(one, client, company));
      changeClient(universe, one, client, company, number);
    }
    changeLink(universe, one, [email, ...emails]);
  }

  const burst = releaseDocuments(universe, clients);

  const hands = random.chance(0.5) ? random.below(18) : 0;
  for (let index = 0; index < hands; index += 1) {
    // An owner at work on the folders while documents come.
    const from = burst !== undefined && random.chance(0.5) ? burst - minute : undefined;
    at(from ?? 10 * minute, from === undefined ? stormMs : from + minute, () => {
      people.touchDrive(random.pick(emails));
      // Care comes by while Drive's lists may still be behind.
      const soon = random.between(5_000, 4 * minute);
      if (random.chance(0.3)) schedule(universe, soon, 'careAll');
    });
  }
  if (random.chance(0.4)) {
    const email = random.pick(emails);
    const trouble = random.pick(driveTroubles);
    at(5 * minute, 100 * minute, () => weather.setTrouble(email, trouble));
    if (random.chance(0.8)) at(105 * minute, stormMs, () => weather.setTrouble(email, undefined));
  }
  for (let index = random.pick([0, 0, 1, 2]); index > 0; index -= 1) {
    at(5 * minute, 150 * minute, () => weather.beginSpell(random.between(minute, 40 * minute)));
  }
  for (let index = random.pick([0, 0, 1, 2]); index > 0; index -= 1) {
    at(minute, 150 * minute, () => {
      const bytes = new TextEncoder().encode(random.pick(['{', `[${index}]`, '{"category":"document"}']));
      universe.poison.push(bytes);
      story.luck('poison', new TextDecoder().decode(bytes));
      pubsub.publish('banqup', bytes);
    });
  }
  for (let times = random.chance(0.5) ? random.below(16) : 0; times > 0; times -= 1) {
    at(5 * minute, stormMs, () => people.tryAgain(random.pick(people.partners)));
  }
  for (let ms = 4 * minute; ms < stormMs; ms += random.between(10, 36) * minute) {
    schedule(universe, ms, 'sweep');
  }
  for (let ms = 9 * minute; ms < stormMs; ms += random.between(24, 80) * minute) {
    schedule(universe, ms, 'careAll');
  }
  for (let ms = 20 * minute; ms < stormMs; ms += 60 * minute) {
    schedule(universe, ms, 'compareAll');
  }
  if (random.chance(0.2)) schedule(universe, random.between(30 * minute, stormMs), 'sendAgain');
  if (random.chance(0.25)) at(5 * minute, 150 * minute, () => people.erase(random.pick(people.partners)));
}

function companyOf(number: number, hasVat: boolean, another = ''): Company {
  const name = `Bakkerij ${number}${another}`;
  return hasVat ? { name, vatNumber: `BE012345674${number}` } : { name };
}

/** A client may leave and come back, with a VAT number that it did not have, or be switched on twice. */
function changeClient(
  { random, timeline, people }: Universe,
  one: Partner,
  client: string,
  company: Company,
  number: number,
): void {
  if (random.chance(0.7)) return;
  const again = random.between(10, 100) * minute;
  const isTwice = random.chance(0.4);
  timeline.after(again, () => people.switchClient(one, client, isTwice ? company : undefined));
  if (isTwice || random.chance(0.3)) return;
  const later = random.chance(0.5) ? companyOf(number, true, ' NV') : company;
  timeline.after(again + random.between(1, 40) * minute, () => people.switchClient(one, client, later));
}

/** An owner may revoke, sign in again, with another account too, or switch off and come back. */
function changeLink(universe: Universe, one: Partner, emails: string[]): void {
  const { random, timeline, people } = universe;
  let ms = random.between(10, 90) * minute;
  const changes = random.pick([0, 0, 1, 1, 2, 3]);
  const later = (from: number, to: number) => {
    ms += random.between(from, to) * minute;
    return ms;
  };
  for (let index = 0; index < changes; index += 1) {
    const deed = random.pick(['revoke', 'again', 'account', 'off', 'off and on', 'twice', 'on and off'] as const);
    const now = later(1, 30);
    timeline.after(now, () => {
      const email = one.wants;
      const other = random.pick(emails);
      const soon = random.pick([100, 2_000, minute, 10 * minute]);
      if (deed === 'off' || deed === 'off and on') people.disconnect(one);
      if (email === undefined) return people.signIn(one, other);
      if (deed === 'revoke') {
        people.revoke(email);
        if (random.chance(0.7)) timeline.after(soon, () => people.signIn(one, one.wants ?? email));
      }
      if (deed === 'again' || deed === 'twice') people.signIn(one, email);
      if (deed === 'twice') timeline.after(random.between(0, 3_000), () => people.signIn(one, other));
      if (deed === 'on and off') {
        people.signIn(one, email);
        timeline.after(random.between(0, 1_500), () => people.disconnect(one));
      }
      if (deed === 'account') people.signIn(one, other);
      if (deed === 'off and on') {
        timeline.after(soon * 6, () => people.signIn(one, other));
        // Just then a sweep comes by, which has seen the link ended.
        schedule(universe, soon * 6 - random.below(2_000), 'sweep');
      }
    });
  }
}

/** When all of them come at once, if they do. */
function releaseDocuments(universe: Universe, clients: string[]): number | undefined {
  const { random, timeline, documents } = universe;
  const count = 20;
  const natures = ['unreadable', 'hidden', 'noUbl', 'draft'] as const;
  const isBurst = random.chance(0.2);
  const from = isBurst ? random.between(10, 100) * minute : 0;
  for (let index = 1; index <= count; index += 1) {
    const documentId = uuid('d', index);
    const nature = random.chance(0.12) ? random.pick(natures) : 'good';
    const ms = isBurst ? from + random.between(0, 2_000) : random.between(0, 150) * minute;
    timeline.after(ms, () => {
      const clientSpace = random.pick(clients);
      documents.release({ clientSpace, documentId, direction: random.pick(['AP', 'AR']), nature });
      // A sale of one client of theirs may be the purchase of another one, under the same id.
      const other = random.pick(clients);
      if (other !== clientSpace && random.chance(0.15)) {
        documents.release({ clientSpace: other, documentId, direction: 'AP', nature });
      }
    });
  }
  // An accountant who corrects a document and sends it again, and again, before we are through with it.
  for (let times = random.chance(0.3) ? 4 : 0; times > 0; times -= 1) {
    timeline.after(random.between(20, 170) * minute, () => {
      const good = documents.all.filter((one) => one.nature === 'good');
      if (good.length === 0) return;
      const one = random.pick(good);
      for (let ms = 0; ms < 40_000; ms += random.between(500, 15_000)) {
        timeline.after(ms, () => documents.resend(one, true));
      }
    });
  }
  const wishes = random.chance(0.5) ? random.below(10) : 0;
  for (let index = 0; index < wishes; index += 1) {
    timeline.after(random.between(5, 178) * minute, () => {
      const candidates = documents.all.filter(({ nature }) => nature === 'good');
      if (candidates.length === 0) return;
      const one = random.pick(candidates);
      if (random.chance(0.25)) return documents.change(one);
      documents.resend(one, random.chance(0.5));
      const soon = random.pick([300, 1_000, 3_000, 10_000, 60_000]);
      if (random.chance(0.6)) timeline.after(soon, () => documents.resend(one, true));
    });
  }
  return isBurst ? from : undefined;
}

/** What people and the scheduler do once the weather is fine: all that is needed to come to rest, and nothing else. */
export function planCalm(universe: Universe): void {
  const { timeline, random, people, witness } = universe;
  for (const one of people.partners) {
    const { wants } = one;
    if (wants === undefined) continue;
    const link = witness.links.get(one.space)?.at(-1);
    const isAlive = livingGrantOf(universe, one.space) !== undefined;
    // Some never come back; their documents wait, and they are told so.
    if (link && !isAlive && random.chance(0.7)) timeline.after(2 * minute, () => people.signIn(one, wants));
  }
  for (const minutes of calmSweeps) schedule(universe, minutes * minute, 'sweep');
  for (const minutes of calmCares) schedule(universe, minutes * minute, 'careAll');
  for (const minutes of [30, 70, 1_470]) schedule(universe, minutes * minute, 'compareAll');
  schedule(universe, 60 * minute, 'sendAgain');
}

/** The scheduler, or an operator, has one of these published, so many milliseconds from now. */
function schedule(
  { timeline, pubsub }: Universe,
  ms: number,
  kind: 'sweep' | 'careAll' | 'compareAll' | 'sendAgain',
): void {
  timeline.after(ms, () => void pubsub.publish('own', { kind }));
}
