/** Test data that a reader understands without looking it up: everything usual by itself, and what a test is about named. */
import type { Activation } from '../functions/domain/activation.ts';
import type { Connection } from '../functions/domain/connection.ts';
import type { Export, ExportedFile } from '../functions/domain/export.ts';
import type { Folder } from '../functions/domain/folder.ts';
import { listedName } from '../functions/domain/listed-name.ts';
import type { BanqupDocument } from '../functions/domain/ports.ts';
import type { SignIn } from '../functions/domain/sign-in.ts';

/** The ids that builders use when they are given none. */
export const usual = {
  partnerSpace: 'a0000000-0000-4000-8000-000000000001',
  clientSpace: 'c0000000-0000-4000-8000-000000000001',
  documentId: 'd0000000-0000-4000-8000-000000000001',
  fileId: 'f0000000-0000-4000-8000-000000000001',
  email: 'els.claes@fiduclaes.example',
} as const;

const account = { id: `account of ${usual.email}`, email: usual.email };
/** Before anything happens in a test. */
const since = new Date('2026-01-05T08:00:00.000Z');

/** On, signed in once. */
export function aConnection(given: Partial<Connection> = {}): Connection {
  const partnerSpace = usual.partnerSpace;
  return {
    partnerSpace,
    state: 'on',
    generation: 1,
    account,
    secretVersion: '1',
    language: 'nl',
    since,
    accountSince: since,
    ...given,
  };
}

/** Switched on since before anything happens. */
export function anActivation(given: Partial<Activation> = {}): Activation {
  const company = given.company ?? { name: 'John Doe Group', vatNumber: 'BE0123456749' };
  return {
    partnerSpace: usual.partnerSpace,
    clientSpace: usual.clientSpace,
    active: true,
    since,
    company,
    listed: listedName(company),
    folder: { key: 'vat-BE0123456749', name: 'John Doe Group_BE0123456749' },
    ...given,
  };
}

/** A purchase that was approved just now, on 2 March 2026. */
export function aDocument(given: Partial<BanqupDocument> = {}): BanqupDocument {
  return {
    clientSpace: usual.clientSpace,
    documentId: usual.documentId,
    direction: 'AP',
    exportable: true,
    releasedAt: new Date('2026-03-02T08:59:00.000Z'),
    fileId: usual.fileId,
    ...given,
  };
}

/** Reserved under one file id, due in nine minutes. */
export function anExport(given: Partial<Export> = {}): Export {
  return {
    partnerSpace: usual.partnerSpace,
    clientSpace: usual.clientSpace,
    documentId: usual.documentId,
    direction: 'AP',
    state: 'reserved',
    dueAt: new Date('2026-03-02T09:09:00.000Z'),
    releasedAt: new Date('2026-03-02T08:59:00.000Z'),
    reservedAt: new Date('2026-03-02T09:00:00.000Z'),
    fileIds: { [account.id]: `${usual.email}#1` },
    syncDate: '2026-03-02',
    ...given,
  };
}

/** The file of a finished export. */
export function anExportedFile(given: Partial<ExportedFile> = {}): ExportedFile {
  return {
    account: account.id,
    generation: 1,
    id: `${usual.email}#1`,
    name: `2026-03-02_INV-1_${usual.documentId}.xml`,
    folderId: `${usual.email}#4`,
    md5: '900150983cd24fb0d6963f7d28e17f72',
    sizeBytes: 3,
    link: 'https://drive.example/1',
    ...given,
  };
}

/** The root folder, made. */
export function aFolder(given: Partial<Folder> = {}): Folder {
  const partnerSpace = usual.partnerSpace;
  const id = `${usual.email}#2`;
  return {
    partnerSpace,
    account: account.id,
    generation: 1,
    kind: 'root',
    name: 'Invoice_import',
    id,
    state: 'made',
    ...given,
  };
}

/** A visit to Google's sign-in page that began on 2 March 2026 at 9:00. */
export function aSignIn(given: Partial<SignIn> = {}): SignIn {
  return {
    at: 'google',
    partnerSpace: usual.partnerSpace,
    browserDigest: 'digest of a cookie',
    codeVerifier: 'v'.repeat(43),
    language: 'nl',
    expiresAt: new Date('2026-03-02T09:10:00.000Z'),
    ...given,
  };
}

export interface UblGiven {
  kind?: 'Invoice' | 'CreditNote';
  number?: string;
  issueDate?: string;
  supplier?: string;
  customer?: string;
  payableAmount?: string;
  currency?: string;
  note?: string;
}

/** A small document in Peppol BIS Billing 3.0's shape, as UTF-8: enough to be read, not to pass every business rule. */
export function ublOf(given: UblGiven = {}): Uint8Array {
  const {
    kind = 'Invoice',
    number = 'INV-1',
    issueDate = '2026-03-01',
    supplier = 'Drukkerij Janssens',
    customer = 'John Doe Group',
    payableAmount = '121.00',
    currency = 'EUR',
    note,
  } = given;
  const party = (role: string, name: string) =>
    `<cac:Accounting${role}Party><cac:Party><cac:PartyLegalEntity>` +
    `<cbc:RegistrationName>${escaped(name)}</cbc:RegistrationName>` +
    `</cac:PartyLegalEntity></cac:Party></cac:Accounting${role}Party>`;
  const schema = 'urn:oasis:names:specification:ubl:schema:xsd:';
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${kind} xmlns="${schema}${kind}-2" xmlns:cac="${schema}CommonAggregateComponents-2" xmlns:cbc="${schema}CommonBasicComponents-2">`,
    '<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>',
    '<cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>',
    `<cbc:ID>${escaped(number)}</cbc:ID>`,
    `<cbc:IssueDate>${issueDate}</cbc:IssueDate>`,
    `<cbc:${kind}TypeCode>${kind === 'Invoice' ? '380' : '381'}</cbc:${kind}TypeCode>`,
    ...(note === undefined ? [] : [`<cbc:Note>${escaped(note)}</cbc:Note>`]),
    `<cbc:DocumentCurrencyCode>${currency}</cbc:DocumentCurrencyCode>`,
    party('Supplier', supplier),
    party('Customer', customer),
    `<cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="${currency}">${payableAmount}</cbc:PayableAmount></cac:LegalMonetaryTotal>`,
    `</${kind}>`,
  ];
  return new TextEncoder().encode(xml.join('\n'));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Room for documents of any size. */
export const anyRoom = async (): Promise<void> => {};
