/**
 * The privacy policy's form: the same sections in each language, in this order. What it says has to be true of the code: a field
 * that is newly kept, or somebody new who is told something, belongs here too.
 * https://developers.google.com/terms/api-services-user-data-policy
 */

/** Sections of the policy, in the order in which they are read. */
export const privacySections = [
  'access',
  'use',
  'kept',
  'retention',
  'shared',
  'limitedUse',
  'protection',
  'ending',
  'rights',
  'cookies',
] as const;

/** A paragraph, or the points of a list. */
export type Block = string | readonly string[];

export interface PrivacyPolicy {
  title: string;
  /** Who runs this, and for whom. */
  intro: (operator: string) => string;
  sections: Record<(typeof privacySections)[number], { title: string; blocks: readonly Block[] }>;
  /** When it was last changed. */
  changed: string;
}
