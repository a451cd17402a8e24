/**
 * What the pages and the metadata show of a UBL document, read with regular expressions.
 * Good enough to recognise an invoice on a screen; anything that cannot be found is left out.
 */
import { creditNoteCategory } from './assumed.ts';

export interface PartyFacts {
  name?: string;
  vatNumber?: string;
}

export interface InvoiceFacts {
  category: string;
  number?: string;
  dueDate?: string;
  amount?: string;
  currency?: string;
  supplier: PartyFacts;
  customer: PartyFacts;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return entities[name] ?? whole;
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

function inside(xml: string, element: string): string | undefined {
  const content = new RegExp(`<(?:[\\w-]+:)?${element}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:[\\w-]+:)?${element}\\s*>`).exec(
    xml,
  );
  return content?.[1];
}

function text(xml: string | undefined, element: string): string | undefined {
  const found = xml === undefined ? undefined : inside(xml, element);
  return found === undefined ? undefined : decode(found.trim());
}

function party(xml: string, element: string): PartyFacts {
  const content = inside(xml, element);
  if (content === undefined) return {};
  const name = text(content, 'RegistrationName') ?? text(inside(content, 'PartyName'), 'Name');
  const vatNumber = text(inside(content, 'PartyTaxScheme'), 'CompanyID');
  return { ...(name && { name }), ...(vatNumber && { vatNumber }) };
}

/** Reads the facts from the bytes of a UBL invoice or credit note; never throws. */
export function readInvoiceFacts(bytes: Uint8Array): InvoiceFacts {
  const xml = new TextDecoder().decode(bytes);
  const number = text(xml, 'ID');
  const dueDate = text(xml, 'DueDate');
  const amount = text(inside(xml, 'LegalMonetaryTotal'), 'PayableAmount');
  const currency = text(xml, 'DocumentCurrencyCode');
  return {
    category: /<(?:[\w-]+:)?CreditNote[\s>]/.test(xml) ? creditNoteCategory : 'INVOICE',
    ...(number && { number }),
    ...(dueDate && { dueDate }),
    ...(amount && { amount }),
    ...(currency && { currency }),
    supplier: party(xml, 'AccountingSupplierParty'),
    customer: party(xml, 'AccountingCustomerParty'),
  };
}
