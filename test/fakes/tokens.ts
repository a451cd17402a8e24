/** Secret Manager in memory: a secret for each partner space, numbered versions, destroyed for good. */
import type { Tokens } from '../../functions/domain/ports.ts';
import type { Call } from './call.ts';

export interface FakeVault {
  keep(partnerSpace: string, refreshToken: string): string;
  read(partnerSpace: string, version: string): string | undefined;
  destroy(partnerSpace: string, version: string): void;
  forget(partnerSpace: string): void;
  /** Numbers of the versions that are still there. */
  versions(partnerSpace: string): string[];
}

/** Holds no token yet. */
export function createFakeVault(): FakeVault {
  const secrets = new Map<string, (string | undefined)[]>();
  const versionsOf = (partnerSpace: string) => secrets.get(partnerSpace) ?? [];
  const indexOf = (version: string) => Number(version) - 1;

  return {
    keep(partnerSpace, refreshToken) {
      const versions = [...versionsOf(partnerSpace), refreshToken];
      secrets.set(partnerSpace, versions);
      return String(versions.length);
    },
    read: (partnerSpace, version) => versionsOf(partnerSpace)[indexOf(version)],
    destroy(partnerSpace, version) {
      const versions = versionsOf(partnerSpace);
      if (indexOf(version) in versions) versions[indexOf(version)] = undefined;
    },
    forget: (partnerSpace) => void secrets.delete(partnerSpace),
    versions: (partnerSpace) =>
      versionsOf(partnerSpace).flatMap((token, index) => (token === undefined ? [] : [String(index + 1)])),
  };
}

/** Tokens in the vault; calls `tokens.keep`, `.read`, `.destroy`, `.forget`. */
export function createFakeTokens(vault: FakeVault, call: Call): Tokens {
  return {
    keep: (partnerSpace, refreshToken) =>
      call('tokens.keep', [partnerSpace], () => vault.keep(partnerSpace, refreshToken)),
    read: (partnerSpace, version) =>
      call('tokens.read', [partnerSpace, version], () => vault.read(partnerSpace, version)),
    destroy: (partnerSpace, version) =>
      call('tokens.destroy', [partnerSpace, version], () => vault.destroy(partnerSpace, version)),
    forget: (partnerSpace) => call('tokens.forget', [partnerSpace], () => vault.forget(partnerSpace)),
  };
}
