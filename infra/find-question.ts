/** What an operator asks of `find`, read from its arguments and the environment. */
import { parseArgs } from 'node:util';
import { z } from 'zod';

export interface Question {
  documentId: string;
  client: string | undefined;
  project: string;
  json: boolean;
}

/** What is asked, or a sentence on what is wrong with it. */
export function readQuestion(args: string[], environment: Record<string, string | undefined>): Question | string {
  const options = {
    client: { type: 'string' },
    project: { type: 'string' },
    json: { type: 'boolean', default: false },
  } as const;
  const id = z.uuid().toLowerCase();
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const project = values.project || environment['GOOGLE_CLOUD_PROJECT'];
    if (positionals.length !== 1) return `One document id is asked for, and there are ${positionals.length}.`;
    const documentId = id.safeParse(positionals[0]?.trim()).data;
    if (!documentId) return `A document id of Banqup's is a UUID, and this is none: ${positionals[0]}`;
    const client = values.client === undefined ? undefined : id.safeParse(values.client.trim()).data;
    if (values.client !== undefined && !client) return `A client space is a UUID, and this is none: ${values.client}`;
    if (!project) return 'In which project? Say --project, or set GOOGLE_CLOUD_PROJECT.';
    return { documentId, client, project, json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
