/**
 * Brings one document of one client into one partner's Drive: reserve, fetch, look again, create, mark (protocol, "A
 * delivery"). Safe to call any number of times, at once or weeks apart: the file id reserved in the ledger is the mutex.
 */
import { covers } from '../domain/activation.ts';
import { type Connection, isLinked, isStillOn } from '../domain/connection.ts';
import { asFailure, Failure, fateOf } from '../domain/errors.ts';
import {
  admitted,
  cameUnder,
  cancelled,
  type Export,
  isOpen,
  parked,
  rejected,
  reopened,
  reserved,
  wished,
} from '../domain/export.ts';
import { folderId, leafPlace } from '../domain/folder.ts';
import { syncDate } from '../domain/naming.ts';
import type { Banqup, Clock, Connections, Drive, Drives, Exports } from '../domain/ports.ts';
import type { Announce } from './announce.ts';
import { createEnd, type Delivery, type Round, ublOf } from './delivery.ts';
import type { ExportDocument, Outcome } from './export-request.ts';
import type { FileIds } from './file-ids.ts';
import type { FolderMaker } from './folders.ts';
import { createHold, type Hold } from './hold.ts';
import type { KnownConnections } from './known-connections.ts';
import type { Pace } from './pace.ts';
import { createPutFile } from './put-file.ts';
import { createServeResend } from './resend.ts';
import type { Room } from './room.ts';

/** Rounds of mending, or of losing to other workers, before the delivery gives up and comes again. */
const roundsAtMost = 12;

export interface ExportDocumentParts {
  banqup: Banqup;
  connections: Connections;
  known: KnownConnections;
  exports: Exports;
  folders: FolderMaker;
  fileIds: FileIds;
  pace: Pace;
  room: Room;
  drives: Drives;
  announce: Announce;
  now: Clock;
}

