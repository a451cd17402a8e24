/**
 * Every sentence that a person reads on our pages: one object of this form for each language. Short and concrete: what
 * happened, and what to do now. What tells of a failure is keyed by the codes of domain/errors.ts.
 */
import type { FailureCode } from '../domain/errors.ts';
import type { Export } from '../domain/export.ts';
import type { ManageTexts } from './manage.ts';
import type { Counted } from './plurals.ts';
import type { PrivacyPolicy } from './privacy.ts';

/** A page that ends a visit: what is the matter, and what to do. */
export interface Problem {
  title: string;
  text: string;
}

/** Why a document waits or came to nothing: what is the matter, and what comes next. */
export interface Cause {
  what: string;
  next: string;
}

/** Failures that a person may meet on a page. All others are `unexpected` to them. */
export type ProblemCode = Extract<
  FailureCode,
  | 'notAuthenticated'
  | 'noAccess'
  | 'badRequest'
  | 'tooLarge'
  | 'notFound'
  | 'formExpired'
  | 'linkExpired'
  | 'loginCancelled'
  | 'googleCancelled'
  | 'googleCodeRefused'
  | 'drivePermissionMissing'
  | 'refreshTokenMissing'
  | 'signInOvertaken'
  | 'stillDisconnecting'
  | 'drivePolicy'
  | 'paceLimited'
  | 'googleUnavailable'
  | 'banqupUnavailable'
  | 'storageUnavailable'
  | 'contended'
  | 'unexpected'
>;

/** Why a document waits, was rejected or cancelled. All others are `unexpected` to the partner. */
export type ReasonCode =
  | Extract<
      FailureCode,
      | 'signInNeeded'
      | 'paceLimited'
      | 'driveFull'
      | 'driveLimit'
      | 'drivePolicy'
      | 'banqupUnavailable'
      | 'documentNotFound'
      | 'idRefusedTwice'
      | 'ublMissing'
      | 'ublTooLarge'
      | 'ublUnreadable'
      | 'ublForbidden'
      | 'notUbl'
      | 'unexpected'
    >
  | 'disconnected'
  | 'switchedOff';

export interface Texts {
  /** The language's name for itself. */
  ownName: string;
  /** Behind the product's name. */
  forGoogleDrive: string;
  /** For who goes by keyboard: past what every page has. */
  skip: string;
  signOut: string;
  problems: Record<ProblemCode, Problem>;
  helpdesk: string;
  reasons: Record<ReasonCode, Cause>;
  /** A ledger state in one word. */
  states: Record<Export['state'], string>;
  notPeppol: string;
  next: { tryAgain: string; manage: string; toBanqup: string };
  signInButton: string;
  setUp: {
    title: string;
    lead: (partner: string) => string;
    stepOf: (step: number, of: number) => string;
    steps: readonly string[];
    stepDone: string;
    does: { title: string; points: readonly string[] };
    sees: { title: string; yesLabel: string; yes: readonly string[]; noLabel: string; no: readonly string[] };
    warning: readonly [string, string, string];
  };
  installed: {
    title: string;
    connected: string;
    activate: string;
    /** Each step with what is pressed there. */
    steps: readonly (readonly [string, string])[];
    looksLike: string;
    purchases: string;
    sales: string;
    otherAccount: (email: string) => string;
  };
  manage: ManageTexts;
  switchOff: {
    title: string;
    titles: { stops: string; stays: string; cancelled: string };
    stops: readonly string[];
    stays: string;
    /** What becomes of what waits. */
    waiting: Counted;
    confirm: string;
    cancel: string;
  };
  signedOut: Problem;
  /** What anybody may read, who has never heard of us. */
  home: {
    title: string;
    lead: string;
    does: { title: string; points: readonly string[] };
    start: { title: string; steps: readonly string[] };
    access: { title: string; text: string };
    ending: { title: string; text: string };
    /** What a link to this page says. */
    link: string;
  };
  /** Before an e-mail address. */
  contact: (operator: string) => string;
  privacy: PrivacyPolicy;
}
