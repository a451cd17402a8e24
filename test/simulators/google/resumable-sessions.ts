/**
 * Resumable upload sessions: the bytes come in one piece or in chunks, and a caller that lost its connection can ask how
 * far it got. The file comes into being with the last byte.
 * https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable
 */
import { randomBytes } from 'node:crypto';
import type { Item } from './drive-store.ts';
import { DriveError } from './errors.ts';

const ttlSeconds = 7 * 24 * 60 * 60;
const chunkUnitBytes = 256 * 1024;

/** `commit` makes or changes the file once all bytes are here; it throws when the grant has ended meanwhile. */
type Session = {
  contentType: string | undefined;
  totalBytes: number | undefined;
  commit: (content: Buffer, contentType: string | undefined) => Item;
  received: Buffer;
  done: Item | undefined;
  expiresAt: number;
};

export type Progress = { item: Item } | { receivedBytes: number };

export type ResumableSessions = ReturnType<typeof createResumableSessions>;

/** No sessions yet. */
export function createResumableSessions({ now }: { now: () => Date }) {
  const sessions = new Map<string, Session>();

  function get(uploadId: string): Session {
    const session = sessions.get(uploadId);
    if (!session || session.expiresAt <= now().getTime()) {
      throw new DriveError(404, 'notFound', 'Upload session not found.');
    }
    return session;
  }

  return {
    start(session: Pick<Session, 'contentType' | 'totalBytes' | 'commit'>): string {
      const uploadId = `AB${randomBytes(60).toString('base64url')}`;
      const expiresAt = now().getTime() + ttlSeconds * 1000;
      sessions.set(uploadId, { ...session, received: Buffer.alloc(0), done: undefined, expiresAt });
      return uploadId;
    },

    /** Takes bytes, or only tells the state when `contentRange` is of the form `bytes *` + `/total`. */
    receive(
      uploadId: string,
      contentRange: string | undefined,
      bytes: Buffer,
      contentType: string | undefined,
    ): Progress {
      const session = get(uploadId);
      if (session.done) return { item: session.done };
      const range = parseRange(contentRange, bytes.length);
      if (range.total !== undefined) {
        session.totalBytes ??= range.total;
        if (session.totalBytes !== range.total) throw badRange(`the total was ${session.totalBytes} before`);
      }
      if (range.start !== undefined) {
        if (range.start !== session.received.length) throw badRange(`${session.received.length} bytes are here`);
        session.received = Buffer.concat([session.received, bytes]);
      }
      const received = session.received.length;
      if (session.totalBytes === undefined || received < session.totalBytes) {
        if (range.start !== undefined && bytes.length % chunkUnitBytes !== 0) {
          session.received = session.received.subarray(0, range.start);
          throw badRange(`a chunk that is not the last must be a multiple of ${chunkUnitBytes} bytes`);
        }
        return { receivedBytes: received };
      }
      if (received > session.totalBytes)
        throw badRange(`${received} bytes are more than the ${session.totalBytes} announced`);
      session.done = session.commit(session.received, session.contentType ?? contentType);
      return { item: session.done };
    },
  };
}

type Range = { start: number | undefined; total: number | undefined };

function parseRange(header: string | undefined, length: number): Range {
  if (header === undefined) return { start: 0, total: length };
  const state = /^bytes \*\/(\d+|\*)$/.exec(header);
  if (state) return { start: undefined, total: state[1] === '*' ? undefined : Number(state[1]) };
  const chunk = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(header);
  if (!chunk) throw badRange(`"${header}" cannot be read`);
  const start = Number(chunk[1]);
  if (Number(chunk[2]) - start + 1 !== length) throw badRange(`"${header}" does not fit ${length} bytes`);
  return { start, total: chunk[3] === '*' ? undefined : Number(chunk[3]) };
}

function badRange(why: string): DriveError {
  return new DriveError(400, 'badRequest', `Invalid Content-Range: ${why}.`);
}
