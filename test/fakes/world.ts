/**
 * Everything outside, in memory: all fakes around one state. `ports` are what code under test is given; the rest is what a
 * test arranges and looks at. Each worker of a simulation gets ports of its own, with its own hooks, over the same state.
 */
import type { Activation } from '../../functions/domain/activation.ts';
import { activationId } from '../../functions/domain/activation.ts';
import type { Connection } from '../../functions/domain/connection.ts';
import type {
  Activations,
  Banqup,
  BanqupCalls,
  BanqupDocument,
  BanqupExtension,
  BanqupLogin,
  BanqupPublisher,
  Checks,
  Connections,
  DeadLetters,
  Drives,
  Exports,
  Folders,
  GoogleSignIn,
  NoticePublisher,
  Notices,
  Publisher,
  RevokeGrant,
  SchedulerCalls,
  Sessions,
  SignIns,
  Tokens,
} from '../../functions/domain/ports.ts';
import { aConnection, aDocument, anActivation, ublOf } from '../builders.ts';
import { createFakeBanqup, createFakeBanqupArchive, type FakeBanqupStore } from './banqup.ts';
import { createFakeBanqupCalls } from './banqup-calls.ts';
import { createFakeBanqupExtension, createFakeExtensions, type FakeExtensions } from './banqup-extension.ts';
import { createFakeBanqupLogin, createFakeBanqupPeople, type FakeBanqupPeople } from './banqup-login.ts';
import { createTraffic, type Hooks, type Traffic } from './call.ts';
import { createFakeClock, type FakeClock } from './clock.ts';
import { createFakeDrives } from './drives.ts';
import { createFakeGoogle, type FakeGoogle } from './google.ts';
import { createFakeGoogleSignIn, createFakeRevokeGrant } from './google-sign-in.ts';
import { createFakePublisher, createFakeTopic, type FakeNoticesTopic, type FakeTopic } from './publisher.ts';
import {
  createFakeActivations,
  createFakeChecks,
  createFakeConnections,
  createFakeDatabase,
  createFakeDeadLetters,
  createFakeExports,
  createFakeFolders,
  createFakeNotices,
  createFakeSessions,
  createFakeSignIns,
  type FakeDatabase,
} from './records.ts';
import { createFakeSchedulerCalls } from './scheduler-calls.ts';
import { createFakeTokens, createFakeVault, type FakeVault } from './tokens.ts';

export interface Ports {
  connections: Connections;
  activations: Activations;
  folders: Folders;
  exports: Exports;
  sessions: Sessions;
  signIns: SignIns;
  tokens: Tokens;
  publisher: Publisher;
  drives: Drives;
  google: GoogleSignIn;
  banqup: Banqup;
  banqupLogin: BanqupLogin;
  banqupCalls: BanqupCalls;
  schedulerCalls: SchedulerCalls;
  extension: BanqupExtension;
  checks: Checks;
  deadLetters: DeadLetters;
  notices: Notices;
  noticePublisher: NoticePublisher;
  banqupPublisher: BanqupPublisher;
  revokeGrant: RevokeGrant;
}

export interface FakeWorldOptions extends Hooks {
  /** Its own, standing at 2026-03-02T09:00:00Z, when left out. */
  clock?: FakeClock;
  regrantSeesOldFiles?: boolean;
}

export interface FakeWorld extends Omit<Traffic, 'through'> {
  clock: FakeClock;
  ports: Ports;
  /** Ports of another worker or instance. */
  portsFor(hooks: Hooks): Ports;
  database: FakeDatabase;
  vault: FakeVault;
  topic: FakeTopic;
  noticesTopic: FakeNoticesTopic;
  /** Messages of Banqup's that came over HTTP. */
  banqupTopic: FakeTopic<object>;
  extensions: FakeExtensions;
  /** Google's own side; `ports.google` is ours. */
  google: FakeGoogle;
  /** Banqup's own side; `ports.banqup` is ours. */
  banqup: FakeBanqupStore;
  people: FakeBanqupPeople;
  /** A partner space signed in to Google: grant, secret version and record. */
  connect(connection?: Partial<Omit<Connection, 'secretVersion'>>): Connection;
  activate(activation?: Partial<Activation>): Activation;
  /** A document at Banqup, with its UBL. */
  addDocument(document?: Partial<BanqupDocument>, ubl?: Uint8Array): BanqupDocument;
}

/** A world in which nothing has happened. */
export function createFakeWorld(options: FakeWorldOptions = {}): FakeWorld {
  const { clock = createFakeClock(), regrantSeesOldFiles = false } = options;
  const { through, ...traffic } = createTraffic();
  const database = createFakeDatabase(clock.now);
  const vault = createFakeVault();
  const topic = createFakeTopic();
  const noticesTopic: FakeNoticesTopic = createFakeTopic();
  const banqupTopic = createFakeTopic<object>();
  const extensions = createFakeExtensions();
  const google = createFakeGoogle({ regrantSeesOldFiles });
  const banqup = createFakeBanqupArchive();
  const people = createFakeBanqupPeople();

  function portsFor(hooks: Hooks): Ports {
    const call = through(hooks);
    const tokens = createFakeTokens(vault, call);
    return {
      connections: createFakeConnections(database, call),
      activations: createFakeActivations(database, call),
      folders: createFakeFolders(database, call),
      exports: createFakeExports(database, call),
      sessions: createFakeSessions(database, call),
      signIns: createFakeSignIns(database, call),
      tokens,
      publisher: createFakePublisher(topic, call),
      drives: createFakeDrives(google, tokens, call, clock.now),
      google: createFakeGoogleSignIn(google, call),
      banqup: createFakeBanqup(banqup, call),
      banqupLogin: createFakeBanqupLogin(people, call),
      banqupCalls: createFakeBanqupCalls(call),
      schedulerCalls: createFakeSchedulerCalls(call),
      extension: createFakeBanqupExtension(extensions, call),
      checks: createFakeChecks(database, call),
      deadLetters: createFakeDeadLetters(database, call),
      notices: createFakeNotices(database, call),
      noticePublisher: createFakePublisher(noticesTopic, call, 'noticePublisher'),
      banqupPublisher: createFakePublisher(banqupTopic, call, 'banqupPublisher'),
      revokeGrant: createFakeRevokeGrant(google, call),
    };
  }

  return {
    ...traffic,
    clock,
    ports: portsFor(options),
    portsFor,
    database,
    vault,
    topic,
    noticesTopic,
    banqupTopic,
    extensions,
    google,
    banqup,
    people,

    connect(given = {}) {
      const wanted = aConnection(given);
      const account = google.account(wanted.account.email);
      const secretVersion = vault.keep(wanted.partnerSpace, google.signIn(account.email));
      return database.connections.put(wanted.partnerSpace, { ...wanted, account, secretVersion }).value;
    },

    activate(given) {
      const activation = anActivation(given);
      return database.activations.put(activationId(activation.partnerSpace, activation.clientSpace), activation).value;
    },

    addDocument(given, ubl = ublOf()) {
      const document = aDocument(given);
      banqup.put(document, ubl);
      return document;
    },
  };
}
