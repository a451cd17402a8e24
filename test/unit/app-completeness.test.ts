/** A client's month beside Banqup's, over HTTP: what may be asked, by whom, and how each answer reads. */
import { describe, expect, test } from '@jest/globals';
import { type Check, checkId, nothingFound } from '../../functions/domain/check.ts';
import { usual } from '../builders.ts';
import { type ConnectApp, createConnectApp, type Visitor } from './connect-app.ts';
import { everything } from './everything.ts';
import { anOffice, clientSpaceOf, dutch, formsIn, linkCalled, other, read, rowsOf, wordsOf } from './manage-office.ts';

const { completeness, problems, documents, directions } = dutch.texts.manage;
const { reasons } = dutch.texts;
const { partnerSpace, clientSpace } = usual;
/** The month that it is in these tests. */
const month = '2026-03';
const address = `/manage/completeness?client=${clientSpace}`;

async function open(visitor: Visitor, path = address) {
  const answer = await visitor.get(path);
  expect(answer.status).toBe(200);
  const { root, words } = read(answer);
  return {
    root,
    words,
    months: root.querySelectorAll('.chips a').map(wordsOf),
    chosen: root.querySelectorAll('.chips a[aria-current]').map(wordsOf),
    headline: wordsOf(root.querySelector('.headline')),
    figures: root.querySelectorAll('dl div').map(wordsOf),
    forms: formsIn(root).filter(({ action }) => action !== '/sign-out'),
    live: root.querySelector('#live')?.attributes ?? {},
  };
}

const compared = { client: clientSpace, month };
const ask = (label: string) => ({ action: '/manage/completeness', label, fields: compared });

/** What the check of a client's month has come to. */
function putCheck(
  { world }: ConnectApp,
  found: Partial<Omit<Check, 'checkedAt'>> & { checkedAt?: Date | undefined },
): void {
  const key = { partnerSpace, clientSpace, month };
  const { checkedAt, ...check } = {
    ...key,
    ...nothingFound(),
    state: 'done' as const,
    askedAt: new Date('2026-03-02T08:59:55Z'),
    checkedAt: new Date('2026-03-02T08:00:05Z'),
    expiresAt: new Date('2027-01-01T00:00:00Z'),
    ...found,
  };
  world.database.checks.put(checkId(key), { ...check, ...(checkedAt && { checkedAt }) });
}

describe('where Banqup does not list its documents', () => {
  test('there is no such page, and no form (404)', async () => {
    const app = createConnectApp(undefined, { hasDocumentList: false });
    app.world.connect();
    app.world.activate();
    const visitor = app.visitor();
    await visitor.logIn();
    expect((await visitor.get(address)).status).toBe(404);
    const formToken = await visitor.formToken();
    expect((await visitor.post('/manage/completeness', { ...compared, formToken })).status).toBe(404);
    expect(app.world.topic.messages).toEqual([]);
    for (const path of ['/manage', '/manage/clients', `/manage/documents?client=${clientSpace}`])
      expect((await visitor.get(path)).text).not.toContain('/manage/completeness');
  });
});

describe('the months that can be chosen', () => {
  test.each([
    ['2026-03-02T08:00:00Z', [month]],
    // In Brussels it is March already.
    ['2026-02-28T23:30:00Z', [month]],
    ['2026-01-05T08:00:00Z', [month, '2026-02', '2026-01']],
    [
      '2020-01-05T08:00:00Z',
      [
        ...['03', '02', '01'].map((one) => `2026-${one}`),
        ...['12', '11', '10', '09', '08', '07', '06', '05', '04'].map((one) => `2025-${one}`),
      ],
    ],
  ])('are those since the activation, twelve at most, the latest first: %s', async (since, months) => {
    const { app, visitor } = await anOffice();
    app.world.activate({ since: new Date(since) });
    const page = await open(visitor);
    expect(page.months).toEqual(months.map(dutch.month));
    expect(page.chosen).toEqual([dutch.month(month)]);
  });

  test('are chosen by their links', async () => {
    const { visitor } = await anOffice();
    const link = linkCalled((await open(visitor)).root, dutch.month('2026-01')) ?? '';
    const page = await open(visitor, link);
    expect(page.chosen).toEqual([dutch.month('2026-01')]);
    expect(page.words).toContain(completeness.lead(dutch.month('2026-01')));
    expect(page.forms[0]?.fields).toEqual({ client: clientSpace, month: '2026-01' });
  });
});

