/**
 * Environment → one frozen, typed configuration for each function; every problem is reported at once. Every outside address
 * is here, so that a simulator or an emulator is just another address; so is whatever Banqup has not documented.
 * The table in the README lists the same variables; a test compares them.
 */
import { z } from 'zod';

const loopback = /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/;

/** An address without a slash at its end. Plain HTTP only on this machine: tokens travel over it. */
const address = z
  .url({ protocol: /^https?$/, normalize: true, abort: true, error: 'must be an http(s) address' })
  .refine(
    (url) => !url.startsWith('http:') || loopback.test(new URL(url).hostname),
    'must be https outside this machine',
  )
  .transform((url) => url.replace(/\/+$/, ''));

const text = z.string({ error: 'is missing' });
const hostAndPort = z.string().regex(/^[^/\s]+:\d+$/, 'must be host:port');

/** `A,B` → ['A', 'B']. */
const list = z
  .string()
  .transform((value) => value.split(',').map((item) => item.trim()))
  .refine((items) => items.every((item) => item !== ''), 'must be values separated by commas');

/** A field of Banqup's document and the values with which it is exported: `status.document=APPROVED,PAID`. */
const predicate = z
  .string()
  .regex(/^[\w.]+=[^=,]+(,[^=,]+)*$/, 'must look like status.document=VALUE,VALUE')
  .transform((value) => {
    const [field = '', values = ''] = value.split('=');
    return { field, values: values.split(',').map((item) => item.trim()) };
  });

/** `true` → true. */
const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true');

const common = {
  GOOGLE_CLOUD_PROJECT: text,
  FIRESTORE_DATABASE: z.string().default('(default)'),
  FIRESTORE_EMULATOR_HOST: hostAndPort.optional(),
  PUBSUB_EMULATOR_HOST: hostAndPort.optional(),
  PUBSUB_OWN_TOPIC: z.string().default('own-messages'),
  SECRET_LOCATION: z
    .string()
    .regex(/^[a-z]+-[a-z]+\d+$/, 'must be a region of Google Cloud')
    .default('europe-west1'),
  SECRET_MANAGER_URL: address.default('https://secretmanager.googleapis.com'),
  GOOGLE_CLIENT_ID: text,
  GOOGLE_CLIENT_SECRET: text,
  GOOGLE_TOKEN_URL: address.default('https://oauth2.googleapis.com/token'),
  GOOGLE_REVOCATION_URL: address.default('https://oauth2.googleapis.com/revoke'),
  GOOGLE_DRIVE_URL: address.default('https://www.googleapis.com'),
  GOOGLE_UPLOAD_URL: address.default('https://www.googleapis.com'),
  PUBLIC_URL: address,
  BANQUP_API_URL: address,
  PUBSUB_BANQUP_TOPIC: z.string().default('banqup-messages'),
  BANQUP_MESSAGE_CATEGORY: z.string().default('document'),
  BANQUP_MESSAGE_TYPES: list.optional(),
  BANQUP_RESEND_TYPES: list.default([]),
  BANQUP_SPACE_CATEGORY: z.string().default('space'),
  BANQUP_SPACE_TYPES: list.optional(),
  BANQUP_PURCHASE_MOMENT: z.string().optional(),
  BANQUP_SALES_MOMENT: z.string().optional(),
  BANQUP_DOCUMENT_LIST: flag.default(false),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' })
    .default('info'),
};

