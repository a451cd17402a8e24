/** Each partner's link and folders: what its owner wanted, what Google would say, and that nothing comes after its end. */
import { activationId } from '../../functions/domain/activation.ts';
import { type Export, isOpen } from '../../functions/domain/export.ts';
import { workerLifeSeconds } from '../../functions/domain/life.ts';
import { isOf } from './copies.ts';
import type { FaultKind, Finding } from './finding.ts';
import type { Partner } from './people.ts';
import { livingGrantOf, type Universe } from './universe.ts';

/** Two folders for one place, both where their owner sees them. */
export function judgeFolders({ witness, regrantSeesOldFiles }: Universe, { space }: Partner): Finding[] {
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
export function judgeLink(universe: Universe, partner: Partner): Finding[] {
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
  const isAlive = livingGrantOf(universe, partner.space) !== undefined;
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

/** Nothing is made for a partner whose link was said to be off, nor, once a worker's life is over, for a client that was. */
export function judgeCreations({ witness, world, documents }: Universe): Finding[] {
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
