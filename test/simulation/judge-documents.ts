/** Each document for each partner: in Drive once, in its folder, with the bytes that were last asked for, or visibly not. */
import { activationId } from '../../functions/domain/activation.ts';
import { exportId, isOpen } from '../../functions/domain/export.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { type Copy, isOf } from './copies.ts';
import type { SimulatedDocument } from './documents.ts';
import type { FaultKind, Finding } from './finding.ts';
import type { Partner } from './people.ts';
import { livingGrantOf, type Universe } from './universe.ts';
import type { Witness } from './witness.ts';

interface Span {
  from: number;
  until: number;
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

/** `copies`: the files of it that were made for this partner. */
export function judgeDocument(universe: Universe, partner: Partner, one: SimulatedDocument, copies: Copy[]): Finding[] {
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

  const connection = world.database.connections.get(partner.space)?.value;
  const isHeldUp =
    connection?.state === 'needsSignIn' || weather.troubleOf(connection?.account.email ?? '') !== undefined;

  if (must && one.nature !== 'good') {
    if (copies.length > 0) find('misplaced', `a document that is ${one.nature} was exported`);
    const state = one.nature === 'unreadable' ? 'rejected' : 'parked';
    if (!entry || (entry.state !== state && !(isHeldUp && isOpen(entry)))) {
      find('silent', `a document that is ${one.nature} is ${entry?.state ?? 'not in the ledger'}`);
    }
    return findings;
  }
  if (!must) return findings;

  const wanted = one.versions.filter(({ since }) => since <= lastWish).length;
  const serving = live.filter(({ version }) => version >= (lastWish > 0 ? wanted : 1));
  if (serving.length === 0 && !isExcused(universe, partner, one, lastWish)) {
    if (!entry) find(isHeldUp ? 'silent' : 'lost', 'it should be in Drive, and nothing is known of it');
    else if (!isOpen(entry) && live.length > 0)
      find('wrongBytes', `an older version than ${wanted}, which was asked for`);
    else if (!isOpen(entry))
      find('lost', `it should be in Drive, and its entry is ${entry.state} ${entry.reason ?? ''}`);
    else if (!isHeldUp)
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
  // Once nothing is left of what was made before the last sign-in, nobody can tell whether its grant is shown what was.
  const { since = 0 } = account ?? {};
  const showsEarlier = [...witness.made.values()].some(
    ({ id, isFolder, partnerSpace, email, at }) =>
      isFolder &&
      partnerSpace === partner.space &&
      email === account?.email &&
      at < since &&
      world.google.files.find(id),
  );
  return all.some((note) => {
    const folder = note.path.split('/').slice(0, -1).join('/');
    const company = witness.companyFolders.get(activationId(partner.space, one.clientSpace));
    if (!folder.endsWith(company ?? '?')) return false;
    const marked = witness.marked.get(note.id);
    // What lies in another account's Drive, or was made under a grant that is over, cannot be looked after any more.
    const isHere =
      note.email === account?.email && (regrantSeesOldFiles || !account.grantId || note.grantId === account.grantId);
    const isKnownHere = isHere && (showsEarlier || note.at >= since);
    if (!isKnownHere && marked !== undefined && lastWish < since) return true;
    if (!isHere) return false;
    const wasTaken = note.touchedAt !== undefined && note.touchedAt >= lastWish && !isLiveId(witness, world, note.id);
    // `care` looks as soon as there is a grant to look with.
    if (!account?.grantId && !note.intoLife) return true;
    return wasTaken && (note.intoLife || note.restored || note.takenItself);
  });
}

/** The account of a link, the grant behind it, and when it was last signed in with. */
function accountOf(universe: Universe, { space }: Partner) {
  const last = universe.witness.links.get(space)?.findLast(({ state }) => state === 'on');
  return last && { email: last.email, since: last.at, grantId: livingGrantOf(universe, space)?.id };
}

function isLiveId(witness: Witness, world: Universe['world'], id: string): boolean {
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
      // By nobody who may have looked before that.
      (witness.reopened.get(thrownAway.id) ?? Number.POSITIVE_INFINITY) > touchedAt + workerLifeSeconds * 1000;
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
    // The number is the one of smallUbl: `F-` and the end of the document id.
    const called = new RegExp(`^2026-03-0[2-4]_F-${document?.documentId.slice(-2)}_${document?.documentId}\\.xml$`);
    if (!called.test(note.name)) find('misplaced', `${note.id} is called ${note.name}`);
  }
  for (const { file, note } of copies) {
    const isWhole = documents.all.some(({ versions }) =>
      versions.some(({ content }) => Buffer.compare(content, file.content ?? new Uint8Array()) === 0),
    );
    if (!isWhole) find('wrongBytes', `${note.id} holds what Banqup never had`);
  }
}
