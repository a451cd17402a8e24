/**
 * Whether Drive has what was sent: the same bytes; of an invoice in a Standard Business Document, the invoice. Judged without
 * the code that cuts it out: by what stands between its tags, whatever namespaces its first tag was given.
 */
const envelope = /<(?:[\w-]+:)?StandardBusinessDocument[\s>]/;
const invoice = /<((?:[\w-]+:)?(?:Invoice|CreditNote))[\s>][\s\S]*<\/\1\s*>/;

/** @param sent what Banqup has; `found` what lies in Drive */
export function isWhatWasSent(sent: Uint8Array, found: Uint8Array): boolean {
  if (Buffer.from(sent).equals(found)) return true;
  const [sentText, foundText] = [textOf(sent), textOf(found)];
  const inner = invoice.exec(sentText)?.[0];
  return envelope.test(sentText) && inner !== undefined && withoutNamespaces(inner) === withoutNamespaces(foundText);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString(bytes[1] === 0 || (bytes[0] === 0xff && bytes[1] === 0xfe) ? 'utf16le' : 'utf8');
}

/** Without what may stand in front, and the namespaces of the first tag. */
function withoutNamespaces(text: string): string {
  const document = invoice.exec(text)?.[0] ?? '';
  const end = document.indexOf('>');
  return document.slice(0, end).replace(/\s+xmlns(?::[\w-]+)?=(?:"[^"]*"|'[^']*')/g, '') + document.slice(end);
}
