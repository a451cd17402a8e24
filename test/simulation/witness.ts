/**
 * What has really happened, seen from outside the code: when each connection and activation changed in the database, and what was
 * made in which Drive, where, and by whose instance. The judge asks it, and not our ledger, what should be there.
 */
import type { Connection } from '../../functions/domain/connection.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { isOpen } from '../../functions/domain/export.ts';
import { companyFolder } from '../../functions/domain/naming.ts';
import { type FakeFile, isTrashed } from '../fakes/google-files.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { type Story, short } from './story.ts';
import type { Weather } from './weather.ts';

export interface LinkMoment {
  at: number;
  state: Connection['state'];
  email: string;
  /** When the action of a person that brought it about began. */
  begunAt: number;
}

export interface MadeFile {
  id: string;
  email: string;
  grantId: string;
  partnerSpace: string;
  at: number;
  name: string;
  /** The names it was made under, from My Drive down to its folder. */
  path: string;
  /** False: one of the folders above it was in the trash when it was made. */
  intoLife: boolean;
  isFolder: boolean;
  /** Its owner, or a folder above it, has put it where it is not seen, or has taken it from there: since when. */
  touchedAt?: number;
  /** How often. */
  touches?: number;
  /** Before that. */
  wasTrashed?: boolean;
  /** Its owner has put it itself where it is not seen. */
  takenItself?: boolean;
  /** Its owner has taken it, or a folder above it, out of the trash again. */
  restored?: boolean;
}

export interface Witness {
  links: Map<string, LinkMoment[]>;
  /** By partner and client space: when it was switched on or off. */
  switches: Map<string, { at: number; active: boolean }[]>;
  /** The first name of a client's company folder, by partner and client space: it keeps it. */
  companyFolders: Map<string, string>;
  made: Map<string, MadeFile>;
  /** Files that an entry was marked done with: when first, and when last. */
  marked: Map<string, { first: number; last: number }>;
  /** Files whose entry was opened again, and when: another one is to take their place. */
  reopened: Map<string, number>;
  /** Partners that we have said to be erased, and when first. */
  erased: Map<string, number>;
  /** Generation of each link when it was last seen. */
  generations: Map<string, number>;
  /** Whose connection the next file or folder of this id is made with. */
  making(id: string, partnerSpace: string): void;
  /** A call has taken effect; `begunAt`: when the person's action behind it began. */
  saw(call: string, args: readonly unknown[], begunAt: number): void;
  isLive(file: FakeFile): boolean;
  /** The owner's hands, noted. */
  hands(email: string, did: 'trash' | 'restore' | 'deleteForGood' | 'move', id: string): void;
}

