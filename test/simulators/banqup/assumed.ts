/**
 * What Banqup has not documented and the simulator had to choose, one constant for each thing.
 * A real answer of Banqup changes one line here. Shapes of answers that are assumed carry the same
 * mark, `[assumed]`, where they are built.
 */

/** [assumed] Names of the `document` and `space` messages; only the categories are documented. */
export const defaultEventTypes = {
  approved: 'com.unifiedpost.btx.document.approved.v1',
  sent: 'com.unifiedpost.btx.document.sent.v1',
  resend: 'com.unifiedpost.btx.document.resend.v1',
  clientAdded: 'com.unifiedpost.btx.space.extensionClientAdded.v1',
  clientRemoved: 'com.unifiedpost.btx.space.extensionClientRemoved.v1',
  extensionRemoved: 'com.unifiedpost.btx.space.extensionRemoved.v1',
};

/** [assumed] The permission a receiver of document messages must hold. */
export const documentScope = 'document_read';

/** [assumed] `aud` of the tokens that Banqup's own API accepts; it keeps activation tokens out. */
export const apiAudience = 'banqup-api';

/** [assumed] `sub` of the tokens with which Banqup calls an app. */
export const activationSubject = 'banqup';

/** [assumed] How long a token for a call to an app lives. */
export const activationTokenSeconds = 300;

/** [assumed] Which of the two documented validities belongs to which of the two documented token paths. */
export const tokenSeconds = { gettoken: 300, accesstoken: 3600 };

/** [assumed] How long the address of a file's content may be used. */
export const downloadSeconds = 300;

/** [assumed] Everything about Banqup One's paths but the existence of a code flow. */
export const loginPaths = {
  authorize: '/oauth2/authorize',
  token: '/oauth2/token',
  jwks: '/.well-known/jwks.json',
  discovery: '/.well-known/openid-configuration',
};

/** [assumed] How long an authorization code may be exchanged, and how long its token lives. */
export const codeSeconds = 60;
export const userTokenSeconds = 3600;

/** [assumed] Values of a space's `type` (only BUSINESS is documented) and `segment`. */
export const spaceKinds = {
  partner: { type: 'PARTNER', segment: 'ACCOUNTANT' },
  business: { type: 'BUSINESS', segment: 'SME' },
} as const;

/** [assumed] Status codes; documented are only AWAITING_VALIDATION, UNPAID and RECEIVED. */
export const statuses = {
  newPurchase: { pay: 'UNPAID', delivery: 'RECEIVED', document: 'AWAITING_VALIDATION' },
  newSale: { pay: 'UNPAID', delivery: 'DRAFT', document: 'AWAITING_VALIDATION' },
  approved: 'APPROVED',
  refused: 'REFUSED',
  validated: 'VALIDATED',
  sent: 'SENT',
} as const;

/** [assumed] Category of a credit note; INVOICE is documented. */
export const creditNoteCategory = 'CREDIT_NOTE';

/** [assumed] Status of a file that can be read; AWAITING_UPLOAD is documented. */
export const availableFile = 'AVAILABLE';

/** [assumed] Where the browser goes once the extension is installed, and from "Beheren". */
export function configureAddress(appUrl: string, { id, locale = 'nl-BE' }: { id: string; locale?: string }): string {
  return `${appUrl}/configure?${new URLSearchParams({ partnerSpace: id, locale })}`;
}

/** [assumed] What Banqup calls to switch a client on (PUT) or off (DELETE), or to ask its state (GET). */
export function activationAddress(appServerUrl: string, partnerSpace: string, clientSpace: string): string {
  return `${appServerUrl}/partner-spaces/${partnerSpace}/clients/${clientSpace}`;
}
