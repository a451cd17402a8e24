/** The configuration: complete and well-formed, or one error that names everything that is wrong with it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readConnectConfig, readExportConfig, variableNames } from '../../functions/config.ts';

import { asDeployed } from '../local/function-process.ts';

type Environment = Record<string, string | undefined>;

const neededByBoth: Environment = {
  GOOGLE_CLOUD_PROJECT: 'a-project',
  GOOGLE_CLIENT_ID: 'client.apps.example',
  GOOGLE_CLIENT_SECRET: 'google-secret',
  BANQUP_API_URL: 'https://api.banqup.example',
  PUBLIC_URL: 'https://drive.example',
};

const needed = {
  connect: {
    ...neededByBoth,
    SCHEDULER_ACCOUNT: 'scheduler@a-project.iam.gserviceaccount.com',
    OPERATOR_NAME: 'Operator',
    SUPPORT_EMAIL: 'help@operator.example',
    BANQUP_APP_URL: 'https://app.banqup.example',
    BANQUP_LOGIN_URL: 'https://login.banqup.example/authorize',
    BANQUP_LOGIN_TOKEN_URL: 'https://login.banqup.example/token',
    BANQUP_LOGIN_CLIENT_ID: 'login-client',
    BANQUP_LOGIN_CLIENT_SECRET: 'login-secret',
    BANQUP_JWKS_URL: 'https://login.banqup.example/keys',
    BANQUP_CALL_ISSUER: 'https://banqup.example',
    BANQUP_CALL_AUDIENCE: 'drive',
  } as Environment,
  export: {
    ...neededByBoth,
    BANQUP_TOKEN_URL: 'https://login.banqup.example/token',
    BANQUP_CLIENT_ID: 'api-client',
    BANQUP_CLIENT_SECRET: 'api-secret',
    BANQUP_APPLICATION_ID: 'store-entry',
  } as Environment,
};

const readers = { connect: readConnectConfig, export: readExportConfig };

/** What is said of an environment that differs from a complete one. */
function complaintsOf(of: keyof typeof readers, changes: Environment): string[] {
  try {
    readers[of]({ ...needed[of], ...changes });
    return [];
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

const functionsAndVariables = (['connect', 'export'] as const).flatMap((of) =>
  Object.keys(needed[of]).map((name) => [of, name] as const),
);

describe('what is missing', () => {
  test.each(['connect', 'export'] as const)('%s is content with what it needs and no more', (of) => {
    expect(complaintsOf(of, {})).toEqual([]);
  });

  test.each(functionsAndVariables)('%s names %s when it is not set', (of, name) => {
    expect(complaintsOf(of, { [name]: undefined })).toEqual([expect.stringMatching(`^${name} \\S+`)]);
  });

  test.each(functionsAndVariables)('%s takes an empty %s for one that is not set', (of, name) => {
    expect(complaintsOf(of, { [name]: '  ' })).toEqual(complaintsOf(of, { [name]: undefined }));
  });

  test('an empty variable gets its default', () => {
    expect(readExportConfig({ ...needed.export, FIRESTORE_DATABASE: '' }).FIRESTORE_DATABASE).toBe('(default)');
  });

  test.each(['connect', 'export'] as const)('%s names everything that is missing or malformed at once', (of) => {
    const nothing = Object.fromEntries(Object.keys(needed[of]).map((name) => [name, undefined]));
    const complaints = complaintsOf(of, { ...nothing, LOG_LEVEL: 'loud', SECRET_MANAGER_URL: 'nowhere' });
    expect(complaints.map((line) => line.split(' ')[0]).sort()).toEqual(
      [...Object.keys(needed[of]), 'LOG_LEVEL', 'SECRET_MANAGER_URL'].sort(),
    );
  });
});

const addresses = variableNames.filter((name) => name.endsWith('_URL'));
const readerOf = (name: string) => (name in needed.export || !(name in needed.connect) ? 'export' : 'connect');
const connectOnly = new Set(['GOOGLE_AUTHORIZATION_URL', 'GOOGLE_REVOCATION_URL', 'GOOGLE_JWKS_URL']);

describe('addresses', () => {
  const cases = addresses.map((name) => [name, connectOnly.has(name) ? 'connect' : readerOf(name)] as const);

  test.each(cases)('%s is plain HTTP only on this machine', (name, of) => {
    for (const url of ['http://banqup.example', 'HTTP://banqup.example', ' http://banqup.example', 'http://10.0.0.1']) {
      expect(complaintsOf(of, { [name]: url })).toEqual([`${name} must be https outside this machine`]);
    }
    for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'banqup.localhost:8080']) {
      expect(complaintsOf(of, { [name]: `http://${host}` })).toEqual([]);
    }
  });

  test.each([
    'http://localhost.banqup.example',
    'http://127.0.0.1.banqup.example',
    'http://localhost@banqup.example',
    'http://notlocalhost',
  ])('%s is not this machine', (url) => {
    expect(complaintsOf('export', { BANQUP_API_URL: url })).toEqual([
      'BANQUP_API_URL must be https outside this machine',
    ]);
  });

  test.each(['nowhere', 'banqup.example', 'ftp://banqup.example', 'javascript:alert(1)', 'http://', 'https://'])(
    '%s is no address',
    (url) => {
      const complaints = complaintsOf('export', { BANQUP_API_URL: url });
      expect(complaints).toEqual(['BANQUP_API_URL must be an http(s) address']);
    },
  );

  test('a slash at the end is taken off, so that paths can be put behind it', () => {
    expect(readExportConfig({ ...needed.export, BANQUP_API_URL: 'https://api.banqup.example/v1//' })).toMatchObject({
      BANQUP_API_URL: 'https://api.banqup.example/v1',
    });
  });
});

