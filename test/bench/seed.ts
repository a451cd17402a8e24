/**
 * What a partner has after years, without the years: clients, their folders and the ledger, written straight into a Firestore over
 * REST in the form in which functions/storage writes them.
 * https://firebase.google.com/docs/firestore/reference/rest/v1/projects.databases.documents/commit
 */
import { type Activation, activationId } from '../../functions/domain/activation.ts';
import type { Connection } from '../../functions/domain/connection.ts';
import { Failure } from '../../functions/domain/errors.ts';
import { done, type Export, exportId, parked, reserved } from '../../functions/domain/export.ts';
import { type Folder, folderId, folderName, leafPlace, placesDownTo } from '../../functions/domain/folder.ts';
import { listedName } from '../../functions/domain/listed-name.ts';
import { companyFolder, fileName, syncDate } from '../../functions/domain/naming.ts';
import type { Written } from '../../functions/domain/record.ts';

/** As many as one commit takes. */
const writesAtOnce = 500;

const trades = ['Bakkerij', 'Garage', 'Apotheek', 'Drukkerij', 'Slagerij', 'Tandarts', 'Schrijnwerkerij', 'Kapsalon'];
const families = [
  'Aerts',
  'Claes',
  'De Smet',
  'Goossens',
  'Hermans',
  'Janssens',
  'Maes',
  'Peeters',
  'Willems',
  'Wouters',
];

/** Writes that many clients of a partner, switched on before anything else, with every folder; answers their activations. */
export async function seedClients(
  firestore: SeededFirestore,
  connection: Connection,
  count: number,
): Promise<Activation[]> {
  const { partnerSpace } = connection;
  const clients = Array.from({ length: count }, (_, index): Activation => {
    const clientSpace = crypto.randomUUID();
    const company = {
      name: `${trades[index % trades.length]} ${families[index % families.length]} ${index + 1}`,
      vatNumber: vatNumber(index),
    };
    const folder = companyFolder({ ...company, clientSpace });
    const { since } = connection;
    return { partnerSpace, clientSpace, active: true, since, company, listed: listedName(company), folder };
  });
  await write(
    firestore,
    'activations',
    clients.map((one) => [activationId(partnerSpace, one.clientSpace), one]),
  );
  const places = clients.flatMap(({ folder }) => {
    const [, company, purchases] = placesDownTo(leafPlace(connection, folder, 'AP'));
    return [company, purchases, leafPlace(connection, folder, 'AR')].flatMap((place) => place ?? []);
  });
  const made = places.map((place): [string, Folder] => {
    const { account, generation, kind } = place;
    const id = driveId();
    return [folderId(place), { partnerSpace, account, generation, kind, name: folderName(place), id, state: 'made' }];
  });
  await write(firestore, 'folders', made);
  return clients;
}

/**
 * Writes that many entries of the ledger, spread over these clients, one a minute until the link began: so `care` has seen to them. All
 * are done, but for one in a hundred that waits.
 */
export async function seedExports(
  firestore: SeededFirestore,
  connection: Connection,
  clients: readonly Activation[],
  count: number,
): Promise<void> {
  const { partnerSpace, account, generation } = connection;
  const before = connection.since.getTime();
  const entries = Array.from({ length: count }, (_, index): [string, Written<Export>] => {
    const client = clients[index % clients.length];
    if (!client) throw new Error('exports are of clients');
    const at = new Date(before - (index + 1) * 60_000);
    const documentId = crypto.randomUUID();
    const key = { partnerSpace, clientSpace: client.clientSpace, documentId };
    const direction = index % 2 === 0 ? 'AP' : 'AR';
    const fileId = driveId();
    const releasedAt = new Date(at.getTime() - 1000);
    const id = { account: account.id, fileId };
    const entry = reserved({ ...key, direction, releasedAt, syncDate: syncDate(at) }, id, at);
    // From the first on: a small ledger has one that waits as a large one has.
    if (index % 100 === 0) return [exportId(key), parked(entry, new Failure('ublMissing', 'no file'), at)];
    const number = `2026-${index + 1}`;
    const name = fileName({ syncDate: entry.syncDate, number, documentId });
    const link = `https://drive.google.com/file/d/${fileId}/view?usp=drivesdk`;
    const md5 = crypto.randomUUID().replaceAll('-', '');
    const file = {
      account: account.id,
      generation,
      id: fileId,
      name,
      folderId: driveId(),
      md5,
      sizeBytes: 7_000,
      link,
    };
    const facts = { kind: 'invoice', number, counterparty: 'Kantoorhuis Leuven', issueDate: entry.syncDate } as const;
    const amount = { currency: 'EUR', payableAmount: '1210.00', isPeppol: true };
    return [exportId(key), { ...done(entry, file, { ...facts, ...amount }), doneAt: at }];
  });
  await write(firestore, 'exports', entries);
}

export interface SeededFirestore {
  url: string;
  project: string;
}

async function write(
  { url, project }: SeededFirestore,
  collection: string,
  records: readonly (readonly [id: string, record: object])[],
): Promise<void> {
  const documents = `projects/${project}/databases/(default)/documents`;
  for (let from = 0; from < records.length; from += writesAtOnce) {
    const writes = records.slice(from, from + writesAtOnce).map(([id, record]) => ({
      update: {
        name: `${documents}/${collection}/${id}`,
        fields: fieldsOf({ ...record, writeId: crypto.randomUUID() }),
      },
    }));
    const answer = await fetch(`${url}/v1/${documents}:commit`, { method: 'POST', body: JSON.stringify({ writes }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`not seeded: ${text}`);
  }
}

/** https://firebase.google.com/docs/firestore/reference/rest/v1/Value */
function fieldsOf(record: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, wireValue(value)]));
}

function wireValue(value: unknown): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { integerValue: String(value) };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (value instanceof Date) return { timestampValue: value.toISOString() };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(wireValue) } };
  if (typeof value === 'object' && value !== null) return { mapValue: { fields: fieldsOf(value) } };
  throw new TypeError(`no record of ours has ${String(value)}`);
}

const driveId = () => `1${crypto.randomUUID()}`;

/** A Belgian one with right check digits. */
function vatNumber(index: number): string {
  const firstEight = 4_000_000 + index;
  return `BE${String(firstEight).padStart(8, '0')}${String(97 - (firstEight % 97)).padStart(2, '0')}`;
}
