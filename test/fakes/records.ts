/** Our records without Firestore: what functions/storage/records.ts asks of it, answered from memory. */
import { type Activation, activationId } from '../../functions/domain/activation.ts';
import type { Check } from '../../functions/domain/check.ts';
import type { Connection } from '../../functions/domain/connection.ts';
import type { DeadLetter } from '../../functions/domain/dead-letter.ts';
import type { Export, ExportFilter } from '../../functions/domain/export.ts';
import type { Folder } from '../../functions/domain/folder.ts';
import type { Notice } from '../../functions/domain/notice.ts';
import type {
  Activations,
  Checks,
  Clock,
  Connections,
  DeadLetters,
  Exports,
  Folders,
  Notices,
  Sessions,
  SignIns,
} from '../../functions/domain/ports.ts';
import type { PartnerTable, Stored, Table } from '../../functions/domain/record.ts';
import type { Session } from '../../functions/domain/session.ts';
import type { SignIn } from '../../functions/domain/sign-in.ts';
import type { Call } from './call.ts';
import { createRows, type Rows } from './rows.ts';

/** What the tables below store in; a test looks and writes here without passing any hook. */
export interface FakeDatabase {
  /** The database's own clock. */
  now: Clock;
  connections: Rows<Connection>;
  activations: Rows<Activation>;
  folders: Rows<Folder>;
  exports: Rows<Export>;
  checks: Rows<Check>;
  deadLetters: Rows<DeadLetter>;
  notices: Rows<Notice>;
  sessions: Rows<Session>;
  signIns: Rows<SignIn>;
}

/** An empty database with a clock of its own. */
export function createFakeDatabase(now: Clock): FakeDatabase {
  return {
    now,
    connections: createRows(now),
    activations: createRows(now),
    folders: createRows(now),
    exports: createRows(now),
    checks: createRows(now),
    deadLetters: createRows(now),
    notices: createRows(now),
    sessions: createRows(now),
    signIns: createRows(now),
  };
}

/** A table over rows; its calls are `<name>.read`, `.create`, `.replace` and `.remove`. */
export function createFakeTable<T extends object>(name: string, rows: Rows<T>, call: Call): Table<T> {
  return {
    read: (id) => call(`${name}.read`, [id], () => rows.get(id)),
    create: (id, value) => call(`${name}.create`, [id, value], () => rows.create(id, value)),
    replace: (before, value) => call(`${name}.replace`, [before, value], () => rows.replace(before, value)),
    remove: (before) => call(`${name}.remove`, [before], () => rows.remove(before)),
  };
}

/** The same of records that name a partner space; `<name>.ofPartner` besides. */
function createFakePartnerTable<T extends { partnerSpace: string }>(
  name: string,
  rows: Rows<T>,
  call: Call,
): PartnerTable<T> {
  return {
    ...createFakeTable(name, rows, call),
    ofPartner: (partnerSpace, limit) =>
      call(`${name}.ofPartner`, [partnerSpace, limit], () =>
        rows.all((one) => one.partnerSpace === partnerSpace).slice(0, limit),
      ),
  };
}

export function createFakeConnections({ connections, folders }: FakeDatabase, call: Call): Connections {
  return {
    ...createFakeTable('connections', connections, call),
    readWithFolder: (partnerSpace, folderId) =>
      call('connections.readWithFolder', [partnerSpace, folderId], () => [
        connections.get(partnerSpace),
        folders.get(folderId),
      ]),
    page: (after, limit) => call('connections.page', [after, limit], () => pageOf(connections, after, limit)),
    ofAccount: (accountId) =>
      call('connections.ofAccount', [accountId], () => connections.all(({ account }) => account.id === accountId)),
  };
}

export function createFakeActivations({ activations }: FakeDatabase, call: Call): Activations {
  const isActiveOf = (partnerSpace: string) => (activation: Activation) =>
    activation.active && activation.partnerSpace === partnerSpace;
  const byName = (a: Stored<Activation>, b: Stored<Activation>) =>
    order(a.value.listed.order, b.value.listed.order) || order(a.id, b.id);

  return {
    ...createFakePartnerTable('activations', activations, call),
    activeOfClient: (clientSpace) =>
      call('activations.activeOfClient', [clientSpace], () =>
        activations.all((activation) => activation.active && activation.clientSpace === clientSpace),
      ),
    activeOfPartner: (partnerSpace) =>
      call('activations.activeOfPartner', [partnerSpace], () => activations.all(isActiveOf(partnerSpace))),
    activePage: (partnerSpace, asked, limit) =>
      call('activations.activePage', [partnerSpace, asked, limit], () => {
        const { after, from = '', search } = asked;
        return activations
          .all((one) => isActiveOf(partnerSpace)(one) && (!search || one.listed.starts.includes(search)))
          .sort(byName)
          .filter((one) => (after ? byName(one, after) > 0 : one.value.listed.order >= from))
          .slice(0, limit);
      }),
    countActive: (partnerSpace) =>
      call('activations.countActive', [partnerSpace], () => activations.count(isActiveOf(partnerSpace))),
    companyNames: (partnerSpace, clientSpaces) =>
      call('activations.companyNames', [partnerSpace, clientSpaces], () => {
        const found = clientSpaces.map((clientSpace) => activations.get(activationId(partnerSpace, clientSpace)));
        return new Map(found.flatMap((one) => (one ? [[one.value.clientSpace, one.value.company.name]] : [])));
      }),
  };
}

