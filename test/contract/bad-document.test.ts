/**
 * Documents that Banqup does not show, or shows wrongly, by the door they come through: a message, then Banqup's answers over
 * HTTP. Nothing of them reaches Drive, and what may still come right is not lost.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBanqup } from '../../functions/banqup/documents.ts';
import { askBanqup } from '../../functions/banqup/http.ts';
import { ublOf, usual } from '../builders.ts';
import type { FakeWorld } from '../fakes/world.ts';
import { everything } from '../unit/everything.ts';
import { aWorld, entryOf, filesOf } from '../unit/seen.ts';
import { createWorker, topics } from '../unit/worker.ts';
import { type Listener, listen } from './listen.ts';

const { clientSpace, documentId, fileId } = usual;
const approved = { category: 'document', type: 'approved', data: { spaceId: clientSpace, documentId } };
const documents = '/datastore/documents/transaction';
const documentPath = `${documents}/v2/spaces/${clientSpace}/documents/${documentId}`;
const filePath = `${documents}/v1/spaces/${clientSpace}/files/${fileId}`;
const another = 'd0000000-0000-4000-8000-0000000000ff';
const xml = { id: fileId, contentType: 'application/xml' };
const invoice = {
  id: documentId,
  spaceId: clientSpace,
  folder: 'PURCHASES',
  category: 'INVOICE',
  status: { document: 'APPROVED' },
  files: [xml],
};
const secret = 'Geheim bv';

let stub: Listener;
/** What Banqup answers for a path: a status, or what it says. */
let answers: Record<string, number | string | object>;
let world: FakeWorld;

beforeEach(async () => {
  stub = await listen(({ url }, response) => {
    const answer = answers[url] ?? 404;
    if (typeof answer === 'number') return response.writeHead(answer).end(secret);
    return response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  });
  world = aWorld();
  allIsWell();
});
afterEach(() => stub.close());

function allIsWell(): void {
  answers = {
    [documentPath]: invoice,
    [filePath]: { id: fileId, downloadUrl: `${stub.url}/storage` },
    '/storage': Buffer.from(ublOf()).toString(),
  };
}

/** An instance that asks this Banqup. */
function pushes() {
  const rules = {
    apiUrl: stub.url,
    categories: ['INVOICE', 'CREDIT_NOTE'],
    purchaseFolder: 'PURCHASES',
    salesFolder: 'SALES',
    purchaseExportable: { field: 'status.document', values: ['APPROVED'] },
    salesExportable: { field: 'status.delivery', values: ['SENT'] },
    clockGraceSeconds: 0,
  };
  return createWorker(world, {}, { ...world.ports, banqup: createBanqup((url) => askBanqup(url), rules) });
}

test('a good document comes, so that what follows is about what is bad', async () => {
  await pushes().push(topics.banqup, approved);
  expect(filesOf(world)).toHaveLength(1);
});

describe('a document of which Banqup gives no right account stays with Pub/Sub, with nothing changed:', () => {
  test.each<[string, number | string | object, string]>([
    ['it is gone', 404, 'documentNotFound'],
    ['we may not see it', 403, 'documentNotFound'],
    ['it is another document', { ...invoice, id: another }, 'unexpected'],
    ["it is another client's document", { ...invoice, spaceId: another }, 'unexpected'],
    ['the answer is no JSON', `<html>${secret}</html>`, 'unexpected'],
    ['the answer is empty', '', 'unexpected'],
    ['the answer breaks off', JSON.stringify({ ...invoice, secret }).slice(0, -5), 'unexpected'],
    ['the answer is a list', [invoice], 'unexpected'],
    ['the answer has no id', { ...invoice, id: undefined }, 'unexpected'],
    ['the answer has a number for an id', { ...invoice, id: 7 }, 'unexpected'],
    ['the answer has no folder', { ...invoice, folder: undefined }, 'unexpected'],
    ['the files are no list', { ...invoice, files: { [secret]: secret } }, 'unexpected'],
    ['a file has no id', { ...invoice, files: [{ name: secret }] }, 'unexpected'],
    ['the answer has another status', 418, 'unexpected'],
    ['Banqup is down', 503, 'banqupUnavailable'],
  ])('%s', async (_what, answer, code) => {
    const before = everything(world);
    answers[documentPath] = answer;
    const { push, log } = pushes();
    await expect(push(topics.banqup, approved)).rejects.toMatchObject({ code });
    expect(everything(world)).toEqual(before);
    const [line] = log.lines.filter(({ message }) => message === 'delivery failed');
    expect(line?.level).toBe(code === 'unexpected' ? 'error' : 'warn');
    const message = (line?.fields['error'] as Error | undefined)?.message ?? '';
    expect(message).not.toContain(secret);
    if (code === 'unexpected') expect(message).toContain(documentPath);
    // Delivered again when all is well.
    allIsWell();
    await push(topics.banqup, approved);
    expect(entryOf(world)?.state).toBe('done');
  });
});

