/** A partner whose administrator is logged in, and what the manage pages say to them, read as a person reads it. */
import { parse } from 'node-html-parser';
import { type Export, exportId } from '../../functions/domain/export.ts';
import { folderId, rootPlace } from '../../functions/domain/folder.ts';
import { speak } from '../../functions/texts/speak.ts';
import { aFolder, anExport, usual } from '../builders.ts';
import { type Answer, type ConnectApp, createConnectApp, type Visitor } from './connect-app.ts';

/** Another partner space. */
export const other = { id: 'a0000000-0000-4000-8000-000000000002', name: 'Kantoor Peeters', role: 'ADMINISTRATOR' };

export const facts = { kind: 'invoice', number: 'INV-1', isPeppol: true } as const;

/** What the pages say where nobody asks for another language. */
export const dutch = speak('nl');

export const stateOf = ({ world }: ConnectApp, space: string = usual.partnerSpace) =>
  world.database.connections.get(space)?.value.state;

/** Puts an entry into the ledger; answers its id. */
export function addExport({ world }: ConnectApp, given: Partial<Export>): string {
  const entry = anExport(given);
  const id = exportId(entry);
  world.database.exports.put(id, entry);
  return id;
}

/** So many entries with these fields, each of a document of its own. */
export function addExports(app: ConnectApp, count: number, given: Partial<Export>): void {
  for (let index = 0; index < count; index += 1)
    addExport(app, { documentId: `${given.state}-${given.reason}-${index}`, ...given });
}

export const clientSpaceOf = (index: number) => `c1000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** A partner with a connection and a client, and its administrator, logged in. */
export async function anOffice(): Promise<{ app: ConnectApp; visitor: Visitor }> {
  const app = createConnectApp();
  app.world.connect();
  app.world.activate();
  const visitor = app.visitor();
  await visitor.logIn();
  return { app, visitor };
}

/** Makes the root folder, as `care` does after a sign-in; answers Drive's id of it. */
export async function makeRootFolder({ world }: ConnectApp): Promise<string> {
  const connection = world.database.connections.get(usual.partnerSpace)?.value;
  if (!connection) throw new Error('there is no connection');
  const drive = world.ports.drives.of(connection);
  const [id = ''] = await drive.drawIds(1);
  await drive.createFolder({ id, name: 'Invoice_import' });
  world.database.folders.put(folderId(rootPlace(connection)), aFolder({ id }));
  return id;
}

/** A page: its elements, and its words as a person reads them. */
export function read({ text }: Answer) {
  const root = parse(text);
  return { root, words: wordsOf(root.querySelector('body')) };
}

/** What stands in an element, or in nothing. */
export function wordsOf(element: { text: string } | null | undefined): string {
  return element?.text.replace(/\s+/g, ' ').trim() ?? '';
}

/** The forms within an element: where each leads, what it carries but for its token, and what is on its button. */
export function formsIn(root: ReturnType<typeof parse>) {
  return root.querySelectorAll('form').map((form) => ({
    action: form.getAttribute('action') ?? '',
    fields: Object.fromEntries(
      form
        .querySelectorAll('input')
        .map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? ''])
        .filter(([name]) => name !== 'formToken'),
    ),
    label: wordsOf(form.querySelector('button')),
  }));
}

/** Where the link with these words leads; undefined: there is none. */
export function linkCalled(root: ReturnType<typeof parse>, words: string): string | undefined {
  return root
    .querySelectorAll('a')
    .find((link) => wordsOf(link) === words)
    ?.getAttribute('href');
}

/** The rows of a page's table, cell by cell. */
export function rowsOf(root: ReturnType<typeof parse>): string[][] {
  return root.querySelectorAll('tbody tr').map((row) => row.querySelectorAll('th, td').map(wordsOf));
}
