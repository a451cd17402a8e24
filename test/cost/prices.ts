/**
 * What Google asks, in dollars, and what it allows: list prices of europe-west1 (Tier 1) without the free tiers. Each says which page it
 * is from and when that was looked up; `confirmed` where the page itself was read, and not somebody's account of it.
 */

export interface Price {
  usd: number;
  /** For so many of what is counted. */
  per: number;
  page: string;
  on: string;
  confirmed: boolean;
}

/** Where a Firestore may lie (infra/variables.tf, `firestore_location`). */
export type Place = 'eur3' | 'europe-west1';

const gib = 2 ** 30;
const tib = 2 ** 40;

const run = { page: 'https://cloud.google.com/run/pricing', on: '2026-09-19', confirmed: true };
const firestore = { page: 'https://cloud.google.com/firestore/pricing', on: '2026-11-26', confirmed: true };
const pubsub = { page: 'https://cloud.google.com/pubsub/pricing', on: '2026-09-20', confirmed: false };
const secrets = { page: 'https://cloud.google.com/secret-manager/pricing', on: '2026-11-26', confirmed: false };
const operations = { page: 'https://cloud.google.com/stackdriver/pricing', on: '2026-11-26', confirmed: true };
const scheduler = { page: 'https://cloud.google.com/scheduler/pricing', on: '2026-11-26', confirmed: false };
const balancer = { page: 'https://cloud.google.com/vpc/network-pricing', on: '2026-11-26', confirmed: false };
/** The page shows a region's prices only to a browser: about a tenth above those of us-central1. */
const inferred = { ...firestore, confirmed: false };

export const prices = {
  cpuSecond: { usd: 0.000024, per: 1, ...run },
  gibSecond: { usd: 0.0000025, per: 1, ...run },
  request: { usd: 0.4, per: 1_000_000, ...run },
  idleCpuSecond: { usd: 0.0000025, per: 1, ...run, confirmed: false },
  idleGibSecond: { usd: 0.0000025, per: 1, ...run, confirmed: false },
  pubsubByte: { usd: 40, per: tib, ...pubsub },
  logByte: { usd: 0.5, per: gib, ...operations },
  secretMonth: { usd: 0.06, per: 1, ...secrets },
  secretAccess: { usd: 0.03, per: 10_000, ...secrets },
  schedulerJobMonth: { usd: 0.1, per: 1, ...scheduler },
  balancerHour: { usd: 0.025, per: 1, ...balancer },
} satisfies Record<string, Price>;

/** `keptByte`: a month of data, of its point-in-time recovery and of fourteen daily backups (infra/firestore.tf). */
export const firestorePrices = {
  eur3: {
    read: { usd: 0.06, per: 100_000, ...firestore },
    write: { usd: 0.18, per: 100_000, ...firestore },
    delete: { usd: 0.02, per: 100_000, ...firestore },
    keptByte: { usd: 0.18 + 0.18 + 14 * 0.036, per: gib, ...inferred },
  },
  'europe-west1': {
    read: { usd: 0.033, per: 100_000, ...inferred },
    write: { usd: 0.099, per: 100_000, ...inferred },
    delete: { usd: 0.011, per: 100_000, ...inferred },
    keptByte: { usd: 0.165 + 0.165 + 14 * 0.033, per: gib, ...inferred },
  },
} satisfies Record<Place, Record<string, Price>>;

/** Units that Drive counts for a call. https://developers.google.com/workspace/drive/api/guides/limits, 2026-11-26 */
export const driveUnits: Record<string, number> = {
  'drive.files.create': 50,
  'drive.files.create.upload': 50,
  'drive.files.update': 50,
  'drive.files.update.upload': 50,
  'drive.files.list': 100,
  'drive.files.get': 5,
  'drive.files.generateIds': 5,
  'drive.about.get': 5,
};

/** The same page; what is above the daily number may cost something, and cannot be raised. */
export const driveLimits = { unitsPerMinute: 1_000_000, unitsPerDay: 400_000_000 };

/** https://docs.cloud.google.com/secret-manager/quotas, 2026-11-26 */
export const secretAccessesPerMinute = 90_000;
