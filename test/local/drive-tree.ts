/** A Google account's files and folders, read through Drive's API with the partner's own token, as anybody else's app would. */
import { OAuth2Client } from 'google-auth-library';
import { type drive_v3, drive as driveApi } from 'googleapis/build/src/apis/drive/index.js';

export interface TreeItem {
  id: string;
  path: string;
  isFolder: boolean;
  md5: string | undefined;
  download(): Promise<Uint8Array>;
}

/** Every file and folder outside the trash, sorted by path. Two files of one name are two items. */
export async function readTree(driveUrl: string, accessToken: string): Promise<TreeItem[]> {
  const auth = new OAuth2Client();
  auth.setCredentials({ access_token: accessToken });
  const { files } = driveApi({ version: 'v3', auth });
  const found: drive_v3.Schema$File[] = [];
  for (let pageToken: string | undefined; ; ) {
    const { data } = await files.list(
      {
        q: 'trashed = false',
        fields: 'nextPageToken,files(id,name,parents,mimeType,md5Checksum)',
        pageSize: 1000,
        ...(pageToken && { pageToken }),
      },
      { rootUrl: driveUrl },
    );
    found.push(...(data.files ?? []));
    pageToken = data.nextPageToken ?? undefined;
    if (!pageToken) break;
  }
  const byId = new Map(found.map((file) => [file.id, file]));
  const pathOf = (file: drive_v3.Schema$File): string => {
    const parent = byId.get(file.parents?.[0] ?? '');
    return parent ? `${pathOf(parent)}/${file.name}` : (file.name ?? '');
  };
  return found
    .map((file) => ({
      id: file.id ?? '',
      path: pathOf(file),
      isFolder: file.mimeType === 'application/vnd.google-apps.folder',
      md5: file.md5Checksum ?? undefined,
      async download() {
        const options = { rootUrl: driveUrl, responseType: 'arraybuffer' } as const;
        const answer = await files.get({ fileId: file.id ?? '', alt: 'media' }, options);
        return new Uint8Array(answer.data as unknown as ArrayBuffer);
      },
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