/** Has seen nothing yet; puts itself between the fakes and the Drives. */
export function createWitness(world: FakeWorld, weather: Weather, story: Story, now: () => number): Witness {
  const { files } = world.google;
  const links: Witness['links'] = new Map();
  const switches: Witness['switches'] = new Map();
  const companyFolders: Witness['companyFolders'] = new Map();
  const made: Witness['made'] = new Map();
  const marked: Witness['marked'] = new Map();
  const generations: Witness['generations'] = new Map();
  const reopened: Witness['reopened'] = new Map();
  const doneWith = new Map<string, string>();
  const makers = new Map<string, string>();
  const versions = new Map<string, string>();

  function isLive(file: FakeFile): boolean {
    for (let one: FakeFile | undefined = file; one; ) {
      if (isTrashed(one)) return false;
      if (one.parentId === undefined) return true;
      one = files.find(one.parentId);
      if (!one) return false;
    }
    return true;
  }

  const create = files.create;
  files.create = (given) => {
    const trouble = given.content && weather.troubleOf(given.email);
    if (trouble) {
      story.luck(trouble, given.id);
      throw new Failure(trouble, `Drive: ${trouble}`);
    }
    const file = create(given);
    const above = file.parentId === undefined ? undefined : made.get(file.parentId);
    const parent = file.parentId === undefined ? undefined : files.find(file.parentId);
    made.set(file.id, {
      id: file.id,
      email: file.email,
      grantId: file.grantId,
      partnerSpace: makers.get(file.id) ?? '',
      at: now(),
      name: file.name,
      path: above ? `${above.path}/${above.name}` : '',
      intoLife: parent === undefined || isLive(parent),
      isFolder: file.content === undefined,
    });
    story.tell(`made ${file.id} for ${short(makers.get(file.id) ?? '')}`, `${made.get(file.id)?.path}/${file.name}`);
    return file;
  };

  const update = files.update;
  files.update = (file, change) => {
    const trouble = weather.troubleOf(file.email);
    if (trouble) throw new Failure(trouble, `Drive: ${trouble}`);
    update(file, change);
  };

  function sawConnection(id: string, begunAt: number): void {
    const stored = world.database.connections.get(id);
    if (!stored || versions.get(id) === stored.version) return;
    versions.set(id, stored.version);
    const { state, account, generation } = stored.value;
    const moments = links.get(id) ?? [];
    const last = moments.at(-1);
    links.set(id, moments);
    if (last?.state === state && last.email === account.email && generations.get(id) === generation) return;
    generations.set(id, generation);
    moments.push({ at: now(), state, email: account.email, begunAt });
    story.tell(`connection of ${short(id)}`, state, account.email);
  }

  function sawActivation(id: string): void {
    const stored = world.database.activations.get(id);
    if (!stored || versions.get(id) === stored.version) return;
    versions.set(id, stored.version);
    const { active, company, clientSpace } = stored.value;
    const moments = switches.get(id) ?? [];
    switches.set(id, moments);
    if (!companyFolders.has(id)) companyFolders.set(id, companyFolder({ ...company, clientSpace }).name);
    if (moments.at(-1)?.active !== active) moments.push({ at: now(), active });
    story.tell(`client ${short(clientSpace)} of ${short(id.slice(0, 36))}`, active ? 'on' : 'off');
  }

  function sawExport(id: string): void {
    const stored = world.database.exports.get(id);
    if (!stored || versions.get(id) === stored.version) return;
    versions.set(id, stored.version);
    const { state, reason, file, dueAt } = stored.value;
    const before = doneWith.get(id);
    if (before !== undefined && isOpen(stored.value)) reopened.set(before, now());
    if (state === 'done' && file) doneWith.set(id, file.id);
    else doneWith.delete(id);
    if (state === 'done' && file) marked.set(file.id, { first: marked.get(file.id)?.first ?? now(), last: now() });
    if (!story.listens) return;
    const { documentId, clientSpace, partnerSpace, fileIds } = stored.value;
    const what = `entry ${short(documentId)} of ${short(clientSpace)} for ${short(partnerSpace)}`;
    const details = isOpen(stored.value)
      ? [Object.values(fileIds).join(), dueAt?.toISOString().slice(11, 19)]
      : [file?.id];
    story.tell(what, state, reason ?? '', ...details);
  }

  function eachBelow(id: string, what: (file: MadeFile) => void): void {
    const note = made.get(id);
    if (note) what(note);
    for (const file of files.all(note?.email ?? '')) if (file.parentId === id) eachBelow(file.id, what);
  }

  const writes = new Map<string, (id: string, begunAt: number) => void>([
    ['connections.create', sawConnection],
    ['connections.replace', sawConnection],
    ['activations.create', sawActivation],
    ['activations.replace', sawActivation],
    ['exports.create', sawExport],
    ['exports.replace', sawExport],
  ]);

  return {
    links,
    switches,
    companyFolders,
    made,
    marked,
    reopened,
    erased: new Map(),
    generations,
    making: (id, partnerSpace) => makers.set(id, partnerSpace),
    isLive,

    saw(call, args, begunAt) {
      const sawWrite = writes.get(call);
      if (!sawWrite) return;
      const [first] = args;
      sawWrite(typeof first === 'string' ? first : (first as { id: string }).id, begunAt);
    },

    hands(email, did, id) {
      const file = files.find(id);
      // Taken out of a folder in the trash, it is back as well.
      const isBack = did === 'restore' || (did === 'move' && file !== undefined && !isLive(file));
      const note = made.get(id);
      if (note && (did === 'trash' || did === 'deleteForGood')) note.takenItself = true;
      if (did !== 'move' || isBack) {
        eachBelow(id, (below) => {
          const still = files.find(below.id);
          below.wasTrashed = still !== undefined && isTrashed(still);
          below.touchedAt = now();
          below.touches = (below.touches ?? 0) + 1;
          if (isBack) below.restored = true;
        });
      }
      world.google.person(email)[did](id);
    },
  };
}
