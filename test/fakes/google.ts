/**
 * Google in memory: accounts, the grants they have given us, codes and refresh tokens, and what lies in their Drives. Any
 * e-mail address is an account. Revoking ends every token of a grant at once; a later consent is a new grant.
 */
import { createHash } from 'node:crypto';
import type { GoogleAccount } from '../../functions/domain/connection.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { createFakeFiles, type FakeFile, type FakeFiles, isTrashed } from './google-files.ts';

export interface Grant {
  id: string;
  account: GoogleAccount;
  ended: boolean;
}

/** One file or folder as its owner sees it; `path` is that of the names above it. */
export interface SeenFile {
  path: string;
  id: string;
  name: string;
  parentId: string | undefined;
  /** Undefined: a folder. */
  content: Uint8Array | undefined;
  trashed: boolean;
}

export interface FakeGoogle {
  files: FakeFiles;
  account(email: string): GoogleAccount;
  /** Agrees in the person's place, without pages; answers a refresh token. */
  signIn(email: string): string;
  /** The person agrees on the page at this address; answers the code that Google sends the browser back with. */
  consent(authorizationUrl: string, email: string, choice?: { drive: boolean }): string;
  /** Throws googleCodeRefused, drivePermissionMissing, refreshTokenMissing. */
  exchange(code: string, codeVerifier: string): { refreshToken: string; account: GoogleAccount };
  /** The live grant behind a refresh token; throws signInNeeded. */
  grantBehind(refreshToken: string): Grant;
  /** Whether we were given a token of this account that Google still takes. */
  hasLiveToken(email: string): boolean;
  /** The person, or we with a token, ends the grant of this account. */
  revoke(email: string): void;
  revokeToken(refreshToken: string): void;
  sees(grant: Grant, file: FakeFile): boolean;
  /** Everything in an account's Drive, whoever may see it, in the order it was made. */
  tree(email: string): SeenFile[];
  /** The person's own hands in Drive. */
  person(email: string): {
    rename(id: string, name: string): void;
    /** Without a folder: to My Drive. */
    move(id: string, folderId?: string): void;
    trash(id: string): void;
    restore(id: string): void;
    deleteForGood(id: string): void;
  };
}

interface Consent {
  grant: Grant;
  drive: boolean;
  offline: boolean;
  codeChallenge: string;
}

/** `regrantSeesOldFiles`: whether a new grant sees what was made under an earlier, ended one; not, when left out. */
export function createFakeGoogle({ regrantSeesOldFiles = false } = {}): FakeGoogle {
  const files = createFakeFiles();
  const grants = new Map<string, Grant>();
  const tokens = new Map<string, Grant>();
  const codes = new Map<string, Consent>();
  let count = 0;

  const numbered = (what: string) => {
    count += 1;
    return `${what}-${count}`;
  };
  const account = (email: string): GoogleAccount => ({ id: `account of ${email}`, email });

  function grantOf(email: string): Grant {
    const grant = grants.get(email) ?? { id: numbered('grant'), account: account(email), ended: false };
    grants.set(email, grant);
    return grant;
  }

  function tokenOf(grant: Grant): string {
    const token = numbered('refresh-token');
    tokens.set(token, grant);
    return token;
  }

  function revoke(email: string): void {
    const grant = grants.get(email);
    if (grant) grant.ended = true;
    grants.delete(email);
  }

  function pathOf(file: FakeFile): string {
    const parent = file.parentId === undefined ? undefined : files.find(file.parentId);
    return parent ? `${pathOf(parent)}/${file.name}` : file.name;
  }

  return {
    files,
    account,
    signIn: (email) => tokenOf(grantOf(email)),

    consent(authorizationUrl, email, { drive } = { drive: true }) {
      const question = new URL(authorizationUrl).searchParams;
      const code = numbered('code');
      codes.set(code, {
        grant: grantOf(email),
        drive,
        offline: question.get('access_type') === 'offline',
        codeChallenge: question.get('code_challenge') ?? '',
      });
      return code;
    },

    exchange(code, codeVerifier) {
      const consent = codes.get(code);
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
      if (!consent || consent.grant.ended || consent.codeChallenge !== challenge) {
        throw new Failure('googleCodeRefused', 'Google refuses the code');
      }
      codes.delete(code);
      if (!consent.drive) throw new Failure('drivePermissionMissing', 'the grant does not include drive.file');
      if (!consent.offline) throw new Failure('refreshTokenMissing', 'Google gave no refresh token');
      return { refreshToken: tokenOf(consent.grant), account: { ...consent.grant.account } };
    },

    grantBehind(refreshToken) {
      const grant = tokens.get(refreshToken);
      if (!grant || grant.ended) throw new Failure('signInNeeded', 'Google refuses the refresh token');
      return grant;
    },

    hasLiveToken: (email) => [...tokens.values()].some((grant) => !grant.ended && grant.account.email === email),

    revoke,

    revokeToken(refreshToken) {
      const grant = tokens.get(refreshToken);
      if (grant && !grant.ended) revoke(grant.account.email);
    },

    sees: (grant, file) => file.email === grant.account.email && (regrantSeesOldFiles || file.grantId === grant.id),

    tree: (email) =>
      files.all(email).map((file) => ({
        path: pathOf(file),
        id: file.id,
        name: file.name,
        parentId: file.parentId,
        content: file.content && new Uint8Array(file.content),
        trashed: isTrashed(file),
      })),

    person(email) {
      const own = (id: string): FakeFile => {
        const file = files.find(id);
        if (file?.email !== email) throw new Error(`${email} has no file or folder ${id}`);
        return file;
      };
      return {
        rename: (id, name) => {
          own(id).name = name;
        },
        move: (id, folderId) => files.move(own(id), folderId === undefined ? undefined : own(folderId).id),
        trash: (id) => files.setTrashed(own(id), true),
        restore: (id) => files.setTrashed(own(id), false),
        deleteForGood: (id) => files.remove(own(id)),
      };
    },
  };
}
