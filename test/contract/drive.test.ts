/**
 * What the domain may rely on in a Drive (domain/ports.ts): the fake, and the adapter on the Google simulator; then what the
 * adapter makes of Google's refusals, seen by the requests that arrive.
 */
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connection } from '../../functions/domain/connection.ts';
import type { Drive, Drives } from '../../functions/domain/ports.ts';
import { createDrives } from '../../functions/google/drives.ts';
import { aConnection, ublOf } from '../builders.ts';
import { createTraffic } from '../fakes/call.ts';
import { createFakeTokens, createFakeVault, type FakeVault } from '../fakes/tokens.ts';
import { createFakeWorld } from '../fakes/world.ts';
import {
  createGoogleSimulator,
  type GoogleSimulator,
  type GoogleSimulatorOptions,
} from '../simulators/google/server.ts';
import { listen } from './listen.ts';

const els = 'els.claes@fiduclaes.example';
const jan = 'jan.willems@boekhoudingwillems.example';
const partnerOf = { [els]: 'a0000000-0000-4000-8000-000000000001', [jan]: 'a0000000-0000-4000-8000-000000000002' };

interface Google {
  signIn(email: string): string;
  revoke(email: string): void;
  person(email: string): {
    move(id: string, folderId: string): void;
    trash(id: string): void;
    restore(id: string): void;
    deleteForGood(id: string): void;
  };
  /** Paths of what is not in the trash. */
  paths(email: string): string[];
}

interface Site {
  google: Google;
  vault: FakeVault;
  drives: Drives;
  /** By the clock of this Drive. */
  now(): Date;
  /** Drives of an instance that has not read any token yet. */
  otherInstance(): Drives;
  close(): Promise<void>;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const md5Of = (content: Uint8Array) => createHash('md5').update(content).digest('hex');

/** A connection to this account, its token in the vault. */
function connect({ google, vault }: Pick<Site, 'google' | 'vault'>, email: typeof els | typeof jan = els): Connection {
  const partnerSpace = partnerOf[email] ?? '';
  return aConnection({ partnerSpace, secretVersion: vault.keep(partnerSpace, google.signIn(email)) });
}

async function drawId(drive: Drive): Promise<string> {
  const [id = ''] = await drive.drawIds(1);
  return id;
}

async function makeFolder(drive: Drive, name = 'Map'): Promise<string> {
  const id = await drawId(drive);
  await drive.createFolder({ id, name });
  return id;
}

async function makeFile(drive: Drive, content = ublOf()) {
  const folderId = await makeFolder(drive);
  return drive.createFile({ id: await drawId(drive), name: 'a.xml', folderId, content });
}

/** `regrantSeesOldFiles`: whether a new grant sees what was made under an earlier, ended one; both are possible at Google. */
type Start = (options?: { regrantSeesOldFiles?: boolean }) => Promise<Site>;

function describeDrive(name: string, start: Start): void {
  describe(`drive (${name})`, () => {
    let site: Site;
    let connection: Connection;
    let drive: Drive;

    beforeEach(async () => {
      site = await start();
      connection = connect(site);
      drive = site.drives.of(connection);
    });
    afterEach(() => site.close());

    test('draws as many ids as asked, each once', async () => {
      const ids = [...(await drive.drawIds(1000)), ...(await drive.drawIds(1)), ...(await drive.drawIds(250))];
      expect(new Set(ids).size).toBe(1251);
      await expect(drive.drawIds(1001)).rejects.toMatchObject({ code: 'unexpected' });
    });

    test('makes a folder in My Drive, and one in that', async () => {
      const root = await makeFolder(drive, 'Invoice_import');
      await drive.createFolder({ id: await drawId(drive), name: 'John Doe_BE0123456749', parentId: root });
      expect(site.google.paths(els)).toEqual(['Invoice_import', 'Invoice_import/John Doe_BE0123456749']);
    });

    test.each([
      ['in one call', ublOf({ supplier: 'Éénaeme 🧾' })],
      ['just at 5 MB', randomBytes(5_000_000)],
      ['of 6 MB', randomBytes(6_000_000)],
      ['that is a view of a larger buffer', randomBytes(6_500_000).subarray(250_000, 6_250_000)],
    ])('keeps a file %s byte for byte, and tells of it', async (_how, content) => {
      const folderId = await makeFolder(drive);
      const id = await drawId(drive);
      const file = await drive.createFile({ id, name: 'factuur.xml', folderId, content });
      expect(file).toEqual({
        id,
        name: 'factuur.xml',
        folderId,
        md5: md5Of(content),
        sizeBytes: content.byteLength,
        link: expect.stringMatching(/^https?:\/\/\S+$/),
        trashed: false,
        trashedItself: false,
      });
      expect(await drive.file(id)).toEqual(file);
      expect(site.google.paths(els)).toEqual(['Map', 'Map/factuur.xml']);
    });

    test.each(["'t Hof van Éénaeme's.xml", 'a "b" \\ c.xml', '🧾 naïve ﬁ.xml', 'a_%2F%00_+&=?#.xml', '日本.xml'])(
      'keeps the name %s as it is',
      async (fileName) => {
        const folderId = await makeFolder(drive, fileName);
        const small = { id: await drawId(drive), name: fileName, folderId, content: ublOf() };
        const large = { ...small, id: await drawId(drive), content: randomBytes(5_100_000) };
        expect((await drive.createFile(small)).name).toBe(fileName);
        expect((await drive.createFile(large)).name).toBe(fileName);
        expect((await drive.updateFile(large))?.name).toBe(fileName);
        expect((await drive.file(small.id))?.name).toBe(fileName);
        expect(site.google.paths(els)).toContain(fileName);
      },
    );

    test.each([
      ['a small file', ublOf()],
      ['a large file', randomBytes(5_100_000)],
    ])('makes %s once under its id, and refuses the same id again as used', async (_size, content) => {
      const first = await makeFile(drive, content);
      const again = { id: first.id, name: 'b.xml', folderId: first.folderId, content };
      await expect(drive.createFile(again)).rejects.toMatchObject({ code: 'idUsed' });
      await expect(drive.createFolder({ id: first.id, name: 'b' })).rejects.toMatchObject({ code: 'idUsed' });
      expect(await drive.file(first.id)).toEqual(first);
      expect(site.google.paths(els)).toHaveLength(2);
    });

    test('makes a folder once under its id', async () => {
      const id = await makeFolder(drive);
      await expect(drive.createFolder({ id, name: 'Map' })).rejects.toMatchObject({ code: 'idUsed' });
      expect(site.google.paths(els)).toEqual(['Map']);
    });

    test('lets one of two concurrent creates under one id win', async () => {
      const folderId = await makeFolder(drive);
      const id = await drawId(drive);
      const create = (fileName: string) => drive.createFile({ id, name: fileName, folderId, content: ublOf() });
      const both = await Promise.allSettled([create('a.xml'), create('b.xml')]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(both).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ code: 'idUsed' }) });
      expect(site.google.paths(els)).toHaveLength(2);
    });

