/**
 * `npm run smoke`: the journey of the help article once, against a fresh system of its own, judged by what is in Drive in the
 * end. `--json`: one line for machines. `--documents DIR`: every .xml of a folder instead of our samples. `--out DIR`: the tree
 * as Drive gives it back. `--embedded`: without Google's emulators. `--built`: what is deployed instead of the sources.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isOpen } from '../../functions/domain/export.ts';
import { createExports } from '../../functions/storage/records.ts';
import { connectFirestore } from './clients.ts';
import { readTree, type TreeItem } from './drive-tree.ts';
import { isWhatWasSent } from './expected-bytes.ts';
import { activateClient, install, signInWithGoogle } from './journey.ts';
import { googleClient, type LocalSystem, startLocalSystem } from './system.ts';
import { until } from './until.ts';
import { createVisitor } from './visitor.ts';

const partner = { space: 'a0000000-0000-4000-8000-000000000001', administrator: 'An Peeters' };
const samples = fileURLToPath(new URL('../samples', import.meta.url));

/** Documents are given to the first one; the others show that a client without documents has its folders too. */
const clients = [
  { name: 'John Doe Group', space: 'c0000000-0000-4000-8000-000000000001' },
  { name: 'Vzw De Buurtwinkel', space: 'c0000000-0000-4000-8000-000000000003' },
];

interface Document {
  file: string;
  bytes: Uint8Array;
  direction: 'AP' | 'AR';
  id: string;
}

