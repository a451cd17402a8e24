/**
 * One Google account's Drive, as few calls as it takes: a file is one multipart call, or a resumable session above 5 MB.
 * https://developers.google.com/workspace/drive/api/guides/manage-uploads
 */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { gaxios, OAuth2Client } from 'google-auth-library';
import { type drive_v3, drive as driveApi } from 'googleapis/build/src/apis/drive/index.js';
import type { DriveFile, DriveFolder } from '../domain/drive-file.ts';
import { Failure } from '../domain/errors.ts';
import { callTimeoutSeconds } from '../domain/life.ts';
import type { Drive } from '../domain/ports.ts';
import { googleFailure, httpStatusOf } from './google-errors.ts';

const folderType = 'application/vnd.google-apps.folder';
const xmlType = 'application/xml';
const folderFields = 'id,parents,trashed';
const fileFields = 'id,name,parents,md5Checksum,size,webViewLink,trashed,explicitlyTrashed';

/** Drive takes at most this much media in one call together with its metadata. */
const multipartLimitBytes = 5_000_000;

/** The library would look at each byte of a body for secrets, for seconds; its errors are not kept (google-errors.ts). */
const unredacted = false;

/** What a request to a resumable session answers when the session is no more, or wants to be gone on with. */
const lostSession = new Set([308, 400, 404, 410]);

export interface DriveAddresses {
  driveUrl: string;
  uploadUrl: string;
}

/** What one request to Drive is made with. */
interface DriveRequest {
  files: drive_v3.Resource$Files;
  auth: OAuth2Client;
  signal: AbortSignal;
}

/**
 * @param authorized the account's client, with its token; asked for at each call, since it may have to be read first
 * @param transporter for the bytes of a session, which must not carry the token
 */