    test('keeps an id used after its file was deleted for good', async () => {
      const { id, folderId } = await makeFile(drive);
      site.google.person(els).deleteForGood(id);
      const again = drive.createFile({ id, name: 'a.xml', folderId, content: ublOf() });
      await expect(again).rejects.toMatchObject({ code: 'idUsed' });
    });

    test.each([
      ['small', ublOf()],
      ['large', randomBytes(5_100_000)],
    ])('refuses an id that this account has not drawn, for a %s file', async (_size, content) => {
      const folderId = await makeFolder(drive);
      const foreign = await drawId(site.drives.of(connect(site, jan)));
      for (const id of [foreign, 'not-an-id']) {
        const file = { id, name: 'a.xml', folderId, content };
        await expect(drive.createFile(file)).rejects.toMatchObject({ code: 'idRefused' });
        await expect(drive.createFolder({ id, name: 'a' })).rejects.toMatchObject({ code: 'idRefused' });
      }
      expect(site.google.paths(els)).toEqual(['Map']);
    });

    test('tells that the parent is gone: deleted, never made, or of somebody else', async () => {
      const deleted = await makeFolder(drive);
      site.google.person(els).deleteForGood(deleted);
      const foreign = await makeFolder(site.drives.of(connect(site, jan)));
      for (const parentId of [deleted, await drawId(drive), foreign]) {
        const id = await drawId(drive);
        for (const content of [ublOf(), randomBytes(5_100_000)]) {
          const file = { id, name: 'a.xml', folderId: parentId, content };
          await expect(drive.createFile(file)).rejects.toMatchObject({ code: 'parentGone' });
        }
        await expect(drive.createFolder({ id, name: 'a', parentId })).rejects.toMatchObject({ code: 'parentGone' });
        // The id is still good.
        await drive.createFolder({ id, name: 'b' });
      }
    });

    test('makes a file also in a folder that lies in the trash', async () => {
      const folderId = await makeFolder(drive);
      site.google.person(els).trash(folderId);
      const id = await drawId(drive);
      await drive.createFile({ id, name: 'a.xml', folderId, content: ublOf() });
      expect((await drive.file(id))?.folderId).toBe(folderId);
      expect(site.google.paths(els)).toEqual([]);
    });

    test('gives a file other bytes and another name under the same id', async () => {
      const before = await makeFile(drive);
      for (const content of [ublOf({ number: 'INV-2' }), randomBytes(6_000_000), new Uint8Array()]) {
        const fileName = `${content.byteLength}.xml`;
        const after = await drive.updateFile({ id: before.id, name: fileName, content });
        expect(after).toEqual({ ...before, name: fileName, md5: md5Of(content), sizeBytes: content.byteLength });
        expect(await drive.file(before.id)).toEqual(after);
      }
      expect(site.google.paths(els)).toEqual(['Map', 'Map/0.xml']);
    });

    test('has no file that was deleted, never made, or is of somebody else', async () => {
      const deleted = await makeFile(drive);
      site.google.person(els).deleteForGood(deleted.id);
      const foreign = await makeFile(site.drives.of(connect(site, jan)));
      for (const id of [deleted.id, foreign.id, await drawId(drive), 'not-an-id']) {
        expect(await drive.file(id)).toBeUndefined();
        expect(await drive.updateFile({ id, name: 'b.xml', content: ublOf() })).toBeUndefined();
      }
      expect(await site.drives.of(connect(site, jan)).file(foreign.id)).toEqual(foreign);
    });

