/**
 * An accountant's office of its own for a test: a partner space with its administrator, clients and Google account, so that
 * tests share one running system and nothing else. What is done goes through the doors that people and Banqup use.
 */
import { readFile } from 'node:fs/promises';
import { readTree, type TreeItem } from '../local/drive-tree.ts';
import { install, signInWithGoogle } from '../local/journey.ts';
import { googleClient, type LocalSystem, startLocalSystem } from '../local/system.ts';
import { until } from '../local/until.ts';
import { createVisitor, type Page, type Visitor } from '../local/visitor.ts';

/** More accounts than the tests of one file need. */
export const googleAccounts = Array.from({ length: 30 }, (_, index) => `kantoor${index + 1}@voorbeeld.example`);

export interface TestSystem extends LocalSystem {
  /** All that the functions have written to their logs. */
  logLines: string[];
  /** A Google account that no other test has. */
  nextAccount(): string;
}

/** The whole system, with its log kept. `unscheduled`: nothing comes round by itself. */
export async function startTestSystem({ unscheduled = false } = {}): Promise<TestSystem> {
  const logLines: string[] = [];
  let used = 0;
  const log = (source: string, line: string) => logLines.push(`${source} ${line}`);
  const system = await startLocalSystem({ googleAccounts, unscheduled, log });
  return { ...system, logLines, nextAccount: () => googleAccounts[used++] ?? '' };
}

export interface Client {
  space: string;
  name: string;
}

export interface Office {
  partnerSpace: string;
  administrator: string;
  visitor: Visitor;
  email: string;
  person: string;
  clients: Client[];
  /** The first of them. */
  client: Client;
  /** Store, login, Google: answers the page at the end. */
  connect(): Promise<Page>;
  /** Banqup's call for a client. */
  activate(client: Client): Promise<void>;
  /** A document of a sample, approved (purchase) or sent (sale), with Banqup's message. */
  release(client: Client, folder: 'PURCHASES' | 'SALES', sample?: string): Promise<string>;
  manage(): Promise<Page>;
  tree(): Promise<TreeItem[]>;
  /** Waits until there are this many files; answers their paths. */
  files(count: number): Promise<string[]>;
}

let offices = 0;

/** A new office; its clients are not active yet. */
export function openOffice(system: TestSystem, clientNames: string[] = ['Bakkerij Janssens']): Office {
  offices += 1;
  const administrator = `Beheerder ${offices}`;
  const partnerSpace = system.banqup.createPartnerSpace({ name: `Kantoor ${offices}` });
  const memberships = [{ partnerSpace, role: 'ADMINISTRATOR' as const }];
  system.banqup.createUser({ name: administrator, email: `beheerder${offices}@kantoor.example`, memberships });
  const clients = clientNames.map((name) => {
    return {
      name,
      space: system.banqup.createClient({ name, vatNumber: vatNumber(offices), partnerSpaces: [partnerSpace] }),
    };
  });
  const visitor = createVisitor();
  const email = system.nextAccount();
  const person = system.google.accounts.find((account) => account.email === email)?.displayName ?? '';

  const office: Office = {
    partnerSpace,
    administrator,
    visitor,
    email,
    person,
    clients,
    client: clients[0] ?? { name: '', space: '' },
    connect: async () => signInWithGoogle(visitor, await install(system, visitor, administrator), person),
    async activate(client) {
      const outcome = await system.banqup.activate(partnerSpace, client.space);
      if (!outcome.ok) throw new Error(`not activated: ${outcome.status} ${outcome.body}`);
    },
    release: async (client, folder, sample = 'invoice-one-rate.xml') =>
      release(system, client, folder, await bytesOf(sample)),
    manage: () => visitor.open(`${system.pages.app}/manage`),
    tree: () => readTree(system.google.url, system.google.signIn(email, googleClient.clientId).accessToken),
    files: (count) =>
      until(`${email} has ${count} files`, async () => {
        const files = (await office.tree()).filter(({ isFolder }) => !isFolder).map(({ path }) => path);
        return files.length >= count && files;
      }),
  };
  return office;
}

/** A document with these bytes, approved or sent. */
export async function release(
  system: TestSystem,
  client: Client,
  folder: 'PURCHASES' | 'SALES',
  ubl: Uint8Array | string,
) {
  const { documentId } = system.banqup.addDocument({ space: client.space, folder, ubl, filename: 'document.xml' });
  await (folder === 'PURCHASES' ? system.banqup.approve(documentId) : system.banqup.send(documentId));
  return documentId;
}

/** The bytes of one of our samples. */
export async function bytesOf(sample: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(new URL(`../samples/${sample}`, import.meta.url)));
}

/** A Belgian VAT number with right check digits. */
function vatNumber(seed: number): string {
  const firstEight = 4_000_000 + seed;
  return `BE${String(firstEight).padStart(8, '0')}${String(97 - (firstEight % 97)).padStart(2, '0')}`;
}
