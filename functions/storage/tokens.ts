/**
 * Refresh tokens in Secret Manager: one secret for each partner space, a version for each sign-in. Versions are read by
 * number, which is strongly consistent; the number lives on the connection.
 * https://cloud.google.com/secret-manager/docs/access-secret-version
 */
import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import type { Tokens } from '../domain/ports.ts';
import type { Client } from './clients.ts';
import { inStorage, oneCall, statusOf, storageStatus } from './storage-errors.ts';

/** `location`: the region that they are kept in. Its methods throw `storageUnavailable`. */
export function createTokens(client: Client<SecretManagerServiceClient>, project: string, location: string): Tokens {
  const parent = `projects/${project}`;
  const secretId = (partnerSpace: string) => `connection-${partnerSpace}`;
  const secretName = (partnerSpace: string) => `${parent}/secrets/${secretId(partnerSpace)}`;
  const versionName = (partnerSpace: string, version: string) => `${secretName(partnerSpace)}/versions/${version}`;

  async function ensureSecret(partnerSpace: string): Promise<void> {
    try {
      const secret = { replication: { userManaged: { replicas: [{ location }] } } };
      await (await client()).createSecret({ parent, secretId: secretId(partnerSpace), secret }, oneCall);
    } catch (error) {
      if (statusOf(error) !== storageStatus.alreadyExists) throw error;
    }
  }

  return {
    keep: (partnerSpace, refreshToken) =>
      inStorage(async () => {
        await ensureSecret(partnerSpace);
        const payload = { data: Buffer.from(refreshToken) };
        const [version] = await (await client()).addSecretVersion(
          { parent: secretName(partnerSpace), payload },
          oneCall,
        );
        const number = version.name?.split('/').at(-1);
        if (!number) throw new Error('Secret Manager answered without the name of the new version');
        return number;
      }),

    read: (partnerSpace, version) =>
      inStorage(async () => {
        try {
          const [answer] = await (await client()).accessSecretVersion(
            { name: versionName(partnerSpace, version) },
            oneCall,
          );
          return Buffer.from(answer.payload?.data ?? '').toString();
        } catch (error) {
          if (isGone(error)) return undefined;
          throw error;
        }
      }),

    destroy: (partnerSpace, version) =>
      inStorage(async () => {
        try {
          await (await client()).destroySecretVersion({ name: versionName(partnerSpace, version) }, oneCall);
        } catch (error) {
          if (!isGone(error)) throw error;
        }
      }),

    forget: (partnerSpace) =>
      inStorage(async () => {
        try {
          await (await client()).deleteSecret({ name: secretName(partnerSpace) }, oneCall);
        } catch (error) {
          if (statusOf(error) !== storageStatus.notFound) throw error;
        }
      }),
  };
}

/** A destroyed version answers failed precondition; a deleted secret answers not found. */
function isGone(error: unknown): boolean {
  const status = statusOf(error);
  return status === storageStatus.notFound || status === storageStatus.failedPrecondition;
}
