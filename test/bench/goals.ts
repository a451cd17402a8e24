/** What is measured, and how good it has to be: the table of the README, row by row. */

export interface Goal {
  what: string;
  atMost?: number;
  atLeast?: number;
}

/** By group and name, as `npm run bench -- --json` gives them. */
export const goals: Record<string, Record<string, Goal>> = {
  steady: {
    driveCallsPerDocument: { what: 'calls to Drive for a document of a known client', atMost: 1.01 },
    firestoreReadsPerDocument: { what: 'billed reads of Firestore', atMost: 3 },
    firestoreWritesPerDocument: { what: 'billed writes of Firestore', atMost: 2 },
    secretAccessesPerDocument: { what: 'reads of a secret', atMost: 0.01 },
    banqupCallsPerDocument: { what: 'calls to Banqup: the document, its file, the bytes', atMost: 3.01 },
  },
  lone: {
    driveCallsPerDocument: { what: 'calls to Drive for the first document of a new instance', atMost: 2 },
  },
  redelivery: {
    driveCalls: { what: 'calls to Drive for a message that is done already', atMost: 0 },
  },
  baseline: {
    driveCallsPerDocument: {
      what: 'calls to Drive for a document: three folders by name, and an upload',
      atLeast: 4,
      atMost: 5,
    },
  },
  vsSearchThenCreate: {
    speedup: { what: 'documents a second against that, where a call to Drive takes 150 ms', atLeast: 3.5 },
  },
  overhead: {
    cpuRatioToBareCalls: { what: 'CPU time of a document against its outside calls alone', atMost: 1.3 },
  },
  coldStart: {
    readyRatio: { what: 'start to first answer, against an empty function', atMost: 1.6 },
    firstDocumentRatio: { what: 'start to first document in Drive, against the same', atMost: 3 },
  },
  memory: {
    rssMiB: { what: 'most memory, with 40 documents of 1 MB at once, then one of 15 MB', atMost: 200 },
  },
  burst: {
    efficiency: { what: 'share of what an account takes that is used, for 10,000 documents at once', atLeast: 0.9 },
    refusedShare: { what: 'share of writes that Drive refuses meanwhile', atMost: 0.03 },
    otherTenantP95Ratio: { what: 'another partner’s documents meanwhile, against a quiet system', atMost: 2 },
  },
  growth: {
    ratio: { what: 'cost of a document with 10,000 clients and 100,000 documents, against 10 clients', atMost: 1.1 },
  },
  pages: {
    p95Ratio: { what: 'manage page with 500 clients and 50,000 exports, against 5 and 50', atMost: 1.5 },
  },
};

/** Whether a value is as good as it has to be. */
export function isMet(value: number, { atMost = Number.POSITIVE_INFINITY, atLeast = 0 }: Goal): boolean {
  return value <= atMost && value >= atLeast;
}
