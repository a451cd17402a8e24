/** The help article's promises, through the doors that people, Banqup and Google use, against real processes. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { activateClient, install, signInWithGoogle, switchOff } from '../local/journey.ts';
import { until } from '../local/until.ts';
import { createVisitor } from '../local/visitor.ts';
import { bytesOf, openOffice, release, startTestSystem, type TestSystem } from './office.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
}, 60_000);
afterAll(async () => system?.close());

describe('install and activate', () => {
  test('the article, click by click, ends with the invoice in its folder, byte for byte', async () => {
    const office = openOffice(system, ["'t Hof van Éénaeme"]);
    const { client } = office;
    const ourPage = await install(system, office.visitor, office.administrator);
    expect(ourPage.text).toContain('Verbind je Google Drive');
    const installed = await signInWithGoogle(office.visitor, ourPage, office.person);
    expect(installed.text).toContain('De installatie is geslaagd');
    expect(installed.text).toContain(office.email);
    await activateClient(system, office.visitor, "'t Hof van Éénaeme");

    const sample = await bytesOf('invoice-odd-number.xml');
    const purchase = await release(system, client, 'PURCHASES', sample);
    const sale = await release(system, client, 'SALES', await bytesOf('credit-note.xml'));
    await office.files(2);
    const files = (await office.tree()).filter(({ isFolder }) => !isFolder);
    const ap = files.find(({ path }) => path.includes(purchase));
    const ar = files.find(({ path }) => path.includes(sale));
    expect(ap?.path).toMatch(
      /^Invoice_import\/'t Hof van Éénaeme_BE\d{10}\/AP\/\d{4}-\d{2}-\d{2}_.+_[0-9a-f-]{36}\.xml$/,
    );
    expect(ar?.path).toMatch(/^Invoice_import\/'t Hof van Éénaeme_BE\d{10}\/AR\//);
    expect(ap?.md5).toBe(createHash('md5').update(sample).digest('hex'));
    expect(await ap?.download()).toEqual(sample);

    const manage = await office.manage();
    expect(manage.text).toContain('Alles werkt');
    expect(manage.text).toContain('In Drive');
  });

  test('the folders of a client are there as soon as it is switched on, also without a document', async () => {
    const office = openOffice(system, ['Leeg bv']);
    await office.connect();
    await office.activate(office.client);
    const paths = await until('its folders are there', async () => {
      const items = await office.tree();
      return items.length === 4 && items.map(({ path }) => path.replace(/BE\d+/, 'VAT'));
    });
    expect(paths).toEqual([
      'Invoice_import',
      'Invoice_import/Leeg bv_VAT',
      'Invoice_import/Leeg bv_VAT/AP',
      'Invoice_import/Leeg bv_VAT/AR',
    ]);
  });

  test('an activation before there is a connection is kept, and its folders follow the sign-in', async () => {
    const office = openOffice(system);
    await office.activate(office.client);
    await office.connect();
    await until('its folders are there', async () => (await office.tree()).length === 4);
  });

  test('a document approved before the switch-on never comes, one approved after it does', async () => {
    const office = openOffice(system);
    const { client } = office;
    await office.connect();
    const early = await office.release(client, 'PURCHASES');
    await office.activate(client);
    const late = await office.release(client, 'PURCHASES');
    const [only, ...rest] = await office.files(1);
    expect(only).toContain(late);
    expect(only).not.toContain(early);
    expect(rest).toEqual([]);
  });

  test('each partner of one client gets its own file', async () => {
    const [first, second] = [openOffice(system, ['Gedeelde klant']), openOffice(system, [])];
    const { client } = first;
    system.banqup.linkClient(second.partnerSpace, client.space);
    await first.connect();
    await second.connect();
    await first.activate(client);
    await second.activate(client);
    const documentId = await first.release(client, 'SALES');
    expect((await first.files(1))[0]).toContain(documentId);
    expect((await second.files(1))[0]).toContain(documentId);
  });
});

describe('exactly once', () => {
  test('a message that comes ten times at once makes one file', async () => {
    const office = openOffice(system);
    const { client } = office;
    await office.connect();
    await office.activate(client);
    const ubl = await bytesOf('invoice-one-rate.xml');
    const { documentId } = system.banqup.addDocument({ space: client.space, folder: 'PURCHASES', ubl });
    const message = await system.banqup.approve(documentId);
    await Promise.all(Array.from({ length: 9 }, () => system.banqup.publishMessage(message)));
    const last = await office.release(client, 'PURCHASES');
    await until('every delivery has ended', () => deliveriesOf(documentId) === 10 && deliveriesOf(last) === 1);
    expect((await office.files(2)).filter((path) => path.includes(documentId))).toHaveLength(1);
  });

  test('a function killed right after it created the file is followed by one that marks it, not by a second file', async () => {
    const office = openOffice(system);
    const { client } = office;
    await office.connect();
    await office.activate(client);
    await until('its folders are there', async () => (await office.tree()).length === 4);
    // The file is created and the answer never comes, as if the process had died then.
    system.google.addFault({ on: 'drive.files.create', when: 'after', how: 'reset' });
    const documentId = await office.release(client, 'PURCHASES');
    await until('it is done', () => deliveriesOf(documentId, 'done') === 1);
    expect(system.google.tree(office.email).filter(({ folder }) => !folder)).toHaveLength(1);
  });
});

describe('what cannot be exported', () => {
  test('a document that is not UBL is kept as rejected, with its reason, and no file', async () => {
    const office = openOffice(system);
    const { client } = office;
    await office.connect();
    await office.activate(client);
    const rubbish = await release(system, client, 'PURCHASES', '<html><body>geen factuur</body></html>');
    const good = await office.release(client, 'PURCHASES');
    await office.files(1);
    await until('it is rejected', () => deliveriesOf(rubbish, 'rejected') === 1);
    const manage = await office.manage();
    expect(manage.text).toContain('Geweigerd');
    expect(manage.text).toContain('Het bestand is geen UBL-factuur of -creditnota.');
    expect(await office.files(1)).toEqual([expect.stringContaining(good)]);
  });

  test('when Google refuses the token, the document waits, the page says so, and signing in exports it', async () => {
    const office = openOffice(system);
    const { client } = office;
    await office.connect();
    await office.activate(client);
    await until('its folders are there', async () => (await office.tree()).length === 4);
    system.google.revoke(office.email);
    const documentId = await office.release(client, 'PURCHASES');
    await until('it waits', () => deliveriesOf(documentId, 'parked') === 1);
    const manage = await office.manage();
    expect(manage.text).toContain('Google heeft de toegang ingetrokken');
    expect(manage.text).toContain('1 document wacht');

    const again = await signInWithGoogle(office.visitor, manage, office.person);
    expect(again.text).toContain('De installatie is geslaagd');
    const [file] = await office.files(1);
    expect(file).toContain(documentId);
  });
});

describe('switch off', () => {
  test('ends exports, revokes the grant and destroys the secret; what is in Drive stays', async () => {
    const office = openOffice(system);
    const { client } = office;
    await office.connect();
    await office.activate(client);
    await office.release(client, 'PURCHASES');
    await office.files(1);
    const after = await switchOff(system, office.visitor);
    expect(after.text).toContain('Google Drive staat uit');

    const late = await office.release(client, 'PURCHASES');
    // Passed over, or cancelled where the instance still remembered the connection as on.
    await until('the late document has ended', () => deliveriesOf(late) === 1);
    expect(system.google.tree(office.email).filter(({ folder }) => !folder)).toHaveLength(1);
    const grants = await office.visitor.open(`${system.pages.google}/drive/${encodeURIComponent(office.email)}/apps`);
    expect(grants.text).toContain('Geen enkele app heeft toegang');
    const version = `${system.secretManagerUrl}/v1/projects/${system.project}/secrets/connection-${office.partnerSpace}/versions/1:access`;
    expect(await (await fetch(version)).text()).toContain('DESTROYED');
  });
});

describe('who may come in', () => {
  test('a person who is no administrator of the partner space is told so', async () => {
    const office = openOffice(system);
    const memberships = [{ partnerSpace: office.partnerSpace, role: 'ACCOUNTANT' as const }];
    system.banqup.createUser({ name: 'Medewerker Mia', email: 'mia@kantoor.example', memberships });
    const page = await configureAs('Medewerker Mia', office.partnerSpace);
    expect(page.status).toBe(403);
    expect(page.text).toContain('Alleen een beheerder');
  });

  test('an administrator of one partner space does not get into another', async () => {
    const [mine, theirs] = [openOffice(system), openOffice(system)];
    const page = await configureAs(mine.administrator, theirs.partnerSpace);
    expect(page.status).toBe(403);
  });

  test('consent refused at Google stores nothing and can be tried again', async () => {
    const office = openOffice(system);
    const ourPage = await install(system, office.visitor, office.administrator);
    const accounts = await office.visitor.press(ourPage, 'Aanmelden met Google Drive');
    const consent = await office.visitor.click(accounts, office.person);
    const refused = await office.visitor.press(consent, 'Annuleren');
    expect(refused.text).toContain('Je hebt Banqup geen toestemming gegeven');
    const again = await office.visitor.click(refused, 'Opnieuw proberen');
    expect(again.text).toContain('Verbind je Google Drive');
  });

  test('consent without Drive stores nothing and says what is missing', async () => {
    const office = openOffice(system);
    const ourPage = await install(system, office.visitor, office.administrator);
    const accounts = await office.visitor.press(ourPage, 'Aanmelden met Google Drive');
    const consent = await office.visitor.click(accounts, office.person);
    const refused = await office.visitor.press(consent, 'Doorgaan', { granted_scope: '' });
    expect(refused.text).toContain('De toestemming voor Google Drive ontbreekt');
    const secret = `${system.secretManagerUrl}/v1/projects/${system.project}/secrets/connection-${office.partnerSpace}`;
    expect((await fetch(secret)).status).toBe(404);
  });

  test("Google's answer in another browser is refused", async () => {
    const office = openOffice(system);
    const ourPage = await install(system, office.visitor, office.administrator);
    const accounts = await office.visitor.press(ourPage, 'Aanmelden met Google Drive');
    const state = new URL(accounts.url).searchParams.get('state') ?? '';
    const stranger = createVisitor();
    const page = await stranger.open(`${system.pages.app}/google/callback?state=${state}&code=anything`);
    expect(page.status).toBe(400);
    expect(page.text).toContain('Deze link is niet meer geldig');
  });
});

test('the scheduler asks for every partner that is on whether something waits', async () => {
  const office = openOffice(system);
  await office.connect();
  await system.sweep();
  await until('the sweep has ended', () => system.logLines.some((line) => line.includes('"message":"swept"')));
});

test('no log line holds a token, a code or a cookie', async () => {
  const office = openOffice(system);
  await office.connect();
  await office.activate(office.client);
  await office.release(office.client, 'PURCHASES');
  await office.files(1);
  const secrets = [
    ...Object.values(office.visitor.cookies(system.pages.app)),
    // How Google's tokens begin, access and refresh; and how a token travels.
    'ya29.',
    '1//',
    'Bearer ',
  ];
  const log = system.logLines.join('\n');
  expect(log).toContain(office.partnerSpace);
  for (const secret of secrets) expect(log).not.toContain(secret);
});

test('log lines carry the trace of their request, a push included', async () => {
  const { url } = system.exportDocument;
  const traceparent = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;
  const topic = `projects/${system.project}/topics/banqup-messages`;
  const data = Buffer.from(JSON.stringify({ category: 'payment', type: 'none of ours' })).toString('base64');
  await fetch(`${url}/${topic}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: traceparent('a') },
    body: JSON.stringify({
      message: { data, messageId: '1', publishTime: new Date().toISOString() },
      subscription: 's',
    }),
  });
  await createVisitor().send('GET', `${system.pages.app}/nowhere`, { headers: { traceparent: traceparent('b') } });
  const lineWith = (text: string) => system.logLines.find((line) => line.includes(text)) ?? '';
  await until('both are logged', () => lineWith('not a message for us') !== '' && lineWith('/nowhere') !== '');
  expect(lineWith('not a message for us')).toContain(`projects/${system.project}/traces/${'a'.repeat(32)}`);
  expect(lineWith('/nowhere')).toContain(`projects/${system.project}/traces/${'b'.repeat(32)}`);
});

/** Deliveries that the log says have ended, by document. */
function deliveriesOf(documentId: string, outcome?: string): number {
  return system.logLines.filter((line) => {
    const ended = line.includes('"delivery ended"') || line.includes('"resumed"');
    return ended && line.includes(documentId) && (outcome === undefined || line.includes(`"outcome":"${outcome}"`));
  }).length;
}

/** Opens the configure page of a partner space as a user of Banqup. */
async function configureAs(user: string, partnerSpace: string) {
  const visitor = createVisitor();
  const login = await visitor.open(`${system.pages.app}/configure?partnerSpace=${partnerSpace}`);
  return visitor.press(login, user);
}
