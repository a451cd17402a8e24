/**
 * What should be there once the world has calmed down, and what is. It goes by what Banqup said, what people wanted and what the
 * witness saw, never by the ledger; the ledger is judged too. Each finding names its document or partner, so that it can be told.
 */
import { createHash } from 'node:crypto';
import { activationId } from '../../functions/domain/activation.ts';
import { type Export, exportId, isOpen } from '../../functions/domain/export.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import type { FakeFile } from '../fakes/google-files.ts';
import type { SimulatedDocument } from './documents.ts';
import type { Partner } from './people.ts';
import { isGrantAlive, type Universe } from './schedule.ts';
import type { MadeFile } from './witness.ts';

export const faults = ['lost', 'duplicated', 'misplaced', 'wrongBytes', 'stuck', 'silent', 'afterDisconnect'] as const;

export type FaultKind = (typeof faults)[number];

export interface Finding {
  fault: FaultKind;
  why: string;
  partnerSpace: string;
  documentId?: string;
}

export type Verdict = Finding[];

interface Copy {
  file: FakeFile;
  note: MadeFile;
  version: number;
}

interface Span {
  from: number;
  until: number;
}

/** Everything that is wrong; nothing, where all is well. */
export function judge(universe: Universe): Verdict {
  const { people, documents } = universe;
  const verdict: Verdict = [];
  const copies = copiesOf(universe);
  for (const partner of people.partners) {
    verdict.push(...judgeLink(universe, partner), ...judgeFolders(universe, partner));
    for (const one of documents.all) {
      const mine = copies.filter(({ note, file }) => note.partnerSpace === partner.space && isOf(one, file));
      verdict.push(...judgeDocument(universe, partner, one, mine));
    }
  }
  return [...verdict, ...judgeLedger(universe), ...judgePoison(universe), ...judgeCreations(universe)];
}

const notes = new WeakMap<Uint8Array, string>();

/** What a document's bytes say of themselves: client space, document and version. */
function noteOf({ content = new Uint8Array() }: FakeFile): string {
  const note = notes.get(content) ?? /<b:Note>([^<]*)<\/b:Note>/.exec(Buffer.from(content).toString())?.[1] ?? '';
  notes.set(content, note);
  return note;
}

function isOf({ clientSpace, documentId }: SimulatedDocument, file: FakeFile): boolean {
  return noteOf(file).startsWith(`${clientSpace}/${documentId}/`);
}

/** Every file that is in a Drive, in the trash or not. */
function copiesOf({ witness, world }: Universe): Copy[] {
  return [...witness.made.values()].flatMap((note) => {
    const file = note.isFolder ? undefined : world.google.files.find(note.id);
    return file ? [{ file, note, version: Number(noteOf(file).split('/')[2] ?? 0) }] : [];
  });
}

/** When a partner's link was on: from the first moment at which it may have been, until it was begun to be ended. */
function linkSpans({ witness }: Universe, space: string): (Span & { sure: number })[] {
  const spans: (Span & { sure: number })[] = [];
  let current: (Span & { sure: number }) | undefined;
  for (const { at, state, begunAt } of witness.links.get(space) ?? []) {
    if (state === 'on' || state === 'needsSignIn') {
      if (current) continue;
      current = { from: begunAt, sure: at, until: Number.POSITIVE_INFINITY };
      spans.push(current);
    } else {
      if (current) current.until = at;
      current = undefined;
    }
  }
  return spans;
}

