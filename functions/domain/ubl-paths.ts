/**
 * Where the facts stand in a UBL 2 Invoice or CreditNote: a tree of the elements that are wanted, each with what to do
 * with its text. Only these exact paths count: the ID of a line or of a party is never taken for the invoice number.
 * Paths: docs.peppol.eu/poacc/billing/3.0/syntax.
 */

import { Failure } from './errors.ts';

export interface Party {
  /** The registered name, else the trading name. */
  name?: string;
  /** As the document has it, of the tax scheme VAT. */
  vatNumber?: string;
  /** The legal registration number as the document has it; for Belgium the ten digits. */
  enterpriseNumber?: string;
  /** The address on the network, `scheme:value`, such as `0208:0123456749`. */
  endpoint?: string;
}

export interface UblFacts {
  kind: 'invoice' | 'creditNote';
  /** `cbc:ID`, with spaces at the ends taken off: any characters, unique only within its seller. */
  number: string;
  /** YYYY-MM-DD; left out when it is no date. */
  issueDate?: string;
  /** YYYY-MM-DD; left out when it is no date. */
  dueDate?: string;
  currency?: string;
  /** Decimal, as the document has it. */
  payableAmount?: string;
  typeCode?: string;
  supplier: Party;
  customer: Party;
  profile: 'peppolBis3' | 'peppolSelfBilling3' | 'other';
}

/** One wanted element. `text` gets its trimmed text, when there is any, and its `schemeID`. */
export interface Step {
  children?: Readonly<Record<string, Step>>;
  text?: (value: string, scheme: string | undefined) => void;
  close?: () => void;
}

/** A fresh tree to walk once, and the facts it has gathered by then; `facts` throws `notUbl` when there was no number. */
export function createFactPaths(): { root: Step; facts: (kind: UblFacts['kind']) => UblFacts } {
  const found: Partial<Omit<UblFacts, 'supplier' | 'customer' | 'kind' | 'profile'>> = {};
  const supplier: Party = {};
  const customer: Party = {};
  let customization = '';
  let process = '';

  const first = (field: keyof typeof found): Step => ({
    text: (value) => {
      found[field] ??= value;
    },
  });
  const day = (field: 'issueDate' | 'dueDate'): Step => ({
    text: (value) => {
      const date = dayOf(value);
      if (date !== undefined) found[field] ??= date;
    },
  });

  const root: Step = {
    children: {
      'cbc:CustomizationID': {
        text: (value) => {
          customization ||= value;
        },
      },
      'cbc:ProfileID': {
        text: (value) => {
          process ||= value;
        },
      },
      'cbc:ID': first('number'),
      'cbc:IssueDate': day('issueDate'),
      'cbc:DueDate': day('dueDate'),
      // A credit note has no DueDate of its own.
      'cac:PaymentMeans': { children: { 'cbc:PaymentDueDate': day('dueDate') } },
      'cbc:InvoiceTypeCode': first('typeCode'),
      'cbc:CreditNoteTypeCode': first('typeCode'),
      'cbc:DocumentCurrencyCode': first('currency'),
      'cac:LegalMonetaryTotal': { children: { 'cbc:PayableAmount': first('payableAmount') } },
      'cac:AccountingSupplierParty': partyStep(supplier),
      'cac:AccountingCustomerParty': partyStep(customer),
    },
  };

  return {
    root,
    facts(kind) {
      const { number, ...rest } = found;
      if (number === undefined) throw new Failure('notUbl', 'The document has no invoice number (cbc:ID)');
      return { kind, number, ...rest, supplier, customer, profile: profileOf(customization, process) };
    },
  };
}

function partyStep(party: Party): Step {
  const text = (take: (value: string) => void): Step => ({ text: take });
  let tradingName: string | undefined;
  let tax: { number?: string; scheme?: string } = {};

  const children: Record<string, Step> = {
    'cbc:EndpointID': {
      text: (value, scheme) => {
        party.endpoint ??= scheme ? `${scheme}:${value}` : value;
      },
    },
    'cac:PartyName': {
      children: {
        'cbc:Name': text((value) => {
          tradingName ??= value;
        }),
      },
    },
    'cac:PartyTaxScheme': {
      children: {
        'cbc:CompanyID': text((value) => {
          tax.number ??= value;
        }),
        'cac:TaxScheme': {
          children: {
            'cbc:ID': text((value) => {
              tax.scheme ??= value;
            }),
          },
        },
      },
      // The number stands before the scheme that says what it is, and there may be several.
      close: () => {
        if (tax.scheme === 'VAT' && tax.number !== undefined) party.vatNumber ??= tax.number;
        tax = {};
      },
    },
    'cac:PartyLegalEntity': {
      children: {
        'cbc:RegistrationName': text((value) => {
          party.name ??= value;
        }),
        'cbc:CompanyID': text((value) => {
          party.enterpriseNumber ??= value;
        }),
      },
    },
  };

  const close = (): void => {
    if (tradingName !== undefined) party.name ??= tradingName;
  };
  return { children: { 'cac:Party': { children, close } } };
}

/** The day of an xs:date, which may carry a time zone; undefined when there is no such day. */
function dayOf(text: string): string | undefined {
  const day = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/.exec(text)?.[1];
  if (day === undefined) return undefined;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : undefined;
}

function profileOf(customization: string, process: string): UblFacts['profile'] {
  const is = (name: string): boolean => {
    const rules = `urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:${name}:3.0`;
    // A country or sector may add rules of its own behind a further `#`.
    const follows = customization === rules || customization.startsWith(`${rules}#`);
    return follows && process === `urn:fdc:peppol.eu:2017:poacc:${name}:01:1.0`;
  };
  if (is('billing')) return 'peppolBis3';
  return is('selfbilling') ? 'peppolSelfBilling3' : 'other';
}