    test('tells that a file was put in the trash itself, and not only with its folder', async () => {
      const alone = await makeFile(drive);
      const within = await makeFile(drive);
      expect((await drive.file(alone.id))?.trashedItself).toBe(false);
      site.google.person(els).trash(alone.id);
      site.google.person(els).trash(within.folderId);
      expect(await drive.file(alone.id)).toEqual({ ...alone, trashed: true, trashedItself: true });
      expect(await drive.file(within.id)).toEqual({ ...within, trashed: true });
      expect((await drive.updateFile({ id: alone.id, name: 'b.xml', content: ublOf() }))?.trashedItself).toBe(true);
    });

    test('shows its folders, in the trash too, and says of each where it lies', async () => {
      const { folderId } = await makeFile(drive);
      const parentId = (await drive.folder(folderId))?.parentId;
      expect(await drive.folder(folderId)).toEqual({ id: folderId, trashed: false, ...(parentId && { parentId }) });
      site.google.person(els).trash(folderId);
      expect((await drive.folder(folderId))?.trashed).toBe(true);
      expect(await drive.folders()).toContainEqual({ id: folderId, trashed: true, ...(parentId && { parentId }) });
    });

    test('does not flag what was made in a folder that lay in the trash already, but shows what is above it', async () => {
      const makeIn = async (parentId: string) => {
        const id = await drawId(drive);
        await drive.createFolder({ id, name: 'AP', parentId });
        return id;
      };
      const root = await makeFolder(drive);
      const before = await makeIn(root);
      site.google.person(els).trash(root);
      const after = await makeIn(root);
      const deeper = await makeIn(after);
      const beneath = [
        { id: before, parentId: root, trashed: true },
        { id: after, parentId: root, trashed: false },
        { id: deeper, parentId: after, trashed: false },
      ];
      const shown = await drive.folders();
      expect(shown).toHaveLength(4);
      expect(shown.find(({ id }) => id === root)?.trashed).toBe(true);
      expect(shown).toEqual(expect.arrayContaining(beneath));
      for (const one of beneath) expect(await drive.folder(one.id)).toEqual(one);
    });

    test('says that a folder is out of the trash again, with all that went there with it', async () => {
      const root = await makeFolder(drive);
      const child = await drawId(drive);
      await drive.createFolder({ id: child, name: 'AP', parentId: root });
      site.google.person(els).trash(root);
      expect((await drive.folders()).map(({ trashed }) => trashed)).toEqual([true, true]);
      site.google.person(els).restore(root);
      expect((await drive.folders()).map(({ trashed }) => trashed)).toEqual([false, false]);
      expect(await drive.folder(child)).toEqual({ id: child, parentId: root, trashed: false });
    });

    test('shows folders only, and no file', async () => {
      const { id, folderId } = await makeFile(drive);
      expect((await drive.folders()).map((folder) => folder.id)).toEqual([folderId]);
      expect(id).not.toBe(folderId);
    });

    test('shows every one of more folders than come in one page, once', async () => {
      const root = await makeFolder(drive);
      const made = [root, ...(await drive.drawIds(1000)), ...(await drive.drawIds(5))];
      for (const id of made.slice(1)) await drive.createFolder({ id, name: 'AP', parentId: root });
      site.google.person(els).trash(made[1002] ?? '');
      const shown = await drive.folders();
      expect(shown.map(({ id }) => id).sort()).toEqual([...made].sort());
      expect(shown.filter(({ trashed }) => trashed).map(({ id }) => id)).toEqual([made[1002]]);
      expect(shown.filter(({ parentId }) => parentId === root)).toHaveLength(1005);
    });

    test('shows no folder that is gone, was never made, or is of somebody else', async () => {
      const { folderId } = await makeFile(drive);
      const others = site.drives.of(connect(site, jan));
      expect(await others.folder(folderId)).toBeUndefined();
      expect((await others.folders()).map(({ id }) => id)).not.toContain(folderId);
      site.google.person(els).deleteForGood(folderId);
      for (const id of [folderId, await drawId(drive), 'not-an-id']) expect(await drive.folder(id)).toBeUndefined();
      expect((await drive.folders()).map(({ id }) => id)).not.toContain(folderId);
    });

    test('tells which files lie in a folder, without those in the trash or elsewhere, and its folders', async () => {
      const long = new Date(0);
      const { id: first, folderId } = await makeFile(drive);
      const make = async () => {
        const id = await drawId(drive);
        return (await drive.createFile({ id, name: 'b.xml', folderId, content: ublOf() })).id;
      };
      const [moved, trashed, deleted, last] = [await make(), await make(), await make(), await make()];
      await drive.createFolder({ id: await drawId(drive), name: 'a folder', parentId: folderId });
      const { folderId: elsewhere } = await makeFile(drive);
      const hands = site.google.person(els);
      hands.move(moved, elsewhere);
      hands.trash(trashed);
      hands.deleteForGood(deleted);
      expect((await drive.liveFiles(folderId, long)).sort()).toEqual([first, last].sort());
      expect(await drive.liveFiles(elsewhere, long)).toContain(moved);
      hands.trash(folderId);
      expect(await drive.liveFiles(folderId, long)).toEqual([]);
    });