describe('a document that is not to be exported is acknowledged, with nothing changed:', () => {
  test.each<[string, object]>([
    ['it is not approved', { status: { document: 'AWAITING_VALIDATION' } }],
    ['it has no status', { status: null }],
    ['its status is a list', { status: { document: ['APPROVED'] } }],
    ['it is in another folder', { folder: 'OTHER' }],
    ['it is of another category', { category: 'ORDER' }],
  ])('%s', async (_what, fields) => {
    const before = everything(world);
    answers[documentPath] = { ...invoice, ...fields };
    await pushes().push(topics.banqup, approved);
    expect(everything(world)).toEqual(before);
    allIsWell();
    await pushes().push(topics.banqup, approved);
    expect(entryOf(world)?.state).toBe('done');
  });
});

describe('a document whose UBL cannot be told waits with its reason, and comes when it can:', () => {
  test.each<[string, () => void]>([
    ['it has no file', () => void Object.assign(answers, { [documentPath]: { ...invoice, files: [] } })],
    [
      'it has two files of XML',
      () => void Object.assign(answers, { [documentPath]: { ...invoice, files: [xml, { ...xml, id: another }] } }),
    ],
    [
      'it has a PDF only',
      () =>
        void Object.assign(answers, {
          [documentPath]: { ...invoice, files: [{ id: fileId, contentType: 'application/pdf' }] },
        }),
    ],
    ['its file is gone', () => void Object.assign(answers, { [filePath]: 404 })],
    ['we may not see its file', () => void Object.assign(answers, { [filePath]: 403 })],
    ['its file has no address', () => void Object.assign(answers, { [filePath]: { id: fileId } })],
    ['its file is empty', () => void Object.assign(answers, { '/storage': '' })],
  ])('%s', async (_what, spoil) => {
    spoil();
    const { push, resume } = pushes();
    await push(topics.banqup, approved);
    expect(entryOf(world)).toMatchObject({ state: 'parked', reason: 'ublMissing', dueAt: expect.any(Date) });
    expect(filesOf(world)).toEqual([]);
    allIsWell();
    world.clock.advance(3600);
    await resume();
    expect(entryOf(world)?.state).toBe('done');
    expect(filesOf(world)).toHaveLength(1);
  });
});

describe('a file of which Banqup gives no right account makes the message come again, and no file:', () => {
  test.each<[string, number | string | object, string]>([
    ['it is another file', { id: another, downloadUrl: 'https://banqup.example/x' }, 'unexpected'],
    ['the answer is no JSON', secret, 'unexpected'],
    ['the answer is a list', [], 'unexpected'],
    ['its address is a script', { downloadUrl: `javascript:alert("${secret}")` }, 'unexpected'],
    ['its address is a file', { downloadUrl: 'file:///etc/passwd' }, 'unexpected'],
    ['its address is a number', { downloadUrl: 7 }, 'unexpected'],
  ])('%s', async (_what, answer, code) => {
    answers[filePath] = answer;
    const { push, log } = pushes();
    await expect(push(topics.banqup, approved)).rejects.toMatchObject({ code });
    expect(entryOf(world)?.state).toBe('reserved');
    expect(filesOf(world)).toEqual([]);
    const messages = log.lines.map(({ fields }) => String((fields?.['error'] as Error | undefined)?.message));
    expect(messages.join()).not.toContain(secret);
    expect(messages.join()).toContain(filePath);
    allIsWell();
    await push(topics.banqup, approved);
    expect(entryOf(world)?.state).toBe('done');
  });
});
