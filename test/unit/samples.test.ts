/**
 * Our samples are what they claim to be, as far as that can be told without a validator: check digits, sums, VAT, the
 * embedded PDF. Whether they obey all of Peppol's rules is checked by hand when one is changed (see their README).
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SaxesParser } from 'saxes';
import { fileName, vatLooksWrong } from '../../functions/domain/naming.ts';
import { readUbl } from '../../functions/domain/ubl.ts';

const factsOf = (bytes: Uint8Array, chunkBytes?: number) => readUbl(bytes, chunkBytes).facts;

const folder = new URL('../samples/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.xml'));
const read = (file: string) => readFileSync(new URL(file, folder));

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

/** The whole document as a tree; names without prefix. */
function treeOf(file: string): Element {
  const top: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', (tag) => {
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
    const element = { name: tag.local, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.write(read(file).toString()).close();
  return only(top, '*');
}

/** All elements at this path below an element; `*` is any name. */
function all(element: Element, path: string): Element[] {
  return path
    .split('/')
    .reduce(
      (level, name) => level.flatMap(({ children }) => children.filter((child) => name === '*' || child.name === name)),
      [element],
    );
}

function only(element: Element, path: string): Element {
  const [first, second] = all(element, path);
  if (first === undefined || second !== undefined) throw new Error(`${path} must be there once`);
  return first;
}

/** A decimal number in units of a hundred thousandth, so that sums are exact. */
function exact(text: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,5}))?$/.exec(text) ?? [];
  if (whole === '') throw new Error(`${text} is no decimal number`);
  return BigInt(sign + whole + fraction.padEnd(5, '0'));
}

const one = 100_000n;

/** Half up to the cent; the samples have no negative amounts. */
function cents(value: bigint): bigint {
  return ((value + 500n) / 1000n) * 1000n;
}

const amount = (element: Element, path: string): bigint =>
  all(element, path).reduce((sum, { text }) => sum + exact(text), 0n);

function charges(element: Element): bigint {
  return all(element, 'AllowanceCharge')
    .map((item) => (only(item, 'ChargeIndicator').text === 'true' ? 1n : -1n) * amount(item, 'Amount'))
    .reduce((sum, value) => sum + value, 0n);
}

/** Categories are compared by letter and rate. */
function categoryOf(element: Element, path: string): string {
  const category = only(element, path);
  return `${only(category, 'ID').text} ${all(category, 'Percent')[0]?.text ?? '0'}`;
}

function linesOf(document: Element): Element[] {
  return document.children.filter(({ name }) => name === 'InvoiceLine' || name === 'CreditNoteLine');
}