    test('tells of the files in a folder that were made since a moment, and none before it', async () => {
      const { id, folderId } = await makeFile(drive);
      const dayMs = 86_400_000;
      const now = site.now().getTime();
      expect(await drive.liveFiles(folderId, new Date(now - dayMs))).toEqual([id]);
      expect(await drive.liveFiles(folderId, new Date(now + dayMs))).toEqual([]);
    });

    test('has no files in a folder that is gone, was never made, or is of somebody else', async () => {
      const { folderId } = await makeFile(drive);
      const others = site.drives.of(connect(site, jan));
      expect(await others.liveFiles(folderId, new Date(0))).toEqual([]);
      site.google.person(els).deleteForGood(folderId);
      for (const id of [folderId, await drawId(drive)]) expect(await drive.liveFiles(id, new Date(0))).toEqual([]);
    });

    const calls: [string, (drive: Drive) => Promise<unknown>][] = [
      ['drawing ids', (one) => one.drawIds(1)],
      ['making a folder', (one) => one.createFolder({ id: 'id', name: 'a' })],
      ['making a file', (one) => one.createFile({ id: 'id', name: 'a', folderId: 'b', content: ublOf() })],
      [
        'making a large file',
        (one) => one.createFile({ id: 'id', name: 'a', folderId: 'b', content: randomBytes(5_000_001) }),
      ],
      ['updating a file', (one) => one.updateFile({ id: 'id', name: 'a', content: ublOf() })],
      ['looking for a file', (one) => one.file('id')],
      ['looking for a folder', (one) => one.folder('id')],
      ['looking for folders', (one) => one.folders()],
      ['looking into a folder', (one) => one.liveFiles('id', new Date(0))],
    ];

    test.each(calls)(
      'throws signInNeeded for %s under a dead grant, whether or not it was used before',
      async (_call, call) => {
        await drive.drawIds(1);
        site.google.revoke(els);
        await expect(call(drive)).rejects.toMatchObject({ code: 'signInNeeded' });
        await expect(call(site.otherInstance().of(connection))).rejects.toMatchObject({ code: 'signInNeeded' });
      },
    );

    test.each(calls)('throws connectionChanged for %s when the secret version is gone', async (_call, call) => {
      site.vault.destroy(connection.partnerSpace, connection.secretVersion);
      await expect(call(drive)).rejects.toMatchObject({ code: 'connectionChanged' });
    });

    test('goes by the secret version that the connection names', async () => {
      const { id } = await makeFile(drive);
      site.google.revoke(els);
      await expect(drive.drawIds(1)).rejects.toMatchObject({ code: 'signInNeeded' });
      const anew = connect(site);
      expect(anew.secretVersion).not.toBe(connection.secretVersion);
      expect(await site.drives.of(anew).drawIds(1)).toHaveLength(1);
      await expect(site.drives.of(connection).file(id)).rejects.toMatchObject({ code: 'signInNeeded' });
    });

    test('goes by the token of a link that was begun anew, also where its secret versions come again', async () => {
      const { id } = await makeFile(drive);
      site.vault.forget(connection.partnerSpace);
      const secretVersion = site.vault.keep(connection.partnerSpace, site.google.signIn(jan));
      expect(secretVersion).toBe(connection.secretVersion);
      const anew = aConnection({ ...connection, secretVersion, since: new Date(connection.since.getTime() + 1) });
      expect(await site.drives.of(anew).file(id)).toBeUndefined();
      expect((await drive.file(id))?.id).toBe(id);
    });

    test('asks again for a token that could not be read before', async () => {
      const { partnerSpace, secretVersion } = connection;
      const later = aConnection({ partnerSpace, secretVersion: String(Number(secretVersion) + 1) });
      await expect(site.drives.of(later).drawIds(1)).rejects.toMatchObject({ code: 'connectionChanged' });
      expect(connect(site).secretVersion).toBe(later.secretVersion);
      expect(await site.drives.of(later).drawIds(1)).toHaveLength(1);
    });

    test('does not see under a new grant what was made under an ended one', async () => {
      const { id, folderId } = await makeFile(drive);
      site.google.revoke(els);
      const anew = site.drives.of(connect(site));
      expect(await anew.file(id)).toBeUndefined();
      expect(await anew.folder(folderId)).toBeUndefined();
      expect(await anew.folders()).toEqual([]);
      const newId = await drawId(anew);
      const file = { id: newId, name: 'a.xml', folderId, content: ublOf() };
      await expect(anew.createFile(file)).rejects.toMatchObject({ code: 'parentGone' });
      await expect(anew.createFile({ ...file, id })).rejects.toMatchObject({ code: 'idUsed' });
    });

    test('sees under a new grant what was made under an ended one, where Google is like that', async () => {
      const generous = await start({ regrantSeesOldFiles: true });
      try {
        const before = generous.drives.of(connect(generous));
        const file = await makeFile(before);
        const folders = await before.folders();
        generous.google.revoke(els);
        const anew = generous.drives.of(connect(generous));
        expect(await anew.file(file.id)).toEqual(file);
        expect(await anew.folders()).toEqual(folders);
        expect(await anew.folder(file.folderId)).toEqual(folders[0]);
        const again = { id: await drawId(anew), name: 'b.xml', folderId: file.folderId, content: ublOf() };
        expect((await anew.createFile(again)).folderId).toBe(file.folderId);
      } finally {
        await generous.close();
      }
    });
  });
}

