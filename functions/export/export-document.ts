/**
 * Brings one document of one client into one partner's Drive: reserve, fetch, look again, create, mark (protocol, "A
 * delivery"). Safe to call any number of times, at once or weeks apart: the file id reserved in the ledger is the mutex.
 */
import { covers } from '../domain/activation.ts';
import type { Connection } from '../domain/connection.ts';
import type { DocumentFacts } from '../domain/document-facts.ts';
import { asFailure, Failure, fateOf } from '../domain/errors.ts';
import {
  cameUnder,
  cancelled,
  claimed,
  done,
  type Export,
  isOpen,
  parked,
  rejected,
  reopened,
  reserved,
  reservedAgain,
  wished,
} from '../domain/export.ts';
import { folderId } from '../domain/folder.ts';
import { assertAlive } from '../domain/life.ts';
import { fileName, syncDate } from '../domain/naming.ts';
import type { Banqup, Clock, Connections, Drive, DriveFile, Drives, Exports } from '../domain/ports.ts';
import type { Written } from '../domain/record.ts';
import type { Announce } from './announce.ts';
import type { ExportDocument, ExportRequest, Outcome } from './export-request.ts';
import { fetchUbl, type Ubl } from './fetch-ubl.ts';
import type { FileIds } from './file-ids.ts';
import type { FolderMaker } from './folders.ts';
import { createHold, type Hold } from './hold.ts';
import type { KnownConnections } from './known-connections.ts';
import { createServeResend } from './resend.ts';

/** Rounds of mending, or of losing to other workers, before the delivery gives up and comes again. */
const roundsAtMost = 12;

export interface ExportDocumentParts {
  banqup: Banqup;
  connections: Connections;
  known: KnownConnections;
  exports: Exports;
  folders: FolderMaker;
  fileIds: FileIds;
  drives: Drives;
  announce: Announce;
  now: Clock;
}

/** One delivery: what was asked, its hold on the entry, and what it has fetched. */
interface Delivery extends ExportRequest {
  hold: Hold;
  idRefusals: number;
  ubl?: Ubl;
}

