/** *Try again* over HTTP: one document, or all with a cause; of this partner alone, and back to where it was pressed. */
import { describe, expect, test } from '@jest/globals';
import { usual } from '../builders.ts';
import { everything } from './everything.ts';
import { addExport, addExports, anOffice, clientSpaceOf, formsIn, other, read } from './manage-office.ts';

const { partnerSpace } = usual;
const path = '/manage/try-again';

async function aVisit() {
  const { app, visitor } = await anOffice();
  const formToken = await visitor.formToken();
  return {
    app,
    visitor,
    press: (fields: Record<string, string>) => visitor.post(path, { formToken, ...fields }),
    entry: (id: string) => app.world.database.exports.get(id)?.value,
  };
}

describe('one document', () => {
  test.each([
    { state: 'parked', reason: 'driveFull' },
    { state: 'rejected', reason: 'notUbl' },
  ] as const)('that is $state is due at once, and somebody takes it up', async (given) => {
    const { app, press, entry } = await aVisit();
    const dueAt = given.state === 'parked' ? new Date('2026-03-02T10:00:00Z') : undefined;
    const id = addExport(app, { ...given, ...(dueAt && { dueAt }) });
    const answer = await press({ export: id });
    expect([answer.status, answer.location]).toEqual([303, '/manage?tried=1']);
    expect(entry(id)?.dueAt).toEqual(app.world.clock.now());
    expect(app.world.topic.messages).toEqual([{ kind: 'resume', partnerSpace }]);
  });

  test.each([
    ["another partner's", { partnerSpace: other.id, state: 'rejected', reason: 'notUbl' }],
    ['in Drive', { state: 'done' }],
    ['cancelled', { state: 'cancelled', reason: 'switchedOff' }],
  ] as const)('that is %s stays as it is, and the answer is the same', async (_what, given) => {
    const { app, press } = await aVisit();
    app.world.connect({ partnerSpace: other.id, account: app.world.google.account('jan@x.example') });
    const id = addExport(app, given);
    const before = everything(app.world);
    const answer = await press({ export: id });
    expect([answer.status, answer.location, answer.text]).toEqual([303, '/manage?tried=1', '']);
    expect(everything(app.world)).toEqual(before);
    const unknown = await press({ export: '0'.repeat(64) });
    expect([unknown.status, unknown.location, unknown.text]).toEqual([303, '/manage?tried=1', '']);
  });
});

test('all that wait for a cause are tried again by a message that names this partner, whoever the form names', async () => {
  const { app, press } = await aVisit();
  addExports(app, 3, { state: 'parked', reason: 'driveFull' });
  const answer = await press({ cause: 'driveFull', partnerSpace: other.id });
  expect([answer.status, answer.location]).toEqual([303, '/manage?tried=1']);
  expect(app.world.topic.messages).toEqual([{ kind: 'tryAgain', partnerSpace, reason: 'driveFull' }]);
});

test.each(['needsSignIn', 'disconnecting', 'off'] as const)(
  'nothing is tried, or said to be, where the connection is not on: %s',
  async (state) => {
    const { app, press } = await aVisit();
    app.world.connect({ state });
    const id = addExport(app, { state: 'rejected', reason: 'notUbl' });
    const before = everything(app.world);
    for (const fields of [{ export: id }, { cause: 'notUbl' }]) {
      const answer = await press(fields);
      expect([answer.status, answer.location]).toEqual([303, '/manage']);
    }
    expect(everything(app.world)).toEqual(before);
    expect(app.world.topic.messages).toEqual([]);
  },
);

describe('is refused, and nothing is tried:', () => {
  const id = '0'.repeat(64);

  test.each([
    ['neither a document nor a cause (400)', {}, 400],
    ['a cause that nobody knows (400)', { cause: 'x' }, 400],
    ['a cause that is no reason to wait (400)', { cause: 'badRequest' }, 400],
    ['a cause that ends things (400)', { cause: 'disconnected' }, 400],
    ['an entry that is none (400)', { export: 'x' }, 400],
    ['an entry in capitals (400)', { export: 'A'.repeat(64) }, 400],
    ['without the proof of our own form (403)', { cause: 'driveFull', formToken: '' }, 403],
  ])('%s', async (_what, fields, status) => {
    const { app, press } = await aVisit();
    addExports(app, 1, { state: 'parked', reason: 'driveFull' });
    const before = everything(app.world);
    expect((await press(fields)).status).toBe(status);
    expect(everything(app.world)).toEqual(before);
  });

  test.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/manage/../x',
    '/manage/documents/../../x',
    '/manage\\..\\x',
    '/manage/off',
    '/managed',
    '/partner-spaces',
    '/manage?x=https://evil.example',
    '/manage#x',
    '/manage\n//evil.example',
    'javascript:alert(1)',
    '',
  ])('a way back that leads elsewhere (400): %j', async (back) => {
    const { app, press } = await aVisit();
    for (const fields of [{ export: id }, { cause: 'driveFull' }] as Record<string, string>[]) {
      const { status, location } = await press({ ...fields, back });
      expect([status, location]).toEqual([400, '']);
    }
    expect(app.world.topic.messages).toEqual([]);
  });
});

describe('the way back', () => {
  test.each([
    '/manage',
    '/manage/documents',
    '/manage/documents?status=rejected',
    `/manage/documents?status=rejected&client=${usual.clientSpace}`,
    '/manage/documents?cause=notUbl',
    `/manage/documents?after=`,
  ])('is the page on which it was pressed, with its filters: %s', async (start) => {
    const { app, visitor, press } = await aVisit();
    app.world.activate({ clientSpace: clientSpaceOf(1) });
    const newest = addExport(app, { documentId: 'newest', reservedAt: new Date('2026-03-02T10:00:00Z') });
    addExports(app, 2, { state: 'rejected', reason: 'notUbl' });
    const address = start.endsWith('after=') ? start + newest : start;
    const { root } = read(await visitor.get(address));
    const form = formsIn(root).find(({ fields }) => fields['export'] !== undefined);
    const { location } = await press(form?.fields ?? {});
    const [came, went] = [new URL(location, 'https://x.example'), new URL(address, 'https://x.example')];
    went.searchParams.set('tried', '1');
    expect([came.pathname, [...came.searchParams].sort()]).toEqual([went.pathname, [...went.searchParams].sort()]);
    expect((await visitor.get(location)).status).toBe(200);
    // And again: the mark of having tried is not gathered.
    const again = formsIn(read(await visitor.get(location)).root).find(({ fields }) => fields['export'] !== undefined);
    expect(again?.fields['back']).toBe(form?.fields['back']);
  });
});
