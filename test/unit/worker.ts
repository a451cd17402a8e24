/** One instance of the export function on a fake world: wired as compose.ts does, with a memory and a pool of ids of its own. */

import { beginLife } from '../../functions/domain/life.ts';
import { createAnnounce } from '../../functions/export/announce.ts';
import { createCare } from '../../functions/export/care.ts';
import { createCompareAll } from '../../functions/export/compare-all.ts';
import { createDeliverDocument } from '../../functions/export/deliver-document.ts';
import { createExportDocument } from '../../functions/export/export-document.ts';
import { createFileIds } from '../../functions/export/file-ids.ts';
import { createFolderMaker } from '../../functions/export/folders.ts';
import { createKnownConnections } from '../../functions/export/known-connections.ts';
import { createResume } from '../../functions/export/resume.ts';
import { createSpaceChanged } from '../../functions/export/space-changed.ts';
import { createSweep } from '../../functions/export/sweep.ts';
import { createTell } from '../../functions/export/tell.ts';
import { createCompareClients } from '../../functions/partner/compare-clients.ts';
import { createDisconnect } from '../../functions/partner/disconnect.ts';
import { createLetGrantGo } from '../../functions/partner/grant.ts';
import { createSwitchClient } from '../../functions/partner/switch-client.ts';
import { usual } from '../builders.ts';
import type { Hooks } from '../fakes/call.ts';
import { createFakeLog } from '../fakes/log.ts';
import type { FakeWorld, Ports } from '../fakes/world.ts';

/** An instance that has just started; each of its three kinds of work begins a life of its own. */
export function createWorker(world: FakeWorld, hooks: Hooks = {}, ports: Ports = world.portsFor(hooks)) {
  const { now } = world.clock;
  const { connections, activations, exports, drives, banqup } = ports;
  const log = createFakeLog();
  const known = createKnownConnections(connections);
  const fileIds = createFileIds();
  const folders = createFolderMaker({ folders: ports.folders, fileIds, now });
  const { notices, noticePublisher, publisher, tokens } = ports;
  const letGrantGo = createLetGrantGo(connections, ports.revokeGrant, publisher);
  const disconnect = createDisconnect({ connections, exports, tokens, letGrantGo, now, log });
  const compareClients = createCompareClients({
    extension: ports.extension,
    activations,
    switchClient: createSwitchClient(activations, publisher),
    disconnect,
    publisher,
    now,
    log,
  });
  const publicUrl = 'https://drive.example';
  const tell = createTell({ connections, exports, notices, noticePublisher, publicUrl, now, log });
  const exportDocument = createExportDocument({
    banqup,
    connections,
    known,
    exports,
    folders,
    fileIds,
    drives,
    announce: createAnnounce({ banqup, tell, log }),
    now,
  });
  const deliverDocument = createDeliverDocument({ activations, exports, banqup, exportDocument, log });
  const resume = createResume({ connections, activations, exports, banqup, exportDocument, now, log });
  const care = createCare({ connections, known, activations, drives, folders, tell, log });

  return {
    log,
    known,
    tell,
    deliver: (message: { clientSpace?: string; documentId?: string; resend?: boolean } = {}, publishedAt = now()) =>
      deliverDocument(
        { kind: 'document', clientSpace: usual.clientSpace, documentId: usual.documentId, resend: false, ...message },
        publishedAt,
        beginLife(now()),
      ),
    resume: (partnerSpace: string = usual.partnerSpace) => resume(partnerSpace, beginLife(now())),
    compareClients,
    compareAll: createCompareAll({ connections, publisher, log }),
    spaceChanged: createSpaceChanged({ connections, activations, publisher }),
    sweep: createSweep({ connections, exports, publisher, disconnect, tell, now, log }),
    care: (partnerSpace: string = usual.partnerSpace) => care(partnerSpace, beginLife(now())),
  };
}

export type Worker = ReturnType<typeof createWorker>;