export function createFakeFolders({ folders }: FakeDatabase, call: Call): Folders {
  return {
    ...createFakePartnerTable('folders', folders, call),
    ofAccount: (partnerSpace, account) =>
      call('folders.ofAccount', [partnerSpace, account], () =>
        folders.all((folder) => folder.partnerSpace === partnerSpace && folder.account === account),
      ),
  };
}

export function createFakeExports({ exports, now }: FakeDatabase, call: Call): Exports {
  // As Firestore does: what has no `dueAt` is not in an order by it.
  const isOpenOf =
    (partnerSpace: string, until = Number.POSITIVE_INFINITY) =>
    (entry: Export) =>
      entry.dueAt !== undefined && entry.dueAt.getTime() <= until && entry.partnerSpace === partnerSpace;
  const byDue = ({ dueAt }: Export) => dueAt?.getTime() ?? Number.NaN;
  const isDoneSince = (partnerSpace: string, since: Date) => (entry: Export) =>
    entry.partnerSpace === partnerSpace && entry.doneAt !== undefined && entry.doneAt >= since;
  const passes =
    (partnerSpace: string, { clientSpace, states, reason }: ExportFilter) =>
    (entry: Export) =>
      entry.partnerSpace === partnerSpace &&
      (clientSpace === undefined || entry.clientSpace === clientSpace) &&
      (states === undefined || states.includes(entry.state)) &&
      (reason === undefined || entry.reason === reason);
  const newestFirst = (a: Stored<Export>, b: Stored<Export>) =>
    Number(b.value.reservedAt) - Number(a.value.reservedAt) || order(b.id, a.id);

  return {
    ...createFakePartnerTable('exports', exports, call),
    due: (partnerSpace, at, limit) =>
      call('exports.due', [partnerSpace, at, limit], () =>
        exports.first(limit, isOpenOf(partnerSpace, at.getTime()), byDue),
      ),
    open: (partnerSpace, limit) =>
      call('exports.open', [partnerSpace, limit], () => exports.first(limit, isOpenOf(partnerSpace), byDue)),
    newest: (partnerSpace, filter, after, limit) =>
      call('exports.newest', [partnerSpace, filter, after, limit], () =>
        exports
          .all(passes(partnerSpace, filter))
          .sort(newestFirst)
          .filter((one) => !after || newestFirst(one, after) > 0)
          .slice(0, limit),
      ),
    doneSince: (partnerSpace, since, limit) =>
      call('exports.doneSince', [partnerSpace, since, limit], () => ({
        entries: exports.first(limit, isDoneSince(partnerSpace, since), ({ doneAt }) => Number(doneAt)),
        readAt: now(),
      })),
    waitingFor: (reason, at, limit) =>
      call('exports.waitingFor', [reason, at, limit], () =>
        exports.first(
          limit,
          ({ state, reason: why, dueAt }) => state === 'parked' && why === reason && Number(dueAt) > Number(at),
          byDue,
        ),
      ),
    standings: (ids) =>
      call('exports.standings', [ids], () => {
        const found = ids.flatMap((id) => exports.get(id)?.value ?? []);
        return new Map(
          found.map(({ documentId, state, reason, file, facts }) => {
            const rest = { ...(reason && { reason }), ...(file && { file }), ...(facts && { facts }) };
            return [documentId, { documentId, state, ...rest }];
          }),
        );
      }),
    count: (partnerSpace, filter) =>
      call('exports.count', [partnerSpace, filter], () => exports.count(passes(partnerSpace, filter))),
    countDoneSince: (partnerSpace, since) =>
      call('exports.countDoneSince', [partnerSpace, since], () => exports.count(isDoneSince(partnerSpace, since))),
    ofDocument: (documentId) =>
      call('exports.ofDocument', [documentId], () => exports.all((entry) => entry.documentId === documentId)),
  };
}

export function createFakeDeadLetters({ deadLetters }: FakeDatabase, call: Call): DeadLetters {
  return {
    ...createFakeTable('deadLetters', deadLetters, call),
    page: (after, limit) => call('deadLetters.page', [after, limit], () => pageOf(deadLetters, after, limit)),
  };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function pageOf<T>(rows: Rows<T>, after: string | undefined, limit: number): Stored<T>[] {
  return rows
    .all()
    .filter(({ id }) => after === undefined || id > after)
    .slice(0, limit);
}

export function createFakeChecks({ checks }: FakeDatabase, call: Call): Checks {
  return createFakePartnerTable('checks', checks, call);
}

export function createFakeNotices({ notices }: FakeDatabase, call: Call): Notices {
  return createFakePartnerTable('notices', notices, call);
}

export function createFakeSessions({ sessions }: FakeDatabase, call: Call): Sessions {
  return createFakePartnerTable('sessions', sessions, call);
}

export function createFakeSignIns({ signIns }: FakeDatabase, call: Call): SignIns {
  return createFakePartnerTable('signIns', signIns, call);
}
