/** Registers the function that this instance runs with the Functions Framework, nothing else. */
import { http, type Request, type Response } from '@google-cloud/functions-framework';
import { composeConnect, composeExport } from './compose.ts';
import { withoutDomains } from './without-domains.ts';

/** https://cloud.google.com/pubsub/docs/push#receive_push */
interface PushBody {
  message?: { data?: string; attributes?: Record<string, string>; publishTime?: string };
}

withoutDomains();

if (process.env['FUNCTION_TARGET'] === 'connect') {
  http('connect', composeConnect(process.env));
} else {
  const deliver = composeExport(process.env);
  http('exportDocument', async ({ path, body }: Request, response: Response) => {
    const { message = {} }: PushBody = body ?? {};
    await deliver({
      // The path of the push names the topic: /projects/P/topics/T
      topic: path.slice(1),
      data: Buffer.from(message.data ?? '', 'base64'),
      publishedAt: message.publishTime === undefined ? new Date() : new Date(message.publishTime),
      attributes: message.attributes ?? {},
    });
    response.sendStatus(204);
  });
}