describe('what is malformed', () => {
  test.each([
    ['connect', 'SCHEDULER_ACCOUNT', 'scheduler', 'must be the e-mail address of a service account'],
    ['connect', 'SCHEDULER_ACCOUNT', 'projects/-/serviceAccounts/1234', 'must be the e-mail address'],
    ['connect', 'BANQUP_LISTENER_KEY', 'too-short', 'must have 32 characters or more'],
    ['connect', 'BANQUP_LISTENER_KEY', 'a/path/of/more/than/32/characters/', 'must have 32 characters or more'],
    ['connect', 'BANQUP_LISTENER_PROOF', 'none', 'must be path or token'],
    ['connect', 'BANQUP_ADMINISTRATOR_ROLES', 'ADMIN,,OWNER', 'must be values separated by commas'],
    ['export', 'LOG_LEVEL', 'loud', 'must be debug, info, warn or error'],
    ['export', 'FIRESTORE_EMULATOR_HOST', 'http://localhost:8080', 'must be host:port'],
    ['export', 'PUBSUB_EMULATOR_HOST', 'localhost', 'must be host:port'],
    ['export', 'BANQUP_PURCHASE_EXPORTABLE', 'APPROVED', 'must look like status.document=VALUE,VALUE'],
    ['export', 'BANQUP_SALES_EXPORTABLE', 'status.delivery=', 'must look like status.document=VALUE,VALUE'],
    ['export', 'BANQUP_MESSAGE_TYPES', ',', 'must be values separated by commas'],
    ['export', 'BANQUP_DOCUMENT_CATEGORIES', 'INVOICE,', 'must be values separated by commas'],
    ['export', 'BANQUP_CLOCK_GRACE_SECONDS', 'two minutes', 'must be a number of seconds'],
    ['export', 'BANQUP_CLOCK_GRACE_SECONDS', '-1', ''],
    ['export', 'BANQUP_CLOCK_GRACE_SECONDS', '3601', ''],
  ] as const)('%s refuses %s=%s', (of, name, value, because) => {
    const complaints = complaintsOf(of, { [name]: value });
    expect(complaints).toEqual([expect.stringContaining(`${name} ${because}`)]);
    expect(complaints[0]?.length).toBeGreaterThan(name.length + 1);
  });

  test('a condition without a value, between commas, is refused', () => {
    expect(complaintsOf('export', { BANQUP_PURCHASE_EXPORTABLE: 'status.document=APPROVED,' })).toEqual([
      'BANQUP_PURCHASE_EXPORTABLE must look like status.document=VALUE,VALUE',
    ]);
  });

  test('an error never repeats a value: it may be a secret in the wrong place', () => {
    const misplaced = 'a-secret-in-the-wrong-place';
    const complaints = variableNames.flatMap((name) => [
      ...complaintsOf('connect', { [name]: misplaced }),
      ...complaintsOf('export', { [name]: misplaced }),
    ]);
    expect(complaints.length).toBeGreaterThan(10);
    expect(complaints.join('\n')).not.toContain(misplaced);
  });
});

