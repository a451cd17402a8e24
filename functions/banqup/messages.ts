/**
 * Banqup's messages, reduced to what we trust of them: whose document, and which; or which spaces have changed. The envelope
 * is documented (contract, 1.5); the type names and the fields of `data` are not, so they are configuration and looked for in
 * every place they may be.
 */
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';
import type { BanqupMessage, DocumentMessage, SpaceMessage } from '../domain/message.ts';

export interface MessageRules {
  /** Category of what happens to documents. */
  category: string;
  /** Without it every type of the category is taken: the document itself tells whether it is to be exported. */
  types?: readonly string[] | undefined;
  /** Types, within it, of the accountant's own wish to have a document sent again. */
  resendTypes: readonly string[];
  /** Category of what happens to spaces. */
  spaceCategory: string;
  /** Without it every type of that category is taken: the comparison with Banqup tells what has changed. */
  spaceTypes?: readonly string[] | undefined;
}

/** Databases and hashes tell A from a; UUIDs do not. */
const id = z.uuid().toLowerCase();
const kind = z.object({ category: z.string(), type: z.string().nullish() });
const subject = z.object({
  resourceId: z.string().nullish(),
  channel: z.string().nullish(),
  data: z.object({ spaceId: z.string().nullish(), documentId: z.string().nullish() }).nullish(),
});
const spaceSubject = z.object({
  resourceId: z.string().nullish(),
  channel: z.string().nullish(),
  data: z.record(z.string(), z.unknown()).nullish(),
});

/** Undefined: a message of another kind. Throws badRequest when it is one for us and does not say what it is about. */
export function createMessageReader(rules: MessageRules): (json: unknown) => BanqupMessage | undefined {
  const { category, types, resendTypes, spaceCategory, spaceTypes } = rules;
  return (json) => {
    // Other kinds may look as they like: only ours are held to a form.
    const message = parsed(kind, json);
    const type = message.type ?? '';
    const resend = resendTypes.includes(type);
    if (message.category === category && (resend || !types || types.includes(type))) return documentOf(json, resend);
    if (message.category === spaceCategory && (!spaceTypes || spaceTypes.includes(type))) return spacesOf(json);
    return undefined;
  };
}

/** A message that the reader makes the same of again. Nothing else of the first one is passed on. */
export function createMessageWriter(rules: MessageRules): (message: BanqupMessage) => object {
  return (message) => {
    if (message.kind === 'space') {
      const [type] = rules.spaceTypes ?? [];
      return { category: rules.spaceCategory, ...(type && { type }), data: { ...message.spaces } };
    }
    const { clientSpace, documentId, resend } = message;
    const [type] = resend ? rules.resendTypes : (rules.types ?? []);
    return { category: rules.category, ...(type && { type }), data: { spaceId: clientSpace, documentId } };
  };
}

function documentOf(json: unknown, resend: boolean): DocumentMessage {
  const { resourceId, channel, data } = parsed(subject, json);
  // The channel reads `<space>/<document>` in Banqup's own sample.
  const [channelSpace, channelDocument] = channel?.split('/') ?? [];
  const clientSpace = firstId(data?.spaceId, resourceId, channelSpace);
  const documentId = firstId(data?.documentId, channelDocument);
  if (!clientSpace || !documentId) throw new Failure('badRequest', 'the message names no document');
  return { kind: 'document', clientSpace, documentId, resend };
}

/** Ids at most in one message; it names a partner and a client. */
const spacesAtMost = 10;

/** Nothing says which field names which space, so every id is taken: what it is, Banqup is asked. */
function spacesOf(json: unknown): SpaceMessage {
  const { resourceId, channel, data } = parsed(spaceSubject, json);
  const places = [resourceId, ...(channel?.split('/') ?? []), ...Object.values(data ?? {})];
  const spaces = [...new Set(places.flatMap((place) => id.safeParse(place).data ?? []))].slice(0, spacesAtMost);
  if (spaces.length === 0) throw new Failure('badRequest', 'the message names no space');
  return { kind: 'space', spaces };
}

function firstId(...places: (string | null | undefined)[]): string | undefined {
  return places.map((place) => id.safeParse(place).data).find((found) => found !== undefined);
}

function parsed<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (!result.success) throw new Failure('badRequest', `not a message of Banqup: ${z.prettifyError(result.error)}`);
  return result.data;
}
