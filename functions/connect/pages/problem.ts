/** The page that ends a visit which could not go on: what is the matter, and the one thing to press. */
import { html } from 'hono/html';
import type { FailureCode } from '../../domain/errors.ts';
import type { Speech } from '../../texts/speak.ts';
import { type Html, page } from './layout.ts';

/** `requestId` is what the help desk finds in the log. */
export function problemPage(speech: Speech, code: FailureCode, banqupUrl: string, requestId: string): Html {
  const { title, text } = speech.problem(code);
  const next = nextStep(speech, code, banqupUrl);
  return page(
    speech,
    title,
    html`<section class="notice">
      <p>${text}</p>
      <p><a class="button" href="${next.href}">${next.label}</a></p>
      <p class="soft small">${speech.texts.helpdesk} ${requestId}</p>
    </section>`,
  );
}

const tryAgain = new Set<FailureCode>([
  'googleCancelled',
  'googleCodeRefused',
  'drivePermissionMissing',
  'refreshTokenMissing',
  'drivePolicy',
]);
const manage = new Set<FailureCode>(['signInOvertaken', 'stillDisconnecting']);

/** Where a person can go on: with the sign-in that is still open, else from Banqup. */
function nextStep({ texts }: Speech, code: FailureCode, banqupUrl: string): { href: string; label: string } {
  if (tryAgain.has(code)) return { href: '/manage', label: texts.next.tryAgain };
  if (manage.has(code)) return { href: '/manage', label: texts.next.manage };
  return { href: banqupUrl, label: texts.next.toBanqup };
}
