/** What comes around the main path, through the doors of people, Banqup and Google, against real processes. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signInWithGoogle, switchOff } from '../local/journey.ts';
import { until } from '../local/until.ts';
import { bytesOf, type Office, openOffice, startTestSystem, type TestSystem } from './office.ts';

let system: TestSystem;

beforeAll(async () => {
  system = await startTestSystem();
}, 60_000);
afterAll(async () => system?.close());

/** An office that is connected, with its client switched on. */
async function aWorkingOffice(): Promise<Office> {
  const office = openOffice(system);
  await office.connect();
  await office.activate(office.client);
  return office;
}

const filesOf = async (office: Office) => (await office.tree()).filter(({ isFolder }) => !isFolder);
const noticesOf = (office: Office) =>
  system.banqup.notices(office.partnerSpace).map(({ kind, news }) => `${kind} ${news}`);

describe('the accountant sends a document again', () => {
  test('and finds it where it was deleted, with the bytes that Banqup has now', async () => {
    const office = await aWorkingOffice();
    const documentId = await office.release(office.client, 'PURCHASES');
    await office.files(1);
    const [first] = await filesOf(office);
    await until('the export is marked', async () => (await office.manage()).text.includes('In Drive'));
    system.google.person(office.email).deleteForGood(first?.id ?? '');
    const later = await bytesOf('credit-note.xml');
    system.banqup.replaceDocument(documentId, later);
    await system.banqup.resend(documentId);
    await office.files(1);
    const [again] = await filesOf(office);
    expect(again?.id).not.toBe(first?.id);
    expect(await again?.download()).toEqual(later);
  });

  test('and its file gets other bytes, in its place', async () => {
    const office = await aWorkingOffice();
    const documentId = await office.release(office.client, 'PURCHASES');
    await office.files(1);
    const [first] = await filesOf(office);
    await until('the export is marked', async () => (await office.manage()).text.includes('In Drive'));
    const later = await bytesOf('credit-note.xml');
    system.banqup.replaceDocument(documentId, later);
    await system.banqup.resend(documentId);
    const content = await until('the file has other bytes', async () => {
      const [file] = await filesOf(office);
      return file?.id === first?.id && file?.md5 !== first?.md5 && file?.download();
    });
    expect(content).toEqual(later);
    expect(await filesOf(office)).toHaveLength(1);
  });
});

describe('clients come and go by themselves', () => {
  test('one that a template switches on gets its folders, and its documents from then on', async () => {
    const office = openOffice(system);
    await office.connect();
    await system.banqup.activateByTemplate(office.partnerSpace, office.client.space);
    await until('its folders are there', async () => (await office.tree()).length === 4);
    await office.release(office.client, 'SALES');
    await office.files(1);
  });

  test('one that a template switches on before there is a connection is kept, and made when it comes', async () => {
    const office = openOffice(system);
    await office.activate(office.client);
    await office.connect();
    await until('its folders are there', async () => (await office.tree()).length === 4);
    await office.release(office.client, 'SALES');
    await office.files(1);
  });

  test('one whose call was lost, and whose message too, is found by comparing', async () => {
    const office = openOffice(system);
    await office.connect();
    await until('the first comparison is over', async () => system.banqup.calls().extensions);
    await system.banqup.activateByTemplate(office.partnerSpace, office.client.space, { message: false });
    await system.compareAll();
    await until('its folders are there', async () => (await office.tree()).length === 4);
  });

  test('one that has another accountant now is switched off: its documents stay where they belong', async () => {
    const office = await aWorkingOffice();
    const other = openOffice(system);
    await other.connect();
    system.banqup.linkClient(other.partnerSpace, office.client.space);
    await other.activate(office.client);
    await office.release(office.client, 'PURCHASES');
    await Promise.all([office.files(1), other.files(1)]);
    await system.banqup.removeClient(office.partnerSpace, office.client.space);
    await until('it is switched off', async () => (await office.manage()).text.includes('Nog geen klanten'));
    await office.release(office.client, 'PURCHASES');
    await other.files(2);
    expect(await filesOf(office)).toHaveLength(1);
  });

  test('an extension that is uninstalled is over, and its grant with it', async () => {
    const office = await aWorkingOffice();
    system.google.resetCalls();
    await system.banqup.uninstall(office.partnerSpace);
    await until('it is off', async () => (await office.manage()).text.includes('Google Drive staat uit'));
    expect(system.google.calls()['oauth.revoke']).toBe(1);
  });
});

