/**
 * A Secret Manager for one machine: the REST v1 calls for secrets and their versions that `@google-cloud/secret-manager`
 * makes with `fallback`. A destroyed version keeps its number, its payload is gone for good. Any other call is answered
 * 501 (https://cloud.google.com/secret-manager/docs/reference/rest).
 */
import { z } from 'zod';
import { type Asked, type Call, parseBody, type StandIn, StatusError, serveStandIn } from '../control.ts';
import { crc32c } from './crc32c.ts';

const CALLS = [
  'createSecret',
  'getSecret',
  'deleteSecret',
  'addVersion',
  'listVersions',
  'access',
  'getVersion',
  'disable',
  'enable',
  'destroy',
] as const;
type CallName = (typeof CALLS)[number];

/** https://cloud.google.com/secret-manager/quotas */
const MAX_PAYLOAD_BYTES = 65_536;
const ENABLED = 1;
const DISABLED = 2;
const DESTROYED = 3;

type Version = { name: string; createTime: string; state: 1 | 2 | 3; payload: Buffer; destroyTime?: string };
type Secret = {
  name: string;
  createTime: string;
  labels: Record<string, string>;
  versions: Version[];
  replication: object;
};

const secretSchema = z.strictObject({
  replication: z.union([
    z.strictObject({ automatic: z.strictObject({}) }),
    z.strictObject({
      userManaged: z.strictObject({ replicas: z.array(z.strictObject({ location: z.string() })).min(1) }),
    }),
  ]),
  labels: z.record(z.string(), z.string()).default({}),
  // The client always sends these three; nothing here reads them.
  annotations: z.strictObject({}).optional(),
  versionAliases: z.strictObject({}).optional(),
  tags: z.strictObject({}).optional(),
});
const payloadSchema = z.strictObject({
  payload: z.strictObject({ data: z.base64(), dataCrc32c: z.union([z.string(), z.int()]).optional() }),
});

