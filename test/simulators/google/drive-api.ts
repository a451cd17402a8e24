/**
 * The Drive v3 calls without media, over HTTP: about, generated ids, and files. Uploads are in upload-api.ts.
 * https://developers.google.com/workspace/drive/api/reference/rest/v3
 */
import type { HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Authenticate } from './drive-access.ts';
import type { DriveFiles } from './drive-files.ts';
import { readCreateMetadata, readUpdateMetadata } from './drive-metadata.ts';
import {
  aboutResource,
  aboutShape,
  defaultFileFields,
  fileListShape,
  fileResource,
  fileShape,
  generatedIdsShape,
} from './drive-resource.ts';
import type { DriveStore, Item } from './drive-store.ts';
import { DriveError, invalidParameter } from './errors.ts';
import { selectFields } from './fields.ts';
import { checkParameters, idsParameter, numberParameter } from './request-parameters.ts';
import type { Ctx, Traffic } from './traffic.ts';
import type { WriteLimiter } from './write-limit.ts';

export type DriveParts = {
  authenticate: Authenticate;
  files: DriveFiles;
  store: DriveStore;
  traffic: Traffic;
  limiter: WriteLimiter;
  browserUrl: (c: Ctx) => string;
};

/** Adds the calls under /drive/v3. */
export function addDriveApi(app: Hono<{ Bindings: HttpBindings }>, parts: DriveParts): void {
  const { authenticate, files, store, traffic, limiter } = parts;
  const answer = (c: Ctx, item: Item) => answerFile(c, item, parts);

  app.get(
    '/drive/v3/about',
    traffic.operation('drive.about.get', (c) => {
      const { account } = authenticate(c);
      checkParameters(c, 'drive.about.get', ['fields']);
      const fields = c.req.query('fields');
      if (!fields) throw invalidParameter('fields', "The 'fields' parameter is required for this method.", 'required');
      return c.json(selectFields(aboutResource(account, store), fields, aboutShape));
    }),
  );

  app.get(
    '/drive/v3/files/generateIds',
    traffic.operation('drive.files.generateIds', (c) => {
      const { account } = authenticate(c);
      checkParameters(c, 'drive.files.generateIds', ['count', 'fields']);
      const count = numberParameter(c, 'count', { min: 1, max: 1000, otherwise: 10 });
      const ids = store.generateIds(account.email, count);
      const resource = { kind: 'drive#generatedIds', space: 'drive', ids };
      return c.json(selectFields(resource, c.req.query('fields') || '*', generatedIdsShape));
    }),
  );

  app.get(
    '/drive/v3/files',
    traffic.operation('drive.files.list', (c) => {
      const caller = authenticate(c);
      checkParameters(c, 'drive.files.list', ['q', 'pageSize', 'pageToken', 'fields', 'orderBy']);
      const q = c.req.query('q') ?? '';
      const orderBy = c.req.query('orderBy') ?? '';
      const pageSize = numberParameter(c, 'pageSize', { min: 1, max: 1000, otherwise: 100 });
      const found = files.list(caller, q, orderBy);
      const from = readPageToken(c.req.query('pageToken'), q, orderBy);
      const to = from + pageSize;
      const resource = {
        kind: 'drive#fileList',
        incompleteSearch: false,
        ...(to < found.length && { nextPageToken: pageToken(to, q, orderBy) }),
        files: found.slice(from, to).map((item) => fileResource(item, parts.browserUrl(c))),
      };
      const fields = c.req.query('fields') || `kind,incompleteSearch,nextPageToken,files(${defaultFileFields})`;
      return c.json(selectFields(resource, fields, fileListShape));
    }),
  );

  app.post(
    '/drive/v3/files',
    traffic.operation(
      'drive.files.create',
      limiter.write(async (c) => {
        const body = await c.req.text();
        const caller = authenticate(c);
        checkParameters(c, 'drive.files.create', ['fields']);
        checkFileFields(c);
        return answer(c, files.create(caller, readCreateMetadata(body), undefined));
      }),
    ),
  );

  app.get(
    '/drive/v3/files/:id',
    traffic.operation('drive.files.get', (c) => {
      const caller = authenticate(c);
      const item = caller.item(c.req.param('id') ?? '');
      if (c.req.query('alt') !== 'media') {
        checkParameters(c, 'drive.files.get', ['fields']);
        return answer(c, item);
      }
      checkParameters(c, 'drive.files.get', ['fields', 'alt']);
      if (!item.content) {
        const message =
          'Only files with binary content can be directly downloaded. Use Export with Docs Editors files.';
        throw new DriveError(403, 'fileNotDownloadable', message, {
          location: { location: 'alt', locationType: 'parameter' },
        });
      }
      return c.body(new Uint8Array(item.content), 200, { 'content-type': item.mimeType });
    }),
  );

  app.patch(
    '/drive/v3/files/:id',
    traffic.operation(
      'drive.files.update',
      limiter.write(async (c) => {
        const body = await c.req.text();
        const caller = authenticate(c);
        checkParameters(c, 'drive.files.update', ['fields', 'addParents', 'removeParents']);
        checkFileFields(c);
        const parents = { add: idsParameter(c, 'addParents'), remove: idsParameter(c, 'removeParents') };
        return answer(c, files.update(caller, c.req.param('id') ?? '', readUpdateMetadata(body), parents));
      }),
    ),
  );

  app.delete(
    '/drive/v3/files/:id',
    traffic.operation(
      'drive.files.delete',
      limiter.write((c) => {
        const caller = authenticate(c);
        checkParameters(c, 'drive.files.delete', []);
        files.remove(caller, c.req.param('id') ?? '');
        return c.body(null, 204);
      }),
    ),
  );
}

/** Refuses unknown fields before a call takes effect. */
export function checkFileFields(c: Ctx): void {
  selectFields({}, c.req.query('fields') || defaultFileFields, fileShape);
}

/** The file in the answer, as far as `fields` asks for it. */
export function answerFile(c: Ctx, item: Item, { browserUrl }: Pick<DriveParts, 'browserUrl'>): Response {
  return c.json(selectFields(fileResource(item, browserUrl(c)), c.req.query('fields') || defaultFileFields, fileShape));
}

function pageToken(from: number, q: string, orderBy: string): string {
  return Buffer.from(JSON.stringify([from, q, orderBy])).toString('base64url');
}

function readPageToken(token: string | undefined, q: string, orderBy: string): number {
  if (token === undefined) return 0;
  const from = Number(/^\[(\d+),/.exec(Buffer.from(token, 'base64url').toString())?.[1]);
  if (pageToken(from, q, orderBy) !== token) throw invalidParameter('pageToken', 'Invalid Value', 'invalid');
  return from;
}
