/**
 * The one error type, and the one table that says what each failure means: the fate of an export that meets it, and the
 * HTTP status of a page or call that ends with it. Adapters choose the code; nobody decides by status or text elsewhere.
 * What a person is told is keyed by the same codes (texts/texts.ts).
 */

/**
 * retry: throw, Pub/Sub delivers again. park: keep with the reason, acknowledge, resume when the cause is gone.
 * repair: mend and go on within the same delivery. reject: keep the reason, acknowledge. unknown: throw, loudly.
 */
export type Fate = 'retry' | 'park' | 'repair' | 'reject' | 'unknown';

interface Rule {
  fate: Fate;
  /** HTTP status where `connect` answers with this failure. */
  status: number;
  /** How long until an entry parked for it is due again, in seconds. */
  waitSeconds?: number;
  /** The longer an entry has waited for it, the longer it waits on: nobody says that it will ever be over. */
  mayStay?: boolean;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const rules = {
  // Outside is down for a moment.
  googleUnavailable: { fate: 'retry', status: 503 },
  banqupUnavailable: { fate: 'retry', status: 503, waitSeconds: 10 * minute },
  storageUnavailable: { fate: 'retry', status: 503 },
  /** The delivery has used up its time; another one goes on (domain/life.ts). */
  lifeOver: { fate: 'retry', status: 503 },
  /** Banqup shows us nothing of this partner: our access is gone, or it never was one. */
  partnerSpaceHidden: { fate: 'retry', status: 503 },
  /** A link that is to be erased is not over yet, or somebody may still be at work under it (partner/erase.ts). */
  stillEnding: { fate: 'retry', status: 503 },
  /** A compare-and-set was lost too many times in one delivery. */
  contended: { fate: 'retry', status: 503 },

  // A cause that goes away, by itself or by a person's hand.
  signInNeeded: { fate: 'park', status: 409, waitSeconds: 0 },
  /** At the end of the queue, unless Drive asks for more: how fast the queue goes is for the pace to say (export/pace.ts). */
  paceLimited: { fate: 'park', status: 429, waitSeconds: 0 },
  driveFull: { fate: 'park', status: 507, waitSeconds: hour },
  drivePolicy: { fate: 'park', status: 403, waitSeconds: hour },
  driveLimit: { fate: 'park', status: 507, waitSeconds: hour },
  /** Banqup does not show a document that it has just told us about, or not any more. */
  documentNotFound: { fate: 'park', status: 404, waitSeconds: hour, mayStay: true },
  /** Banqup converts a document when it is approved: its UBL may come a moment after the message. */
  ublMissing: { fate: 'park', status: 404, waitSeconds: 10 * minute, mayStay: true },
  /** Drive refused a reserved id twice; `resume` looks whether the file is there (protocol, rule 2). */
  idRefusedTwice: { fate: 'park', status: 500, waitSeconds: 10 * minute, mayStay: true },

  // Mended at once by the exporter (protocol, rules 2 to 4 and 9).
  idUsed: { fate: 'repair', status: 500 },
  idRefused: { fate: 'repair', status: 500 },
  parentGone: { fate: 'repair', status: 500 },
  connectionChanged: { fate: 'repair', status: 409 },

  // Not a document that can be exported.
  ublTooLarge: { fate: 'reject', status: 422 },
  ublUnreadable: { fate: 'reject', status: 422 },
  ublForbidden: { fate: 'reject', status: 422 },
  notUbl: { fate: 'reject', status: 422 },

  // Not an export at all: what a page or a call ends with.
  badRequest: { fate: 'reject', status: 400 },
  notAuthenticated: { fate: 'reject', status: 401 },
  noAccess: { fate: 'reject', status: 403 },
  formExpired: { fate: 'reject', status: 403 },
  notFound: { fate: 'reject', status: 404 },
  tooLarge: { fate: 'reject', status: 413 },
  linkExpired: { fate: 'reject', status: 400 },
  loginCancelled: { fate: 'reject', status: 400 },
  googleCancelled: { fate: 'reject', status: 400 },
  googleCodeRefused: { fate: 'reject', status: 400 },
  drivePermissionMissing: { fate: 'reject', status: 400 },
  refreshTokenMissing: { fate: 'reject', status: 400 },
  signInOvertaken: { fate: 'reject', status: 409 },
  stillDisconnecting: { fate: 'reject', status: 409 },

  // Anything else: a bug, a wrong configuration, or an answer nobody has seen yet.
  unexpected: { fate: 'unknown', status: 500, waitSeconds: 10 * minute },
} as const satisfies Record<string, Rule>;

export type FailureCode = keyof typeof rules;

export const failureCodes = Object.keys(rules) as FailureCode[];

/** What documents wait for. */
export const parkingCodes = failureCodes.filter((code) => 'waitSeconds' in rules[code]);

/** Why a document is rejected. */
export const rejectingCodes = failureCodes.filter((code) => rules[code].status === 422);

interface FailureOptions {
  cause?: unknown;
  /** What the other side asked us to wait (`Retry-After`), in seconds. */
  retryAfterSeconds?: number | undefined;
}

/** A failure that has been understood. `message` is for the log: never a token, a code, a cookie or an invoice's content. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: FailureCode, message: string, options: FailureOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The failure behind anything thrown; what was not classified by an adapter is `unexpected`. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('unexpected', error instanceof Error ? error.message : String(error), { cause: error });
}

/** What happens to an export that meets this failure. */
export function fateOf(code: FailureCode): Fate {
  return rules[code].fate;
}

/** The HTTP status for this failure. */
export function statusOf(code: FailureCode): number {
  return rules[code].status;
}

/**
 * When an entry parked for this failure is due again, in seconds from now: as the other side asks if longer; twice as long
 * with each earlier attempt that nobody has understood; a quarter of its age where the cause may stay; a day at most.
 */
export function waitSecondsOf(failure: Failure, { attemptsBefore = 0, ageSeconds = 0 } = {}): number {
  const rule: Rule = rules[failure.code];
  const waits = [(rule.waitSeconds ?? hour) * 2 ** attemptsBefore, failure.retryAfterSeconds ?? 0];
  return Math.min(Math.max(...waits, rule.mayStay ? ageSeconds / 4 : 0), day);
}
