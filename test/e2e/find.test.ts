/** An operator asks what became of a document, with the real command, of a real Firestore. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Firestore } from '@google-cloud/firestore';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { activationId } from '../../functions/domain/activation.ts';
import { type Export, exportId } from '../../functions/domain/export.ts';
import {
  createActivations,
  createConnections,
  createDeadLetters,
  createExports,
} from '../../functions/storage/records.ts';
import { aConnection, anActivation, anExport, anExportedFile, usual } from '../builders.ts';
import { connectFirestore } from '../local/clients.ts';
import { type Emulator, startFirestore } from '../local/emulators.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { partnerSpace, clientSpace, documentId } = usual;
const other = 'a0000000-0000-4000-8000-000000000002';
const soon = () => new Date(Date.now() + 1_805_000);

/** Each asks in a process of its own. */
jest.setTimeout(60_000);

let emulator: Emulator;
let firestore: Firestore;
let project: string;

beforeAll(async () => {
  emulator = await startFirestore({ log: () => {} });
}, 60_000);
afterAll(() => emulator?.close());
beforeEach(() => {
  project = `p-${randomUUID()}`;
  firestore = connectFirestore(emulator.host, project);
});
afterEach(() => firestore.terminate());

interface Answer {
  code: number;
  stdout: string;
  stderr: string;
}