/** When a client was switched on for a partner. */
function clientSpans({ witness }: Universe, partner: Partner, client: string): (Span & { sure: number })[] {
  const moments = witness.switches.get(activationId(partner.space, client)) ?? [];
  const spans: (Span & { sure: number })[] = [];
  for (const [index, { at, active }] of moments.entries()) {
    if (!active) continue;
    const until = moments[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    // Banqup had it switched on before its call, or our comparison, was through.
    const since = partner.history.filter((span) => span.client === client && span.since <= at).at(-1)?.since ?? at;
    spans.push({ from: since, sure: at, until });
  }
  return spans;
}

function judgeDocument(universe: Universe, partner: Partner, one: SimulatedDocument, copies: Copy[]): Finding[] {
  const { witness, world, documents, weather } = universe;
  const findings: Finding[] = [];
  const find = (fault: FaultKind, why: string) =>
    findings.push({ fault, why, partnerSpace: partner.space, documentId: one.documentId });
  const links = linkSpans(universe, partner.space);
  const clients = clientSpans(universe, partner, one.clientSpace);
  const link = links.at(-1);
  const client = clients.at(-1);
  const lasts = link?.until === Number.POSITIVE_INFINITY && client?.until === Number.POSITIVE_INFINITY;
  const sure = lasts && link && client ? Math.max(link.sure, client.sure) : Number.POSITIVE_INFINITY;
  const counted = one.said.map(({ at, resend }) => ({
    at,
    resend,
    moment: resend || !documents.tellsMoment ? at : one.releasedAt,
  }));
  // Of several messages about one approval the first one counts: we may have ended with it.
  const first = Math.min(...counted.filter(({ resend }) => !resend).map(({ moment }) => moment));
  const must =
    one.nature !== 'draft' &&
    ((Number.isFinite(first) && first > sure) || counted.some(({ resend, moment }) => resend && moment > sure));
  const may =
    one.nature !== 'draft' &&
    counted.some(({ moment }) =>
      links.some((a) =>
        clients.some((b) => moment >= Math.max(a.from, b.from) && moment <= Math.min(a.until, b.until)),
      ),
    );
  if (!may && copies.length > 0) find('misplaced', 'what is not to be exported was');

  const entry = world.database.exports.get(
    exportId({ partnerSpace: partner.space, clientSpace: one.clientSpace, documentId: one.documentId }),
  )?.value;
  const live = copies.filter(({ file }) => witness.isLive(file));
  const wishes = counted.filter(({ resend, moment }) => resend && moment > sure);
  const lastWish = Math.max(0, ...wishes.map(({ at }) => at));
  judgeCopies(
    universe,
    copies,
    live,
    counted.some(({ resend }) => resend),
    find,
  );

  if (must && one.nature !== 'good') {
    if (copies.length > 0) find('misplaced', `a document that is ${one.nature} was exported`);
    const state = one.nature === 'unreadable' ? 'rejected' : 'parked';
    const connection = world.database.connections.get(partner.space)?.value;
    const isHeld =
      connection?.state === 'needsSignIn' || weather.troubleOf(connection?.account.email ?? '') !== undefined;
    if (!entry || (entry.state !== state && !(isHeld && isOpen(entry)))) {
      find('silent', `a document that is ${one.nature} is ${entry?.state ?? 'not in the ledger'}`);
    }
    return findings;
  }
  if (!must) return findings;

  const wanted = one.versions.filter(({ since }) => since <= lastWish).length;
  const serving = live.filter(({ version }) => version >= (lastWish > 0 ? wanted : 1));
  if (serving.length === 0 && !isExcused(universe, partner, one, lastWish)) {
    const connection = world.database.connections.get(partner.space)?.value;
    const waits =
      connection?.state === 'needsSignIn' || weather.troubleOf(connection?.account.email ?? '') !== undefined;
    if (!entry) find(waits ? 'silent' : 'lost', 'it should be in Drive, and nothing is known of it');
    else if (!isOpen(entry) && live.length > 0)
      find('wrongBytes', `an older version than ${wanted}, which was asked for`);
    else if (!isOpen(entry))
      find('lost', `it should be in Drive, and its entry is ${entry.state} ${entry.reason ?? ''}`);
    else if (!waits)
      find('stuck', `its entry is ${entry.state} ${entry.reason ?? ''}, due ${entry.dueAt?.toISOString()}`);
  }
  return findings;
}

/** Where its owner's own hands took it away: the last copy of it, and after it was last asked for. */
function isExcused(universe: Universe, partner: Partner, one: SimulatedDocument, lastWish: number): boolean {
  const { witness, world, regrantSeesOldFiles } = universe;
  const all = [...witness.made.values()].filter(
    (note) => !note.isFolder && note.partnerSpace === partner.space && note.name.includes(one.documentId),
  );
  const account = accountOf(universe, partner);
  // Once nothing is left of what an earlier grant made, nobody can tell whether the present one is shown it.
  const showsEarlier = [...witness.made.values()].some(
    ({ id, isFolder, partnerSpace, email, grantId }) =>
      isFolder &&
      partnerSpace === partner.space &&
      email === account?.email &&
      grantId !== account.grantId &&
      world.google.files.find(id),
  );
  return all.some((note) => {
    const folder = note.path.split('/').slice(0, -1).join('/');
    const company = witness.companyFolders.get(activationId(partner.space, one.clientSpace));
    if (!folder.endsWith(company ?? '?')) return false;
    const marked = witness.marked.get(note.id);
    // What lies in another account's Drive, or was made under a grant that is over, cannot be looked after any more.
    const isOfGrant = !account?.grantId || note.grantId === account.grantId;
    const isHere = note.email === account?.email && (regrantSeesOldFiles || isOfGrant);
    const isKnownHere = isHere && (showsEarlier || isOfGrant);
    if (!isKnownHere && marked !== undefined && lastWish < (account?.since ?? 0)) return true;
    if (!isHere) return false;
    const wasTaken = note.touchedAt !== undefined && note.touchedAt >= lastWish && !isLiveId(witness, world, note.id);
    // `care` looks as soon as there is a grant to look with.
    if (!account?.grantId && !note.intoLife) return true;
    return wasTaken && (note.intoLife || note.restored || note.takenItself);
  });
}

/** The account of a link, the grant behind it, and when it was last signed in with. */
function accountOf({ witness, world }: Universe, { space }: Partner) {
  const last = witness.links.get(space)?.findLast(({ state }) => state === 'on');
  const stored = world.database.connections.get(space)?.value;
  const token = stored && world.vault.read(space, stored.secretVersion);
  const grantId = token !== undefined && isGrantAlive(world, token) ? world.google.grantBehind(token).id : undefined;
  return last && { email: last.email, since: last.at, grantId };
}

function isLiveId(witness: Universe['witness'], world: Universe['world'], id: string): boolean {
  const file = world.google.files.find(id);
  return file !== undefined && witness.isLive(file);
}

function judgeCopies(
  universe: Universe,
  copies: Copy[],
  live: Copy[],
  wasWished: boolean,
  find: (fault: FaultKind, why: string) => void,
): void {
  const { witness, documents, regrantSeesOldFiles } = universe;
  const ordered = [...live].sort((a, b) => a.note.at - b.note.at);
  for (const [index, copy] of ordered.entries()) {
    const rest = ordered.slice(index + 1).filter((later) => {
      if (copy.note.restored || later.note.restored) return false;
      // Asked for by hand, where what was there before cannot be seen any more.
      const isSeen =
        copy.note.email === later.note.email && (regrantSeesOldFiles || copy.note.grantId === later.note.grantId);
      const wasMarked = (witness.marked.get(copy.note.id)?.first ?? Number.POSITIVE_INFINITY) <= later.note.at;
      return isSeen || (wasMarked && !wasWished);
    });
    if (rest.length > 0) find('duplicated', [copy, ...rest].map(({ note }) => note.id).join(' and '));
  }
  for (const { note: thrownAway, file } of copies) {
    const { touchedAt = 0, takenItself, restored } = thrownAway;
    const wasDone =
      (witness.marked.get(thrownAway.id)?.first ?? Number.POSITIVE_INFINITY) < touchedAt &&
      (witness.reopened.get(thrownAway.id) ?? Number.POSITIVE_INFINITY) > touchedAt;
    // It was the one that counted: not one that had been brought out of the trash before.
    const wasCurrent = !copies.some(({ note }) => note.at > thrownAway.at && note.at < touchedAt);
    const back = wasCurrent && copies.some(({ note }) => note.at > touchedAt && note.email === thrownAway.email);
    if (takenItself && thrownAway.touches === 1 && file.trashedItself && !restored && wasDone && back && !wasWished) {
      find('duplicated', `${thrownAway.id} was thrown away by its owner, and made again`);
    }
  }
  for (const { note, file } of copies) {
    const document = documents.all.find((one) => isOf(one, file));
    const company = document && witness.companyFolders.get(activationId(note.partnerSpace, document.clientSpace));
    const right = document && `/Invoice_import/${company}/${document.direction}`;
    if (note.path !== right) find('misplaced', `${note.id} lies in ${note.path}, not in ${right}`);
  }
  for (const { file, note } of copies) {
    const isWhole = documents.all.some(({ versions }) =>
      versions.some(({ content }) => Buffer.compare(content, file.content ?? new Uint8Array()) === 0),
    );
    if (!isWhole) find('wrongBytes', `${note.id} holds what Banqup never had`);
  }
}

/** Two folders for one place, both where their owner sees them. */
function judgeFolders({ witness, regrantSeesOldFiles }: Universe, { space }: Partner): Finding[] {
  const folders = [...witness.made.values()].filter((note) => note.isFolder && note.partnerSpace === space);
  return folders.flatMap((note, index): Finding[] => {
    const twin = folders
      .slice(0, index)
      .find(
        (earlier) =>
          earlier.email === note.email &&
          earlier.path === note.path &&
          earlier.name === note.name &&
          earlier.touchedAt === undefined &&
          earlier.intoLife &&
          (regrantSeesOldFiles || earlier.grantId === note.grantId),
      );
    return twin
      ? [{ fault: 'duplicated', why: `the folder ${note.path}/${note.name} is there twice`, partnerSpace: space }]
      : [];
  });
}

/** The connection itself: what its owner wanted, what Google would say, and what is left of one that is over. */
function judgeLink(universe: Universe, partner: Partner): Finding[] {
  const { world, witness, people, weather } = universe;
  const findings: Finding[] = [];
  const find = (fault: FaultKind, why: string) => findings.push({ fault, why, partnerSpace: partner.space });
  const connection = world.database.connections.get(partner.space)?.value;
  if (!connection) {
    if (partner.wants !== undefined) find('stuck', 'the sign-in never came through');
    return findings;
  }
  const { state, account, secretVersion } = connection;
  const token = world.vault.read(partner.space, secretVersion);
  const isAlive = token !== undefined && isGrantAlive(world, token);
  const entries = world.database.exports.all((entry) => entry.partnerSpace === partner.space);

  // Of two tabs at once either may have been meant.
  const isClear = !partner.isAmbiguous;
  if (isClear && partner.wants === undefined && state !== 'off')
    find('afterDisconnect', `it was to be off, and is ${state}`);
  if (isClear && partner.wants !== undefined && state !== 'on' && state !== 'needsSignIn')
    find('stuck', `it is ${state}, and was to be on`);
  if (state === 'on' && !isAlive) find('silent', 'it says on, and Google refuses it');
  if (state === 'needsSignIn' && isAlive) find('stuck', 'it asks for a sign-in that it does not need');
  if (state === 'needsSignIn') {
    const told = world.noticesTopic.messages.some(
      (notice) => notice.partnerSpace === partner.space && notice.kind === 'signInNeeded',
    );
    if (!told) find('silent', 'its owner was never told to sign in');
  }
  if (state === 'off') {
    if (token !== undefined) find('afterDisconnect', 'its token is still kept');
    if (entries.some(({ value }) => isOpen(value))) find('stuck', 'something is open under a link that is off');
  }
  const lives = people.partners.some(({ space }) => {
    const other = world.database.connections.get(space)?.value;
    return other && other.account.id === account.id && (other.state === 'on' || other.state === 'needsSignIn');
  });
  if (state === 'off' && !lives && world.google.hasLiveToken(account.email)) {
    const isUsed = people.partners.some(({ wants }) => wants === account.email);
    if (!isUsed && !people.unclear.has(account.email))
      find('afterDisconnect', `the grant of ${account.email} is still there`);
  }
  if (state === 'on' && isAlive && weather.troubleOf(account.email) === undefined) {
    for (const { value: entry } of entries) {
      if (isOpen(entry) && !waitsForBanqup(universe, entry)) {
        find('stuck', `${entry.documentId} is ${entry.state} ${entry.reason ?? ''} under a healthy link`);
      }
    }
  }
  for (const [client] of state === 'on' ? partner.clients : []) {
    const isOn = world.database.activations.get(activationId(partner.space, client))?.value.active;
    if (!isOn) find('stuck', `${client} is on at Banqup, and off here`);
  }
  const moments = witness.links.get(partner.space) ?? [];
  const ends = moments.filter(({ state: then }) => then === 'disconnecting');
  for (const { at, begunAt } of moments.filter(({ state: then }) => then === 'on')) {
    if (ends.some((end) => end.begunAt > begunAt && end.at < at)) {
      find('afterDisconnect', 'a sign-in that was begun before the end came through after it');
    }
  }
  return findings;
}

function waitsForBanqup({ documents }: Universe, entry: Export): boolean {
  const one = documents.all.find(
    ({ clientSpace, documentId }) => clientSpace === entry.clientSpace && documentId === entry.documentId,
  );
  return one?.nature === 'hidden' || one?.nature === 'noUbl';
}

/** The ledger by itself, and beside the Drives. */
function judgeLedger({ world, witness }: Universe): Finding[] {
  const findings: Finding[] = [];
  for (const { value: entry } of world.database.exports.all()) {
    const { partnerSpace, documentId, state, reason, dueAt, file } = entry;
    const find = (fault: FaultKind, why: string) => findings.push({ fault, why, partnerSpace, documentId });
    if (isOpen(entry) !== (dueAt !== undefined)) find('stuck', `${state}, and due ${dueAt?.toISOString() ?? 'never'}`);
    if (state !== 'done' && state !== 'reserved' && state !== 'updating' && !reason)
      find('silent', `${state} without a reason`);
    if (state !== 'done') continue;
    const note = file && witness.made.get(file.id);
    const now = file && world.google.files.find(file.id);
    if (!file || !note) {
      find('lost', 'it says done, and its file was never made');
      continue;
    }
    if (world.google.account(note.email).id !== file.account) {
      find('misplaced', `it says account ${file.account}, and the file is in the Drive of ${note.email}`);
    }
    if (now && now.md5 !== file.md5) find('wrongBytes', `it says ${file.md5}, and Drive holds ${now.md5}`);
    if (now?.content && createHash('md5').update(now.content).digest('hex') !== now.md5) find('wrongBytes', 'bytes');
    if (!now && note.touchedAt === undefined) find('lost', 'its file is gone, and nobody took it');
  }
  return findings;
}

function judgePoison({ world, poison }: Universe): Finding[] {
  const said = new Set(poison.map((bytes) => Buffer.from(bytes).toString('base64')));
  const kept = new Set(world.database.deadLetters.all().map(({ value }) => value.data));
  return [...said]
    .filter((data) => !kept.has(data))
    .map((data) => ({ fault: 'silent', why: `the message ${data} is kept nowhere`, partnerSpace: '' }));
}

/** Nothing is made for a partner whose link was said to be off, nor, once a worker's life is over, for a client that was. */
function judgeCreations({ witness, world, documents }: Universe): Finding[] {
  return [...witness.made.values()].flatMap((note): Finding[] => {
    const { partnerSpace, at } = note;
    const find = (fault: FaultKind, why: string) => [
      { fault, why: `${note.path}/${note.name} was made after ${why}`, partnerSpace },
    ];
    const link = witness.links.get(partnerSpace)?.findLast((moment) => moment.at < at);
    if (link?.state === 'off') return find('afterDisconnect', 'off');
    const file = note.isFolder ? undefined : world.google.files.find(note.id);
    const one = file && documents.all.find((document) => isOf(document, file));
    const client = one && witness.switches.get(activationId(partnerSpace, one.clientSpace));
    const last = client?.findLast((moment) => moment.at < at);
    if (!last || last.active || at - last.at < workerLifeSeconds * 1000) return [];
    return find('misplaced', 'its client was switched off');
  });
}
