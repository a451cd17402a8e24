/** The page that ends a visit which could not go on: what is the matter, and the one thing to press. */
import { html } from 'hono/html';
import type { FailureCode } from '../../domain/errors.ts';
import type { Speech } from '../../texts/speak.ts';
import { type Html, page } from './layout.ts';

export interface FailedVisit {
  banqupUrl: string;
  /** What the help desk finds in the log. */
  requestId: string;
  /** Whether our own pages are open to the person. */
  isSignedIn: boolean;
}

/** The page. */
export function problemPage(speech: Speech, code: FailureCode, visit: FailedVisit): Html {
  const { title, text } = speech.problem(code);
  const next = nextStep(speech, code, visit);
  return page(
    speech,
    title,
    html`<section class="notice">
      <p>${text}</p>
      <p><a class="button" href="${next.href}">${next.label}</a></p>
      <p class="soft small">${speech.texts.helpdesk} ${visit.requestId}</p>
    </section>`,
  );
}

/** What may succeed another time. */
const tryAgain = new Set<FailureCode>([
  'googleCancelled',
  'googleCodeRefused',
  'drivePermissionMissing',
  'refreshTokenMissing',
  'drivePolicy',
  'linkExpired',
  'paceLimited',
  'googleUnavailable',
  'storageUnavailable',
  'contended',
  'unexpected',
]);
const manage = new Set<FailureCode>(['signInOvertaken', 'stillDisconnecting']);

/** Where a person can go on: on our pages, as long as they are open, else from Banqup. */
function nextStep(
  { texts }: Speech,
  code: FailureCode,
  { banqupUrl, isSignedIn }: FailedVisit,
): { href: string; label: string } {
  if (isSignedIn && tryAgain.has(code)) return { href: '/manage', label: texts.next.tryAgain };
  if (isSignedIn && manage.has(code)) return { href: '/manage', label: texts.next.manage };
  return { href: banqupUrl, label: texts.next.toBanqup };
}