async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<Answer> {
  const { GOOGLE_CLOUD_PROJECT: _project, ...rest } = process.env;
  const environment = { ...rest, FIRESTORE_EMULATOR_HOST: emulator.host, ...env };
  return promisify(execFile)(command, args, { cwd: root, env: environment }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** What `npm run --silent find -- …` runs. */
const ask = (args: string[], env: Record<string, string> = {}) =>
  run(process.execPath, ['infra/find.ts', ...args], env);
const find = (...more: string[]) => ask([documentId, '--project', project, ...more]);

async function addEntry(given: Partial<Export>): Promise<void> {
  const entry = anExport({ dueAt: soon(), ...given });
  await createExports(firestore).create(exportId(entry), entry);
}

async function addPartner(
  link: Parameters<typeof aConnection>[0] = {},
  client: Parameters<typeof anActivation>[0] = {},
) {
  const activation = anActivation({ partnerSpace: link.partnerSpace ?? partnerSpace, ...client });
  await createConnections(firestore).create(link.partnerSpace ?? partnerSpace, aConnection({ ...link }));
  await createActivations(firestore).create(activationId(activation.partnerSpace, activation.clientSpace), activation);
}

describe('a document that is in Drive', () => {
  test('is told with its file, its moments and how the link stands, by the command as an operator types it', async () => {
    await addPartner();
    const { dueAt: _due, ...done } = anExport({
      state: 'done',
      file: anExportedFile(),
      doneAt: new Date(Date.now() - 7_260_000),
    });
    await createExports(firestore).create(exportId(done), done);
    const args = ['run', '--silent', 'find', '--', documentId.toUpperCase()];
    const { code, stdout, stderr } = await run('npm', args, { GOOGLE_CLOUD_PROJECT: project });
    expect([code, stderr]).toEqual([0, '']);
    for (const words of [
      `Document ${documentId}: 1 entry in the ledger.`,
      `Partner space  ${partnerSpace}`,
      `Client         John Doe Group (client space ${clientSpace})`,
      'State          done',
      'Next           nobody: it is in Google Drive.',
      anExportedFile().name,
      'https://drive.example/1',
      `Drive id ${usual.email}#1`,
      'Released       2026-03-02T08:59:00Z',
      'Reserved       2026-03-02T09:00:00Z',
      '(2 hours ago)',
      `Connection     on; begun 2026-01-05T08:00:00Z`,
      `Google account account of ${usual.email}`,
      'Activation     on since 2026-01-05T08:00:00Z',
      `gcloud logging read 'jsonPayload.documentId="${documentId}"' --project ${project} --freshness 30d`,
    ])
      expect(stdout).toContain(words);
  });
});

describe('a document that waits', () => {
  test('is told for each partner of its client, also for the one who has none', async () => {
    await addPartner();
    await addPartner({ partnerSpace: other, since: new Date('2026-04-01T08:00:00Z') });
    await addEntry({ state: 'parked', reason: 'driveFull' });
    const { code, stdout } = await find();
    expect(code).toBe(0);
    expect(stdout).toContain(`Partner space  ${other}`);
    expect(stdout).toContain('no entry for this partner');
    expect(stdout).toContain('approved or sent before 2026-04-01T08:00:00Z');
  });
});

describe('a document without an entry', () => {
  test('is told so (1), with what to ask next', async () => {
    const { code, stdout, stderr } = await find();
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toContain('there is no entry of it in the ledger');
    expect(stdout).toContain('add --client');
    expect(stdout).toContain('gcloud logging read');
  });

  test('is told with the partners who have its client switched on, and since when', async () => {
    await addPartner({}, { since: new Date('2026-02-01T08:00:00Z') });
    await addPartner({ partnerSpace: other }, { active: false });
    const { code, stdout } = await find('--client', clientSpace.toUpperCase());
    expect(code).toBe(1);
    expect(stdout).toContain(`Partner space  ${partnerSpace}`);
    expect(stdout).toContain('before 2026-02-01T08:00:00Z');
    expect(stdout).toContain('uses (re-)send to integrations');
    expect(stdout).not.toContain(other);
    const nobody = await find('--client', other);
    expect(nobody.stdout).toContain(`Nobody has the client ${other} switched on`);
  });

  test('is told with the message that speaks of it and could not be read, not with what that says', async () => {
    const letters = createDeadLetters(firestore);
    const letter = { publishedAt: new Date(0), reason: 'the message is not JSON', keptAt: new Date() };
    const saying = (text: string) => Buffer.from(text).toString('base64');
    await letters.create('its-id', {
      ...letter,
      data: saying(`{"d": "${documentId.toUpperCase()}", "secret": "xyzzy"`),
    });
    const others = Array.from({ length: 101 }, (_, index) =>
      letters.create(`a${index}`, { ...letter, data: saying('{') }),
    );
    await Promise.all(others);
    const { code, stdout } = await find();
    expect(code).toBe(1);
    expect(stdout).toContain('is kept: its-id');
    expect(stdout).toContain('the message is not JSON');
    expect(stdout).toContain('{"kind":"sendAgain","deadLetter":"its-id"}');
    expect(stdout).not.toContain('xyzzy');
    expect(stdout.match(/is kept:/g)).toHaveLength(1);
  });
});

test('for machines it is one line, without a token, a key or a number of a secret', async () => {
  await addPartner();
  await addEntry({ state: 'done', file: anExportedFile() });
  const { stdout } = await find('--json');
  expect(stdout.trimEnd()).not.toContain('\n');
  expect(JSON.parse(stdout)).toMatchObject({
    documentId,
    entries: [{ partnerSpace, clientSpace, state: 'done', file: { link: 'https://drive.example/1' }, who: 'nobody' }],
    withoutEntry: [],
    letters: [],
  });
  expect(stdout).not.toMatch(/secret|token/i);
});

test('what is asked wrongly is told (2), with how to ask', async () => {
  const { code, stdout, stderr } = await ask(['INV-1'], { GOOGLE_CLOUD_PROJECT: project });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('this is none: INV-1');
  expect(stderr).toContain('npm run --silent find -- <document id>');
});

test('where Firestore does not answer that is told (3), with what to look at', async () => {
  const { code, stdout, stderr } = await ask([documentId], {
    GOOGLE_CLOUD_PROJECT: project,
    FIRESTORE_EMULATOR_HOST: '127.0.0.1:9',
  });
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain('gcloud auth application-default login');
  expect(stderr).not.toContain('    at ');
});

test('where nobody is signed in at Google that is told (3), and not taken for "there is none"', async () => {
  const nowhere = join(tmpdir(), 'nobody');
  const signedOut = { FIRESTORE_EMULATOR_HOST: '', GOOGLE_APPLICATION_CREDENTIALS: '', CLOUDSDK_CONFIG: nowhere };
  // No machine of Google's either.
  const { code, stdout, stderr } = await ask([documentId, '--project', project], {
    ...signedOut,
    HOME: nowhere,
    METADATA_SERVER_DETECTION: 'none',
  });
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain('gcloud auth application-default login');
});
