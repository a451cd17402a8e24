/** Our records in Firestore: one collection for each kind, and the queries that the domain asks (domain/ports.ts). */
import { type CollectionReference, FieldPath, type Firestore, type Query } from '@google-cloud/firestore';
import { type Activation, activationId } from '../domain/activation.ts';
import type { Check } from '../domain/check.ts';
import type { Connection } from '../domain/connection.ts';
import type { DeadLetter } from '../domain/dead-letter.ts';
import type { Export, ExportFilter, Standing } from '../domain/export.ts';
import type { Folder } from '../domain/folder.ts';
import type { Notice } from '../domain/notice.ts';
import type {
  Activations,
  Checks,
  Connections,
  DeadLetters,
  Exports,
  Folders,
  Notices,
  Sessions,
  SignIns,
} from '../domain/ports.ts';
import type { PartnerTable } from '../domain/record.ts';
import type { Session } from '../domain/session.ts';
import type { SignIn } from '../domain/sign-in.ts';
import { createFirestoreTable, type FirestoreTable } from './firestore-table.ts';
import { inStorage } from './storage-errors.ts';

/** Connections, one for each partner space. */
export function createConnections(firestore: Firestore): Connections {
  const table = createFirestoreTable<Connection>(firestore.collection('connections'));
  const folders = createFirestoreTable<Folder>(firestore.collection('folders'));
  return {
    ...table,
    async readWithFolder(partnerSpace, folderId) {
      const references = [
        firestore.collection('connections').doc(partnerSpace),
        firestore.collection('folders').doc(folderId),
      ] as const;
      const [connection, folder] = await inStorage(() => firestore.getAll(...references));
      return [connection && table.stored(connection), folder && folders.stored(folder)];
    },
    page: (after, limit) => table.find((all) => pageOf(all, after, limit)),
    ofAccount: (accountId) => table.find((all) => all.where('account.id', '==', accountId)),
  };
}

/** Activations, one for each client space of a partner space. */
export function createActivations(firestore: Firestore): Activations {
  const table = createPartnerTable<Activation>(firestore.collection('activations'));
  const active = (all: CollectionReference) => all.where('active', '==', true);
  const activeOf = (all: CollectionReference, partnerSpace: string) =>
    active(all).where('partnerSpace', '==', partnerSpace);
  return {
    ...table,
    activeOfClient: (clientSpace) => table.find((all) => active(all).where('clientSpace', '==', clientSpace)),
    activeOfPartner: (partnerSpace) => table.find((all) => activeOf(all, partnerSpace)),
    activePage: (partnerSpace, { after, from, search }, limit) =>
      table.find((all) => {
        const active = activeOf(all, partnerSpace);
        const found = search ? active.where('listed.starts', 'array-contains', search) : active;
        const ordered = found.orderBy('listed.order').orderBy(FieldPath.documentId()).limit(limit);
        if (after) return ordered.startAfter(after.value.listed.order, after.id);
        return from === undefined ? ordered : ordered.startAt(from);
      }),
    countActive: (partnerSpace) => count(activeOf(firestore.collection('activations'), partnerSpace)),
    async companyNames(partnerSpace, clientSpaces) {
      const all = firestore.collection('activations');
      const references = clientSpaces.map((clientSpace) => all.doc(activationId(partnerSpace, clientSpace)));
      if (references.length === 0) return new Map();
      const fields = { fieldMask: ['clientSpace', 'company.name'] };
      const found = (await inStorage(() => firestore.getAll(...references, fields))).filter(({ exists }) => exists);
      return new Map(found.map((one): [string, string] => [one.get('clientSpace'), one.get('company.name')]));
    },
  };
}

/** Folders in the partners' Drives. */
export function createFolders(firestore: Firestore): Folders {
  const table = createPartnerTable<Folder>(firestore.collection('folders'));
  return {
    ...table,
    ofAccount: (partnerSpace, account) =>
      table.find((all) => all.where('partnerSpace', '==', partnerSpace).where('account', '==', account)),
  };
}

