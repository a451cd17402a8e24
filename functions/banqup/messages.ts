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

const id = z.uuid();
const envelope = z.object({
  category: z.string(),
  type: z.string(),
  resourceId: id.optional(),
  channel: z.string().optional(),
  data: z.object({ spaceId: id.optional(), documentId: id.optional() }).default({}),
});

/** Undefined: a message of another kind. Throws badRequest when it is one for us and does not say which document. */
export function createMessageReader(rules: MessageRules): (json: unknown) => DocumentMessage | undefined {
  return (json) => {
    const parsed = envelope.safeParse(json);
    if (!parsed.success) throw new Failure('badRequest', `not a message of Banqup: ${z.prettifyError(parsed.error)}`);
    const { category, type, resourceId, channel, data } = parsed.data;
    if (category !== rules.category || (rules.types && !rules.types.includes(type))) return undefined;
    // The channel reads `<space>/<document>` in Banqup's own sample.
    const [channelSpace, channelDocument] = channel?.split('/') ?? [];
    const clientSpace = id.safeParse(data.spaceId ?? resourceId ?? channelSpace).data;
    const documentId = id.safeParse(data.documentId ?? channelDocument).data;
    if (!clientSpace || !documentId) throw new Failure('badRequest', 'the message names no document');
    return { clientSpace, documentId };
  };
}