/** Throws a Failure whose fate is retry or unknown; every other end is in the ledger when it answers. */
export function createExportDocument(parts: ExportDocumentParts): ExportDocument {
  const { banqup, connections, known, exports, folders, fileIds, pace, room, drives, announce, now } = parts;
  const end = createEnd(announce);
  const putFile = createPutFile({ banqup, folders, fileIds, end, now });
  const serveResend = createServeResend({ fileIds, now });

  return async (request) => {
    const { partnerSpace, clientSpace } = request.activation;
    const key = { partnerSpace, clientSpace, documentId: request.document.documentId };
    const hold = createHold({ exports, now }, key, request.life, request.resumed);
    const share = room.share();
    const hasTurn = request.resumed !== undefined;
    const delivery: Delivery = { ...request, hold, idRefusals: 0, hasTurn, hurries: 0, share };
    try {
      return await inRounds(delivery);
    } finally {
      share.giveBack();
    }
  };

  async function inRounds(delivery: Delivery): Promise<Outcome> {
    for (let round = 0; round < roundsAtMost; round += 1) {
      const connection = (await known.recall(delivery.activation.partnerSpace))?.value;
      const outcome = await attempt(delivery, connection).catch((error) => settle(delivery, connection, error));
      if (outcome !== 'again') return outcome;
    }
    throw new Failure('contended', 'too many rounds for one delivery');
  }

  /** One round, from the reservation to the mark. */
  async function attempt(delivery: Delivery, connection: Connection | undefined): Promise<Round> {
    const { hold } = delivery;
    // An entry that exists is admitted already, and never judged again, but for one that still waits to be judged.
    if (!hold.entry() && !isAdmitted(delivery, connection) && !(await hold.find())) return 'notExportable';
    if (hold.entry()?.toAdmit) return judge(delivery, connection);
    if (connection?.state === 'needsSignIn') throw new Failure('signInNeeded', 'the connection needs its owner');
    if (connection?.state !== 'on') return cancel(hold);

    const drive = drives.of(connection);
    const account = connection.account.id;
    // Drawing ids costs a call to Drive, which an entry that is there already may not need.
    if (!hold.entry() && !fileIds.hasDrawn(account)) await hold.find();
    if (!hold.entry()) await reserve(delivery, { account, fileId: await fileIds.take(account, drive) });
    const entry = hold.entry();
    if (!entry || entry.toAdmit) return 'again';
    if (!hold.isMine()) return leaveOrServe(delivery, connection, drive);
    // Asked for again since: what was fetched then may be old. A later wish is seen when this is marked.
    if (entry.wish) delete delivery.ubl;

    if (!cameUnder(entry, connection)) {
      const outcome = await cancel(hold);
      // It has been asked for since: the entry that is closed now is opened again.
      return delivery.resend ? 'again' : outcome;
    }
    const fileId = entry.fileIds[account];
    if (!fileId) return putFile.reserveAgain(delivery, account, drive);

    // Before the bytes are in memory: a document that must wait for its turn waits without them.
    if (!delivery.hasTurn) await pace.slot(account, delivery.resumed ? 'long' : 'short');
    delivery.hasTurn = true;
    await ublOf(banqup, delivery);
    const company = delivery.activation.folder;
    const kind = entry.direction ?? delivery.document.direction;
    const place = leafPlace(connection, company, kind);
    const [fresh, folder] = await connections.readWithFolder(connection.partnerSpace, folderId(place));
    known.remember(connection.partnerSpace, fresh);
    if (!isStillOn(connection, fresh?.value)) {
      // Under a link that has come and gone meanwhile somebody may have exported it, into another account.
      await hold.find();
      return 'again';
    }
    return putFile.put(delivery, { connection, drive, fileId, place, folder: folder?.value });
  }

  function isAdmitted({ activation, document, releasedAt }: Delivery, connection: Connection | undefined): boolean {
    if (!isLinked(connection)) return false;
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

  /** The entry was made by a message that was given up. Without a file id nobody can have exported it yet. */
  async function judge(delivery: Delivery, connection: Connection | undefined): Promise<Round> {
    const { hold, document, resumed } = delivery;
    const entry = hold.entry();
    // What the accountant asked for counts from the asking, also where that was only since this delivery began.
    const asked = entry?.toAdmit === 'asked' && entry.releasedAt > delivery.releasedAt;
    const releasedAt = asked ? entry.releasedAt : delivery.releasedAt;
    if (isAdmitted({ ...delivery, releasedAt }, connection)) {
      await hold.write((seen) => admitted(seen, { direction: document.direction, releasedAt }, now()));
      return 'again';
    }
    if (!isLinked(connection)) return cancel(hold);
    // A message of before its approval, say. The one that took it up ends it; the message of its approval may be on its way.
    if (!resumed) return 'parked';
    return (await hold.remove()) ? 'notExportable' : 'again';
  }

  /** The entry is closed, or somebody else's: left alone, unless the accountant has asked for the document again. */
  async function leaveOrServe(delivery: Delivery, connection: Connection, drive: Drive): Promise<Round> {
    const { hold, releasedAt, resend } = delivery;
    const entry = hold.entry();
    if (!entry) return 'again';
    if (!resend) return entry.state;
    // "It is there" is said of the account that is connected now: what this instance remembers may be an earlier one.
    const fresh = await known.reread(connection.partnerSpace);
    if (!isStillOn(connection, fresh?.value)) return 'again';
    if (!isAdmitted(delivery, connection)) return entry.state;
    const md5 = async () => (await ublOf(banqup, delivery)).md5;
    return serveResend({ hold, wishedAt: releasedAt, account: connection.account.id, drive, md5 });
  }

  async function cancel(hold: Hold): Promise<Round> {
    const entry = hold.entry();
    if (!entry) return 'notExportable';
    return isOpen(entry) ? end(hold, (open) => cancelled(open, 'disconnected')) : entry.state;
  }

  /** What a failure means for the entry, by its fate. */
  async function settle(delivery: Delivery, connection: Connection | undefined, error: unknown): Promise<Round> {
    const { hold, activation } = delivery;
    const failure = await known.understood(asFailure(error), connection);
    const refused = failure.code === 'signInNeeded' && connection !== undefined;
    if (failure.code === 'connectionChanged' || (refused && !(await known.refused(connection)))) {
      await known.reread(activation.partnerSpace);
      if (hold.entry()) await hold.find();
      return 'again';
    }
    const fate = fateOf(failure.code);
    if (fate !== 'park' && fate !== 'reject') throw failure;
    // Refused for haste: once more, when its turn has come again. Meanwhile it waits without its bytes.
    if (failure.code === 'paceLimited' && delivery.ubl && delivery.hurries === 0) {
      delivery.hurries += 1;
      delivery.hasTurn = false;
      delete delivery.ubl;
      delivery.share.giveBack();
      return 'again';
    }
    if (!hold.entry()) await reserve(delivery, undefined);
    const entry = hold.entry();
    if (!entry) return 'again';
    if (!hold.isMine()) {
      // What the accountant asked for must not be lost with the message: it waits, as its document would.
      if (!delivery.resend || fate === 'reject' || !isAdmitted(delivery, connection)) return entry.state;
      const waits = (closed: Export) => parked(reopened(closed, delivery.releasedAt, now()), failure, now());
      return end(hold, (seen) => (isOpen(seen) ? wished(seen, delivery.releasedAt) : waits(seen)));
    }
    // Where it has been read already, its partner sees which document it is that waits.
    const seen = delivery.ubl && { facts: delivery.ubl.facts };
    return end(hold, (open) => {
      return fate === 'park' ? parked({ ...open, ...seen }, failure, now()) : rejected(open, failure.code);
    });
  }
}
