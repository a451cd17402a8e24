/**
 * The facts of a Peppol document (UBL 2 Invoice or CreditNote) that are needed to name and to show it.
 * A document is read, not validated: one that breaks a business rule, or follows another profile, is read as well.
 */

import { Failure } from './errors.ts';
import { createFactPaths, type Step, type UblFacts } from './ubl-paths.ts';
import { skimXml, type Tag } from './xml-skim.ts';

export type { Party, UblFacts } from './ubl-paths.ts';

const schema = 'urn:oasis:names:specification:ubl:schema:xsd:';
const prefixes = new Map([
  [`${schema}CommonBasicComponents-2`, 'cbc'],
  [`${schema}CommonAggregateComponents-2`, 'cac'],
]);
const envelope = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';

/**
 * Reads the facts. Also takes a document inside a StandardBusinessDocument, as its direct child. `chunkBytes` is how
 * much is decoded at a time; it changes nothing in the outcome.
 *
 * Throws a Failure: `notUbl` (anything but an Invoice or CreditNote, several of them, or one without a number), and
 * `ublTooLarge`, `ublForbidden`, `ublUnreadable` as `skimXml` does.
 */
export function readUbl(bytes: Uint8Array, chunkBytes = 65_536): UblFacts {
  const paths = createFactPaths();
  /** One for each open element; undefined: nothing in it is wanted. */
  const steps: (Step | undefined)[] = [];
  let enveloped = false;
  let kind: UblFacts['kind'] | undefined;

  const enterDocument = (tag: Tag): Step | undefined => {
    const found = kindOf(tag);
    if (found === undefined) {
      if (enveloped) return undefined;
      enveloped = tag.local === 'StandardBusinessDocument' && tag.uri === envelope;
      if (enveloped) return undefined;
      throw new Failure('notUbl', 'The root element is neither a UBL 2 Invoice nor a CreditNote');
    }
    if (kind !== undefined) throw new Failure('notUbl', 'The envelope holds more than one document');
    kind = found;
    return paths.root;
  };

  skimXml(bytes, chunkBytes, {
    open(tag) {
      const isDocument = steps.length === (enveloped ? 1 : 0);
      const step = isDocument ? enterDocument(tag) : steps.at(-1)?.children?.[nameOf(tag)];
      steps.push(step);
      return step?.text !== undefined;
    },
    close(tag, text) {
      const step = steps.pop();
      if (text !== '') step?.text?.(text, tag.attributes['schemeID']?.value.trim());
      step?.close?.();
    },
  });

  if (kind === undefined) throw new Failure('notUbl', 'The envelope holds no UBL 2 Invoice or CreditNote');
  return paths.facts(kind);
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
