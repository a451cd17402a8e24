/** A server of a few lines, for answers that no simulator gives and for looking at what arrives. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Arrived {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Listener {
  url: string;
  arrived: Arrived[];
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; `answer` gets each request once its body is there. */
export async function listen(answer: (request: Arrived, response: ServerResponse) => void): Promise<Listener> {
  const arrived: Arrived[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
    arrived.push(one);
    answer(one, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    arrived,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
