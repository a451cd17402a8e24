/** What a person sees of a document, and what its file's name needs: read from its UBL, kept on its ledger entry. */
import type { Direction } from './direction.ts';
import type { UblFacts } from './ubl.ts';

export interface DocumentFacts {
  kind: 'invoice' | 'creditNote';
  number: string;
  counterparty?: string;
  issueDate?: string;
  currency?: string;
  payableAmount?: string;
  /** False for UBL of another profile than Peppol BIS 3.0: exported all the same, and flagged. */
  isPeppol: boolean;
}

/** The facts of a document that its client has bought (AP) or sold (AR). */
export function documentFacts(ubl: UblFacts, direction: Direction): DocumentFacts {
  const counterparty = (direction === 'AP' ? ubl.supplier : ubl.customer).name;
  return {
    kind: ubl.kind,
    number: ubl.number,
    ...(counterparty !== undefined && { counterparty }),
    ...(ubl.issueDate !== undefined && { issueDate: ubl.issueDate }),
    ...(ubl.currency !== undefined && { currency: ubl.currency }),
    ...(ubl.payableAmount !== undefined && { payableAmount: ubl.payableAmount }),
    isPeppol: ubl.profile !== 'other',
  };
}
