/**
 * Banqup's messages, reduced to what we trust of them: whose document, and which. The envelope is documented (contract, 1.5);
 * the type names and the fields of `data` are not, so they are configuration and looked for in every place they may be.
 */
import { z } from 'zod';
import { Failure } from '../domain/errors.ts';
import type { DocumentMessage } from '../domain/message.ts';

export interface MessageRules {
  category: string;
  /** Without it every type of the category is taken: the document itself tells whether it is to be exported. */
  types?: readonly string[] | undefined;
}

/** Databases and hashes tell A from a; UUIDs do not. */
const id = z.uuid().toLowerCase();
const kind = z.object({ category: z.string(), type: z.string().nullish() });
const subject = z.object({
  resourceId: z.string().nullish(),
  channel: z.string().nullish(),
  data: z.object({ spaceId: z.string().nullish(), documentId: z.string().nullish() }).nullish(),
});

/** Undefined: a message of another kind. Throws badRequest when it is one for us and does not say which document. */
export function createMessageReader(rules: MessageRules): (json: unknown) => DocumentMessage | undefined {
  return (json) => {
    // Other kinds may look as they like: only ours are held to a form.
    const { category, type } = parsed(kind, json);
    if (category !== rules.category || (rules.types && !rules.types.includes(type ?? ''))) return undefined;
    const { resourceId, channel, data } = parsed(subject, json);
    // The channel reads `<space>/<document>` in Banqup's own sample.
    const [channelSpace, channelDocument] = channel?.split('/') ?? [];
    const clientSpace = firstId(data?.spaceId, resourceId, channelSpace);
    const documentId = firstId(data?.documentId, channelDocument);
    if (!clientSpace || !documentId) throw new Failure('badRequest', 'the message names no document');
    return { clientSpace, documentId };
  };
}

function firstId(...places: (string | null | undefined)[]): string | undefined {
  return places.map((place) => id.safeParse(place).data).find((found) => found !== undefined);
}

function parsed<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (!result.success) throw new Failure('badRequest', `not a message of Banqup: ${z.prettifyError(result.error)}`);
  return result.data;
}
