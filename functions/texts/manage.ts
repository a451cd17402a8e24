/** What the manage pages say: one object of this form for each language. */
import type { MissingDocument } from '../domain/check.ts';
import type { Counted } from './plurals.ts';

/** How the connection stands, in a word, a line and what follows from it. */
export interface ConnectionText {
  label: string;
  title: string;
  text: string;
}

export interface ManageTexts {
  title: (partner: string) => string;
  nav: { label: string; overview: string; documents: string; clients: string };
  connection: {
    works: ConnectionText;
    /** It works, and no client is active yet. */
    noClients: ConnectionText;
    /** It works, and Google shows the root folder no more, or in the trash. */
    folderGone: ConnectionText;
    /** Google did not answer. */
    unsure: ConnectionText;
    /** Before the cause and what to do, where only a person can mend it. */
    needsYou: string;
    needsSignIn: { title: string; text: Counted };
    disconnecting: ConnectionText;
    off: ConnectionText;
  };
  /** When Google was asked. */
  checkedAt: (time: string) => string;
  account: string;
  since: string;
  folder: string;
  folderToCome: string;
  folderTrashed: string;
  newTree: (moment: string) => string;
  /** The switch. */
  active: string;
  reconnect: string;
  finishNow: string;
  figures: { title: string; today: string; waiting: string; rejected: string };
  underWay: { title: string; text: Counted; finished: string; done: (done: string, of: string) => string };
  problems: {
    title: string;
    /** How many a cause concerns. */
    waiting: Counted;
    rejected: Counted;
    show: string;
    retryAll: string;
    retryOne: (document: string) => string;
  };
  /** After *Try again*. */
  retrying: string;
  refresh: string;
  documents: {
    title: string;
    latest: string;
    all: string;
    none: string;
    noneSuch: string;
    filter: string;
    filters: { all: string; exported: string; waiting: string; rejected: string; cancelled: string };
    cause: string;
    everyClient: string;
    older: string;
    newest: string;
    unknownNumber: string;
    invoice: string;
    creditNote: string;
    columns: { date: string; document: string; client: string; direction: string; amount: string; status: string };
    opensDrive: string;
  };
  /** Purchases and sales, as a column has them. */
  directions: { AP: string; AR: string };
  clients: {
    title: string;
    count: Counted;
    none: string;
    noneText: string;
    toBanqup: string;
    all: string;
    search: string;
    searchButton: string;
    noMatch: (search: string) => string;
    letters: string;
    next: string;
    first: string;
    columns: { client: string; last: string; exported: string; waiting: string; rejected: string };
    never: string;
    off: string;
    since: (moment: string) => string;
    /** Where a letter is past the last of them. */
    noneFrom: (letter: string) => string;
  };
  completeness: {
    title: string;
    lead: (month: string) => string;
    months: string;
    never: string;
    compare: string;
    compareAgain: string;
    comparing: string;
    checkedAt: (moment: string) => string;
    failed: string;
    hidden: string;
    tooLong: string;
    released: string;
    inDrive: string;
    waiting: string;
    missing: string;
    complete: Counted;
    incomplete: Counted;
    earlier: Counted;
    more: Counted;
    exportMissing: Counted;
    why: Record<MissingDocument['why'], string>;
    columns: { date: string; document: string; direction: string; why: string };
  };
}
