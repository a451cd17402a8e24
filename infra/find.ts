/**
 * `npm run --silent find -- <document id>`: a partner says that a file is missing, and an operator finds out what became of the
 * document. Read only, with the operator's own application default credentials. `--client <client space>`: also which partners
 * have that client switched on. `--project P`, else GOOGLE_CLOUD_PROJECT. `--json`: one line for machines.
 * Ends with 0: found; 1: there is no entry; 2: it was asked wrongly; 3: it could not look.
 */
import { GoogleAuth } from 'google-auth-library';
import { activationId } from '../functions/domain/activation.ts';
import { type DeadLetter, speaksOf } from '../functions/domain/dead-letter.ts';
import type { Stored } from '../functions/domain/record.ts';
import { createFirestore } from '../functions/storage/firestore.ts';
import {
  createActivations,
  createConnections,
  createDeadLetters,
  createExports,
} from '../functions/storage/records.ts';
import { type Question, readQuestion } from './find-question.ts';
import { describe, type Found, tell } from './find-report.ts';

const usage =
  'npm run --silent find -- <document id> [--client <client space>] [--project <Google Cloud project>] [--json]';

const lettersAtOnce = 100;

const question = readQuestion(process.argv.slice(2), process.env);
if (typeof question === 'string') {
  process.stderr.write(`${question}\n${usage}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await answer(question).catch((error: unknown) => {
    process.stderr.write(`${whyNot(question, error)}\n`);
    return 3;
  });
}

async function answer({ documentId, client, project, json }: Question): Promise<number> {
  const emulatorHost = process.env['FIRESTORE_EMULATOR_HOST'] || undefined;
  // Without credentials the library fails where nobody can catch it.
  if (!emulatorHost) await new GoogleAuth().getClient();
  const firestore = createFirestore({
    projectId: project,
    databaseId: process.env['FIRESTORE_DATABASE'] || '(default)',
    emulatorHost,
  });
  const [connections, activations] = [createConnections(firestore), createActivations(firestore)];
  const linkOf = async (partnerSpace: string) => (await connections.read(partnerSpace))?.value;

  const entries: Found['entries'] = [];
  for (const { value: entry } of await createExports(firestore).ofDocument(documentId)) {
    const { partnerSpace, clientSpace } = entry;
    const activation = (await activations.read(activationId(partnerSpace, clientSpace)))?.value;
    entries.push({ entry, activation, connection: await linkOf(partnerSpace) });
  }
  const clients = new Set([...entries.map(({ entry }) => entry.clientSpace), ...(client ? [client] : [])]);
  const withoutEntry: Found['withoutEntry'] = [];
  for (const clientSpace of clients) {
    for (const { value: activation } of await activations.activeOfClient(clientSpace)) {
      const { partnerSpace } = activation;
      const isThere = entries.some(({ entry }) => isOf(entry, activation));
      if (!isThere) withoutEntry.push({ activation, connection: await linkOf(partnerSpace) });
    }
  }
  const letters = await lettersAbout(documentId, createDeadLetters(firestore));
  await firestore.terminate();

  const told = tell({ documentId, client, project, now: new Date(), entries, withoutEntry, letters });
  process.stdout.write(json ? `${JSON.stringify(told)}\n` : describe(told));
  return entries.length > 0 ? 0 : 1;
}

function isOf(one: { partnerSpace: string; clientSpace: string }, other: typeof one): boolean {
  return one.partnerSpace === other.partnerSpace && one.clientSpace === other.clientSpace;
}

/** Nobody could read them, so they are found by what they say. */
async function lettersAbout(
  documentId: string,
  deadLetters: ReturnType<typeof createDeadLetters>,
): Promise<Stored<DeadLetter>[]> {
  const found: Stored<DeadLetter>[] = [];
  for (let page: Stored<DeadLetter>[] = []; ; ) {
    page = await deadLetters.page(page.at(-1)?.id, lettersAtOnce);
    found.push(...page.filter(({ value }) => speaksOf(value, documentId)));
    if (page.length < lettersAtOnce) return found;
  }
}

function whyNot({ project }: Question, error: unknown): string {
  const { message, cause } = error instanceof Error ? error : { message: String(error), cause: undefined };
  const deeper = cause instanceof Error ? ` (${cause.message})` : '';
  return [
    `Nothing was found out: Firestore of the project ${project} did not answer. ${message}${deeper}`,
    'Are you signed in (gcloud auth application-default login), may you read its Firestore (roles/datastore.viewer),',
    'and is FIRESTORE_DATABASE its database, where that is not (default)?',
  ].join('\n');
}