describe.each(files)('%s', (file) => {
  const document = treeOf(file);
  const facts = factsOf(read(file));

  test('has every fact that a page shows', () => {
    for (const fact of ['issueDate', 'dueDate', 'currency', 'payableAmount', 'typeCode'] as const)
      expect(facts[fact]).toMatch(/./);
    for (const party of [facts.supplier, facts.customer])
      expect(party).toMatchObject({
        name: expect.any(String),
        enterpriseNumber: expect.any(String),
        endpoint: expect.any(String),
      });
    expect(facts.profile).toBe(file.startsWith('self-billed') ? 'peppolSelfBilling3' : 'peppolBis3');
  });

  test('has Belgian numbers with right check digits, and the endpoint that belongs to them', () => {
    for (const party of all(document, '*/Party')) {
      const endpoint = only(party, 'EndpointID');
      const legal = only(party, 'PartyLegalEntity/CompanyID');
      expect([endpoint.text, endpoint.attributes['schemeID']]).toEqual([legal.text, legal.attributes['schemeID']]);
      if (only(party, 'PostalAddress/Country/IdentificationCode').text !== 'BE') continue;
      expect(endpoint.attributes['schemeID']).toBe('0208');
      expect(vatLooksWrong(`BE${endpoint.text}`)).toBe(false);
      for (const vat of all(party, 'PartyTaxScheme/CompanyID')) expect(vat.text).toBe(`BE${endpoint.text}`);
    }
  });

  test('has an account with right check digits', () => {
    const account = only(document, 'PaymentMeans/PayeeFinancialAccount/ID').text;
    expect(account).toMatch(/^BE\d{14}$/);
    expect(BigInt(`${account.slice(4)}1114${account.slice(2, 4)}`) % 97n).toBe(1n);
  });

  test('has lines of quantity times price, and totals that add up', () => {
    for (const line of linesOf(document)) {
      const quantity = amount(line, 'InvoicedQuantity') + amount(line, 'CreditedQuantity');
      const per = amount(line, 'Price/BaseQuantity') || one;
      const gross = cents((quantity * amount(line, 'Price/PriceAmount')) / per);
      expect(amount(line, 'LineExtensionAmount')).toBe(gross + charges(line));
    }
    const total = (name: string) => amount(document, `LegalMonetaryTotal/${name}`);
    const [tax] = all(document, 'TaxTotal').filter((item) => all(item, 'TaxSubtotal').length > 0);
    if (tax === undefined) throw new Error('no TaxTotal');
    expect(total('LineExtensionAmount')).toBe(
      linesOf(document).reduce((sum, line) => sum + amount(line, 'LineExtensionAmount'), 0n),
    );
    expect(total('TaxExclusiveAmount')).toBe(total('LineExtensionAmount') + charges(document));
    expect(total('TaxInclusiveAmount')).toBe(total('TaxExclusiveAmount') + amount(tax, 'TaxAmount'));
    expect(total('PayableAmount')).toBe(
      total('TaxInclusiveAmount') - total('PrepaidAmount') + total('PayableRoundingAmount'),
    );
  });

  test('has the VAT of each category on what belongs to it', () => {
    const bases = new Map<string, bigint>();
    const add = (category: string, value: bigint) => bases.set(category, (bases.get(category) ?? 0n) + value);
    for (const line of linesOf(document))
      add(categoryOf(line, 'Item/ClassifiedTaxCategory'), amount(line, 'LineExtensionAmount'));
    for (const item of all(document, 'AllowanceCharge')) {
      const sign = only(item, 'ChargeIndicator').text === 'true' ? 1n : -1n;
      add(categoryOf(item, 'TaxCategory'), sign * amount(item, 'Amount'));
    }
    const subtotals = all(document, 'TaxTotal/TaxSubtotal');
    const taxed = subtotals.map((item) => [categoryOf(item, 'TaxCategory'), amount(item, 'TaxableAmount')] as const);
    expect(new Map(taxed)).toEqual(bases);
    for (const item of subtotals) {
      const rate = amount(item, 'TaxCategory/Percent');
      expect(amount(item, 'TaxAmount')).toBe(cents((amount(item, 'TaxableAmount') * rate) / (100n * one)));
    }
  });
});

describe('the samples together', () => {
  const numbers = files.map((file) => factsOf(read(file)).number);

  test('have numbers of their own, and so files of their own', () => {
    const names = numbers.map((number) =>
      fileName({ syncDate: '2026-03-02', number, documentId: 'same' }).toLowerCase(),
    );
    expect(new Set(names).size).toBe(files.length);
  });

  test('stand in the README, one line each', () => {
    const readme = readFileSync(new URL('README.md', folder), 'utf8');
    expect([...readme.matchAll(/^- `(.+?)`: /gm)].map(([, file]) => file).sort()).toEqual([...files].sort());
  });

  test('cover the four Belgian rates, reverse charge, exemption, and what falls outside VAT', () => {
    const categories = files.flatMap((file) =>
      all(treeOf(file), 'TaxTotal/TaxSubtotal').map((item) => categoryOf(item, 'TaxCategory')),
    );
    expect([...new Set(categories)].sort()).toEqual(['AE 0', 'E 0', 'K 0', 'O 0', 'S 12', 'S 21', 'S 6', 'Z 0']);
  });

  test('hold a PDF whose cross-reference table is where it says', () => {
    const object = only(
      treeOf('invoice-embedded-pdf.xml'),
      'AdditionalDocumentReference/Attachment/EmbeddedDocumentBinaryObject',
    );
    const pdf = Buffer.from(object.text, 'base64').toString('latin1');
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf)?.[1]);
    expect(pdf.startsWith('%PDF-1.4\n')).toBe(true);
    expect(pdf.slice(start, start + 5)).toBe('xref\n');
    expect(object.attributes).toEqual({ mimeCode: 'application/pdf', filename: 'NV2026-000731.pdf' });
  });
});
