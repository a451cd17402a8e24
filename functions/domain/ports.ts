/**
 * Every interface the domain needs, on one page. An adapter implements each (google, banqup, storage); a fake implements
 * each for tests; one contract suite runs on both. Adapters throw `Failure`, already classified (errors.ts).
 */
import type { Activation, AskedActivations, Company } from './activation.ts';
import type { Period } from './calendar.ts';
import type { Check } from './check.ts';
import type { Connection, GoogleAccount } from './connection.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { Direction } from './direction.ts';
import type { DriveFile, DriveFolder } from './drive-file.ts';
import type { FailureCode } from './errors.ts';
import type { Export, ExportFilter, Standing } from './export.ts';
import type { Folder, SeenFolder } from './folder.ts';
import type { OwnMessage } from './message.ts';
import type { Notice, NoticeMessage } from './notice.ts';
import type { PartnerTable, Stored, Table } from './record.ts';
import type { Session } from './session.ts';
import type { SignIn } from './sign-in.ts';

// Records -----------------------------------------------------------------------------------------------------------

export interface Connections extends Table<Connection> {
  /** Both in one batch read: what a worker looks at right before it writes to Drive (protocol, a delivery, 5). */
  readWithFolder(
    partnerSpace: string,
    folderId: string,
  ): Promise<[Stored<Connection> | undefined, Stored<Folder> | undefined]>;
  /** Those after this id, in order of their ids. */
  page(after: string | undefined, limit: number): Promise<Stored<Connection>[]>;
  /** Every connection on this Google account (protocol, rule 10). */
  ofAccount(accountId: string): Promise<Stored<Connection>[]>;
}

export interface Activations extends PartnerTable<Activation> {
  /** The active ones of a client space, whoever its partners are. */
  activeOfClient(clientSpace: string): Promise<Stored<Activation>[]>;
  /** Every active one of a partner space. */
  activeOfPartner(partnerSpace: string): Promise<Stored<Activation>[]>;
  /** The active ones of a partner space, in order of their companies' names: those that are asked for. */
  activePage(partnerSpace: string, asked: AskedActivations, limit: number): Promise<Stored<Activation>[]>;
  countActive(partnerSpace: string): Promise<number>;
  /** The names of their companies by client space, active or not, as far as there are any; in one batch read. */
  companyNames(partnerSpace: string, clientSpaces: readonly string[]): Promise<Map<string, string>>;
}

export interface Folders extends PartnerTable<Folder> {
  /** Every one of a partner space in this Google account. */
  ofAccount(partnerSpace: string, account: string): Promise<Stored<Folder>[]>;
}

export interface Exports extends PartnerTable<Export> {
  /** Open entries that are due, the longest due first. */
  due(partnerSpace: string, at: Date, limit: number): Promise<Stored<Export>[]>;
  /** Open entries of a partner space, the longest due first. */
  open(partnerSpace: string, limit: number): Promise<Stored<Export>[]>;
  /** The entries of a partner space that pass, the newest first by reservation: those behind `after`, where it is given. */
  newest(
    partnerSpace: string,
    filter: ExportFilter,
    after: Stored<Export> | undefined,
    limit: number,
  ): Promise<Stored<Export>[]>;
  /** Finished ones in order of `doneAt`, from this moment on; `readAt` is the database's time at which they were read. */
  doneSince(partnerSpace: string, since: Date, limit: number): Promise<{ entries: Stored<Export>[]; readAt: Date }>;
  /** Parked for this reason until later than `at`, whoever their partners are. */
  waitingFor(reason: FailureCode, at: Date, limit: number): Promise<Stored<Export>[]>;
  /** The entries of a document, whoever its clients and their partners are. */
  ofDocument(documentId: string): Promise<Stored<Export>[]>;
  /** How these entries stand, by document, as far as there are any; in one batch read. All are of one client and partner. */
  standings(ids: readonly string[]): Promise<Map<string, Standing>>;
  /** How many entries of a partner space pass. */
  count(partnerSpace: string, filter: ExportFilter): Promise<number>;
  /** How many entries of a partner space are done, from this moment on. */
  countDoneSince(partnerSpace: string, since: Date): Promise<number>;
}

/** What each client's month has come to. */
export type Checks = PartnerTable<Check>;

/** Messages that nobody could handle, by the digest of what they say. */
export interface DeadLetters extends Table<DeadLetter> {
  /** Those after this id, in order of their ids. */
  page(after: string | undefined, limit: number): Promise<Stored<DeadLetter>[]>;
}

/** What a partner was told last, for each cause. */
export type Notices = PartnerTable<Notice>;

/** Sessions, by the digest of their key. */
export type Sessions = PartnerTable<Session>;

/** Visits to sign-in pages, by their state. Removing is what makes one serve once: of several callers one succeeds. */
export type SignIns = PartnerTable<SignIn>;

/** Refresh tokens, one secret for each partner space, a version for each sign-in. */
export interface Tokens {
  /** Answers the number of the new version. */
  keep(partnerSpace: string, refreshToken: string): Promise<string>;
  /** Undefined: this version is gone. */
  read(partnerSpace: string, version: string): Promise<string | undefined>;
  /** Gone already is fine. */
  destroy(partnerSpace: string, version: string): Promise<void>;
  /** The partner's secret with all its versions, for good: a next one counts them from the beginning. None is fine. */
  forget(partnerSpace: string): Promise<void>;
}

/** Messages of our own to `exportDocument`. */
export interface Publisher {
  publish(message: OwnMessage): Promise<void>;
}

/** Messages of Banqup's that came by another way than its topic. */
export interface BanqupPublisher {
  publish(message: object): Promise<void>;
}

