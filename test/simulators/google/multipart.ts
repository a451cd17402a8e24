/**
 * The body of a multipart upload: metadata as JSON, then the bytes, between boundaries (multipart/related, RFC 2387).
 * The bytes come out exactly as they went in.
 */
import { DriveError } from './errors.ts';

export type Part = { contentType: string; body: Buffer };

/** The two parts of the body; 400 `badContent` when it is not a metadata part and a media part. */
export function parseMultipart(contentType: string, body: Buffer): { metadata: Part; media: Part } {
  const boundary = /^multipart\/related\s*;(?:.*;)?\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) throw malformed('the content type is not multipart/related with a boundary');

  // With a line break before it, the first delimiter looks like all the others.
  const text = Buffer.concat([Buffer.from('\r\n'), body]);
  const delimiter = Buffer.from(`\r\n--${name}`);
  const parts: Part[] = [];
  let from = text.indexOf(delimiter);
  if (from < 0) throw malformed('the boundary does not occur');
  for (;;) {
    const start = from + delimiter.length;
    if (text.subarray(start, start + 2).toString() === '--') break;
    const end = text.indexOf(delimiter, start);
    if (end < 0) throw malformed('the closing boundary is missing');
    parts.push(parsePart(text.subarray(start, end)));
    from = end;
  }
  const [metadata, media, ...more] = parts;
  if (!metadata || !media || more.length > 0) throw malformed(`${parts.length} parts instead of 2`);
  return { metadata, media };
}

function parsePart(part: Buffer): Part {
  const headersEnd = part.indexOf('\r\n\r\n');
  if (headersEnd < 0) throw malformed('a part has no end of headers');
  const headers = new Headers();
  for (const line of part.subarray(0, headersEnd).toString().split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const encoding = headers.get('content-transfer-encoding');
  if (encoding !== null && encoding !== 'binary')
    throw malformed(`content-transfer-encoding ${encoding} is not simulated`);
  return {
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    body: part.subarray(headersEnd + 4),
  };
}

function malformed(why: string): DriveError {
  return new DriveError(400, 'badContent', `Malformed multipart body: ${why}.`);
}