export function createDrive(
  authorized: () => Promise<OAuth2Client>,
  transporter: gaxios.Gaxios,
  { driveUrl, uploadUrl }: DriveAddresses,
): Drive {
  const api = { rootUrl: driveUrl };

  /**
   * Runs one call for this account; whatever it throws is a Failure. All its requests share one deadline, so that nothing is
   * written to Drive later than a worker's life allows (domain/life.ts).
   */
  async function call<T>(
    name: string,
    run: (request: DriveRequest) => Promise<T>,
    options: { creating?: boolean } = {},
  ): Promise<T> {
    const signal = AbortSignal.timeout(callTimeoutSeconds * 1000);
    const endsAt = Date.now() + callTimeoutSeconds * 1000;
    const attempt = async () => {
      const auth = await authorized();
      // An instance that was frozen meanwhile hears of the token before it hears of the time-out.
      if (signal.aborted || Date.now() > endsAt) throw new Failure('googleUnavailable', `${name}: out of time`);
      return run({ files: driveApi({ version: 'v3', auth }).files, auth, signal });
    };
    try {
      return await attempt().catch(async (error) => {
        if (httpStatusOf(error) !== 401) throw error;
        // An access token can die before its time. The library does not ask again when the body was a stream.
        const auth = await authorized();
        auth.setCredentials({ refresh_token: auth.credentials.refresh_token ?? null });
        return attempt();
      });
    } catch (error) {
      throw googleFailure(error, name, options);
    }
  }

  /** All that a query finds, a thousand to a request. */
  async function listed(
    files: drive_v3.Resource$Files,
    { q, fields }: { q: string; fields: string },
    signal: AbortSignal,
  ): Promise<drive_v3.Schema$File[]> {
    const found: drive_v3.Schema$File[] = [];
    const list = { q, pageSize: 1000, fields: `nextPageToken,files(${fields})` };
    for (let pageToken: string | undefined; ; ) {
      const { data } = await files.list({ ...list, ...(pageToken && { pageToken }) }, { ...api, signal });
      found.push(...(data.files ?? []));
      pageToken = data.nextPageToken ?? undefined;
      if (pageToken === undefined) return found;
    }
  }

  /** Sends metadata and bytes in one request. */
  async function uploadAtOnce(
    { auth, signal }: DriveRequest,
    metadata: object,
    content: Uint8Array,
  ): Promise<drive_v3.Schema$File> {
    const boundary = randomUUID();
    const partOf = (type: string) => `--${boundary}\r\nContent-Type: ${type}\r\n\r\n`;
    const before = `${partOf('application/json; charset=UTF-8')}${JSON.stringify(metadata)}\r\n${partOf(xmlType)}`;
    const answer = await auth.request<drive_v3.Schema$File>({
      url: `${uploadUrl}/upload/drive/v3/files?uploadType=multipart&fields=${fileFields}`,
      method: 'POST',
      headers: { 'Content-Type': `multipart/related; boundary=${boundary}` },
      // Piece by piece, so that the bytes are not copied.
      data: Readable.from([Buffer.from(before), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      signal,
      errorRedactor: unredacted,
    });
    return answer.data;
  }

  /** Sends metadata and bytes in a resumable session: one request to begin it, one for all bytes. */
  async function uploadInSession(
    { auth, signal }: DriveRequest,
    target: { method: 'POST' | 'PATCH'; path: string },
    metadata: object,
    content: Uint8Array,
  ): Promise<drive_v3.Schema$File> {
    const session = await auth.request({
      url: `${uploadUrl}/upload/drive/v3/files${target.path}?uploadType=resumable&fields=${fileFields}`,
      method: target.method,
      data: metadata,
      headers: { 'X-Upload-Content-Type': xmlType, 'X-Upload-Content-Length': String(content.byteLength) },
      signal,
    });
    const url = session.headers.get('location');
    if (!url) throw new Error('Drive began a resumable session without an address');
    // The session's address is its own permission: the token stays here.
    const sending = transporter.request<drive_v3.Schema$File>({
      url,
      method: 'PUT',
      data: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
      headers: { 'Content-Type': xmlType },
      signal,
      errorRedactor: unredacted,
    });
    const answer = await sending.catch((error) => {
      // These speak of the session, not of the file or its folder: it is lost, and another one may be begun.
      if (!lostSession.has(httpStatusOf(error) ?? 0)) throw error;
      throw new Failure('googleUnavailable', `the upload session ended with ${httpStatusOf(error)}`);
    });
    return answer.data;
  }

  return {
    drawIds: (count) =>
      call('files.generateIds', async ({ files, signal }) => {
        const { data } = await files.generateIds({ count, space: 'drive', type: 'files' }, { ...api, signal });
        return data.ids ?? [];
      }),

    createFolder: ({ id, name, parentId }) =>
      call(
        'files.create folder',
        async ({ files, signal }) => {
          const requestBody = { id, name, mimeType: folderType, ...(parentId ? { parents: [parentId] } : {}) };
          await files.create({ requestBody, fields: 'id' }, { ...api, signal });
        },
        { creating: true },
      ),

    createFile: ({ id, name, folderId, content }) =>
      call(
        'files.create',
        async (request) => {
          const requestBody = { id, name, parents: [folderId], mimeType: xmlType };
          if (content.byteLength > multipartLimitBytes) {
            return describe(await uploadInSession(request, { method: 'POST', path: '' }, requestBody, content));
          }
          return describe(await uploadAtOnce(request, requestBody, content));
        },
        { creating: true },
      ),

    updateFile: ({ id, name, content }) =>
      call('files.update', (request) =>
        unlessGone(async () =>
          describe(await uploadInSession(request, { method: 'PATCH', path: `/${id}` }, { name }, content)),
        ),
      ),

    file: (id) =>
      call('files.get', ({ files, signal }) =>
        unlessGone(async () =>
          describe((await files.get({ fileId: id, fields: fileFields }, { ...api, signal })).data),
        ),
      ),

    folders: () =>
      call('files.list', async ({ files, signal }) => {
        const query = { q: `mimeType = '${folderType}'`, fields: folderFields };
        return (await listed(files, query, signal)).map(describeFolder);
      }),

    liveFiles: (folderId, since) =>
      call('files.list in a folder', async ({ files, signal }) => {
        const isLive = `'${folderId}' in parents and mimeType != '${folderType}' and trashed = false`;
        const q = `${isLive} and createdTime >= '${since.toISOString()}'`;
        const found = await unlessGone(() => listed(files, { q, fields: 'id' }, signal));
        return (found ?? []).map(({ id }) => id ?? '');
      }),

    folder: (id) =>
      call('files.get folder', ({ files, signal }) =>
        unlessGone(async () =>
          describeFolder((await files.get({ fileId: id, fields: folderFields }, { ...api, signal })).data),
        ),
      ),
  };
}

async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (httpStatusOf(error) === 404) return undefined;
    throw error;
  }
}

function describe(file: drive_v3.Schema$File): DriveFile {
  if (!file.id || !file.md5Checksum) throw new Failure('unexpected', 'Drive described a file without id or checksum');
  return {
    id: file.id,
    name: file.name ?? '',
    folderId: file.parents?.[0] ?? '',
    md5: file.md5Checksum,
    sizeBytes: Number(file.size ?? 0),
    link: file.webViewLink ?? '',
    trashed: file.trashed ?? false,
    trashedItself: file.explicitlyTrashed ?? false,
  };
}

function describeFolder({ id, parents, trashed }: drive_v3.Schema$File): DriveFolder {
  if (!id) throw new Failure('unexpected', 'Drive described a folder without id');
  const parentId = parents?.[0];
  return { id, ...(parentId && { parentId }), trashed: trashed ?? false };
}
