/**
 * What a document is, in calls: counted at the sockets of what is asked, so that a library's own repetitions count too, and as
 * Google bills them.
 */

import { readSamples } from '../../cost/one-partner.ts';
import type { Measured } from '../measured.ts';
import { filesOf, inOffice } from '../office.ts';
import { type Announced, addApproved, pushAll } from '../pushes.ts';

/** So few accounts that each has ids drawn meanwhile; so few documents of each at once that our pace for it does not park any. */
const partnersConnected = 4;
const clients = 5;
const atOnce = 2;
const warmUpDocuments = 40;
const redelivered = 12;

/** `steady`, `lone` and `redelivery`. Throws where a document has no file. */
export const measureCounts = (documents = 1000): Promise<Measured> =>
  inOffice({ partners: partnersConnected, clients }, async (office) => {
    const { system, meter, partners, spaces } = office;
    const ubls = await readSamples();
    const target = { url: system.exportDocument.url, project: system.project };
    const push = async (some: Announced[]) => {
      const ofEach = partners.map((partner) => some.filter(({ spaceId }) => partner.spaces.includes(spaceId)));
      await Promise.all(ofEach.map((documents) => pushAll(target, documents, atOnce)));
    };
    let expected = 0;
    const approved = (count: number) => {
      expected += count;
      return addApproved(system, count, { spaces, ubls });
    };
    const checkFiles = () => {
      const files = filesOf(office);
      if (files !== expected) throw new Error(`${files} files for ${expected} documents`);
    };

    await push(approved(warmUpDocuments));
    const many = approved(documents);
    const steady = await meter.measure(documents, () => push(many));
    checkFiles();

    const again = many.slice(0, redelivered);
    const redelivery = await meter.measure(again.length, () => push(again));
    checkFiles();

    await system.exportDocument.stop();
    await system.exportDocument.start();
    const one = approved(1);
    const lone = await meter.measure(1, () => push(one));
    checkFiles();

    return {
      steady: {
        driveCallsPerDocument: steady.driveCalls,
        firestoreReadsPerDocument: steady.firestoreReads,
        firestoreWritesPerDocument: steady.firestoreWrites,
        secretAccessesPerDocument: steady.secretAccesses,
        banqupCallsPerDocument: steady.banqupCalls,
      },
      lone: { driveCallsPerDocument: lone.driveCalls },
      redelivery: { driveCalls: redelivery.driveCalls },
    };
  });