interface Result {
  ok: boolean;
  files: string[];
  emptyFolders: string[];
  rejected: { document: string; reason: string }[];
  functions: string;
  firestore: string;
  pubsub: string;
  seconds: number;
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    documents: { type: 'string' },
    out: { type: 'string' },
    embedded: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
  },
});
const startedAt = Date.now();
const lines: string[] = [];
const system = await startLocalSystem({
  built: values.built,
  ...(values.embedded && { prefer: 'embedded' as const }),
  log: (source, line) => lines.push(`${source.padEnd(14)} ${line}`),
});
try {
  const { problems, ...result } = await run(system);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : describe(result));
  process.exitCode = result.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${lines.slice(-50).join('\n')}\n`);
  throw error;
} finally {
  await system.close();
}

async function run(system: LocalSystem): Promise<Result & { problems: string[] }> {
  const visitor = createVisitor();
  const [account] = system.google.accounts;
  if (!account) throw new Error('Google has no accounts');
  const ourPage = await install(system, visitor, partner.administrator);
  const installed = await signInWithGoogle(visitor, ourPage, account.displayName);
  if (!installed.text.includes('De installatie is geslaagd')) throw new Error(`not installed:\n${installed.text}`);
  for (const client of clients) await activateClient(system, visitor, client.name);

  const documents = await sendDocuments(system, values.documents ?? samples);
  const entries = await ledgerWhenDone(system, documents.length);
  const { accessToken } = system.google.signIn(account.email, googleClient.clientId);
  // Two folders for each client, the company folders and the root: they follow the activations by themselves.
  const tree = await until('the folders of every client are there', async () => {
    const items = await readTree(system.google.url, accessToken);
    return items.filter(({ isFolder }) => isFolder).length >= 1 + 3 * clients.length && items;
  });
  if (values.out) await write(tree, values.out);

  const files = tree.filter(({ isFolder }) => !isFolder);
  const judged = documents.map((document) => judge(document, entries.get(document.id), files));
  const problems = (await Promise.all(judged)).flat();
  const doneCount = [...entries.values()].filter(({ state }) => state === 'done').length;
  if (files.length !== doneCount) problems.push(`${files.length} files in Drive for ${doneCount} exported documents`);
  const rejected = documents.flatMap(({ id, file }) => {
    const entry = entries.get(id);
    return entry?.state === 'rejected' ? [{ document: file, reason: entry.reason ?? '' }] : [];
  });
  // Our own samples are all good: a rejection is our mistake.
  if (!values.documents)
    problems.push(...rejected.map(({ document, reason }) => `${document} was rejected: ${reason}`));
  const isEmpty = (folder: TreeItem) => !tree.some(({ path }) => path.startsWith(`${folder.path}/`));
  return {
    ok: problems.length === 0,
    files: files.map(({ path }) => path),
    emptyFolders: tree.filter((item) => item.isFolder && isEmpty(item)).map(({ path }) => path),
    rejected,
    functions: system.functions,
    firestore: system.firestore.kind,
    pubsub: system.pubsub.kind,
    seconds: Math.round((Date.now() - startedAt) / 100) / 10,
    problems,
  };
}

/** Purchases and sales in turn, each approved or sent, which is what makes Banqup publish its message. */
async function sendDocuments({ banqup }: LocalSystem, folder: string): Promise<Document[]> {
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith('.xml')).sort();
  if (names.length === 0) throw new Error(`no .xml in ${folder}`);
  const documents: Document[] = [];
  for (const [index, file] of names.entries()) {
    const bytes = new Uint8Array(await readFile(join(folder, file)));
    const isPurchase = index % 2 === 0;
    const folderName = isPurchase ? 'PURCHASES' : 'SALES';
    const space = clients[0]?.space ?? '';
    const { documentId } = banqup.addDocument({ space, folder: folderName, ubl: bytes, filename: file });
    await (isPurchase ? banqup.approve(documentId) : banqup.send(documentId));
    documents.push({ file, bytes, direction: isPurchase ? 'AP' : 'AR', id: documentId });
  }
  return documents;
}

/** The ledger's entries by document, once none of them is open any more. */
async function ledgerWhenDone({ project, firestore }: LocalSystem, count: number) {
  const database = connectFirestore(firestore.host, project);
  const exports = createExports(database);
  const entries = await until(
    'every document has ended',
    async () => {
      const found = await exports.newest(partner.space, {}, undefined, count + 1);
      return found.length === count && found.every(({ value }) => !isOpen(value)) && found;
    },
    120 + count,
  );
  await database.terminate();
  return new Map(entries.map(({ value }) => [value.documentId, value]));
}

/** What is wrong with the end of one document: nothing, if it is in Drive once, in the right folder, byte for byte, or cut out of its envelope. */
async function judge(document: Document, entry: { state: string } | undefined, files: TreeItem[]): Promise<string[]> {
  const own = files.filter(({ path }) => path.includes(document.id));
  if (entry?.state === 'rejected') return own.length === 0 ? [] : [`${document.file} was rejected, and is in Drive`];
  if (entry?.state !== 'done') return [`${document.file} ended as ${entry?.state}`];
  const [file] = own;
  if (!file || own.length !== 1) return [`${document.file} is ${own.length} times in Drive`];
  const wrongFolder = dirname(file.path).split('/').at(-1) !== document.direction;
  const wrongBytes = !isWhatWasSent(document.bytes, await file.download());
  return [
    ...(wrongFolder ? [`${document.file} is in the wrong folder: ${file.path}`] : []),
    ...(wrongBytes ? [`${document.file} has other bytes in Drive`] : []),
  ];
}

async function write(tree: TreeItem[], folder: string): Promise<void> {
  for (const item of tree) {
    const path = join(folder, item.path);
    await mkdir(item.isFolder ? path : dirname(path), { recursive: true });
    if (!item.isFolder) await writeFile(path, await item.download());
  }
}

function describe({ ok, files, emptyFolders, rejected, functions, firestore, pubsub, seconds }: Result): string {
  const list = (title: string, items: string[]) =>
    items.length ? `${title}\n${items.map((i) => `  ${i}\n`).join('')}` : '';
  return [
    list('In Drive:', files),
    list('Empty folders:', emptyFolders),
    list(
      'Rejected:',
      rejected.map(({ document, reason }) => `${document}: ${reason}`),
    ),
    `${ok ? 'Every document ended right' : 'NOT every document ended right'} after ${seconds} s. Functions: ${functions}. Firestore: ${firestore}. Pub/Sub: ${pubsub}.\n`,
  ].join('');
}