const connectVariables = z.object({
  ...common,
  GOOGLE_AUTHORIZATION_URL: address.default('https://accounts.google.com/o/oauth2/v2/auth'),
  GOOGLE_JWKS_URL: address.default('https://www.googleapis.com/oauth2/v3/certs'),
  SCHEDULER_ACCOUNT: z.email({ error: 'must be the e-mail address of a service account' }),
  OPERATOR_NAME: text,
  SUPPORT_EMAIL: z.email({ error: 'must be an e-mail address' }),
  BANQUP_APP_URL: address,
  BANQUP_LOGIN_URL: address,
  BANQUP_LOGIN_TOKEN_URL: address,
  BANQUP_LOGIN_CLIENT_ID: text,
  BANQUP_LOGIN_CLIENT_SECRET: text,
  BANQUP_LOGIN_SCOPE: z.string().optional(),
  BANQUP_ADMINISTRATOR_ROLES: list.default(['ADMINISTRATOR']),
  BANQUP_JWKS_URL: address,
  BANQUP_CALL_ISSUER: text,
  BANQUP_CALL_AUDIENCE: text,
  BANQUP_LISTENER_KEY: z
    .string()
    .regex(/^[\w-]{32,200}$/, 'must have 32 characters or more of A-Z a-z 0-9 _ -, at random')
    .optional(),
  BANQUP_LISTENER_PROOF: z.enum(['path', 'token'], { error: 'must be path or token' }).default('path'),
  BANQUP_CALL_SPACE_CLAIM: z.string().default('partnerSpace'),
});

const exportVariables = z.object({
  ...common,
  PUBSUB_DEAD_LETTER_TOPIC: z.string().default('dead-letters'),
  PUBSUB_NOTICES_TOPIC: z.string().default('notices'),
  BANQUP_TOKEN_URL: address,
  BANQUP_CLIENT_ID: text,
  BANQUP_CLIENT_SECRET: text,
  BANQUP_APPLICATION_ID: text,
  BANQUP_DOCUMENT_CATEGORIES: list.default(['INVOICE', 'CREDIT_NOTE']),
  BANQUP_PURCHASE_FOLDER: z.string().default('PURCHASES'),
  BANQUP_SALES_FOLDER: z.string().default('SALES'),
  BANQUP_PURCHASE_EXPORTABLE: predicate.default({ field: 'status.document', values: ['APPROVED', 'FULLY_APPROVED'] }),
  BANQUP_SALES_EXPORTABLE: predicate.default({ field: 'status.delivery', values: ['SENT', 'DELIVERED'] }),
  BANQUP_CLOCK_GRACE_SECONDS: z.coerce.number({ error: 'must be a number of seconds' }).min(0).max(3600).default(120),
});

export type ConnectConfig = Readonly<z.infer<typeof connectVariables>>;
export type ExportConfig = Readonly<z.infer<typeof exportVariables>>;

/** Names of every variable of either function. */
export const variableNames = [
  ...new Set([...Object.keys(connectVariables.shape), ...Object.keys(exportVariables.shape)]),
];

type Environment = Record<string, string | undefined>;

/** Configuration of `connect`. Throws one error that names every variable that is missing or malformed. */
export function readConnectConfig(env: Environment): ConnectConfig {
  return read(connectVariables.refine(canReadList, orElse), env);
}

/** Configuration of `exportDocument`. Throws one error that names every variable that is missing or malformed. */
export function readExportConfig(env: Environment): ExportConfig {
  return read(exportVariables.refine(canReadList, orElse), env);
}

/** Without the moments nobody can tell of which month a document of the list is, nor whether it was before the switch-on. */
function canReadList(config: ConnectConfig | ExportConfig): boolean {
  const { BANQUP_DOCUMENT_LIST, BANQUP_PURCHASE_MOMENT, BANQUP_SALES_MOMENT } = config;
  return !BANQUP_DOCUMENT_LIST || (BANQUP_PURCHASE_MOMENT !== undefined && BANQUP_SALES_MOMENT !== undefined);
}

const orElse = {
  path: ['BANQUP_DOCUMENT_LIST'],
  error: 'must not be true without BANQUP_PURCHASE_MOMENT and BANQUP_SALES_MOMENT',
};

/** An empty variable counts as one that is not set, as deployment tools write it. */
function read<T extends z.ZodObject>(schema: T, env: Environment): Readonly<z.infer<T>> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const result = schema.safeParse(set);
  if (result.success) return Object.freeze(result.data);
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  throw new Error(`The configuration is not complete:\n${problems.join('\n')}`);
}