/** A malformed value of each variable that has a form; the others take any text. */
const malformed: Environment = {
  ...Object.fromEntries(addresses.map((name) => [name, 'nowhere'])),
  FIRESTORE_EMULATOR_HOST: 'localhost',
  PUBSUB_EMULATOR_HOST: 'localhost',
  BANQUP_MESSAGE_TYPES: ',',
  BANQUP_RESEND_TYPES: ',',
  BANQUP_SPACE_TYPES: ',',
  BANQUP_ADMINISTRATOR_ROLES: ',',
  BANQUP_DOCUMENT_CATEGORIES: ',',
  SECRET_LOCATION: 'eu',
  SCHEDULER_ACCOUNT: 'scheduler',
  SUPPORT_EMAIL: 'help',
  BANQUP_LISTENER_KEY: 'short',
  BANQUP_LISTENER_PROOF: 'none',
  BANQUP_PURCHASE_EXPORTABLE: 'APPROVED',
  BANQUP_SALES_EXPORTABLE: 'SENT',
  BANQUP_CLOCK_GRACE_SECONDS: 'soon',
  BANQUP_DOCUMENT_LIST: 'yes',
  LOG_LEVEL: 'loud',
};

/** Which take any text: names, ids and secrets. A new variable has to be put here or above. */
const anyText = [
  'GOOGLE_CLOUD_PROJECT',
  'FIRESTORE_DATABASE',
  'PUBSUB_OWN_TOPIC',
  'PUBSUB_BANQUP_TOPIC',
  'PUBSUB_NOTICES_TOPIC',
  'PUBSUB_DEAD_LETTER_TOPIC',
  'GOOGLE_CLIENT_ID',
  'GOOGLE_CLIENT_SECRET',
  'OPERATOR_NAME',
  'BANQUP_LOGIN_CLIENT_ID',
  'BANQUP_LOGIN_CLIENT_SECRET',
  'BANQUP_LOGIN_SCOPE',
  'BANQUP_CALL_ISSUER',
  'BANQUP_CALL_AUDIENCE',
  'BANQUP_CALL_SPACE_CLAIM',
  'BANQUP_CLIENT_ID',
  'BANQUP_CLIENT_SECRET',
  'BANQUP_APPLICATION_ID',
  'BANQUP_MESSAGE_CATEGORY',
  'BANQUP_SPACE_CATEGORY',
  'BANQUP_PURCHASE_FOLDER',
  'BANQUP_SALES_FOLDER',
  'BANQUP_PURCHASE_MOMENT',
  'BANQUP_SALES_MOMENT',
];

describe('every variable', () => {
  test('has a form, and a malformed value here, or takes any text', () => {
    expect([...Object.keys(malformed), ...anyText].sort()).toEqual([...variableNames].sort());
  });

  test.each(Object.keys(malformed))('is named when it is malformed: %s', (name) => {
    const change = { [name]: malformed[name] };
    const complaints = [...complaintsOf('connect', change), ...complaintsOf('export', change)];
    expect(complaints.length).toBeGreaterThan(0);
    for (const complaint of complaints) expect(complaint).toMatch(new RegExp(`^${name} must`));
  });

  test('that is malformed is named at once with all others', () => {
    const named = new Set(
      [...complaintsOf('connect', malformed), ...complaintsOf('export', malformed)].map((line) => line.split(' ')[0]),
    );
    expect([...named].sort()).toEqual(Object.keys(malformed).sort());
  });
});

describe("Banqup's list of documents", () => {
  const moments = { BANQUP_PURCHASE_MOMENT: 'status.approvedAt', BANQUP_SALES_MOMENT: 'status.sentAt' };

  test.each(['connect', 'export'] as const)('is left alone by %s unless it is said to be there', (of) => {
    expect(readers[of](needed[of]).BANQUP_DOCUMENT_LIST).toBe(false);
    expect(readers[of]({ ...needed[of], BANQUP_DOCUMENT_LIST: 'false' }).BANQUP_DOCUMENT_LIST).toBe(false);
    expect(readers[of]({ ...needed[of], ...moments, BANQUP_DOCUMENT_LIST: 'true' }).BANQUP_DOCUMENT_LIST).toBe(true);
  });

  test.each(['connect', 'export'] as const)('is refused by %s without either of the moments', (of) => {
    for (const name of Object.keys(moments)) {
      expect(complaintsOf(of, { ...moments, [name]: undefined, BANQUP_DOCUMENT_LIST: 'true' })).toEqual([
        'BANQUP_DOCUMENT_LIST must not be true without BANQUP_PURCHASE_MOMENT and BANQUP_SALES_MOMENT',
      ]);
    }
  });
});