describeDrive('fake', async (options = {}) => {
  const { clock, google, vault, ports, portsFor } = createFakeWorld(options);
  return {
    google: {
      signIn: google.signIn,
      revoke: google.revoke,
      person: google.person,
      paths: (email) =>
        google
          .tree(email)
          .flatMap(({ path, trashed }) => (trashed ? [] : [path]))
          .filter(outsideTrash(google.tree(email))),
    },
    vault,
    drives: ports.drives,
    otherInstance: () => portsFor({}).drives,
    now: clock.now,
    close: async () => {},
  };
});

/** What lies in a trashed folder cannot be reached, flagged or not. */
function outsideTrash(tree: { path: string; trashed: boolean }[]): (path: string) => boolean {
  const trashed = tree.flatMap((file) => (file.trashed ? [`${file.path}/`] : []));
  return (path) => !trashed.some((folder) => path.startsWith(folder));
}

const client = { clientId: 'us.apps.googleusercontent.com', clientSecret: 'secret' };

async function startAdapter(options: Partial<GoogleSimulatorOptions> = {}) {
  const simulator = await createGoogleSimulator({ clients: [{ ...client, redirectUris: [] }], ...options });
  const vault = createFakeVault();
  const tokens = createFakeTokens(vault, createTraffic().through());
  const drivesWith = (clientSecret: string) => {
    const { url } = simulator;
    return createDrives(tokens, { ...client, clientSecret, tokenUrl: `${url}/token`, driveUrl: url, uploadUrl: url });
  };
  const google: Google = {
    signIn: (email) => simulator.signIn(email, client.clientId).refreshToken,
    revoke: simulator.revoke,
    person: simulator.person,
    paths: (email) => simulator.tree(email).map(({ path }) => path),
  };
  return {
    simulator,
    google,
    vault,
    drives: drivesWith(client.clientSecret),
    drivesWith,
    otherInstance: () => drivesWith(client.clientSecret),
    now: () => new Date(),
    close: simulator.close,
  };
}

describeDrive('Google simulator', startAdapter);

