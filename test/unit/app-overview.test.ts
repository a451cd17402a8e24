/** The overview over HTTP: whether it works, as Google says at this moment; what does not, why, and what to press. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../functions/domain/errors.ts';
import { folderId, rootPlace } from '../../functions/domain/folder.ts';
import { aConnection, aFolder, usual } from '../builders.ts';
import { type ConnectApp, createConnectApp, type Visitor } from './connect-app.ts';
import {
  addExport,
  addExports,
  anOffice,
  clientSpaceOf,
  dutch,
  facts,
  formsIn,
  linkCalled,
  makeRootFolder,
  read,
  rowsOf,
  stateOf,
  wordsOf,
} from './manage-office.ts';

const { manage, signInButton, reasons } = dutch.texts;
const { connection: says, problems } = manage;

async function openOverview(visitor: Visitor, query = '') {
  const answer = await visitor.get(`/manage${query}`);
  expect(answer.status).toBe(200);
  const { root, words } = read(answer);
  const card = root.querySelector('.card');
  if (!card) throw new Error('there is no card');
  return {
    root,
    words,
    label: wordsOf(card.querySelector('.label')),
    title: wordsOf(card.querySelector('.headline')),
    card: wordsOf(card),
    toPress: formsIn(card).map(({ action, label }) => `${action} ${label}`),
    problems: root.querySelectorAll('.problems li').map((item) => ({ words: wordsOf(item), forms: formsIn(item) })),
    progress: root.querySelector('progress')?.attributes,
    figures: root.querySelectorAll('.figures li').map(wordsOf),
    live: root.querySelector('#live')?.attributes ?? {},
  };
}

const theSwitch = `/manage/off ${manage.active}`;
const reconnect = `/google/sign-in ${manage.reconnect}`;
const signIn = `/google/sign-in ${signInButton}`;
const tryAgain = `/manage/try-again ${problems.retryAll}`;

describe('the card says how it stands, and has what to press:', () => {
  const waitFor = (reason: 'driveFull' | 'driveLimit' | 'drivePolicy') => (app: ConnectApp) =>
    addExports(app, 2, { state: 'parked', reason });
  const needed = (reason: 'driveFull' | 'driveLimit' | 'drivePolicy') => ({
    label: says.needsYou,
    title: reasons[reason].what.slice(0, -1),
    text: `${problems.waiting(2)}. ${reasons[reason].next}`,
  });
  const refuses = { label: says.needsYou, title: says.needsSignIn.title, text: says.needsSignIn.text(0) };

  test.each([
    ['works', () => {}, says.works, [theSwitch, reconnect]],
    [
      'works, without clients',
      ({ world }: ConnectApp) => world.activate({ active: false }),
      says.noClients,
      [theSwitch, reconnect],
    ],
    [
      'Google is silent',
      ({ world }: ConnectApp) =>
        world.addFault({ on: 'google.look', failure: new Failure('googleUnavailable', 'no answer') }),
      says.unsure,
      [theSwitch, reconnect],
    ],
    [
      'needs a sign-in',
      ({ world }: ConnectApp) => world.connect({ state: 'needsSignIn' }),
      refuses,
      [theSwitch, signIn],
    ],
    ['Drive is full', waitFor('driveFull'), needed('driveFull'), [theSwitch, tryAgain, reconnect]],
    ['a limit of Drive', waitFor('driveLimit'), needed('driveLimit'), [theSwitch, tryAgain, reconnect]],
    ['a policy', waitFor('drivePolicy'), needed('drivePolicy'), [theSwitch, tryAgain, reconnect]],
    [
      'is being ended',
      ({ world }: ConnectApp) => world.connect({ state: 'disconnecting' }),
      says.disconnecting,
      [`/manage/off ${manage.finishNow}`],
    ],
    ['off', ({ world }: ConnectApp) => world.connect({ state: 'off' }), says.off, [signIn]],
  ] as const)('%s', async (_what, arrange, { label, title, text }, toPress) => {
    const { app, visitor } = await anOffice();
    arrange(app);
    const page = await openOverview(visitor);
    expect([page.label, page.title]).toEqual([label, title]);
    expect(page.card).toContain(text);
    expect(page.toPress).toEqual(toPress);
  });

  test.each([0, 1, 12])('where a sign-in is needed: %d documents wait for it', async (count) => {
    const { app, visitor } = await anOffice();
    app.world.connect({ state: 'needsSignIn' });
    addExports(app, count, { state: 'parked', reason: 'signInNeeded' });
    const page = await openOverview(visitor);
    expect(page.card).toContain(says.needsSignIn.text(count));
    expect(page.problems).toEqual([]);
  });

  test.each([1, 12])('where Drive is full: %d documents wait for it', async (count) => {
    const { app, visitor } = await anOffice();
    addExports(app, count, { state: 'parked', reason: 'driveFull' });
    expect((await openOverview(visitor)).card).toContain(`${problems.waiting(count)}.`);
  });

  test('it leads to Banqup where there is no client yet, and asks for no documents', async () => {
    const { app, visitor } = await anOffice();
    app.world.activate({ active: false });
    const { root, words } = await openOverview(visitor);
    expect(linkCalled(root, manage.clients.toBanqup)).toBe('https://app.banqup.example');
    expect(words).not.toContain(manage.documents.latest);
  });
});

describe('what Google says at this moment counts, whatever our records say:', () => {
  test('a link that it has ended is never said to work, and is written down as refused', async () => {
    const { app, visitor } = await anOffice();
    addExports(app, 3, { state: 'parked', reason: 'signInNeeded' });
    app.world.google.revoke(usual.email);
    expect(stateOf(app)).toBe('on');
    const page = await openOverview(visitor);
    expect(page.title).toBe(says.needsSignIn.title);
    expect(page.card).toContain(says.needsSignIn.text(3));
    expect(page.words).not.toContain(says.works.title);
    // Nothing is on its way any more.
    expect(page.progress).toBeUndefined();
    expect(stateOf(app)).toBe('needsSignIn');
  });

  test('one whose token is gone is not said to work either', async () => {
    const { app, visitor } = await anOffice();
    await app.world.ports.tokens.forget(usual.partnerSpace);
    expect((await openOverview(visitor)).title).toBe(says.needsSignIn.title);
    expect(stateOf(app)).toBe('needsSignIn');
  });

  test('when it was asked is said where it has answered, in Belgian time', async () => {
    const { app, visitor } = await anOffice();
    expect((await openOverview(visitor)).card).toContain(manage.checkedAt('10:00'));
    app.world.addFault({ on: 'google.look', failure: new Failure('googleUnavailable', 'no answer') });
    const { card, words } = await openOverview(visitor);
    expect(card).not.toContain(manage.checkedAt('10:00'));
    expect(words).not.toContain(says.works.title);
    expect(stateOf(app)).toBe('on');
  });
});

describe('the folder', () => {
  test('is linked to where Google shows it', async () => {
    const { app, visitor } = await anOffice();
    const id = await makeRootFolder(app);
    const { root } = await openOverview(visitor);
    expect(linkCalled(root, 'Invoice_import')).toBe(`https://drive.example/${encodeURIComponent(id)}`);
  });

  test.each([
    ['not made yet', async () => {}, manage.folderToCome],
    [
      'in the trash',
      async (app: ConnectApp) => app.world.google.person(usual.email).trash(await makeRootFolder(app)),
      manage.folderTrashed,
    ],
    [
      'gone',
      async (app: ConnectApp) => app.world.google.person(usual.email).deleteForGood(await makeRootFolder(app)),
      manage.folderTrashed,
    ],
  ])('is not linked to where it is %s, and it is said', async (_what, arrange, words) => {
    const { app, visitor } = await anOffice();
    await arrange(app);
    const { root, card } = await openOverview(visitor);
    expect(card).toContain(`Invoice_import – ${words}`);
    // Nobody is told that all is well while documents may go where nobody looks.
    expect([card.includes(says.works.title), card.includes(says.folderGone.title)]).toEqual(
      words === manage.folderToCome ? [true, false] : [false, true],
    );
    expect(linkCalled(root, 'Invoice_import')).toBeUndefined();
  });

  test('that had to be made anew is told with the moment, and the account before with its address', async () => {
    const { app, visitor } = await anOffice();
    const previousAccount = app.world.google.account('vorige@x.example');
    const connection = app.world.connect({ previousAccount });
    const replacedAt = new Date('2026-03-01T12:00:00Z');
    app.world.database.folders.put(folderId(rootPlace(connection)), aFolder({ replacedAt }));
    const { card } = await openOverview(visitor);
    expect(card).toContain(manage.newTree(dutch.moment(replacedAt)));
    expect(card).toContain(dutch.texts.installed.otherAccount('vorige@x.example'));
    expect(card).toContain(dutch.moment(aConnection().since));
  });
});

describe('what does not work', () => {
  test('stands by its cause, the one of most documents first, with how many, what comes next and what to press', async () => {
    const { app, visitor } = await anOffice();
    addExports(app, 2, { state: 'parked', reason: 'ublMissing' });
    addExports(app, 3, { state: 'rejected', reason: 'notUbl' });
    addExports(app, 1, { state: 'parked', reason: 'unexpected' });
    const page = await openOverview(visitor);
    expect(page.title).toBe(says.works.title);
    const shown = [
      ['notUbl', problems.rejected(3)],
      ['ublMissing', problems.waiting(2)],
      ['unexpected', problems.waiting(1)],
    ] as const;
    expect(page.problems).toEqual(
      shown.map(([cause, count]) => ({
        words: expect.stringContaining(`${reasons[cause].what}${count}. ${reasons[cause].next}`),
        forms: [{ action: '/manage/try-again', label: problems.retryAll, fields: { cause } }],
      })),
    );
    const links = page.root.querySelectorAll('.problems a').map((link) => link.getAttribute('href'));
    expect(links).toEqual(shown.map(([cause]) => `/manage/documents?cause=${cause}`));
  });

  test('and only a person can mend stands in the card before all else, and not once more', async () => {
    const { app, visitor } = await anOffice();
    addExports(app, 5, { state: 'parked', reason: 'ublMissing' });
    addExports(app, 2, { state: 'parked', reason: 'driveFull' });
    const page = await openOverview(visitor);
    expect(page.title).toBe(reasons.driveFull.what.slice(0, -1));
    expect(page.problems.map(({ words }) => words)).toEqual([expect.stringContaining(reasons.ublMissing.what)]);
    expect(page.words.split(`${problems.waiting(2)}.`)).toHaveLength(2);
  });

  test.each([
    [
      'Google is silent',
      ({ world }: ConnectApp) => world.addFault({ on: 'google.look', failure: new Failure('googleUnavailable', '') }),
    ],
    ['a sign-in is needed', ({ world }: ConnectApp) => world.connect({ state: 'needsSignIn' })],
  ] as const)('stands in the list where the card speaks of something else: %s', async (_what, arrange) => {
    const { app, visitor } = await anOffice();
    addExports(app, 2, { state: 'parked', reason: 'driveFull' });
    arrange(app);
    const page = await openOverview(visitor);
    expect(page.toPress).not.toContain(tryAgain);
    expect(page.problems).toEqual([
      expect.objectContaining({ words: expect.stringContaining(`${reasons.driveFull.what}${problems.waiting(2)}.`) }),
    ]);
  });

  test('is not what goes on by itself: what waits for its turn, or for a sign-in that has come', async () => {
    const { app, visitor } = await anOffice();
    addExports(app, 2, { state: 'parked', reason: 'paceLimited' });
    addExports(app, 1, { state: 'parked', reason: 'signInNeeded' });
    const page = await openOverview(visitor);
    expect([page.title, page.problems]).toEqual([says.works.title, []]);
    expect(page.words).toContain(manage.underWay.text(3));
  });

  test('is said to be tried again after it was asked for, and otherwise not', async () => {
    const { visitor } = await anOffice();
    const { root } = await openOverview(visitor, '?tried=1');
    expect(wordsOf(root.querySelector('.notice-line[role=status]'))).toBe(manage.retrying);
    expect((await openOverview(visitor)).words).not.toContain(manage.retrying);
  });
});

describe('what is under way', () => {
  test('is counted, and how far it has come since the page was opened', async () => {
    const { app, visitor } = await anOffice();
    addExports(app, 3, { state: 'reserved' });
    addExports(app, 1, { state: 'parked', reason: 'driveFull' });
    const page = await openOverview(visitor, '?of=5');
    expect(page.words).toContain(manage.underWay.text(3));
    expect(page.words).toContain(manage.underWay.done('2', '5'));
    expect(page.progress).toMatchObject({ max: '5', value: '2' });
    expect(page.live).toMatchObject({ 'data-of': '5', 'data-every': '3', 'data-say': manage.underWay.text(3) });
  });

  test.each(['x', '-1', '1.5', '1e15', '1e99', '', '2', '[]', '%00'])(
    'is counted from what there is where the address says nothing that can be: of=%s',
    async (of) => {
      const { app, visitor } = await anOffice();
      addExports(app, 3, { state: 'reserved' });
      const page = await openOverview(visitor, `?of=${of}`);
      expect(page.progress).toMatchObject({ max: '3', value: '0' });
    },
  );

  test('begins anew once all of it has come: the next one is not the last of those before', async () => {
    const { visitor } = await anOffice();
    const page = await openOverview(visitor, '?of=100');
    expect(page.progress).toBeUndefined();
    expect(page.live).toMatchObject({ 'data-of': '0', 'data-every': '10', 'data-say': manage.underWay.finished });
  });
});

test('the figures are of today in Belgium, of what waits, and of what was refused, each with the way to them', async () => {
  const { app, visitor } = await anOffice();
  for (const [index, doneAt] of ['2026-03-01T22:59:59Z', '2026-03-01T23:00:00Z', '2026-03-02T08:59:00Z'].entries())
    addExport(app, { documentId: `done-${index}`, state: 'done', doneAt: new Date(doneAt) });
  addExports(app, 4, { state: 'parked', reason: 'driveFull' });
  addExports(app, 1, { state: 'reserved' });
  addExports(app, 3, { state: 'rejected', reason: 'notUbl' });
  const { today, waiting, rejected } = manage.figures;
  const { figures, root } = await openOverview(visitor);
  // What is on its way is told beside them.
  expect(figures).toEqual([`2 ${today}`, `4 ${waiting}`, `3 ${rejected}`]);
  expect(root.querySelectorAll('.figures a').map((link) => link.getAttribute('href'))).toEqual(
    ['exported', 'waiting', 'rejected'].map((status) => `/manage/documents?status=${status}`),
  );
});

describe('the latest documents', () => {
  test('are the ten newest, with the way to all of them', async () => {
    const { app, visitor } = await anOffice();
    for (let index = 10; index < 22; index += 1) {
      const reservedAt = new Date(`2026-03-02T08:${index}:00Z`);
      addExport(app, {
        documentId: `d${index}`,
        state: 'done',
        facts: { ...facts, number: `INV-${index}` },
        reservedAt,
      });
    }
    const { root } = await openOverview(visitor);
    const numbers = rowsOf(root).map(([, document = '']) => /INV-\d+/.exec(document)?.[0]);
    expect(numbers).toEqual([21, 20, 19, 18, 17, 16, 15, 14, 13, 12].map((index) => `INV-${index}`));
    expect(linkCalled(root, manage.documents.all)).toBe('/manage/documents');
  });

  test('name their client also where it is switched off since', async () => {
    const { app, visitor } = await anOffice();
    app.world.activate({ clientSpace: clientSpaceOf(1), company: { name: 'Tuinbouw' }, active: false });
    addExport(app, { clientSpace: clientSpaceOf(1) });
    const { root } = await openOverview(visitor);
    expect(rowsOf(root)[0]?.[2]).toBe('Tuinbouw');
    expect(linkCalled(root, 'Tuinbouw')).toBe(`/manage/documents?client=${clientSpaceOf(1)}`);
  });

  test('are awaited in plain words where a client has none yet', async () => {
    const { visitor } = await anOffice();
    expect((await openOverview(visitor)).words).toContain(manage.documents.none);
  });
});

test('the overview says how many clients are active, and leads to them', async () => {
  const { app, visitor } = await anOffice();
  expect((await openOverview(visitor)).words).toContain(manage.clients.count(1));
  app.world.activate({ clientSpace: clientSpaceOf(1) });
  app.world.activate({ clientSpace: clientSpaceOf(2), active: false });
  const { words, root } = await openOverview(visitor);
  expect(words).toContain(manage.clients.count(2));
  expect(linkCalled(root, manage.clients.all)).toBe('/manage/clients');
});

test('before there is a connection the overview is the sign-in, and there are no documents or clients', async () => {
  const visitor = createConnectApp().visitor();
  await visitor.logIn();
  const { status, text } = await visitor.get('/manage');
  expect(status).toBe(200);
  expect(text).toContain(dutch.texts.setUp.title);
  expect(text).toContain(signInButton);
  for (const path of ['/manage/documents', '/manage/clients', '/manage/off'])
    expect((await visitor.get(path)).location).toBe('/manage');
});