describe('what is read', () => {
  test("Google's own addresses are the default", () => {
    expect(readConnectConfig(needed.connect)).toMatchObject({
      GOOGLE_TOKEN_URL: 'https://oauth2.googleapis.com/token',
      GOOGLE_DRIVE_URL: 'https://www.googleapis.com',
      GOOGLE_UPLOAD_URL: 'https://www.googleapis.com',
      GOOGLE_AUTHORIZATION_URL: 'https://accounts.google.com/o/oauth2/v2/auth',
      GOOGLE_JWKS_URL: 'https://www.googleapis.com/oauth2/v3/certs',
      SECRET_MANAGER_URL: 'https://secretmanager.googleapis.com',
    });
  });

  test("without a word on Banqup's documents, approved purchases and sent sales of invoices and credit notes count", () => {
    expect(readExportConfig(needed.export)).toMatchObject({
      BANQUP_DOCUMENT_CATEGORIES: ['INVOICE', 'CREDIT_NOTE'],
      BANQUP_PURCHASE_FOLDER: 'PURCHASES',
      BANQUP_SALES_FOLDER: 'SALES',
      BANQUP_PURCHASE_EXPORTABLE: { field: 'status.document', values: ['APPROVED', 'FULLY_APPROVED'] },
      BANQUP_SALES_EXPORTABLE: { field: 'status.delivery', values: ['SENT', 'DELIVERED'] },
      BANQUP_CLOCK_GRACE_SECONDS: 120,
      LOG_LEVEL: 'info',
    });
  });

  test('lists and conditions are taken apart, with blanks around commas or without', () => {
    const config = readExportConfig({
      ...needed.export,
      BANQUP_MESSAGE_TYPES: 'APPROVED, SENT',
      BANQUP_SALES_EXPORTABLE: 'status.delivery=SENT , DELIVERED',
      BANQUP_CLOCK_GRACE_SECONDS: '30',
    });
    expect(config.BANQUP_MESSAGE_TYPES).toEqual(['APPROVED', 'SENT']);
    expect(config.BANQUP_SALES_EXPORTABLE).toEqual({ field: 'status.delivery', values: ['SENT', 'DELIVERED'] });
    expect(config.BANQUP_CLOCK_GRACE_SECONDS).toBe(30);
  });

  test.each(['connect', 'export'] as const)('%s gets a configuration that cannot be changed', (of) => {
    expect(Object.isFrozen(readers[of](needed[of]))).toBe(true);
  });

  test('a function is not given what only the other one needs', () => {
    const all = { ...needed.connect, ...needed.export };
    expect(readExportConfig(all)).not.toHaveProperty('BANQUP_JWKS_URL');
    expect(readConnectConfig(all)).not.toHaveProperty('BANQUP_CLIENT_SECRET');
  });
});

describe('what is deployed', () => {
  const infra = (file: string) => readFileSync(new URL(`../../infra/${file}`, import.meta.url), 'utf8');

  test.each(functionsAndVariables)('gives %s its %s', (of, name) => {
    const key = of === 'connect' ? 'connect' : 'export_document';
    const both = /^ {2}environment = \{[\s\S]*?^ {2}\}/m.exec(infra('functions.tf'))?.[0];
    const own = infra('functions.tf').split(`"google_cloudfunctions2_function" "${key}"`)[1]?.split('\nresource ')[0];
    const secrets = new RegExp(`^ {4}${key} = \\{[^}]*`, 'm').exec(infra('secrets.tf'))?.[0];
    expect(`${both}${own}${secrets}`).toMatch(new RegExp(`^ +${name} += `, 'm'));
  });

  test.each(Object.entries(asDeployed))('runs Node as here: %s', (name, value) => {
    expect(infra('functions.tf')).toMatch(new RegExp(`^ +${name} += "${value}"$`, 'm'));
  });
});
