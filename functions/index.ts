/** Registers the function that this instance runs with the Functions Framework, nothing else. */
import { type CloudEvent, cloudEvent, http } from '@google-cloud/functions-framework';
import { composeConnect, composeExport } from './compose.ts';

/** https://cloud.google.com/eventarc/docs/cloudevents#pubsub */
interface MessagePublished {
  message: { data?: string; attributes?: Record<string, string> };
}

if (process.env['FUNCTION_TARGET'] === 'connect') {
  http('connect', composeConnect(process.env));
} else {
  const deliver = composeExport(process.env);
  cloudEvent('exportDocument', ({ source, time, data }: CloudEvent<MessagePublished>) =>
    deliver({
      // The framework takes the topic from the path of the push: //pubsub.googleapis.com/projects/P/topics/T
      topic: source?.replace('//pubsub.googleapis.com/', '') ?? '',
      data: Buffer.from(data?.message.data ?? '', 'base64'),
      publishedAt: time === undefined ? new Date() : new Date(time),
      attributes: data?.message.attributes ?? {},
    }),
  );
}