/** Notices to partners, for Banqup to pass on. */
export interface NoticePublisher {
  publish(message: NoticeMessage): Promise<void>;
}

// Google ------------------------------------------------------------------------------------------------------------

/**
 * One Google account's Drive. Besides the codes that stop an export (signInNeeded, driveFull, …) creating throws idUsed
 * (409), idRefused (400 on the id) and parentGone (404), which the exporter mends.
 */
export interface Drive {
  /** Ids that Drive takes for files and folders of this account, at most 1,000. */
  drawIds(count: number): Promise<string[]>;
  /** Without a parent: in My Drive. */
  createFolder(folder: { id: string; name: string; parentId?: string }): Promise<void>;
  createFile(file: { id: string; name: string; folderId: string; content: Uint8Array }): Promise<DriveFile>;
  /** New bytes and name for a file. Undefined: there is no such file for us any more. */
  updateFile(file: { id: string; name: string; content: Uint8Array }): Promise<DriveFile | undefined>;
  /** Undefined: there is no such file for us. */
  file(id: string): Promise<DriveFile | undefined>;
  /** Every folder that it shows us, in the trash or not; a new one may still be missing. */
  folders(): Promise<DriveFolder[]>;
  /** Ids of the files in a folder that are not in the trash, of those made since; a new one may still be missing. */
  liveFiles(folderId: string, since: Date): Promise<string[]>;
  /** Undefined: there is no such folder for us. */
  folder(id: string): Promise<DriveFolder | undefined>;
}

/** The Drive behind a connection. Its calls throw connectionChanged when the connection's secret version is gone. */
export interface Drives {
  of(connection: Connection): Drive;
}

/** Google's OAuth 2 endpoints and the account behind a token. */
export interface GoogleSignIn {
  /** Where the browser goes to consent. */
  authorizationUrl(request: { state: string; codeChallenge: string }): string;
  /** Throws googleCodeRefused, drivePermissionMissing, refreshTokenMissing. */
  exchange(code: string, codeVerifier: string): Promise<{ refreshToken: string; account: GoogleAccount }>;
  /** Whose Drive it is now, and where a folder of ours is, if it is there; within four seconds. Throws signInNeeded, and what Drive does. */
  look(refreshToken: string, folderId?: string): Promise<{ account: GoogleAccount; folder?: SeenFolder }>;
}

/** Ends the grant of this token at Google. Ended already is fine. */
export type RevokeGrant = (refreshToken: string) => Promise<void>;

// Banqup ------------------------------------------------------------------------------------------------------------

export interface BanqupDocument {
  clientSpace: string;
  documentId: string;
  direction: Direction;
  /** Approved (purchases) or sent (sales), of a category that is exported. */
  exportable: boolean;
  /** When it was approved or sent, by our clock at the latest, where Banqup tells. */
  releasedAt?: Date;
  /** Banqup's id of the file with the UBL. */
  fileId?: string;
}

/** One of Banqup's list: exportable, and Banqup tells since when. */
export interface ReleasedDocument extends BanqupDocument {
  releasedAt: Date;
  /** When it was approved or sent, by Banqup's clock. */
  moment: Date;
  counterparty?: string;
}

export type ExportResult = { state: 'ready'; link: string } | { state: 'error'; reason: string };

export interface Banqup {
  /** Throws documentNotFound. */
  document(clientSpace: string, documentId: string): Promise<BanqupDocument>;
  /** The UBL, byte for byte; read once there is room for so many bytes. Throws ublMissing, ublTooLarge. */
  ubl(document: BanqupDocument, room: (bytes: number) => Promise<void>): Promise<Uint8Array>;
  /**
   * All that was approved or sent in this period, by Banqup's clock, each once, page by page. Not there where Banqup has no such list.
   * Throws documentNotFound where Banqup does not show us the client space.
   */
  released?(clientSpace: string, period: Period): AsyncIterable<ReleasedDocument[]>;
  /** Tells how an export ended: *Queued* becomes *Ready to process* or *Error* (contract, 4.6). */
  reportExport(clientSpace: string, documentId: string, result: ExportResult): Promise<void>;
}

/** Our extension in a partner space, as Banqup has it. */
export interface BanqupExtension {
  /** Throws partnerSpaceHidden where Banqup does not show us the space: then nothing is known of it. */
  state(partnerSpace: string): Promise<{ installed: boolean; clients: { clientSpace: string; company: Company }[] }>;
}

/** A space that a person may see, with their role in it where Banqup tells. */
export interface VisibleSpace {
  id: string;
  name: string;
  role?: string | undefined;
}

/** Signing in to our pages with one's Banqup account. */
export interface BanqupLogin {
  authorizationUrl(request: { state: string; codeChallenge: string }): string;
  /** The spaces of the person behind a code. Throws linkExpired. */
  spaces(code: string, codeVerifier: string): Promise<VisibleSpace[]>;
}

/** Proof that a call comes from Banqup. */
export interface BanqupCalls {
  /** The partner space a signed token speaks for. Throws notAuthenticated. */
  partnerSpaceOf(token: string): Promise<string>;
  /** Whoever it speaks for. Throws notAuthenticated. */
  assertGenuine(token: string): Promise<void>;
}

// Google Cloud ------------------------------------------------------------------------------------------------------

/** Proof that a call comes from our scheduler. */
export interface SchedulerCalls {
  /** Throws notAuthenticated where no genuine token of Google's says who calls, noAccess where it is somebody else. */
  assertGenuine(token: string): Promise<void>;
}

// Surroundings ------------------------------------------------------------------------------------------------------

export type Clock = () => Date;

export type Pause = (milliseconds: number) => Promise<void>;

/** Structured logging; never a token, a code, a cookie or an invoice's content. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}
