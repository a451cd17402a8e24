/**
 * The Drive v3 calls that carry bytes, over HTTP: multipart, media and resumable, for new files and for new content.
 * https://developers.google.com/workspace/drive/api/guides/manage-uploads
 */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { type Caller, invalidCredentials } from './drive-access.ts';
import { answerFile, checkFileFields, type DriveParts } from './drive-api.ts';
import { readCreateMetadata, readUpdateMetadata } from './drive-metadata.ts';
import type { Item } from './drive-store.ts';
import { DriveError, notSimulated } from './errors.ts';
import type { Grants } from './grants.ts';
import { type Part, parseMultipart } from './multipart.ts';
import { checkParameters, idsParameter } from './request-parameters.ts';
import type { ResumableSessions } from './resumable-sessions.ts';
import type { Ctx } from './traffic.ts';

const maxSimpleUploadBytes = 5 * 1024 * 1024;

/** Reads the metadata of a call, and says what to do with the bytes once they are there. */
type Prepare = (caller: Caller, metadata: string) => (media: Part) => Item;

/** Adds the calls under /upload/drive/v3. */
export function addUploadApi(
  app: Hono<{ Bindings: HttpBindings }>,
  parts: DriveParts & { grants: Grants; sessions: ResumableSessions },
): void {
  const { authenticate, files, traffic, limiter, grants, sessions } = parts;

  async function upload(c: Ctx, operation: string, parameters: readonly string[], prepare: Prepare): Promise<Response> {
    const body = Buffer.from(await c.req.arrayBuffer());
    const caller = authenticate(c);
    checkParameters(c, operation, ['fields', 'uploadType', ...parameters]);
    checkFileFields(c);
    const contentType = c.req.header('content-type') ?? 'application/octet-stream';

    switch (c.req.query('uploadType')) {
      case 'multipart': {
        const { metadata, media } = parseMultipart(contentType, body);
        checkSize(media.body);
        return answerFile(c, prepare(caller, metadata.body.toString())(media), parts);
      }
      case 'media':
        checkSize(body);
        return answerFile(c, prepare(caller, '{}')({ contentType, body }), parts);
      case 'resumable':
        return startSession(c, caller, prepare(caller, body.toString()));
      default:
        throw notSimulated(operation, `uploadType=${c.req.query('uploadType')}`);
    }
  }

  function startSession(c: Ctx, caller: Caller, finish: (media: Part) => Item): Response {
    const length = c.req.header('x-upload-content-length');
    const uploadId = sessions.start({
      contentType: c.req.header('x-upload-content-type'),
      totalBytes: length === undefined ? undefined : Number(length),
      commit(content, contentType) {
        if (!grants.isLive(caller.grantId)) throw invalidCredentials();
        return finish({ contentType: contentType ?? 'application/octet-stream', body: content });
      },
    });
    const location = new URL(c.req.url);
    location.searchParams.set('upload_id', uploadId);
    return c.body(null, 200, { location: location.href, 'x-guploader-uploadid': uploadId });
  }

  async function receive(c: Ctx): Promise<Response> {
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const { upload_id: uploadId = '' } = c.req.query();
    const progress = sessions.receive(uploadId, c.req.header('content-range'), bytes, c.req.header('content-type'));
    if ('item' in progress) return answerFile(c, progress.item, parts);
    const range = progress.receivedBytes > 0 ? { range: `bytes=0-${progress.receivedBytes - 1}` } : {};
    return new Response(null, { status: 308, headers: range });
  }

  app.post(
    '/upload/drive/v3/files',
    traffic.operation(
      'drive.files.create',
      limiter.write((c) =>
        upload(c, 'drive.files.create', [], (caller, json) => {
          const metadata = readCreateMetadata(json);
          files.checkCreate(caller, metadata);
          return (media) => files.create(caller, metadata, media);
        }),
      ),
    ),
  );

  app.patch(
    '/upload/drive/v3/files/:id',
    traffic.operation(
      'drive.files.update',
      limiter.write((c) => {
        const id = c.req.param('id') ?? '';
        const parents = { add: idsParameter(c, 'addParents'), remove: idsParameter(c, 'removeParents') };
        return upload(c, 'drive.files.update', ['addParents', 'removeParents'], (caller, json) => {
          caller.item(id);
          const metadata = readUpdateMetadata(json);
          return (media) => files.update(caller, id, metadata, parents, media);
        });
      }),
    ),
  );

  app.put('/upload/drive/v3/files', traffic.operation('drive.files.create.upload', receive));
  app.put('/upload/drive/v3/files/:id', traffic.operation('drive.files.update.upload', receive));
}

function checkSize(content: Buffer): void {
  if (content.length <= maxSimpleUploadBytes) return;
  throw new DriveError(413, 'uploadTooLarge', 'Request Entity Too Large');
}