/** The export ledger. Only open entries have `dueAt`, so ordering by it finds the open ones and no others. */
export function createExports(firestore: Firestore): Exports {
  const table = createPartnerTable<Export>(firestore.collection('exports'));
  const openOf = (all: CollectionReference, partnerSpace: string) =>
    all.where('partnerSpace', '==', partnerSpace).orderBy('dueAt');
  return {
    ...table,
    due: (partnerSpace, at, limit) =>
      table.find((all) => openOf(all, partnerSpace).where('dueAt', '<=', at).limit(limit)),
    open: (partnerSpace, limit) => table.find((all) => openOf(all, partnerSpace).limit(limit)),
    newest: (partnerSpace, filter, after, limit) =>
      table.find((all) => {
        const found = newestOf(all, partnerSpace, filter).limit(limit);
        return after ? found.startAfter(after.value.reservedAt, after.id) : found;
      }),
    async doneSince(partnerSpace, since, limit) {
      const found = await inStorage(() => doneOf(partnerSpace, since).limit(limit).get());
      return { entries: found.docs.flatMap((one) => table.stored(one) ?? []), readAt: found.readTime.toDate() };
    },
    waitingFor: (reason, at, limit) =>
      table.find((all) =>
        all
          .where('state', '==', 'parked')
          .where('reason', '==', reason)
          .where('dueAt', '>', at)
          .orderBy('dueAt')
          .limit(limit),
      ),
    ofDocument: (documentId) => table.find((all) => all.where('documentId', '==', documentId)),
    async standings(ids) {
      const all = firestore.collection('exports');
      if (ids.length === 0) return new Map();
      const fields = { fieldMask: ['documentId', 'state', 'reason', 'file', 'facts'] };
      const found = await inStorage(() => firestore.getAll(...ids.map((id) => all.doc(id)), fields));
      const standings = found.filter(({ exists }) => exists).map((one) => one.data() as Standing);
      return new Map(standings.map((standing) => [standing.documentId, standing]));
    },
    count: (partnerSpace, filter) => count(newestOf(firestore.collection('exports'), partnerSpace, filter)),
    countDoneSince: (partnerSpace, since) => count(doneOf(partnerSpace, since)),
  };

  function doneOf(partnerSpace: string, since: Date): Query {
    const ofPartner = firestore.collection('exports').where('partnerSpace', '==', partnerSpace);
    return ofPartner.where('doneAt', '>=', since).orderBy('doneAt');
  }
}

function newestOf(
  all: CollectionReference,
  partnerSpace: string,
  { clientSpace, states, reason }: ExportFilter,
): Query {
  let found = all.where('partnerSpace', '==', partnerSpace);
  if (clientSpace !== undefined) found = found.where('clientSpace', '==', clientSpace);
  if (states !== undefined) found = found.where('state', 'in', states);
  if (reason !== undefined) found = found.where('reason', '==', reason);
  return found.orderBy('reservedAt', 'desc').orderBy(FieldPath.documentId(), 'desc');
}

/** What clients' months have come to. Firestore deletes what has expired by its time-to-live policy on `expiresAt`. */
export function createChecks(firestore: Firestore): Checks {
  return createPartnerTable<Check>(firestore.collection('checks'));
}

/** Messages that nobody could handle. */
export function createDeadLetters(firestore: Firestore): DeadLetters {
  const table = createFirestoreTable<DeadLetter>(firestore.collection('deadLetters'));
  return { ...table, page: (after, limit) => table.find((all) => pageOf(all, after, limit)) };
}

/** What partners were told last. */
export function createNotices(firestore: Firestore): Notices {
  return createPartnerTable<Notice>(firestore.collection('notices'));
}

/** Sessions. Firestore deletes what has expired by its time-to-live policy on `expiresAt`. */
export function createSessions(firestore: Firestore): Sessions {
  return createPartnerTable<Session>(firestore.collection('sessions'));
}

/** Visits to sign-in pages. Firestore deletes what has expired by its time-to-live policy on `expiresAt`. */
export function createSignIns(firestore: Firestore): SignIns {
  return createPartnerTable<SignIn>(firestore.collection('signIns'));
}

/** A table whose records can be asked for by their partner space. */
function createPartnerTable<T extends object>(collection: CollectionReference): FirestoreTable<T> & PartnerTable<T> {
  const table = createFirestoreTable<T>(collection);
  return {
    ...table,
    ofPartner: (partnerSpace, limit) =>
      table.find((all) => {
        const found = all.where('partnerSpace', '==', partnerSpace);
        return limit === undefined ? found : found.limit(limit);
      }),
  };
}

/** How many a query finds: one read for a thousand of them. */
async function count(query: Query): Promise<number> {
  return (await inStorage(() => query.count().get())).data().count;
}

function pageOf(all: CollectionReference, after: string | undefined, limit: number) {
  const ordered = all.orderBy(FieldPath.documentId());
  return (after === undefined ? ordered : ordered.startAfter(after)).limit(limit);
}