describe("Banqup's messages over HTTP", () => {
  const post = (url: string, body: unknown) =>
    fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

  test('bring a document into Drive as those by Pub/Sub do', async () => {
    const office = await aWorkingOffice();
    const ubl = await bytesOf('invoice-one-rate.xml');
    const status = { document: 'APPROVED' };
    const { documentId } = system.banqup.addDocument({ space: office.client.space, folder: 'PURCHASES', ubl, status });
    const message = { category: 'document', type: 'x', resourceId: office.client.space, data: { documentId } };
    const wrong = system.listenerUrl.replace(/listener\/.{8}/, 'listener/XXXXXXXX');
    expect((await post(wrong, message)).status).toBe(404);
    expect((await post(system.listenerUrl, { ...message, data: {} })).status).toBe(400);
    expect((await post(system.listenerUrl, { ...message, more: 'x'.repeat(1_000_000) })).status).toBe(413);
    expect((await post(system.listenerUrl, message)).status).toBe(202);
    await office.files(1);
    expect(system.logLines.join()).not.toContain(system.listenerUrl.split('/').at(-2));
  });
});

describe("the scheduler's door", () => {
  const knock = (headers: Record<string, string> = {}) =>
    fetch(`${system.connect.url}/scheduled/care-all`, { method: 'POST', headers });
  const asked = () => system.logLines.filter((line) => line.includes('"work":"care"')).length;

  test('opens to the scheduler alone, and has every partner cared for', async () => {
    const account = 'another@local.iam.gserviceaccount.com';
    const tokenFor = (audience: string) => system.google.idToken({ account, audience });
    const token = await tokenFor(`scheduled:${system.pages.app}`);
    expect((await knock()).status).toBe(401);
    // Of a token for its own address Cloud Run may take the signature away.
    expect((await knock({ authorization: `Bearer ${await tokenFor(system.pages.app)}` })).status).toBe(401);
    expect((await knock({ authorization: `Bearer ${token}` })).status).toBe(403);
    const before = asked();
    await system.careAll();
    await until('every partner is asked for', () => asked() > before);
    expect(system.logLines.join()).not.toContain(token);
  });
});

describe('a partner is told', () => {
  test('that Google refuses, once, and that it is good again; what waited is there then', async () => {
    const office = await aWorkingOffice();
    await until('its folders are there', async () => (await office.tree()).length === 4);
    system.google.revoke(office.email);
    await office.release(office.client, 'PURCHASES');
    await office.release(office.client, 'SALES');
    await until('it is told', async () => noticesOf(office).length > 0);
    await until('both wait', async () => (await office.manage()).text.includes('2 documenten wachten'));
    const page = await office.manage();
    expect(page.text).toContain('Google heeft de toegang ingetrokken');
    await signInWithGoogle(office.visitor, page, office.person);
    await office.files(2);
    await until('it is good again', async () => noticesOf(office).length > 1);
    expect(noticesOf(office)).toEqual(['signInNeeded trouble', 'signInNeeded good']);
    const home = await office.visitor.open(`${system.pages.banqup}/partner-spaces/${office.partnerSpace}`);
    expect(home.text).toContain('De verbinding met je Google Drive werkt weer.');
  });
});

describe('signing in again', () => {
  test('after off, where Google shows the old tree no more, makes a new one, and the page says so', async () => {
    const office = await aWorkingOffice();
    await office.release(office.client, 'PURCHASES');
    await office.files(1);
    const off = await switchOff(system, office.visitor);
    expect(off.text).toContain('Google Drive staat uit');
    await signInWithGoogle(office.visitor, off, office.person);
    await until('the page says so', async () =>
      (await office.manage()).text.includes('Google toonde ons de vorige map Invoice_import niet meer'),
    );
  });

  test('with another account makes a tree there, and the page says where the old one is', async () => {
    const office = await aWorkingOffice();
    await office.release(office.client, 'PURCHASES');
    await office.files(1);
    const off = await switchOff(system, office.visitor);
    const email = system.nextAccount();
    const person = system.google.accounts.find((account) => account.email === email)?.displayName ?? '';
    const installed = await signInWithGoogle(office.visitor, off, person);
    expect(installed.text).toContain(`blijft in de Drive van ${office.email}`);
    expect((await office.manage()).text).toContain(`blijft in de Drive van ${office.email}`);
  });
});
