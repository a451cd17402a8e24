/** What `npm run cost` says to a person. */
import {
  assumed,
  type Company,
  deployed,
  documentLines,
  fixedLines,
  instanceSeconds,
  keptLine,
  type Line,
  type Measured,
  partnerLines,
  rounds,
  roundsInDay,
  total,
} from './bill.ts';
import { documentsPerSecond, loads, partner, partnersAtLimit } from './load.ts';
import type { Counts } from './meter.ts';
import { firestorePrices, type Place, type Price, prices } from './prices.ts';

const places: Place[] = ['eur3', 'europe-west1'];
const companies: Company[] = ['shared', 'alone'];
const cases = places.flatMap((place) => companies.map((company) => ({ place, company })));
const caseTitles = cases.map(({ place, company }) => `${place}, ${company}`);
const sizes = [1_000, 10_000, 100_000];

/** Several tables; columns are lined up. */
export function describeCost(measured: Measured, of: { documents: number; clients: number }): string {
  return [
    `Counted over ${of.documents} documents, with a partner of ${of.clients} clients. Sweep, care and compare have found nothing to do; the check has found all of them in Drive, and its reads of them are told below.`,
    countsTable(measured),
    `One document, in dollars, without the free tiers. Shared: ${deployed.requestsAtOnce} deliveries on an instance; alone: one.`,
    documentTable(measured, 1_000),
    documentTable(measured, 1_000_000),
    'One connected partner that has nothing to do, in dollars a month.',
    partnerTable(measured),
    'For all together, in dollars a month.',
    table(fixedLines().map(({ item, usd }) => [item, dollars(usd)])),
    assumptions(measured),
    loadTitle(),
    loadTable(measured),
    `Not confirmed by a page of Google's: ${unconfirmed().join(', ')}.`,
  ].join('\n\n');
}

function countsTable({
  document,
  rounds: idle,
  careReadsOfDocument,
  checkReadsOfDocument,
  ledgerBytes,
}: Measured): string {
  const columns = [document, ...rounds.map((name) => idle[name])];
  const row = (name: keyof Counts) => [name, ...columns.map((counts) => rounded(counts[name], 3))];
  return `${table([['', 'a document', ...rounds], ...(Object.keys(document) as (keyof Counts)[]).map(row)])}

Care reads each document ${rounded(careReadsOfDocument, 3)} times in each pass that finds it, a check ${rounded(checkReadsOfDocument, 3)} times. A ledger entry takes ${Math.round(ledgerBytes)} bytes, indexes included.`;
}

function documentTable(measured: Measured, documents: number): string {
  const columns = cases.map(({ place, company }) => documentLines(measured, place, company));
  const kept = cases.map(({ place }) => [keptLine(measured, place)]);
  const month = billRows(kept, documents).map(([item = '', ...rest]) => [`and each month: ${item}`, ...rest]);
  const heading = [`${number(documents)} documents`, ...caseTitles];
  return table([heading, ...billRows(columns, documents), totalRow(columns, documents), ...month]);
}

function partnerTable(measured: Measured): string {
  const columns = cases.map(({ place, company }) => partnerLines(measured, place, company));
  const isRound = (item: string): item is keyof typeof roundsInDay => item in roundsInDay;
  const named = (item: string) => (isRound(item) ? `${item}, ${roundsInDay[item]} a day` : item);
  const rows = billRows(columns, 1).map(([item = '', ...rest]) => [named(item), ...rest]);
  return table([['', ...caseTitles], ...rows, totalRow(columns, 1)]);
}

/** The same lines in each case, so many times, beside each other. */
function billRows(columns: Line[][], times: number): string[][] {
  const [first = []] = columns;
  return first.map(({ item }, at) => [item, ...columns.map((column) => dollars((column[at]?.usd ?? 0) * times))]);
}

function totalRow(columns: Line[][], times: number): string[] {
  return ['total', ...columns.map((column) => dollars(total(column) * times))];
}

function assumptions({ document, rounds: idle }: Measured): string {
  const seconds = (counts: Counts) =>
    companies.map((one) => `${rounded(instanceSeconds(counts, one), 3)} s ${one}`).join(', ');
  const cpu = Number.isNaN(document.cpuSeconds) ? ` CPU is not told here: ${assumed.cpuSeconds} s each.` : '';
  return `Assumed: a call to Drive takes ${assumed.secondsOfDriveCall} s, any other ${assumed.secondsOfOtherCall} s.${cpu} An instance is charged for a document: ${seconds(document)}; for a pass of care: ${seconds(idle.care)}.`;
}

function loadTitle(): string {
  const { clients, documentsOfClientInMonth, shareOfDocuments, shareOfHours } = partner;
  return `How much comes at once, if a partner has ${clients} clients with ${documentsOfClientInMonth} documents a month each, and ${percent(shareOfDocuments)} of them come in ${percent(shareOfHours)} of the hours. Care is as for the clients above.`;
}

function loadTable(measured: Measured): string {
  const heading = ['partners', ...sizes.map(number), 'allowed', 'reached at'];
  const documents = ['documents a second', ...sizes.map((size) => rounded(documentsPerSecond(size), 1)), '', ''];
  const rows = loads(measured).map((load) => [
    load.name,
    ...sizes.map((size) => number(load.at(size))),
    load.limit === undefined ? '' : number(load.limit),
    load.limit === undefined ? '' : number(partnersAtLimit(load) ?? Number.POSITIVE_INFINITY),
  ]);
  return table([heading, documents, ...rows]);
}

function unconfirmed(): string[] {
  const of = (all: Record<string, Price>, prefix = '') =>
    Object.entries(all).flatMap(([name, { confirmed }]) => (confirmed ? [] : [`${prefix}${name}`]));
  return [...of(prices), ...places.flatMap((place) => of(firestorePrices[place], `${place} `))];
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const cell = (text: string, at: number) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0));
  return rows.map((row) => `  ${row.map(cell).join('  ')}`.trimEnd()).join('\n');
}

const dollars = (usd: number): string => (usd === 0 ? '0' : usd < 10 ? usd.toFixed(4) : usd.toFixed(2));
const number = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en') : 'never');
const rounded = (value: number, digits: number): string => String(Number(value.toFixed(digits)));
const percent = (share: number): string => `${share * 100} %`;