/** Starts the stand-in on 127.0.0.1. `port` 0: any free one. */
export async function createSecretManagerSimulator(options: { port?: number } = {}): Promise<StandIn> {
  const secrets = new Map<string, Secret>();

  function secretNamed(name: string): Secret {
    const secret = secrets.get(name);
    if (!secret) throw new StatusError('NOT_FOUND', `Secret [${name}] not found.`);
    return secret;
  }

  /** A version by its number, or the newest one by `latest`, whatever its state. */
  function versionNamed(secretName: string, id: string): Version {
    const { versions } = secretNamed(secretName);
    const version = id === 'latest' ? versions.at(-1) : versions.find(({ name }) => name.endsWith(`/${id}`));
    if (!version) throw new StatusError('NOT_FOUND', `Secret Version [${secretName}/versions/${id}] not found.`);
    return version;
  }

  function setState(version: Version, state: Version['state']): Version {
    if (version.state === DESTROYED) {
      throw new StatusError('FAILED_PRECONDITION', `Secret Version [${version.name}] is in DESTROYED state.`);
    }
    version.state = state;
    return version;
  }

  type Target = { secret: string; version: string; query: URLSearchParams };
  const run: Record<CallName, (target: Target, body: unknown) => unknown> = {
    createSecret({ secret: parent, query }, body) {
      const id = query.get('secretId') ?? '';
      if (!/^[\w-]{1,255}$/.test(id))
        throw new StatusError('INVALID_ARGUMENT', `The provided Secret ID [${id}] is invalid.`);
      const name = `${parent}/secrets/${id}`;
      const { replication, labels } = parseBody(secretSchema, body, 'createSecret');
      if (secrets.has(name)) throw new StatusError('ALREADY_EXISTS', `Secret [${name}] already exists.`);
      const secret = { name, createTime: new Date().toISOString(), labels, replication, versions: [] };
      secrets.set(name, secret);
      return wireSecret(secret);
    },
    getSecret: ({ secret }) => wireSecret(secretNamed(secret)),
    deleteSecret({ secret }) {
      secrets.delete(secretNamed(secret).name);
      return {};
    },
    addVersion({ secret }, body) {
      const { versions, name } = secretNamed(secret);
      const { data, dataCrc32c } = parseBody(payloadSchema, body, 'addVersion').payload;
      const payload = Buffer.from(data, 'base64');
      if (payload.length > MAX_PAYLOAD_BYTES) {
        throw new StatusError('INVALID_ARGUMENT', `${payload.length} bytes are too many: at most ${MAX_PAYLOAD_BYTES}`);
      }
      if (dataCrc32c !== undefined && String(dataCrc32c) !== String(crc32c(payload))) {
        throw new StatusError('INVALID_ARGUMENT', 'The payload does not match its checksum (data_crc32c).');
      }
      const createTime = new Date().toISOString();
      const version: Version = { name: `${name}/versions/${versions.length + 1}`, createTime, state: ENABLED, payload };
      versions.push(version);
      return wireVersion(version);
    },
    listVersions({ secret, query }) {
      // The client sends no other parameters unless asked to filter or to page, which is not known here.
      const asked = [...query.keys()].filter((key) => key !== '$alt');
      if (asked.length > 0) throw new StatusError('UNIMPLEMENTED', `The stand-in lists everything, without ${asked}`);
      const versions = secretNamed(secret).versions.map(wireVersion).reverse();
      return { versions, totalSize: versions.length };
    },
    access({ secret, version }) {
      const { name, state, payload } = versionNamed(secret, version);
      if (state !== ENABLED) {
        const word = state === DESTROYED ? 'DESTROYED' : 'DISABLED';
        throw new StatusError('FAILED_PRECONDITION', `Secret Version [${name}] is in ${word} state.`);
      }
      return { name, payload: { data: payload.toString('base64'), dataCrc32c: String(crc32c(payload)) } };
    },
    getVersion: ({ secret, version }) => wireVersion(versionNamed(secret, version)),
    disable: ({ secret, version }) => wireVersion(setState(versionNamed(secret, version), DISABLED)),
    enable: ({ secret, version }) => wireVersion(setState(versionNamed(secret, version), ENABLED)),
    destroy({ secret, version }) {
      const destroyed = setState(versionNamed(secret, version), DESTROYED);
      destroyed.payload = Buffer.alloc(0);
      destroyed.destroyTime = new Date().toISOString();
      return wireVersion(destroyed);
    },
  };

  const routes: [RegExp, CallName][] = [
    [/^POST \/v1\/(projects\/[^/]+)\/secrets$/, 'createSecret'],
    [/^GET \/v1\/(projects\/[^/]+\/secrets\/[^/:]+)$/, 'getSecret'],
    [/^DELETE \/v1\/(projects\/[^/]+\/secrets\/[^/:]+)$/, 'deleteSecret'],
    [/^POST \/v1\/(projects\/[^/]+\/secrets\/[^/:]+):addVersion$/, 'addVersion'],
    [/^GET \/v1\/(projects\/[^/]+\/secrets\/[^/:]+)\/versions$/, 'listVersions'],
    [/^GET \/v1\/(projects\/[^/]+\/secrets\/[^/:]+)\/versions\/([^/:]+):access$/, 'access'],
    [/^GET \/v1\/(projects\/[^/]+\/secrets\/[^/:]+)\/versions\/([^/:]+)$/, 'getVersion'],
    [/^POST \/v1\/(projects\/[^/]+\/secrets\/[^/:]+)\/versions\/([^/:]+):disable$/, 'disable'],
    [/^POST \/v1\/(projects\/[^/]+\/secrets\/[^/:]+)\/versions\/([^/:]+):enable$/, 'enable'],
    [/^POST \/v1\/(projects\/[^/]+\/secrets\/[^/:]+)\/versions\/([^/:]+):destroy$/, 'destroy'],
  ];

  function find({ method, path, query }: Asked): Call<CallName> | undefined {
    for (const [route, name] of routes) {
      const match = route.exec(`${method} ${path}`);
      const target = { secret: match?.[1] ?? '', version: match?.[2] ?? '', query };
      if (match) return { name, run: (body) => run[name](target, body) };
    }
    return undefined;
  }

  return serveStandIn({ service: 'Secret Manager', port: options.port ?? 0, names: CALLS, find });
}

const wireSecret = ({ name, createTime, labels, replication }: Secret) => ({ name, createTime, labels, replication });

function wireVersion({ name, createTime, state, destroyTime }: Version) {
  return { name, createTime, state, ...(destroyTime ? { destroyTime } : {}) };
}
