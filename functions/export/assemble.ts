/**
 * The export function out of its ports: what every part of this folder needs of the others. Production gives it adapters
 * (compose.ts), tests and the simulation give it fakes, so that all of them run the same wiring.
 */
import type { BanqupMessage } from '../domain/message.ts';
import type {
  Activations,
  Banqup,
  BanqupExtension,
  Checks,
  Clock,
  Connections,
  DeadLetters,
  Drives,
  Exports,
  Folders,
  Log,
  NoticePublisher,
  Notices,
  Pause,
  Publisher,
  RevokeGrant,
  Sessions,
  SignIns,
  Tokens,
} from '../domain/ports.ts';
import { createCompareClients } from '../partner/compare-clients.ts';
import { createDisconnect } from '../partner/disconnect.ts';
import { createErase } from '../partner/erase.ts';
import { createLetGrantGo } from '../partner/grant.ts';
import { createLetGo } from '../partner/let-go.ts';
import { createSwitchClient } from '../partner/switch-client.ts';
import { createTryAgain } from '../partner/try-again.ts';
import { createAnnounce } from './announce.ts';
import { createCare } from './care.ts';
import { createCheckAll } from './check-all.ts';
import { createCheckClients } from './check-clients.ts';
import { createDeadLetterOffice } from './dead-letters.ts';
import { createDeliver, type DeliverParts } from './deliver.ts';
import { createDeliverDocument } from './deliver-document.ts';
import { createEachPartner } from './each-partner.ts';
import { createExportDocument } from './export-document.ts';
import { createFileIds } from './file-ids.ts';
import { createFolderMaker } from './folders.ts';
import { createKnownConnections } from './known-connections.ts';
import { loggingRefusals } from './log-refusals.ts';
import { createPace } from './pace.ts';
import { createRescue } from './rescue.ts';
import { createResume } from './resume.ts';
import { createRoom } from './room.ts';
import { createRunCheck } from './run-check.ts';
import { createSpaceChanged } from './space-changed.ts';
import { createSweep } from './sweep.ts';
import { createTell } from './tell.ts';

export interface ExportPorts {
  connections: Connections;
  activations: Activations;
  folders: Folders;
  exports: Exports;
  checks: Checks;
  deadLetters: DeadLetters;
  notices: Notices;
  sessions: Sessions;
  signIns: SignIns;
  tokens: Tokens;
  publisher: Publisher;
  noticePublisher: NoticePublisher;
  drives: Drives;
  revokeGrant: RevokeGrant;
  banqup: Banqup;
  extension: BanqupExtension;
}

export interface ExportSurroundings {
  topics: DeliverParts['topics'];
  /** Undefined: not a message for us. Throws badRequest. */
  readBanqupMessage: (json: unknown) => BanqupMessage | undefined;
  /** Address of `connect` as browsers see it. */
  publicUrl: string;
  now: Clock;
  pause: Pause;
  log: Log;
}

/** One instance, with a memory, a pace and a pool of ids of its own. `deliver` is the work of one push. */
export function assembleExport(ports: ExportPorts, surroundings: ExportSurroundings) {
  const { connections, activations, folders, exports, deadLetters, notices, tokens, publisher, banqup } = ports;
  const { topics, readBanqupMessage, publicUrl, now, pause, log } = surroundings;

  const known = createKnownConnections(connections);
  const fileIds = createFileIds();
  const pace = createPace({ now, pause });
  const drives = pace.watching(loggingRefusals(ports.drives, log));
  const maker = createFolderMaker({ folders, fileIds, pace, now });
  const { noticePublisher } = ports;
  const tell = createTell({ connections, exports, notices, noticePublisher, publicUrl, now, log });
  const letGrantGo = createLetGrantGo(connections, ports.revokeGrant, publisher);
  const disconnect = createDisconnect({ connections, exports, tokens, letGrantGo, now, log });
  const letGo = createLetGo({ connections, tokens, letGrantGo, log });
  const switchClient = createSwitchClient(activations, publisher);
  const announce = createAnnounce({ banqup, exports, publisher, tell, now, log });
  const rescue = createRescue({ connections, activations, folders, exports, publisher, fileIds, maker, now, log });
  const exportDocument = createExportDocument({
    banqup,
    connections,
    known,
    exports,
    folders: maker,
    fileIds,
    pace,
    room: createRoom(),
    drives,
    announce,
    now,
  });

  const office = createDeadLetterOffice({
    connections,
    activations,
    exports,
    deadLetters,
    announce,
    publisher,
    now,
    log,
  });

  const work = {
    deliverDocument: createDeliverDocument({
      activations,
      exports,
      banqup,
      exportDocument,
      deadLetters: office,
      now,
      log,
    }),
    resume: createResume({
      connections,
      activations,
      exports,
      banqup,
      exportDocument,
      pace,
      announce,
      now,
      log,
    }),
    care: createCare({ connections, known, activations, folders, drives, maker, rescue, tell, log }),
    sweep: createSweep({ connections, exports, publisher, disconnect, letGo, tell, now, log }),
    compareClients: createCompareClients({
      extension: ports.extension,
      connections,
      activations,
      switchClient,
      disconnect,
      publisher,
      now,
      log,
    }),
    eachPartner: createEachPartner({ connections, publisher, log }),
    checkAll: createCheckAll({ connections, publisher, pause, log }),
    checkClients: createCheckClients({ activations, publisher, now, log }),
    runCheck: createRunCheck({
      banqup,
      connections,
      known,
      activations,
      exports,
      checks: ports.checks,
      drives,
      publisher,
      now,
      log,
    }),
    spaceChanged: createSpaceChanged({ connections, activations, publisher }),
    deadLetters: office,
    erase: createErase({ ...ports, switchClient, disconnect, now, log }),
    tryAgain: createTryAgain({ connections, activations, exports, publisher, now }),
  };
  return { ...work, known, tell, deliver: createDeliver({ ...work, topics, readBanqupMessage, now, log }) };
}
