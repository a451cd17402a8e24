/**
 * The store behind the files: short-lived signed addresses in the manner of Cloud Storage's V4 signed URLs.
 * https://cloud.google.com/storage/docs/access-control/signed-urls
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { downloadSeconds } from './assumed.ts';
import { notFound, Problem } from './problem.ts';
import type { State } from './state.ts';
import type { Traffic } from './traffic.ts';

export type Storage = ReturnType<typeof createStorage>;

/** Signs the addresses of files and serves what they point at. */
export function createStorage({ state, traffic, now }: { state: State; traffic: Traffic; now: () => Date }) {
  const key = randomBytes(32);
  const sign = (file: string, date: string, expires: string) =>
    createHmac('sha256', key).update(`${file}\n${date}\n${expires}`).digest('hex');

  const routes = new Hono();
  routes.get('/storage/:file', traffic.on('download'), (c) => {
    const file = c.req.param('file');
    const date = c.req.query('X-Goog-Date') ?? '';
    const expires = c.req.query('X-Goog-Expires') ?? '';
    const given = Buffer.from(c.req.query('X-Goog-Signature') ?? '');
    const right = Buffer.from(sign(file, date, expires));
    if (given.length !== right.length || !timingSafeEqual(given, right)) {
      throw new Problem(403, 'SignatureDoesNotMatch', 'The signature does not fit this address');
    }
    if (now().getTime() > Date.parse(date) + Number(expires) * 1000) {
      throw new Problem(403, 'ExpiredToken', 'This address is no longer valid');
    }
    // The signature is the permission; a bearer token sent along has been given away to the store.
    if (c.req.header('Authorization')) {
      throw new Problem(400, 'InvalidArgument', 'A signed address takes no Authorization header');
    }
    const document = [...state.documents.values()].find(({ fileId }) => fileId === file);
    if (!document) throw notFound(`File ${file}`);
    return c.body(document.bytes, 200, { 'Content-Type': 'application/xml' });
  });

  return {
    routes,

    /** The address of a file's bytes under the origin by which the caller reached this server. */
    signedAddress(origin: string, file: string): string {
      const date = now().toISOString();
      const expires = String(downloadSeconds);
      const query = new URLSearchParams({
        'X-Goog-Algorithm': 'SIMULATED-HMAC-SHA256',
        'X-Goog-Date': date,
        'X-Goog-Expires': expires,
        'X-Goog-Signature': sign(file, date, expires),
      });
      return `${origin}/storage/${file}?${query}`;
    },
  };
}
