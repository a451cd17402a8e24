/**
 * Banqup's list of a client's documents: what was approved or sent in a period. The list itself, its pages
 * and its filters are assumed, here alone (contract, 4.3). A Banqup that knows no such filters answers with more: each is looked at here too.
 */
import { z } from 'zod';
import type { Period } from '../domain/calendar.ts';
import { Failure } from '../domain/errors.ts';
import { secondsAfter } from '../domain/life.ts';
import type { Banqup, ReleasedDocument } from '../domain/ports.ts';
import type { AskWithToken } from './ask.ts';
import { type DocumentRules, describe, documentAnswer, fieldOf, isHidden, spaceAddress } from './documents.ts';
import { readAnswer, unexpectedAnswer } from './http.ts';

const pageSize = 100;

/** A list that has not ended by then never does: a client has no two hundred thousand documents. */
const pagesAtMost = 2000;

/** More than a name has. */
const nameAtMost = 200;

type Answer = z.infer<typeof documentAnswer>;
const listAnswer = z.object({ documents: z.array(documentAnswer), total: z.number().nullish() });

/** It needs the two moments of the rules. Throws banqupUnavailable besides what the port says. */
export function createReleased(ask: AskWithToken, rules: DocumentRules): Required<Banqup>['released'] {
  return async function* released(clientSpace, period) {
    // While pages are read others are approved, and what has been answered may come once more.
    const seen = new Set<string>();
    const isNew = ({ id }: Answer) => seen.size < seen.add(id.toLowerCase()).size;
    for (let page = 0; page < pagesAtMost; page += 1) {
      const { documents, total } = await readPage(clientSpace, period, page);
      const fresh = documents.filter(isNew);
      if (documents.length > 0 && fresh.length === 0) {
        throw new Failure('unexpected', 'Banqup answers with the same page of its list again');
      }
      if (fresh.length > 0) yield fresh.flatMap((answer) => releasedOf(clientSpace, answer, period) ?? []);
      if (fresh.length === 0 || seen.size === total) return;
    }
    throw new Failure('unexpected', "Banqup's list does not end");
  };

  async function readPage(clientSpace: string, { from, until }: Period, page: number) {
    const query = new URLSearchParams({
      page: String(page),
      size: String(pageSize),
      releasedFrom: from.toISOString(),
      releasedUntil: until.toISOString(),
    });
    const url = `${spaceAddress(rules.apiUrl, 'v2', clientSpace)}/documents?${query}`;
    const response = await ask(url);
    if (isHidden(response)) throw new Failure('documentNotFound', 'Banqup shows us no documents of this client space');
    if (!response.ok) throw await unexpectedAnswer(url, response);
    return readAnswer(url, response, listAnswer);
  }

  /** Undefined: not exportable, or not of this period. */
  function releasedOf(clientSpace: string, answer: Answer, { from, until }: Period): ReleasedDocument | undefined {
    if ((answer.spaceId ?? clientSpace).toLowerCase() !== clientSpace) {
      throw new Failure('unexpected', "Banqup's list has a document of another client space");
    }
    const document = describe(clientSpace, answer.id.toLowerCase(), answer, rules);
    const { exportable, releasedAt } = document;
    if (!exportable || !releasedAt) return undefined;
    const moment = secondsAfter(releasedAt, -rules.clockGraceSeconds);
    if (moment < from || moment >= until) return undefined;
    const counterparty = fieldOf(answer, `metadata.${document.direction === 'AR' ? 'customer' : 'supplier'}.legalName`);
    const isNamed = typeof counterparty === 'string' && counterparty.trim() !== '';
    return {
      ...document,
      releasedAt,
      moment,
      ...(isNamed && { counterparty: counterparty.trim().slice(0, nameAtMost) }),
    };
  }
}
