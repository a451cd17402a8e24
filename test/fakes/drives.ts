/**
 * Drives of the fake Google. As the real adapter does, one instance reads a connection's refresh token once and goes on with
 * it, also after its secret version is gone, for as long as Google takes it.
 */
import type { Connection } from '../../functions/domain/connection.ts';
import type { DriveFile, DriveFolder } from '../../functions/domain/drive-file.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { callTimeoutSeconds } from '../../functions/domain/life.ts';
import type { Clock, Drive, Drives, Tokens } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';
import type { FakeGoogle, Grant } from './google.ts';
import { type FakeFile, isTrashed } from './google-files.ts';

/** Drives of one instance; calls `drive.drawIds`, `.createFolder`, `.createFile`, `.updateFile`, `.file`, `.folders`, `.liveFiles`, `.folder`, and `tokens.read`. */
export function createFakeDrives(google: FakeGoogle, tokens: Tokens, call: Call, now: Clock): Drives {
  const known = new Map<string, string>();

  async function tokenOf({ partnerSpace, since, secretVersion }: Connection): Promise<string> {
    const key = `${partnerSpace}/${since.getTime()}/${secretVersion}`;
    const token = known.get(key) ?? (await tokens.read(partnerSpace, secretVersion));
    if (token === undefined) throw new Failure('connectionChanged', 'the secret version is gone');
    known.set(key, token);
    return token;
  }

  return {
    of: (connection) =>
      createFakeDrive(google, async (name, args, effect) => {
        const endsAt = now().getTime() + callTimeoutSeconds * 1000;
        const token = await tokenOf(connection);
        if (now().getTime() > endsAt) throw new Failure('googleUnavailable', `drive.${name}: out of time`);
        return call(`drive.${name}`, args, () => effect(google.grantBehind(token), now()));
      }),
  };
}

type Authorized = <T>(name: keyof Drive, args: readonly unknown[], effect: (grant: Grant, at: Date) => T) => Promise<T>;

function createFakeDrive(google: FakeGoogle, authorized: Authorized): Drive {
  const { files } = google;

  function visible(grant: Grant, id: string): FakeFile | undefined {
    const file = files.find(id);
    return file && google.sees(grant, file) ? file : undefined;
  }

  function create(
    grant: Grant,
    given: { id: string; name: string; parentId?: string; content?: Uint8Array },
    madeAt: Date,
  ): FakeFile {
    const { id, name, parentId, content } = given;
    const { email } = grant.account;
    files.checkId(email, id);
    const parent = parentId === undefined ? undefined : visible(grant, parentId);
    if (parentId !== undefined && !parent) throw new Failure('parentGone', `Drive: no folder ${parentId}`);
    if (parent?.content) throw new Failure('unexpected', `Drive: ${parentId} is not a folder`);
    return files.create({ id, email, grantId: grant.id, name, parentId, content, madeAt });
  }

  return {
    drawIds: (count) =>
      authorized('drawIds', [count], ({ account }) => {
        if (count < 1 || count > 1000) throw new Failure('unexpected', `Drive: ${count} ids at once`);
        return files.drawIds(account.email, count);
      }),

    createFolder: (folder) =>
      authorized('createFolder', [folder], (grant, at) => {
        create(grant, folder, at);
      }),

    createFile: ({ id, name, folderId, content }) =>
      authorized('createFile', [{ id, name, folderId }], (grant, at) =>
        describe(create(grant, { id, name, parentId: folderId, content }, at)),
      ),

    updateFile: ({ id, name, content }) =>
      authorized('updateFile', [{ id, name }], (grant) => {
        const file = visible(grant, id);
        if (!file) return undefined;
        files.update(file, { name, content });
        return describe(file);
      }),

    file: (id) =>
      authorized('file', [id], (grant) => {
        const file = visible(grant, id);
        return file && describe(file);
      }),

    folders: () =>
      authorized('folders', [], (grant) =>
        files
          .all(grant.account.email)
          .filter((file) => !file.content && google.sees(grant, file))
          .map((folder) => describeFolder(folder)),
      ),

    liveFiles: (folderId, since) =>
      authorized('liveFiles', [folderId, since], (grant) =>
        files
          .all(grant.account.email)
          .filter((one) => one.content && one.parentId === folderId && one.madeAt >= since && !isTrashed(one))
          .filter((one) => google.sees(grant, one) && visible(grant, folderId))
          .map(({ id }) => id),
      ),

    folder: (id) =>
      authorized('folder', [id], (grant) => {
        const folder = visible(grant, id);
        return folder && describeFolder(folder);
      }),
  };
}

function describeFolder(folder: FakeFile): DriveFolder {
  return {
    id: folder.id,
    ...(folder.parentId !== undefined && { parentId: folder.parentId }),
    trashed: isTrashed(folder),
  };
}

function describe(file: FakeFile): DriveFile {
  if (!file.content) throw new Failure('unexpected', `Drive: ${file.id} is a folder`);
  return {
    id: file.id,
    name: file.name,
    folderId: file.parentId ?? '',
    md5: file.md5,
    sizeBytes: file.content.byteLength,
    link: `https://drive.example/${encodeURIComponent(file.id)}`,
    trashed: isTrashed(file),
    trashedItself: file.trashedItself,
  };
}
