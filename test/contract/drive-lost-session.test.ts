/**
 * What a request to an upload session answers speaks of the session, not of the file or its folder: a lost one is tried again
 * later, and nobody makes another id or another folder for it.
 * https://developers.google.com/workspace/drive/api/guides/manage-uploads#resume-upload
 */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDrives } from '../../functions/google/drives.ts';
import { aConnection, ublOf, usual } from '../builders.ts';
import { createTraffic } from '../fakes/call.ts';
import { createFakeTokens, createFakeVault } from '../fakes/tokens.ts';
import { createGoogleSimulator, type GoogleSimulator } from '../simulators/google/server.ts';
import { listen } from './listen.ts';

const client = { clientId: 'us.apps.googleusercontent.com', clientSecret: 'secret' };
const content = randomBytes(6_000_000);

function driveAt(url: string, refreshToken: string) {
  const vault = createFakeVault();
  const tokens = createFakeTokens(vault, createTraffic().through());
  const connection = aConnection({ secretVersion: vault.keep(usual.partnerSpace, refreshToken) });
  const addresses = { tokenUrl: `${url}/token`, driveUrl: url, uploadUrl: url };
  return createDrives(tokens, { ...client, ...addresses }).of(connection);
}

describe('a file of 6 MB', () => {
  let simulator: GoogleSimulator;
  let drive: ReturnType<typeof driveAt>;
  let created: { id: string; name: string; folderId: string; content: Uint8Array };
  let updated: { id: string; name: string; content: Uint8Array };

  beforeEach(async () => {
    simulator = await createGoogleSimulator({ clients: [{ ...client, redirectUris: [] }] });
    drive = driveAt(simulator.url, simulator.signIn(usual.email, client.clientId).refreshToken);
    const [folderId = '', first = '', second = ''] = await drive.drawIds(3);
    await drive.createFolder({ id: folderId, name: 'Map' });
    await drive.createFile({ id: first, name: 'a.xml', folderId, content: ublOf() });
    created = { id: second, name: 'b.xml', folderId, content };
    updated = { id: first, name: 'a.xml', content };
    simulator.resetCalls();
  });
  afterEach(() => simulator.close());

  const lost = [
    [404, 'notFound'],
    [400, 'badRequest'],
    [410, 'gone'],
  ] as const;

  test.each(lost)('whose new session is lost (%i %s) can be made under the same id later', async (status, reason) => {
    simulator.addFault({ on: 'drive.files.create.upload', status, reason });
    await expect(drive.createFile(created)).rejects.toMatchObject({ code: 'googleUnavailable' });
    expect(simulator.calls()).toEqual({ 'drive.files.create': 1, 'drive.files.create.upload': 1 });
    expect((await drive.createFile(created)).sizeBytes).toBe(6_000_000);
  });

  test.each(lost)('whose update is lost (%i %s) is not gone: it can be updated later', async (status, reason) => {
    simulator.addFault({ on: 'drive.files.update.upload', status, reason });
    await expect(drive.updateFile(updated)).rejects.toMatchObject({ code: 'googleUnavailable' });
    expect(simulator.calls()).toEqual({ 'drive.files.update': 1, 'drive.files.update.upload': 1 });
    expect((await drive.file(updated.id))?.sizeBytes).toBe(ublOf().byteLength);
    expect((await drive.updateFile(updated))?.sizeBytes).toBe(6_000_000);
  });
});

/** A Drive whose upload sessions all answer the same. */
async function answering(status: number, headers: Record<string, string> = {}) {
  const stub = await listen(({ method, url }, response) => {
    response.setHeader('content-type', 'application/json');
    if (url === '/token') response.end('{"access_token":"ya29.x","expires_in":3600}');
    else if (method === 'PUT') response.writeHead(status, headers).end();
    else response.writeHead(200, { location: `${stub.url}/session` }).end();
  });
  return { stub, drive: driveAt(stub.url, '1//refresh') };
}

test('a session that wants to be gone on with (308) is lost', async () => {
  const { stub, drive } = await answering(308, { range: 'bytes=0-2999999' });
  try {
    for (const call of [
      () => drive.createFile({ id: '1', name: 'a.xml', folderId: '2', content }),
      () => drive.updateFile({ id: '1', name: 'a.xml', content }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'googleUnavailable' });
    }
    expect(stub.arrived.filter(({ method }) => method === 'PUT')).toHaveLength(2);
  } finally {
    await stub.close();
  }
});

test('a refusal of 30 MB is known at once: nobody looks through the bytes that were sent', async () => {
  const { stub, drive } = await answering(503);
  try {
    const begun = performance.now();
    const call = drive.updateFile({ id: '1', name: 'a.xml', content: new Uint8Array(30_000_000) });
    await expect(call).rejects.toMatchObject({ code: 'googleUnavailable' });
    expect(performance.now() - begun).toBeLessThan(3000);
  } finally {
    await stub.close();
  }
});