describe('the page', () => {
  test('of a month that was never compared offers to compare it', async () => {
    const { visitor } = await anOffice();
    const page = await open(visitor);
    expect(page.words).toContain(completeness.never);
    expect(page.forms).toEqual([ask(completeness.compare)]);
    expect(page.live).toMatchObject({ 'data-every': '10' });
  });

  test('says that it is being compared, asks again soon, and offers nothing meanwhile', async () => {
    const { app, visitor } = await anOffice();
    putCheck(app, { state: 'asked', checkedAt: undefined });
    const first = await open(visitor);
    expect(first.words).toContain(completeness.comparing);
    expect(first.words).not.toContain(completeness.never);
    expect(first.live).toMatchObject({ 'data-every': '3', 'data-say': completeness.comparing });
    putCheck(app, { state: 'asked', released: 4, inDrive: 4 });
    const again = await open(visitor);
    expect(again.headline).toBe(completeness.complete(4));
    expect(again.words).toContain(completeness.comparing);
    expect([...first.forms, ...again.forms]).toEqual([]);
  });

  test('does not wait for ever for a comparison that was given up: it can be asked for again', async () => {
    const { app, visitor } = await anOffice();
    const minutesAgo = (minutes: number) => new Date(app.world.clock.now().getTime() - minutes * 60_000);
    putCheck(app, { state: 'asked', askedAt: minutesAgo(14), checkedAt: undefined });
    expect((await open(visitor)).forms).toEqual([]);
    putCheck(app, { state: 'asked', askedAt: minutesAgo(16), checkedAt: undefined });
    const page = await open(visitor);
    expect(page.words).not.toContain(completeness.comparing);
    expect(page.forms).toEqual([ask(completeness.compare)]);
  });

  test.each([0, 1, 12])('says that all %d documents are there', async (count) => {
    const { app, visitor } = await anOffice();
    putCheck(app, { released: count, inDrive: count });
    const page = await open(visitor);
    expect(page.headline).toBe(completeness.complete(count));
    expect(page.figures).toEqual([
      `${completeness.released}${count}`,
      `${completeness.inDrive}${count}`,
      `${completeness.waiting}0`,
      `${completeness.missing}0`,
    ]);
    expect(page.words).toContain(completeness.checkedAt(dutch.moment(new Date('2026-03-02T08:00:05Z'))));
    expect(page.forms).toEqual([ask(completeness.compareAgain)]);
  });

  test('says how many are on their way still: then it is not complete, and none is missing', async () => {
    const { app, visitor } = await anOffice();
    putCheck(app, { released: 5, inDrive: 3, waiting: 2 });
    const page = await open(visitor);
    expect(page.headline).toBe(problems.waiting(2));
    expect(page.words).not.toContain(completeness.complete(5));
    expect(page.root.querySelector('table')).toBeNull();
  });

  test('names what is missing, why, and how many more; and offers to export them', async () => {
    const { app, visitor } = await anOffice();
    const releasedAt = new Date('2026-03-01T10:00:00Z');
    putCheck(app, {
      released: 9,
      inDrive: 2,
      missingCount: 7,
      earlier: 3,
      missing: [
        { documentId: 'd-1', direction: 'AP', releasedAt, why: 'unseen', counterparty: 'Claes nv' },
        { documentId: 'd-2', direction: 'AR', releasedAt, why: 'rejected', reason: 'notUbl', number: 'INV-2' },
        { documentId: 'd-3', direction: 'AP', releasedAt, why: 'cancelled', reason: 'switchedOff' },
        { documentId: 'd-4', direction: 'AR', releasedAt, why: 'removed', number: 'INV-4' },
      ],
    });
    const page = await open(visitor);
    const at = dutch.moment(releasedAt);
    const { why } = completeness;
    const unknown = documents.unknownNumber;
    expect(page.headline).toBe(completeness.incomplete(7));
    expect(rowsOf(page.root)).toEqual([
      [at, `${unknown} Claes nv d-1`, directions.AP, why.unseen],
      [at, 'INV-2', directions.AR, `${why.rejected} ${reasons.notUbl.what}`],
      [at, `${unknown} d-3`, directions.AP, `${why.cancelled} ${reasons.switchedOff.what}`],
      [at, 'INV-4', directions.AR, why.removed],
    ]);
    expect(page.words).toContain(completeness.more(3));
    expect(page.words).toContain(completeness.earlier(3));
    expect(page.forms).toEqual([
      { ...ask(completeness.exportMissing(7)), fields: { ...compared, exports: 'all' } },
      ask(completeness.compareAgain),
    ]);
  });

  test.each([
    ['the numbers of the one before stay', { released: 4, inDrive: 4 }, completeness.complete(4)],
    ['there are no numbers yet', { checkedAt: undefined }, ''],
  ])('says that the last comparison failed, and why: %s', async (_what, found, headline) => {
    const { app, visitor } = await anOffice();
    putCheck(app, { ...found, failure: 'banqupUnavailable' });
    const page = await open(visitor);
    expect(page.headline).toBe(headline);
    expect(page.words).toContain(`${completeness.failed} ${reasons.banqupUnavailable.what}`);
    expect(page.forms).toHaveLength(1);
  });
});

