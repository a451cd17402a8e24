/**
 * The Google accounts of the simulation. What is derived from an e-mail address (permission id, id of the root folder)
 * is the same after a restart, as at Google, where an account keeps its identity.
 */
import { createHash } from 'node:crypto';

export type Account = { email: string; displayName: string; permissionId: string; rootId: string };

export type Accounts = {
  all: readonly Account[];
  find(email: string): Account | undefined;
  get(email: string): Account;
};

export const defaultEmails = ['els.claes@fiduclaes.example', 'jan.willems@boekhoudingwillems.example'];

/** The accounts for these e-mail addresses; `get` throws on an address that is none of them. */
export function createAccounts(emails: readonly string[]): Accounts {
  const all = emails.map(accountOf);
  const find = (email: string) => all.find((account) => account.email === email.toLowerCase());
  return {
    all,
    find,
    get(email) {
      const account = find(email);
      if (!account) throw new Error(`no such Google account: ${email}`);
      return account;
    },
  };
}

function accountOf(address: string): Account {
  const email = address.toLowerCase();
  const digest = createHash('sha256').update(email).digest();
  const words = (email.split('@')[0] ?? email).split(/[._-]+/).filter((word) => word !== '');
  return {
    email,
    displayName: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' '),
    permissionId: digest.readBigUInt64BE(0).toString().padStart(20, '1'),
    rootId: `0A${digest.subarray(8, 20).toString('base64url')}PVA`,
  };
}
