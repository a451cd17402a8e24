/**
 * Who calls the Drive API and what it may see: the bearer token, the scope, and under `drive.file` only what the app made
 * under this very grant.
 * https://developers.google.com/workspace/drive/api/guides/api-specific-auth
 */
import type { Account, Accounts } from './accounts.ts';
import type { DriveStore, Item } from './drive-store.ts';
import { DriveError, fileNotFound } from './errors.ts';
import type { Access, Grants } from './grants.ts';
import { driveFileScope } from './scopes.ts';
import type { Ctx } from './traffic.ts';

const realm = 'Bearer realm="https://accounts.google.com/"';

export type Caller = {
  account: Account;
  clientId: string;
  grantId: string;
  sees(item: Item): boolean;
  /** A file or folder of this account that the app may see; 404 otherwise, also for `root`. */
  item(id: string): Item;
  /** The id of a folder to put something in; `root` stands for My Drive. */
  folderId(id: string): string;
};

export type Authenticate = (c: Ctx) => Caller;

/** Answers who calls: 401 without a live token, 403 when the token lacks `drive.file`. */
export function createAuthenticate(parts: {
  accounts: Accounts;
  grants: Grants;
  store: DriveStore;
  regrantSeesOldFiles: boolean;
}): Authenticate {
  const { accounts, grants, store, regrantSeesOldFiles } = parts;

  return function authenticate(c) {
    const access = accessOf(c, grants);
    if (!access) throw invalidCredentials();
    if (!access.scopes.includes(driveFileScope)) throw insufficientScope();

    const account = accounts.get(access.email);
    const sees = (item: Item): boolean =>
      item.email === account.email &&
      item.clientId === access.clientId &&
      (regrantSeesOldFiles || item.grantId === access.grantId);
    function item(id: string): Item {
      const found = store.find(account.email, id);
      if (!found || !sees(found)) throw fileNotFound(id);
      return found;
    }
    return {
      account,
      clientId: access.clientId,
      grantId: access.grantId,
      sees,
      item,
      folderId: (id) => (id === 'root' || id === account.rootId ? account.rootId : item(id).id),
    };
  };
}

/** What the token of a call gives; undefined without one, or where it is unknown, expired or revoked. */
export function accessOf(c: Ctx, grants: Grants): Access | undefined {
  const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
  return scheme?.toLowerCase() === 'bearer' && token ? grants.access(token) : undefined;
}

/** 401: no token, or one that is unknown, expired or revoked. */
export function invalidCredentials(): DriveError {
  return new DriveError(
    401,
    'authError',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
      'authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    {
      detail: 'Invalid Credentials',
      location: { location: 'Authorization', locationType: 'header' },
      extra: { status: 'UNAUTHENTICATED' },
      headers: { 'www-authenticate': `${realm}, error="invalid_token"` },
    },
  );
}

function insufficientScope(): DriveError {
  return new DriveError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.', {
    detail: 'Insufficient Permission',
    extra: {
      status: 'PERMISSION_DENIED',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
          domain: 'googleapis.com',
          metadata: { service: 'drive.googleapis.com' },
        },
      ],
    },
    headers: { 'www-authenticate': `${realm}, error="insufficient_scope", scope="${driveFileScope}"` },
  });
}
