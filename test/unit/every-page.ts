/** Every page that a person can come to, one of each kind and in each state, in a language. */
import { type Check, checkId, nothingFound } from '../../functions/domain/check.ts';
import { Failure } from '../../functions/domain/errors.ts';
import type { Language } from '../../functions/domain/language.ts';
import { anExportedFile, usual } from '../builders.ts';
import { type Answer, createConnectApp } from './connect-app.ts';
import { addExport, addExports, clientSpaceOf, facts, makeRootFolder, other } from './manage-office.ts';

const completeness = `/manage/completeness?client=${usual.clientSpace}`;

/** The pages, by what they are. */
export async function everyPage(language: Language): Promise<[string, Answer][]> {
  const app = createConnectApp();
  const { world } = app;
  const visitor = app.visitor();
  const pages: [string, Answer][] = [];
  const see = async (what: string, path: string) => pages.push([what, await visitor.get(path)]);

  await visitor.get(`/configure?partnerSpace=${usual.partnerSpace}&locale=${language}`);
  await see('without a session', '/manage');
  await see('home', '/');
  await see('privacy', '/privacy');
  await visitor.logIn();
  await see('set up', '/manage');
  world.connect();
  await see('installed, the folder not made yet', '/installed');
  await see('overview without clients', '/manage');
  await see('clients without any', '/manage/clients');
  world.activate();
  await makeRootFolder(app);
  await see('installed', '/installed');
  await see('overview without documents', '/manage');
  await see('documents without any', '/manage/documents');
  await see('a month never compared', completeness);

  for (let index = 1; index < 22; index += 1)
    world.activate({ clientSpace: clientSpaceOf(index), company: { name: `Bakker ${index}` } });
  const file = anExportedFile();
  const doneAt = new Date('2026-03-02T08:00:00Z');
  addExports(app, 55, { state: 'done', facts: { ...facts, counterparty: 'Claes nv', isPeppol: false }, file, doneAt });
  addExports(app, 2, { state: 'parked', reason: 'driveFull' });
  addExports(app, 2, { state: 'parked', reason: 'ublMissing', facts });
  addExports(app, 2, { state: 'rejected', reason: 'notUbl', facts });
  addExport(app, { documentId: 'busy', state: 'reserved' });
  addExport(app, { documentId: 'ended', state: 'cancelled', reason: 'switchedOff' });
  const key = { partnerSpace: usual.partnerSpace, clientSpace: usual.clientSpace, month: '2026-03' };
  const check: Check = {
    ...key,
    ...nothingFound(),
    state: 'done',
    released: 4,
    missingCount: 2,
    missing: [{ documentId: 'd', direction: 'AP', releasedAt: doneAt, why: 'rejected', reason: 'notUbl' }],
    askedAt: doneAt,
    checkedAt: doneAt,
    expiresAt: new Date('2027-03-02T08:00:00Z'),
  };
  world.database.checks.put(checkId(key), check);
  await see('overview', '/manage?of=7&tried=1');
  await see('documents', '/manage/documents?tried=1');
  await see('documents of a client', `/manage/documents?client=${usual.clientSpace}`);
  await see('documents of a cause', '/manage/documents?cause=driveFull');
  await see('documents with a status', '/manage/documents?status=rejected');
  await see('clients', '/manage/clients');
  await see('clients from a letter', '/manage/clients?from=b');
  await see('clients found', '/manage/clients?q=bakker');
  await see('clients not found', '/manage/clients?q=zzz');
  await see('a month', completeness);
  world.database.checks.put(checkId(key), { ...check, state: 'asked' });
  await see('a month that is being compared', completeness);
  await see('the question before it ends', '/manage/off');
  world.addFault({ on: 'google.look', failure: new Failure('googleUnavailable', 'no answer') });
  await see('overview while Google is silent', '/manage');
  for (const state of ['needsSignIn', 'disconnecting', 'off'] as const) {
    world.connect({ state, previousAccount: world.google.account('vorige@x.example') });
    await see(`overview: ${state}`, '/manage');
  }
  await see('unknown', '/nothing');
  await see('refused', `/manage/documents?client=${other.id}`);
  world.addFault({ on: 'connections.read', failure: new Failure('unexpected', 'boom') });
  await see('failed', '/manage');
  pages.push(['another site', await visitor.post('/manage/off', {}, { origin: 'https://evil.example' })]);
  pages.push(['signed out', await visitor.post('/sign-out', { formToken: await visitor.formToken() })]);
  return pages;
}