describe('pressing the button', () => {
  test.each([
    [{}, {}],
    [{ exports: 'all' }, { exports: 'all' }],
  ])('asks for a check of this partner, client and month, and leads back: %j', async (more, asked) => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken(address);
    const answer = await visitor.post('/manage/completeness', { ...compared, ...more, formToken });
    expect([answer.status, answer.location]).toEqual([303, `${address}&month=${month}`]);
    expect(app.world.topic.messages).toEqual([{ kind: 'check', partnerSpace, clientSpace, month, ...asked }]);
    expect((await open(visitor, answer.location)).words).toContain(completeness.comparing);
  });

  test.each([
    [
      'another partner has',
      (app: ConnectApp, client: string) => app.world.activate({ partnerSpace: other.id, clientSpace: client }),
    ],
    [
      'is switched off',
      (app: ConnectApp, client: string) => app.world.activate({ clientSpace: client, active: false }),
    ],
    ['nobody knows', () => {}],
  ] as const)('of a client that %s is an unknown page, and asks for nothing (404)', async (_what, arrange) => {
    const { app, visitor } = await anOffice();
    const client = clientSpaceOf(1);
    arrange(app, client);
    const formToken = await visitor.formToken(address);
    const before = everything(app.world);
    const exports = 'all';
    expect((await visitor.post('/manage/completeness', { client, month, exports, formToken })).status).toBe(404);
    expect((await visitor.get(`/manage/completeness?client=${client}`)).status).toBe(404);
    expect(everything(app.world)).toEqual(before);
  });

  const bad = ['2026-13', '2026-00', '2026-3', '26-03', '1999-12', '2026-03-01', 'x', '', '../2026-03', '2026-03\n'];

  // From before the client was switched on, and to come.
  const others = ['2025-01', '2026-04', '2099-01'];

  test.each([...bad, ...others])(
    'for a month that is none, or none of this client’s, is refused (400): %j',
    async (none) => {
      const { app, visitor } = await anOffice();
      const formToken = await visitor.formToken(address);
      const before = everything(app.world);
      const fields = { client: clientSpace, month: none, formToken };
      expect((await visitor.post('/manage/completeness', fields)).status).toBe(400);
      expect((await visitor.get(`${address}&month=${encodeURIComponent(none)}`)).status).toBe(400);
      expect(everything(app.world)).toEqual(before);
    },
  );

  test.each([
    { client: 'x', month },
    { month },
    { client: clientSpace },
    { ...compared, exports: 'some' },
    { ...compared, exports: 'unseen' },
  ])('with what is no client, month or wish is refused (400): %j', async (fields) => {
    const { app, visitor } = await anOffice();
    const formToken = await visitor.formToken(address);
    expect((await visitor.post('/manage/completeness', { ...fields, formToken })).status).toBe(400);
    expect(app.world.topic.messages).toEqual([]);
  });

  test('without the proof of our own form does nothing (403)', async () => {
    const { app, visitor } = await anOffice();
    expect((await visitor.post('/manage/completeness', { ...compared, exports: 'all' })).status).toBe(403);
    expect([app.world.topic.messages, app.world.database.checks.all()]).toEqual([[], []]);
  });
});