describe("Google's refusals", () => {
  let site: Awaited<ReturnType<typeof startAdapter>>;
  let simulator: GoogleSimulator;
  let clockOffset = 0;
  let drive: Drive;
  let folderId: string;
  let id: string;
  let file: { id: string; name: string; folderId: string; content: Uint8Array };

  beforeEach(async () => {
    clockOffset = 0;
    site = await startAdapter({ now: () => new Date(Date.now() + clockOffset) });
    ({ simulator } = site);
    drive = site.drives.of(connect(site));
    folderId = await makeFolder(drive);
    ({ id } = await makeFile(drive));
    file = { id: await drawId(drive), name: 'b.xml', folderId, content: ublOf() };
    simulator.resetCalls();
  });
  afterEach(() => site.close());

  const requests = () => Object.values(simulator.calls()).reduce((sum, count) => sum + count, 0);
  const large = (): typeof file => ({ ...file, content: randomBytes(5_000_001) });

  /** Every call of the port, with the request that it makes first. */
  const calls: [string, string, () => Promise<unknown>][] = [
    ['drawIds', 'drive.files.generateIds', () => drive.drawIds(1)],
    ['createFolder', 'drive.files.create', () => drive.createFolder({ id: file.id, name: 'a' })],
    ['createFile', 'drive.files.create', () => drive.createFile(file)],
    ['createFile of 5 MB', 'drive.files.create', () => drive.createFile(large())],
    ['createFile of 5 MB, its bytes', 'drive.files.create.upload', () => drive.createFile(large())],
    ['updateFile', 'drive.files.update', () => drive.updateFile({ ...file, id })],
    ['updateFile, its bytes', 'drive.files.update.upload', () => drive.updateFile({ ...file, id })],
    ['file', 'drive.files.get', () => drive.file(id)],
    ['folder', 'drive.files.get', () => drive.folder(folderId)],
    ['folders', 'drive.files.list', () => drive.folders()],
    ['liveFiles', 'drive.files.list', () => drive.liveFiles(folderId, new Date(0))],
  ];

  test.each([
    [400, 'badRequest', 'unexpected'],
    [400, 'invalid', 'unexpected'],
    [401, 'authError', 'signInNeeded'],
    [403, 'insufficientPermissions', 'signInNeeded'],
    [403, 'rateLimitExceeded', 'paceLimited'],
    [403, 'userRateLimitExceeded', 'paceLimited'],
    [403, 'dailyLimitExceeded', 'paceLimited'],
    [403, 'sharingRateLimitExceeded', 'paceLimited'],
    [429, 'rateLimitExceeded', 'paceLimited'],
    [429, 'neverSeenBefore', 'paceLimited'],
    [403, 'storageQuotaExceeded', 'driveFull'],
    [403, 'domainPolicy', 'drivePolicy'],
    [403, 'appNotAuthorizedToFile', 'drivePolicy'],
    [403, 'insufficientFilePermissions', 'drivePolicy'],
    [403, 'numChildrenInNonRootLimitExceeded', 'driveLimit'],
    [403, 'activeItemCreationLimitExceeded', 'driveLimit'],
    [403, 'myDriveHierarchyDepthLimitExceeded', 'driveLimit'],
    [403, 'teamDriveFileLimitExceeded', 'driveLimit'],
    [403, 'neverSeenBefore', 'unexpected'],
    [408, 'requestTimeout', 'googleUnavailable'],
    [500, 'internalError', 'googleUnavailable'],
    [502, 'badGateway', 'googleUnavailable'],
    [503, 'backendError', 'googleUnavailable'],
    [504, 'neverSeenBefore', 'googleUnavailable'],
  ] as const)('%i %s means %s', async (status, reason, code) => {
    simulator.addFault({ on: 'drive.*', status, reason, times: 2 });
    await expect(drive.drawIds(1)).rejects.toMatchObject({ code });
    simulator.clearFaults();
    // A 400 to a creation is the id's.
    simulator.addFault({ on: 'drive.*', status, reason, times: 2 });
    const creating = drive.createFile(file);
    await expect(creating).rejects.toMatchObject({ code: status === 400 ? 'idRefused' : code });
    expect(site.google.paths(els)).not.toContain('Map/b.xml');
  });

  test.each([
    [409, 'fileIdInUse', 'idUsed'],
    [409, 'duplicate', 'idUsed'],
    [400, 'invalid', 'idRefused'],
    [400, 'neverSeenBefore', 'idRefused'],
    [404, 'notFound', 'parentGone'],
    [404, 'neverSeenBefore', 'parentGone'],
  ] as const)('%i %s to a creation means %s, whatever its reason', async (status, reason, code) => {
    for (const create of [() => drive.createFile(file), () => drive.createFile(large())]) {
      simulator.addFault({ on: 'drive.files.create', status, reason });
      await expect(create()).rejects.toMatchObject({ code });
    }
    simulator.addFault({ on: 'drive.files.create', status, reason });
    await expect(drive.createFolder({ id: file.id, name: 'a' })).rejects.toMatchObject({ code });
  });

  test.each(calls)('%s makes no second request when %s answers 503', async (_name, on, call) => {
    simulator.addFault({ on, status: 503, times: 9 });
    await expect(call()).rejects.toMatchObject({ code: 'googleUnavailable' });
    expect(simulator.calls()[on]).toBe(1);
    expect(requests()).toBe(on.endsWith('.upload') ? 2 : 1);
  });

  test.each(calls)('%s makes no second request when %s answers 403', async (_name, on, call) => {
    simulator.addFault({ on, status: 403, reason: 'userRateLimitExceeded', times: 9 });
    await expect(call()).rejects.toMatchObject({ code: 'paceLimited' });
    expect(simulator.calls()[on]).toBe(1);
    expect(requests()).toBe(on.endsWith('.upload') ? 2 : 1);
  });

  test.each(calls)('%s is googleUnavailable, at once, when the connection of %s breaks', async (_name, on, call) => {
    simulator.addFault({ on, how: 'reset', times: 9 });
    await expect(call()).rejects.toMatchObject({ code: 'googleUnavailable' });
    expect(simulator.calls()[on]).toBe(1);
  });

  test.each(calls)('%s keeps how long %s asks us to wait', async (_name, on, call) => {
    simulator.addFault({ on, status: 429, retryAfterSeconds: 17 });
    await expect(call()).rejects.toMatchObject({ code: 'paceLimited', retryAfterSeconds: 17 });
    simulator.addFault({ on, status: 503, retryAfterSeconds: 0 });
    await expect(call()).rejects.toMatchObject({ code: 'googleUnavailable', retryAfterSeconds: 0 });
  });

  test.each([400, 404, 410])('an upload session that answers %i is lost, and nothing else', async (status) => {
    for (const on of ['drive.files.create.upload', 'drive.files.update.upload']) {
      simulator.addFault({ on, status, reason: 'notFound' });
      const call = on.includes('update') ? drive.updateFile({ ...file, id }) : drive.createFile(large());
      await expect(call).rejects.toMatchObject({ code: 'googleUnavailable' });
    }
    expect((await drive.createFile(large())).sizeBytes).toBe(5_000_001);
  });

  test('a document costs one request, and one above 5 MB two', async () => {
    await drive.createFile(file);
    expect(simulator.calls()).toEqual({ 'drive.files.create': 1 });
    simulator.resetCalls();
    await drive.createFile({ ...large(), id: await drawId(drive) });
    expect(simulator.calls()).toEqual({
      'drive.files.create': 1,
      'drive.files.create.upload': 1,
      'drive.files.generateIds': 1,
    });
  });

  test('a thousand folders cost one request, and each further thousand another one', async () => {
    const ids = await drive.drawIds(999);
    for (const one of ids.slice(1)) await drive.createFolder({ id: one, name: 'AP', parentId: folderId });
    simulator.resetCalls();
    expect(await drive.folders()).toHaveLength(1000);
    expect(simulator.calls()).toEqual({ 'drive.files.list': 1 });
    await drive.createFolder({ id: ids[0] ?? '', name: 'AP', parentId: folderId });
    simulator.resetCalls();
    expect(await drive.folders()).toHaveLength(1001);
    expect(simulator.calls()).toEqual({ 'drive.files.list': 2 });
  });

  test('a thousand files of a folder cost one request, and each further thousand another one', async () => {
    const ids = [...(await drive.drawIds(1000)), await drawId(drive)];
    for (const one of ids.slice(1)) await drive.createFile({ ...file, id: one });
    simulator.resetCalls();
    expect(await drive.liveFiles(folderId, new Date(0))).toHaveLength(1000);
    expect(simulator.calls()).toEqual({ 'drive.files.list': 1 });
    await drive.createFile({ ...file, id: ids[0] ?? '' });
    simulator.resetCalls();
    expect((await drive.liveFiles(folderId, new Date(0))).sort()).toEqual([...ids].sort());
    expect(simulator.calls()).toEqual({ 'drive.files.list': 2 });
  });

  test('what another app, or the person, has made is not shown among our folders', async () => {
    const other = { clientId: 'other', clientSecret: 'other-secret', redirectUris: [] };
    const crowded = await startAdapter({ clients: [{ ...client, redirectUris: [] }, other] });
    try {
      const { accessToken } = crowded.simulator.signIn(els, 'other');
      const made = await fetch(`${crowded.simulator.url}/drive/v3/files`, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}` },
        body: JSON.stringify({ name: 'Theirs', mimeType: 'application/vnd.google-apps.folder' }),
      });
      const { id: theirs } = (await made.json()) as { id: string };
      const ours = crowded.drives.of(connect(crowded));
      const mine = await makeFolder(ours, 'Ours');
      crowded.google.person(els).move(mine, theirs);
      expect(await ours.folders()).toEqual([{ id: mine, parentId: theirs, trashed: false }]);
      expect(await ours.folder(theirs)).toBeUndefined();
      crowded.google.person(els).trash(theirs);
      expect(await ours.folders()).toEqual([{ id: mine, parentId: theirs, trashed: true }]);
    } finally {
      await crowded.close();
    }
  });

  describe('a list of folders that is broken off between two pages', () => {
    const page = (ids: string[], nextPageToken?: string) =>
      JSON.stringify({ files: ids.map((one) => ({ id: one, trashed: false })), nextPageToken });

    /** Answers these one after the other, then `last` for ever; says what was asked for. */
    async function listed(answers: [number, string][], check: (drive: Drive) => Promise<void>): Promise<string[]> {
      const left = [...answers];
      const stub = await listen(({ url }, response) => {
        response.setHeader('content-type', 'application/json');
        if (url === '/token') return response.end('{"access_token":"ya29.x","expires_in":3600}');
        const [status, body] = left.shift() ?? [500, '{}'];
        return response.writeHead(status).end(body);
      });
      const addresses = { tokenUrl: `${stub.url}/token`, driveUrl: stub.url, uploadUrl: stub.url };
      const tokens = createFakeTokens(site.vault, createTraffic().through());
      try {
        await check(createDrives(tokens, { ...client, ...addresses }).of(connect(site)));
        const asked = stub.arrived.flatMap(({ url }) => (url === '/token' ? [] : new URL(url, stub.url)));
        return asked.map(({ searchParams }) => searchParams.get('pageToken') ?? 'first');
      } finally {
        await stub.close();
      }
    }

    test('fails as a whole: half a list would show folders as gone', async () => {
      const answers: [number, string][] = [
        [200, page(['1'], 'next')],
        [503, '{}'],
      ];
      const asked = await listed(answers, async (one) => {
        await expect(one.folders()).rejects.toMatchObject({ code: 'googleUnavailable' });
      });
      expect(asked).toEqual(['first', 'next']);
    });

    test('begins anew where the access token died, and shows each folder once', async () => {
      const answers: [number, string][] = [
        [200, page(['1'], 'next')],
        [401, '{}'],
        [200, page(['1'], 'another')],
        [200, page([], 'last')],
        [200, page(['2'])],
      ];
      const asked = await listed(answers, async (one) => {
        expect((await one.folders()).map((folder) => folder.id)).toEqual(['1', '2']);
      });
      expect(asked).toEqual(['first', 'next', 'first', 'another', 'last']);
    });
  });

  test.each(calls)(
    '%s goes on by itself, %s notwithstanding, when the access token dies before its time',
    async (_name, _on, call) => {
      clockOffset = 2 * 3600 * 1000;
      await call();
      expect(simulator.calls()['oauth.token']).toBe(1);
      await drive.file(id);
      expect(simulator.calls()['oauth.token']).toBe(1);
    },
  );

  test('a large file goes on by itself when the access token dies between its two requests', async () => {
    simulator.addFault({ on: 'drive.files.create.upload', status: 401, reason: 'authError' });
    const made = await drive.createFile(large());
    expect(made.sizeBytes).toBe(5_000_001);
    expect(await drive.file(file.id)).toEqual(made);
  });

  test('a token that Drive refuses although the grant is alive is asked for anew once, not for ever', async () => {
    simulator.addFault({ on: 'drive.*', status: 401, reason: 'authError', times: 99 });
    await expect(drive.file(id)).rejects.toMatchObject({ code: 'signInNeeded' });
    expect(requests()).toBeLessThanOrEqual(6);
  });

  test.each([
    [400, 'invalid_grant', 'signInNeeded'],
    [400, 'admin_policy_enforced', 'signInNeeded'],
    [401, 'invalid_client', 'unexpected'],
    [401, 'unauthorized_client', 'unexpected'],
    [401, 'disabled_client', 'unexpected'],
    [401, 'deleted_client', 'unexpected'],
    [400, 'invalid_request', 'unexpected'],
    [429, 'rate_limited', 'paceLimited'],
    [500, 'internal_failure', 'googleUnavailable'],
    [503, 'backend_error', 'googleUnavailable'],
  ] as const)('%i %s from the token endpoint means %s, also to a creation', async (status, reason, code) => {
    const fresh = site.otherInstance();
    const calls = [
      (one: Drive) => one.file(id),
      (one: Drive) => one.createFile(file),
      (one: Drive) => one.createFile(large()),
      (one: Drive) => one.createFolder({ id: file.id, name: 'a' }),
    ];
    for (const call of calls) {
      simulator.addFault({ on: 'oauth.token', status, reason });
      await expect(call(fresh.of(connect(site)))).rejects.toMatchObject({ code });
    }
    expect(simulator.calls()).toEqual({ 'oauth.token': calls.length });
  });

  test('a broken connection to the token endpoint is googleUnavailable, without a second request', async () => {
    simulator.addFault({ on: 'oauth.token', how: 'reset', times: 9 });
    await expect(site.otherInstance().of(connect(site)).createFile(file)).rejects.toMatchObject({
      code: 'googleUnavailable',
    });
    expect(simulator.calls()).toEqual({ 'oauth.token': 1 });
  });

  test('an answer that is broken off is googleUnavailable', async () => {
    const stub = await listen(({ url }, response) => {
      response.setHeader('content-type', 'application/json');
      if (url === '/token') response.end('{"access_token":"ya29.x","expires_in":3600}');
      else response.writeHead(200, { 'content-length': '1000' }).write('{"id":', () => response.destroy());
    });
    const addresses = { tokenUrl: `${stub.url}/token`, driveUrl: stub.url, uploadUrl: stub.url };
    const tokens = createFakeTokens(site.vault, createTraffic().through());
    const broken = createDrives(tokens, { ...client, ...addresses }).of(connect(site));
    try {
      await expect(broken.file(id)).rejects.toMatchObject({ code: 'googleUnavailable' });
      await expect(broken.createFile(file)).rejects.toMatchObject({ code: 'googleUnavailable' });
      expect(stub.arrived).toHaveLength(3);
    } finally {
      await stub.close();
    }
  });

  test('a client secret of ours that is wrong is unexpected, never signInNeeded', async () => {
    const wrong = site.drivesWith('wrong').of(connect(site));
    await expect(wrong.file(id)).rejects.toMatchObject({ code: 'unexpected' });
    await expect(wrong.createFile(file)).rejects.toMatchObject({ code: 'unexpected' });
  });

  test('an answer that never came leaves a file that the same id finds', async () => {
    simulator.addFault({ on: 'drive.files.create', how: 'reset', when: 'after' });
    await expect(drive.createFile(file)).rejects.toMatchObject({ code: 'googleUnavailable' });
    await expect(drive.createFile(file)).rejects.toMatchObject({ code: 'idUsed' });
    expect((await drive.file(file.id))?.md5).toBe(md5Of(file.content));
  });

  test('nothing that is thrown holds a token or what was sent', async () => {
    const refusals = [];
    for (const [, on, call] of calls) {
      simulator.addFault({ on, status: 403, reason: 'domainPolicy' });
      refusals.push(await call().catch((error: unknown) => error));
    }
    simulator.addFault({ on: 'oauth.token', status: 500 });
    refusals.push(
      await site
        .otherInstance()
        .of(connect(site))
        .file(id)
        .catch((error: unknown) => error),
    );
    simulator.addFault({ on: 'drive.files.get', how: 'reset' });
    refusals.push(await drive.file(id).catch((error: unknown) => error));
    expect(refusals).toHaveLength(calls.length + 2);
    for (const refusal of refusals) {
      const shown =
        JSON.stringify(refusal, Object.getOwnPropertyNames(refusal)) + String(Reflect.get(refusal as Error, 'cause'));
      expect(shown).not.toMatch(/ya29|1\/\/|Bearer|Invoice|secret/);
      expect(refusal).not.toHaveProperty('cause');
    }
  });

  test('a Drive that is full refuses to be filled further, and takes an update that makes it smaller', async () => {
    const full = await startAdapter({ storageLimitBytes: 6_000_000 });
    try {
      const one = full.drives.of(connect(full));
      const made = await makeFile(one, randomBytes(5_500_000));
      const more = { id: await drawId(one), name: 'c.xml', folderId: made.folderId };
      await expect(one.createFile({ ...more, content: bytesOf('x'.repeat(600_000)) })).rejects.toMatchObject({
        code: 'driveFull',
      });
      await expect(one.createFile({ ...more, content: randomBytes(5_100_000) })).rejects.toMatchObject({
        code: 'driveFull',
      });
      expect((await one.updateFile({ id: made.id, name: 'a.xml', content: bytesOf('x') }))?.sizeBytes).toBe(1);
    } finally {
      await full.close();
    }
  });
});