/** Throws a Failure whose fate is retry or unknown; every other end is in the ledger when it answers. */
export function createExportDocument(parts: ExportDocumentParts): ExportDocument {
  const { banqup, connections, known, exports, folders, fileIds, drives, announce, now } = parts;
  const serveResend = createServeResend({ fileIds, now });

  return async (request) => {
    const { partnerSpace, clientSpace } = request.activation;
    const key = { partnerSpace, clientSpace, documentId: request.document.documentId };
    const hold = createHold({ exports, now }, key, request.life, request.resumed);
    const delivery: Delivery = { ...request, hold, idRefusals: 0 };
    for (let round = 0; round < roundsAtMost; round += 1) {
      const connection = (await known.recall(partnerSpace))?.value;
      const outcome = await attempt(delivery, connection).catch((error) => settle(delivery, connection, error));
      if (outcome !== 'again') return outcome;
    }
    throw new Failure('contended', 'too many rounds for one delivery');
  };

  /** One round, from the reservation to the mark. `again`: something was mended, or has changed meanwhile. */
  async function attempt(delivery: Delivery, connection: Connection | undefined): Promise<Outcome | 'again'> {
    const { hold, life } = delivery;
    // An entry that exists is admitted already: it is never judged again.
    if (!hold.entry() && !isAdmitted(delivery, connection) && !(await hold.find())) return 'notExportable';
    if (connection?.state === 'needsSignIn') throw new Failure('signInNeeded', 'the connection needs its owner');
    if (connection?.state !== 'on') return cancel(hold);

    const drive = drives.of(connection);
    const account = connection.account.id;
    // Drawing ids costs a call to Drive, which an entry that is there already may not need.
    if (!hold.entry() && !fileIds.hasDrawn(account)) await hold.find();
    if (!hold.entry()) await reserve(delivery, { account, fileId: await fileIds.take(account, drive) });
    const entry = hold.entry();
    if (!entry) return 'again';
    if (!hold.isMine()) return leaveOrServe(delivery, connection, drive);
    // Asked for again since: what was fetched then may be old. A later wish is seen when this is marked.
    if (entry.wish) delete delivery.ubl;

    if (!cameUnder(entry, connection)) return cancel(hold);
    const fileId = entry.fileIds[account];
    if (!fileId) return reserveAgain(delivery, account, drive);

    const ubl = await fetch(delivery);
    const company = delivery.activation.folder;
    const place = { partnerSpace: connection.partnerSpace, account, company, kind: entry.direction };
    const [fresh, folder] = await connections.readWithFolder(connection.partnerSpace, folderId(place));
    known.remember(connection.partnerSpace, fresh);
    if (fresh?.value.state !== 'on' || fresh.value.generation !== connection.generation) return 'again';
    if (entry.state === 'updating') return update(delivery, connection, drive, fileId);
    if (entry.reason === 'idRefusedTwice') return adopt(delivery, connection, drive, fileId);
    if (folder?.value.state !== 'made') {
      await folders.ensure(drive, place, life);
      return 'again';
    }

    assertAlive(life, now());
    try {
      const name = nameOf(entry, ubl.facts);
      const file = await drive.createFile({ id: fileId, name, folderId: folder.value.id, content: ubl.content });
      return await markIfSame(delivery, connection, drive, file);
    } catch (error) {
      const { code } = asFailure(error);
      if (code === 'idUsed') return adopt(delivery, connection, drive, fileId);
      if (code === 'parentGone') {
        await folders.replaceGone(drive, place, folder.value.id, life);
        return 'again';
      }
      if (code !== 'idRefused') throw error;
      delivery.idRefusals += 1;
      if (delivery.idRefusals === 1) return 'again';
      throw new Failure('idRefusedTwice', 'Drive refused the reserved id twice', { cause: error });
    }
  }

  function isAdmitted({ activation, document, releasedAt }: Delivery, connection: Connection | undefined): boolean {
    if (connection?.state !== 'on' && connection?.state !== 'needsSignIn') return false;
    return document.exportable && covers(activation, connection, releasedAt);
  }

  /** Without a token no id can be drawn: then the entry is made without one. */
  async function reserve(delivery: Delivery, id: { account: string; fileId: string } | undefined): Promise<void> {
    const { activation, document, releasedAt, hold } = delivery;
    const { partnerSpace, clientSpace } = activation;
    const { documentId, direction } = document;
    const key = { partnerSpace, clientSpace, documentId, direction, releasedAt, syncDate: syncDate(now()) };
    await hold.make(reserved(key, id, now()));
  }

  /** The entry is closed, or somebody else's: left alone, unless the accountant has asked for the document again. */
  async function leaveOrServe(delivery: Delivery, connection: Connection, drive: Drive): Promise<Outcome | 'again'> {
    const { hold, releasedAt, resend } = delivery;
    const entry = hold.entry();
    if (!entry) return 'again';
    if (!resend || !isAdmitted(delivery, connection)) return entry.state;
    const md5 = async () => (await fetch(delivery)).md5;
    return serveResend({ hold, wishedAt: releasedAt, account: connection.account.id, drive, md5 });
  }

  /** Another file id: there is none for this account yet, or nothing is behind the one that there is. */
  async function reserveAgain({ hold }: Delivery, account: string, drive: Drive): Promise<'again'> {
    const fileId = await fileIds.take(account, drive);
    await hold.write((entry) => reservedAgain(entry, account, fileId, now()));
    return 'again';
  }

  /** Banqup is asked once for a delivery, however many rounds it takes. */
  async function fetch(delivery: Delivery): Promise<Ubl> {
    delivery.ubl ??= await fetchUbl(banqup, delivery.document);
    return delivery.ubl;
  }

  /** The id is used: by us, before we died or lost the answer (protocol, rule 3). */
  async function adopt(delivery: Delivery, connection: Connection, drive: Drive, fileId: string) {
    const file = await drive.file(fileId);
    // One that its owner has thrown away is not what was asked for, above all when it is asked for again.
    if (!file || file.trashedItself) return reserveAgain(delivery, connection.account.id, drive);
    return markIfSame(delivery, connection, drive, file);
  }

  async function markIfSame(delivery: Delivery, connection: Connection, drive: Drive, file: DriveFile) {
    const { md5, facts } = await fetch(delivery);
    if (file.md5 === md5) return mark(delivery, connection, file, facts);
    return update(delivery, connection, drive, file.id);
  }

  /** The file has other bytes: claims the entry, so that nobody else writes, and puts Banqup's there (protocol, rule 8). */
  async function update(delivery: Delivery, connection: Connection, drive: Drive, fileId: string) {
    const { hold, document, life } = delivery;
    if (hold.entry()?.state !== 'updating' && !(await hold.write((entry) => claimed(entry, now(), 'updating')))) {
      return 'again';
    }
    const entry = hold.entry();
    if (!entry) return 'again';
    const ubl = await fetchUbl(banqup, document);
    assertAlive(life, now());
    const file = await drive.updateFile({ id: fileId, name: nameOf(entry, ubl.facts), content: ubl.content });
    if (!file) return reserveAgain(delivery, connection.account.id, drive);
    if (file.md5 !== ubl.md5) throw new Failure('unexpected', 'Drive holds other bytes than it was given');
    return mark(delivery, connection, file, ubl.facts);
  }

  async function mark({ hold }: Delivery, connection: Connection, file: DriveFile, facts: DocumentFacts) {
    const { trashedItself: _trashed, ...rest } = file;
    return change(hold, (entry) => done(entry, { ...rest, account: connection.account.id }, facts));
  }

  async function cancel(hold: Hold): Promise<Outcome | 'again'> {
    const entry = hold.entry();
    if (!entry) return 'notExportable';
    return isOpen(entry) ? change(hold, (open) => cancelled(open, 'disconnected')) : entry.state;
  }

  /** What a failure means for the entry, by its fate. */
  async function settle(delivery: Delivery, connection: Connection | undefined, error: unknown) {
    const { hold, activation } = delivery;
    const failure = asFailure(error);
    const refused = failure.code === 'signInNeeded' && connection !== undefined;
    if (failure.code === 'connectionChanged' || (refused && !(await known.refused(connection)))) {
      known.remember(activation.partnerSpace, await connections.read(activation.partnerSpace));
      return 'again';
    }
    const fate = fateOf(failure.code);
    if (fate !== 'park' && fate !== 'reject') throw failure;
    if (!hold.entry()) await reserve(delivery, undefined);
    const entry = hold.entry();
    if (!entry) return 'again';
    if (!hold.isMine()) {
      // What the accountant asked for must not be lost with the message: it waits, as its document would.
      if (!delivery.resend || fate === 'reject' || !isAdmitted(delivery, connection)) return entry.state;
      const waits = (closed: Export) => parked(reopened(closed, delivery.releasedAt, now()), failure, now());
      return change(hold, (seen) => (isOpen(seen) ? wished(seen) : waits(seen)));
    }
    return change(hold, (open) => (fate === 'park' ? parked(open, failure, now()) : rejected(open, failure.code)));
  }

  /** Ends this delivery's work on the entry; `again` where another worker was faster. */
  async function change(hold: Hold, to: (entry: Export) => Written<Export>): Promise<Outcome | 'again'> {
    if (!(await hold.write(to))) return 'again';
    const entry = hold.entry();
    if (!entry) return 'again';
    await announce(entry);
    return entry.state;
  }
}

function nameOf(entry: Export, facts: DocumentFacts): string {
  return fileName({ syncDate: entry.syncDate, number: facts.number, documentId: entry.documentId });
}
