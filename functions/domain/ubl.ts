/**
 * The facts of a Peppol document (UBL 2 Invoice or CreditNote) that are needed to name and to show it.
 * A document is read, not validated: one that breaks a business rule, or follows another profile, is read as well.
 */

import { cutOut, type Enclosed } from './envelope.ts';
import { Failure } from './errors.ts';
import { createScope } from './namespaces.ts';
import { createFactPaths, type Step, type UblFacts } from './ubl-paths.ts';
import { skimXml, type Tag } from './xml-skim.ts';

export type { Party, UblFacts } from './ubl-paths.ts';

const schema = 'urn:oasis:names:specification:ubl:schema:xsd:';
const prefixes = new Map([
  [`${schema}CommonBasicComponents-2`, 'cbc'],
  [`${schema}CommonAggregateComponents-2`, 'cac'],
]);
const envelope = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';

/** A document as it is exported: by itself, and what it says. */
export interface OwnUbl {
  facts: UblFacts;
  /** The very bytes that were read; where they held an envelope, what was cut out of it (envelope.ts). */
  content: Uint8Array;
}

/**
 * Reads the facts. Also takes a document inside a StandardBusinessDocument, as its direct child. `chunkBytes` is how
 * much is decoded at a time; it changes nothing in the outcome.
 *
 * Throws a Failure: `notUbl` (anything but an Invoice or CreditNote, several of them, or one without a number), and
 * `ublTooLarge`, `ublForbidden`, `ublUnreadable` as `skimXml` does.
 */
export function readUbl(bytes: Uint8Array, chunkBytes = 65_536): OwnUbl {
  const paths = createFactPaths();
  /** One for each open element; undefined: nothing in it is wanted. */
  const steps: (Step | undefined)[] = [];
  let envelopeTag: Tag | undefined;
  let kind: UblFacts['kind'] | undefined;
  let enclosed: Enclosed | undefined;
  const scope = createScope();

  const enterDocument = (tag: Tag): Step | undefined => {
    const found = kindOf(tag);
    if (found === undefined) {
      if (envelopeTag) return undefined;
      if (tag.local === 'StandardBusinessDocument' && tag.uri === envelope) {
        envelopeTag = tag;
        return undefined;
      }
      throw new Failure('notUbl', 'The root element is neither a UBL 2 Invoice nor a CreditNote');
    }
    if (kind !== undefined) throw new Failure('notUbl', 'The envelope holds more than one document');
    kind = found;
    return paths.root;
  };

  skimXml(bytes, chunkBytes, {
    open(tag, end) {
      const isDocument = steps.length === (envelopeTag ? 1 : 0);
      const step = isDocument ? enterDocument(tag) : steps.at(-1)?.children?.[nameOf(tag)];
      if (step === paths.root && envelopeTag)
        enclosed = { name: tag.name, firstTagEnd: end, end: 0, inherited: scope.missing };
      if (enclosed?.end === 0) scope.open(tag, envelopeTag);
      steps.push(step);
      return step?.text !== undefined;
    },
    close(tag, text, end) {
      const step = steps.pop();
      if (enclosed?.end === 0) scope.close(tag);
      // Until then it is still open.
      if (enclosed && step === paths.root) enclosed = { ...enclosed, end };
      if (text !== '') step?.text?.(text, tag.attributes['schemeID']?.value.trim());
      step?.close?.();
    },
  });

  if (kind === undefined) throw new Failure('notUbl', 'The envelope holds no UBL 2 Invoice or CreditNote');
  return { facts: paths.facts(kind), content: enclosed ? cutOut(bytes, enclosed) : bytes };
}

function kindOf(tag: Tag): UblFacts['kind'] | undefined {
  if (tag.local === 'Invoice' && tag.uri === `${schema}Invoice-2`) return 'invoice';
  if (tag.local === 'CreditNote' && tag.uri === `${schema}CreditNote-2`) return 'creditNote';
  return undefined;
}

/** The name with the usual prefix of its namespace, whatever prefix the document uses. */
function nameOf(tag: Tag): string {
  return `${prefixes.get(tag.uri)}:${tag.local}`;
}
