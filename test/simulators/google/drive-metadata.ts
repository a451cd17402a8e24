/**
 * The metadata that a caller sends with `files.create` and `files.update`. What is not simulated is refused by name.
 * https://developers.google.com/workspace/drive/api/reference/rest/v3/files/create
 */
import { z } from 'zod';
import { DriveError, notSimulated } from './errors.ts';

const maxAppProperties = 30;
const maxAppPropertyBytes = 124;

const created = z.strictObject({
  kind: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  mimeType: z.string().optional(),
  description: z.string().optional(),
  parents: z.array(z.string()).optional(),
  appProperties: z.record(z.string(), z.string()).optional(),
  createdTime: z.iso.datetime({ offset: true }).optional(),
  modifiedTime: z.iso.datetime({ offset: true }).optional(),
});

const updated = z.strictObject({
  name: z.string().optional(),
  trashed: z.boolean().optional(),
  appProperties: z.record(z.string(), z.string().nullable()).optional(),
});

export type CreateMetadata = z.output<typeof created>;
export type UpdateMetadata = z.output<typeof updated>;

/** What a create says about the new file; 400 on anything else. */
export function readCreateMetadata(json: string): CreateMetadata {
  const metadata = check('drive.files.create', created, parseJson(json));
  checkAppProperties(metadata.appProperties ?? {});
  return metadata;
}

/** What an update changes; 403 `fieldNotWritable` on id and parents, 400 on anything else it does not know. */
export function readUpdateMetadata(json: string): UpdateMetadata {
  const value = parseJson(json);
  if ('parents' in value) {
    throw new DriveError(
      403,
      'fieldNotWritable',
      'The parents field is not directly writable in update requests. Use the addParents and removeParents parameters instead.',
    );
  }
  if ('id' in value) {
    throw new DriveError(403, 'fieldNotWritable', 'The resource body includes fields which are not directly writable.');
  }
  const metadata = check('drive.files.update', updated, value);
  checkAppProperties(metadata.appProperties ?? {});
  return metadata;
}

function parseJson(json: string): object {
  if (json.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new DriveError(400, 'parseError', 'Parse Error');
  }
  if (typeof value !== 'object' || value === null) throw new DriveError(400, 'parseError', 'Parse Error');
  return value;
}

function check<T>(operation: string, schema: z.ZodType<T>, value: object): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue?.code === 'unrecognized_keys') throw notSimulated(operation, issue.keys.join(', '));
  throw new DriveError(400, 'invalid', `Invalid value for ${issue?.path.join('.')}: ${issue?.message}`);
}

function checkAppProperties(properties: Record<string, string | null>): void {
  const entries = Object.entries(properties);
  if (entries.length > maxAppProperties) {
    throw new DriveError(400, 'invalid', `An app can have at most ${maxAppProperties} appProperties on a file.`);
  }
  for (const [key, value] of entries) {
    if (Buffer.byteLength(key + (value ?? '')) > maxAppPropertyBytes) {
      throw new DriveError(400, 'invalid', `appProperties.${key} is larger than ${maxAppPropertyBytes} bytes.`);
    }
  }
}
